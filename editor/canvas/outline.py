"""The line around the mask: 1.5 view pixels at any zoom, in a colour or in stripes that march."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from editor.canvas.pyramid import at_level
from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect
from editor.document.pixels import Mask, Pixels

__all__ = ["MaskOutline"]

TILE = 128
HALF = 128  # where the line runs
WIDTH = 1.5  # view pixels
STRIPES = 8  # view pixels a period of the marching line


class MaskOutline:
    """The border of one mask, traced tile by tile where it is looked at.

    Args:
        colour: of the line; None for black and white stripes.
    """

    def __init__(self, mask: Mask, colour: QColor | None) -> None:
        self._mask = mask
        self._colour = colour
        self._traced: dict[tuple[int, int, int], QPainterPath] = {}

    def mark(self, rect: Rect) -> None:
        """The mask has changed there."""
        for level in {level for level, _, _ in self._traced}:
            # A border belongs to the pixels on both of its sides.
            for column, row in at_level(rect, level).padded(1).tiles(TILE):
                self._traced.pop((level, column, row), None)

    def paint(
        self, painter: QPainter, viewport: Viewport, dirty: QRect, ratio: float, phase: int
    ) -> None:
        """Draw what lies in ``dirty``, a part of the view.

        Args:
            ratio: device pixels a view pixel.
            phase: how many view pixels the stripes have gone on.
        """
        level = _level_for(viewport.zoom * ratio)
        to_view = QTransform.fromScale(2**level, 2**level) * viewport.to_view
        paths = self._paths(level, to_view, dirty)
        painter.save()
        painter.setTransform(to_view, combine=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in self._pens(to_view, phase):
            pen.setCosmetic(True)
            pen.setWidthF(WIDTH * ratio)  # a cosmetic pen is measured in device pixels
            painter.setPen(pen)
            for path in paths:
                painter.drawPath(path)
        painter.restore()

    def _pens(self, to_view: QTransform, phase: int) -> list[QPen]:
        if self._colour is not None:
            return [QPen(self._colour)]
        stripes = QBrush(_stripes())
        # A pen's pattern is turned and scaled with the picture, which is taken back here.
        stripes.setTransform(QTransform.fromTranslate(phase, 0) * to_view.inverted()[0])
        return [QPen(QColor("white")), QPen(stripes, WIDTH)]

    def _paths(self, level: int, to_view: QTransform, dirty: QRect) -> list[QPainterPath]:
        """The lines of all tiles that reach into a part of the view."""
        reach = QRectF(dirty.adjusted(-3, -3, 3, 3))
        part = to_view.inverted()[0].mapRect(reach)
        near = Rect.around(part.left(), part.top(), part.right(), part.bottom())
        found = []
        for column, row in near.intersected(at_level(self._mask.rect, level).padded(1)).tiles(TILE):
            tile = QRectF(column * TILE, row * TILE, TILE, TILE)
            # In a turned view, many tiles of the upright rectangle lie outside.
            if to_view.mapRect(tile).intersects(reach):
                path = self._path(level, column, row)
                if not path.isEmpty():
                    found.append(path)
        return found

    def _path(self, level: int, column: int, row: int) -> QPainterPath:
        key = (level, column, row)
        if key not in self._traced:
            self._traced[key] = self._trace(level, Rect(column * TILE, row * TILE, TILE, TILE))
        return self._traced[key]

    def _trace(self, level: int, tile: Rect) -> QPainterPath:
        """The line along the upper and left edges of a tile's pixels."""
        seen = self._mask.array[:: 1 << level, :: 1 << level]
        height, width = seen.shape
        # The last borders lie past the mask's last pixels.
        tile = tile.intersected(Rect(0, 0, width + 1, height + 1))
        if tile.empty:
            return QPainterPath()
        near = Rect(tile.x - 1, tile.y - 1, tile.w + 1, tile.h + 1)
        part = near.intersected(Rect(0, 0, width, height))
        inside = np.zeros((near.h, near.w), bool)
        inside[part.moved(-near.x, -near.y).slices] = seen[part.slices] >= HALF
        return _border(inside, tile)


def _level_for(scale: float) -> int:
    """The copy whose pixels come nearest to the screen's: finer steps would not be seen."""
    return max(0, round(math.log2(1 / scale)))


def _border(inside: NDArray[np.bool_], tile: Rect) -> QPainterPath:
    """The lines between inside and outside at the upper and left edges of a tile's pixels.

    Args:
        inside: the tile (h + 1, w + 1) with one row above it and one column to its left.
    """
    path = QPainterPath()
    level = inside[1:, 1:] != inside[:-1, 1:]
    for row, start, end in _runs(level):
        path.moveTo(tile.x + start, tile.y + row)
        path.lineTo(tile.x + end, tile.y + row)
    upright = (inside[1:, 1:] != inside[1:, :-1]).T
    for column, start, end in _runs(upright):
        path.moveTo(tile.x + column, tile.y + start)
        path.lineTo(tile.x + column, tile.y + end)
    return path


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Row, start and end of every run of true values."""
    rows, width = flags.shape
    padded = np.zeros((rows, width + 2), np.int8)
    padded[:, 1:-1] = flags
    edges = np.diff(padded, axis=1)
    places, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return list(zip(places.tolist(), starts.tolist(), ends.tolist(), strict=True))


def _stripes() -> QImage:
    """Slanting black stripes on nothing."""
    rows, columns = np.indices((STRIPES, STRIPES))
    black = (rows + columns) % STRIPES < STRIPES // 2
    pixels = np.zeros((STRIPES, STRIPES, 4), np.uint8)
    pixels[black] = (0, 0, 0, 255)
    return Pixels(pixels).image.copy()
