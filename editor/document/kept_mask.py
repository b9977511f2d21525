"""A run's mask as it is kept beside its candidates: only where it is not empty, as a PNG."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from editor.document.geometry import Rect
from editor.document.openraster_archive import Unreadable
from editor.document.openraster_png import HEADER_BYTES, decode_png, encode_png, read_png_header
from editor.document.pixels import Mask
from editor.document.words import translate

__all__ = ["KeptMask"]

Array = NDArray[np.uint8]


@dataclass(frozen=True)
class KeptMask:
    """A mask, packed.

    Attributes:
        left, top: where its part lies in the picture.
        png: the part's pixels, grey.
    """

    left: int
    top: int
    png: bytes

    @classmethod
    def of(cls, mask: Array) -> Self:
        """Pack a mask, (H, W), as large as the picture and not empty."""
        area = Mask(mask).bounds
        return cls.of_part(area, mask[area.slices])

    @classmethod
    def of_part(cls, area: Rect, part: Array) -> Self:
        """Pack what a mask is in ``area``, (area.h, area.w); elsewhere it is empty."""
        return cls(area.x, area.y, b"".join(encode_png(np.ascontiguousarray(part))))

    @classmethod
    def of_fields(cls, fields: Mapping[str, Any]) -> Self:
        """The inverse of ``fields``.

        Raises:
            KeyError, TypeError, ValueError: they are not such fields.
        """
        png = base64.b64decode(fields["png"], validate=True)
        return cls(int(fields["left"]), int(fields["top"]), png)

    @property
    def fields(self) -> dict[str, Any]:
        """As JSON values."""
        png = base64.b64encode(self.png).decode()
        return {"left": self.left, "top": self.top, "png": png}

    def read(self, width: int, height: int) -> tuple[Rect, Array]:
        """Where in a picture of this size it is not empty, and what it is there.

        Raises:
            Unreadable: it is damaged, or reaches out of such a picture.
        """
        header = read_png_header(self.png[:HEADER_BYTES])
        area = Rect(self.left, self.top, header.width, header.height)
        if area.intersected(Rect(0, 0, width, height)) != area:
            raise Unreadable(translate("Projects", "its mask reaches out of the picture"))
        if header.depth != 8 or header.raw_bytes != header.height * (1 + header.width):
            raise Unreadable(translate("Projects", "its mask is damaged"))
        return area, decode_png(self.png, "L")
