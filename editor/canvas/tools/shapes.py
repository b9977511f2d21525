"""Masks in the shape of a rectangle or an ellipse, pulled up from corner to corner."""

import math

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from editor.canvas.tools.base import Host, Pointer
from editor.canvas.tools.outline_tool import OutlineTool
from editor.canvas.viewport import Viewport
from editor.document.mask_operations import Shape, ellipse, rectangle

__all__ = ["EllipseTool", "RectangleTool", "ShapeTool"]


class ShapeTool(OutlineTool):
    """A shape in an upright box of whole pixels.

    Shift makes it as wide as high, Alt pulls it from its centre. Held at the press they say what
    becomes of the mask instead, until they are let go.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._start = self._end = (0.0, 0.0)
        self._shift_spent = self._alt_spent = False
        self._even = self._centred = False

    def press(self, pointer: Pointer) -> None:
        """Begin at a corner, or at the centre."""
        self.finish()
        self.begin(pointer)
        self._shift_spent, self._alt_spent = pointer.shift, pointer.alt
        self._start = (pointer.x, pointer.y)
        self._pull(pointer)

    def drag(self, pointer: Pointer) -> None:
        """Pull the opposite corner."""
        if self.busy:
            self._pull(pointer)

    def release(self, pointer: Pointer) -> None:
        """Put the shape into the mask."""
        self.drag(pointer)
        self.finish()

    def _pull(self, pointer: Pointer) -> None:
        self._shift_spent &= pointer.shift
        self._alt_spent &= pointer.alt
        self._even = pointer.shift and not self._shift_spent
        self._centred = pointer.alt and not self._alt_spent
        self._end = (pointer.x, pointer.y)
        self.host.refresh()

    @property
    def _box(self) -> tuple[int, int, int, int]:
        """Two opposite corners, each between pixels."""
        x, y = round(self._start[0]), round(self._start[1])
        dx, dy = round(self._end[0]) - x, round(self._end[1]) - y
        if self._even:
            side = max(abs(dx), abs(dy))
            dx, dy = int(math.copysign(side, dx)), int(math.copysign(side, dy))
        if self._centred:
            return x - dx, y - dy, x + dx, y + dy
        return x, y, x + dx, y + dy

    @property
    def _outline_box(self) -> QRectF:
        x1, y1, x2, y2 = self._box
        return QRectF(x1, y1, x2 - x1, y2 - y1).normalized()


class RectangleTool(ShapeTool):
    """Masks a rectangle, or a square."""

    name = "rectangle"

    @property
    def label(self) -> str:
        """What the step is called."""
        return QCoreApplication.translate("Tools", "Rectangle mask")

    def shape(self, width: int, height: int) -> Shape:
        """The rectangle."""
        return rectangle(width, height, self._box)

    def line(self, viewport: Viewport) -> QPolygonF:
        """Its four sides."""
        return viewport.to_view.map(QPolygonF(self._outline_box))


class EllipseTool(ShapeTool):
    """Masks an ellipse, or a circle."""

    name = "ellipse"

    @property
    def label(self) -> str:
        """What the step is called."""
        return QCoreApplication.translate("Tools", "Ellipse mask")

    def shape(self, width: int, height: int) -> Shape:
        """The ellipse."""
        return ellipse(width, height, self._box)

    def line(self, viewport: Viewport) -> QPolygonF:
        """Its curve, as fine as it is seen."""
        path = QPainterPath()
        path.addEllipse(self._outline_box)
        return viewport.to_view.map(path).toFillPolygon()
