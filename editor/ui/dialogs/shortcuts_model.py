"""Shortcuts that the user changed: read from the settings, looked up, changed, kept."""

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence

from editor.document.settings import Settings
from editor.ui.actions import Actions

__all__ = ["ShortcutKeeper", "apply_saved_shortcuts", "plain_text"]

STATE = "shortcuts"
Keys = tuple[str, ...]


def plain_text(action: QAction) -> str:
    """An action's text without the mark of its letter and without dots."""
    return action.text().replace("&", "").removesuffix("…")


def apply_saved_shortcuts(actions: Actions, settings: Settings) -> None:
    """Give actions the shortcuts that were kept; what makes no sense is passed over."""
    actions.set_keys(_saved(settings))


def _saved(settings: Settings) -> dict[str, Keys]:
    kept = settings.state(STATE, {})
    if not isinstance(kept, dict):
        return {}
    return {
        name: _portable(keys)
        for name, keys in kept.items()
        if isinstance(keys, list) and all(isinstance(text, str) for text in keys)
    }


def _portable(keys: Sequence[str]) -> Keys:
    """Each key once, as Qt writes it."""
    texts = (QKeySequence(text).toString() for text in keys)
    return tuple(dict.fromkeys(text for text in texts if text))


class ShortcutKeeper:
    """Changes shortcuts at once, and keeps those that differ from the application's own."""

    def __init__(self, actions: Actions, settings: Settings) -> None:
        self._actions = actions
        self._settings = settings

    def keys(self, name: str) -> Keys:
        """An action's present shortcuts."""
        return self._actions.keys(name)

    def is_default(self, name: str) -> bool:
        """Whether an action has the shortcuts that it comes with."""
        return self.keys(name) == _portable(self._actions.default_keys(name))

    def holders(self, name: str, keys: Sequence[str]) -> dict[str, QAction]:
        """The other actions that have one of these keys, by the key."""
        found = {text: self._actions.holder(text) for text in _portable(keys)}
        return {
            text: action
            for text, action in found.items()
            if action is not None and action.objectName() != name
        }

    def give(self, name: str, keys: Sequence[str]) -> None:
        """Give an action these keys and no others; who had one of them loses it."""
        wanted = _portable(keys)
        changed = {
            action.objectName(): tuple(
                text for text in self.keys(action.objectName()) if text not in wanted
            )
            for action in self.holders(name, wanted).values()
        }
        self._keep({**changed, name: wanted})

    def default_keys(self, name: str) -> Keys:
        """The shortcuts that an action comes with."""
        return _portable(self._actions.default_keys(name))

    def reset_all(self) -> None:
        """Give every action the shortcuts that it comes with."""
        self._settings.set_state(STATE, None)
        self._actions.set_keys({})

    def _keep(self, changed: dict[str, Keys]) -> None:
        present = {action.objectName(): self.keys(action.objectName()) for action in self._actions}
        present.update(changed)
        other = {
            name: list(keys) for name, keys in present.items() if keys != self.default_keys(name)
        }
        self._settings.set_state(STATE, other or None)
        self._actions.set_keys(other)
