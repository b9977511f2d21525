"""The button that begins a run and, while one goes on, cancels it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from editor.ui.theme import SMALL_SIZE, TITLE_SIZE, text_font

__all__ = ["GenerateButton"]

SIZE = QSize(160, 44)
UPPER, LOWER = QRect(8, 5, 144, 19), QRect(8, 24, 144, 15)
BAR_HEIGHT, BAR_INSET = 3, 8


class GenerateButton(QPushButton):
    """Two lines, the lower one small, and a line of progress."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._lower = ""
        self._progress: float | None = None

    @property
    def lines(self) -> tuple[str, str]:
        """What it says."""
        return self.text(), self._lower

    def show_lines(self, upper: str, lower: str, progress: float | None = None) -> None:
        """Say something else.

        Args:
            progress: 0 … 1; None shows none.
        """
        self._lower, self._progress = lower, progress
        self.setText(upper)
        self.setAccessibleName(f"{upper}, {lower}" if lower else upper)
        self.update()

    def set_role(self, role: str) -> None:
        """Look like a button of another role of the style sheet."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        """Always the same, so that nothing moves when it says something else."""
        return SIZE

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The style's button, and both lines in its colour."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        with QPainter(self) as painter:
            self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
            colour = self.palette().color(self._group, QPalette.ColorRole.ButtonText)
            painter.setPen(colour)
            middle = Qt.AlignmentFlag.AlignCenter
            painter.setFont(text_font(TITLE_SIZE, QFont.Weight.DemiBold))
            painter.drawText(UPPER if self._lower else self.rect(), middle, self.text())
            painter.setFont(text_font(SMALL_SIZE))
            painter.drawText(LOWER, middle, self._lower)
            if self._progress is not None:
                length = round((self.width() - 2 * BAR_INSET) * self._progress)
                top = self.height() - BAR_HEIGHT - 1
                accent = self.palette().color(QPalette.ColorRole.Accent)
                painter.fillRect(BAR_INSET, top, length, BAR_HEIGHT, accent)

    @property
    def _group(self) -> QPalette.ColorGroup:
        enabled = self.isEnabled()
        return QPalette.ColorGroup.Active if enabled else QPalette.ColorGroup.Disabled
