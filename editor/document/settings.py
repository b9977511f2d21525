"""The user's settings and what the window remembers, in one JSON file that holds what was changed.

Several running editors may share the file: each writes only the keys that it changed itself, so
that the last writer of each key wins.
"""

import copy
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import platformdirs
from filelock import FileLock

from editor.document.atomic import write_atomically
from editor.document.errors import FileError
from editor.document.settings_table import SETTINGS, Choice, Setting, Value
from editor.document.words import QT_TRANSLATE_NOOP, Sentence

__all__ = [
    "SETTINGS",
    "Choice",
    "Setting",
    "Settings",
    "add_recent_file",
    "recent_files",
    "remove_recent_file",
]

STATE = "state/"  # what the window remembers has keys of its own in the same file
RECENT, RECENT_COUNT = "recent_files", 12
LOCK_SECONDS = 1.0
ABSENT = object()


class Settings:
    """Values of the settings, and the window's state; kept in memory until saved.

    Args:
        path: the file; by default in the user's configuration folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        folder = platformdirs.user_config_path("Blendbrush", appauthor=False)
        self.path = path or folder / "settings.json"
        self._stored: dict[str, Any] = {}
        self._unsaved: dict[str, Any] = {}
        # Translated when they are taken: the language itself is one of the settings.
        self._notices: dict[Sentence, bool] = {}  # whether it was taken
        self._listeners: defaultdict[str, list[Callable[[Value], None]]] = defaultdict(list)
        self._unsaved_listeners: list[Callable[[], None]] = []
        self.reload()

    def number(self, key: str) -> int:
        """The value of an integer setting."""
        value = self.get(key)
        if not isinstance(value, int):
            raise TypeError(f"{key} is not a number.")
        return value

    def text(self, key: str) -> str:
        """The value of any other setting."""
        value = self.get(key)
        if not isinstance(value, str):
            raise TypeError(f"{key} is not a text.")
        return value

    def get(self, key: str) -> Value:
        """A setting's value."""
        setting = SETTINGS[key]
        value = self._current(key)
        if isinstance(value, int | str) and setting.accepts(value):
            return value
        return setting.default

    def set(self, key: str, value: Value) -> None:
        """Change a setting and tell its listeners.

        Raises:
            ValueError: the setting cannot have that value.
        """
        setting = SETTINGS[key]
        if not setting.accepts(value):
            raise ValueError(f"{setting.title} cannot be {value!r}.")
        if value != self.get(key):
            self._change(key, ABSENT if value == setting.default else value)
            self._tell(key)

    def connect(self, key: str, callback: Callable[[Value], None]) -> None:
        """Call back with the new value whenever a setting changes, here or in another editor."""
        self._listeners[SETTINGS[key].key].append(callback)

    def connect_unsaved(self, callback: Callable[[], None]) -> None:
        """Call back whenever something waits to be saved, so that a timer can save it."""
        self._unsaved_listeners.append(callback)

    def state(self, key: str, default: object = None) -> object:
        """What the window remembers under a key: JSON values, the caller's own copy."""
        value = self._current(STATE + key)
        return default if value is ABSENT else copy.deepcopy(value)

    def set_state(self, key: str, value: object) -> None:
        """Remember a JSON value under a key; None forgets it.

        Raises:
            TypeError, ValueError: it is no JSON value.
        """
        own = json.loads(json.dumps(value))
        if own != self.state(key):
            self._change(STATE + key, ABSENT if own is None else own)

    def take_notices(self) -> tuple[str, ...]:
        """Sentences for the user that were not taken yet: what was wrong with the file."""
        waiting = [notice for notice, taken in self._notices.items() if not taken]
        self._notices.update(dict.fromkeys(waiting, True))
        return tuple(notice.told() for notice in waiting)

    def reload(self) -> None:
        """Adopt what other editors saved; what is unsaved here stays."""
        before = self._values()
        try:
            self._adopt()
        except OSError as error:
            text = QT_TRANSLATE_NOOP("Settings", "Settings cannot be read from {path}: {why}.")
            self._notice(text, path=self.path, why=error.strerror)
        self._tell_changes(before)

    def save(self) -> None:
        """Write what was changed here; if nothing can be written, one notice says so."""
        if not self._unsaved:
            return
        before = self._values()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(self.path.name + ".lock"), timeout=LOCK_SECONDS):
                self._adopt()
                self._write()
        except (OSError, FileError):
            text = QT_TRANSLATE_NOOP(
                "Settings", "Settings cannot be saved to {folder}; changes last until you quit."
            )
            self._notice(text, folder=self.path.parent)
        self._tell_changes(before)

    def _adopt(self) -> None:
        """Read the file; values that a setting cannot have are forgotten, one by one.

        Raises:
            OSError: it is there and cannot be read.
        """
        self._stored = self._read()
        bad = [
            setting
            for key, setting in SETTINGS.items()
            if key in self._stored and not setting.accepts(self._stored[key])
        ]
        for setting in bad:
            del self._stored[setting.key]
            self._unsaved.setdefault(setting.key, ABSENT)
        if bad:
            text = QT_TRANSLATE_NOOP(
                "Settings", "Settings with values that they cannot have were reset: {titles}."
            )
            self._notice(text, titles=tuple(setting.title for setting in bad))

    def _current(self, key: str) -> object:
        return self._unsaved.get(key, self._stored.get(key, ABSENT))

    def _change(self, key: str, value: object) -> None:
        self._unsaved[key] = value
        for callback in tuple(self._unsaved_listeners):
            callback()

    def _values(self) -> dict[str, Value]:
        return {key: self.get(key) for key in SETTINGS}

    def _tell_changes(self, before: dict[str, Value]) -> None:
        for key, value in before.items():
            if value != self.get(key):
                self._tell(key)

    def _tell(self, key: str) -> None:
        for callback in tuple(self._listeners[key]):
            callback(self.get(key))

    def _notice(self, text: str, **values: object) -> None:
        sentence = Sentence("Settings", text, tuple(values.items()))
        self._notices.setdefault(sentence, False)

    def _read(self) -> dict[str, Any]:
        """The file's content; a damaged file is set aside."""
        try:
            content = json.loads(self.path.read_bytes())
            if isinstance(content, dict):
                return content
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            pass  # as if it were no object
        aside = self.path.with_name(self.path.name + ".bad")
        try:
            self.path.replace(aside)
            text = QT_TRANSLATE_NOOP(
                "Settings", "The settings were damaged and start anew; the old file is {path}."
            )
            self._notice(text, path=aside)
        except OSError:  # nothing can be written there, so that nothing gets overwritten either
            text = QT_TRANSLATE_NOOP(
                "Settings", "The settings in {path} are damaged and were not used."
            )
            self._notice(text, path=self.path)
        return {}

    def _write(self) -> None:
        values = {**self._stored, **self._unsaved}
        kept = {key: value for key, value in values.items() if value is not ABSENT}
        text = json.dumps(kept, indent=1, sort_keys=True)

        def write(file: BinaryIO) -> None:
            file.write(text.encode())

        write_atomically(self.path, write)
        self._stored, self._unsaved = kept, {}


def recent_files(settings: Settings) -> list[Path]:
    """Files that were opened or saved, the last one first; they need not exist any more."""
    names = settings.state(RECENT, [])
    if not isinstance(names, list):
        return []
    return [Path(name) for name in names if isinstance(name, str)][:RECENT_COUNT]


def add_recent_file(settings: Settings, path: Path) -> None:
    """Put a file first among the recent ones, those of other running editors included."""
    settings.reload()
    path = path.absolute()
    others = [other for other in recent_files(settings) if other != path]
    settings.set_state(RECENT, [str(each) for each in [path, *others]][:RECENT_COUNT])


def remove_recent_file(settings: Settings, path: Path) -> None:
    """Forget a recent file."""
    settings.reload()
    path = path.absolute()
    others = [other for other in recent_files(settings) if other != path]
    settings.set_state(RECENT, [str(each) for each in others])
