"""False candidates that a good ranking must not fall for: parts of a thing, and written words.

The paper (section 6, figure 11) names both: a part of the thing scores as high as the whole, and a
sign with its name instead of it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from resources import resource

__all__ = ["Place", "parts", "piece_for", "plate", "signs", "whole"]

Pixels = NDArray[np.uint8]
Corners = tuple[int, int, int, int]
FINE = 4  # drawn so many times as large, then averaged
PART_SCALE, PART_SHIFT = 1.5, 0.5
Colour = tuple[int, int, int]
STYLES: tuple[tuple[Colour | None, Colour], ...] = (  # ground (None is the photo's), ink
    ((245, 245, 240), (20, 20, 20)),
    ((25, 60, 120), (250, 250, 250)),
    ((230, 190, 40), (160, 20, 20)),
    (None, (15, 15, 15)),
)


@dataclass(frozen=True, eq=False)
class Place:
    """Where a thing goes: what the model sees of a photo, and what may change there.

    Attributes:
        photo: (S, S, 3).
        mask: (S, S), at least one pixel of it True.
    """

    photo: Pixels
    mask: NDArray[np.bool_]

    @property
    def corners(self) -> Corners:
        """The mask's left, top, right and bottom."""
        rows, columns = np.nonzero(self.mask)
        return (
            int(columns.min()),
            int(rows.min()),
            int(columns.max()) + 1,
            int(rows.max()) + 1,
        )

    def under_mask(self, drawn: Image.Image) -> Pixels:
        """A picture FINE times as large, averaged, where the mask is; else the photo."""
        small = np.asarray(
            drawn.convert("RGB").resize(self.photo.shape[1::-1], Image.Resampling.BOX)
        )
        return np.where(self.mask[..., None], small, self.photo)

    def enlarged(self) -> Image.Image:
        """The photo FINE times as large."""
        height, width = self.photo.shape[:2]
        return Image.fromarray(self.photo).resize((width * FINE, height * FINE)).convert("RGBA")


def piece_for(prompt: str) -> Image.Image | None:
    """The piece of clip art whose name is in a prompt, RGBA, cut to what is visible of it."""
    library = json.loads(resource("clipart", "library.json").read_text(encoding="utf-8"))
    words = set(prompt.lower().split())
    for entry in library:
        if set(entry["name"].lower().split()) <= words:
            piece = Image.open(resource("clipart", entry["file"])).convert("RGBA")
            return piece.crop(piece.getchannel("A").getbbox())
    return None


def whole(place: Place, piece: Image.Image) -> Pixels:
    """The thing, as large as fits under the mask's middle."""
    return _pasted(place, piece, 0.8 * min(_room(place, piece)), (0.0, 0.0))


def parts(place: Place, piece: Image.Image) -> Iterator[Pixels]:
    """Four times a part of the thing, much enlarged and cut off by the mask's edge."""
    scale = PART_SCALE * max(_room(place, piece))
    for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        yield _pasted(place, piece, scale, (x * PART_SHIFT, y * PART_SHIFT))


def signs(place: Place, words: str) -> Iterator[Pixels]:
    """Signs with the words instead of what they name, in several colours, and on the photo."""
    for ground, ink in STYLES:
        drawn = place.enlarged()
        if ground is not None:
            drawn.paste((*ground, 255), (0, 0, *drawn.size))
        _write(drawn, [FINE * corner for corner in place.corners], words, ink)
        yield place.under_mask(drawn)


def plate(size: int, words: str) -> Pixels:
    """The words alone on plain ground, (size, size, 3)."""
    drawn = Image.new("RGBA", (size * FINE, size * FINE), (235, 235, 235, 255))
    _write(drawn, [0, 0, *drawn.size], words, (20, 20, 20))
    return np.asarray(drawn.convert("RGB").resize((size, size), Image.Resampling.BOX))


def _room(place: Place, piece: Image.Image) -> tuple[float, float]:
    """How many times as large the thing may be to be as wide, and as high, as the mask."""
    left, top, right, bottom = (FINE * corner for corner in place.corners)
    return (right - left) / piece.width, (bottom - top) / piece.height


def _pasted(place: Place, piece: Image.Image, scale: float, shift: tuple[float, float]) -> Pixels:
    """The thing on the photo, moved from the mask's middle by shares of half its own size."""
    left, top, right, bottom = (FINE * corner for corner in place.corners)
    thing = piece.resize((max(1, round(piece.width * scale)), max(1, round(piece.height * scale))))
    x = (left + right + (shift[0] - 1) * thing.width) / 2
    y = (top + bottom + (shift[1] - 1) * thing.height) / 2
    drawn = place.enlarged()
    layer = Image.new("RGBA", drawn.size)
    layer.paste(thing, (round(x), round(y)))
    return place.under_mask(Image.alpha_composite(drawn, layer))


def _write(drawn: Image.Image, box: Sequence[int], words: str, ink: Colour) -> None:
    """Write the words in the middle of a box, a line for each, as large as they fit."""
    left, top, right, bottom = box
    draw, text = ImageDraw.Draw(drawn), "\n".join(words.split())
    size = (bottom - top) / 2
    while size > FINE * 3:
        font = ImageFont.load_default(size)
        extent = draw.multiline_textbbox((0, 0), text, font, align="center")
        if extent[2] - extent[0] <= (right - left) * 0.85 and extent[3] <= (bottom - top) * 0.8:
            break
        size *= 0.9
    middle = ((left + right) / 2, (top + bottom) / 2)
    font = ImageFont.load_default(size)
    draw.multiline_text(middle, text, ink, font, anchor="mm", align="center")
