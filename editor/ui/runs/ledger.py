"""Which run each job is, and what each run of this session was asked for."""

from editor.jobs.runner import Runner
from editor.ui.candidates.items import Run
from editor.ui.candidates.store import CandidateStore
from editor.ui.runs.order import Order

__all__ = ["Ledger"]


class Ledger:
    """Between jobs, runs and orders.

    Attributes:
        runner: has the jobs.
        store: has the runs.
    """

    def __init__(self, runner: Runner, store: CandidateStore) -> None:
        self.runner = runner
        self.store = store
        self._names: dict[int, str] = {}  # of the run of each job
        self._orders: dict[object, Order] = {}

    def enter(self, job: int, order: Order) -> str:
        """A job was submitted for an order; the name of its run."""
        run = next(waiting.run for waiting in self.runner.jobs if waiting.id == job)
        self._names[job], self._orders[run] = run, order
        return run

    def name(self, job: int) -> str:
        """The name of a job's run, also after its end."""
        return self._names[job]

    def order(self, run: object) -> Order | None:
        """What a run was asked for, by its name; None for one of an earlier session."""
        return self._orders.get(run)

    @property
    def current(self) -> Run | None:
        """The run that goes on."""
        jobs = self.runner.jobs
        name = self._names.get(jobs[0].id) if jobs else None
        return next((run for run in self.store.runs if run.id == name), None)
