"""What is not saved survives crashes and kills, and is offered to one process alone."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from editor.document import recovery
from editor.document.document import Origin
from editor.document.errors import FileError
from editor.document.openraster import read_project, write_project
from editor.document.recovery import RecoveryStore, snapshot
from editor.document.state import State
from tests.editor.document.openraster_files import colours, small_state

ROOT = Path(__file__).parents[3]
DEAD = 2**22 + 1  # larger than any process's number
AUTOSAVE = """
import sys
from pathlib import Path
from editor.document.document import Origin
from editor.document.recovery import RecoveryStore, snapshot
from tests.editor.document.openraster_files import small_state
store, state = RecoveryStore(Path(sys.argv[1])), small_state(300, 200)
print("ready", flush=True)
for turn in range(1_000_000):
    state.layers[0].pixels.array[...] = turn % 250
    state.layers[0].pixels.array[..., 3] = 255
    store.keep(sys.argv[2], snapshot(state), Origin(), f"Turn {turn}", Path("/a/b.png"))
    print("kept", flush=True)
"""
CLAIM = """
import sys
from pathlib import Path
from editor.document.errors import FileError
from editor.document.recovery import RecoveryStore
store = RecoveryStore(Path(sys.argv[1]))
offers = store.offers()
print(len(offers), flush=True)
sys.stdin.readline()
got = []
for offer in offers:
    try:
        store.claim(offer)
        got.append(offer.document_id)
    except FileError:
        pass
print(" ".join(got), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def store(tmp_path: Path) -> RecoveryStore:
    return RecoveryStore(tmp_path / "data" / "recovery")


def keep(store: RecoveryStore, document_id: str = "a", state: State | None = None) -> None:
    store.keep(document_id, state or small_state(), Origin(), "Photo", Path("/pictures/photo.png"))


def orphan(store: RecoveryStore, document_id: str = "a") -> None:
    """An entry whose process is gone."""
    keep(store, document_id)
    change(store, document_id, pid=DEAD)


def change(store: RecoveryStore, document_id: str = "a", **fields: object) -> None:
    journal = store.folder / f"{document_id}.json"
    journal.write_text(json.dumps({**json.loads(journal.read_text()), **fields}))


def start(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def stop(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


# -- kills


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_every_offer_opens_after_kills_at_any_moment(store: RecoveryStore) -> None:
    chance = random.Random(4)  # noqa: S311  moments, not secrets
    for turn in range(30):
        process = start(AUTOSAVE, store.folder, f"turn{turn}")
        assert line(process) == "ready"
        if turn % 2:  # while a copy is being replaced, else while the first is being written
            assert line(process) == "kept"
        time.sleep(chance.uniform(0, 0.1))  # a moment to be killed at, not a wait for something
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    offers = store.offers()
    assert len(offers) >= 15
    for offer in offers:
        assert offer.path == Path("/a/b.png")
        state = store.claim(offer).state
        assert len(np.unique(state.layers[0].pixels.array[..., :3])) == 1
    entries = {f"{offer.document_id}{suffix}" for offer in offers for suffix in (".ora", ".json")}
    assert {file.name for file in store.folder.iterdir()} == entries | {".lock"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_is_offered_only_once_it_is_gone(store: RecoveryStore) -> None:
    process = start(AUTOSAVE, store.folder, "a")
    try:
        assert (line(process), line(process)) == ("ready", "kept")
        assert store.offers() == []
        os.kill(process.pid, signal.SIGKILL)
        while psutil.Process(process.pid).status() != psutil.STATUS_ZOMBIE:
            pass
        (offer,) = store.offers()  # though nobody has waited for it yet
    finally:
        stop(process)
    assert offer.title.startswith("Turn ")


def test_two_processes_never_get_the_same_document(store: RecoveryStore) -> None:
    names = {f"doc{number}" for number in range(8)}
    for name in names:
        orphan(store, name)
    processes = [start(CLAIM, store.folder) for _ in range(2)]
    try:
        assert [line(process) for process in processes] == ["8", "8"]
        for process in processes:
            go_on(process)
        got = [line(process).split() for process in processes]
        assert sorted(got[0] + got[1]) == sorted(names)
        assert store.offers() == []  # both still run
    finally:
        for process in processes:
            stop(process)
    assert {offer.document_id for offer in store.offers()} == names


# -- entries


def test_what_was_kept_is_offered_whole_when_its_process_is_gone(store: RecoveryStore) -> None:
    state = small_state()
    keep(store, state=state)
    assert store.offers() == []  # this process runs
    change(store, pid=DEAD)
    (offer,) = store.offers()
    assert (offer.document_id, offer.title) == ("a", "Photo")
    assert offer.path == Path("/pictures/photo.png")
    back = store.claim(offer).state
    assert np.array_equal(back.layers[1].pixels.array, state.layers[1].pixels.array)
    assert np.array_equal(back.mask.array, state.mask.array)
    assert store.offers() == []  # it is ours now


def test_a_process_of_the_same_number_is_another_one(store: RecoveryStore) -> None:
    keep(store)
    started = psutil.Process().create_time()
    change(store, started=started - 60)
    assert [offer.document_id for offer in store.offers()] == ["a"]
    change(store, started=started + 0.5)  # a clock that was set
    assert store.offers() == []


def test_the_latest_is_offered_first(store: RecoveryStore) -> None:
    for name, moment in (("a", 1), ("b", 3), ("c", 2)):
        orphan(store, name)
        change(store, name, saved_at=f"2030-01-0{moment}T00:00:00+00:00")
    assert [offer.document_id for offer in store.offers()] == ["b", "c", "a"]


def test_forgotten_and_discarded_entries_are_gone(store: RecoveryStore) -> None:
    orphan(store, "b")
    keep(store, "a")
    (offer,) = store.offers()
    store.forget("a")
    store.discard(offer)
    assert [file.name for file in store.folder.iterdir()] == [".lock"]
    with pytest.raises(FileError, match="already"):
        store.claim(offer)
    store.forget("never kept")


def test_what_another_process_took_is_neither_claimed_nor_discarded(store: RecoveryStore) -> None:
    orphan(store)
    (offer,) = store.offers()
    store.claim(offer)
    for take in (store.claim, store.discard):
        with pytest.raises(FileError, match="open in another window"):
            take(offer)
    assert offer.project.exists()


def test_a_copy_that_is_being_written_when_it_is_forgotten_goes_too(
    store: RecoveryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, forgotten = threading.Event(), threading.Event()
    write = write_project

    def slow(path: Path, state: State, origin: Origin) -> None:
        writing.set()
        assert forgotten.wait(20)
        write(path, state, origin)

    monkeypatch.setattr(recovery, "write_project", slow)
    worker = threading.Thread(target=keep, args=(store,))
    worker.start()
    assert writing.wait(20)
    store.forget("a")
    forgotten.set()
    worker.join()
    assert list(store.folder.iterdir()) == []


def test_even_a_first_copy_is_found_if_the_kill_comes_right_after_it(
    store: RecoveryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def last_act(path: Path, state: State, origin: Origin) -> None:
        write_project(path, state, origin)
        raise Killed

    monkeypatch.setattr(recovery, "write_project", last_act)
    with pytest.raises(Killed):
        keep(store)
    change(store, pid=DEAD)
    assert len(store.offers()) == 1


DAMAGE = {
    "empty": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "fields missing": b'{"title": "a"}',
    "wrong kinds": b'{"title": 1, "path": 2, "pid": "x", "started": [], "saved_at": 3}',
    "no process": b'{"title": "", "path": null, "pid": -1, "started": 0, "saved_at": "20300101"}',
    "no date": b'{"title": "", "path": null, "pid": 99999999, "started": 0, "saved_at": "soon"}',
    "infinite": b'{"title": "", "path": null, "pid": 1e9999, "started": 0, "saved_at": "20300101"}',
}


@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE)
def test_damaged_journals_are_set_aside(store: RecoveryStore, data: bytes) -> None:
    orphan(store, "a")
    orphan(store, "b")
    (store.folder / "a.json").write_bytes(data)
    assert [offer.document_id for offer in store.offers()] == ["b"]
    aside = {file.name for file in store.folder.glob("*.damaged")}
    assert aside == {"a.json.damaged", "a.ora.damaged"}


def test_strange_numbers_of_processes_are_no_processes(store: RecoveryStore) -> None:
    for pid in (2**31, 2**40, 2**70):
        keep(store)
        change(store, pid=pid, saved_at="2030-01-01")
        (offer,) = store.offers()
        assert offer.saved_at.tzinfo is not None


def test_damaged_copies_are_set_aside_when_found(store: RecoveryStore) -> None:
    orphan(store, "a")
    orphan(store, "b")
    (store.folder / "a.ora").write_bytes(b"PK")
    (offer,) = store.offers()
    assert offer.document_id == "b"
    data = bytearray(offer.project.read_bytes())
    for mark in (b"data/layer0.png", b"data/layer1.png", b"mergedimage.png"):
        place = data.index(mark) + len(mark)
        data[place : place + 60] = bytes(60)
    offer.project.write_bytes(data)
    with pytest.raises(FileError):
        store.claim(offer)
    assert len(list(store.folder.glob("*.damaged"))) == 4
    assert store.offers() == []


def test_a_journal_without_a_copy_is_removed(store: RecoveryStore) -> None:
    orphan(store)
    (store.folder / "a.ora").unlink()
    assert store.offers() == []
    assert list(store.folder.iterdir()) == []


def test_files_of_killed_writers_and_foreign_files(store: RecoveryStore) -> None:
    orphan(store)
    part = store.folder / f".a.ora.{DEAD}-01234567.part"
    foreign = store.folder / "readme.txt"
    part.write_bytes(b"PK")
    foreign.write_bytes(b"mine")
    assert len(store.offers()) == 1
    assert not part.exists()
    assert foreign.exists()


def test_a_name_must_not_leave_the_folder(store: RecoveryStore) -> None:
    for name in ("../a", "", "a/b", "a.b"):
        with pytest.raises(ValueError, match=r".*"):
            keep(store, name)


# -- a home that cannot be written to


def test_a_home_that_cannot_be_written_to_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = RecoveryStore(tmp_path / "file" / "recovery")  # for root, no folder is read-only
    assert store.offers() == []
    with pytest.raises(
        FileError, match=r"No copy of Photo for recovery .*; save it often\."
    ) as told:
        keep(store)
    assert "\n" not in str(told.value)
    store.forget("a")


def test_a_failing_disk_leaves_the_earlier_copy(
    store: RecoveryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan(store)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(FileError, match="save it often"):
            keep(store, state=small_state(10, 10))
    (offer,) = store.offers()
    assert read_project(offer.project).state.width == 40


def test_a_folder_that_cannot_be_locked_gives_one_sentence(
    store: RecoveryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan(store)
    (offer,) = store.offers()
    (store.folder / ".lock").unlink(missing_ok=True)
    (store.folder / ".lock").mkdir()
    with pytest.raises(FileError, match="Nothing can be written"):
        store.claim(offer)


def test_the_usual_place_is_among_the_users_data() -> None:
    folder = RecoveryStore().folder
    assert folder.parts[-2:] == ("Blendbrush", "recovery")
    assert str(folder).startswith(os.environ["XDG_DATA_HOME"])


# -- snapshots


def test_a_snapshot_is_equal_and_its_own(tmp_path: Path) -> None:
    state = small_state()
    empty = replace(state.layers[1], pixels=type(state.layers[1].pixels).empty(5, 5))
    state = state.replaced(layers=(*state.layers, empty))
    copy = snapshot(state)
    assert copy.active == state.active
    assert [layer.number for layer in copy.layers] == [layer.number for layer in state.layers]
    for mine, theirs in zip(copy.rasters, state.rasters, strict=True):
        assert np.array_equal(mine.array, theirs.array)
        assert not np.shares_memory(mine.array, theirs.array)
    before = copy.layers[0].pixels.array.copy()
    state.layers[0].pixels.array[...] = 0
    state.mask.array[...] = 0
    assert np.array_equal(copy.layers[0].pixels.array, before)
    assert copy.mask.array.any()


@pytest.mark.parametrize("rows", [(0, 1), (6, 7), (2, 5), (0, 7), (3, 3)])
def test_a_snapshot_keeps_every_row_that_is_used(rows: tuple[int, int]) -> None:
    state = small_state()
    pixels = type(state.layers[1].pixels).empty(9, 7)
    pixels.array[slice(*rows)] = colours(9, 7).array[slice(*rows)]
    state = state.replaced(layers=(state.layers[1].replaced(pixels=pixels),))
    assert np.array_equal(snapshot(state).layers[0].pixels.array, pixels.array)
