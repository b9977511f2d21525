"""The commands that a search finds, as a Qt model, and how one is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from editor.ui.dialogs.shortcuts_model import plain_text
from editor.ui.theme import SECONDARY_SIZE, text_font

__all__ = ["COMMAND", "ROW", "Command", "CommandDelegate", "CommandModel", "found", "menu_path"]

Index = QModelIndex | QPersistentModelIndex
COMMAND = Qt.ItemDataRole.UserRole
"""The role of the Command itself."""

NOTHING = QModelIndex()
ROW = 36
"""The height of one."""

ICON = 18


@dataclass(frozen=True)
class Command:
    """An action and where it is found."""

    action: QAction
    path: str

    @property
    def text(self) -> str:
        """Its name."""
        return plain_text(self.action)


def menu_path(action: QAction) -> str:
    """The menus that lead to an action, "File → Open Recent"; empty where none does."""
    for owner in action.associatedObjects():
        if isinstance(owner, QMenu) and owner.title():
            above = menu_path(owner.menuAction())
            title = owner.title().replace("&", "")
            return f"{above} → {title}" if above else title
    return ""


def found(commands: Iterable[Command], query: str, recent: list[str]) -> list[Command]:
    """The commands with all words of a query, the best first.

    Without a query, those used lately come first; with one, those whose name begins with it, then
    those that have all words in the name, then those that have some in their menu's.

    Args:
        recent: names of actions, the one used last first.
    """
    words = query.lower().split()
    if not words:
        places = {name: place for place, name in enumerate(recent)}
        return sorted(commands, key=lambda each: places.get(each.action.objectName(), len(places)))
    kept = [
        each
        for each in commands
        if all(word in f"{each.path} {each.text}".lower() for word in words)
    ]

    def rank(command: Command) -> tuple[bool, bool]:
        text = command.text.lower()
        return (not text.startswith(" ".join(words)), not all(word in text for word in words))

    return sorted(kept, key=rank)


class CommandModel(QAbstractListModel):
    """What was found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: list[Command] = []

    def show_commands(self, commands: list[Command]) -> None:
        """Show these."""
        self.beginResetModel()
        self._commands = commands
        self.endResetModel()

    def rowCount(self, parent: Index = NOTHING) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._commands)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A command, and its name for those who listen."""
        command = self._commands[index.row()]
        if role == COMMAND:
            return command
        return command.text if role == Qt.ItemDataRole.DisplayRole else None


class CommandDelegate(QStyledItemDelegate):
    """Draws icon, name, menu and keys on one line; dimmed where it cannot be used now."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One height for all."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one command."""
        command: Command = index.data(COMMAND)
        palette = QGuiApplication.palette()  # the option's knows nothing of what is disabled
        usable = command.action.isEnabled()
        group = QPalette.ColorGroup.Active if usable else QPalette.ColorGroup.Disabled
        text = palette.color(group, QPalette.ColorRole.Text)
        quiet = palette.color(group, QPalette.ColorRole.PlaceholderText)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Light))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        mode = QIcon.Mode.Normal if usable else QIcon.Mode.Disabled
        place = QRect(rect.left() + 10, rect.center().y() - ICON // 2 + 1, ICON, ICON)
        command.action.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
        inside = rect.adjusted(40, 0, -12, 0)
        keys = command.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        painter.setFont(text_font(SECONDARY_SIZE))
        painter.setPen(quiet)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | middle, keys)
        left_of_keys = QFontMetrics(painter.font()).horizontalAdvance(keys) + 16
        painter.setFont(text_font())
        painter.setPen(text)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | middle, command.text)
        after_name = QFontMetrics(painter.font()).horizontalAdvance(command.text) + 12
        painter.setFont(text_font(SECONDARY_SIZE))
        painter.setPen(quiet)
        rest = inside.adjusted(after_name, 0, -left_of_keys, 0)
        path = QFontMetrics(painter.font()).elidedText(
            command.path, Qt.TextElideMode.ElideRight, max(0, rest.width())
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | middle, path)
        painter.restore()
