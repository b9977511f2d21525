"""What the scripted engine does where the picture is expanded: paints what is new in one colour."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict

import numpy as np

from editor.jobs.engine import Cancelled
from inference.events import (
    Box,
    Candidate,
    CandidateFinished,
    Event,
    Preview,
    RunFinished,
    RunPlanned,
    Scores,
)
from inference.extend_request import ExtendRequest

__all__ = ["NEW", "expanded", "extension_events"]

STEPS, LONGEST = 6, 64
NEW = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30))
WHOLE_SIDE = 3  # steps after which one side is whole, so that a cancelled run leaves that


def extension_events(
    request: ExtendRequest,
    indices: range,
    before: Callable[[int, int], None],
    cancelled: Cancelled,
) -> Iterator[Event]:
    """A run, a candidate at a time."""
    waves = (1,) * len(indices)
    yield RunPlanned(request.box, STEPS, waves, 8.0, 1000, "cpu", "float32")
    finished: list[int] = []
    for index in indices:
        for step in range(1, STEPS + 1):
            before(index, step)
            if cancelled():
                if step > WHOLE_SIDE:
                    finished.insert(0, index)
                    yield CandidateFinished(expanded(request, index, _first_side(request)))
                yield RunFinished(tuple(finished), cancelled=True, seconds=1.0)
                return
            yield Preview(index, step, _preview(request.box, index), 1.0 - index / 10, 1.0)
        yield CandidateFinished(expanded(request, index, request.box))
        finished.insert(0, index)  # later ones are better
    yield RunFinished(tuple(finished), cancelled=False, seconds=1.0)


def expanded(request: ExtendRequest, index: int, box: Box) -> Candidate:
    """The candidate of that number, as far as the box."""
    height, width = request.picture.shape[:2]
    pixels = np.full((box.height, box.width, 4), (*NEW[index % len(NEW)], 255), np.uint8)
    pixels[-box.top : height - box.top, -box.left : width - box.left] = 0
    sides = {name: side for name, side in request.sides.items() if side.pixels}
    recipe = {
        "extend": {name: side.pixels for name, side in sides.items()},
        "prompts": {name: side.prompt for name, side in sides.items()},
        "negative": request.negative,
        "seed": request.seed,
        "candidate": index,
        "wave": [index, 1],
        "settings": asdict(request.settings),
        "model": request.settings.model,
        "picture_sha256": hashlib.sha256(request.picture.tobytes()).hexdigest(),
        "text_weight": 1.0,
        "range_weight": 1.0,
        "model_sha256": "0" * 64,
        "clip_sha256": "1" * 64,
        "device": "cpu",
        "precision": "float32",
    }
    if box != request.box:
        recipe["parts"] = 1
    scores = Scores(1.0 - index / 10, 1.0 - index / 10)
    return Candidate(index, request.seed + index, scores, box, pixels, recipe)


def _first_side(request: ExtendRequest) -> Box:
    height, width = request.picture.shape[:2]
    assert request.left.pixels, "the scripted engine begins on the left"
    return Box(-request.left.pixels, 0, request.left.pixels + width, height)


def _preview(box: Box, index: int) -> np.ndarray:
    scale = LONGEST / max(box.width, box.height)
    shape = (max(1, round(box.height * scale)), max(1, round(box.width * scale)), 3)
    return np.full(shape, NEW[index % len(NEW)], np.uint8)
