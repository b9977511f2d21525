"""What is being painted on, the mask or a layer: edited in place, kept or dropped as one step."""

from editor.canvas.tools.scribble_layer import with_scribble
from editor.document.document import Document
from editor.document.geometry import EMPTY, Rect
from editor.document.layer import Layer
from editor.document.pixels import Raster
from editor.document.state import State

__all__ = ["Surface"]


class Surface:
    """A raster that is being edited. End it with ``record`` or ``abandon``.

    Args:
        x, y: where the raster's top left corner lies in the picture.
        before: the state to go back to; the present one may have got a layer more since.

    Attributes:
        document: the one that the raster is a part of.
        edit: of the raster.
    """

    def __init__(self, document: Document, raster: Raster, x: int, y: int, before: State) -> None:
        self.document = document
        self.x = x
        self.y = y
        self.edit = document.edit(raster)
        self._before = before
        self._dirty = EMPTY

    @classmethod
    def of_mask(cls, document: Document) -> "Surface":
        """The mask."""
        return cls(document, document.state.mask, 0, 0, document.state)

    @classmethod
    def of_layer(cls, document: Document, layer: Layer) -> "Surface":
        """A layer of the picture as it is."""
        return cls(document, layer.pixels, layer.x, layer.y, document.state)

    @classmethod
    def of_scribble(cls, document: Document) -> "Surface":
        """The layer for colours, which is made or enlarged where it has to be."""
        before = document.state
        state = with_scribble(before)
        document.adopt(state)
        layer = state.layers[state.index(state.active)]
        return cls(document, layer.pixels, layer.x, layer.y, before)

    def touched(self, rect: Rect) -> None:
        """The raster was written to in ``rect``, in its own coordinates."""
        if not rect.empty:
            self._dirty = self._dirty.united(rect)
            self.document.touched(self.edit.raster, rect)

    def record(self, label: str) -> bool:
        """Keep it as one step, a new layer included; whether there was anything to keep.

        Where nothing in the picture has changed, it is abandoned.
        """
        if self._changed() and self.document.record(label, self.edit, before=self._structure):
            return True
        self.abandon()
        return False

    def abandon(self) -> None:
        """Put everything back, and take away a layer that was made for this."""
        self.document.abandon(self.edit)
        self.document.adopt(self._before)

    @property
    def _structure(self) -> State | None:
        """The state before, if the layers are others now."""
        return None if self.document.state.layers is self._before.layers else self._before

    def _changed(self) -> bool:
        state = self.document.state
        if self._dirty.moved(self.x, self.y).intersected(state.rect).empty:
            return False
        # Without a new layer the document finds out by itself, and packs the tiles but once.
        return self._structure is None or self.edit.change() is not None
