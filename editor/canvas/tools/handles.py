"""Frames with handles: where they are, which one the pointer holds and what pulling it does.

Pure functions of values. Lengths are picture pixels unless they are called view pixels.
"""

import math
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QPointF, Qt

from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect

__all__ = [
    "HANDLES",
    "Box",
    "Grip",
    "grip_at",
    "handles_of",
    "moved",
    "resize_shape",
    "resized",
    "turned",
]

REACH = 8.0  # view pixels around a handle's centre that hold it
TURN_REACH = 28.0  # view pixels around a corner, outside the frame, that turn it
SMALL = 40.0  # view pixels: a shorter side shows no handle at its middle
TINY = 32.0  # view pixels: a shorter frame is moved, not resized, from within
SNAP = 15.0  # degrees


class Grip(Enum):
    """What of a frame is held.

    A handle's value is where it sits: −1 … 1 from left to right, and from top to bottom.
    """

    TOP_LEFT = (-1, -1)
    TOP_RIGHT = (1, -1)
    BOTTOM_RIGHT = (1, 1)
    BOTTOM_LEFT = (-1, 1)
    TOP = (0, -1)
    RIGHT = (1, 0)
    BOTTOM = (0, 1)
    LEFT = (-1, 0)
    INSIDE = (0, 0)
    AROUND = (2, 2)  # beyond the corners, where the frame is turned

    @property
    def corner(self) -> bool:
        """Whether it is one of the four corners."""
        across, down = self.value
        return abs(across) == 1 and abs(down) == 1


HANDLES = tuple(grip for grip in Grip if grip not in (Grip.INSIDE, Grip.AROUND))
SHAPES = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)


@dataclass(frozen=True)
class Box:
    """A rectangle that may be turned.

    Attributes:
        x, y: its centre.
        width, height: its sides, more than 0.
        degrees: by which it is turned about its centre, clockwise.
    """

    x: float
    y: float
    width: float
    height: float
    degrees: float = 0.0

    @classmethod
    def of_rect(cls, rect: Rect) -> "Box":
        """A rectangle of whole pixels."""
        return cls(rect.x + rect.w / 2, rect.y + rect.h / 2, rect.w, rect.h)

    def point(self, across: float, down: float) -> tuple[float, float]:
        """Where a place of the box lies; (−1, −1) is its first corner, (0, 0) its centre."""
        dx, dy = _rotated(across * self.width / 2, down * self.height / 2, self.degrees)
        return self.x + dx, self.y + dy

    def local(self, x: float, y: float) -> tuple[float, float]:
        """A point seen from the centre, along the box's own sides."""
        return _rotated(x - self.x, y - self.y, -self.degrees)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        across, down = self.local(x, y)
        return abs(across) <= self.width / 2 and abs(down) <= self.height / 2


def handles_of(box: Box, viewport: Viewport) -> dict[Grip, QPointF]:
    """The handles that are shown, in view coordinates; sides that are short show corners alone."""
    width, height = box.width * viewport.zoom, box.height * viewport.zoom
    hidden = set[Grip]()
    if width < SMALL:
        hidden |= {Grip.TOP, Grip.BOTTOM}
    if height < SMALL:
        hidden |= {Grip.LEFT, Grip.RIGHT}
    to_view = viewport.to_view
    return {
        grip: to_view.map(QPointF(*box.point(*grip.value)))
        for grip in HANDLES
        if grip not in hidden
    }


def grip_at(box: Box, viewport: Viewport, x: float, y: float, *, turns: bool) -> Grip | None:
    """What the pointer would hold at a point of the picture.

    Args:
        turns: whether the frame can be turned.
    """
    at = viewport.to_view.map(QPointF(x, y))
    inside = box.holds(x, y)
    if inside and min(box.width, box.height) * viewport.zoom < TINY:
        return Grip.INSIDE
    handles = handles_of(box, viewport)
    gap, nearest = min((_gap(at, place), grip.name) for grip, place in handles.items())
    if gap <= REACH:
        return Grip[nearest]
    if inside:
        return Grip.INSIDE
    corners = [place for grip, place in handles.items() if grip.corner]
    if turns and min(_gap(at, place) for place in corners) <= TURN_REACH:
        return Grip.AROUND
    return None


def resize_shape(box: Box, grip: Grip, viewport: Viewport) -> Qt.CursorShape:
    """The cursor that points where a handle can be pulled, as the view shows it."""
    across, down = grip.value
    direction = math.degrees(math.atan2(down, across)) + box.degrees + viewport.rotation
    return SHAPES[round(direction / 45) % 4]


def moved(box: Box, dx: float, dy: float, *, straight: bool = False) -> Box:
    """The box elsewhere, by whole pixels so that nothing need be resampled.

    Args:
        straight: keep to the axis that the pointer followed further.
    """
    if straight:
        dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
    return replace(box, x=box.x + round(dx), y=box.y + round(dy))


def resized(
    box: Box,
    grip: Grip,
    to: tuple[float, float],
    ratio: float | None = None,
    *,
    about_centre: bool = False,
) -> Box:
    """The box with one of its handles pulled to a point; the opposite one stays.

    A side never gets shorter than one pixel, nor is the box turned inside out.

    Args:
        grip: one of HANDLES.
        ratio: width to height that the box shall have; None leaves both free.
        about_centre: the centre stays instead of the opposite handle.
    """
    across, down = grip.value
    if box.degrees == 0:
        to = (round(to[0]), round(to[1]))  # whole pixels keep upright edges crisp
    anchor = (box.x, box.y) if about_centre else box.point(-across, -down)
    pulled = _rotated(to[0] - anchor[0], to[1] - anchor[1], -box.degrees)
    times = 2 if about_centre else 1
    width = max(1.0, pulled[0] * across * times) if across else box.width
    height = max(1.0, pulled[1] * down * times) if down else box.height
    if ratio is not None:
        width, height = _in_ratio(grip, width, height, ratio)
    if about_centre:
        return replace(box, width=width, height=height)
    dx, dy = _rotated(across * width / 2, down * height / 2, box.degrees)
    return replace(box, x=anchor[0] + dx, y=anchor[1] + dy, width=width, height=height)


def turned(
    box: Box, start: tuple[float, float], now: tuple[float, float], *, snap: bool = False
) -> Box:
    """The box turned about its centre as the pointer went around it, from ``start`` to ``now``.

    Args:
        snap: end at a multiple of 15°.
    """
    before = math.atan2(start[1] - box.y, start[0] - box.x)
    after = math.atan2(now[1] - box.y, now[0] - box.x)
    degrees = box.degrees + math.degrees(after - before)
    if snap:
        degrees = round(degrees / SNAP) * SNAP
    return replace(box, degrees=math.remainder(degrees, 360.0))


def _in_ratio(grip: Grip, width: float, height: float, ratio: float) -> tuple[float, float]:
    if not grip.corner:
        return (width, width / ratio) if grip.value[0] else (height * ratio, height)
    # The nearest point on the diagonal, so that the handle stays close to the pointer.
    height = (width * ratio + height) / (ratio * ratio + 1)
    height = max(height, 1.0, 1.0 / ratio)
    return height * ratio, height


def _rotated(x: float, y: float, degrees: float) -> tuple[float, float]:
    if degrees == 0:
        return x, y
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return x * cos - y * sin, x * sin + y * cos


def _gap(one: QPointF, other: QPointF) -> float:
    return max(abs(one.x() - other.x()), abs(one.y() - other.y()))
