"""A scripted engine, and what a runner tells, noted down."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Slot

from editor.jobs.engine import Cancelled, EngineCrashed, Machine, Request
from editor.jobs.messages import EngineInfo, JobEnded, JobEvent
from editor.jobs.runner import Runner
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
from inference.request import EditRequest, EditSettings

Script = Sequence[Event | Exception | Callable[[], object]]
PLANNED = RunPlanned(Box(0, 0, 32, 32), 4, (1, 1), 8.0, 1000, "cpu", "float32")
PATIENCE_SECONDS = 20.0  # for what should come at once


def request(model: str = "tiny", candidates: int = 2, **settings: Any) -> EditRequest:
    mask = np.zeros((40, 50), np.uint8)
    mask[10:30, 10:30] = 255
    return EditRequest(
        np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8),
        mask,
        "a red apple",
        candidates=candidates,
        settings=EditSettings(model=model, **settings),
    )


def short_run(model: Path, candidates: int = 2, steps: int = 6) -> EditRequest:
    """For a real model."""
    return request(str(model), candidates, steps=steps, strength=1.0, augmentations=2)


def preview(candidate: int, step: int) -> Preview:
    return Preview(candidate, step, np.zeros((8, 8, 3), np.uint8), 0.5, 1.0)


def finished(index: int, side: int = 5) -> CandidateFinished:
    pixels = np.random.default_rng(index).integers(0, 256, (side, side, 4), dtype=np.uint8)
    recipe = {"prompt": "a red apple", "seed": 2**62 + index, "region": {"left": 1}}
    scores, box = Scores(0.25 + index, 0.5, 0.125), Box(10, 11, side, side)
    return CandidateFinished(Candidate(index, 7 + index, scores, box, pixels, recipe))


def whole_run() -> Script:
    """Two candidates, one after the other, four steps each."""
    events: list[Event] = [PLANNED]
    for index in (0, 1):
        events += [preview(index, step) for step in (1, 2, 3, 4)]
        events.append(finished(index))
    return [*events, RunFinished((0, 1), cancelled=False, seconds=1.0)]


class FakeEngine:
    """A JobEngine that does what its script says, one run after the other.

    In a script, events are streamed, errors raised, and functions called.

    Attributes:
        crash_idle: set it to have the engine found dead.
        done: what it was asked for, in order.
        waves: the waves of its runs.
    """

    def __init__(self, *scripts: Script) -> None:
        self.scripts = list(scripts)
        self.done: list[str] = []
        self.waves: list[range | None] = []
        self.starting: Script = ()
        self.loading: Script = ()
        self.crash_idle = False
        self.killed = threading.Event()

    @property
    def alive(self) -> bool:
        return not self.crash_idle

    def start(self, cancelled: Cancelled) -> Machine | None:
        self.done.append("start")
        self._play(self.starting)
        return None if cancelled() else Machine("cpu", "float32")

    def load(self, model: str, cancelled: Cancelled) -> bool:
        self.done.append(f"load {model}")
        self._play(self.loading)
        return not cancelled()

    def run(
        self, request: Request, cancelled: Cancelled, wave: range | None = None
    ) -> Iterator[Event]:
        self.done.append(f"run {request.settings.model}")
        self.waves.append(wave)
        for item in self.scripts.pop(0):
            if self.killed.is_set():
                raise EngineCrashed("killed")
            if cancelled():
                yield RunFinished((), cancelled=True, seconds=1.0)
                return
            if isinstance(item, Exception):
                raise item
            if callable(item):
                item()
            else:
                yield item

    def kill(self) -> None:
        self.done.append("kill")
        self.killed.set()

    def close(self) -> None:
        self.done.append("close")

    @staticmethod
    def _play(script: Script) -> None:
        for item in script:
            if isinstance(item, Exception):
                raise item
            if callable(item):
                item()


class Gate:
    """Lets a script go on step by step. A script waits by calling it."""

    def __init__(self) -> None:
        self._permits = threading.Semaphore(0)
        self._reached = threading.Semaphore(0)

    def __call__(self) -> None:
        self._reached.release()
        assert self._permits.acquire(timeout=PATIENCE_SECONDS), "nobody opened the gate"

    def wait_until_reached(self) -> None:
        assert self._reached.acquire(timeout=PATIENCE_SECONDS), "the script did not come so far"

    def open(self) -> None:
        self._permits.release()


class Notes(QObject):
    """Everything that a runner told, in order."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self.told: list[JobEvent | JobEnded] = []
        self.engine: list[EngineInfo] = []
        self.threads: set[int] = set()
        runner.streamed.connect(self.take)
        runner.ended.connect(self.take)
        runner.engine_changed.connect(self.take_engine)

    @Slot(object)
    def take(self, message: JobEvent | JobEnded) -> None:
        self.threads.add(threading.get_ident())
        self.told.append(message)

    @Slot()
    def take_engine(self) -> None:
        self.engine.append(self._runner.engine)

    @property
    def ended(self) -> list[JobEnded]:
        return [message for message in self.told if isinstance(message, JobEnded)]

    def events(self, job: int = 1) -> list[Event]:
        return [m.event for m in self.told if isinstance(m, JobEvent) and m.job == job]

    @property
    def states(self) -> list[str]:
        return [info.state.value for info in self.engine]
