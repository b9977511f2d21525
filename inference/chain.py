"""A chain of edits as a file: a picture, and what was done to it, step by step. Plain Python.

docs/recipes.md describes the format.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from inference.chain_fields import Fields
from inference.errors import RequestError
from inference.models.catalog import PUBLIC_MODELS, STARTER, find_model
from inference.request import MAX_CANDIDATES, MAX_SEED, PRESETS, EditSettings

__all__ = ["Chain", "EditStep", "PasteStep", "Step", "chain_text", "read_chain"]

VERSION = 1
MAX_BYTES = 16_000_000
TOP = ("version", "about", "picture", "steps")
EDIT = ("mask", "prompt", "negative", "seed", "candidate", "wave", "model", "preset", "settings")
MADE_WITH = ("model_sha256", "clip_sha256", "device", "precision")
PASTE = ("paste", "name", "x", "y", "opacity", "replace")


@dataclass(frozen=True)
class EditStep:
    """One candidate of a run on the picture so far.

    Attributes:
        mask: a picture file, relative to the chain's folder.
        seed: the run's.
        candidate: its number in the run, from 0.
        wave: the candidates that were computed together with it, itself among them.
        made_with: what is known of how it was made, under the names in MADE_WITH.
    """

    mask: Path
    prompt: str = ""
    negative: str = ""
    seed: int = 0
    candidate: int = 0
    wave: range = range(1)
    settings: EditSettings = field(default_factory=EditSettings)
    made_with: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What it did, in a few words."""
        return self.prompt.strip() or "removed"


@dataclass(frozen=True)
class PasteStep:
    """A picture laid over the picture so far.

    Attributes:
        paste: a picture file, relative to the chain's folder.
        name: what it is called; empty for the file's name.
        x, y: where its top left corner lies; it may reach beyond the picture.
        opacity: 0 … 1.
        replace: it takes the place of what is there, transparency and all.
    """

    paste: Path
    name: str = ""
    x: int = 0
    y: int = 0
    opacity: float = 1.0
    replace: bool = False

    @property
    def label(self) -> str:
        """What it is, in a few words."""
        return self.name or self.paste.stem


Step = EditStep | PasteStep


@dataclass(frozen=True)
class Chain:
    """A picture and the steps that it goes through.

    Attributes:
        folder: what the paths in it are relative to.
        picture: a picture file.
    """

    folder: Path
    picture: Path
    steps: tuple[Step, ...]
    about: str = ""


def read_chain(path: Path) -> Chain:
    """Read a chain and check all of it but the pictures that it names.

    Raises:
        RequestError: it is missing, not JSON, of another version, or says what makes no sense.
        ModelError: it names a model that is not known.
    """
    top = Fields(_parsed(path), str(path))
    version = top.whole("version", -1)
    if version != VERSION:
        said = "has no version" if version < 0 else f"is of version {version}"
        raise RequestError(f"{path} {said}; this Blendbrush reads version {VERSION}.")
    top.check_names(TOP)
    picture = Path(top.needed("picture", "the picture file that it begins with"))
    steps = tuple(
        _step(Fields(content, f"{path}, step {number}"), path.parent)
        for number, content in enumerate(top.items("steps"), start=1)
    )
    if not steps:
        raise RequestError(f"{path} has no steps; give it at least one.")
    return Chain(path.parent, picture, steps, top.text("about"))


def _parsed(path: Path) -> object:
    try:
        if not path.is_file():
            raise RequestError(f"There is no file {path}.")
        if path.stat().st_size > MAX_BYTES:
            raise RequestError(f"{path} is too large for a recipe.")
        content: object = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror}.") from error
    except json.JSONDecodeError as error:
        raise RequestError(
            f"{path} is not JSON: line {error.lineno}, column {error.colno} makes no sense."
        ) from error
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{path} is not JSON.") from error
    return content


def _step(step: Fields, folder: Path) -> Step:
    if "paste" in step:
        step.check_names(PASTE)
        return PasteStep(
            Path(step.needed("paste", "the picture to lay over")),
            step.text("name"),
            step.whole("x", 0),
            step.whole("y", 0),
            step.number("opacity", 1.0, 0, 1),
            step.flag("replace"),
        )
    step.check_names((*EDIT, *MADE_WITH))
    mask = Path(step.needed("mask", "which says where the picture may change"))
    candidate = step.whole("candidate", 0, 0, MAX_CANDIDATES - 1)
    return EditStep(
        mask,
        step.text("prompt"),
        step.text("negative"),
        step.whole("seed", 0, 0, MAX_SEED),
        candidate,
        _wave(step, candidate),
        _settings(step, folder),
        {name: step.text(name) for name in MADE_WITH if name in step},
    )


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


def _settings(step: Fields, folder: Path) -> EditSettings:
    """The preset with what is given beside it, and the model's own strength if none is."""
    model = step.text("model", STARTER)
    if model not in (STARTER, *PUBLIC_MODELS):
        model = str(folder / model)
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


def chain_text(chain: Chain) -> str:
    """A chain as its file says it."""
    steps = [_edit_facts(s) if isinstance(s, EditStep) else _paste_facts(s) for s in chain.steps]
    facts: dict[str, Any] = {"version": VERSION}
    if chain.about:
        facts["about"] = chain.about
    facts |= {"picture": chain.picture.as_posix(), "steps": steps}
    # ASCII escapes: a prompt may hold a lone surrogate, which UTF-8 cannot carry.
    return json.dumps(facts, indent=1) + "\n"


def _edit_facts(step: EditStep) -> dict[str, Any]:
    settings = asdict(step.settings)
    return {
        "mask": step.mask.as_posix(),
        "prompt": step.prompt,
        "negative": step.negative,
        "seed": step.seed,
        "candidate": step.candidate,
        "wave": [step.wave.start, len(step.wave)],
        "model": settings.pop("model"),
        "settings": settings,
        **step.made_with,
    }


def _paste_facts(step: PasteStep) -> dict[str, Any]:
    facts: dict[str, Any] = {"paste": step.paste.as_posix(), "name": step.name}
    facts |= {"x": step.x, "y": step.y, "opacity": step.opacity, "replace": step.replace}
    return facts
