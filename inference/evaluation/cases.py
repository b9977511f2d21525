"""What is evaluated on: prompts on held-out photos, each with a mask and a seed of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.errors import RequestError
from inference.pictures import read_picture
from resources import resource

__all__ = ["SCENES", "Case", "Scene", "cases_of", "few_of", "scenes_of", "spread"]

Pixels = NDArray[np.uint8]
T = TypeVar("T")


@dataclass(frozen=True)
class Scene:
    """A photo that nothing was trained on, and an ellipse in it where something may change.

    Attributes:
        name: of a sample photo.
        x, y: the middle, as shares of width and height.
        across, down: the radii, as shares of width and height.
    """

    name: str
    x: float
    y: float
    across: float
    down: float

    @property
    def photo(self) -> Pixels:
        """(H, W, 3); not to be written to."""
        return _photo(self.name)

    @property
    def mask(self) -> Pixels:
        """(H, W): 255 inside the ellipse."""
        height, width = self.photo.shape[:2]
        y, x = np.ogrid[:height, :width]
        dx = (x - self.x * width) / (self.across * width)
        dy = (y - self.y * height) / (self.down * height)
        return np.where(dx**2 + dy**2 < 1, 255, 0).astype(np.uint8)


SCENES = (
    Scene("meadow", 0.40, 0.78, 0.11, 0.165),
    Scene("trail", 0.68, 0.76, 0.11, 0.15),
    Scene("bowl", 0.585, 0.556, 0.14, 0.21),
    Scene("dogs", 0.80, 0.30, 0.12, 0.16),
    Scene("room", 0.36, 0.62, 0.22, 0.15),
)


@cache
def _photo(name: str) -> Pixels:
    pixels = read_picture(resource("samples", f"{name}.jpg")).flattened
    pixels.flags.writeable = False
    return pixels


@dataclass(frozen=True)
class Case:
    """A prompt on a scene; the seed decides all random numbers of its runs."""

    prompt: str
    scene: Scene
    seed: int


def scenes_of(count: int) -> tuple[Scene, ...]:
    """The first so many scenes.

    Raises:
        RequestError: there are not so many.
    """
    if not 1 <= count <= len(SCENES):
        raise RequestError(f"--photos must lie between 1 and {len(SCENES)}.")
    return SCENES[:count]


def cases_of(prompts: Sequence[str], scenes: Sequence[Scene], seed: int) -> list[Case]:
    """Every prompt on every scene, seeds counted up from ``seed``: the first ones, not picked.

    All prompts on one scene before the next, so that an evaluation that is stopped has seen all.
    """
    pairs = [(prompt, scene) for scene in scenes for prompt in prompts]
    return [Case(prompt, scene, seed + number) for number, (prompt, scene) in enumerate(pairs)]


def few_of(cases: Sequence[Case], count: int) -> list[Case]:
    """``count`` of the cases (all, where there are fewer): of many prompts, the scenes in turn."""
    by_prompt: dict[str, list[Case]] = {}
    for case in cases:
        by_prompt.setdefault(case.prompt, []).append(case)
    rows = spread(list(by_prompt.values()), count)
    rounds = max(map(len, rows), default=0)
    turns = [
        row[(number + turn) % len(row)] for turn in range(rounds) for number, row in enumerate(rows)
    ]
    return list(dict.fromkeys(turns))[:count]


def spread(items: Sequence[T], count: int) -> list[T]:
    """``count`` of the items (all, where there are fewer), evenly over the whole list."""
    if count >= len(items):
        return list(items)
    return [items[number * len(items) // count] for number in range(count)]
