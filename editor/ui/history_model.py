"""The steps of a history as a Qt model: rows are read one at a time, so thousands are quick."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor.document.history import History, Step

__all__ = ["UNDONE", "HistoryModel"]

Index = QModelIndex | QPersistentModelIndex

UNDONE = Qt.ItemDataRole.UserRole
"""The role that says whether a step was taken back."""

NOTHING = QModelIndex()


class HistoryModel(QAbstractListModel):
    """A row for the beginning and one for each step.

    Where the oldest steps were forgotten, a row before them says so; it can not be chosen.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History | None = None
        self._steps: list[Step] = []
        self._position = 0
        self._forgotten = False

    # -- following the history

    def set_history(self, history: History | None) -> None:
        """Show another history, or none."""
        self.beginResetModel()
        self._history = history
        self._take()
        self.endResetModel()

    def _take(self) -> None:
        history = self._history
        self._steps = [] if history is None else history.steps.copy()
        self._position = 0 if history is None else history.position
        self._forgotten = history is not None and history.forgotten

    def follow(self) -> None:
        """Take in what has become of the history."""
        if self._history is None:
            return
        old, new = self._steps, self._history.steps
        if self._forgotten != self._history.forgotten or old[:1] != new[:1]:
            self.set_history(self._history)
            return
        kept = _shared(old, new)
        was = self.present_row
        if kept < len(old):
            self.beginRemoveRows(NOTHING, self._row(kept + 1), self._row(len(old)))
            self._steps = old[:kept]
            self._position = min(self._position, kept)
            self.endRemoveRows()
        if kept < len(new):
            self.beginInsertRows(NOTHING, self._row(kept + 1), self._row(len(new)))
            self._take()
            self.endInsertRows()
        self._position = self._history.position
        first, last = sorted((was, self.present_row))
        self.dataChanged.emit(self.index(first), self.index(min(last, self.rowCount() - 1)))

    # -- looking

    def _row(self, position: int) -> int:
        return position + int(self._forgotten)

    @property
    def present_row(self) -> int:
        """The row of the last step done."""
        return self._row(self._position)

    def position(self, row: int) -> int:
        """How many steps are done when a row's is the last; -1 for the row that is none."""
        return row - int(self._forgotten)

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self._steps)

    def rowCount(self, parent: Index = NOTHING) -> int:
        """How many rows there are; none without a history."""
        if parent.isValid() or self._history is None:
            return 0
        return self._row(len(self._steps)) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All rows can be chosen but the one about forgotten steps."""
        if not index.isValid() or self.position(index.row()) < 0:
            return Qt.ItemFlag.ItemNeverHasChildren
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The step's name, what a screen reader says of it, or `UNDONE`."""
        if not index.isValid():
            return None
        position = self.position(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._label(position)
        if role == UNDONE:
            return position > self._position
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(position)
        return None

    def _label(self, position: int) -> str:
        if position < 0:
            return self.tr("Earlier steps were let go to save memory")
        if position == 0:
            return self.tr("Earliest step kept") if self._forgotten else self.tr("Opened")
        return self._steps[position - 1].label

    def _spoken(self, position: int) -> str:
        label = self._label(position)
        if position == self._position:
            return self.tr("{step}, present").format(step=label)
        return self.tr("{step}, undone").format(step=label) if position > self._position else label


def _shared(old: list[Step], new: list[Step]) -> int:
    """How many steps two versions of one history share; they differ at the end alone."""
    shared = min(len(old), len(new))
    while shared and old[shared - 1] is not new[shared - 1]:
        shared -= 1
    return shared
