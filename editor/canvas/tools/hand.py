"""Pan the view by dragging."""

from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor

from editor.canvas.tools.base import Host, Pointer, Tool

__all__ = ["HandTool"]


class HandTool(Tool):
    """Keeps the point of the picture that was pressed under the pointer."""

    name = "hand"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._held: QPointF | None = None

    @property
    def cursor(self) -> QCursor:
        """An open hand, or one that holds the picture."""
        holds = self._held is not None
        shape = Qt.CursorShape.ClosedHandCursor if holds else Qt.CursorShape.OpenHandCursor
        return QCursor(shape)

    def press(self, pointer: Pointer) -> None:
        """Take hold of the picture."""
        self._held = QPointF(pointer.x, pointer.y)
        self.host.refresh()

    def drag(self, pointer: Pointer) -> None:
        """Pull it along."""
        if self._held is not None:
            viewport = self.host.viewport
            # The pointer is given in the picture as it lies now, moved by earlier calls.
            drift = self._held - QPointF(pointer.x, pointer.y)
            self.host.set_viewport(replace(viewport, centre=viewport.centre + drift))

    def release(self, pointer: Pointer) -> None:
        """Let go."""
        self.finish()

    def finish(self) -> None:
        """Let go."""
        if self._held is not None:
            self._held = None
            self.host.refresh()
