"""Brings kept candidates back when their picture is opened, and keeps their marks."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from weakref import WeakSet

import platformdirs
from PySide6.QtCore import QObject, Qt, Signal, Slot

from editor.document.document import Document
from editor.document.kept_runs import RunFacts
from editor.jobs.journal import Journal, JournalRun, marked
from editor.jobs.journal_file import JournalEntry
from editor.jobs.journal_writer import JournalWriter
from editor.ui.candidates.items import Item, ItemState, Run
from editor.ui.candidates.pixel_store import BUDGET
from editor.ui.candidates.store import CandidateStore
from editor.ui.context import Context
from editor.ui.runs.bringing import BringingBack, FoundRun
from editor.ui.runs.moved import moved_runs
from editor.ui.runs.whereabouts import DocumentKey, Whereabouts

__all__ = ["CandidateJournal", "open_journal"]


def open_journal() -> JournalWriter:
    """The user's journal."""
    folder = platformdirs.user_data_path("Blendbrush") / "candidates"
    return JournalWriter(Journal(folder))


class CandidateJournal(QObject):
    """Between the candidates in memory and those on disk.

    Args:
        bringing: brings back what is found.
        writer: the journal in its own thread; closed here.
    """

    _found = Signal(object)

    def __init__(
        self,
        context: Context,
        whereabouts: Whereabouts,
        store: CandidateStore,
        bringing: BringingBack,
        writer: JournalWriter,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._store = store
        self._bringing = bringing
        self._writer = writer
        self._closed = False
        self._seen: WeakSet[Document] = WeakSet()
        self._fresh: WeakSet[Document] = WeakSet()
        self._kept: Sequence[JournalRun] = ()
        self._starred: set[Item] = set()
        self._found.connect(self._on_found, Qt.ConnectionType.QueuedConnection)
        store.item_changed.connect(self._on_item_changed)
        store.item_added.connect(self._bound)
        store.item_changed.connect(self._bound)
        store.run_changed.connect(self._on_run_changed)
        context.current.replaced.connect(self._on_replaced)

    def close(self) -> None:
        """Forget what the user discarded, and end."""
        self._closed = True
        for item in self._store.discarded:
            if item.state is ItemState.FINISHED:
                self._writer.discard(str(item.run.id), item.index)
        self._writer.close()

    # -- what is kept

    def _look(self) -> None:
        if self._closed:
            return
        self._writer.runs().add_done_callback(self._tell)

    def _tell(self, future: Future[list[JournalRun]]) -> None:
        """Called in the journal's thread."""
        if not self._closed:
            self._found.emit(future.result())

    @Slot(object)
    def _on_found(self, runs: Sequence[JournalRun]) -> None:
        """Note where candidates are; those that are not in memory yet may be wanted now."""
        self._kept = runs
        here = {run.id: run for run in self._store.runs}
        for run in runs:
            known = here.get(run.origin.run)
            items = {} if known is None else known.items
            self._bringing.entries.update(
                {items[entry.index]: entry for entry in run.entries if entry.index in items}
            )
        self._on_replaced()

    @Slot(object)
    def _on_run_changed(self, run: Run) -> None:
        """Where memory gets short, find out what can be read again, so that it can be let go."""
        if run.ended and self._is_much:
            self._look()

    @Slot(object)
    def _bound(self, item: Item) -> None:
        """A long run would fill the memory before its end."""
        finished = item.state is ItemState.FINISHED
        if finished and item not in self._bringing.entries and self._is_much:
            self._look()

    @property
    def _is_much(self) -> bool:
        return self._store.pixels.nbytes > BUDGET / 2

    # -- bringing back

    @Slot()
    def _on_replaced(self) -> None:
        document = self._context.current.document
        if document is None:
            return
        if document not in self._seen:
            self._seen.add(document)
            if _is_new(document):
                self._fresh.add(document)
            self._look()  # runs may have been kept for it since
        here = self._whereabouts.key(document)
        mine = {run.id for run in self._store.runs if run.document_key == here}
        moved = moved_runs(self._context.settings)
        # One without a file has only its title, as others had that are gone.
        nameless = document in self._fresh and document.path is None
        for run in self._kept:
            belongs = not nameless and here in _keys(run, moved)
            # A run that a project has brought may be more complete here.
            if belongs or run.origin.run in mine:
                self._bringing.bring(_found_run(run, here))

    # -- marks

    @Slot(object)
    def _on_item_changed(self, item: Item) -> None:
        if item.state is ItemState.FINISHED and item.starred is not (item in self._starred):
            self._starred ^= {item}
            entry = self._bringing.entries.get(item)
            if isinstance(entry, JournalEntry):
                self._bringing.entries[item] = marked(entry, starred=item.starred)
            self._writer.star(str(item.run.id), item.index, starred=item.starred)


def _is_new(document: Document) -> bool:
    return document.path is None and document.origin.source is None and not document.modified


def _keys(run: JournalRun, moved: Mapping[str, str]) -> Iterator[DocumentKey]:
    """The documents that a run belongs to: as it was made, and where "Save As" took it."""
    key = DocumentKey.parse(run.origin.document)
    if key is not None:
        yield key
        if run.origin.run in moved:
            yield replace(key, place=moved[run.origin.run])


def _found_run(run: JournalRun, key: DocumentKey) -> FoundRun:
    origin, entries = run.origin, run.entries
    facts = RunFacts(origin.run, origin.label, key.width, key.height, len(entries))
    return FoundRun(facts, key, entries[0].mask, entries)
