"""Replaces a file whole or not at all: a temporary file beside it, fsync, rename. Plain Python."""

import errno
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import psutil

from editor.document.errors import FileError
from editor.document.words import translate

__all__ = ["remove_stale", "write_atomically"]

NAME_LENGTH = 50  # characters of the name that a temporary file repeats: names are limited to 255 B
LEFTOVER = re.compile(r"\..+\.(\d+)-[0-9a-f]{8}\.part", re.DOTALL)
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
VANISHED = {errno.ENOENT, errno.ENOTDIR}


def write_atomically(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Let write fill a new file, then put it in the place of path in one step.

    Whatever fails, at whatever moment, path is as it was and nothing else is left. An existing
    file's mode is kept; of a symbolic link, the file that it points to is replaced.

    Args:
        write: fills the open binary file; its own errors come through, except for an OSError.

    Raises:
        FileError: the file cannot be written.
    """
    try:
        target = _replaceable(path)
        mark = f"{os.getpid()}-{secrets.token_hex(4)}"
        temporary = target.with_name(f".{target.name[:NAME_LENGTH]}.{mark}.part")
        _write_and_replace(target, temporary, write)
    except OSError as error:
        raise FileError(_sentence(path, error)) from error


def remove_stale(folder: Path) -> int:
    """Remove temporary files whose process was killed while saving to the folder.

    Returns:
        How many were removed. A folder that cannot be read or changed is left alone.
    """
    removed = 0
    with suppress(OSError):
        for path in folder.iterdir():
            match = LEFTOVER.fullmatch(path.name)
            if match and not psutil.pid_exists(int(match[1])):
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _replaceable(path: Path) -> Path:
    """The file that path stands for, its links followed."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise FileError(
            translate("Files", "{path} is a folder; choose another name.").format(path=path)
        )
    if target.exists() and not target.is_file():
        text = translate("Files", "{path} is a device, not a file; choose another name.")
        raise FileError(text.format(path=path))
    if target.exists() and not os.access(target, os.W_OK):
        # Renaming would get round the protection, for only the folder's mode counts there.
        text = translate("Files", "{path} is write-protected; choose another name or folder.")
        raise FileError(text.format(path=path))
    return target


def _write_and_replace(target: Path, temporary: Path, write: Callable[[BinaryIO], None]) -> None:
    try:
        with temporary.open("xb") as file:
            if target.exists():
                with suppress(OSError):  # some network and memory-card file systems have no modes
                    temporary.chmod(target.stat().st_mode & 0o7777)
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the renaming last through a power cut, where the system can; the file itself is safe."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in NO_SPACE:
        text = translate(
            "Files", "There is not enough space to save {path}; free some or choose another folder."
        )
    elif error.errno in FORBIDDEN:
        text = translate(
            "Files", "Nothing can be written to the folder {folder}; choose another one."
        )
    elif error.errno in VANISHED:
        text = translate("Files", "There is no folder {folder} any more; choose another one.")
    else:
        text = translate("Files", "{path} could not be saved ({why}); try another name or folder.")
    return text.format(path=path, folder=path.parent, why=error.strerror or error)
