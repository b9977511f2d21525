"""Small pictures of layers, made when they are looked at and kept until the layer changes."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap

from editor.document.layer import Layer
from editor.document.pixels import Pixels

__all__ = ["THUMBNAIL", "Thumbnails", "small_image"]

THUMBNAIL = QSize(48, 36)
"""Device independent pixels that a thumbnail may take."""

CHECK = 4
CHECK_COLOURS = QColor("#c8c8c8"), QColor("#a9a9a9")
OVERSAMPLED = 4


class _Kept(NamedTuple):
    pixels: Pixels
    scale: float
    pixmap: QPixmap


class Thumbnails:
    """The thumbnails of one document's layers, by layer number."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}

    def pixmap(self, layer: Layer, scale: float) -> QPixmap:
        """A layer's pixels over checks, as large as fits into `THUMBNAIL`.

        Args:
            scale: device pixels to a device independent one.
        """
        kept = self._kept.get(layer.number)
        if kept is None or kept.pixels is not layer.pixels or kept.scale != scale:
            kept = _Kept(layer.pixels, scale, _drawn(layer.pixels.image, scale))
            self._kept[layer.number] = kept
        return kept.pixmap

    def drop(self, numbers: Iterable[int]) -> None:
        """These layers were painted on: their thumbnails no longer hold."""
        for number in numbers:
            self._kept.pop(number, None)

    def keep(self, numbers: Iterable[int]) -> None:
        """Let go of all but these."""
        self.drop(self._kept.keys() - set(numbers))


def small_image(image: QImage, size: QSize) -> QImage:
    """An image scaled down to ``size`` device pixels, smoothly and without reading all of it.

    It shares no memory with ``image``, which may be edited in place.
    """
    coarse = size * OVERSAMPLED
    if image.width() > coarse.width() and image.height() > coarse.height():
        part = image.scaled(coarse)
    else:
        part = image.copy()
    return part.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _drawn(image: QImage, scale: float) -> QPixmap:
    most = THUMBNAIL * scale
    size = image.size().scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    pixmap = QPixmap(size)
    pixmap.fill(CHECK_COLOURS[0])
    with QPainter(pixmap) as painter:
        _paint_checks(painter, size, CHECK * scale)
        painter.drawImage(0, 0, small_image(image, size))
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def _paint_checks(painter: QPainter, size: QSize, side: float) -> None:
    brush = QBrush(CHECK_COLOURS[1])
    for row in range(int(size.height() / side) + 1):
        for column in range(row % 2, int(size.width() / side) + 1, 2):
            corner = QPointF(column * side, row * side)
            painter.fillRect(QRectF(corner.x(), corner.y(), side, side), brush)
