"""Finds any command by its name, and does it."""

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from editor.ui.actions import Actions
from editor.ui.dialogs.command_list import (
    COMMAND,
    ROW,
    Command,
    CommandDelegate,
    CommandModel,
    found,
    menu_path,
)
from editor.ui.dialogs.parts import label

__all__ = ["CommandSearch"]

WIDTH, ROWS, GAP = 560, 10, 12
MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
RECENT = "recently used"  # a property of the actions: it lives as long as the window
RECENT_COUNT = 8


class CommandSearch(QFrame):
    """Lies over the upper middle of the window, and goes when the focus goes elsewhere.

    It is no window of its own: on Wayland an application cannot say where one opens.
    """

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._actions = actions
        self._before: QWidget | None = None  # has the focus when this ends
        self._commands = [Command(action, menu_path(action)) for action in actions]
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.tr("Search for a command"))
        self.field.installEventFilter(self)
        self.model = CommandModel(self)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(CommandDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label(self.tr("No command has these words."), "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GAP, GAP, GAP, GAP)
        rows.setSpacing(GAP)
        rows.addWidget(self.field)
        rows.addWidget(self.empty, 1)
        rows.addWidget(self.list, 1)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 120))
        self.setGraphicsEffect(shadow)
        self.hide()
        self.field.textChanged.connect(self._on_text)
        self.list.clicked.connect(self._use)

    def open(self) -> None:
        """Show it, ready to be typed into."""
        self._before = QApplication.focusWidget()
        self._on_text("")
        window = self.window()
        self.move((window.width() - self.width()) // 2, window.height() // 8)
        self.show()
        self.raise_()
        self.field.setFocus()
        _app().focusChanged.connect(self._on_focus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.palette()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
            painter.setBrush(palette.color(QPalette.ColorRole.Window))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 10, 10)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the focus; some of its keys are for the list, or end the search."""
        if watched is self.field and isinstance(event, QKeyEvent):
            ours = event.key() in MOVES | ENTER | {Qt.Key.Key_Escape}
            if ours and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if ours and event.type() == QEvent.Type.KeyPress:
                self._on_key(event)
                return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end()
        elif event.key() in ENTER:
            self._use(self.list.currentIndex())
        else:
            self.list.event(event)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        commands = found(self._commands, text, self._recent())
        self.model.show_commands(commands)
        self.list.setVisible(bool(commands))
        self.empty.setVisible(not commands)
        self.list.setCurrentIndex(self.model.index(0))
        rows = max(1, min(ROWS, len(commands)))
        self.setFixedSize(WIDTH, 3 * GAP + self.field.sizeHint().height() + rows * ROW)

    @Slot(QModelIndex)
    def _use(self, index: QModelIndex) -> None:
        """Close, then do what was chosen; nothing where it cannot be used now."""
        if not index.isValid():
            return
        action: QAction = index.data(COMMAND).action
        if not action.isEnabled():
            return
        name = action.objectName()
        recent = [name, *(each for each in self._recent() if each != name)]
        self._actions.setProperty(RECENT, recent[:RECENT_COUNT])
        self._end()
        QTimer.singleShot(0, action, action.trigger)

    def _recent(self) -> list[str]:
        return list(self._actions.property(RECENT) or [])

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            self._end()

    def _end(self) -> None:
        """Go, and give the focus back."""
        if self.isVisible():
            _app().focusChanged.disconnect(self._on_focus)
            if self.field.hasFocus() and self._before is not None:
                self._before.setFocus()
            self.close()
            self.deleteLater()


def _app() -> QApplication:
    return cast("QApplication", QApplication.instance())
