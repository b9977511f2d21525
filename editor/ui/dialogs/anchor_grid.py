"""Where the picture stays in a canvas of another size: nine places to choose from, a sketch."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from editor.document.geometry import Rect
from editor.ui.icons import icon

__all__ = ["AnchorGrid", "CanvasSketch"]

SKETCH = 132


class AnchorGrid(QWidget):
    """Nine buttons, one of which is on; arrow keys go from one to the next.

    Signals:
        anchor_changed: another one is on.
    """

    anchor_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Where the picture stays"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        self._group = QButtonGroup(self)
        for number, name in enumerate(self._names()):
            place = QToolButton()
            place.setProperty("role", "chip")
            place.setCheckable(True)
            place.setFixedSize(40, 26)
            place.setIconSize(QSize(16, 16))
            place.setAccessibleName(name)
            place.setToolTip(name)
            self._group.addButton(place, number)
            grid.addWidget(place, number // 3, number % 3)
        self._group.button(4).setChecked(True)
        self._group.idToggled.connect(self._on_toggled)
        self._show_icon()

    def _names(self) -> tuple[str, ...]:
        return (
            self.tr("At the top left"),
            self.tr("At the top"),
            self.tr("At the top right"),
            self.tr("At the left"),
            self.tr("In the middle"),
            self.tr("At the right"),
            self.tr("At the bottom left"),
            self.tr("At the bottom"),
            self.tr("At the bottom right"),
        )

    @property
    def anchor(self) -> tuple[int, int]:
        """Column and row, 0 … 2, from the top left."""
        number = self._group.checkedId()
        return number % 3, number // 3

    def _on_toggled(self, _number: int, on: bool) -> None:
        if on:
            self._show_icon()
            self.anchor_changed.emit()

    def _show_icon(self) -> None:
        for place in self._group.buttons():
            place.setIcon(icon("picture") if place.isChecked() else QIcon())


class CanvasSketch(QWidget):
    """Draws the picture and the canvas wanted, to scale; it only shows."""

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Rect(0, 0, width, height)
        self._canvas = self._picture
        self.setFixedSize(SKETCH, SKETCH)
        self.setAccessibleName(self.tr("Sketch of the canvas"))

    def show_canvas(self, canvas: Rect) -> None:
        """Draw this canvas, in the picture's coordinates."""
        self._canvas = canvas
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        everything = self._picture.united(self._canvas)
        scale = (SKETCH - 4) / max(everything.w, everything.h)
        left = (SKETCH - everything.w * scale) / 2 - everything.x * scale
        top = (SKETCH - everything.h * scale) / 2 - everything.y * scale

        def on_screen(rect: Rect) -> QRectF:
            return QRectF(
                left + rect.x * scale, top + rect.y * scale, rect.w * scale, rect.h * scale
            )

        colours, role = self.palette(), QPalette.ColorRole
        kept = self._picture.intersected(self._canvas)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(on_screen(self._canvas), colours.color(role.Base))
            painter.fillRect(on_screen(self._picture), colours.color(role.Mid))
            painter.fillRect(on_screen(kept), colours.color(role.PlaceholderText))
            painter.setPen(QPen(colours.color(role.Highlight), 2))
            painter.drawRect(on_screen(self._canvas))
