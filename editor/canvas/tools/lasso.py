"""The lasso: masks what a line drawn by hand goes round."""

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QPolygonF

from editor.canvas.tools.base import Host, Pointer
from editor.canvas.tools.outline_tool import OutlineTool
from editor.canvas.viewport import Viewport
from editor.document.mask_operations import Shape, polygon

__all__ = ["LassoTool"]


class LassoTool(OutlineTool):
    """Follows the pointer; its ends are joined by a straight line."""

    name = "lasso"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._points: list[tuple[float, float]] = []

    @property
    def label(self) -> str:
        """What the step is called."""
        return QCoreApplication.translate("Tools", "Lasso mask")

    def press(self, pointer: Pointer) -> None:
        """Begin the line."""
        self.finish()
        self.begin(pointer)
        self._points = [(pointer.x, pointer.y)]

    def drag(self, pointer: Pointer) -> None:
        """Draw it on."""
        if self.busy:
            self._points.append((pointer.x, pointer.y))
            self.host.refresh()

    def release(self, pointer: Pointer) -> None:
        """Close it."""
        self.drag(pointer)
        self.finish()

    def shape(self, width: int, height: int) -> Shape:
        """What the line goes round."""
        return polygon(width, height, self._points)

    def line(self, viewport: Viewport) -> QPolygonF:
        """The line."""
        return viewport.to_view.map(QPolygonF([QPointF(x, y) for x, y in self._points]))
