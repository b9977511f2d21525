"""What a run that expands the picture was asked for; enough to ask again, without its picture."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from editor.document.expanding import Extent
from editor.document.geometry import Rect
from editor.document.story_expand import recipe_sides
from editor.ui.prompt_bar.modes import Mode
from editor.ui.prompt_bar.wish import Wish
from editor.ui.runs.order import Order
from editor.ui.runs.whereabouts import DocumentKey
from inference.events import Candidate
from inference.extend_request import SIDES, ExtendRequest, Side
from inference.request import EditSettings

__all__ = ["UNREADABLE", "AnyOrder", "ExtendOrder", "order_of"]

Array = NDArray[np.uint8]
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
"""What recipes of other versions, or damaged ones, raise; besides RequestError."""


@dataclass(frozen=True, eq=False)
class ExtendOrder:
    """A run's request but for the picture, which is whatever is visible.

    Attributes:
        prompt: what the user knows it by: what is asked of all sides, or of each.
        sides: those that move, with all their words.
        wave: numbers of the candidates that are made, together; None makes all of them.
    """

    key: DocumentKey
    prompt: str
    negative: str
    seed: int
    candidates: int
    settings: EditSettings
    sides: Mapping[str, Side]
    wave: range | None = None

    @classmethod
    def of_wish(cls, wish: Wish, key: DocumentKey, seed: int) -> Self:
        """What the prompt bar is set to."""
        sides = {
            name: replace(side, prompt=side.prompt or wish.prompt)
            for name, side in wish.sides.items()
        }
        label = wish.prompt or _label(sides)
        return cls(key, label, wish.negative, seed, wish.candidates, wish.settings, sides)

    @classmethod
    def of_recipe(cls, recipe: Mapping[str, Any], key: DocumentKey, candidates: int) -> Self:
        """What a candidate was made from; one that was stopped on its way is asked for whole.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is not one of this version.
            RequestError: its settings are out of range.
        """
        sides = recipe_sides(recipe)
        return cls(
            key,
            _label(sides),
            str(recipe["negative"]),
            int(recipe["seed"]),
            candidates,
            EditSettings(**recipe["settings"]),
            sides,
        )

    @property
    def mode(self) -> Mode:
        """What the prompt bar was set to."""
        return Mode.EXPAND

    @property
    def frame(self) -> Rect:
        """What the picture becomes, in pixels of the picture."""
        extent = Extent(**{name: side.pixels for name, side in self.sides.items()})
        return extent.frame(Rect(0, 0, self.key.width, self.key.height))

    def changed(self, *, seed: int) -> "ExtendOrder":
        """The same with another seed."""
        return replace(self, seed=seed, wave=None)

    def part(self, wave: range) -> "ExtendOrder":
        """These of its candidates alone, computed together."""
        return replace(self, candidates=len(wave), wave=wave)

    def request(self, picture: Array) -> ExtendRequest:
        """What the engine is asked.

        Args:
            picture: what is visible, (H, W, 3), of the key's size.

        Raises:
            RequestError: it cannot be run.
        """
        left, right, top, bottom = (self.sides.get(name, Side()) for name in SIDES)
        return ExtendRequest(
            picture,
            left,
            right,
            top,
            bottom,
            negative=self.negative,
            seed=self.seed,
            candidates=self.candidates,
            settings=self.settings,
        )

    def alpha(self, height: int, width: int) -> Array:
        """What of a preview of the frame is new, (height, width): 0 where only the picture is."""
        frame = self.frame
        columns = _beyond(width, frame.w, -frame.x, self.key.width)
        rows = _beyond(height, frame.h, -frame.y, self.key.height)
        return np.where(rows[:, None] | columns, np.uint8(255), np.uint8(0))


AnyOrder = Order | ExtendOrder


def order_of(candidate: Candidate, key: DocumentKey, candidates: int) -> AnyOrder:
    """What a kept candidate's run was asked for; errors as for ``ExtendOrder.of_recipe``."""
    if "extend" in candidate.recipe:
        return ExtendOrder.of_recipe(candidate.recipe, key, candidates)
    return Order.of_candidate(candidate, key, candidates)


def _label(sides: Mapping[str, Side]) -> str:
    return ", ".join(dict.fromkeys(side.prompt for side in sides.values() if side.prompt))


def _beyond(length: int, frame: int, first: int, picture: int) -> NDArray[np.bool_]:
    """Which pixels of a preview show some of what lies beyond the picture, along one axis."""
    marks = np.arange(length + 1) * (frame / length)
    return (marks[:-1] < first) | (marks[1:] > first + picture)
