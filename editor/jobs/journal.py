"""Keeps finished candidates on disk, so that no crash loses one. Plain Python without Qt.

A file a candidate; names sort by age: RUN-INDEX.png, or RUN-INDEX.star.png for a starred one.
"""

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from editor.document.atomic import remove_stale, write_atomically
from editor.document.errors import FileError
from editor.document.kept_mask import KeptMask
from editor.document.words import translate
from editor.jobs.journal_file import JournalEntry, Origin, read_entry, write_entry
from inference.events import Candidate

__all__ = ["Journal", "JournalRun", "marked", "new_run"]

LIMIT_BYTES = 500_000_000
STAR = ".star.png"
NAME = re.compile(r"[0-9a-f]{24}-\d{4}(\.star)?\.png")


def new_run() -> str:
    """A key for a run, unlike any other; later ones sort behind earlier ones."""
    return f"{time.time_ns():016x}{secrets.token_hex(4)}"


@dataclass(frozen=True)
class JournalRun:
    """A run and what is left of its finished candidates.

    Attributes:
        entries: by index; never none.
    """

    origin: Origin
    entries: tuple[JournalEntry, ...]


class Journal:
    """Kept candidates in one folder. Not for the GUI thread: it waits for the disk.

    Args:
        folder: made when something is kept.
        limit_bytes: beyond it, the oldest that are not starred go, then the oldest; the newest
            stays in any case.
    """

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit = limit_bytes

    def tidy(self) -> None:
        """Remove what a kill has left half written."""
        remove_stale(self._folder)

    def add(self, origin: Origin, candidate: Candidate, mask: KeptMask | None = None) -> None:
        """Keep a finished candidate.

        Args:
            origin: its run is a key from new_run.
            mask: what the run was asked to change.

        Raises:
            FileError: it cannot be written; what was kept before is untouched.
        """
        with self._telling():
            self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(origin.run, candidate.index, starred=False)
        write_atomically(path, partial(write_entry, origin=origin, candidate=candidate, mask=mask))
        self._make_room(path)

    def runs(self) -> list[JournalRun]:
        """What is kept, oldest run first; files that are damaged or not ours are passed over."""
        read = (read_entry(path, starred=_is_starred(path)) for path in self._paths())
        groups = groupby((entry for entry in read if entry is not None), lambda entry: entry.origin)
        return [JournalRun(origin, tuple(entries)) for origin, entries in groups]

    def star(self, run: str, index: int, *, starred: bool) -> None:
        """Mark a candidate as one to keep longest, or no longer; without effect if it is gone.

        Raises:
            FileError: the folder cannot be changed.
        """
        before = self._path(run, index, starred=not starred)
        with self._telling(), suppress(FileNotFoundError):
            before.replace(self._path(run, index, starred=starred))

    def discard(self, run: str, index: int) -> None:
        """Forget a candidate.

        Raises:
            FileError: the folder cannot be changed.
        """
        with self._telling():
            for starred in (False, True):
                self._path(run, index, starred=starred).unlink(missing_ok=True)

    def _path(self, run: str, index: int, *, starred: bool) -> Path:
        return self._folder / _name(run, index, starred=starred)

    def _paths(self) -> list[Path]:
        """Our files, oldest first."""
        try:
            return sorted(path for path in self._folder.iterdir() if NAME.fullmatch(path.name))
        except OSError:
            return []

    def _make_room(self, newest: Path) -> None:
        sizes: dict[Path, int] = {}
        for path in self._paths():
            with suppress(OSError):  # another window may just have removed it
                sizes[path] = path.stat().st_size
        over = sum(sizes.values()) - self._limit
        for path in sorted(sizes, key=lambda path: (_is_starred(path), path)):
            if over <= 0:
                return
            if path != newest:
                with suppress(OSError):
                    path.unlink()
                    over -= sizes[path]

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say in a sentence what the folder does not let us do."""
        try:
            yield
        except OSError as error:
            text = translate(
                "Journal",
                "Finished candidates cannot be kept in {folder} ({why}); free some space or make "
                "it writable.",
            )
            text = text.format(folder=self._folder, why=error.strerror or error)
            raise FileError(text) from error


def marked(entry: JournalEntry, *, starred: bool) -> JournalEntry:
    """The entry as it is once its star is changed: its file has another name then."""
    name = _name(entry.origin.run, entry.index, starred=starred)
    return replace(entry, path=entry.path.with_name(name), starred=starred)


def _name(run: str, index: int, *, starred: bool) -> str:
    return f"{run}-{index:04d}{STAR if starred else '.png'}"


def _is_starred(path: Path) -> bool:
    return path.name.endswith(STAR)
