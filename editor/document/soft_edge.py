"""The soft edge of a result's layer, changed after the run by the rule of the run itself."""

import hashlib
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from editor.document.applied import edge_colours, kept_edge, placed_mask
from editor.document.errors import EditorError
from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.document.pixels import Pixels
from editor.document.words import translate
from inference.region_geometry import significant

__all__ = ["SOFTEST", "SoftEdge"]

Array = NDArray[np.uint8]
SOFTEST = 64  # pixels, of the picture and of the model: a run takes no more


class SoftEdge:
    """A result's layer as it looks with one soft edge or another.

    What was erased from the layer stays erased.

    Attributes:
        width: what it has now, in pixels of the picture.
        widest: what it may have.

    Raises:
        EditorError: the recipe is damaged, or the layer is no longer of its shape.
    """

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        area, mask = placed_mask(layer)
        self._colours, self._made = edge_colours(layer)
        try:
            region, size = layer.recipe["region"], layer.recipe["picture_size"]
            self._scale = region["side"] / region["model_size"]
            edge = layer.recipe["settings"]["soft_edge"]
            box = layer.recipe["box"]
            picture = Rect(layer.x - box["left"], layer.y - box["top"], *map(int, size))
            self.width = min(SOFTEST, round(edge * self._scale))
            self.widest = min(SOFTEST, int(SOFTEST * self._scale))
        except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            text = translate("Applied", "This layer was made by another version; its edge stays.")
            raise EditorError(text) from error
        # A ring of one pixel is as near as anything outside; the picture's border is no edge.
        around = layer.bounds.padded(1).intersected(picture)
        self._solid = np.zeros((around.h, around.w), np.uint8)
        shared = around.intersected(area)
        self._solid[shared.moved(-around.x, -around.y).slices] = significant(mask)[
            shared.moved(-area.x, -area.y).slices
        ]
        self._inner = layer.bounds.moved(-around.x, -around.y).slices

    def pixels(self, width: int) -> Pixels:
        """What the layer's pixels are with another soft edge, in pixels of the picture."""
        alpha, present = self._alpha(width), self._layer.pixels.array[..., 3]
        share = alpha.astype(np.float32) * present / np.maximum(self._made, 1)
        left = np.where(present == self._present, alpha, np.rint(np.minimum(share, 255)))
        return Pixels.from_straight(np.dstack([self._colours, left.astype(np.uint8)]))

    def layer(self, width: int) -> Layer:
        """The layer with another soft edge; its recipe says so, and keeps the colours.

        What was erased comes back, where it is brought back, with that edge too.
        """
        alpha, pixels = self._alpha(width), self.pixels(width)
        recipe = dict(self._layer.recipe)
        untouched = recipe.get("layer_sha256") == _digest(self._layer.pixels)
        recipe["settings"] = {**recipe["settings"], "soft_edge": width / self._scale}
        recipe["edge"] = kept_edge(self._colours, alpha, self._solid[self._inner] > 0)
        if untouched:
            recipe["layer_sha256"] = _digest(pixels)
        original = Pixels.from_straight(np.dstack([self._colours, self._whole(alpha)]))
        return self._layer.replaced(pixels=pixels, recipe=recipe, original=original)

    @cached_property
    def _present(self) -> Array:
        """The alpha that the layer has where nobody has erased anything, (h, w)."""
        return self._whole(self._made)

    def _whole(self, alpha: Array) -> Array:
        """An alpha without what is outside the candidate, (h, w)."""
        return np.where(self._solid[self._inner] > 0, alpha, np.uint8(0))

    def _alpha(self, width: int) -> Array:
        from inference.region import soft_alpha  # noqa: PLC0415  half a second to import

        # As the run computes it, so that doing it again gives the very same pixels.
        soft_edge = width / self._scale
        return soft_alpha(self._solid, soft_edge * self._scale)[self._inner]


def _digest(pixels: Pixels) -> str:
    return hashlib.sha256(pixels.array.tobytes()).hexdigest()
