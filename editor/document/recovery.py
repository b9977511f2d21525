"""Keeps copies of documents that are not saved, and offers them after a crash or a kill.

Each document has an entry of two files: ID.ora, the project, and ID.json, which tells what it is
and which process works on it. An entry whose process is gone is offered.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np
import platformdirs
import psutil
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from editor.document.atomic import remove_stale, write_atomically
from editor.document.document import Origin
from editor.document.errors import FileError
from editor.document.openraster import ProjectFile, check_project, read_project, write_project
from editor.document.pixels import Mask, Pixels
from editor.document.state import State
from editor.document.words import translate

__all__ = ["Offer", "RecoveryStore", "snapshot"]

IDENTIFIER = re.compile(r"[0-9A-Za-z-]{1,64}")
FIELDS = ("title", "path", "pid", "started", "saved_at")  # files of all versions have these
MAX_JOURNAL = 100_000  # bytes
SAME_START = 2.0  # seconds by which a process's start may seem to move when the clock is set
PATIENCE = 5.0  # seconds to wait for another process that takes up an entry
log = logging.getLogger(__name__)


def snapshot(state: State) -> State:
    """The same picture with rasters of its own, to be written while the user goes on painting."""
    layers = tuple(
        layer.replaced(pixels=Pixels(_copied(layer.pixels.array))) for layer in state.layers
    )
    return state.replaced(layers=layers, mask=Mask(_copied(state.mask.array)))


def _copied(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A copy that takes time and memory only for the rows from the first to the last used."""
    copy = np.zeros(array.shape, np.uint8)
    used = np.flatnonzero(array.reshape(len(array), -1).max(axis=1))
    if used.size:
        rows = slice(used[0], used[-1] + 1)
        copy[rows] = array[rows]
    return copy


@dataclass(frozen=True)
class Offer:
    """A document that a process which is gone has left.

    Attributes:
        title: what its tab showed.
        path: the file that it belongs to; None if there was none.
        saved_at: when the copy was written, in UTC.
        project: the copy.
        source: the picture file that was opened; None if there was none.
    """

    document_id: str
    title: str
    path: Path | None
    saved_at: datetime
    project: Path
    source: Path | None = None


@dataclass(frozen=True)
class _Journal:
    """What ID.json holds.

    Attributes:
        started: when the process did; its number alone may since belong to another one.
    """

    title: str
    path: str | None
    pid: int
    started: float
    saved_at: datetime
    source: str | None

    @classmethod
    def of_this_process(cls, title: str, path: Path | None, source: Path | None) -> "_Journal":
        own, now = psutil.Process(), datetime.now(UTC)
        return cls(title, _text(path), own.pid, own.create_time(), now, _text(source))

    @classmethod
    def read(cls, file: Path) -> "_Journal":
        """Raises OSError or ValueError where there is no good one."""
        with file.open("rb") as opened:
            data = opened.read(MAX_JOURNAL)
        try:
            fields = json.loads(data)
            title, path, pid, started, saved_at = (fields[name] for name in FIELDS)
            source = fields.get("source")
            moment = datetime.fromisoformat(saved_at).astimezone(UTC)
            whose = int(pid), float(started)
            journal = cls(str(title), _text(path), *whose, moment, _text(source))
        except (LookupError, TypeError, OverflowError, RecursionError) as error:
            raise ValueError("wrong fields") from error
        if journal.pid <= 0:
            raise ValueError("no process")
        return journal

    def write(self, file: Path) -> None:
        data = json.dumps(asdict(self), default=datetime.isoformat).encode()

        def fill(opened: BinaryIO) -> None:
            opened.write(data)

        write_atomically(file, fill)

    @property
    def alive(self) -> bool:
        """Whether its process still runs."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) <= SAME_START
            return same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return True


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)


class RecoveryStore:
    """The entries of all processes of one user.

    Args:
        folder: where they are; by default among the user's data.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or platformdirs.user_data_path("Blendbrush") / "recovery"
        self._wanted: set[str] = set()

    def keep(
        self, document_id: str, state: State, origin: Origin, title: str, path: Path | None
    ) -> None:
        """Write or replace a document's copy; in a worker thread, on a snapshot.

        Args:
            document_id: letters and digits that no other document has, such as uuid4().hex.

        Raises:
            FileError: it cannot be written; an earlier copy is still whole.
        """
        if not IDENTIFIER.fullmatch(document_id):
            raise ValueError(document_id)
        self._wanted.add(document_id)
        journal = self._journal(document_id)
        try:
            self.folder.mkdir(0o700, parents=True, exist_ok=True)
            if not journal.exists():  # a copy without one would never be offered
                _Journal.of_this_process(title, path, origin.source).write(journal)
            write_project(self._project(document_id), state, origin)
            _Journal.of_this_process(title, path, origin.source).write(journal)
        except (OSError, FileError) as error:
            text = translate(
                "Recovery",
                "No copy of {name} for recovery can be written to {folder}; save it often.",
            )
            raise FileError(text.format(name=title, folder=self.folder)) from error
        finally:
            if document_id not in self._wanted:  # saved or closed meanwhile
                self._remove(document_id)

    def forget(self, document_id: str) -> None:
        """A document is saved or closed: remove its copy, even one that is being written."""
        self._wanted.discard(document_id)
        self._remove(document_id)

    def offers(self) -> list[Offer]:
        """Documents that processes which are gone have left, the latest first.

        Damaged entries are set aside, under names that end in .damaged.
        """
        remove_stale(self.folder)
        try:
            journals = list(self.folder.glob("*.json"))
        except OSError:
            return []
        offers = [offer for journal in journals if (offer := self._offer(journal))]
        return sorted(offers, key=lambda offer: offer.saved_at, reverse=True)

    def claim(self, offer: Offer) -> ProjectFile:
        """Take a document up again: from now on it is this process's, under the same ID.

        Raises:
            FileError: another process has it, or the copy is damaged and was set aside.
        """
        with self._alone():
            journal = self._left_behind(offer)
            own = psutil.Process()
            mine = replace(journal, pid=own.pid, started=own.create_time())
            mine.write(self._journal(offer.document_id))
        self._wanted.add(offer.document_id)
        try:
            return read_project(offer.project)
        except FileError:
            self._set_aside(offer.document_id)
            raise

    def discard(self, offer: Offer) -> None:
        """Remove what was offered.

        Raises:
            FileError: another process has it.
        """
        with self._alone():
            self._left_behind(offer)
            self._remove(offer.document_id)

    def _offer(self, file: Path) -> Offer | None:
        document_id = file.stem
        project = self._project(document_id)
        try:
            journal = _Journal.read(file)
            if journal.alive:
                return None
            if not project.exists():  # killed before the first copy was whole
                self._remove(document_id)
                return None
            check_project(project)
        except FileNotFoundError:  # its process has just removed it
            return None
        except (OSError, ValueError, FileError):
            self._set_aside(document_id)
            return None
        path, source = _path(journal.path), _path(journal.source)
        return Offer(document_id, journal.title, path, journal.saved_at, project, source)

    def _left_behind(self, offer: Offer) -> _Journal:
        try:
            journal = _Journal.read(self._journal(offer.document_id))
        except (OSError, ValueError):
            journal = None
        if journal is None or journal.alive:
            text = translate("Recovery", "{name} is open in another window already.")
            raise FileError(text.format(name=offer.title))
        return journal

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from taking up the same entry."""
        try:
            with FileLock(self.folder / ".lock", timeout=PATIENCE):
                yield
        except Timeout as error:
            text = translate("Recovery", "Another window is busy with recovery; try again.")
            raise FileError(text) from error
        except OSError as error:
            text = translate("Recovery", "Nothing can be written to {folder}; free or unlock it.")
            raise FileError(text.format(folder=self.folder)) from error

    def _remove(self, document_id: str) -> None:
        # In this order: without a project, a journal is no offer.
        for file in (self._project(document_id), self._journal(document_id)):
            with suppress(OSError):
                file.unlink()

    def _set_aside(self, document_id: str) -> None:
        log.warning("The recovery entry %s is damaged and was set aside.", document_id)
        for file in (self._journal(document_id), self._project(document_id)):
            with suppress(OSError):
                file.replace(file.with_name(f"{file.name}.damaged"))

    def _project(self, document_id: str) -> Path:
        return self.folder / f"{document_id}.ora"

    def _journal(self, document_id: str) -> Path:
        return self.folder / f"{document_id}.json"
