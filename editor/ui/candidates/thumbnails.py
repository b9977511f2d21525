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


def of_preview(picture: Pixels) -> Pixels:
    """A preview of any size, (S, S, 3), as a thumbnail."""
    return _array(_small(picture, QSize(SIDE, SIDE)))


def of_region(picture: Pixels, region: Box) -> Pixels:
    """The thumbnail of a region of the picture, (H, W, 3); mirrored where it reaches beyond."""
    stride = max(1, region.width // (SIDE * OVERSAMPLED))
    height, width = picture.shape[:2]
    rows = _mirrored(np.arange(region.top, region.top + region.height, stride), height)
    columns = _mirrored(np.arange(region.left, region.left + region.width, stride), width)
    return of_preview(picture[rows[:, None], columns])


def of_candidate(candidate: Candidate, region: Box | None, surroundings: Pixels | None) -> Pixels:
    """A result over what is around it.

    Args:
        candidate: its pixels need not fill the region.
        region: what the thumbnail shows; None shows the candidate's own box.
        surroundings: a thumbnail of the region; None is plain grey.
    """
    if region is None or surroundings is None:
        surroundings = np.full((SIDE, SIDE, 3), UNKNOWN, np.uint8)
    shown = region or candidate.box
    place = _place(candidate.box, shown, SIDE / max(shown.width, shown.height))
    image = _small(surroundings, QSize(SIDE, SIDE))
    with QPainter(image) as painter:
        painter.drawImage(place, _small(candidate.pixels, place.size()))
    return _array(image)


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
