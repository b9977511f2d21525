"""Shows in the candidates panel which runs wait, and lets the user order and cancel them."""

from PySide6.QtCore import QObject, Slot

from editor.jobs.messages import JobState
from editor.jobs.runner import Job, Runner
from editor.ui.candidates.items import Run
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.candidates.store import CandidateStore

__all__ = ["RunQueue"]


class RunQueue(QObject):
    """Between the runner's queue and the headers of the runs that wait in it."""

    def __init__(
        self, runner: Runner, store: CandidateStore, panel: CandidatesPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._store = store
        runner.job_changed.connect(self._show)
        runner.ended.connect(self._show)
        store.run_began.connect(self._show)
        panel.queue_wanted.connect(self._on_wanted)

    @property
    def _waiting(self) -> list[Job]:
        return [job for job in self._runner.jobs if job.state is JobState.QUEUED]

    @Slot()
    def _show(self) -> None:
        self._store.queue([job.run for job in self._waiting])

    @Slot(str, object)
    def _on_wanted(self, name: str, run: Run) -> None:
        waiting = self._waiting
        place = next((place for place, job in enumerate(waiting) if job.run == run.id), None)
        if place is None:
            return  # it has begun in this moment
        job = waiting[place].id
        match name:
            case "sooner":
                self._runner.move(job, place - 1)
            case "later":
                self._runner.move(job, place + 1)
            case "cancel":
                self._runner.cancel(job)
