"""Draws frames, handles and lines in two tones, so that they are seen on any picture."""

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap, QPolygonF

from editor.canvas.tools.handles import Box, handles_of
from editor.canvas.viewport import Viewport

__all__ = ["draw_frame", "draw_handles", "draw_lines", "outline", "turn_cursor"]

DARK, LIGHT = QColor(0, 0, 0, 160), QColor(255, 255, 255)
SIDE = 10.0  # view pixels of a handle
ARM = 5.0  # view pixels from the centre mark's middle to its ends
CURSOR_SIDE = 24


def outline(box: Box, viewport: Viewport) -> QPolygonF:
    """A box's corners in view coordinates."""
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return viewport.to_view.map(QPolygonF([QPointF(*box.point(*corner)) for corner in corners]))


def draw_frame(painter: QPainter, polygon: QPolygonF) -> None:
    """A closed line around something, in view coordinates."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in _pens():
        painter.setPen(pen)
        painter.drawPolygon(polygon)


def draw_lines(painter: QPainter, lines: list[QLineF]) -> None:
    """Separate lines, in view coordinates."""
    for pen in _pens():
        painter.setPen(pen)
        painter.drawLines(lines)


def draw_handles(painter: QPainter, box: Box, viewport: Viewport) -> None:
    """The frame's handles, turned with it, and a cross at its centre."""
    turn = box.degrees + viewport.rotation
    painter.setPen(QPen(QColor(0, 0, 0, 220), 1))
    painter.setBrush(LIGHT)
    for place in handles_of(box, viewport).values():
        painter.save()
        painter.translate(place)
        painter.rotate(turn)
        painter.drawRect(QRectF(-SIDE / 2, -SIDE / 2, SIDE, SIDE))
        painter.restore()
    middle = viewport.to_view.map(QPointF(box.x, box.y))
    arms = [
        QLineF(middle - QPointF(ARM, 0), middle + QPointF(ARM, 0)),
        QLineF(middle - QPointF(0, ARM), middle + QPointF(0, ARM)),
    ]
    draw_lines(painter, arms)


@lru_cache(maxsize=1)
def turn_cursor() -> QCursor:
    """An arc with two arrow heads, for which Qt has no cursor of its own."""
    picture = QPixmap(CURSOR_SIDE, CURSOR_SIDE)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor("white"), 4.0), (QColor("black"), 2.0)):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(QRectF(5, 7, 14, 14), 20 * 16, 140 * 16)
            painter.drawPolyline([QPointF(2, 9), QPointF(5.5, 12.5), QPointF(9, 9.5)])
            painter.drawPolyline([QPointF(15, 9.5), QPointF(18.5, 12.5), QPointF(22, 9)])
    return QCursor(picture, CURSOR_SIDE // 2, CURSOR_SIDE // 2)


def _pens() -> tuple[QPen, QPen]:
    return QPen(DARK, 3), QPen(LIGHT, 1)
