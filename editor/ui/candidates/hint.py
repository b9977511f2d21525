"""The keys that matter most, as a line of small keycaps."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.ui.theme import SMALL_SIZE, text_font

__all__ = ["HintLine"]

HEIGHT = 20
CAP_HEIGHT = 18
CAP_PADDING = 4
CORNER = 4
NEAR, FAR = 4, 10


class HintLine(QWidget):
    """Words with their keys; what does not fit is left out, from the end.

    Args:
        hints: what it does, and the key.
    """

    def __init__(self, hints: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints = hints
        self.setAccessibleName(", ".join(f"{text}: {key}" for text, key in hints))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        widths = [sum(_widths(*hint)) + NEAR for hint in self._hints]
        return QSize(sum(widths) + FAR * (len(widths) - 1), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It can do without room."""
        return QSize(0, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hints that fit."""
        left = 0
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(text_font(SMALL_SIZE))
            for text, key in self._hints:
                text_width, cap_width = _widths(text, key)
                right = left + text_width + NEAR + cap_width
                if right > self.width():
                    return
                _paint_text(painter, QRect(left, 0, text_width, self.height()), text)
                top = (self.height() - CAP_HEIGHT) // 2
                _paint_cap(painter, QRect(right - cap_width, top, cap_width, CAP_HEIGHT), key)
                left = right + FAR


def _widths(text: str, key: str) -> tuple[int, int]:
    metrics = QFontMetrics(text_font(SMALL_SIZE))
    advance = metrics.horizontalAdvance
    return advance(text) + 1, max(CAP_HEIGHT, advance(key) + 2 * CAP_PADDING)


def _paint_text(painter: QPainter, place: QRect, text: str) -> None:
    painter.setPen(QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_cap(painter: QPainter, place: QRect, key: str) -> None:
    palette = QGuiApplication.palette()
    painter.setPen(palette.color(QPalette.ColorRole.Mid))
    painter.setBrush(palette.base())
    painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), CORNER, CORNER)
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, key)
