"""Captions and the divider of a comparison: small, and seen on any picture."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from editor.canvas.comparison import ComparisonLook

__all__ = ["paint_caption", "paint_divider"]

SIZE, HEIGHT, PADDING, CORNER, MARGIN = 12, 24, 8, 6, 12
KNOB, ARROW = 14.0, 4.0


def paint_caption(
    painter: QPainter, text: str, pane: QRect, look: ComparisonLook, *, right: bool = False
) -> None:
    """Write in an upper corner of a pane, and not past its edges."""
    font = QFont(painter.font())
    font.setPixelSize(SIZE)
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 2 * PADDING
    left = pane.right() + 1 - MARGIN - width if right else pane.left() + MARGIN
    box = QRectF(left, pane.top() + MARGIN, width, HEIGHT)
    painter.save()
    painter.setClipRect(pane, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(QColor(look.line), 1))
    painter.setBrush(QColor(look.ground))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
    painter.setPen(QColor(look.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_divider(painter: QPainter, x: int, height: int, look: ComparisonLook) -> None:
    """Draw a line down the view, with a knob in its middle that shows that it can be dragged.

    Args:
        x: the first column to its right.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(x - 2, 0, 4, height), QColor(0, 0, 0, 120))
    painter.fillRect(QRectF(x - 1, 0, 2, height), QColor("white"))
    middle = QPointF(x, height // 2)
    painter.setPen(QPen(QColor("white"), 2))
    painter.setBrush(QColor(look.ground))
    painter.drawEllipse(middle, KNOB, KNOB)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.text))
    for way in (-1, 1):
        tip, back = way * (ARROW + 4), way * 3
        corners = [QPointF(tip, 0), QPointF(back, -ARROW), QPointF(back, ARROW)]
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
