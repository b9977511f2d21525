"""An icon by itself, drawn in the present theme's colours."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.ui.icons import icon

__all__ = ["IconLabel"]


class IconLabel(QWidget):
    """Shows one of our icons; a QLabel would keep the colours of the theme it was made in.

    Args:
        side: in device-independent pixels.
    """

    def __init__(self, name: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(QSize(side, side))

    def show_icon(self, name: str) -> None:
        """Show another one."""
        self._name = name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            icon(self._name).paint(painter, self.rect())
