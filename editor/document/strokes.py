"""Brush strokes: dabs gather in a coverage, which is laid over what was there before.

Within one stroke coverage only grows to its maximum, so that crossing one's own line, or a slow
hand, does not make it stronger than the brush's opacity.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from editor.document.edit import RasterEdit
from editor.document.geometry import EMPTY, Rect

__all__ = ["Brush", "Colour", "Erase", "Ink", "MaskAdd", "MaskSubtract", "Restore", "Stroke", "lay"]

Array = NDArray[np.uint8]
FINENESS = 4  # places a pixel at which a dab's centre may lie
LARGE = 128.0  # pixels across from which a dab is put on whole pixels
SPACING = 0.12  # of the diameter, between dabs


@dataclass(frozen=True)
class Brush:
    """The tip.

    Attributes:
        size: diameter in pixels, from 1.
        hardness: 0 fades from the middle, 1 has a crisp edge.
        opacity: 0 … 1, of a whole stroke.
        pressure_size, pressure_opacity: whether a pen's pressure scales them.
    """

    size: float = 40.0
    hardness: float = 0.9
    opacity: float = 1.0
    pressure_size: bool = True
    pressure_opacity: bool = False


class Ink(Protocol):
    """What a coverage does to pixels."""

    def __call__(self, before: Array, coverage: Array, place: Rect) -> Array:
        """The pixels under a coverage (h, w), 0 … 255.

        Args:
            place: where in the raster that is.
        """
        ...


@dataclass(frozen=True)
class Colour:
    """Paint of one opaque colour, onto premultiplied BGRA."""

    red: int
    green: int
    blue: int

    def __call__(self, before: Array, coverage: Array, place: Rect) -> Array:
        """Colour over what was there."""
        paint = np.array([self.blue, self.green, self.red, 255], np.uint16)
        share = coverage[..., None].astype(np.uint16)
        return _over_255(before * (255 - share) + paint * share)


class Erase:
    """Takes colour away from premultiplied BGRA."""

    def __call__(self, before: Array, coverage: Array, place: Rect) -> Array:
        """What was there, more transparent."""
        return _over_255(before * (255 - coverage[..., None].astype(np.uint16)))


@dataclass(frozen=True, eq=False)
class Restore:
    """Brings back what premultiplied BGRA once was.

    Attributes:
        original: of the raster's shape, (H, W, 4).
    """

    original: Array

    def __call__(self, before: Array, coverage: Array, place: Rect) -> Array:
        """From what was there to the original, by the coverage's share."""
        share = coverage[..., None].astype(np.uint16)
        return _over_255(before * (255 - share) + self.original[place.slices] * share)


class MaskAdd:
    """More may change."""

    def __call__(self, before: Array, coverage: Array, place: Rect) -> Array:
        """The stronger of both."""
        return np.maximum(before, coverage)


class MaskSubtract:
    """Less may change."""

    def __call__(self, before: Array, coverage: Array, place: Rect) -> Array:
        """The weaker of what was there and what is left uncovered."""
        return np.minimum(before, 255 - coverage)


def _over_255(product: NDArray[np.uint16]) -> Array:
    """Rounded division by 255, exact for products of two bytes."""
    product += 128
    return ((product + (product >> 8)) >> 8).astype(np.uint8)


class Stroke:
    """One stroke of a brush on a raster, in the raster's coordinates."""

    def __init__(self, edit: RasterEdit, brush: Brush, ink: Ink) -> None:
        self.edit = edit
        self.brush = brush
        self.ink = ink
        self._coverage = np.zeros(edit.raster.array.shape[:2], np.uint8)
        self._last: tuple[float, float, float] | None = None
        self._ahead = 0.0  # how far the next dab lies beyond the last point

    def to(self, x: float, y: float, pressure: float = 1.0) -> Rect:
        """Go on to a point with dabs in even distances; the part of the raster that changed."""
        dirty = EMPTY
        from_x, from_y, from_pressure = self._last or (x, y, pressure)
        length = math.hypot(x - from_x, y - from_y)
        travelled = self._ahead
        while travelled <= length:
            share = travelled / length if length else 0.0
            force = from_pressure + (pressure - from_pressure) * share
            place = from_x + (x - from_x) * share, from_y + (y - from_y) * share
            dirty = dirty.united(self._dab(*place, force))
            travelled += max(1.0, self._size(force) * SPACING)
        self._ahead = travelled - length
        self._last = (x, y, pressure)
        self._lay(dirty)
        return dirty

    def _size(self, pressure: float) -> float:
        return self.brush.size * (pressure if self.brush.pressure_size else 1.0)

    def _dab(self, x: float, y: float, pressure: float) -> Rect:
        """Add one dab to the coverage."""
        strength = self.brush.opacity * (pressure if self.brush.pressure_opacity else 1.0)
        size = max(1.0, round(self._size(pressure) * 2) / 2)
        places = FINENESS if size < LARGE else 1
        column, row = math.floor(x * places), math.floor(y * places)
        across, down = (column % places + 0.5) / places, (row % places + 0.5) / places
        tip = _tip(size, self.brush.hardness, round(strength * 255), across, down)
        reach = tip.shape[0] // 2
        place = Rect(column // places - reach, row // places - reach, *tip.shape)
        inside = self.edit.touch(place)
        if not inside.empty:
            under = self._coverage[inside.slices]
            part = tip[inside.moved(-place.x, -place.y).slices]
            np.maximum(under, part, out=under)
        return inside

    def _lay(self, rect: Rect) -> None:
        if not rect.empty:
            self.edit.touch(rect)
            lay(self.edit, rect, self._coverage[rect.slices], self.ink)


def lay(edit: RasterEdit, rect: Rect, coverage: Array, ink: Ink) -> None:
    """Lay a coverage (h, w) over what was in ``rect``, which has been touched, before the edit."""
    edit.raster.array[rect.slices] = ink(edit.before(rect), coverage, rect)


@lru_cache(maxsize=32)  # the largest tip has 4 MB
def _tip(size: float, hardness: float, strength: int, across: float, down: float) -> Array:
    """A round dab in a square of odd side; its centre lies in the middle pixel at these shares."""
    radius = size / 2
    reach = math.ceil(radius + 0.5)
    places = np.arange(-reach, reach + 1, dtype=np.float32) + 0.5
    dx, dy = places - across, places - down
    distance = np.sqrt(dx[None, :] ** 2 + dy[:, None] ** 2)
    # The edge falls from full to nothing over this many pixels, at least over one.
    soft = max(1.0, radius * (1 - hardness))
    ramp = np.clip((radius + 0.5 - distance) / soft, 0, 1)
    smooth = ramp if soft == 1.0 else ramp * ramp * (3 - 2 * ramp)
    tip = np.round(smooth * strength).astype(np.uint8)
    tip.flags.writeable = False
    return tip
