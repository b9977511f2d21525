"""What hand, wheel and touchpad mean: events as values that the view acts on."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QTabletEvent, QWheelEvent

from editor.canvas.tools.base import Pointer
from editor.canvas.viewport import Viewport

__all__ = ["ARROWS", "ZOOM_STEP", "Hand", "Touch", "gestured", "wheeled"]

ZOOM_STEP = 1.25
NUDGE = 40  # view pixels that an arrow key pans
NOTCH = 120  # what Qt counts for one click of a wheel
ARROWS = {
    Qt.Key.Key_Left: (NUDGE, 0),
    Qt.Key.Key_Right: (-NUDGE, 0),
    Qt.Key.Key_Up: (0, NUDGE),
    Qt.Key.Key_Down: (0, -NUDGE),
}
Modifier = Qt.KeyboardModifier


@dataclass
class Hand:
    """What the pointer is doing at the moment.

    Attributes:
        at: the view point that it is over; None outside.
        drawing: the tool has the button.
        panning: the picture is being moved.
        space: the space bar is held, so that the left button pans.
        pen: a pen is down, whose echo as a mouse is ignored.
    """

    at: QPointF | None = None
    drawing: bool = False
    panning: bool = False
    space: bool = False
    pen: bool = False


@dataclass(frozen=True)
class Touch:
    """Where and how a mouse or pen touches the view.

    Attributes:
        at: in view coordinates.
        button: that went down or up.
        keys: modifiers that are held.
        pressure: 0 … 1; a mouse has 1.
    """

    at: QPointF
    button: Qt.MouseButton
    keys: Modifier
    pressure: float = 1.0

    @classmethod
    def of(cls, event: QMouseEvent | QTabletEvent) -> "Touch":
        """What an event tells."""
        pressure = event.pressure() if isinstance(event, QTabletEvent) else 1.0
        return cls(event.position(), event.button(), event.modifiers(), pressure)

    def pointer(self, viewport: Viewport) -> Pointer:
        """The same as a tool is told of it."""
        point = viewport.to_picture.map(self.at)
        return Pointer(
            point.x(),
            point.y(),
            self.pressure,
            shift=bool(self.keys & Modifier.ShiftModifier),
            control=bool(self.keys & Modifier.ControlModifier),
            alt=bool(self.keys & Modifier.AltModifier),
        )


def wheeled(viewport: Viewport, event: QWheelEvent) -> Viewport:
    """Zoom at the pointer; a touchpad's two fingers pan, and so does a wheel with Shift or Alt."""
    keys, step, fingers = event.modifiers(), event.angleDelta(), event.pixelDelta()
    if not fingers.isNull() and not keys & Modifier.ControlModifier:
        return viewport.panned(fingers.x(), fingers.y())
    # Some systems already turn the wheel sideways while Alt is held.
    distance = step.y() or step.x()
    if keys & Modifier.ShiftModifier:
        return viewport.panned(distance / 2, 0)
    if keys & Modifier.AltModifier:
        return viewport.panned(0, distance / 2)
    zoom = viewport.zoom * ZOOM_STEP ** (step.y() / NOTCH)
    return viewport.zoomed(zoom, event.position())


def gestured(viewport: Viewport, event: QNativeGestureEvent) -> Viewport | None:
    """Pinch to zoom, two fingers to turn; None for any other gesture."""
    kind, value = event.gestureType(), event.value()
    if kind == Qt.NativeGestureType.ZoomNativeGesture:
        return viewport.zoomed(viewport.zoom * (1 + value), event.position())
    if kind == Qt.NativeGestureType.RotateNativeGesture:
        return viewport.rotated(viewport.rotation + value, event.position())
    return None
