"""Halved copies of a picture, made tile by tile where they are looked at.

A picture shown at a tenth of its size is drawn from a copy that is a little larger than that, which
is quicker than to read every pixel, and smoother than to skip most of them.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from editor.document.geometry import EMPTY, Rect
from editor.document.pixels import Pixels

__all__ = ["Pyramid", "at_level", "level_for"]

TILE = 256
PAIR = np.uint32(0x00FF00FF)
ROUNDING = np.uint32(0x00020002)


def level_for(zoom: float) -> int:
    """The smallest copy that need not be enlarged: 0 is the picture itself, n is halved n times."""
    return max(0, math.floor(math.log2(1 / zoom) + 1e-6)) if zoom < 1 else 0


def at_level(rect: Rect, level: int) -> Rect:
    """The pixels of a copy that a part of the picture touches."""
    if rect.empty:
        return EMPTY
    side = 2**level
    return Rect.around(rect.x / side, rect.y / side, rect.right / side, rect.bottom / side)


class Pyramid:
    """Halved copies of a source.

    Args:
        source: gives the whole picture's raster, up to date inside a rectangle.
        width, height: the picture's size.
    """

    def __init__(self, source: Callable[[Rect], Pixels], width: int, height: int) -> None:
        self._source = source
        self._size = (width, height)
        self._levels: list[_Level] = []

    def mark(self, rect: Rect) -> None:
        """The picture has changed there."""
        for number, level in enumerate(self._levels, start=1):
            level.dirty.update(at_level(rect, number).intersected(level.pixels.rect).tiles(TILE))

    def region(self, level: int, rect: Rect) -> Pixels:
        """The copy of a level, up to date inside ``rect``, in that level's own pixels."""
        if level == 0:
            return self._source(rect)
        while len(self._levels) < level:
            width, height = self._size
            scale = 2 ** (len(self._levels) + 1)
            self._levels.append(_Level(math.ceil(width / scale), math.ceil(height / scale)))
        copy = self._levels[level - 1]
        wanted = copy.dirty.intersection(rect.intersected(copy.pixels.rect).tiles(TILE))
        for column, row in wanted:
            tile = Rect(column * TILE, row * TILE, TILE, TILE).intersected(copy.pixels.rect)
            twice = Rect(tile.x * 2, tile.y * 2, tile.w * 2, tile.h * 2)
            larger = self.region(level - 1, twice)
            inside = twice.intersected(larger.rect)
            copy.pixels.array[tile.slices] = _halve(larger.array[inside.slices])
        copy.dirty -= wanted
        return copy.pixels


class _Level:
    def __init__(self, width: int, height: int) -> None:
        self.pixels = Pixels.empty(width, height)
        self.dirty = set(self.pixels.rect.tiles(TILE))


def _halve(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The rounded mean of every four pixels of (H, W, 4); an odd last row or column counts twice.

    Qt's own smooth scaling rounds down, and every level would be darker than the one before.
    """
    height, width = pixels.shape[:2]
    if height % 2 or width % 2:
        pixels = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    words = pixels.view(np.uint32)[..., 0]
    result = np.zeros((words.shape[0] // 2, words.shape[1] // 2), np.uint32)
    # Two bytes of a pixel at a time, each with a free byte above it for the sum.
    for shift in (0, 8):
        pair = (words >> shift) & PAIR
        rows = pair[0::2] + pair[1::2]
        total = rows[:, 0::2] + rows[:, 1::2] + ROUNDING
        result |= ((total >> 2) & PAIR) << shift
    return result.view(np.uint8).reshape(*result.shape, 4)
