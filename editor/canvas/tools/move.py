"""Move a layer by dragging it or with the arrow keys."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCursor, QKeyEvent

from editor.canvas.tools.base import Host, Pointer, Tool
from editor.canvas.tools.frame_tool import nudge_of
from editor.document.layer import Layer
from editor.document.state import State

__all__ = ["MoveTool", "layer_at"]

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Drag:
    """A layer on its way.

    Attributes:
        x, y: where the button went down, in picture coordinates.
        dx, dy: by how many pixels the layer is shown moved.
    """

    layer: Layer
    x: float
    y: float
    dx: int = 0
    dy: int = 0


class MoveTool(Tool):
    """Moves the active layer or, with Control, the one that is seen under the pointer."""

    name = "move"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._drag: Drag | None = None

    @property
    def cursor(self) -> QCursor:
        """Arrows to all sides."""
        return QCursor(Qt.CursorShape.SizeAllCursor)

    @property
    def busy(self) -> bool:
        """Whether a layer is being dragged."""
        return self._drag is not None

    def press(self, pointer: Pointer) -> None:
        """Take hold of a layer, or say why it cannot be moved."""
        document = self.host.document
        if pointer.control:
            layer = layer_at(document.state, pointer.x, pointer.y)
            if layer is None:
                self.host.say(translate("Tools", "There is no layer here that can be moved."))
                return
            document.adopt(document.state.replaced(active=layer.number))
        else:
            layer = self._movable()
        if layer is not None:
            self._drag = Drag(layer, pointer.x, pointer.y)

    def drag(self, pointer: Pointer) -> None:
        """Show the layer where the pointer has brought it."""
        drag = self._drag
        if drag is None:
            return
        dx, dy = round(pointer.x - drag.x), round(pointer.y - drag.y)
        if pointer.shift:
            dx, dy = (dx, 0) if abs(dx) >= abs(dy) else (0, dy)
        if (dx, dy) != (drag.dx, drag.dy):
            self._drag = Drag(drag.layer, drag.x, drag.y, dx, dy)
            state = self.host.document.state
            self.host.document.preview(_moved(state, drag.layer, dx, dy))

    def release(self, pointer: Pointer) -> None:
        """Leave the layer there, as one step."""
        self.finish()

    def finish(self) -> None:
        """As if the button had gone up."""
        drag, self._drag = self._drag, None
        if drag is None:
            return
        document = self.host.document
        if drag.dx or drag.dy:
            label = translate("Tools", "Move layer")
            document.change(label, _moved(document.state, drag.layer, drag.dx, drag.dy))
        else:
            document.preview(None)

    def cancel(self) -> None:
        """The layer goes back to where it was."""
        if self._drag is not None:
            self._drag = None
            self.host.document.preview(None)

    def key(self, event: QKeyEvent) -> bool:
        """Arrows move by a pixel or, with Shift, ten."""
        nudge = nudge_of(event)
        if nudge is None:
            return super().key(event)
        layer = None if self.busy else self._movable()
        if layer is not None:
            document = self.host.document
            state = _moved(document.state, layer, *nudge)
            document.change(translate("Tools", "Move layer"), state, merge=f"nudge {layer.number}")
        return True

    def _movable(self) -> Layer | None:
        """The active layer, if it can be moved; else the user is told why not."""
        layer = self.host.document.state.active_layer
        if layer is None:
            self.host.say(translate("Tools", "There is no layer to move; add one first."))
        elif layer.locked:
            self.host.say(translate("Tools", "This layer is locked; unlock it to move it."))
        elif not layer.visible:
            self.host.say(translate("Tools", "This layer is hidden; show it to move it."))
        else:
            return layer
        return None


def layer_at(state: State, x: float, y: float) -> Layer | None:
    """The topmost visible, unlocked layer that is not transparent at a point of the picture."""
    column, row = math.floor(x), math.floor(y)
    for layer in reversed(state.layers):
        if layer.locked or not layer.visible or not layer.bounds.holds(column, row):
            continue
        if layer.pixels.array[row - layer.y, column - layer.x, 3]:
            return layer
    return None


def _moved(state: State, layer: Layer, dx: int, dy: int) -> State:
    return state.with_layer(layer.number, x=layer.x + dx, y=layer.y + dy)
