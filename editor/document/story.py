"""The story of a picture: what was done to it, as a chain of edits that a command can do again.

A result is told as the run that made it, as far as that would come out the same; all else that is
visible is told as pictures laid one over the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from editor.document.compositor import flattened
from editor.document.errors import EditorError
from editor.document.expanding import framed, placed
from editor.document.geometry import Rect
from editor.document.layer import Blend, Kind, Layer
from editor.document.pixels import Pixels
from editor.document.state import State
from editor.document.story_expand import expansion, is_expansion
from editor.document.story_recipe import Unrepeatable, applied_recipe, repeated
from editor.document.words import translate
from inference.chain import Chain, ExtendStep, PasteStep, Step
from inference.strip import Frame

__all__ = ["Story", "applied_recipe", "story_of"]

Array = NDArray[np.uint8]
PICTURE = Path("picture.png")


@dataclass(frozen=True, eq=False)
class Story:
    """How a picture came about, as far as it can be told.

    Attributes:
        chain: the steps; its paths are names of ``files``.
        files: straight RGBA, (H, W, 4), or masks, (H, W), by their names.
        frames: the beginning, and what every step left.
        models: names of the models that took part.
        notices: a sentence for every result that is told as a picture only.
    """

    chain: Chain
    files: Mapping[Path, Array]
    frames: Sequence[Frame]
    models: tuple[str, ...]
    notices: Sequence[str]


def story_of(state: State) -> Story:
    """Tell how the visible picture came about. It may run in any thread.

    Args:
        state: one that nobody changes meanwhile.

    Raises:
        EditorError: there is no more than one visible layer.
    """
    visible = [layer for layer in state.layers if layer.visible and layer.opacity]
    tales = _tales(state, visible)
    teller = _Teller(state, tales[:1])
    for tale in tales[1:]:
        teller.take(tale)
    if not teller.steps:
        raise EditorError(
            translate("Story", "Nothing was done to this picture yet; apply a candidate first.")
        )
    recipes = [layer.recipe for layer in visible if layer.recipe]
    models = tuple(dict.fromkeys(str(recipe.get("model", "")) for recipe in recipes))
    chain = Chain(Path(), PICTURE, tuple(teller.steps))
    return Story(chain, teller.files, teller.frames, models, teller.notices)


@dataclass(frozen=True, eq=False)
class _Tale:
    """A layer, and when it is told.

    Attributes:
        area: what the picture is once the layer is in it.
        step: how it expanded the picture, if it did and that can be told.
        why: why it cannot.
    """

    layer: Layer
    area: Rect
    step: ExtendStep | None = None
    why: str = ""


def _tales(state: State, layers: list[Layer]) -> list[_Tale]:
    """The visible layers from the bottom; before one that expanded the picture, that is smaller."""
    area, tales = state.rect, list[_Tale]()
    for place in reversed(range(len(layers))):
        layer, below = layers[place], partial(_seen, state, layers[:place])
        if not place or not is_expansion(layer):
            tales.append(_Tale(layer, area))
            continue
        try:
            step, before = expansion(layer, area, below)
            tales.append(_Tale(layer, area, step))
            area = before
        except Unrepeatable as reason:
            tales.append(_Tale(layer, area, why=str(reason)))
    return tales[::-1]


def _seen(state: State, layers: list[Layer], area: Rect) -> Pixels:
    """What of these layers alone is visible in an area of the picture."""
    return flattened(framed(state.replaced(layers=tuple(layers)), area))


class _Teller:
    """Takes the visible layers one after the other, from the bottom.

    Attributes:
        steps, files, frames, notices: the story so far.
    """

    def __init__(self, state: State, first: list[_Tale]) -> None:
        self._state = state
        self._layers = [tale.layer for tale in first]
        self._area = first[0].area if first else state.rect
        self._below = self._flattened(self._layers)
        self.steps: list[Step] = []
        self.files = {PICTURE: self._below.straight()}
        title = self._layers[0].name if first else ""
        self.frames = [Frame.of(self.files[PICTURE], title)]
        self.notices: list[str] = []

    def take(self, tale: _Tale) -> None:
        """Tell the next layer."""
        self._layers.append(tale.layer)
        self._area = tale.area
        above = self._flattened(self._layers)
        step = tale.step or self._run(tale) or self._paste(tale.layer, above)
        if step is not None:
            self.steps.append(step)
            self.frames.append(Frame.of(above.straight(), step.label))
        self._below = above

    def _run(self, tale: _Tale) -> Step | None:
        layer = tale.layer
        if layer.kind is not Kind.RESULT or not layer.recipe:
            return None
        why = tale.why
        if not why:
            name = Path(f"mask-{len(self.steps) + 1}.png")
            try:
                step, self.files[name] = repeated(placed(layer, self._area), self._below, name)
            except Unrepeatable as reason:
                why = str(reason)
            else:
                return step
        text = translate("Story", "“{name}” is in it as a picture, not as a run: {why}.")
        self.notices.append(text.format(name=layer.name, why=why))
        return None

    def _paste(self, layer: Layer, above: Pixels) -> Step | None:
        """A layer as a picture to lay over; None where it lies beside the picture.

        In another blend mode than the normal one it tells what it made of the layers below.
        """
        name = Path(f"paste-{len(self.steps) + 1}.png")
        normal = layer.blend is Blend.NORMAL
        shown = self._flattened([layer]) if normal else above
        here = placed(layer, self._area).bounds
        area = shown.bounds if normal else here.intersected(shown.rect)
        if area.empty:
            return None
        self.files[name] = Pixels(shown.array[area.slices]).straight()
        return PasteStep(name, layer.name, area.x, area.y, replace=not normal)

    def _flattened(self, layers: list[Layer]) -> Pixels:
        return _seen(self._state, layers, self._area)
