"""One layer of a picture: pixels, where they lie and how they mix with what is below."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Self

from editor.document.geometry import Affine, Rect
from editor.document.pixels import Pixels

__all__ = ["Blend", "Kind", "Layer"]

_numbers = itertools.count(1)


class Blend(Enum):
    """How a layer mixes with what is below; the values are OpenRaster's names."""

    NORMAL = "svg:src-over"
    MULTIPLY = "svg:multiply"
    SCREEN = "svg:screen"
    OVERLAY = "svg:overlay"
    DARKEN = "svg:darken"
    LIGHTEN = "svg:lighten"
    COLOR_DODGE = "svg:color-dodge"
    COLOR_BURN = "svg:color-burn"
    HARD_LIGHT = "svg:hard-light"
    SOFT_LIGHT = "svg:soft-light"
    DIFFERENCE = "svg:difference"
    ADD = "svg:plus"


class Kind(Enum):
    """What a layer is for."""

    PICTURE = "picture"
    SCRIBBLE = "scribble"
    CLIP_ART = "clip-art"
    RESULT = "result"


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer. Its properties are replaced, never changed; its pixels are edited in place.

    Attributes:
        x, y: where the pixels' top left corner lies in the picture; may be negative.
        opacity: 0 … 1.
        locked: no tool changes it.
        recipe: all that is needed to make a result again; empty for other layers.
        original: a result's pixels as it was taken, which no tool changes: what was erased can be
            brought back from them. None where they are not known, or of another shape.
        extra: attributes of the file that are not ours, kept as they were.
        preview: a map of picture coordinates under which the layer is shown while it is being
            transformed; None in every state that is kept.
        number: stays with the layer through all its replacements.
    """

    pixels: Pixels
    name: str
    x: int = 0
    y: int = 0
    opacity: float = 1.0
    visible: bool = True
    locked: bool = False
    blend: Blend = Blend.NORMAL
    kind: Kind = Kind.PICTURE
    recipe: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    preview: Affine | None = None
    original: Pixels | None = None
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def bounds(self) -> Rect:
        """The part of the picture that its pixels cover, as shown."""
        placed = Rect(self.x, self.y, self.pixels.width, self.pixels.height)
        return placed if self.preview is None else self.preview.bounds(placed).padded(1)

    def replaced(self, **changes: Any) -> Self:  # noqa: ANN401  the fields' own types
        """The same layer with other properties."""
        return replace(self, **changes)

    def reshaped(self, change: Callable[[Pixels], Pixels], x: int, y: int) -> Self:
        """The same layer elsewhere, its pixels and the original ones changed alike."""
        original = None if self.original is None else change(self.original)
        return self.replaced(pixels=change(self.pixels), original=original, x=x, y=y)

    def duplicated(self, name: str) -> "Layer":
        """Another layer with a copy of the pixels."""
        return replace(self, pixels=self.pixels.copy(), name=name, number=next(_numbers))
