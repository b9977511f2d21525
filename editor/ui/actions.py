"""Every action of the editor by name: text, icon, shortcuts, and when it can be used."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from editor.ui.icons import icon

__all__ = ["Actions", "always"]


def always() -> bool:
    """For actions that can always be used."""
    return True


class Actions(QObject):
    """The one place where actions are made and found.

    Args:
        parent: the window whose shortcuts they are.

    Signals:
        shortcuts_changed: somebody gave an action other keys.
    """

    shortcuts_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._actions: dict[str, QAction] = {}
        self._defaults: dict[str, tuple[str, ...]] = {}
        self._usable: dict[str, Callable[[], bool]] = {}

    def add(
        self,
        name: str,
        text: str,
        run: Callable[[], object],
        *,
        icon_name: str,
        keys: Sequence[str] = (),
        tip: str = "",
        checkable: bool = False,
        usable: Callable[[], bool] = always,
    ) -> QAction:
        """Make an action.

        Args:
            name: unique; settings keep shortcuts under it.
            text: as in the menu, with "…" where a dialog follows.
            run: called when it is used; a checkable action's state is read from the action.
            keys: shortcuts, in portable text.
            tip: what it does, where the text alone does not say it.
            usable: whether it can be used at present; asked in ``refresh``.
        """
        action = QAction(icon(icon_name), text, self._window)
        action.setObjectName(name)
        action.setCheckable(checkable)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setStatusTip(tip)
        action.triggered.connect(lambda _checked=False: run())
        self._actions[name] = action
        self._defaults[name] = tuple(keys)
        self._usable[name] = usable
        self._window.addAction(action)
        self._give(action, keys)
        return action

    def __getitem__(self, name: str) -> QAction:
        """The action of that name."""
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        """All of them, in the order in which they were made."""
        return iter(self._actions.values())

    def set_tip(self, name: str, tip: str) -> None:
        """Say something else of what an action does, or of why it cannot be used."""
        action = self._actions[name]
        if tip != action.statusTip():
            action.setStatusTip(tip)
            self._tell_keys(action)

    def refresh(self) -> None:
        """Enable what can be used at present, and nothing else."""
        for name, action in self._actions.items():
            action.setEnabled(self._usable[name]())

    # -- shortcuts

    def keys(self, name: str) -> tuple[str, ...]:
        """An action's present shortcuts, in portable text."""
        return tuple(sequence.toString() for sequence in self._actions[name].shortcuts())

    def default_keys(self, name: str) -> tuple[str, ...]:
        """An action's shortcuts as they come with the application."""
        return self._defaults[name]

    def holder(self, keys: str) -> QAction | None:
        """The action that has a shortcut."""
        wanted = QKeySequence(keys)
        return next((action for action in self if wanted in action.shortcuts()), None)

    def set_keys(self, overrides: Mapping[str, Sequence[str]]) -> None:
        """Give actions other shortcuts; those that are not named get their own back.

        Names that are unknown are passed over: settings may come from another version.
        """
        for name, action in self._actions.items():
            self._give(action, overrides.get(name, self._defaults[name]))
        self.shortcuts_changed.emit()

    def _give(self, action: QAction, keys: Sequence[str]) -> None:
        action.setShortcuts([QKeySequence(text) for text in keys])
        self._tell_keys(action)

    @staticmethod
    def _tell_keys(action: QAction) -> None:
        """Put the tip and the first shortcut into the tool tip."""
        tip = action.statusTip() or action.text().replace("&", "").removesuffix("…")
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})" if shown else tip)
