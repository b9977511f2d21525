"""Shows every command with its keys, and takes other keys for it."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.document.settings import Settings
from editor.ui.actions import Actions
from editor.ui.dialogs.parts import button, button_row, column, label
from editor.ui.dialogs.shortcuts_model import ShortcutKeeper, apply_saved_shortcuts, plain_text

__all__ = ["ShortcutsDialog", "apply_saved_shortcuts"]

NAME = Qt.ItemDataRole.UserRole
Keys = tuple[str, ...]


def shown_keys(keys: Keys) -> str:
    """Shortcuts as the system writes them."""
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(text).toString(form) for text in keys)


class KeyField(QKeySequenceEdit):
    """Takes one shortcut; Escape and Tab keep their meaning in a dialog.

    Signals:
        recorded: a shortcut was pressed, in portable text.
    """

    recorded = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)
        self.setMinimumWidth(180)
        self.setAccessibleName(self.tr("New keys"))
        for field in self.findChildren(QLineEdit):
            field.setPlaceholderText(self.tr("Press keys"))
        self.editingFinished.connect(self._on_finished)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record, but for the keys that leave the field."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_finished(self) -> None:
        keys = self.keySequence().toString()
        self.clear()
        if keys:
            self.recorded.emit(keys)


class ShortcutsDialog(QDialog):
    """A table to search; the keys of the chosen command are changed under it, and hold at once."""

    def __init__(self, actions: Actions, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard Shortcuts"))
        self._keeper = ShortcutKeeper(actions, settings)
        self._actions = actions
        self._wanted: Keys = ()
        self._make_fields()
        self._build()
        self._connect()
        self._fill()
        self.search.setFocus()

    # -- putting it together

    def _make_fields(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search for a command or a key"))
        self.search.setAccessibleName(self.tr("Search for a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.table = QTreeWidget()
        self.table.setAccessibleName(self.tr("Commands and keys"))
        self.table.setColumnCount(2)
        self.table.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setIconSize(QSize(18, 18))
        self.table.setAllColumnsShowFocus(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, 220)
        header.setSectionsClickable(False)
        self.command = label("", "title")
        self.field = KeyField()
        self.clear_button = button(self.tr("Clear"))
        self.clear_button.setToolTip(self.tr("Leave this command without keys"))
        self.reset_button = button(self.tr("Reset"))
        self.conflict = label("", "warning", wrap=True)
        self.take_button = button(self.tr("Take It"))
        self.reset_all_button = button(self.tr("Reset All"), "quiet")

    def _build(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(self.command, 1)
        for widget in (self.field, self.clear_button, self.reset_button):
            keys.addWidget(widget)
        self._trouble = QWidget()
        trouble = QHBoxLayout(self._trouble)
        trouble.setContentsMargins(0, 0, 0, 0)
        trouble.setSpacing(8)
        trouble.addWidget(self.conflict, 1)
        trouble.addWidget(self.take_button)
        self._trouble.hide()
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.setSpacing(8)
        inside.addLayout(keys)
        inside.addWidget(self._trouble)
        done = button(self.tr("Done"), "primary")
        done.clicked.connect(self.accept)
        outer = column(self, 560)
        outer.addWidget(self.search)
        outer.addWidget(self.table, 1)
        outer.addWidget(card)
        outer.addLayout(button_row(done, left=[self.reset_all_button]))
        self.resize(640, 620)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.table.currentItemChanged.connect(self._show_chosen)
        self.table.itemActivated.connect(self.field.setFocus)
        self.field.recorded.connect(self._on_recorded)
        self.clear_button.clicked.connect(lambda: self._want(()))
        self.reset_button.clicked.connect(
            lambda: self._want(self._keeper.default_keys(self._chosen()))
        )
        self.take_button.clicked.connect(self._take)
        self.reset_all_button.clicked.connect(self._reset_all)

    def _fill(self) -> None:
        self._items: dict[str, QTreeWidgetItem] = {}
        for action in sorted(self._actions, key=plain_text):
            item = QTreeWidgetItem([plain_text(action), ""])
            item.setIcon(0, QIcon(action.icon()))
            item.setSizeHint(0, QSize(0, 32))
            item.setData(0, NAME, action.objectName())
            self._items[action.objectName()] = item
            self.table.addTopLevelItem(item)
        self._show_keys()
        self.table.setCurrentItem(next(iter(self._items.values())))

    # -- looking

    def choose(self, name: str) -> None:
        """Go to a command."""
        self.table.setCurrentItem(self._items[name])

    def _chosen(self) -> str:
        item = self.table.currentItem()
        return "" if item is None else str(item.data(0, NAME))

    @Slot(str)
    def _filter(self, text: str) -> None:
        """Show the commands that have all words in their text or keys."""
        words = text.lower().split()
        for item in self._items.values():
            told = f"{item.text(0)} {item.text(1)}".lower()
            item.setHidden(not all(word in told for word in words))
        shown = [item for item in self._items.values() if not item.isHidden()]
        current = self.table.currentItem()
        if shown and (current is None or current.isHidden()):
            self.table.setCurrentItem(shown[0])
        elif not shown:
            self.table.setCurrentIndex(QModelIndex())

    def _show_keys(self) -> None:
        for name, item in self._items.items():
            item.setText(1, shown_keys(self._keeper.keys(name)))
            font = item.font(1)
            font.setBold(not self._keeper.is_default(name))
            item.setFont(1, font)
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        name = self._chosen()
        self._trouble.hide()
        self.command.setText(plain_text(self._actions[name]) if name else self.tr("Nothing found"))
        self.field.setEnabled(bool(name))
        self.clear_button.setEnabled(bool(name) and bool(self._keeper.keys(name)))
        self.reset_button.setEnabled(bool(name) and not self._keeper.is_default(name))
        if name:
            usual = shown_keys(self._keeper.default_keys(name)) or self.tr("none")
            self.reset_button.setToolTip(self.tr("Back to {keys}").format(keys=usual))

    # -- changing

    @Slot(str)
    def _on_recorded(self, keys: str) -> None:
        self._want((keys,))

    def _want(self, keys: Keys) -> None:
        """Give the chosen command these keys, unless another one has them: then say so."""
        holders = self._keeper.holders(self._chosen(), keys)
        self._wanted = keys
        if not holders:
            self._take()
            return
        self.conflict.setText(" ".join(self._told(text, each) for text, each in holders.items()))
        self._trouble.show()
        self.take_button.setFocus()

    def _told(self, keys: str, holder: QAction) -> str:
        return self.tr("{keys} belongs to {command}.").format(
            keys=shown_keys((keys,)), command=plain_text(holder)
        )

    @Slot()
    def _take(self) -> None:
        self._keeper.give(self._chosen(), self._wanted)
        self._show_keys()

    @Slot()
    def _reset_all(self) -> None:
        self._keeper.reset_all()
        self._show_keys()
