"""Candidates in the saved project: what is kept there, and what comes back when it is opened."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Slot

from editor.document.document import Document
from editor.document.kept_runs import KeptRun, OfferedCandidate, OfferedRun, RunFacts
from editor.ui.candidates.items import Item, ItemState, Run
from editor.ui.context import Context
from editor.ui.opening import Opening
from editor.ui.runs.bringing import BringingBack, FoundRun
from editor.ui.runs.moved import note_moved
from editor.ui.runs.order import Order
from editor.ui.runs.whereabouts import DocumentKey, Whereabouts
from editor.ui.saving import Saving

__all__ = ["ProjectRuns"]

SETTING = "keep_candidates"
UNRANKED = 10_000


class ProjectRuns(QObject):
    """Between the candidates in memory and the project files that are saved and opened.

    The user decides whether a project keeps them. It does by default: what a project keeps is
    bounded in bytes, and nobody misses a result as much as one that is gone.
    """

    def __init__(self, context: Context, whereabouts: Whereabouts, bringing: BringingBack) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._bringing = bringing
        self._ledger = bringing.ledger
        self._store = bringing.ledger.store
        self._read: WeakKeyDictionary[Document, tuple[KeptRun, ...]] = WeakKeyDictionary()
        self._action = context.actions.add(
            "keep-candidates",
            self.tr("Keep Candidates in the Project"),
            self._remember,
            icon_name="candidates",
            tip=self.tr("Save finished candidates with the project; other programs ignore them"),
            checkable=True,
        )
        self._action.setChecked(context.settings.state(SETTING, True) is not False)

    def join(self, opening: Opening, saving: Saving) -> None:
        """From now on, bring back what is opened and offer what is to be saved."""
        opening.project_read.connect(self._on_read)
        saving.set_runs(self.offered)
        saving.saved.connect(self._on_saved)

    def _remember(self) -> None:
        self._context.settings.set_state(SETTING, self._action.isChecked())

    # -- saving

    def offered(self, document: Document) -> Sequence[OfferedRun]:
        """The runs of a document that its project is to keep, the latest last."""
        if not self._action.isChecked():
            return []
        place = self._whereabouts.key(document).place
        found = [self._offered(run) for run in self._store.runs if _place(run) == place]
        found += self._shared(document, place)
        return sorted((run for run in found if run.candidates), key=lambda run: run.facts.key)

    def _shared(self, document: Document, place: str) -> Iterator[OfferedRun]:
        """Runs that its file had when it was opened, and that another open document has here."""
        elsewhere = {run.id for run in self._store.runs if _place(run) != place}
        for run in self._read.get(document, ()):
            if run.facts.key in elsewhere:
                candidates = tuple(OfferedCandidate(c, c.starred) for c in run.candidates)
                yield OfferedRun(run.facts, run.mask, candidates)

    def _offered(self, run: Run) -> OfferedRun:
        items = sorted(run.items.values(), key=lambda item: item.rank or UNRANKED)
        kept = [item for item in items if item.state is ItemState.FINISHED and not item.discarded]
        candidates = [each for item in kept if (each := self._candidate(item)) is not None]
        waiting = list(self._bringing.waiting(run))
        candidates += [OfferedCandidate(entry, entry.starred) for _, entry in waiting]
        facts = self._facts(run, tuple(item.index for item in kept))
        order = self._ledger.order(run.id)
        if isinstance(order, Order):
            return OfferedRun(facts, (order.area, order.mask), tuple(candidates))
        packed = next((found.mask for found, _ in waiting), None)
        return OfferedRun(facts, packed, tuple(candidates))

    def _facts(self, run: Run, ranking: tuple[int, ...]) -> RunFacts:
        order, key = self._ledger.order(run.id), run.document_key
        size = (key.width, key.height) if isinstance(key, DocumentKey) else (0, 0)
        mode = "" if order is None else order.mode.value
        return RunFacts(str(run.id), run.label, *size, run.total, mode, ranking)

    def _candidate(self, item: Item) -> OfferedCandidate | None:
        source = item.candidate or self._bringing.entries.get(item)
        return None if source is None else OfferedCandidate(source, item.starred)

    @Slot(object)
    def _on_saved(self, document: Document) -> None:
        """A document may have another file now: its runs go with it."""
        before = self._whereabouts.key(document).place
        after = self._whereabouts.moved(document)
        if before == after:
            return
        moved = [run for run in self._store.runs if _place(run) == before]
        for run in moved:
            if isinstance(run.document_key, DocumentKey):
                self._bringing.hand_over(run, replace(run.document_key, place=after))
        # What is still to finish goes into the journal under the old place.
        note_moved(self._context.settings, (str(run.id) for run in moved), after)

    # -- opening

    @Slot(object, object)
    def _on_read(self, document: Document, runs: Sequence[KeptRun]) -> None:
        """Bring back what a project that is about to be shown has kept."""
        self._read[document] = tuple(runs)
        place = self._whereabouts.key(document).place
        for run in runs:
            key = DocumentKey(place, run.facts.width, run.facts.height)
            self._bringing.bring(FoundRun(run.facts, key, run.mask, run.candidates))


def _place(run: Run) -> str | None:
    return run.document_key.place if isinstance(run.document_key, DocumentKey) else None
