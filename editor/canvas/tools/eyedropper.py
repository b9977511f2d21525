"""The eyedropper: takes up a colour of the visible picture."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from editor.canvas.tools.base import Host, Pointer, Tool
from editor.canvas.viewport import Viewport
from editor.document.document import Document
from editor.document.geometry import Rect

__all__ = ["EyedropperTool", "colour_at", "pick"]

RADIUS = 14.0  # view pixels of the swatch
OFF = QPointF(24.0, -24.0)  # from the pointer to the swatch's middle, in view pixels

Rgb = tuple[int, int, int]


def colour_at(document: Document, x: float, y: float) -> Rgb | None:
    """The visible colour at a point of the picture; None outside and where nothing is opaque."""
    column, row = math.floor(x), math.floor(y)
    if not document.shown.rect.holds(column, row):
        return None
    visible = document.composite.region(Rect(column, row, 1, 1))
    blue, green, red, alpha = (int(value) for value in visible.array[row, column])
    if alpha == 0:
        return None
    red, green, blue = ((255 * part + alpha // 2) // alpha for part in (red, green, blue))
    return red, green, blue


def pick(host: Host, pointer: Pointer) -> None:
    """Paint with the colour under the pointer from now on, if there is one."""
    colour = colour_at(host.document, pointer.x, pointer.y)
    if colour is not None:
        host.settings.set(colour=colour)


class EyedropperTool(Tool):
    """Takes up the colour under the pointer as long as the button is down; shows it beside."""

    name = "eyedropper"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._at: QPointF | None = None
        self._before: Rgb | None = None

    @property
    def busy(self) -> bool:
        """Whether the button is down."""
        return self._before is not None

    def press(self, pointer: Pointer) -> None:
        """Take up the colour."""
        self._before = self.host.settings.values.colour
        self.drag(pointer)

    def drag(self, pointer: Pointer) -> None:
        """Take up another one instead."""
        if self.busy:
            pick(self.host, pointer)
        self.hover(pointer)

    def release(self, pointer: Pointer) -> None:
        """Stay with it."""
        self.finish()

    def hover(self, pointer: Pointer) -> None:
        """Show the colour under the pointer."""
        self._at = QPointF(pointer.x, pointer.y)
        self.host.refresh()

    def away(self) -> None:
        """Show none."""
        self._at = None
        self.host.refresh()

    def leave(self) -> None:
        """Stay with the colour, and show none."""
        super().leave()
        self._at = None

    def finish(self) -> None:
        """Stay with the colour."""
        self._before = None

    def cancel(self) -> None:
        """Paint with the colour of before."""
        if self._before is not None:
            self.host.settings.set(colour=self._before)
            self._before = None

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw a round swatch beside the pointer, ringed dark and light."""
        if self._at is None:
            return
        colour = colour_at(self.host.document, self._at.x(), self._at.y())
        if colour is None:
            return
        middle = viewport.to_view.map(self._at) + OFF
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*colour))
        painter.drawEllipse(middle, RADIUS, RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring, radius in ((QColor(0, 0, 0, 160), RADIUS + 1), (QColor("white"), RADIUS)):
            painter.setPen(QPen(ring, 1.5))
            painter.drawEllipse(middle, radius, radius)
