"""How far two states of a picture differ: as a picture, and counted."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from editor.canvas.comparison import MaskPart
from editor.canvas.patch import Patch, part_of, patch_over
from editor.document.compositor import flattened
from editor.document.geometry import Rect
from editor.document.pixels import Pixels
from editor.document.state import State, changed_rect

__all__ = ["GAIN", "changed_outside", "difference_patch"]

GAIN = 4
"""By how much a difference is amplified to be seen."""

TILE = 256


def difference_patch(before: State, after: State) -> Patch | None:
    """By how much two states differ, amplified, where they may; elsewhere they do not."""
    area = changed_rect(before, after)
    if area.empty:
        return None
    return patch_over(area, before.rect, partial(_source, before, after))


def _source(before: State, after: State, window: Rect) -> Callable[[Rect], Pixels]:
    return _Difference(before, after, window).region


class _Difference:
    """The difference in a window, made tile by tile where it is looked at."""

    def __init__(self, before: State, after: State, window: Rect) -> None:
        self._states = (before, after)
        self._window = window
        self._pixels = Pixels.empty(window.w, window.h)
        self._stale = set(self._pixels.rect.tiles(TILE))

    def region(self, rect: Rect) -> Pixels:
        """The window's raster, up to date inside ``rect``, in the window's own coordinates."""
        wanted = self._stale.intersection(rect.intersected(self._pixels.rect).tiles(TILE))
        for column, row in wanted:
            tile = Rect(column * TILE, row * TILE, TILE, TILE).intersected(self._pixels.rect)
            place = tile.moved(self._window.x, self._window.y)
            before, after = (flattened(part_of(state, place)) for state in self._states)
            self._pixels.array[tile.slices] = _amplified(before.array, after.array)
        self._stale -= wanted
        return self._pixels


def _amplified(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The absolute difference of two rasters, opaque; one of transparency shows as grey."""
    by = np.abs(before.astype(np.int16) - after)
    colours = np.maximum(by[..., :3], by[..., 3:])
    shown = np.full(before.shape, 255, np.uint8)
    shown[..., :3] = np.minimum(colours * GAIN, 255)
    return shown


def changed_outside(before: State, after: State, mask: MaskPart) -> int:
    """How many pixels differ, by however little, where the mask lets nothing change."""
    area, count = changed_rect(before, after), 0
    for column, row in area.tiles(TILE):
        tile = Rect(column * TILE, row * TILE, TILE, TILE).intersected(area)
        outside = mask.outside(tile)
        if outside.any():
            one, other = (flattened(part_of(state, tile)).array for state in (before, after))
            differs = one.view(np.uint32)[..., 0] != other.view(np.uint32)[..., 0]
            count += int(np.count_nonzero(differs & outside))
    return count
