"""A chain of edits as a file: a picture, and what was done to it, step by step. Plain Python.

docs/recipes.md describes the format.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inference.chain_extend import ExtendStep, extend_facts, read_extend
from inference.chain_fields import Fields
from inference.chain_values import MADE_WITH, RUN, RunValues, run_facts
from inference.errors import RequestError
from inference.models.catalog import STARTER
from inference.request import EditSettings

__all__ = [
    "MADE_WITH",
    "Chain",
    "EditStep",
    "ExtendStep",
    "PasteStep",
    "Step",
    "chain_text",
    "read_chain",
]

VERSION = 1
MAX_BYTES = 16_000_000
TOP = ("version", "about", "picture", "steps")
EDIT = ("mask", "prompt", *RUN)
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


Step = EditStep | ExtendStep | PasteStep


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


def read_chain(path: Path, model: str = STARTER) -> Chain:
    """Read a chain and check all of it but the pictures that it names.

    Args:
        model: for the steps that name none.

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
        _step(Fields(content, f"{path}, step {number}"), path.parent, model)
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


def _step(step: Fields, folder: Path, model: str) -> Step:
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
    if "extend" in step:
        return read_extend(step, folder, model)
    step.check_names((*EDIT, *MADE_WITH))
    mask = Path(step.needed("mask", "which says where the picture may change"))
    values = RunValues(step, folder, model)
    return EditStep(
        mask,
        step.text("prompt"),
        values.negative,
        values.seed,
        values.candidate,
        values.wave,
        values.settings,
        values.made_with,
    )


def chain_text(chain: Chain) -> str:
    """A chain as its file says it."""
    steps = [_facts(step) for step in chain.steps]
    facts: dict[str, Any] = {"version": VERSION}
    if chain.about:
        facts["about"] = chain.about
    facts |= {"picture": chain.picture.as_posix(), "steps": steps}
    # ASCII escapes: a prompt may hold a lone surrogate, which UTF-8 cannot carry.
    return json.dumps(facts, indent=1) + "\n"


def _facts(step: Step) -> dict[str, Any]:
    if isinstance(step, PasteStep):
        return _paste_facts(step)
    return extend_facts(step) if isinstance(step, ExtendStep) else _edit_facts(step)


def _edit_facts(step: EditStep) -> dict[str, Any]:
    facts: dict[str, Any] = {"mask": step.mask.as_posix(), "prompt": step.prompt}
    return facts | run_facts(
        step.negative, step.seed, step.candidate, step.wave, step.settings, step.made_with
    )


def _paste_facts(step: PasteStep) -> dict[str, Any]:
    facts: dict[str, Any] = {"paste": step.paste.as_posix(), "name": step.name}
    facts |= {"x": step.x, "y": step.y, "opacity": step.opacity, "replace": step.replace}
    return facts
