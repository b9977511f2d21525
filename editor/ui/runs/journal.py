"""Brings kept candidates back when their picture is opened, and keeps their marks."""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial

import platformdirs
from PySide6.QtCore import QObject, Qt, Signal, Slot

from editor.document.errors import EditorError
from editor.jobs.journal import Journal, JournalRun
from editor.jobs.journal_file import JournalEntry
from editor.jobs.journal_writer import JournalWriter
from editor.ui.candidates.items import Item, ItemState, Run
from editor.ui.candidates.pixel_store import BUDGET
from editor.ui.candidates.store import CandidateStore
from editor.ui.context import Context
from editor.ui.runs.whereabouts import DocumentKey, Whereabouts
from inference.events import Candidate, CandidateFinished

__all__ = ["CandidateJournal", "open_journal"]

Loaded = tuple[JournalRun, list[tuple[JournalEntry, Candidate]]]


def open_journal() -> JournalWriter:
    """The user's journal."""
    folder = platformdirs.user_data_path("Blendbrush") / "candidates"
    return JournalWriter(Journal(folder))


class CandidateJournal(QObject):
    """Between the candidates in memory and those on disk.

    Args:
        writer: the journal in its own thread; closed here.
    """

    _found = Signal(object)

    def __init__(
        self,
        context: Context,
        whereabouts: Whereabouts,
        store: CandidateStore,
        writer: JournalWriter,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._store = store
        self._writer = writer
        self._closed = False
        self._kept: dict[DocumentKey, list[JournalRun]] = defaultdict(list)  # not brought back yet
        self._entries: dict[Item, JournalEntry] = {}
        self._starred: set[Item] = set()
        self._waiting: list[JournalRun] = []
        self._found.connect(self._on_found, Qt.ConnectionType.QueuedConnection)
        store.pixels.set_journal(self._load, self._entries.__contains__)
        store.item_changed.connect(self._on_item_changed)
        store.run_changed.connect(self._on_run_changed)
        context.current.replaced.connect(self._on_replaced)
        self._look()

    def close(self) -> None:
        """Forget what the user discarded, and end."""
        self._closed = True
        for item in self._store.discarded:
            if item.state is ItemState.FINISHED:
                self._writer.discard(str(item.run.id), item.index)
        self._writer.close()

    # -- what is kept

    def _look(self) -> None:
        self._writer.runs().add_done_callback(self._tell)

    def _tell(self, future: Future[list[JournalRun]]) -> None:
        """Called in the journal's thread."""
        if not self._closed:
            self._found.emit(future.result())

    @Slot(object)
    def _on_found(self, runs: Sequence[JournalRun]) -> None:
        """Note where candidates are, and which are not in memory yet."""
        here = {run.id: run for run in self._store.runs}
        self._kept.clear()
        for run in runs:
            key, known = DocumentKey.parse(run.origin.document), here.get(run.origin.run)
            if known is not None:
                items = ((known.items.get(entry.index), entry) for entry in run.entries)
                self._entries.update({item: entry for item, entry in items if item is not None})
            elif key is not None:
                self._kept[key].append(run)
        self._on_replaced()

    @Slot(object)
    def _on_run_changed(self, run: Run) -> None:
        """Where memory gets short, find out what can be read again, so that it can be let go."""
        if run.ended and self._store.pixels.nbytes > BUDGET / 2:
            self._look()

    # -- bringing back

    @Slot()
    def _on_replaced(self) -> None:
        document = self._context.current.document
        if document is None:
            return
        wanted = self._kept.pop(self._whereabouts.key(document), [])
        for run in wanted:
            origin, key = run.origin, self._whereabouts.key(document)
            self._store.begin_run(origin.run, origin.label, key, len(run.entries))
        idle = not self._waiting
        self._waiting += wanted
        if idle:
            self._read_next()

    def _read_next(self) -> None:
        """Read one run at a time, so that other work comes in between."""
        if self._waiting:
            run = self._waiting[0]
            self._context.background.run(partial(_read, run), self._take, self._failed)

    def _take(self, loaded: Loaded) -> None:
        run, candidates = loaded
        for entry, candidate in candidates:
            self._store.take(run.origin.run, CandidateFinished(candidate))
            item = self._item(run.origin.run, entry.index)
            self._entries[item] = entry
            if entry.starred:
                self._starred.add(item)
                self._store.star(item, on=True)
        self._store.end_run(run.origin.run)
        self._waiting.pop(0)
        self._read_next()

    def _item(self, run_id: str, index: int) -> Item:
        run = next(run for run in self._store.runs if run.id == run_id)
        return run.items[index]

    def _failed(self, error: Exception) -> None:
        self._waiting.pop(0)
        self._read_next()
        raise error  # the application's hook keeps and tells it

    def _load(self, item: Item) -> Candidate:
        return self._entries[item].read()

    # -- marks

    @Slot(object)
    def _on_item_changed(self, item: Item) -> None:
        if item.state is ItemState.FINISHED and item.starred is not (item in self._starred):
            self._starred ^= {item}
            self._entries.pop(item, None)  # its file has another name now
            self._writer.star(str(item.run.id), item.index, starred=item.starred)


def _read(run: JournalRun) -> Loaded:
    """A run's candidates with their pixels; those whose files are damaged are left out."""
    read = []
    for entry in run.entries:
        try:
            read.append((entry, entry.read()))
        except EditorError:
            continue  # another window may just have removed it
    return run, read
