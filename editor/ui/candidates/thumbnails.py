"""Small pictures of candidates: a result in its surroundings, as large as the panel needs."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from editor.ui.candidates.items import Pixels
from inference.events import Box, Candidate

__all__ = ["SIDE", "of_candidate", "of_preview", "of_region"]

SIDE = 160
"""Pixels of a thumbnail's side."""

OVERSAMPLED = 3
UNKNOWN = 128  # grey, where nothing is known of the surroundings


def of_preview(picture: Pixels, region: Box | None = None) -> Pixels:
    """A preview of any size, (h, w, 3), as a thumbnail: its longer side is SIDE.

    Args:
        region: what it shows, whose shape is truer than that of so few pixels.
    """
    height, width = picture.shape[:2] if region is None else (region.height, region.width)
    return _array(_small(picture, _size(width, height)))


def of_region(picture: Pixels, region: Box, *, mirrored: bool = True) -> Pixels:
    """The thumbnail of a region of the picture, (H, W, 3).

    Args:
        mirrored: where it reaches beyond, it shows the picture mirrored, or else plain grey.
    """
    stride = max(1, max(region.width, region.height) // (SIDE * OVERSAMPLED))
    height, width = picture.shape[:2]
    rows = np.arange(region.top, region.top + region.height, stride)
    columns = np.arange(region.left, region.left + region.width, stride)
    seen = picture[_mirrored(rows, height)[:, None], _mirrored(columns, width)]
    if not mirrored:
        seen[(rows < 0) | (rows >= height)] = UNKNOWN
        seen[:, (columns < 0) | (columns >= width)] = UNKNOWN
    return of_preview(seen)


def of_candidate(candidate: Candidate, region: Box | None, surroundings: Pixels | None) -> Pixels:
    """A result over what is around it.

    Args:
        candidate: its pixels need not fill the region.
        region: what the thumbnail shows; None shows the candidate's own box.
        surroundings: a thumbnail of the region; None is plain grey.
    """
    shown = region or candidate.box
    size = _size(shown.width, shown.height)
    if region is None or surroundings is None:
        surroundings = np.full((size.height(), size.width(), 3), UNKNOWN, np.uint8)
    place = _place(candidate.box, shown, SIDE / max(shown.width, shown.height))
    image = _small(surroundings, size)
    with QPainter(image) as painter:
        painter.drawImage(place, _small(candidate.pixels, place.size()))
    return _array(image)


def _size(width: int, height: int) -> QSize:
    """Of a thumbnail of something of this size; both sides have a pixel at least."""
    factor = SIDE / max(width, height)
    return QSize(max(1, round(width * factor)), max(1, round(height * factor)))


def _place(box: Box, shown: Box, factor: float) -> QRect:
    left, top = round((box.left - shown.left) * factor), round((box.top - shown.top) * factor)
    right = round((box.left + box.width - shown.left) * factor)
    bottom = round((box.top + box.height - shown.top) * factor)
    return QRect(left, top, max(1, right - left), max(1, bottom - top))


def _mirrored(places: NDArray[np.int_], length: int) -> NDArray[np.int_]:
    """Places beyond 0 … length - 1 reflected into it, the border included, as the engine does."""
    wrapped = places % (2 * length)
    return np.minimum(wrapped, 2 * length - 1 - wrapped)


def _small(pixels: Pixels, size: QSize) -> QImage:
    """Pixels, (H, W, 3) or (H, W, 4), at another size: smoothly, not reading all of a large one."""
    array = np.ascontiguousarray(pixels)
    height, width, channels = array.shape
    form = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    image = QImage(array.data, width, height, width * channels, form)
    coarse = size * OVERSAMPLED
    if width > coarse.width() and height > coarse.height():
        image = image.scaled(coarse)
    # Another format is another memory, and scales faster in 32 bits.
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied).scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _array(image: QImage) -> Pixels:
    # The converted image has to live until it is copied: its bits do not keep it alive.
    converted = image.convertToFormat(QImage.Format.Format_RGB888)
    height, width = converted.height(), converted.width()
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(height, -1)
    return rows[:, : width * 3].reshape(height, width, 3).copy()
