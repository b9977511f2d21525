"""An engine for the whole window: paints what is masked in one colour, as a test says."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict

import numpy as np

from editor.jobs.engine import Cancelled, Machine, Request
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
from inference.region_geometry import mask_box, place_region, significant
from inference.request import EditRequest
from tests.editor.jobs.fakes import PATIENCE_SECONDS
from tests.editor.window.scripted_extending import extension_events

SIDE, STEPS = 16, 4
COLOURS = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30))


class ScriptedEngine:
    """A JobEngine without a model.

    Attributes:
        requests, waves: what was asked for; extensions: what was to be expanded.
        planned: sizes of the waves that it says it makes; one candidate each by default.
        before: called with the number of the candidate and its step before each step.
        after_first: events told after the first candidate.
    """

    def __init__(self) -> None:
        self.requests: list[EditRequest] = []
        self.waves: list[range | None] = []
        self.extensions: list[ExtendRequest] = []
        self.planned: tuple[int, ...] = ()
        self.before: Callable[[int, int], None] = lambda _candidate, _step: None
        self.after_first: list[Event] = []
        self.alive = True

    def start(self, cancelled: Cancelled) -> Machine | None:
        return None if cancelled() else Machine("cpu", "float32")

    def load(self, _model: str, cancelled: Cancelled) -> bool:
        return not cancelled()

    def run(
        self, request: Request, cancelled: Cancelled, wave: range | None = None
    ) -> Iterator[Event]:
        self.waves.append(wave)
        indices = range(request.candidates) if wave is None else wave
        if isinstance(request, ExtendRequest):
            self.extensions.append(request)
            yield from extension_events(request, indices, self.before, cancelled)
            return
        self.requests.append(request)
        height, width = request.mask.shape
        region = place_region(mask_box(request.mask), width, height, SIDE, 0.1)
        yield RunPlanned(
            region, STEPS, self.planned or (1,) * len(indices), 8.0, 1000, "cpu", "float32"
        )
        finished: list[int] = []
        for index in indices:
            for step in range(1, STEPS + 1):
                self.before(index, step)
                if cancelled():
                    yield RunFinished(tuple(finished), cancelled=True, seconds=1.0)
                    return
                yield Preview(index, step, preview_of(index), 1.0 - index / 10, 1.0)
            yield CandidateFinished(candidate_of(request, index, region))
            finished.insert(0, index)  # later ones are better
            if index == 0:
                yield from self.after_first
        yield RunFinished(tuple(finished), cancelled=False, seconds=1.0)

    def kill(self) -> None:
        self.alive = False
        if isinstance(self.before, Stop):
            self.before.let_go()

    def close(self) -> None:
        self.alive = False


class Stop:
    """Holds an engine at one step until it is let go."""

    def __init__(self, candidate: int, step: int) -> None:
        self._place = (candidate, step)
        self._open = threading.Event()
        self.reached = threading.Event()

    def __call__(self, candidate: int, step: int) -> None:
        if (candidate, step) == self._place:
            self.reached.set()
            assert self._open.wait(PATIENCE_SECONDS)

    def let_go(self) -> None:
        self._open.set()


def preview_of(index: int) -> np.ndarray:
    return np.full((SIDE, SIDE, 3), COLOURS[index % len(COLOURS)], np.uint8)


def candidate_of(request: EditRequest, index: int, region: Box) -> Candidate:
    solid = significant(request.mask)
    box = mask_box(solid)
    alpha = solid[box.top : box.top + box.height, box.left : box.left + box.width]
    pixels = np.empty((*alpha.shape, 4), np.uint8)
    pixels[..., :3] = COLOURS[index % len(COLOURS)]
    pixels[..., 3] = alpha
    recipe = {
        "prompt": request.prompt,
        "negative": request.negative,
        "seed": request.seed,
        "candidate": index,
        "settings": asdict(request.settings),
        "model": request.settings.model,
        "region": {
            "left": region.left,
            "top": region.top,
            "side": region.width,
            "model_size": SIDE,
        },
    }
    scores = Scores(1.0 - index / 10, 1.0 - index / 10) if request.prompt else None
    return Candidate(index, request.seed + index, scores, box, pixels, recipe)
