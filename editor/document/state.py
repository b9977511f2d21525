"""All of a picture at one moment: size, layers and mask, as a value."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from editor.document.geometry import EMPTY, Rect
from editor.document.layer import Layer
from editor.document.pixels import Mask, Raster

__all__ = ["State", "changed_rect"]


@dataclass(frozen=True, eq=False)
class State:
    """A picture's structure. Its rasters may be shared with other states and are edited in place.

    Attributes:
        layers: from the bottom to the top.
        active: the number of the layer that tools work on; 0 where there is none.
        mask: as large as the picture.
    """

    width: int
    height: int
    layers: tuple[Layer, ...]
    active: int
    mask: Mask

    @property
    def rect(self) -> Rect:
        """The whole picture."""
        return Rect(0, 0, self.width, self.height)

    @property
    def active_layer(self) -> Layer | None:
        """The layer that tools work on."""
        return self.layer(self.active)

    @property
    def rasters(self) -> Iterator[Raster]:
        """Everything that takes memory."""
        yield self.mask
        for layer in self.layers:
            yield layer.pixels
            if layer.original is not None:
                yield layer.original

    def layer(self, number: int) -> Layer | None:
        """The layer of that number."""
        return next((layer for layer in self.layers if layer.number == number), None)

    def index(self, number: int) -> int:
        """How many layers lie below that one.

        Raises:
            ValueError: there is no such layer.
        """
        return [layer.number for layer in self.layers].index(number)

    def replaced(self, **changes: Any) -> "State":  # noqa: ANN401  the fields' own types
        """The same picture with other parts."""
        return replace(self, **changes)

    def with_layer(self, number: int, **changes: Any) -> "State":  # noqa: ANN401
        """The same picture with one layer's properties replaced."""
        return self.replaced(
            layers=tuple(
                layer.replaced(**changes) if layer.number == number else layer
                for layer in self.layers
            )
        )


def changed_rect(old: State, new: State) -> Rect:
    """The part of the picture that can look different in the new state."""
    if (old.width, old.height) != (new.width, new.height):
        return new.rect
    before, after = list(old.layers), list(new.layers)
    while before and after and before[0] is after[0]:
        del before[0], after[0]
    while before and after and before[-1] is after[-1]:
        del before[-1], after[-1]
    dirty = EMPTY
    for layer in before + after:
        dirty = dirty.united(layer.bounds)
    return dirty.intersected(new.rect)
