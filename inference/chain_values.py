"""Values that every step with a run has in a chain's file. Plain Python."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from inference.chain_fields import Fields
from inference.errors import RequestError
from inference.models.catalog import PUBLIC_MODELS, STARTER, find_model
from inference.request import MAX_CANDIDATES, MAX_SEED, PRESETS, EditSettings

__all__ = ["MADE_WITH", "RUN", "RunValues", "run_facts"]

RUN = ("negative", "seed", "candidate", "wave", "model", "preset", "settings")
MADE_WITH = ("model_sha256", "clip_sha256", "device", "precision")


class RunValues:
    """What a step says of its run.

    Args:
        step: the step as it was read.
        folder: what a model's folder is relative to.
        model: for a step that names none.

    Attributes:
        made_with: what is known of how it was made, under the names in MADE_WITH.

    Raises:
        RequestError: a value makes no sense.
        ModelError: the model is not known.
    """

    def __init__(self, step: Fields, folder: Path, model: str) -> None:
        self.negative = step.text("negative")
        self.seed = step.whole("seed", 0, 0, MAX_SEED)
        self.candidate = step.whole("candidate", 0, 0, MAX_CANDIDATES - 1)
        self.wave = _wave(step, self.candidate)
        self.settings = _settings(step, folder, model)
        self.made_with = {name: step.text(name) for name in MADE_WITH if name in step}


def _wave(step: Fields, candidate: int) -> range:
    """The candidates to compute together; the candidate alone where nothing is said."""
    if "wave" not in step:
        return range(candidate, candidate + 1)
    numbers = step.items("wave")
    if len(numbers) == 2 and all(type(number) is int for number in numbers):
        first, count = numbers
        if 0 <= first <= candidate < first + count <= MAX_CANDIDATES:
            return range(first, first + count)
    raise RequestError(
        f"{step.where}: “wave” must be the first candidate's number and how many there are, "
        f"with candidate {candidate} among them."
    )


def _settings(step: Fields, folder: Path, model: str) -> EditSettings:
    """The preset with what is given beside it, and the model's own strength if none is."""
    if named := step.text("model"):
        model = named if named in (STARTER, *PUBLIC_MODELS) else str(folder / named)
    preset = step.text("preset", "paper")
    if preset not in PRESETS:
        raise RequestError(f"{step.where}: “preset” must be one of {', '.join(PRESETS)}.")
    given = step.inner("settings")
    known = {one.name: one.default for one in fields(EditSettings) if one.name != "model"}
    given.check_names(tuple(known))
    values = asdict(PRESETS[preset]) | {"strength": find_model(model)[0].tuning.strength}
    values |= {name: given.like(name, default) for name, default in known.items() if name in given}
    try:
        return EditSettings(**values | {"model": model})
    except RequestError as error:
        raise RequestError(f"{step.where}: {error}") from error


def run_facts(
    negative: str,
    seed: int,
    candidate: int,
    wave: range,
    settings: EditSettings,
    made_with: Mapping[str, str],
) -> dict[str, Any]:
    """The same values as the file says them."""
    own = asdict(settings)
    return {
        "negative": negative,
        "seed": seed,
        "candidate": candidate,
        "wave": [wave.start, len(wave)],
        "model": own.pop("model"),
        "settings": own,
        **made_with,
    }
