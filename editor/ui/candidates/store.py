"""Every run's candidates: takes events in, keeps ranks, marks and what is discarded."""

import itertools
from collections.abc import Hashable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from editor.ui.candidates import thumbnails
from editor.ui.candidates.items import Item, ItemState, Pixels, Run, RunId
from editor.ui.candidates.pixel_store import BUDGET, PixelStore
from editor.ui.candidates.ranking import rank
from inference.events import (
    Candidate,
    CandidateFinished,
    CandidateStopped,
    Event,
    Notice,
    Preview,
    RunFinished,
    RunPlanned,
)

__all__ = ["CandidateStore"]


class CandidateStore(QObject):
    """The runs, oldest first, and their candidates.

    Events of a run that is not here change nothing: its document was closed.

    Args:
        budget: bytes that the pixels of finished candidates may take.

    Attributes:
        pixels: has the finished candidates' results.

    Signals:
        run_began, run_changed: a Run; what is said of it is another now.
        item_added, item_changed: an Item; it looks different now.
        ranks_changed: a Run; candidates of it stand elsewhere now.
        items_discarded, items_restored: a list of Items.
        runs_removed: a list of Runs that are gone for good.
    """

    run_began = Signal(object)
    run_changed = Signal(object)
    item_added = Signal(object)
    item_changed = Signal(object)
    ranks_changed = Signal(object)
    items_discarded = Signal(list)
    items_restored = Signal(list)
    runs_removed = Signal(list)

    def __init__(self, parent: QObject | None = None, *, budget: int = BUDGET) -> None:
        super().__init__(parent)
        self.pixels = PixelStore(budget)
        self._runs: dict[RunId, Run] = {}
        self._numbers = itertools.count(1)
        self._discards: list[list[Item]] = []

    # -- looking

    @property
    def runs(self) -> list[Run]:
        """Every run, oldest first."""
        return list(self._runs.values())

    @property
    def items(self) -> list[Item]:
        """Every candidate, discarded and stopped ones included."""
        return [item for run in self._runs.values() for item in run.items.values()]

    @property
    def stopped(self) -> list[Item]:
        """The candidates that came to nothing and are not discarded."""
        return [i for i in self.items if i.state is ItemState.STOPPED and not i.discarded]

    @property
    def discarded(self) -> list[Item]:
        """The candidates that were discarded."""
        return [item for item in self.items if item.discarded]

    @property
    def can_undo_discard(self) -> bool:
        """Whether `undo_discard` would bring something back."""
        return bool(self._discards)

    # -- a run's life

    def begin_run(
        self,
        run_id: RunId,
        label: str,
        document_key: Hashable,
        total: int,
        picture: Pixels | None = None,
        *,
        expands: bool = False,
    ) -> Run:
        """A run was asked for.

        Args:
            run_id: tells runs apart.
            label: the prompt, or what stands for it.
            document_key: tells documents apart.
            total: candidates that were asked for.
            picture: what the engine gets, (H, W, 3): results are shown in it. Without it they are
                shown over their last preview.
            expands: the results will be larger than the picture.

        Raises:
            ValueError: there is a run of that id.
        """
        if run_id in self._runs:
            raise ValueError(f"run {run_id!r} has begun already")
        run = Run(run_id, next(self._numbers), label, document_key, total, picture=picture)
        run.expands = expands
        self._runs[run_id] = run
        self.run_began.emit(run)
        return run

    def take(self, run_id: RunId, event: Event) -> None:
        """Take in what the engine says of a run."""
        run = self._runs.get(run_id)
        if run is None:
            return
        match event:
            case RunPlanned():
                self._plan(run, event)
            case Preview():
                self._preview(run, event)
            case CandidateFinished():
                self._finish(run, event.candidate)
            case CandidateStopped():
                self._stop(run, event)
            case Notice():
                run.notice = event.text
            case RunFinished():
                run.ranking, run.seconds = event.ranking, event.seconds
                self._end(run, self._stopped_sentence(run) if event.cancelled else "")
        self.run_changed.emit(run)

    def end_run(self, run_id: RunId, sentence: str = "", ranking: tuple[int, ...] = ()) -> None:
        """Nothing more will come of a run, however it ended.

        Args:
            run_id: one that is not here is passed over.
            sentence: how it ended; empty leaves what the engine said.
            ranking: indices of the finished candidates, best first; empty leaves it too.
        """
        run = self._runs.get(run_id)
        if run is not None:
            run.ranking = ranking or run.ranking
            self._end(run, sentence)
            self.run_changed.emit(run)

    def hand_over(self, run: Run, document_key: Hashable) -> None:
        """A run belongs to another document from now on."""
        run.document_key = document_key
        self.run_changed.emit(run)

    def show_in(self, run: Run, picture: Pixels) -> None:
        """Show the results of a run in this picture, (H, W, 3), as far as they reach beyond it."""
        run.picture = picture

    def queue(self, waiting: Sequence[RunId]) -> None:
        """These runs wait for others to end, the next one first; all others do not."""
        places = {run_id: place for place, run_id in enumerate(waiting, 1)}
        for run in self.runs:
            place = places.get(run.id, 0)
            behind = len(waiting) - place if place else 0
            if (place, behind) != (run.waiting, run.behind):
                run.waiting, run.behind = place, behind
                self.run_changed.emit(run)

    def forget_document(self, document_key: Hashable) -> None:
        """A document was closed: its runs are gone from here."""
        gone = [run for run in self._runs.values() if run.document_key == document_key]
        for run in gone:
            del self._runs[run.id]
            for item in run.items.values():
                self.pixels.drop(item)
        kept = ([i for i in batch if i.run not in gone] for batch in self._discards)
        self._discards = [batch for batch in kept if batch]
        if gone:
            self.runs_removed.emit(gone)

    # -- what the user does

    def discard(self, items: Iterable[Item]) -> None:
        """Put candidates away, as one step that `undo_discard` takes back."""
        batch = [item for item in items if not item.discarded]
        if batch:
            self._discards.append(batch)
            self._set_discarded(batch, on=True)
            self.items_discarded.emit(batch)

    def restore(self, items: Iterable[Item]) -> None:
        """Bring discarded candidates back, whenever they were discarded."""
        back = {item for item in items if item.discarded}
        kept = ([item for item in batch if item not in back] for batch in self._discards)
        self._discards = [batch for batch in kept if batch]
        if back:
            self._set_discarded(back, on=False)
            self.items_restored.emit(sorted(back, key=lambda item: item.number))

    def undo_discard(self) -> list[Item]:
        """Bring back what was discarded last; nothing where nothing is."""
        batch = list(self._discards[-1]) if self._discards else []
        self.restore(batch)
        return batch

    def star(self, item: Item, on: bool) -> None:
        """Mark a candidate as worth keeping, or no more."""
        if item.starred is not on:
            item.starred = on
            self.item_changed.emit(item)

    def mark_applied(self, item: Item, *, on: bool = True) -> None:
        """A candidate became a layer, or the layer was taken back."""
        if item.applied is not on:
            item.applied = on
            self.item_changed.emit(item)

    def _set_discarded(self, items: Iterable[Item], *, on: bool) -> None:
        for item in items:
            item.discarded = on
        for run in dict.fromkeys(item.run for item in items):
            self._rank(run)

    # -- events

    @staticmethod
    def _plan(run: Run, plan: RunPlanned) -> None:
        run.planned, run.eta_seconds = plan, plan.seconds
        if run.picture is not None:
            mirrored = not run.expands
            run.surroundings = thumbnails.of_region(run.picture, plan.region, mirrored=mirrored)
            run.picture = None

    def _preview(self, run: Run, preview: Preview) -> None:
        item = self._item(run, preview.candidate)
        if run.ended or item.state is not ItemState.RUNNING:
            return
        run.eta_seconds = preview.seconds_left
        item.step, item.score, item.picture = preview.step, preview.score, preview.picture
        region = run.planned.region if run.planned is not None else None
        item.show(thumbnails.of_preview(preview.picture, region))
        self._announce(item)

    def _finish(self, run: Run, candidate: Candidate) -> None:
        item = self._item(run, candidate.index)
        item.state, item.seed, item.scores = ItemState.FINISHED, candidate.seed, candidate.scores
        item.score = candidate.scores.combined if candidate.scores is not None else None
        item.picture, item.reason = None, ""
        run.expands = run.expands or "extend" in candidate.recipe
        region = run.planned.region if run.planned is not None else None
        around = run.surroundings if run.surroundings is not None else item.thumbnail
        if region is None and run.expands and run.picture is not None:
            region = candidate.box
            around = thumbnails.of_region(run.picture, region, mirrored=False)
        item.show(thumbnails.of_candidate(candidate, region, around))
        self.pixels.hold(item, candidate)
        self._announce(item)

    def _stop(self, run: Run, stopped: CandidateStopped) -> None:
        item = self._item(run, stopped.index)
        if item.state is ItemState.RUNNING:
            item.seed = stopped.seed
            item.give_up(stopped.reason)
            self._announce(item)

    def _end(self, run: Run, sentence: str) -> None:
        run.ended, run.eta_seconds, run.picture = True, None, None
        run.sentence = sentence or run.sentence
        for item in run.items.values():
            if item.state is ItemState.RUNNING:
                item.give_up(run.sentence or self.tr("The run ended before it was done."))
                self.item_changed.emit(item)
        self._rank(run)

    def _stopped_sentence(self, run: Run) -> str:
        sentence = self.tr("Stopped: {done} of {total} finished")
        return sentence.format(done=run.finished, total=run.total)

    def _item(self, run: Run, index: int) -> Item:
        """The candidate of that index; a new one is not in the run before it is announced."""
        return run.items.get(index) or Item(run, index, next(self._numbers))

    def _announce(self, item: Item) -> None:
        """Tell that an item is there or looks different, and if others stand elsewhere for it."""
        new = item.index not in item.run.items
        item.run.items[item.index] = item
        changed = rank(item.run)
        (self.item_added if new else self.item_changed).emit(item)
        if changed:
            self.ranks_changed.emit(item.run)

    def _rank(self, run: Run) -> None:
        if rank(run):
            self.ranks_changed.emit(run)
