"""Zoom the view by clicking, or to a box that is drawn."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QCursor, QPainter, QPolygonF

from editor.canvas.tools.base import Host, Pointer, Tool
from editor.canvas.tools.handle_drawing import draw_frame
from editor.canvas.viewport import Viewport

__all__ = ["ZoomTool"]

FACTOR = 2.0
SMALLEST_BOX = 6.0  # view pixels: what is smaller was meant as a click


class ZoomTool(Tool):
    """A click zooms in, with Alt out, about the pointer; a box is shown as large as it can be."""

    name = "zoom"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._start: QPointF | None = None
        self._end = QPointF()

    @property
    def cursor(self) -> QCursor:
        """A cross, to place a box exactly."""
        return QCursor(Qt.CursorShape.CrossCursor)

    @property
    def busy(self) -> bool:
        """Whether a box is being drawn."""
        return self._start is not None

    def press(self, pointer: Pointer) -> None:
        """Begin a box."""
        self._start = self._end = self._place(pointer)

    def drag(self, pointer: Pointer) -> None:
        """Draw it."""
        if self._start is not None:
            self._end = self._place(pointer)
            self.host.refresh()

    def release(self, pointer: Pointer) -> None:
        """Zoom to the box or, where there is hardly one, by a step."""
        if self._start is None:
            return
        box, viewport = QRectF(self._start, self._end).normalized(), self.host.viewport
        self._start = None
        if max(box.width(), box.height()) >= SMALLEST_BOX and not pointer.alt:
            self.host.set_viewport(viewport.filled(box))
        else:
            factor = 1 / FACTOR if pointer.alt else FACTOR
            self.host.set_viewport(viewport.zoomed(viewport.zoom * factor, self._end))
        self.host.refresh()

    def finish(self) -> None:
        """A box that was not drawn to its end means nothing."""
        self.cancel()

    def cancel(self) -> None:
        """Drop the box."""
        self._start = None
        self.host.refresh()

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the box."""
        if self._start is not None:
            draw_frame(painter, QPolygonF(QRectF(self._start, self._end).normalized()))

    def _place(self, pointer: Pointer) -> QPointF:
        """Where the pointer is in the view: a box is level on screen, however the picture lies."""
        return self.host.viewport.to_view.map(QPointF(pointer.x, pointer.y))
