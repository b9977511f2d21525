"""What tools with a frame of handles have in common: holding, pulling, keys, cursor, drawing."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter

from editor.canvas.tools.base import Host, Pointer, Tool
from editor.canvas.tools.handle_drawing import draw_frame, draw_handles, outline, turn_cursor
from editor.canvas.tools.handles import (
    Box,
    Grip,
    grip_at,
    moved,
    resize_shape,
    resized,
    turned,
)
from editor.canvas.tools.notifier import Notifier
from editor.canvas.viewport import Viewport
from editor.document.document import Changed, Document

__all__ = ["ARROWS", "FrameTool", "nudge_of"]

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
Modifier = Qt.KeyboardModifier


@dataclass(frozen=True)
class Held:
    """What the button went down on.

    Attributes:
        box: the frame at that moment.
        x, y: where, in picture coordinates.
    """

    grip: Grip
    box: Box
    x: float
    y: float


class FrameTool(Tool):
    """A tool whose frame is pulled into shape; a subclass says what becomes of it.

    Attributes:
        notifier: tells when the frame's values changed.
        turns: whether the frame can be turned.
    """

    turns: ClassVar[bool] = False

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.notifier = Notifier()
        self._held: Held | None = None
        self._over: Grip | None = None
        self._listened: Document | None = None

    # -- what a subclass is about

    @property
    def box(self) -> Box | None:
        """The frame; None where there is nothing to put one around."""
        raise NotImplementedError

    def _take(self, box: Box) -> None:
        """The frame was pulled into another shape."""
        raise NotImplementedError

    def _reset(self) -> None:
        """Begin anew with the document as it is."""
        raise NotImplementedError

    def _outdated(self) -> bool:
        """Whether the document's structure is another than the frame was put around."""
        raise NotImplementedError

    def _ratio(self, held: Held, pointer: Pointer) -> float | None:
        """Width to height that the frame shall keep."""
        raise NotImplementedError

    def _grip(self, pointer: Pointer) -> Grip | None:
        """What the button would hold."""
        if self.box is None:
            return None
        return grip_at(self.box, self.host.viewport, pointer.x, pointer.y, turns=self.turns)

    # -- in hand

    def enter(self) -> None:
        """Put a frame around what there is."""
        self._listened = self.host.document
        self._listened.listen(self._on_changed)
        self._begin_anew()

    def leave(self) -> None:
        """Confirm, and look no longer."""
        super().leave()
        if self._listened is not None:
            self._listened.unlisten(self._on_changed)
            self._listened = None

    def _on_changed(self, changed: Changed) -> None:
        if changed.structure and self._outdated():
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._held = self._over = None
        self._reset()
        self.host.refresh()
        self.notifier.changed.emit()

    def _changed(self) -> None:
        self.host.refresh()
        self.notifier.changed.emit()

    # -- pointer

    def press(self, pointer: Pointer) -> None:
        """Hold what lies under the pointer."""
        grip = self._grip(pointer)
        if grip is not None and self.box is not None:
            self._held = Held(grip, self.box, pointer.x, pointer.y)

    def drag(self, pointer: Pointer) -> None:
        """Pull it."""
        if self._held is not None:
            self._take(self._pulled(self._held, pointer))

    def release(self, pointer: Pointer) -> None:
        """Let go."""
        self._held = None
        self.hover(pointer)

    def hover(self, pointer: Pointer) -> None:
        """Show what could be held."""
        over = self._grip(pointer)
        if over is not self._over:
            self._over = over
            self.host.refresh()

    def double_click(self, pointer: Pointer) -> None:
        """Confirm."""
        self._held = None
        self.finish()

    def _pulled(self, held: Held, pointer: Pointer) -> Box:
        box, dx, dy = held.box, pointer.x - held.x, pointer.y - held.y
        if held.grip is Grip.INSIDE:
            return moved(box, dx, dy, straight=pointer.shift)
        if held.grip is Grip.AROUND:
            places = (held.x, held.y), (pointer.x, pointer.y)
            return turned(box, *places, snap=pointer.shift)
        x, y = box.point(*held.grip.value)
        ratio = self._ratio(held, pointer)
        return resized(box, held.grip, (x + dx, y + dy), ratio, about_centre=pointer.alt)

    # -- keys, cursor, drawing

    def key(self, event: QKeyEvent) -> bool:
        """Enter confirms, arrows move by a pixel or, with Shift, ten."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.busy:
            self.finish()
        elif (nudge := nudge_of(event)) is not None and self.box is not None:
            self._take(moved(self.box, *nudge))
        else:
            return super().key(event)
        return True

    @property
    def cursor(self) -> QCursor:
        """Points where the handle under the pointer can be pulled."""
        grip = self._over if self._held is None else self._held.grip
        if grip is None or self.box is None:
            return QCursor(Qt.CursorShape.ArrowCursor)
        if grip is Grip.AROUND:
            return turn_cursor()
        if grip is Grip.INSIDE:
            return QCursor(Qt.CursorShape.SizeAllCursor)
        return QCursor(resize_shape(self.box, grip, self.host.viewport))

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the frame and its handles."""
        if self.box is not None:
            draw_frame(painter, outline(self.box, viewport))
            draw_handles(painter, self.box, viewport)


def nudge_of(event: QKeyEvent) -> tuple[int, int] | None:
    """By how many pixels an arrow key moves things; None for other keys."""
    keys = event.modifiers() & (Modifier.ControlModifier | Modifier.AltModifier)
    if event.key() not in ARROWS or keys:
        return None
    dx, dy = ARROWS[Qt.Key(event.key())]
    far = 10 if event.modifiers() & Modifier.ShiftModifier else 1
    return dx * far, dy * far
