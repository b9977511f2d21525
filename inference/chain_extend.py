"""A step of a chain that extends the picture. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.chain_fields import Fields
from inference.chain_values import MADE_WITH, RUN, RunValues, run_facts
from inference.errors import RequestError
from inference.extend_request import MAX_SIDE, SIDES, ExtendRequest, Side
from inference.request import EditSettings

__all__ = ["ExtendStep", "extend_facts", "read_extend"]

EXTEND = ("extend", "prompts", "parts", *RUN)


@dataclass(frozen=True)
class ExtendStep:
    """One candidate of an extension of the picture so far.

    Attributes:
        sides: the sides that move out, by name.
        seed, candidate, wave, settings, made_with: as in EditStep.
        parts: how many parts of it are made, where it was stopped; None for all.
    """

    sides: Mapping[str, Side]
    negative: str = ""
    seed: int = 0
    candidate: int = 0
    wave: range = range(1)
    settings: EditSettings = field(default_factory=EditSettings)
    parts: int | None = None
    made_with: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What it did, in a few words."""
        prompts = dict.fromkeys(side.prompt.strip() for side in self.sides.values())
        return ", ".join(filter(None, prompts)) or "extended"

    def request(self, picture: NDArray[np.uint8], preview_every: int) -> ExtendRequest:
        """What it asks for on a picture, (H, W, 3).

        Raises:
            RequestError: the picture would become too large.
        """
        left, right, top, bottom = (self.sides.get(name, Side()) for name in SIDES)
        settings = replace(self.settings, preview_every=preview_every)
        return ExtendRequest(
            picture,
            left,
            right,
            top,
            bottom,
            negative=self.negative,
            seed=self.seed,
            candidates=len(self.wave),
            settings=settings,
            parts=self.parts,
        )


def read_extend(step: Fields, folder: Path, model: str) -> ExtendStep:
    """A step as it was read, checked.

    Raises:
        RequestError: it says what makes no sense.
        ModelError: it names a model that is not known.
    """
    step.check_names((*EXTEND, *MADE_WITH))
    pixels, prompts = step.inner("extend"), step.inner("prompts")
    for given in (pixels, prompts):
        given.check_names(SIDES)
    sides = {
        name: Side(pixels.whole(name, 0, 0, MAX_SIDE), prompts.text(name))
        for name in SIDES
        if name in pixels
    }
    for name in SIDES:
        if name in prompts and name not in sides:
            raise RequestError(
                f"{step.where}: there is a prompt for the {name} but “extend” does not name it."
            )
    values = RunValues(step, folder, model)
    parts = step.whole("parts", 1, 1) if "parts" in step else None
    made = ExtendStep(
        sides,
        values.negative,
        values.seed,
        values.candidate,
        values.wave,
        values.settings,
        parts,
        values.made_with,
    )
    try:
        made.request(np.zeros((1, 1, 3), np.uint8), values.settings.preview_every)
    except RequestError as error:
        raise RequestError(f"{step.where}: {error}") from error
    return made


def extend_facts(step: ExtendStep) -> dict[str, Any]:
    """The step as its file says it."""
    facts: dict[str, Any] = {
        "extend": {name: side.pixels for name, side in step.sides.items()},
        "prompts": {name: side.prompt for name, side in step.sides.items()},
    }
    if step.parts is not None:
        facts["parts"] = step.parts
    return facts | run_facts(
        step.negative, step.seed, step.candidate, step.wave, step.settings, step.made_with
    )
