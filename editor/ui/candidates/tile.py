"""Paints one candidate: its thumbnail, rank, score, marks, and how far it is."""

from collections import OrderedDict
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
)

from editor.ui.candidates.items import Item, ItemState
from editor.ui.candidates.words import score_text
from editor.ui.theme import SMALL_SIZE, text_font

__all__ = ["Look", "TilePainter"]

CORNER = 4
INSET = 6
PLATE_HEIGHT = 18
PLATE_PADDING = 6
MARK = 11
PROGRESS = 4
FRAME = 2
KEPT_PIXMAPS = 256

PLATE = QColor(0, 0, 0, 165)  # on a picture, in both looks: white on it is readable anywhere
ON_PLATE = QColor("white")
LIT = QColor(255, 255, 255, 26)
QUIET = 0.5

Key = tuple[int, int, int, float]


@dataclass(frozen=True)
class Look:
    """What a tile is at the moment, besides the candidate itself."""

    previewed: bool = False
    chosen: bool = False
    hovered: bool = False


class TilePainter:
    """Draws tiles.

    Attributes:
        kept: the scaled thumbnails of the tiles that were drawn last.
    """

    def __init__(self) -> None:
        self.kept: OrderedDict[Key, QPixmap] = OrderedDict()

    def paint(self, painter: QPainter, place: QRect, item: Item, look: Look) -> None:
        """Draw a candidate into a square."""
        self._paint_picture(painter, place, item)
        if look.hovered:
            painter.fillRect(place, LIT)
        if item.state is ItemState.RUNNING:
            _paint_progress(painter, place, item.progress)
        if item.rank is not None:
            _paint_plate(painter, place, str(item.rank), right=False, bottom=False)
        if score := score_text(item):
            _paint_plate(painter, place, score, right=True, bottom=True)
        if item.starred:
            _paint_mark(painter, place, _star(), right=True, bottom=False)
        if item.applied:
            _paint_mark(painter, place, _check(), right=False, bottom=True)
        _paint_frame(painter, place, look)

    def _paint_picture(self, painter: QPainter, place: QRect, item: Item) -> None:
        if item.thumbnail is None:
            painter.fillRect(place, QGuiApplication.palette().base())
            return
        scale = painter.device().devicePixelRatioF()
        painter.setOpacity(QUIET if item.state is ItemState.STOPPED else 1.0)
        pixmap = self._pixmap(item, place.width(), scale)
        shown = QRect(QPoint(), pixmap.deviceIndependentSize().toSize())
        shown.moveCenter(place.center())
        if shown.size() != place.size():
            painter.fillRect(place, QGuiApplication.palette().base())
        painter.drawPixmap(shown.topLeft(), pixmap)
        painter.setOpacity(1.0)

    def _pixmap(self, item: Item, side: int, scale: float) -> QPixmap:
        key = (item.number, item.revision, side, scale)
        pixmap = self.kept.get(key)
        if pixmap is None:
            pixmap = self.kept[key] = _scaled(item, round(side * scale))
            pixmap.setDevicePixelRatio(scale)
            if len(self.kept) > KEPT_PIXMAPS:
                self.kept.popitem(last=False)
        else:
            self.kept.move_to_end(key)
        return pixmap


def _scaled(item: Item, side: int) -> QPixmap:
    array = item.thumbnail
    if array is None:
        return QPixmap()
    height, width = array.shape[:2]
    image = QImage(array.data, width, height, width * 3, QImage.Format.Format_RGB888)
    # In 32 bits it takes half as long.
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return QPixmap.fromImage(
        image.scaled(
            QSize(side, side),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    )


def _plate_rect(place: QRect, width: int, *, right: bool, bottom: bool) -> QRect:
    left = place.right() + 1 - INSET - width if right else place.left() + INSET
    top = place.bottom() + 1 - INSET - PLATE_HEIGHT if bottom else place.top() + INSET
    return QRect(left, top, width, PLATE_HEIGHT)


def _paint_plate(painter: QPainter, place: QRect, text: str, *, right: bool, bottom: bool) -> None:
    font = text_font(SMALL_SIZE, QFont.Weight.DemiBold)
    width = QFontMetrics(font).horizontalAdvance(text) + 2 * PLATE_PADDING
    plate = _plate_rect(place, width, right=right, bottom=bottom)
    _paint_back(painter, plate)
    painter.setFont(font)
    painter.setPen(ON_PLATE)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _paint_mark(
    painter: QPainter, place: QRect, mark: QPainterPath, *, right: bool, bottom: bool
) -> None:
    plate = _plate_rect(place, PLATE_HEIGHT + 2, right=right, bottom=bottom)
    _paint_back(painter, plate)
    painter.translate(QRectF(plate).center())
    painter.fillPath(mark, ON_PLATE)
    painter.translate(-QRectF(plate).center())


def _paint_back(painter: QPainter, plate: QRect) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PLATE)
    painter.drawRoundedRect(plate, CORNER, CORNER)


def _paint_progress(painter: QPainter, place: QRect, share: float) -> None:
    track = QRect(place.left(), place.bottom() + 1 - PROGRESS, place.width(), PROGRESS)
    painter.fillRect(track, PLATE)
    track.setWidth(round(place.width() * share))
    painter.fillRect(track, QGuiApplication.palette().highlight())


def _paint_frame(painter: QPainter, place: QRect, look: Look) -> None:
    """The accent is for what the canvas shows; a chosen one has the colour of text."""
    if not look.previewed and not look.chosen:
        return
    palette = QGuiApplication.palette()
    role = QPalette.ColorRole.Highlight if look.previewed else QPalette.ColorRole.Text
    pen = QPen(palette.color(role), FRAME)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = QRectF(place).adjusted(-FRAME, -FRAME, FRAME, FRAME)
    painter.drawRoundedRect(around, CORNER, CORNER)


def _star() -> QPainterPath:
    """A star around the origin."""
    points = []
    for corner in range(10):
        radius = MARK / 2 if corner % 2 == 0 else MARK / 4.6
        angle = corner * pi / 5
        points.append(QPointF(radius * sin(angle), -radius * cos(angle)))
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _check() -> QPainterPath:
    """A tick around the origin, as an outline to fill."""
    path = QPainterPath()
    path.addPolygon(
        QPolygonF(
            [
                QPointF(*point)
                for point in (
                    (-5, 0.2), (-3.6, -1.2), (-1.5, 0.9), (3.6, -4.2), (5, -2.8), (-1.5, 3.7),
                )
            ]
        )
    )  # fmt: skip
    path.closeSubpath()
    return path
