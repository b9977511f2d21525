"""A zip file that may be hostile: read in memory within bounds, never unpacked to disk."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from editor.document.openraster_names import MEDIA_TYPE, MIMETYPE
from editor.document.words import translate

__all__ = ["Archive", "Unreadable", "open_archive"]

PIECE = 2**20
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,  # encrypted, or of a kind that zipfile does not know
    ValueError,
)
COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Unreadable(Exception):  # noqa: N818  it ends in a notice as often as in an error
    """A part of a file, or all of it, cannot be read; the text is a clause that says why."""


class _SmallReads(io.BufferedReader):
    """A file that hands out little at a time: no forged length makes zipfile fill the memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = PIECE if size is None or size < 0 else min(size, PIECE)
        return super().read(wanted)


class Archive:
    """The parts of a zip file, by name.

    Attributes:
        names: of all its parts, in the file's order.
    """

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._entries = {entry.filename: entry for entry in opened.infolist()}
        self.names = tuple(self._entries)

    def size(self, name: str) -> int:
        """How many bytes a part claims to hold; 0 where there is none of that name."""
        entry = self._entries.get(name)
        return entry.file_size if entry else 0

    def beginning(self, name: str, length: int) -> bytes:
        """The first bytes of a part.

        Raises:
            Unreadable: it is missing or damaged.
        """
        return b"".join(self._pieces(name, length))[:length]

    def read(self, name: str, limit: int) -> bytes:
        """All of a part, which is never longer than ``limit`` bytes.

        Raises:
            Unreadable: it is missing, damaged or longer.
        """
        if self.size(name) > limit:
            raise Unreadable(_too_large(name))
        pieces, length = [], 0
        for piece in self._pieces(name):
            pieces.append(piece)
            length += len(piece)
            if length > limit:
                raise Unreadable(_too_large(name))
        return b"".join(pieces)

    def _pieces(self, name: str, length: int | None = None) -> Iterator[bytes]:
        entry = self._entries.get(name)
        if entry is None:
            raise Unreadable(translate("Projects", "{part} is missing").format(part=name))
        if entry.compress_type not in COMPRESSIONS:
            text = translate(
                "Projects", "{part} is compressed in a way that OpenRaster does not allow"
            )
            raise Unreadable(text.format(part=name))
        try:
            with self._zip.open(entry) as file:
                if length is not None:
                    yield file.read(length)
                    return
                while piece := file.read(PIECE):
                    yield piece
        except BROKEN as error:
            text = translate("Projects", "{part} is damaged")
            raise Unreadable(text.format(part=name)) from error


def _too_large(name: str) -> str:
    return translate("Projects", "{part} is larger than it can rightly be").format(part=name)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open an OpenRaster file.

    Raises:
        Unreadable: it cannot be read, or is no OpenRaster file.
    """
    with ExitStack() as stack:
        try:
            archive = _opened(path, stack)
        except PermissionError as error:
            raise Unreadable(translate("Projects", "you may not read it")) from error
        except BROKEN as error:
            raise Unreadable(
                translate("Projects", "it is not an OpenRaster file, or it is damaged")
            ) from error
        yield archive


def _opened(path: Path, stack: ExitStack) -> Archive:
    if not path.exists():
        raise Unreadable(translate("Projects", "there is no such file"))
    if not path.is_file():
        raise Unreadable(translate("Projects", "it is not a file"))
    file = stack.enter_context(_SmallReads(io.FileIO(path)))
    opened = stack.enter_context(zipfile.ZipFile(file))
    entries = opened.infolist()
    if len({entry.filename for entry in entries}) < len(entries):
        raise Unreadable(translate("Projects", "several of its parts have the same name"))
    archive = Archive(opened)
    if MIMETYPE not in archive.names or archive.read(MIMETYPE, 100).strip() != MEDIA_TYPE:
        raise Unreadable(translate("Projects", "it is not an OpenRaster file"))
    return archive
