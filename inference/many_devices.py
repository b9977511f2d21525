"""Several devices of one machine that share a run's waves.

Waves are planned as on one device: by the same numbers, with the same seeds. Each device has a
thread and a copy of the model, and takes the next wave whenever it is free; so on devices of the
same make the candidates are those that one of them would give.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from queue import Queue

from inference.device import Device, choose_device
from inference.engine import LocalEngine, Request
from inference.errors import RequestError
from inference.events import Event, Preview, RunFinished, RunPlanned
from inference.extrapolate import Extension
from inference.models.load import LoadedModel
from inference.models.store import ModelStore
from inference.ranking import order
from inference.task import Cancelled, RunState, Task

__all__ = ["ManyDevices", "choose_devices", "engine_on"]

BACKLOG = 64  # events that wait for a slow reader


def choose_devices(names: str | None, precision: str | None = None) -> tuple[Device, ...]:
    """The devices of a list with commas, such as "cuda:0,cuda:1"; one name is one device.

    Raises:
        RequestError: one is not there, or they are of several kinds.
    """
    chosen = tuple(
        choose_device(name.strip(), precision)
        for name in (names.split(",") if names is not None else ["auto"])
    )
    if len({(device.torch.type, device.torso) for device in chosen}) > 1:
        raise RequestError(
            f"The devices {names} are of several kinds and would give other candidates; "
            "name devices of one kind."
        )
    return chosen


def engine_on(
    devices: Sequence[Device], store: ModelStore | None = None
) -> "LocalEngine | ManyDevices":
    """The engine for one device or for several."""
    return LocalEngine(store, devices[0]) if len(devices) == 1 else ManyDevices(devices, store)


@dataclass(frozen=True, eq=False)
class _Ended:
    """A device has nothing more to do, or failed."""

    failure: Exception | None = None


class ManyDevices:
    """An Engine on several devices of one kind.

    Args:
        devices: from choose_devices; a device that is named twice has two threads.
        store: where models are.
    """

    def __init__(self, devices: Sequence[Device], store: ModelStore | None = None) -> None:
        self.store = store if store is not None else ModelStore()
        self.engines = [LocalEngine(self.store, device) for device in devices]

    def load(self, name: str) -> LoadedModel:
        """Load the model of that name on every device; the first one's copy.

        Raises:
            ModelError: unknown, not installed or damaged.
        """
        first, *others = self.engines
        for engine in others:
            engine.load(name)
        return first.load(name)

    def run(self, request: Request, cancelled: Cancelled) -> Iterator[Event]:
        """See Engine. Candidates come in the order in which the devices finish them.

        Raises:
            InferenceError: what failed on one device; the others stop within a step, and what is
                finished was yielded before.
        """
        tasks = [engine.prepare(request) for engine in self.engines]
        yield from tasks[0].notices()
        plan = self._plan(tasks)
        yield plan
        crew = _Crew(request, plan, cancelled)
        yield from crew.run(self.engines, tasks)
        seconds = time.monotonic() - crew.started
        if crew.steps_done:
            for engine, task in zip(self.engines, tasks, strict=True):
                engine.learn(task, seconds * len(self.engines) / crew.steps_done)
        finished = [candidate for state in crew.states for candidate in state.finished]
        yield RunFinished(order(finished), crew.cancelled, seconds)

    def _plan(self, tasks: Sequence[Task | Extension]) -> RunPlanned:
        """That of the device that can do the least at a time, shared by all."""
        both = list(zip(self.engines, tasks, strict=True))
        waves = min((engine.waves(task) for engine, task in both), key=max)
        plan = both[0][0].plan(tasks[0], waves)
        at_once = min(len(waves), len(self.engines))
        names = ",".join(engine.device.name for engine in self.engines)
        return replace(plan, seconds=plan.seconds / at_once, device=names)


class _Crew:
    """The threads of one run, and what they have made so far."""

    def __init__(self, request: Request, plan: RunPlanned, cancelled: Cancelled) -> None:
        self.started = time.monotonic()
        self.states: list[RunState] = []
        self._request, self._steps = request, plan.steps * sum(plan.waves)
        self._waves = deque(_ranges(plan.waves))
        self._events: Queue[Event | _Ended] = Queue(BACKLOG)
        self._asked, self._lock = cancelled, threading.Lock()
        self._cancelled, self._closing = threading.Event(), threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the user stopped the run."""
        return self._cancelled.is_set()

    @property
    def steps_done(self) -> int:
        """Candidate-steps, on all devices together."""
        return sum(state.steps_done for state in self.states)

    def run(
        self, engines: Sequence[LocalEngine], tasks: Sequence[Task | Extension]
    ) -> Iterator[Event]:
        """Compute all waves; every thread has ended when this has.

        Raises:
            Exception: the first failure, once all threads have ended.
        """
        self.states = [RunState(self._request, self.started) for _ in engines]
        threads = [
            threading.Thread(target=self._work, args=each, name=each[0].device.name)
            for each in zip(engines, tasks, self.states, strict=True)
        ]
        for thread in threads:
            thread.start()
        running, failure = len(threads), None
        try:
            while running:
                event = self._events.get()
                if not isinstance(event, _Ended):
                    yield self._with_estimate(event)
                    continue
                running -= 1
                failure = failure or event.failure
        finally:  # the reader may have gone: nobody must wait for room in the queue
            self._closing.set()
            while running:
                running -= isinstance(self._events.get(), _Ended)
            for thread in threads:
                thread.join()
        if failure is not None:
            raise failure

    def _work(self, engine: LocalEngine, task: Task | Extension, state: RunState) -> None:
        """One device's thread: take waves until there are none."""
        failure = None
        try:
            while (wave := self._next_wave()) is not None:
                state.done = wave.start
                for event in engine.compute(task, state, len(wave), self._stopping):
                    self._events.put(event)
        except Exception as error:  # noqa: BLE001  raised again in the reader's thread
            self._closing.set()
            failure = error
        self._events.put(_Ended(failure))

    def _next_wave(self) -> range | None:
        with self._lock:
            ending = self._closing.is_set() or self._cancelled.is_set()
            return self._waves.popleft() if self._waves and not ending else None

    def _stopping(self) -> bool:
        """Asked by every device after each of its steps."""
        with self._lock:
            if not self._cancelled.is_set() and self._asked():
                self._cancelled.set()
        return self._cancelled.is_set() or self._closing.is_set()

    def _with_estimate(self, event: Event) -> Event:
        """A thread sees its own steps only; the estimate is of all of them."""
        if not isinstance(event, Preview):
            return event
        done = self.steps_done
        left = self._steps - done - sum(state.steps_spared for state in self.states)
        pace = (time.monotonic() - self.started) / max(1, done)
        return replace(event, seconds_left=max(0, left) * pace)


def _ranges(waves: Sequence[int]) -> Iterator[range]:
    first = 0
    for size in waves:
        yield range(first, first + size)
        first += size
