"""Runs a request: plans waves, streams previews, ranks, and survives what goes wrong on the way."""

import gc
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

import torch

from inference.device import (
    Device,
    choose_device,
    flops_a_second,
    is_out_of_memory,
    wave_sizes,
)
from inference.errors import InferenceError
from inference.events import Event, Notice, RunFinished, RunPlanned
from inference.extend_request import ExtendRequest
from inference.extrapolate import Extension
from inference.heap import freed_memory_kept
from inference.models.load import LoadedModel, load_model
from inference.models.store import ModelStore
from inference.ranking import order
from inference.request import EditRequest
from inference.task import Cancelled, RunState, Task

__all__ = ["Engine", "LocalEngine"]

Request = EditRequest | ExtendRequest
Kind = tuple[type, str, str, str, int, float | None, bool, bool]

log = logging.getLogger(__name__)


class Engine(Protocol):
    """Whatever runs requests: here, in a child process, or on another machine."""

    def run(self, request: Request, cancelled: Cancelled) -> Iterator[Event]:
        """Stream a run's events; cancelling takes effect within one step."""
        ...


class LocalEngine:
    """An Engine on this machine's device. Keeps the last model loaded.

    Args:
        store: where models are.
        device: from choose_device.
    """

    def __init__(self, store: ModelStore | None = None, device: Device | None = None) -> None:
        self.store = store if store is not None else ModelStore()
        self.device = device if device is not None else choose_device()
        self._model: tuple[str, LoadedModel] | None = None
        self._seconds_a_step: dict[Kind, float] = {}

    def load(self, name: str) -> LoadedModel:
        """The model of that name, loaded; the one before it is let go.

        Raises:
            ModelError: unknown, not installed or damaged.
        """
        if self._model is None or self._model[0] != name:
            spec, folder = self.store.locate(name)
            self._model = None
            self._model = (name, load_model(spec, folder, self.device))
        return self._model[1]

    def run(self, request: Request, cancelled: Cancelled) -> Iterator[Event]:
        """See Engine.

        Raises:
            InferenceError: with a sentence for the user; finished candidates were yielded before.
        """
        return self._run(request, None, cancelled)

    def run_wave(self, request: Request, wave: range, cancelled: Cancelled) -> Iterator[Event]:
        """Compute some candidates of a run again, and no others.

        How many are computed together decides how numbers are rounded, and over many steps that
        grows into another picture. So a candidate comes again to the bit where its recipe's wave
        does.

        Args:
            request: the run's; how many candidates it asked for plays no part.
            wave: numbers of candidates in the run, one after the other.

        Raises:
            InferenceError: as in run.
        """
        return self._run(replace(request, candidates=len(wave)), wave, cancelled)

    def _run(self, request: Request, wave: range | None, cancelled: Cancelled) -> Iterator[Event]:
        task = self.prepare(request)
        yield from task.notices()
        first, waves = 0, self.waves(task)
        if wave is not None:
            first, waves = wave.start, (len(wave),)
        yield self.plan(task, waves)
        state = RunState(request, time.monotonic(), done=first)
        with freed_memory_kept():
            for size in waves:
                yield from self.compute(task, state, size, cancelled)
                if state.cancelled:
                    break
        seconds = time.monotonic() - state.started
        if state.steps_done:
            self.learn(task, seconds / state.steps_done)
        yield RunFinished(order(state.finished), state.cancelled, seconds)

    def prepare(self, request: Request) -> Task | Extension:
        """A request made ready here, its model loaded.

        Raises:
            InferenceError: as in load; or memory ran out.
        """
        with self._memory_errors(request.settings.model):
            return _made_ready(self.load(request.settings.model), request)

    def waves(self, task: Task | Extension) -> tuple[int, ...]:
        """How many candidates are computed together, wave by wave."""
        return wave_sizes(task.request.candidates, task.bytes_each, self.device)

    def learn(self, task: Task | Extension, seconds: float) -> None:
        """Keep what one step of one candidate took, for later plans."""
        self._seconds_a_step[_kind(task)] = seconds

    @contextmanager
    def _memory_errors(self, name: str) -> Iterator[None]:
        """Say in a sentence that memory ran out where no smaller wave can help."""
        try:
            yield
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            _let_go_of_memory()
            raise InferenceError(
                f"Not enough memory on {self.device.name} for {name}; close other programs or "
                "choose a smaller model."
            ) from error

    def plan(self, task: Task | Extension, waves: tuple[int, ...]) -> RunPlanned:
        """What these waves will take here."""
        cost = task.model.spec.cost
        # Networks reach about half of what a single convolution does.
        guessed = 2 * cost.flops / flops_a_second(self.device)
        return RunPlanned(
            region=task.area,
            steps=task.steps,
            waves=waves,
            seconds=_work(task, waves) * self._seconds_a_step.get(_kind(task), guessed),
            memory_bytes=cost.weight_bytes + max(waves) * task.bytes_each,
            device=self.device.name,
            precision=self.device.precision,
        )

    def compute(
        self, task: Task | Extension, state: RunState, size: int, cancelled: Cancelled
    ) -> Iterator[Event]:
        """Compute the next ``size`` candidates, in smaller waves once memory has run out.

        Raises:
            InferenceError: not even one of them fits.
        """
        last = state.done + size
        while state.done < last and not state.cancelled:
            width = min(last - state.done, state.width or size)
            before, failure = (state.steps_done, state.steps_spared), None
            try:
                yield from task.wave(range(state.done, state.done + width), state, cancelled)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                failure = error.with_traceback(None)  # its frames hold the tensors
            if failure is None:
                continue
            log.info("out of memory with %d candidates at a time: %s", width, failure)
            _let_go_of_memory()
            state.steps_done, state.steps_spared = before
            if width == 1:
                raise InferenceError(
                    f"Not enough memory on {self.device.name} for one candidate of "
                    f"{task.model.spec.title}; close other programs or choose a smaller model."
                ) from failure
            told, state.width = state.width is not None, width // 2
            if not told:
                yield Notice(f"Not enough memory: now {state.width} at a time.")


def _made_ready(model: LoadedModel, request: Request) -> Task | Extension:
    if isinstance(request, ExtendRequest):
        return Extension(model, request)
    return Task(model, request)


def _kind(task: Task | Extension) -> Kind:
    """All that decides how long a step takes on a device."""
    request = task.request
    settings = request.settings
    how = (settings.method, settings.guidance, settings.augmentations, settings.label_weight)
    return type(request), settings.model, *how, task.guided, task.labelled


def _work(task: Task | Extension, waves: tuple[int, ...]) -> int:
    """Steps that all candidates take together."""
    if isinstance(task, Task):
        return sum(map(task.work, waves))
    return sum(waves) * task.steps


def _let_go_of_memory() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
