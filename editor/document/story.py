"""The story of a picture: what was done to it, as a chain of edits that a command can do again.

A result is told as the run that made it, as far as that would come out the same; all else that is
visible is told as pictures laid one over the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from editor.document.compositor import flattened
from editor.document.errors import EditorError
from editor.document.layer import Blend, Kind, Layer
from editor.document.pixels import Pixels
from editor.document.state import State
from editor.document.story_recipe import Unrepeatable, applied_recipe, repeated
from editor.document.words import translate
from inference.chain import Chain, PasteStep, Step
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
    teller = _Teller(state, visible[:1])
    for layer in visible[1:]:
        teller.take(layer)
    if not teller.steps:
        raise EditorError(
            translate("Story", "Nothing was done to this picture yet; apply a candidate first.")
        )
    recipes = [layer.recipe for layer in visible if layer.recipe]
    models = tuple(dict.fromkeys(str(recipe.get("model", "")) for recipe in recipes))
    chain = Chain(Path(), PICTURE, tuple(teller.steps))
    return Story(chain, teller.files, teller.frames, models, teller.notices)


class _Teller:
    """Takes the visible layers one after the other, from the bottom.

    Attributes:
        steps, files, frames, notices: the story so far.
    """

    def __init__(self, state: State, layers: list[Layer]) -> None:
        self._state = state
        self._layers = layers
        self._below = self._flattened(layers)
        self.steps: list[Step] = []
        self.files = {PICTURE: self._below.straight()}
        title = layers[0].name if layers else ""
        self.frames = [Frame.of(self.files[PICTURE], title)]
        self.notices: list[str] = []

    def take(self, layer: Layer) -> None:
        """Tell the next layer."""
        self._layers.append(layer)
        above = self._flattened(self._layers)
        step = self._run(layer) or self._paste(layer, above)
        if step is not None:
            self.steps.append(step)
            self.frames.append(Frame.of(above.straight(), step.label))
        self._below = above

    def _run(self, layer: Layer) -> Step | None:
        if layer.kind is not Kind.RESULT or not layer.recipe:
            return None
        name = Path(f"mask-{len(self.steps) + 1}.png")
        try:
            step, self.files[name] = repeated(layer, self._below, name)
        except Unrepeatable as reason:
            text = translate("Story", "“{name}” is in it as a picture, not as a run: {why}.")
            self.notices.append(text.format(name=layer.name, why=reason))
            return None
        return step

    def _paste(self, layer: Layer, above: Pixels) -> Step | None:
        """A layer as a picture to lay over; None where it lies beside the picture.

        In another blend mode than the normal one it tells what it made of the layers below.
        """
        name = Path(f"paste-{len(self.steps) + 1}.png")
        normal = layer.blend is Blend.NORMAL
        shown = self._flattened([layer]) if normal else above
        area = shown.bounds if normal else layer.bounds.intersected(self._state.rect)
        if area.empty:
            return None
        self.files[name] = Pixels(shown.array[area.slices]).straight()
        return PasteStep(name, layer.name, area.x, area.y, replace=not normal)

    def _flattened(self, layers: list[Layer]) -> Pixels:
        return flattened(self._state.replaced(layers=tuple(layers)))
