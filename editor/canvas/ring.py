"""The ring around the pointer that shows how large the brush is."""

import math

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPen

__all__ = ["paint_ring", "ring_rect"]

DARK, LIGHT = QColor(0, 0, 0, 150), QColor(255, 255, 255, 220)


def paint_ring(painter: QPainter, at: QPointF, radius: float) -> None:
    """Draw it dark and light, so that it is seen on any picture.

    Args:
        radius: in view pixels.
    """
    for colour, extra in ((DARK, 1.0), (LIGHT, 0.0)):
        painter.setPen(QPen(colour, 1.2))
        painter.drawEllipse(at, radius + extra, radius + extra)


def ring_rect(at: QPointF, radius: float) -> QRect:
    """The part of the view that it touches."""
    reach = math.ceil(radius) + 3
    return QRect(
        math.floor(at.x()) - reach, math.floor(at.y()) - reach, 2 * reach + 1, 2 * reach + 1
    )
