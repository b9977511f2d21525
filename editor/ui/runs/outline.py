"""Draws the region of a run, or of the next one, on the canvas."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from editor.canvas.view import CanvasView
from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect
from editor.ui.theme import SMALL_SIZE, text_font
from inference.events import Box

__all__ = ["RegionOutline"]

LINE, GROUND = QColor(255, 255, 255, 130), QColor(0, 0, 0, 150)
DASHES = [4.0, 4.0]
LABEL_HEIGHT, PADDING, CORNER = 20, 8, 4


class RegionOutline:
    """A dashed square with its size. Nothing is drawn before ``show``."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._region: Rect | None = None
        self._label = ""
        self._beyond = False

    @property
    def region(self) -> Rect | None:
        """What is drawn, in pixels of the picture."""
        return self._region

    def show(self, region: Box | None, label: str = "", *, beyond: bool = False) -> None:
        """Draw a region; None draws none, which keeps panning quick.

        Args:
            beyond: draw what of it lies beyond the picture, too.
        """
        self._beyond = beyond
        rect = (
            None if region is None else Rect(region.left, region.top, region.width, region.height)
        )
        if (rect, label) != (self._region, self._label):
            self._region, self._label = rect, label
            self._view.decorate = None if rect is None else self._paint
            self._view.update()

    def _paint(self, painter: QPainter, viewport: Viewport) -> None:
        if self._region is None:
            return
        pen = QPen(LINE, 1.0)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inside = self._region.intersected(self._view.document.shown.rect)
        drawn = self._region if self._beyond else inside
        frame = viewport.to_view.map(QPolygonF(QRectF(*drawn)))
        painter.drawPolygon(frame)
        if self._label:
            self._paint_label(painter, frame.boundingRect())

    def _paint_label(self, painter: QPainter, frame: QRectF) -> None:
        painter.setFont(text_font(SMALL_SIZE))
        width = painter.fontMetrics().horizontalAdvance(self._label) + 2 * PADDING
        top = max(frame.top() - LABEL_HEIGHT - PADDING / 2, 0.0)
        place = QRectF(frame.left(), top, width, LABEL_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GROUND)
        painter.drawRoundedRect(place, CORNER, CORNER)
        painter.setPen(QColor("white"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._label)
