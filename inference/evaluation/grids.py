"""Pictures in rows and columns with their names, for reports."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

__all__ = ["picture_grid", "stacked", "with_mask"]

Pixels = NDArray[np.uint8]
CELL, GAP, HEAD, NAME = 128, 4, 22, 132
GROUND, TEXT = (27, 28, 31), (232, 234, 237)
MASK_TINT, TINT_SHARE = (255, 77, 109), 0.45


def picture_grid(
    rows: Sequence[Sequence[Pixels | None]],
    names: Sequence[str] = (),
    heads: Sequence[str] = (),
    cell: int = CELL,
) -> Image.Image:
    """A sheet of square pictures.

    Args:
        rows: pictures (S, S, 3) of any S; None leaves a place empty.
        names: of the rows, written to their left; none leaves no room for them.
        heads: of the columns, written above.
        cell: the side of a picture on the sheet.
    """
    columns = max((len(row) for row in rows), default=0)
    left, top = NAME if names else GAP, HEAD if heads else GAP
    size = (left + columns * (cell + GAP), top + len(rows) * (cell + GAP))
    sheet = Image.new("RGB", size, GROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    for column, head in enumerate(heads):
        middle = left + column * (cell + GAP) + cell // 2
        draw.text((middle, top // 2), _cut(draw, head, font, cell), TEXT, font, anchor="mm")
    for number, row in enumerate(rows):
        y = top + number * (cell + GAP)
        if names:
            name = _cut(draw, names[number], font, NAME - 3 * GAP)
            draw.text((GAP * 2, y + cell // 2), name, TEXT, font, anchor="lm")
        for column, picture in enumerate(row):
            if picture is not None:
                sheet.paste(_scaled(picture, cell), (left + column * (cell + GAP), y))
    return sheet


def with_mask(picture: Pixels, mask: NDArray[np.bool_]) -> Pixels:
    """A picture (S, S, 3) with its mask (S, S) tinted over it."""
    tinted = picture + (np.array(MASK_TINT) - picture.astype(np.float64)) * TINT_SHARE
    return np.where(mask[..., None], tinted, picture).astype(np.uint8)


def _scaled(picture: Pixels, cell: int) -> Image.Image:
    return Image.fromarray(picture).resize((cell, cell), Image.Resampling.BICUBIC)


def _cut(
    draw: ImageDraw.ImageDraw,
    text: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    width: int,
) -> str:
    """The text, or as much of it as fits."""
    while len(text) > 1 and draw.textlength(text, font) > width:
        text = text[:-2] + "…"
    return text


def stacked(sheets: Sequence[Image.Image]) -> Image.Image:
    """Sheets one below the other."""
    size = (max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets))
    whole = Image.new("RGB", size, GROUND)
    top = 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    return whole
