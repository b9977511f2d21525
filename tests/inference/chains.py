"""Makes a chain of edits to test with, and does it by hand."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.engine import LocalEngine
from inference.events import Candidate, CandidateFinished
from inference.request import EditRequest, EditSettings
from tests.conftest import box_mask, random_picture

__all__ = ["HEIGHT", "WIDTH", "by_hand", "edit_step", "write_chain"]

Pixels = NDArray[np.uint8]
WIDTH, HEIGHT = 80, 60
SETTINGS = {"steps": 4, "strength": 1.0, "augmentations": 2}


def edit_step(model: Path, number: int, **values: object) -> dict[str, Any]:
    """A step under a mask that moves with its number."""
    prompt = f"a red apple {number}"
    step = {"mask": f"mask-{number}.png", "prompt": prompt, "seed": number, "model": str(model)}
    return {**step, "settings": SETTINGS, **values}


def write_chain(folder: Path, steps: list[dict[str, Any]], **values: object) -> Path:
    """A chain's file with a picture of noise, four masks and a half transparent patch beside it."""
    Image.fromarray(random_picture(HEIGHT, WIDTH)).save(folder / "photo.png")
    for number in range(1, 5):
        Image.fromarray(mask(number)).save(folder / f"mask-{number}.png")
    Image.fromarray(patch()).save(folder / "patch.png")
    path = folder / "steps.json"
    content = {"version": 1, "picture": "photo.png", "steps": steps, **values}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def mask(number: int) -> Pixels:
    """The mask of a step."""
    left = 8 * number
    return box_mask(HEIGHT, WIDTH, (left, 10, left + 30, 40))


def patch() -> Pixels:
    """Random straight RGBA, 20 × 10."""
    return np.random.default_rng(5).integers(0, 256, (10, 20, 4), dtype=np.uint8)


def by_hand(
    engine: LocalEngine,
    model: Path,
    picture: Pixels,
    number: int,
    *,
    take: int,
    candidates: int,
    soft_edge: float = 1.0,
) -> tuple[EditRequest, Candidate]:
    """A run on a picture as the window would ask for it, and the candidate taken from it."""
    settings = EditSettings(model=str(model), steps=4, strength=1.0, augmentations=2)
    settings = EditSettings(**{**vars(settings), "soft_edge": soft_edge})
    prompt = f"a red apple {number}"
    request = EditRequest(picture, mask(number), prompt, "", number, candidates, settings)
    made = [
        event.candidate
        for event in engine.run(request, lambda: False)
        if isinstance(event, CandidateFinished)
    ]
    return request, made[take]
