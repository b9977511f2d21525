"""Arrays of pixels that are also Qt images: the one place where numpy and Qt share memory.

Colours are kept as Qt paints them fastest, premultiplied BGRA. Going to straight RGBA and back
loses nothing; the other way is exact where a pixel is opaque.
"""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from editor.document.geometry import Rect

__all__ = ["Mask", "Pixels", "Raster"]

Array = NDArray[np.uint8]
PREMULTIPLIED = QImage.Format.Format_ARGB32_Premultiplied
STRAIGHT = QImage.Format.Format_RGBA8888


class Raster:
    """An array that can be edited in place. Identity, not content, makes two of them equal.

    Attributes:
        array: (H, W) or (H, W, 4), uint8, contiguous.
    """

    def __init__(self, array: Array) -> None:
        self.array = np.ascontiguousarray(array)

    @property
    def width(self) -> int:
        """Columns."""
        return self.array.shape[1]

    @property
    def height(self) -> int:
        """Rows."""
        return self.array.shape[0]

    @property
    def rect(self) -> Rect:
        """All of it."""
        return Rect(0, 0, self.width, self.height)

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return self.array.nbytes

    def copy(self) -> Self:
        """Another one with the same content."""
        return type(self)(self.array.copy())


class Mask(Raster):
    """What may change: (H, W), 0 where nothing may, 255 where the result shows fully."""

    @classmethod
    def empty(cls, width: int, height: int) -> "Mask":
        """Nothing may change."""
        return cls(np.zeros((height, width), np.uint8))

    @property
    def bounds(self) -> Rect:
        """The smallest rectangle that holds all of what may change."""
        return _bounds(self.array)


class Pixels(Raster):
    """Colours: (H, W, 4), premultiplied BGRA.

    Attributes:
        image: the same memory as a QImage. Never copy it shallowly: painting would then detach it
            from the array.
    """

    def __init__(self, array: Array) -> None:
        super().__init__(array)
        height, width = self.array.shape[:2]
        self.image = QImage(self.array.data, width, height, width * 4, PREMULTIPLIED)

    @classmethod
    def empty(cls, width: int, height: int) -> "Pixels":
        """Fully transparent."""
        return cls(np.zeros((height, width, 4), np.uint8))

    @classmethod
    def from_straight(cls, rgba: Array) -> "Pixels":
        """From straight RGBA, (H, W, 4), or opaque RGB, (H, W, 3)."""
        height, width, channels = rgba.shape
        if channels == 3:
            pixels = cls.empty(width, height)
            pixels.array[..., :3] = rgba[..., ::-1]
            pixels.array[..., 3] = 255
            return pixels
        source = np.ascontiguousarray(rgba)
        straight = QImage(source.data, width, height, width * 4, STRAIGHT)
        return cls.from_image(straight)

    @classmethod
    def from_image(cls, image: QImage) -> "Pixels":
        """A copy of any QImage."""
        return cls(_copied(image, PREMULTIPLIED))

    def straight(self) -> Array:
        """As straight RGBA, (H, W, 4)."""
        return _copied(self.image, STRAIGHT)

    @property
    def opaque(self) -> bool:
        """Whether nothing shines through anywhere."""
        return bool((self.array[..., 3] == 255).all())

    @property
    def bounds(self) -> Rect:
        """The smallest rectangle that holds everything visible."""
        return _bounds(self.array[..., 3])


def _copied(image: QImage, form: QImage.Format) -> Array:
    """The content of an image in a 32-bit format, (H, W, 4)."""
    # The converted image has to live until it is copied: its bits do not keep it alive.
    converted = image.convertToFormat(form)
    height, width = converted.height(), converted.width()
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(height, -1)
    return rows[:, : width * 4].reshape(height, width, 4).copy()


def _bounds(values: Array) -> Rect:
    rows = np.flatnonzero(values.any(axis=1))
    if rows.size == 0:
        return Rect(0, 0, 0, 0)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(values[top:bottom].any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    return Rect(left, top, right - left, bottom - top)
