"""Masks a polygon, corner by corner."""

import itertools
import math

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPolygonF

from editor.canvas.tools.base import Host, Pointer
from editor.canvas.tools.handle_drawing import draw_frame, draw_lines
from editor.canvas.tools.outline_tool import OutlineTool
from editor.canvas.viewport import Viewport
from editor.document.mask_operations import Shape, polygon

__all__ = ["PolygonTool"]

NEAR = 8.0  # view pixels around the first corner where a click closes the polygon
SIDE = 7.0  # view pixels of the square that marks the first corner
FEWEST = 3


class PolygonTool(OutlineTool):
    """Every click is a corner. Enter, a double click or a click on the first corner closes it.

    Backspace takes the last corner back, Escape all of them.
    """

    name = "polygon"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._points: list[tuple[float, float]] = []
        self._at = (0.0, 0.0)

    @property
    def label(self) -> str:
        """What the step is called."""
        return QCoreApplication.translate("Tools", "Polygon mask")

    # -- pointer and keys

    def press(self, pointer: Pointer) -> None:
        """Set a corner, or close the polygon at its first one."""
        if not self.busy:
            self.begin(pointer)
            self._points = []
        if self._closes(pointer):
            self.finish()
            return
        self._points.append((pointer.x, pointer.y))
        self.hover(pointer)

    def drag(self, pointer: Pointer) -> None:
        """Show the next side."""
        self.hover(pointer)

    def hover(self, pointer: Pointer) -> None:
        """Show the next side."""
        self._at = (pointer.x, pointer.y)
        if self.busy:
            self.host.refresh()

    def double_click(self, pointer: Pointer) -> None:
        """Close the polygon; its last corner was set by the first of both clicks."""
        if self.busy:
            self._close()

    def key(self, event: QKeyEvent) -> bool:
        """Enter closes, Backspace takes the last corner back, Escape all."""
        if not self.busy:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close()
        elif event.key() == Qt.Key.Key_Backspace:
            self._take_back()
        else:
            return super().key(event)
        return True

    def _closes(self, pointer: Pointer) -> bool:
        if len(self._points) < FEWEST:
            return False
        x, y = self._points[0]
        distance = math.hypot(pointer.x - x, pointer.y - y) * self.host.viewport.zoom
        return distance <= NEAR

    def _close(self) -> None:
        if len(self._points) >= FEWEST:
            self.finish()
        else:
            text = QCoreApplication.translate("Tools", "A polygon needs three corners. Click on.")
            self.host.say(text)

    def _take_back(self) -> None:
        self._points.pop()
        if self._points:
            self.host.refresh()
        else:
            self.cancel()

    # -- the shape

    def shape(self, width: int, height: int) -> Shape:
        """What the corners enclose."""
        return polygon(width, height, self._points)

    def line(self, viewport: Viewport) -> QPolygonF:
        """The corners and, last, where the pointer is."""
        places = [QPointF(x, y) for x, y in (*self._points, self._at)]
        return viewport.to_view.map(QPolygonF(places))

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the sides, open to the first corner, which is marked where a click can close."""
        if not self.busy:
            return
        corners = self.line(viewport).toList()
        draw_lines(painter, [QLineF(*ends) for ends in itertools.pairwise(corners)])
        if len(self._points) >= FEWEST:
            mark = QRectF(0, 0, SIDE, SIDE)
            mark.moveCenter(corners[0])
            draw_frame(painter, QPolygonF(mark))
