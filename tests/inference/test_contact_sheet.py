"""What a contact sheet shows of how many candidates."""

from collections import Counter

import numpy as np
import pytest
from PIL import Image

from inference.contact_sheet import Cell, contact_sheet, picture_cell, source_cells
from inference.events import Box
from tests.conftest import box_mask, random_picture

BOX = Box(10, 10, 20, 10)


def drawn(count: int) -> tuple[Image.Image, list[tuple[int, str]]]:
    """A sheet whose candidates are plain in a colour of their rank, and what it asked for."""
    asked = list[tuple[int, str]]()

    def cell_of(rank: int, name: str) -> Cell:
        asked.append((rank, name))
        return picture_cell(np.full((40, 50, 3), rank % 256, np.uint8), BOX, name, "0.500")

    picture, mask = random_picture(40, 50), box_mask(40, 50, (10, 10, 30, 20))
    return contact_sheet(source_cells(picture, mask, BOX), count, cell_of), asked


@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_up_to_twelve_are_all_shown(count: int) -> None:
    _, asked = drawn(count)
    assert asked == [(rank, str(rank)) for rank in range(1, count + 1)]


@pytest.mark.parametrize("count", [13, 64, 1000])
def test_of_more_the_first_rows_and_both_ends_are_shown(count: int) -> None:
    _, asked = drawn(count)
    assert [rank for rank, _ in asked] == [*range(1, 11), 1, 2, count - 1, count]
    assert [name for _, name in asked[10:]] == [
        f"{rank} of {count}" for rank in (1, 2, count - 1, count)
    ]


def test_the_ends_stand_in_the_last_row_best_first() -> None:
    sheet, _ = drawn(64)
    pixels = np.asarray(sheet)
    below = pixels[pixels.shape[0] - 100]
    colours = [int(below[sheet.width * (2 * place + 1) // 8, 0]) for place in range(4)]
    assert colours == [1, 2, 63, 64]


def test_no_cell_covers_another() -> None:
    sheet, asked = drawn(64)
    colours, counts = np.unique(np.asarray(sheet).reshape(-1, 3), axis=0, return_counts=True)
    area = {tuple(c): n for c, n in zip(colours.tolist(), counts.tolist(), strict=True)}
    sizes = {area[rank, rank, rank] / times for rank, times in Counter(r for r, _ in asked).items()}
    assert max(sizes) - min(sizes) < 0.02 * max(sizes)
