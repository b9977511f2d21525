"""Overlapping tiles of the model's size over the part of a region that a mask touches: numbers.

For a run over a picture that is larger than the network's own. Plain numpy.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.events import Box
from inference.region_geometry import mask_box

__all__ = ["Tiling", "plan_tiles", "tent"]

MARGIN_SHARE = 1 / 4  # of a tile: how much of the background the outermost tiles see
STRIDE_SHARE = 3 / 4  # of a tile, at most: the rest of it is shared with the next one


@dataclass(frozen=True)
class Tiling:
    """Where the tiles lie.

    Attributes:
        box: the canvas, all that the tiles can reach, in pixels of the region.
        size: side of a tile.
        corners: top and left of every tile in the canvas, row by row.
    """

    box: Box
    size: int
    corners: tuple[tuple[int, int], ...]


def plan_tiles(mask: NDArray[np.bool_], size: int) -> Tiling:
    """Tiles over a mask, with some of what surrounds it; those that it does not touch left out.

    Args:
        mask: of a region at the picture's resolution, not empty, no side shorter than ``size``.
        size: side of the model's pictures.
    """
    height, width = mask.shape
    found, margin = mask_box(mask.view(np.uint8)), math.ceil(size * MARGIN_SHARE)
    left, columns = _widened(found.left, found.width, margin, size, width)
    top, rows = _widened(found.top, found.height, margin, size, height)
    corners = tuple(
        (y, x)
        for y in _starts(rows, size)
        for x in _starts(columns, size)
        if mask[top + y : top + y + size, left + x : left + x + size].any()
    )
    return Tiling(Box(left, top, columns, rows), size, corners)


def tent(size: int) -> NDArray[np.float32]:
    """What a tile counts at each of its pixels, (size, size): most in the middle, never nothing."""
    rise = np.minimum(np.arange(1, size + 1), np.arange(size, 0, -1)).astype(np.float32)
    return np.outer(rise, rise) / rise.max() ** 2


def _widened(start: int, length: int, margin: int, least: int, end: int) -> tuple[int, int]:
    """A stretch with a margin on both sides, at least so long, within 0 … end: start and length."""
    low, high = start - margin, start + length + margin
    short = max(0, least - (high - low))
    low, high = low - short // 2, high + short - short // 2
    length = min(high - low, end)
    return min(max(0, low), end - length), length


def _starts(length: int, size: int) -> list[int]:
    """Where tiles begin so that they cover a stretch evenly."""
    count = math.ceil((length - size) / (size * STRIDE_SHARE)) + 1
    return [round(place) for place in np.linspace(0, length - size, count)]
