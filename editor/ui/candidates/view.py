"""The list of candidates: turns clicks and keys into what is wanted of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from editor.ui.candidates.commands import COMMANDS, Command, command_of
from editor.ui.candidates.controller import CandidatesController
from editor.ui.candidates.delegate import CandidatesDelegate
from editor.ui.candidates.grid_view import GridView
from editor.ui.candidates.header import button_at
from editor.ui.candidates.items import Item, Run
from editor.ui.candidates.model import ROW, CandidatesModel
from editor.ui.candidates.queue import QUEUE_COMMANDS, queue_command_of
from editor.ui.candidates.rows import Row, Tray
from editor.ui.icons import icon

__all__ = ["CandidatesView"]

Key = Qt.Key
STEPS = {
    Key.Key_Left,
    Key.Key_Right,
    Key.Key_Up,
    Key.Key_Down,
    Key.Key_Home,
    Key.Key_End,
    Key.Key_PageUp,
    Key.Key_PageDown,
}
ENDS_PREVIEW = QKeySequence(Key.Key_Escape)
PLAIN = {
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
}
CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
UNDO = QKeySequence("Ctrl+Z")
OPENS = [QKeySequence(key) for key in (Key.Key_Space, Key.Key_Return, Key.Key_Enter)]


class CandidatesView(GridView):
    """A click previews, a double click applies; keys do that and more.

    Signals:
        resized_by: the wheel asks for thumbnails so many notches larger.
    """

    resized_by = Signal(int)

    def __init__(
        self,
        model: CandidatesModel,
        controller: CandidatesController,
        still: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, still, parent)
        self._controller = controller
        self.setItemDelegate(CandidatesDelegate(model, self))
        self.setAccessibleName(self.tr("Candidates"))
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double_clicked)

    @property
    def current_row(self) -> Row | None:
        """The row that keys are meant for."""
        row: Row | None = self.currentIndex().data(ROW)
        return row

    def chosen_items(self) -> list[Item]:
        """The candidates that are chosen, from the top."""
        places = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        rows = [self.candidates.rows[place] for place in places]
        return [row for row in rows if isinstance(row, Item)]

    # -- mouse

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row: Row = index.data(ROW)
        if isinstance(row, Tray):
            self.candidates.toggle_tray(row.run)
        elif isinstance(row, Run):
            self._press_button(row, self.visualRect(index))
        elif not QGuiApplication.keyboardModifiers() & CHOOSING:
            self._controller.toggle_preview(row)

    def _press_button(self, run: Run, place: QRect) -> None:
        button = None if self.pointer is None else button_at(place, run, self.pointer)
        if button is not None:
            self._controller.arrange(button, run)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row: Row = index.data(ROW)
        if isinstance(row, Item):
            self._controller.apply(row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl, the wheel makes thumbnails larger and smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.resized_by.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Claim this list's keys before the window's shortcuts get them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() in PLAIN
            if (plain and event.key() in STEPS) or self._meaning(_keys(event)) is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key means here; arrows step, and preview what they come to."""
        do = self._meaning(_keys(event))
        if do is not None:
            do()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if event.key() in STEPS and self.currentIndex() != before:
            self._on_stepped(event.modifiers())

    def _on_stepped(self, modifiers: Qt.KeyboardModifier) -> None:
        self.scrollTo(self.currentIndex())
        row = self.current_row
        if isinstance(row, Item) and not modifiers & CHOOSING:
            self._controller.preview(row)

    def _meaning(self, keys: QKeySequence) -> Callable[[], None] | None:
        """What keys do at the moment; None where they mean nothing."""
        if keys == UNDO:
            return self._undo if self._controller.can_undo else None
        if keys == ENDS_PREVIEW:
            return self._end_preview if self._controller.previewed_item is not None else None
        row, command, queue = self.current_row, command_of(keys), queue_command_of(keys)
        if isinstance(row, Tray) and keys in OPENS:
            return self._toggle_current_tray
        if isinstance(row, Item) and command is not None:
            return partial(self._do, command, row)
        if isinstance(row, Run) and row.waiting and queue is not None:
            return partial(self._controller.arrange, queue, row)
        return None

    def _toggle_current_tray(self) -> None:
        row = self.current_row
        if isinstance(row, Tray):
            self.candidates.toggle_tray(row.run)

    def _end_preview(self) -> None:
        self._controller.preview(None)

    def _undo(self) -> None:
        back = self._controller.undo()
        place = self.candidates.place(back[0]) if back else -1
        if place >= 0:
            self.setCurrentIndex(self.candidates.index(place))
            self.scrollTo(self.currentIndex())

    # -- commands

    def _do(self, command: Command, item: Item) -> None:
        if command.name == "discard":
            self._discard(self.chosen_items() or [item])
        else:
            self._controller.do(command, item)

    def _discard(self, items: list[Item]) -> None:
        """Put candidates away and go on with the next one, or else the one before."""
        rows, batch = self.candidates.rows, set(items)
        places = [self.candidates.place(item) for item in items]
        after, before = rows[max(places) + 1 :], reversed(rows[: min(places)])
        others = (row for row in (*after, *before) if isinstance(row, Item) and row not in batch)
        following = next(others, None)
        self._controller.discard(items, following)
        if following is not None:
            self.setCurrentIndex(self.candidates.index(self.candidates.place(following)))
            self.scrollTo(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of the candidate under the pointer, or of the current one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row: Row | None = index.data(ROW)
        item = row if isinstance(row, Item) else None
        waiting = row if isinstance(row, Run) and row.waiting else None
        if item is None and waiting is None and not self._controller.can_undo:
            return
        if item is not None and item not in self.chosen_items():
            self.setCurrentIndex(index)
        middle = self.viewport().mapToGlobal(self.visualRect(index).center())
        menu = self.menu_of(item) if waiting is None else self.queue_menu(waiting)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(middle if by_key else event.globalPos())

    def menu_of(self, item: Item | None) -> QMenu:
        """Everything that can be done with a candidate, and bringing discarded ones back."""
        menu, group = QMenu(self), 0
        menu.setToolTipsVisible(True)
        for command in COMMANDS if item is not None else ():
            if item is None:
                continue
            if command.group != group:
                menu.addSeparator()
                group = command.group
            text = QCoreApplication.translate("Candidates", command.text)
            action = _action(menu, text, command.icon, command.keys[0])
            action.setEnabled(command.usable(item))
            if command.unless and item.run.expands:
                action.setToolTip(QCoreApplication.translate("Candidates", command.unless))
            action.triggered.connect(partial(self._do, command, item))
            if command.name in {"preview", "star"}:
                on = item.starred if command.name == "star" else self._previews(item)
                action.setCheckable(True)
                action.setChecked(on)
        menu.addSeparator()
        undo = _action(menu, self.tr("Bring Back Discarded"), "undo", "Ctrl+Z")
        undo.setEnabled(self._controller.can_undo)
        undo.triggered.connect(self._undo)
        return menu

    def queue_menu(self, run: Run) -> QMenu:
        """Everything that can be done with a run that waits."""
        menu = QMenu(self)
        for command in QUEUE_COMMANDS:
            text = QCoreApplication.translate("Candidates", command.text)
            action = _action(menu, text, command.icon, command.keys)
            action.setEnabled(command.usable(run))
            action.triggered.connect(partial(self._controller.arrange, command, run))
        return menu

    def _previews(self, item: Item) -> bool:
        return item is self._controller.previewed_item


def _action(menu: QMenu, text: str, icon_name: str, keys: str) -> QAction:
    action = menu.addAction(icon(icon_name), text)
    action.setShortcut(QKeySequence(keys))
    action.setShortcutVisibleInContextMenu(True)
    return action


def _keys(event: QKeyEvent) -> QKeySequence:
    """A key event as a shortcut; keys of the number pad are keys like the others."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(event.key() | modifiers.value)
