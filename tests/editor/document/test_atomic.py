"""Files are replaced whole or not at all, whatever fails and whenever the process dies."""

import errno
import hashlib
import itertools
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import pytest

from editor.document.atomic import remove_stale, write_atomically
from editor.document.errors import FileError

ROOT = Path(__file__).parents[3]
OLD, NEW = b"old" * 100, b"new" * 40_000
DEAD = 2**31 - 1  # larger than any process's number


def save(path: Path, content: bytes) -> None:
    def write(file: BinaryIO) -> None:
        file.write(content[:50_000])
        file.write(content[50_000:])

    write_atomically(path, write)


@contextmanager
def file_system(folder: Path, megabytes: int) -> Iterator[Path]:
    """A small file system of its own."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("mounting a small file system needs root and Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


def test_a_new_file_and_its_replacement(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for content in (NEW, OLD):
        save(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_the_mode_is_kept_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    usual, private = tmp_path / "usual", tmp_path / "private"
    private.write_bytes(OLD)
    private.chmod(0o640)
    before = os.umask(0o022)
    try:
        save(usual, NEW)
        save(private, NEW)
    finally:
        os.umask(before)
    assert (usual.stat().st_mode & 0o777, private.stat().st_mode & 0o777) == (0o644, 0o640)


def test_a_link_stays_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    file, link = tmp_path / "there" / "a", tmp_path / "b"
    file.write_bytes(OLD)
    link.symlink_to(file)
    save(link, NEW)
    assert link.is_symlink()
    assert file.read_bytes() == NEW


def test_a_name_of_the_greatest_length(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 127)
    save(path, NEW)
    assert path.read_bytes() == NEW


class FaultyFile:
    """A file that asks before each call whether to fail."""

    def __init__(self, file: BinaryIO, ask: Callable[[], None]) -> None:
        self.file, self.ask = file, ask

    def __enter__(self) -> "FaultyFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, data: bytes) -> None:
        self.file.write(data[: len(data) // 2])
        self.ask()
        self.file.write(data[len(data) // 2 :])

    def flush(self) -> None:
        self.ask()
        self.file.flush()

    def fileno(self) -> int:
        return self.file.fileno()


def fail_at(monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> list[str]:
    """Make the call of that number fail, counted over write, flush, fsync and replace."""
    calls: list[str] = []

    def ask(name: str) -> None:
        calls.append(name)
        if len(calls) == number:
            raise OSError(code, os.strerror(code))

    def asking(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            ask(name)
            return real(*arguments)

        return call

    real_open: Callable[..., Any] = Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, mode: FaultyFile(real_open(path, mode), lambda: ask("file"))
    )
    monkeypatch.setattr(os, "fsync", asking("fsync", os.fsync))
    monkeypatch.setattr(os, "replace", asking("replace", os.replace))
    return calls


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.ENOENT])
def test_a_failure_of_any_call_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, code: int
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(OLD)
    last = ["file", "file", "file", "fsync", "replace"]  # two writes and the flush
    for number in range(1, len(last) + 1):
        with pytest.MonkeyPatch.context() as patch:
            calls = fail_at(patch, number, code)
            with pytest.raises(FileError):
                save(path, NEW)
        assert calls == last[:number]
        assert path.read_bytes() == OLD
        assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_synced_does_not_undo_what_is_saved(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        calls = fail_at(patch, 6, errno.EINVAL)
        save(tmp_path / "a.png", NEW)
    assert calls[5:] == ["fsync"]
    assert (tmp_path / "a.png").read_bytes() == NEW


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt, ValueError])
def test_other_errors_come_through_and_leave_nothing(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def write(file: BinaryIO) -> None:
        file.write(NEW)
        raise error

    (tmp_path / "a").write_bytes(OLD)
    with pytest.raises(error):
        write_atomically(tmp_path / "a", write)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [OLD]


def test_a_full_disk(tmp_path: Path) -> None:
    with file_system(tmp_path / "disk", megabytes=1) as folder:
        path = folder / "a.png"
        save(path, OLD)
        with pytest.raises(FileError, match="not enough space to save"):
            save(path, NEW * 20)
        assert path.read_bytes() == OLD
        assert list(folder.iterdir()) == [path]


def test_a_read_only_folder(tmp_path: Path) -> None:
    with file_system(tmp_path / "disk", megabytes=1) as folder:
        save(folder / "a.png", OLD)
        remount = ["mount", "-o", "remount,ro", str(folder)]
        subprocess.run(remount, check=True)
        for name in ("a.png", "new.png"):
            with pytest.raises(FileError, match=r"write-protected|Nothing can be written"):
                save(folder / name, NEW)
        assert remove_stale(folder) == 0
        assert [path.read_bytes() for path in folder.iterdir()] == [OLD]


def test_a_folder_that_vanishes_before_or_while_saving(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    with pytest.raises(FileError, match="There is no folder"):
        save(folder / "a.png", NEW)

    def write(file: BinaryIO) -> None:
        file.write(NEW)
        folder.rename(tmp_path / "elsewhere")

    folder.mkdir()
    with pytest.raises(FileError, match="There is no folder"):
        write_atomically(folder / "a.png", write)


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        save(tmp_path / "folder", NEW)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="is a device"):
        save(tmp_path / "pipe", NEW)
    assert (tmp_path / "pipe").is_fifo()
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(FileError, match="There is no folder"):
        save(tmp_path / "file" / "a.png", NEW)


def test_a_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modes do not bind root, under whom these tests may run: the answer is patched."""
    path = tmp_path / "a.png"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileError, match="write-protected"):
        save(path, NEW)
    assert path.read_bytes() == OLD


def test_only_our_leftovers_of_dead_processes_are_removed(tmp_path: Path) -> None:
    stale = [f".a.png.{DEAD}-0123abcd.part", f".two\nlines.{DEAD}-00000000.part"]
    kept = [f".a.{os.getpid()}-0123abcd.part", f"a.{DEAD}-0123abcd.part", ".a.part", ".a.1-1.part"]
    for name in stale + kept:
        (tmp_path / name).write_bytes(OLD)
    assert remove_stale(tmp_path) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)
    assert remove_stale(tmp_path / "missing") == 0


def blob() -> bytes:
    """Random bytes after their checksum, so that any damage shows."""
    content = os.urandom(400_000)
    return hashlib.sha256(content).digest() + content


def is_whole(path: Path) -> bool:
    data = path.read_bytes()
    return len(data) == 400_032 and hashlib.sha256(data[32:]).digest() == data[:32]


def save_until_killed(path: Path, keep: Callable[[Path, bytes], object], ready: int) -> NoReturn:
    try:
        contents = itertools.cycle([blob(), blob()])  # made before, so that it saves all the time
        os.write(ready, b"1")
        for content in contents:
            keep(path, content)
    finally:
        os._exit(1)


def kill_savers(path: Path, kills: int, keep: Callable[[Path, bytes], object]) -> dict[str, int]:
    """Kill processes that save in a loop, each at a random moment."""
    count = {"killed": 0, "while_saving": 0, "damaged": 0}
    keep(path, blob())
    for _ in range(kills):
        ready, started = os.pipe()
        if (child := os.fork()) == 0:
            save_until_killed(path, keep, started)
        os.close(started)
        os.read(ready, 1)
        time.sleep(secrets.randbelow(15_000) / 1e6)
        os.kill(child, signal.SIGKILL)
        count["killed"] += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        count["damaged"] += not is_whole(path)
        count["while_saving"] += remove_stale(path.parent)
        os.close(ready)
    return count


def killed_in_own_process(path: Path, kills: int, keep: str) -> dict[str, int]:
    """The same from a small process, which forks fast and has no threads."""
    code = (
        "import json, pathlib, sys; from tests.editor.document.test_atomic import *;"
        f"print(json.dumps(kill_savers(pathlib.Path(sys.argv[1]), {kills}, {keep})))"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    count: dict[str, int] = json.loads(done.stdout)
    return count


def test_two_hundred_kills_while_saving_damage_nothing(tmp_path: Path) -> None:
    count = killed_in_own_process(tmp_path / "a.bin", 200, "save")
    assert count["killed"] == 200
    assert count["while_saving"] >= 20  # the kills do come in the middle
    assert count["damaged"] == 0
    assert list(tmp_path.iterdir()) == [tmp_path / "a.bin"]


def test_the_same_kills_do_damage_a_file_written_in_place(tmp_path: Path) -> None:
    """Otherwise the test above would prove nothing."""
    assert killed_in_own_process(tmp_path / "a.bin", 30, "pathlib.Path.write_bytes")["damaged"] > 0
