"""Pictures to test with, what two of them are compared by, and a listener."""

from typing import Any

import numpy as np

from editor.document.document import Changed, Document
from editor.document.geometry import EMPTY
from editor.document.layer import Layer
from editor.document.pixels import Mask, Pixels
from editor.document.state import State

__all__ = ["Watcher", "random_mask", "random_pixels", "snapshot", "state_of", "within_alpha"]


def random_pixels(width: int, height: int, seed: int = 0, *, opaque: bool = False) -> Pixels:
    """Random premultiplied colours, with fully transparent and fully opaque ones among them."""
    rng = np.random.default_rng(seed)
    alpha = rng.integers(-60, 316, (height, width, 1)).clip(0, 255)
    if opaque:
        alpha[...] = 255
    colours = rng.integers(0, 256, (height, width, 3)) * alpha // 255
    return Pixels(np.concatenate([colours, alpha], axis=2).astype(np.uint8))


def random_mask(width: int, height: int, seed: int = 0) -> Mask:
    """Any value anywhere."""
    rng = np.random.default_rng(seed)
    return Mask(rng.integers(0, 256, (height, width), dtype=np.uint8))


def state_of(width: int, height: int, *layers: Layer, seed: int = 0) -> State:
    """A picture of these layers with a random mask; the top one is active."""
    return State(width, height, layers, layers[-1].number, random_mask(width, height, seed))


def snapshot(state: State) -> Any:
    """All of a picture that undo has to bring back, comparable."""
    return (
        (state.width, state.height),
        state.mask.array.tobytes(),
        [
            (
                *(layer.number, layer.name, layer.x, layer.y, layer.opacity, layer.visible),
                *(layer.locked, layer.blend, layer.kind),
                (layer.pixels.width, layer.pixels.height, layer.pixels.array.tobytes()),
            )
            for layer in state.layers
        ],
    )


def within_alpha(pixels: Pixels) -> bool:
    """Whether no colour is stronger than its alpha."""
    return bool((pixels.array[..., :3] <= pixels.array[..., 3:]).all())


class Watcher:
    """A listener that gathers what was said to have changed."""

    def __init__(self, document: Document) -> None:
        self.picture = self.mask = EMPTY
        self.structure = self.history = False
        self.layers = frozenset[int]()
        document.listen(self)

    def __call__(self, changed: Changed) -> None:
        """Take in one message."""
        self.picture = self.picture.united(changed.picture)
        self.mask = self.mask.united(changed.mask)
        self.structure |= changed.structure
        self.history |= changed.history
        self.layers |= changed.layers

    def forget(self) -> None:
        """Begin anew."""
        self.picture = self.mask = EMPTY
        self.structure = self.history = False
        self.layers = frozenset()
