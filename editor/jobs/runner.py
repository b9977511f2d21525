"""The GUI's side of jobs: a queue that is carried out one after the other in a thread."""

import itertools
import logging
import threading
import time
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from editor.jobs.engine import EngineFactory, Request
from editor.jobs.engine_process import ProcessEngine
from editor.jobs.journal import new_run
from editor.jobs.journal_writer import JournalWriter
from editor.jobs.messages import (
    EngineInfo,
    EngineState,
    JobEnded,
    JobEvent,
    JobState,
    RunJob,
    Stop,
    UseDevice,
    WarmUp,
)
from editor.jobs.progress import Progress
from editor.jobs.worker import Worker
from inference.models.catalog import STARTER

__all__ = ["Job", "Runner"]

log = logging.getLogger(__name__)

PATIENCE = 2 / 3  # share of the time to close that a running step has for itself


@dataclass(frozen=True, eq=False)
class Job:
    """A job that waits or runs.

    Attributes:
        id: its number, from 1.
        label: what the user knows it by.
        run: what the journal knows its run by.
        document: key of the document that it edits.
        wave: the candidates that are computed; None for all of the request's.
        stopping: it was cancelled and ends within a step.
        done_steps, total_steps: of all candidates together; 0 until the run is planned.
        started: moment at which it began, of time.monotonic; None while it waits.
        eta_seconds: estimated time that it still takes; None until the run is planned.
    """

    id: int
    label: str
    request: Request
    run: str
    document: str
    wave: range | None = None
    state: JobState = JobState.QUEUED
    stopping: bool = False
    done_steps: int = 0
    total_steps: int = 0
    started: float | None = None
    eta_seconds: float | None = None


class Runner(QObject):
    """Takes requests and tells how they fare. Its owner calls ``close``.

    Args:
        engine_factory: called in the worker's thread with a device and a precision.
        journal: where finished candidates are kept; its owner closes it later than this.

    Signals:
        job_changed: a job's state, place or progress (its number).
        streamed: a JobEvent; a Notice may come after the job's end.
        ended: a JobEnded; the job is no longer in ``jobs``, its request let go.
        engine_changed: ``engine`` is another.
    """

    job_changed = Signal(int)
    streamed = Signal(object)
    ended = Signal(object)
    engine_changed = Signal()
    _commanded = Signal(object)

    def __init__(
        self,
        engine_factory: EngineFactory = ProcessEngine,
        journal: JournalWriter | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._jobs: list[Job] = []  # the one that runs comes first
        self._cancelled = threading.Event()  # of the job that runs
        self._progress = Progress()
        self._engine = EngineInfo()
        self._closing = threading.Event()
        self._thread = QThread(self)
        self._thread.setObjectName("jobs")
        self._worker = Worker(engine_factory, self._closing, journal)
        self._worker.moveToThread(self._thread)
        self._commanded.connect(self._worker.handle, Qt.ConnectionType.QueuedConnection)
        self._worker.told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The job that runs, then those that wait, in their order."""
        return tuple(self._jobs)

    @property
    def busy(self) -> bool:
        """Whether any job runs or waits."""
        return bool(self._jobs)

    @property
    def engine(self) -> EngineInfo:
        """How the engine is, and where it computes."""
        return self._engine

    @property
    def engine_state(self) -> EngineState:
        """What the engine is doing."""
        return self._engine.state

    def warm_up(self, model: str = STARTER) -> None:
        """Start the engine and load a model in the background."""
        self._command(WarmUp(model))

    def set_device(self, device: str | None, precision: str | None) -> None:
        """Compute there from the next run or warm-up on; None leaves the choice to the engine."""
        self._command(UseDevice(device, precision))

    def submit(
        self, request: Request, label: str, document: str = "", wave: range | None = None
    ) -> int:
        """Put a request at the end of the queue.

        Args:
            label: what the user knows it by.
            document: key of the document that it edits, for the journal.
            wave: compute these candidates together, and no others, as JobEngine.run does.

        Returns:
            The job's number.
        """
        job = Job(next(self._numbers), label, request, new_run(), document, wave)
        self._jobs.append(job)
        self.job_changed.emit(job.id)
        self._begin_next()
        return job.id

    def cancel(self, job: int) -> None:
        """Stop a job within one step, or take it from the queue. One that has ended is let be."""
        found = self._find(job)
        if found is None:
            return
        if found.state is JobState.QUEUED:
            self._end(JobEnded(job, JobState.CANCELLED, self.tr("Cancelled before it began")))
            return
        self._cancelled.set()
        self._replace(replace(found, stopping=True))

    def cancel_all(self) -> None:
        """Stop the job that runs and empty the queue."""
        for job in self.jobs:
            self.cancel(job.id)

    def move(self, job: int, place: int) -> None:
        """Give a waiting job another place in the queue; 0 is next. Others are let be."""
        found = self._find(job)
        if found is None or found.state is not JobState.QUEUED:
            return
        self._jobs.remove(found)
        running = sum(job.state is JobState.RUNNING for job in self._jobs)
        self._jobs.insert(running + max(0, place), found)
        self.job_changed.emit(job)

    def close(self, timeout_ms: int = 3000) -> None:
        """Stop everything and end the thread and the engine; nothing is told any more.

        What the journal was given before is kept.

        Args:
            timeout_ms: within it; an engine that does not stop by itself is killed before.
        """
        if self._closing.is_set():
            return
        self._closing.set()
        self._jobs.clear()
        if not self._thread.isRunning():
            return
        self._commanded.emit(Stop())
        patience = round(timeout_ms * PATIENCE)
        if not self._thread.wait(patience):
            self._worker.kill()
            if not self._thread.wait(timeout_ms - patience):
                log.error("the worker's thread does not end")

    def _command(self, command: WarmUp | UseDevice | RunJob) -> None:
        if self._closing.is_set():
            return
        if not self._thread.isRunning():
            self._thread.start()
        self._commanded.emit(command)

    def _begin_next(self) -> None:
        if not self._jobs or self._jobs[0].state is JobState.RUNNING:
            return
        job = replace(self._jobs[0], state=JobState.RUNNING, started=time.monotonic())
        self._cancelled, self._progress = threading.Event(), Progress()
        self._replace(job)
        self._command(
            RunJob(job.id, job.request, job.run, job.label, job.document, job.wave, self._cancelled)
        )

    @Slot(object)
    def _on_told(self, message: JobEvent | JobEnded | EngineInfo) -> None:
        if self._closing.is_set():
            return
        match message:
            case JobEvent():
                self._advance(message)
            case JobEnded():
                if message.details:
                    log.warning("job %d: %s", message.job, message.details)
                self._end(message)
                self._begin_next()
            case EngineInfo():
                if message.details:
                    log.warning("engine: %s", message.details)
                self._engine = message
                self.engine_changed.emit()

    def _advance(self, message: JobEvent) -> None:
        job = self._find(message.job)
        if job is not None:
            self._progress.take(message.event)
            self._replace(
                replace(
                    job,
                    done_steps=self._progress.done,
                    total_steps=self._progress.total,
                    eta_seconds=self._progress.seconds_left,
                )
            )
        self.streamed.emit(message)

    def _end(self, message: JobEnded) -> None:
        self._jobs = [job for job in self._jobs if job.id != message.job]
        self.ended.emit(message)

    def _find(self, job: int) -> Job | None:
        return next((found for found in self._jobs if found.id == job), None)

    def _replace(self, job: Job) -> None:
        self._jobs = [job if found.id == job.id else found for found in self._jobs]
        self.job_changed.emit(job.id)
