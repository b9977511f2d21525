"""What a run was asked for; enough to ask again, without its picture."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from editor.document.geometry import Rect
from editor.document.pixels import Mask
from editor.ui.prompt_bar.modes import Mode
from editor.ui.prompt_bar.wish import Wish
from editor.ui.runs.whereabouts import DocumentKey
from inference.events import Box, Candidate
from inference.request import EditRequest, EditSettings

__all__ = ["Order"]

Array = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Order:
    """A run's request but for the picture, which is whatever is visible.

    Attributes:
        mode: what the prompt bar was set to.
        area: the smallest rectangle around the mask.
        mask: the mask there, (area.h, area.w); outside it is 0.
        wave: numbers of the candidates that are made, together; None makes all of them.
    """

    key: DocumentKey
    mode: Mode
    prompt: str
    negative: str
    seed: int
    candidates: int
    settings: EditSettings
    area: Rect
    mask: Array
    wave: range | None = None

    @classmethod
    def of_wish(cls, wish: Wish, key: DocumentKey, seed: int, mask: Array) -> Self:
        """What the prompt bar is set to.

        Args:
            mask: (H, W), as large as the picture and not empty.
        """
        area = Mask(mask).bounds
        return cls(
            key,
            wish.mode,
            wish.prompt,
            wish.negative,
            seed,
            wish.candidates,
            wish.settings,
            area,
            mask[area.slices].copy(),
        )

    @classmethod
    def of_candidate(cls, candidate: Candidate, key: DocumentKey, candidates: int) -> Self:
        """What a kept candidate was made from; all that it changed is its mask.

        Raises:
            KeyError, TypeError: its recipe is not one of this version.
            RequestError: its settings are out of range.
        """
        box = candidate.box
        area = Rect(box.left, box.top, box.width, box.height)
        mask = np.where(candidate.pixels[..., 3] > 0, np.uint8(255), np.uint8(0))
        return cls.of_recipe(candidate.recipe, key, candidates, area, mask)

    @classmethod
    def of_recipe(
        cls,
        recipe: Mapping[str, Any],
        key: DocumentKey,
        candidates: int,
        area: Rect,
        mask: Array,
    ) -> Self:
        """What a recipe was made from; errors as for ``of_candidate``.

        Args:
            area: lies inside the picture.
            mask: what may change there, (area.h, area.w).
        """
        if not all(isinstance(recipe[name], str) for name in ("prompt", "negative")):
            raise TypeError("no prompt")
        return cls(
            key,
            _mode(recipe),
            recipe["prompt"],
            recipe["negative"],
            recipe["seed"],
            candidates,
            EditSettings(**recipe["settings"]),
            area,
            mask,
        )

    def changed(self, *, seed: int, strength: float | None = None) -> "Order":
        """The same with another seed, and perhaps another strength."""
        strength = self.settings.strength if strength is None else strength
        return replace(
            self,
            seed=seed,
            wave=None,
            settings=replace(self.settings, strength=strength),
        )

    def part(self, wave: range) -> "Order":
        """These of its candidates alone, computed together, each to its end."""
        settings = replace(self.settings, stop_weak=False)
        return replace(self, candidates=len(wave), wave=wave, settings=settings)

    @property
    def whole_mask(self) -> Array:
        """The mask as large as the picture, (H, W)."""
        mask = np.zeros((self.key.height, self.key.width), np.uint8)
        mask[self.area.slices] = self.mask
        return mask

    def request(self, picture: Array) -> EditRequest:
        """What the engine is asked.

        Args:
            picture: what is visible, (H, W, 3), of the key's size.

        Raises:
            RequestError: it cannot be run.
        """
        return EditRequest(
            picture,
            self.whole_mask,
            self.prompt,
            self.negative,
            self.seed,
            self.candidates,
            self.settings,
        )

    def alpha_at(self, region: Box, side: int) -> Array:
        """The mask over a region at a model's size, (side, side), one pixel of it for each."""
        places = (np.arange(side) + 0.5) / side
        columns = (region.left + places * region.width).astype(int) - self.area.x
        rows = (region.top + places * region.height).astype(int) - self.area.y
        inside = np.outer(
            (rows >= 0) & (rows < self.area.h), (columns >= 0) & (columns < self.area.w)
        )
        near = self.mask[
            np.clip(rows, 0, self.area.h - 1)[:, None], np.clip(columns, 0, self.area.w - 1)
        ]
        return np.where(inside, near, np.uint8(0))


def _mode(recipe: Mapping[str, Any]) -> Mode:
    """A layer's recipe names its mode; without one, an empty prompt can only remove."""
    likely = Mode.FILL if recipe["prompt"] else Mode.REMOVE
    return next((mode for mode in Mode if mode.value == recipe.get("mode")), likely)
