"""Puts layers together: one compositor for the screen, for files and for the engine.

What you see is what is saved and what is edited.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QTransform

from editor.document.geometry import Rect
from editor.document.layer import Blend, Layer
from editor.document.pixels import Pixels
from editor.document.state import State

__all__ = ["Composite", "flattened", "over_matte", "paint_layer"]

Mode = QPainter.CompositionMode
MODES = {
    Blend.NORMAL: Mode.CompositionMode_SourceOver,
    Blend.MULTIPLY: Mode.CompositionMode_Multiply,
    Blend.SCREEN: Mode.CompositionMode_Screen,
    Blend.OVERLAY: Mode.CompositionMode_Overlay,
    Blend.DARKEN: Mode.CompositionMode_Darken,
    Blend.LIGHTEN: Mode.CompositionMode_Lighten,
    Blend.COLOR_DODGE: Mode.CompositionMode_ColorDodge,
    Blend.COLOR_BURN: Mode.CompositionMode_ColorBurn,
    Blend.HARD_LIGHT: Mode.CompositionMode_HardLight,
    Blend.SOFT_LIGHT: Mode.CompositionMode_SoftLight,
    Blend.DIFFERENCE: Mode.CompositionMode_Difference,
    Blend.ADD: Mode.CompositionMode_Plus,
}
TILE = 256


def paint_layer(painter: QPainter, layer: Layer) -> None:
    """Draw a layer in picture coordinates, with its opacity and blend mode."""
    painter.setOpacity(layer.opacity)
    painter.setCompositionMode(MODES[layer.blend])
    if layer.preview is None:
        painter.drawImage(layer.x, layer.y, layer.pixels.image)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(QTransform(*layer.preview), combine=True)
    painter.drawImage(layer.x, layer.y, layer.pixels.image)
    painter.restore()


def _paint(target: Pixels, state: State, rect: Rect) -> None:
    """Composite ``rect`` of a state into a raster as large as the picture."""
    with QPainter(target.image) as painter:
        area = QRect(*rect)
        painter.setClipRect(area)
        painter.setCompositionMode(Mode.CompositionMode_Clear)
        painter.fillRect(area, 0)
        for layer in state.layers:
            if layer.visible and layer.opacity and not layer.bounds.intersected(rect).empty:
                paint_layer(painter, layer)


class Composite:
    """The visible picture, put together tile by tile where it is looked at.

    Only what was marked as changed is put together again.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._pixels = Pixels.empty(state.width, state.height)
        self._dirty = set(state.rect.tiles(TILE))

    @property
    def rect(self) -> Rect:
        """The whole picture."""
        return self._pixels.rect

    def show(self, state: State, changed: Rect) -> None:
        """Show another state that differs in ``changed`` alone."""
        if (state.width, state.height) != (self._pixels.width, self._pixels.height):
            self._pixels = Pixels.empty(state.width, state.height)
            self._dirty.clear()
            changed = state.rect
        self._state = state
        self.mark(changed)

    def mark(self, rect: Rect) -> None:
        """What lies in ``rect`` has changed."""
        self._dirty.update(rect.intersected(self.rect).tiles(TILE))

    def region(self, rect: Rect) -> Pixels:
        """The whole picture's raster, up to date inside ``rect``; not to be written to."""
        wanted = set(rect.intersected(self.rect).tiles(TILE)) & self._dirty
        for strip in _strips(wanted):
            _paint(self._pixels, self._state, strip.intersected(self.rect))
        self._dirty -= wanted
        return self._pixels

    def refresh(self, rect: Rect) -> None:
        """``rect`` has changed: put it together at once, unless its tiles have to be anyway."""
        inside = rect.intersected(self.rect)
        if self._dirty.intersection(inside.tiles(TILE)):
            self.mark(inside)
        elif not inside.empty:
            _paint(self._pixels, self._state, inside)


def _strips(tiles: set[tuple[int, int]]) -> Iterator[Rect]:
    """Tiles that lie side by side as one rectangle each."""
    for row in sorted({row for _, row in tiles}):
        columns = sorted(column for column, of in tiles if of == row)
        start = previous = columns[0]
        for column in [*columns[1:], None]:
            if column is not None and column == previous + 1:
                previous = column
                continue
            yield Rect(start * TILE, row * TILE, (previous - start + 1) * TILE, TILE)
            if column is not None:
                start = previous = column


def flattened(state: State) -> Pixels:
    """The visible layers of a state as one raster."""
    pixels = Pixels.empty(state.width, state.height)
    if not state.rect.empty:
        _paint(pixels, state, state.rect)
    return pixels


def over_matte(pixels: Pixels, matte: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Colours without transparency, (H, W, 3) RGB: what shines through is the matte colour."""
    if pixels.opaque:
        return np.ascontiguousarray(pixels.array[..., 2::-1])
    rest = 255 - pixels.array[..., 3:].astype(np.uint16)
    ground = (rest * np.array(matte, np.uint16) + 127) // 255
    return (pixels.array[..., 2::-1] + ground).astype(np.uint8)
