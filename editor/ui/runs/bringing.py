"""Brings kept runs back into the panel, from wherever they were kept, and each but once."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from editor.document.compositor import flattened, over_matte
from editor.document.errors import EditorError
from editor.document.geometry import Rect
from editor.document.kept_mask import KeptMask
from editor.document.kept_runs import RunFacts
from editor.document.openraster_archive import Unreadable
from editor.ui.candidates.items import Item, Run
from editor.ui.context import Context
from editor.ui.runs.ledger import Ledger
from editor.ui.runs.order import Order
from editor.ui.runs.whereabouts import DocumentKey, Whereabouts
from inference.errors import RequestError
from inference.events import Candidate, CandidateFinished
from inference.pictures import GREY

__all__ = ["BringingBack", "Entry", "FoundRun"]

Array = NDArray[np.uint8]
MaskPart = tuple[Rect, Array]


class Entry(Protocol):
    """A candidate that is kept somewhere."""

    @property
    def index(self) -> int:
        """Its number in the run."""
        ...

    @property
    def starred(self) -> bool:
        """Whether the user marked it."""
        ...

    def read(self) -> Candidate:
        """All of it, or a FileError; called in any thread."""
        ...


@dataclass(frozen=True, eq=False)
class FoundRun:
    """A run that is kept somewhere, for a document that is open.

    Attributes:
        key: of that document; the size is that of the picture when the run was made.
        mask: what it was asked to change, where that is known.
    """

    facts: RunFacts
    key: DocumentKey
    mask: KeptMask | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, eq=False)
class _Piece:
    """What is still to be read of a run; without an entry, its end."""

    found: FoundRun
    entry: Entry | None


class BringingBack(QObject):
    """Reads candidates one after the other, so that other work comes in between.

    Attributes:
        ledger: where it is noted what a run was asked for.
        entries: where finished candidates can be read again.
    """

    def __init__(self, context: Context, whereabouts: Whereabouts, ledger: Ledger) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._store = ledger.store
        self.ledger = ledger
        self._pieces: deque[_Piece] = deque()
        self.entries: dict[Item, Entry] = {}
        self._store.pixels.set_journal(self._load, self.entries.__contains__)

    # -- what is to be brought back

    def bring(self, found: FoundRun) -> None:
        """Bring back what is not there yet of a run.

        One that goes on, or that belongs to another open document, is left as it is.
        """
        facts, run = found.facts, self._run(found.facts.key)
        if run is None:
            run = self._store.begin_run(facts.key, facts.label, found.key, facts.total)
        elif not run.ended and not any(self._left(facts.key)):
            return
        elif not self._is_of(run, found.key):
            if self._is_open(run):
                return
            self.hand_over(run, found.key)
        missing = [entry for entry in found.entries if entry.index not in run.items]
        if not missing and run.ended:
            return
        idle = not self._pieces
        self._pieces += [_Piece(found, entry) for entry in (*missing, None)]
        if idle:
            self._next()

    def hand_over(self, run: Run, key: DocumentKey) -> None:
        """From now on a run belongs to another document."""
        self._store.hand_over(run, key)
        order = self.ledger.order(run.id)
        if order is not None:
            self.ledger.recall(run.id, replace(order, key=key))

    def waiting(self, run: Run) -> Iterator[tuple[FoundRun, Entry]]:
        """What is still to be read of a run."""
        for piece in self._left(run.id):
            if piece.entry is not None and piece.entry.index not in run.items:
                yield piece.found, piece.entry

    def _left(self, run_id: object) -> Iterator[_Piece]:
        return (piece for piece in self._pieces if piece.found.facts.key == run_id)

    def _run(self, run_id: str) -> Run | None:
        return next((run for run in self._store.runs if run.id == run_id), None)

    @staticmethod
    def _is_of(run: Run, key: DocumentKey) -> bool:
        return isinstance(run.document_key, DocumentKey) and run.document_key.place == key.place

    def _is_open(self, run: Run) -> bool:
        key = run.document_key
        return isinstance(key, DocumentKey) and self._whereabouts.find(key) is not None

    # -- reading

    def _next(self) -> None:
        """Read what comes next and is not there yet."""
        while self._pieces:
            piece = self._pieces[0]
            run = self._run(piece.found.facts.key)
            if piece.entry is not None and run is not None and piece.entry.index not in run.items:
                wanted = piece.found if self.ledger.order(run.id) is None else None
                self._context.background.run(
                    partial(_read, piece.entry, wanted), self._take, self._failed
                )
                return
            self._pieces.popleft()
            if piece.entry is None and run is not None:
                self._end(run, piece.found)

    def _take(self, read: tuple[Candidate | None, MaskPart | None]) -> None:
        candidate, mask = read
        piece = self._pieces.popleft()
        found, entry = piece.found, piece.entry
        run = self._run(found.facts.key)
        if candidate is not None and entry is not None and run is not None:
            self._surround(run, found.key, candidate)
            self._store.take(run.id, CandidateFinished(candidate))
            item = run.items[candidate.index]
            self.entries[item] = entry
            self._store.star(item, on=entry.starred)
            if mask is not None:
                self._remember(run, found, candidate.recipe, *mask)
        self._next()

    def _surround(self, run: Run, key: DocumentKey, candidate: Candidate) -> None:
        """Show a result that expands the picture around that, while it is of the same size."""
        document = self._whereabouts.find(key)
        if "extend" not in candidate.recipe or run.picture is not None or document is None:
            return
        if self._whereabouts.key(document) == key:
            self._store.show_in(run, over_matte(flattened(document.state), GREY))

    def _remember(
        self, run: Run, found: FoundRun, recipe: dict[str, Any], area: Rect, mask: Array
    ) -> None:
        """Note what a run was asked for, as if it had been asked for now."""
        facts = found.facts
        named = {**recipe, "mode": facts.mode} if facts.mode else recipe
        try:
            order = Order.of_recipe(named, found.key, facts.total, area, mask)
        except (KeyError, TypeError, RequestError):
            return  # of another version: its pixels are all that can be used
        self.ledger.recall(run.id, order)

    def _end(self, run: Run, found: FoundRun) -> None:
        whole = set(found.facts.ranking) == set(run.items)
        self._store.end_run(run.id, ranking=found.facts.ranking if whole else ())

    def _failed(self, error: Exception) -> None:
        self._pieces.popleft()
        self._next()
        raise error  # the application's hook keeps and tells it

    def _load(self, item: Item) -> Candidate:
        return self.entries[item].read()


def _read(entry: Entry, found: FoundRun | None) -> tuple[Candidate | None, MaskPart | None]:
    """A candidate with its pixels, None where they are damaged, and the mask of ``found``."""
    try:
        candidate = entry.read()
    except EditorError:
        return None, None  # another window may just have removed it
    try:
        if found is None or found.mask is None:
            return candidate, None
        return candidate, found.mask.read(found.key.width, found.key.height)
    except Unreadable:
        return candidate, None  # what the candidate changed stands for it
