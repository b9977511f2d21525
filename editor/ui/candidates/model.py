"""The rows of the candidates list, brought into order without disturbing who looks at them."""

from collections.abc import Hashable
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from editor.ui.candidates.items import Item, Run
from editor.ui.candidates.rows import Filter, Row, Section, Sort, Tray, flattened, held, settled
from editor.ui.candidates.store import CandidateStore
from editor.ui.candidates.words import row_text

__all__ = ["EVERY_DOCUMENT", "ROW", "CandidatesModel"]

ROW = Qt.ItemDataRole.UserRole
EVERY_DOCUMENT = object()
ORDER_DELAY_MS = 100

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class CandidatesModel(QAbstractListModel):
    """Rows are Runs (headers), Items and Trays.

    While it is held, rows that are shown keep their order, and none goes that the user did not
    discard; it is brought into order when it is let go of.

    Signals:
        arranging: rows are about to come, go or move.
        arranged: they have.
        previewed_changed: the previewed item is another.
    """

    arranging = Signal()
    arranged = Signal()
    previewed_changed = Signal()

    def __init__(self, store: CandidateStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._sections: list[Section] = []
        self._rows: list[Row] = []
        self._places: dict[Row, int] = {}
        self._unfolded: set[Run] = set()
        self._filter, self._sort = Filter.ALL, Sort.RANK
        self._document_key: Hashable = EVERY_DOCUMENT
        self._held = False
        self._previewed: Item | None = None
        # Ranks change with every preview: the order follows a few times a second.
        self._timer = QTimer(self, singleShot=True, interval=ORDER_DELAY_MS)
        self._timer.timeout.connect(self.arrange)
        store.run_began.connect(self.arrange)
        store.item_added.connect(self.arrange)
        store.items_discarded.connect(self.arrange)
        store.items_restored.connect(self.arrange)
        store.runs_removed.connect(self._on_runs_removed)
        store.run_changed.connect(self._on_run_changed)
        store.item_changed.connect(self._on_item_changed)
        store.ranks_changed.connect(self._on_ranks_changed)
        self.settle()

    # -- looking

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row itself, or what a screen reader says of it."""
        if not index.isValid():
            return None
        if role == ROW:
            return self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row_text(self._rows[index.row()])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only candidates can be chosen; a header does nothing unless its run waits."""
        row = self._rows[index.row()] if index.isValid() else None
        leaf = Qt.ItemFlag.ItemNeverHasChildren
        if isinstance(row, Item):
            return leaf | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        enabled = isinstance(row, Tray) or (isinstance(row, Run) and row.waiting > 0)
        return leaf | Qt.ItemFlag.ItemIsEnabled if enabled else leaf

    @property
    def rows(self) -> list[Row]:
        """The rows from the top; not to be changed."""
        return self._rows

    def place(self, row: Row) -> int:
        """Where a row stands; -1 where it is not shown."""
        return self._places.get(row, -1)

    def is_unfolded(self, run: Run) -> bool:
        """Whether a run's tray is open."""
        return run in self._unfolded

    @property
    def previewed(self) -> Item | None:
        """The candidate that the canvas shows."""
        return self._previewed

    def set_previewed(self, item: Item | None) -> None:
        """Mark the candidate that the canvas shows."""
        if item is not self._previewed:
            old, self._previewed = self._previewed, item
            for one in (old, item):
                self._touch(one)
            self.previewed_changed.emit()

    # -- what is shown, and how

    @property
    def filter(self) -> Filter:
        """Which candidates are shown."""
        return self._filter

    def set_filter(self, wanted: Filter) -> None:
        """Show these candidates."""
        self._filter = wanted
        self.settle()

    @property
    def sort_by(self) -> Sort:
        """In which order a run's candidates are shown."""
        return self._sort

    def set_sort(self, wanted: Sort) -> None:
        """Show a run's candidates in this order."""
        self._sort = wanted
        self.settle()

    def set_document(self, key: Hashable) -> None:
        """Show the runs of one document, or of ``EVERY_DOCUMENT``."""
        self._document_key = key
        self.settle()

    def toggle_tray(self, run: Run) -> None:
        """Open or fold away a run's stopped candidates."""
        self._unfolded ^= {run}
        self.arrange()

    # -- the order

    @property
    def held(self) -> bool:
        """Whether nothing may move at present."""
        return self._held

    def hold(self, on: bool) -> None:
        """Keep everything where it is, or bring it into order."""
        if on is not self._held:
            self._held = on
            self.arrange()

    def settle(self) -> None:
        """Bring everything into order although it is held: the user wanted to see it so."""
        self._set_sections(self._wanted())

    @Slot()
    def arrange(self) -> None:
        """Show what is new, and in order unless it is held."""
        wanted = self._wanted()
        self._set_sections(held(self._sections, wanted) if self._held else wanted)

    def _wanted(self) -> list[Section]:
        key = self._document_key
        runs = [r for r in self._store.runs if key is EVERY_DOCUMENT or r.document_key == key]
        return settled(runs, self._filter, self._sort, self.is_unfolded)

    def _set_sections(self, sections: list[Section]) -> None:
        self._timer.stop()
        self._sections = sections
        rows = flattened(sections)
        if rows == self._rows:
            return
        self.arranging.emit()
        self._remove(set(rows))
        self._reorder([row for row in rows if row in self._places])
        self._insert(rows)
        self._places = {row: place for place, row in enumerate(rows)}
        self.arranged.emit()

    def _remove(self, kept: set[Row]) -> None:
        for first, last in reversed(_spans([row not in kept for row in self._rows])):
            self.beginRemoveRows(NO_PARENT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, rows: list[Row]) -> None:
        """Give the rows that are there another order."""
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        place = {row: number for number, row in enumerate(rows)}
        old = self.persistentIndexList()
        new = [self.index(place[self._rows[index.row()]]) for index in old]
        self._rows[:] = rows
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _insert(self, rows: list[Row]) -> None:
        for first, last in _spans([row not in self._places for row in rows]):
            self.beginInsertRows(NO_PARENT, first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()

    # -- following the store

    @Slot(list)
    def _on_runs_removed(self, runs: list[Run]) -> None:
        self._unfolded -= set(runs)
        if self._previewed is not None and self._previewed.run in runs:
            self.set_previewed(None)
        self.settle()

    @Slot(object)
    def _on_run_changed(self, run: Run) -> None:
        self._touch(run)
        if run.ended:
            self.arrange()

    @Slot(object)
    def _on_item_changed(self, item: Item) -> None:
        self._touch(item)
        self._order_soon()

    @Slot(object)
    def _on_ranks_changed(self, run: Run) -> None:
        places = [place for i in run.items.values() if (place := self.place(i)) >= 0]
        if places:
            self.dataChanged.emit(self.index(min(places)), self.index(max(places)))
        self._order_soon()

    def _touch(self, row: Row | None) -> None:
        place = -1 if row is None else self.place(row)
        if place >= 0:
            self.dataChanged.emit(self.index(place), self.index(place))

    def _order_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()


def _spans(flags: list[bool]) -> list[tuple[int, int]]:
    """Where a list of flags is true: first and last place of each stretch."""
    spans, place = [], 0
    for on, stretch in groupby(flags):
        length = len(list(stretch))
        if on:
            spans.append((place, place + length - 1))
        place += length
    return spans
