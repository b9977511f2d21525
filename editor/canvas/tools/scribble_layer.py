"""Which layer colours go to: one of their own, so that the photo below stays as it is."""

from PySide6.QtCore import QCoreApplication

from editor.document.document import unique_name
from editor.document.geometry import Rect
from editor.document.layer import Kind, Layer
from editor.document.operations import add_layer
from editor.document.pixels import Pixels
from editor.document.state import State

__all__ = ["with_scribble"]


def with_scribble(state: State) -> State:
    """The same picture with a scribble layer active that covers all of it.

    That is the active layer, the one right above it, or else a new one there. The layers are the
    very same tuple where none had to be made or enlarged.
    """
    layer = _ready_layer(state)
    if layer is None:
        name = unique_name(QCoreApplication.translate("Tools", "Scribble"), state.layers)
        pixels = Pixels.empty(state.width, state.height)
        return add_layer(state, Layer(pixels, name, kind=Kind.SCRIBBLE))
    if layer.number != state.active:
        state = state.replaced(active=layer.number)
    whole = layer.bounds.united(state.rect)
    if whole == layer.bounds:
        return state
    grown = _grown(layer, whole)
    return state.with_layer(layer.number, pixels=grown, x=whole.x, y=whole.y)


def _ready_layer(state: State) -> Layer | None:
    """The active layer or the one above it, if it is for scribbles and can be painted on."""
    if state.active_layer is None:
        return None
    place = state.index(state.active)
    for layer in state.layers[place : place + 2]:
        if layer.kind is Kind.SCRIBBLE and layer.visible and not layer.locked:
            return layer
    return None


def _grown(layer: Layer, whole: Rect) -> Pixels:
    """A layer's pixels in a larger raster, transparent where there were none."""
    pixels = Pixels.empty(whole.w, whole.h)
    pixels.array[layer.bounds.moved(-whole.x, -whole.y).slices] = layer.pixels.array
    return pixels
