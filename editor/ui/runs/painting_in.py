"""Combines results: hides a result to paint it in again, or brings back the masked part of it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from editor.document.document import Document
from editor.document.layer import Layer
from editor.document.strokes import Erase, Ink, Restore, lay
from editor.ui.context import Context

__all__ = ["PaintingIn"]

FULL = 255


class PaintingIn(QObject):
    """Actions for the active layer, where it still has the pixels that it was taken with."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        add = context.actions.add
        add(
            "layer-bring-back",
            self.tr("Bring Back Masked Part"),
            self.bring_back,
            icon_name="mask-add",
            tip=self.tr("Show again what is masked of this result, wherever it was erased"),
            usable=self._can_bring_back,
        )
        add(
            "layer-paint-in",
            self.tr("Hide All, Then Paint In"),
            self.paint_in,
            icon_name="reveal",
            tip=self.tr("Hide this result and take the brush that paints it in again"),
            usable=self._can_change,
        )

    def _can_change(self) -> bool:
        layer = self._context.state.active_layer if self._context.has_document() else None
        return layer is not None and layer.original is not None and not layer.locked

    def _can_bring_back(self) -> bool:
        return self._can_change() and bool(self._context.state.mask.array.any())

    def bring_back(self) -> None:
        """Show again what is masked of the layer, as far as the mask goes."""
        document, layer = self._settled()
        if layer.original is None:
            return
        coverage = np.zeros((layer.pixels.height, layer.pixels.width), np.uint8)
        inside = layer.bounds.intersected(document.state.rect)
        part = inside.moved(-layer.x, -layer.y)
        coverage[part.slices] = document.state.mask.array[inside.slices]
        ink = Restore(layer.original.array)
        self._lay(document, layer, coverage, ink, self.tr("Bring back masked part"))

    def paint_in(self) -> None:
        """Hide all of the layer, and take the brush that paints it in."""
        document, layer = self._settled()
        coverage = np.full((layer.pixels.height, layer.pixels.width), FULL, np.uint8)
        self._lay(document, layer, coverage, Erase(), self.tr("Hide all"))
        self._context.actions["reveal"].trigger()

    @staticmethod
    def _lay(
        document: Document, layer: Layer, coverage: NDArray[np.uint8], ink: Ink, label: str
    ) -> None:
        """Lay a coverage of the layer's size over it, as one step."""
        edit = document.edit(layer.pixels)
        whole = edit.touch(layer.pixels.rect)
        lay(edit, whole, coverage, ink)
        document.touched(layer.pixels, whole)
        document.record(label, edit)

    def _settled(self) -> tuple[Document, Layer]:
        self._context.settle()
        state = self._context.state
        return self._context.document, state.layers[state.index(state.active)]
