"""Which run each job is, and what each run of this session was asked for."""

from collections import defaultdict

from editor.jobs.runner import Runner
from editor.ui.candidates.items import Item, Run
from editor.ui.candidates.store import CandidateStore
from editor.ui.runs.extend_order import AnyOrder
from editor.ui.runs.waves import wave_of
from inference.events import Candidate

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
        self._orders: dict[object, AnyOrder] = {}
        self._waves: defaultdict[object, set[range]] = defaultdict(set)

    def enter(self, job: int, order: AnyOrder) -> str:
        """A job was submitted for an order; the name of its run."""
        run = next(waiting.run for waiting in self.runner.jobs if waiting.id == job)
        self._names[job], self._orders[run] = run, order
        return run

    def name(self, job: int) -> str:
        """The name of a job's run, also after its end."""
        return self._names[job]

    def order(self, run: object) -> AnyOrder | None:
        """What a run was asked for, by its name; None where that is not known any more."""
        return self._orders.get(run)

    def recall(self, run: object, order: AnyOrder) -> None:
        """Note what a run was asked for that is no job of this session."""
        self._orders[run] = order

    def note(self, run: object, candidate: Candidate) -> None:
        """Note the wave that a finished candidate was in."""
        if "wave" in candidate.recipe:
            first, count = candidate.recipe["wave"]
            self._waves[run].add(range(first, first + count))

    def wave(self, item: Item) -> range | None:
        """The candidates that are computed together with one; None where its run has no plan."""
        order, planned = self.order(item.run.id), item.run.planned
        if order is None or planned is None:
            return None
        first = 0 if order.wave is None else order.wave.start
        return wave_of(item.index, first, planned.waves, self._waves[item.run.id])

    @property
    def current(self) -> Run | None:
        """The run that goes on."""
        jobs = self.runner.jobs
        name = self._names.get(jobs[0].id) if jobs else None
        return next((run for run in self.store.runs if run.id == name), None)
