"""The contact sheet of a run: the source, its mask, and the candidates by rank with their scores.

Of more than twelve it shows the first ten and, in a row of their own as in the paper's figure 34,
the first, second, last but one and last: how much ranking told apart.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from inference.events import Box

__all__ = ["Cell", "contact_sheet", "picture_cell", "source_cells", "view_around"]

Pixels = NDArray[np.uint8]
View = tuple[int, int, int, int]
CELL, GAP, CAPTION, COLUMNS = 288, 12, 24, 3
ALL_SHOWN, FIRST, WIDE = 12, 10, 4
GROUND, TEXT, QUIET, MASK_TINT = (27, 28, 31), (232, 234, 237), (154, 161, 172), (255, 77, 109)


@dataclass(frozen=True, eq=False)
class Cell:
    """A picture, at most CELL pixels wide and high, with its name and a figure below it."""

    picture: Image.Image
    name: str
    figure: str = ""


@dataclass(frozen=True, eq=False)
class _Block:
    """Rows of cells below a title; "" takes no room."""

    title: str
    cells: Sequence[Cell]

    def rows(self, columns: int) -> int:
        return math.ceil(len(self.cells) / columns)


def contact_sheet(
    source: Sequence[Cell], count: int, cell_of: Callable[[int, str], Cell]
) -> Image.Image:
    """A sheet of the source's cells, then candidates, best first.

    Args:
        count: how many candidates there are, at least 1.
        cell_of: a candidate's cell by its rank, from 1, and what is to stand below it; asked only
            for those that are shown.
    """
    if count <= ALL_SHOWN:
        cells = [*source, *(cell_of(rank, f"{rank}") for rank in range(1, count + 1))]
        columns = min(len(cells), max(COLUMNS, math.ceil(math.sqrt(len(cells)))))
        return _drawn([_Block("", cells)], columns)
    first = [*source, *(cell_of(rank, f"{rank}") for rank in range(1, FIRST + 1))]
    ends = [cell_of(rank, f"{rank} of {count}") for rank in (1, 2, count - 1, count)]
    title = f"First, second, last but one and last of {count}"
    return _drawn([_Block("", first), _Block(title, ends)], WIDE)


def source_cells(picture: Pixels, mask: Pixels, box: Box) -> list[Cell]:
    """What is there before the edit, and where it may change.

    Args:
        picture: (H, W, 3 or 4).
        mask: (H, W).
        box: what was edited; it is shown with its surroundings.
    """
    left, top, right, bottom = view_around(box, picture)
    part = picture[top:bottom, left:right, :3].astype(np.float32)
    share = mask[top:bottom, left:right, None] / 255 * 0.45
    tinted = (part + (np.array(MASK_TINT) - part) * share).astype(np.uint8)
    before = Cell(_shown(picture[top:bottom, left:right]), "before")
    return [before, Cell(_shown(tinted), "mask", "may change")]


def picture_cell(edit: Pixels, box: Box, name: str, figure: str) -> Cell:
    """A whole picture, (H, W, 3 or 4), shown around what was edited."""
    left, top, right, bottom = view_around(box, edit)
    return Cell(_shown(edit[top:bottom, left:right]), name, figure)


def view_around(box: Box, picture: Pixels) -> View:
    """The edited box with as much again around it, as left, top, right, bottom."""
    height, width = picture.shape[:2]
    margin = max(16, max(box.width, box.height) // 2)
    left, top = max(0, box.left - margin), max(0, box.top - margin)
    return (
        left,
        top,
        min(width, box.left + box.width + margin),
        min(height, box.top + box.height + margin),
    )


def _shown(pixels: Pixels) -> Image.Image:
    part = Image.fromarray(pixels)
    if part.mode == "RGBA":
        ground = Image.new("RGBA", part.size, (*GROUND, 255))
        part = Image.alpha_composite(ground, part).convert("RGB")
    scale = CELL / max(part.size)
    size = (max(1, round(part.width * scale)), max(1, round(part.height * scale)))
    return part.resize(size, Image.Resampling.LANCZOS)


def _drawn(blocks: Sequence[_Block], columns: int) -> Image.Image:
    height = max(cell.picture.height for block in blocks for cell in block.cells)
    row = height + CAPTION + GAP
    titles = sum(CAPTION + GAP for block in blocks if block.title)
    rows = sum(block.rows(columns) for block in blocks)
    size = (columns * (CELL + GAP) + GAP, rows * row + titles + GAP)
    sheet = Image.new("RGB", size, GROUND)
    top = GAP
    for block in blocks:
        if block.title:
            _draw_title(sheet, top, block.title)
            top += CAPTION + GAP
        _draw_cells(sheet, top, height, block.cells, columns)
        top += block.rows(columns) * row
    return sheet


def _draw_title(sheet: Image.Image, top: int, title: str) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.line([(GAP, top), (sheet.width - GAP, top)], QUIET)
    draw.text((GAP, top + GAP), title, TEXT, ImageFont.load_default(15))


def _draw_cells(
    sheet: Image.Image, top: int, height: int, cells: Sequence[Cell], columns: int
) -> None:
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for number, cell in enumerate(cells):
        left = GAP + number % columns * (CELL + GAP)
        upper = top + number // columns * (height + CAPTION + GAP)
        picture = cell.picture
        place = (left + (CELL - picture.width) // 2, upper + (height - picture.height) // 2)
        sheet.paste(picture, place)
        draw.text((left, upper + height + 4), cell.name, TEXT, font)
        draw.text((left + CELL, upper + height + 4), cell.figure, QUIET, font, anchor="ra")
