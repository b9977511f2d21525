"""Work on models that goes on whether or not its dialog is open."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.ui.dialogs.models.meter import Meter
from editor.ui.dialogs.models.process import Begin, StoreProcess, Work
from editor.ui.dialogs.models.status import ModelState, Status, arrived, on_disk
from editor.ui.dialogs.models.wire import (
    Answer,
    Done,
    Failed,
    Order,
    Progress,
    Stopped,
    Task,
    Trouble,
)
from editor.ui.dialogs.models.words import changed_text, failure_text, kept_text, unharmed_text
from inference.models.catalog import PUBLIC_MODELS
from inference.models.places import models_folder
from inference.models.spec import ModelSpec

__all__ = ["Downloads"]

log = logging.getLogger(__name__)

LOOK_MS = 100
GRACE_SECONDS = 2.0  # for the present block, on a slow or stalled network

BEGINS_AS = {
    Task.FETCH: ModelState.STARTING,
    Task.IMPORT: ModelState.IMPORTING,
    Task.VERIFY: ModelState.VERIFYING,
    Task.REMOVE: ModelState.REMOVING,
}


@dataclass
class Job:
    """An order that is being carried out.

    Attributes:
        kill_at: moment of time.monotonic at which it is ended, because it does not stop.
        discard: what has arrived is not wanted either.
    """

    task: Task
    work: Work
    state: ModelState
    done: int = 0
    total: int | None = None
    meter: Meter = field(default_factory=Meter)
    kill_at: float | None = None
    discard: bool = False


class Downloads(QObject):
    """Downloads models, one after the other, and checks, imports and removes them.

    Each order has a process of its own: installing needs torch, which the window does without, and
    a process can be ended while it waits for the network. Its owner calls ``close``.

    Args:
        root: folder of models; the user's own by default.
        specs: the models that there are, by name.
        begin: begins the work on an order.

    Signals:
        changed: something about the model of that name.
        installed_changed: a model came, went, or turned out to be damaged.
    """

    changed = Signal(str)
    installed_changed = Signal()

    def __init__(
        self,
        root: Path | None = None,
        specs: Mapping[str, ModelSpec] = PUBLIC_MODELS,
        begin: Begin = StoreProcess,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.root = root if root is not None else models_folder()
        self.specs = specs
        self._begin_work = begin
        self._jobs: dict[str, Job] = {}
        self._queue: list[str] = []  # downloads that wait
        self._told: dict[str, tuple[str, bool]] = {}  # how the last thing ended; whether well
        self._damaged: set[str] = set()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._on_look)

    @property
    def busy(self) -> bool:
        """Whether anything is being done."""
        return bool(self._jobs)

    def status(self, name: str) -> Status:
        """How a model is."""
        spec, job = self.specs[name], self._jobs.get(name)
        if job is not None:
            left = job.meter.seconds_left(job.total)
            return Status(job.state, job.done, job.total, job.meter.speed, left)
        status = on_disk(self.root, spec, self._damaged)
        if name in self._queue:
            return replace(status, state=ModelState.WAITING)
        sentence, well = self._told.get(name, ("", False))
        return replace(status, sentence=sentence, well=well)

    # -- what can be asked for

    def download(self, name: str) -> None:
        """Download a model, or go on with it, after the downloads that were asked for before."""
        if name in self._jobs or name in self._queue:
            return
        self._told.pop(name, None)
        self._queue.append(name)
        self._begin_next()
        self.changed.emit(name)

    def pause(self, name: str) -> None:
        """Stop a download after its present block; what has arrived is kept."""
        job = self._jobs.get(name)
        if name in self._queue:
            self._queue.remove(name)
            self.changed.emit(name)
        elif job is not None and job.state in (ModelState.STARTING, ModelState.DOWNLOADING):
            job.state = ModelState.PAUSING
            job.kill_at = time.monotonic() + GRACE_SECONDS
            job.work.stop()
            self.changed.emit(name)

    def cancel(self, name: str) -> None:
        """Stop a download and delete what has arrived; one that waits is only not begun."""
        waited, job = name in self._queue, self._jobs.get(name)
        self.pause(name)
        if job is not None and job.state is ModelState.PAUSING:
            job.discard = True
        elif job is None and not waited:
            self.remove(name)

    def import_file(self, name: str, file: Path) -> None:
        """Install a checkpoint that the user has; the file itself is left alone."""
        self._begin(name, Task.IMPORT, file)

    def verify(self, name: str) -> None:
        """Find out whether an installed model's file is still what was installed."""
        self._begin(name, Task.VERIFY)

    def remove(self, name: str) -> None:
        """Delete all that is here of a model."""
        if (self.root / self.specs[name].name).is_dir():
            self._begin(name, Task.REMOVE)

    def close(self) -> None:
        """End everything within a second. Parts of downloads are kept; nothing is told any more."""
        self._look.stop()
        self._queue.clear()
        jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            job.work.kill()
        for job in jobs:
            job.work.close()

    # -- carrying it out

    def _begin_next(self) -> None:
        fetching = any(job.task is Task.FETCH for job in self._jobs.values())
        if self._queue and not fetching:
            self._begin(self._queue.pop(0), Task.FETCH)

    def _begin(self, name: str, task: Task, file: Path | None = None) -> None:
        if name in self._jobs:
            return
        spec = self.specs[name]
        self._told.pop(name, None)
        work = self._begin_work(Order(task, spec, self.root, file))
        total = spec.file.size if spec.file is not None else None
        self._jobs[name] = Job(task, work, BEGINS_AS[task], arrived(self.root, spec), total)
        self._look.start()
        self.changed.emit(name)

    @Slot()
    def _on_look(self) -> None:
        """Take what the processes have said since, and end those that were asked to in vain."""
        for name, job in tuple(self._jobs.items()):
            try:
                while (answer := job.work.receive()) is not None:
                    if not isinstance(answer, Progress):
                        self._end(name, job, answer)
                        break
                    self._advance(name, job, answer)
            except EOFError:
                said = Failed(Trouble.OTHER, kept_text())  # it ended without a word
                self._end(name, job, Stopped() if job.state is ModelState.PAUSING else said)
            if job.kill_at is not None and time.monotonic() > job.kill_at:
                job.kill_at = None
                job.work.kill()

    def _advance(self, name: str, job: Job, progress: Progress) -> None:
        job.done, job.total = progress.done, progress.total
        job.meter.add(time.monotonic(), progress.done)
        if job.state is not ModelState.PAUSING:
            whole = progress.done == progress.total
            job.state = ModelState.INSTALLING if whole else ModelState.DOWNLOADING
        self.changed.emit(name)

    def _end(self, name: str, job: Job, answer: Answer) -> None:
        del self._jobs[name]
        job.work.close()
        job.kill_at = None
        match answer:
            case Failed():
                log.warning("%s of %s: %s", job.task.value, name, answer.details or answer.sentence)
                self._told[name] = (failure_text(self.specs[name], answer), False)
            case Done():
                self._take(name, job.task, sound=answer.sound)
        if job.discard:
            self.remove(name)
        if not self._jobs:
            self._look.stop()
        self._begin_next()
        self.changed.emit(name)

    def _take(self, name: str, task: Task, *, sound: bool) -> None:
        if task is not Task.VERIFY:
            self._damaged.discard(name)
        elif sound:
            self._told[name] = (unharmed_text(), True)
        else:
            self._damaged.add(name)
            self._told[name] = (changed_text(), False)
        if task is not Task.VERIFY or not sound:
            self.installed_changed.emit()
