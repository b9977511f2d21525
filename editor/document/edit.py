"""An edit of one raster in place, which remembers every tile before it is changed."""

import numpy as np
from numpy.typing import NDArray

from editor.document.geometry import EMPTY, Rect
from editor.document.history import TILE, TileChange
from editor.document.pixels import Raster

__all__ = ["RasterEdit"]


class RasterEdit:
    """Touch a rectangle, then write to the raster there; finish with ``change`` or ``cancel``."""

    def __init__(self, raster: Raster) -> None:
        self.raster = raster
        # Memory that is never touched is never committed by the system.
        self._before = np.empty_like(raster.array)
        self._touched = set[tuple[int, int]]()

    def touch(self, rect: Rect) -> Rect:
        """Remember what is there; the part of ``rect`` that lies inside the raster."""
        inside = rect.intersected(self.raster.rect)
        for place in inside.tiles(TILE):
            if place not in self._touched:
                part = self._tile(place).slices
                self._before[part] = self.raster.array[part]
                self._touched.add(place)
        return inside

    def before(self, rect: Rect) -> NDArray[np.uint8]:
        """What was there before the edit; ``rect`` must have been touched."""
        return self._before[rect.slices]

    @property
    def rect(self) -> Rect:
        """All that was touched, in whole tiles."""
        dirty = EMPTY
        for place in self._touched:
            dirty = dirty.united(self._tile(place))
        return dirty

    def change(self) -> TileChange | None:
        """What was changed, to be kept in the history; None where nothing differs."""
        tiles = {}
        for place in self._touched:
            part = self._tile(place).slices
            if not np.array_equal(self._before[part], self.raster.array[part]):
                tiles[place] = self._before[part]
        return TileChange(self.raster, tiles) if tiles else None

    def cancel(self) -> None:
        """Put everything back."""
        for place in self._touched:
            part = self._tile(place).slices
            self.raster.array[part] = self._before[part]

    def _tile(self, place: tuple[int, int]) -> Rect:
        column, row = place
        return Rect(column * TILE, row * TILE, TILE, TILE).intersected(self.raster.rect)
