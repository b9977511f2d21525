"""The picture with the mask laid over it as a tint, and how the mask looks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter

from editor.document.geometry import EMPTY, Rect
from editor.document.pixels import Mask, Pixels

__all__ = ["MaskLook", "Tinted"]

TILE = 128


@dataclass(frozen=True)
class MaskLook:
    """How the mask is shown.

    Attributes:
        colour: of the tint and of the outline.
        opacity: of the tint where the mask is full, 0 … 1.
        marching: a moving black and white outline instead of tint and outline.
    """

    colour: str = "#ff4d6d"
    opacity: float = 0.45
    marching: bool = False


class Tinted:
    """A copy of a picture that is tinted where the mask is, made tile by tile where it is shown.

    One copy, rather than a tint drawn over the picture each time, halves what a frame has to scale.

    Args:
        picture: gives the whole picture's raster, up to date inside a rectangle.
    """

    def __init__(self, picture: Callable[[Rect], Pixels], mask: Mask, look: MaskLook) -> None:
        self._picture = picture
        self._mask = mask
        self._table = _tint_table(look)
        self._pixels = Pixels.empty(mask.width, mask.height)
        self._stale = set(mask.rect.tiles(TILE))

    def mark(self, rect: Rect) -> None:
        """Picture or mask has changed there."""
        self._stale.update(rect.intersected(self._mask.rect).tiles(TILE))

    def region(self, rect: Rect) -> Pixels:
        """The whole raster, up to date inside ``rect``; not to be written to."""
        wanted = self._stale.intersection(rect.intersected(self._mask.rect).tiles(TILE))
        if wanted:
            tiles = [self._tile(*place) for place in wanted]
            area = EMPTY
            for tile in tiles:
                area = area.united(tile)
            picture = self._picture(area)
            with QPainter(self._pixels.image) as painter:
                for tile in tiles:
                    self._pixels.array[tile.slices] = picture.array[tile.slices]
                    self._tint(painter, tile)
            self._stale -= wanted
        return self._pixels

    def _tint(self, painter: QPainter, tile: Rect) -> None:
        mask = self._mask.array[tile.slices]
        if mask.any():
            words = np.take(self._table, mask)
            tint = Pixels(words.view(np.uint8).reshape(tile.h, tile.w, 4))
            painter.drawImage(tile.x, tile.y, tint.image)

    def _tile(self, column: int, row: int) -> Rect:
        return Rect(column * TILE, row * TILE, TILE, TILE).intersected(self._mask.rect)


def _tint_table(look: MaskLook) -> NDArray[np.uint32]:
    """Premultiplied BGRA of the tint, as one word, for every value of a mask."""
    colour = QColor(look.colour)
    alpha = np.arange(256) * look.opacity
    parts = [alpha * part / 255 for part in (colour.blue(), colour.green(), colour.red())]
    table = np.round(np.stack([*parts, alpha], axis=-1)).astype(np.uint8)
    return table.view(np.uint32)[:, 0]
