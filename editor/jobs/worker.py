"""The worker's thread: carries out one command after the other and tells the GUI thread of it."""

import threading
import traceback
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from editor.document.errors import EditorError
from editor.document.kept_mask import KeptMask
from editor.document.library_words import in_users_words
from editor.jobs.engine import Cancelled, EngineCrashed, EngineFactory, Request
from editor.jobs.engine_host import EngineHost
from editor.jobs.journal_file import Origin
from editor.jobs.journal_writer import JournalWriter
from editor.jobs.messages import (
    Command,
    JobEnded,
    JobEvent,
    JobState,
    RunJob,
    Stop,
    UseDevice,
    WarmUp,
)
from inference.errors import InferenceError
from inference.events import Candidate, CandidateFinished, Notice, RunFinished
from inference.extend_request import ExtendRequest

__all__ = ["Worker"]

LOOK_MS = 500  # how often an idle engine is looked after


class Worker(QObject):
    """Lives in a thread of its own, and ends that thread when it is told to stop.

    Args:
        make_engine: called in the worker's thread with a device and a precision.
        closing: set when the application ends; whatever waits then gives up.
        journal: where finished candidates are kept; None keeps none.

    Signals:
        told: a JobEvent, JobEnded or EngineInfo, in the order in which things happened.
    """

    told = Signal(object)

    def __init__(
        self, make_engine: EngineFactory, closing: threading.Event, journal: JournalWriter | None
    ) -> None:
        super().__init__()
        self._closing = closing
        self._journal = journal
        self._host = EngineHost(make_engine, self.told.emit)
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_MS)
        self._watch.timeout.connect(self._look)

    @Slot(object)
    def handle(self, command: Command) -> None:
        """Carry out a command, to its end."""
        match command:
            case UseDevice():
                self._host.use(command)
            case WarmUp():
                self._host.warm_up(command.model, self._closing.is_set)
                self._watch.start()
            case RunJob():
                self._run(command)
                self._watch.start()
            case Stop():
                self._watch.stop()
                self._host.close()
                QThread.currentThread().quit()

    def kill(self) -> None:
        """End the engine at once; callable from any thread."""
        self._host.kill()

    @Slot()
    def _look(self) -> None:
        self._host.look(self._closing.is_set)

    def _run(self, job: RunJob) -> None:
        def cancelled() -> bool:
            return job.cancelled.is_set() or self._closing.is_set()

        self.told.emit(self._end_of(job, cancelled))
        self._host.settle(job.request.settings.model, self._closing.is_set)

    def _end_of(self, job: RunJob, cancelled: Cancelled) -> JobEnded:
        """Stream a job; nothing that goes wrong with it reaches the thread."""
        try:
            return self._stream(job, cancelled)
        except EngineCrashed as error:
            if self._closing.is_set():  # it was killed because it did not stop in time
                return JobEnded(job.job, JobState.CANCELLED)
            sentence = self.tr(
                "The engine stopped and is being restarted; finished candidates are kept."
            )
            return _failed(job, sentence, error)
        except (EditorError, InferenceError) as error:
            return _failed(job, in_users_words(str(error)), error)
        except Exception as error:  # noqa: BLE001  told with its details; the thread goes on
            sentence = self.tr(
                "Something unexpected happened; finished candidates are kept. Try again, or "
                "report the details."
            )
            return _failed(job, sentence, error)

    def _stream(self, job: RunJob, cancelled: Cancelled) -> JobEnded:
        finished, last, mask = 0, None, None
        for event in self._host.run(job.request, cancelled, job.wave):
            last = event
            if isinstance(event, CandidateFinished):
                finished += 1
                mask = mask or _kept_mask(job.request)
                self._keep(job, event.candidate, mask)  # what the journal is asked later finds it
            self.told.emit(JobEvent(job.job, event))
        if not isinstance(last, RunFinished):
            raise EditorError(self.tr("The engine broke off; finished candidates are kept."))
        if not last.cancelled:
            return JobEnded(job.job, JobState.FINISHED)
        sentence = self.tr("Stopped: {done} of {all} finished").format(
            done=finished, all=job.request.candidates
        )
        return JobEnded(job.job, JobState.CANCELLED, sentence)

    def _keep(self, job: RunJob, candidate: Candidate, mask: KeptMask | None) -> None:
        if self._journal is not None:
            origin = Origin(job.run, job.document, job.label)
            future = self._journal.add(origin, candidate, mask)
            future.add_done_callback(partial(self._on_kept, job.job))

    def _on_kept(self, job: int, future: Future[None]) -> None:
        """Called in the journal's thread, or in ours where that was faster."""
        error = future.exception()
        if error is None or self._closing.is_set():
            return
        known = isinstance(error, EditorError)
        unknown = self.tr("A finished candidate could not be kept for later; save it soon.")
        self.told.emit(JobEvent(job, Notice(str(error) if known else unknown)))


def _kept_mask(request: Request) -> KeptMask | None:
    """What a run may change, packed; None for one that only adds at the edges."""
    return None if isinstance(request, ExtendRequest) else KeptMask.of(request.mask)


def _failed(job: RunJob, sentence: str, error: Exception) -> JobEnded:
    details = "".join(traceback.format_exception(error))
    return JobEnded(job.job, JobState.FAILED, sentence, details)
