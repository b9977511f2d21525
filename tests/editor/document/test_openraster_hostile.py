"""Damaged and hostile projects: one sentence or what can be saved of them, soon and in bounds."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Origin
from editor.document.errors import FileError
from editor.document.image_files import memory_needed
from editor.document.openraster import (
    ProjectFile,
    check_project,
    read_project,
    read_thumbnail,
    write_project,
)
from editor.document.openraster_names import is_safe
from tests.editor.document.hostile_projects import CORPUS, build_corpus, layer_data
from tests.editor.document.openraster_files import foreign, good_file, png

ROOT = Path(__file__).parents[3]
READ_ALL = r"""
import json, re, sys, time
from pathlib import Path
from editor.document.errors import FileError
from editor.document.openraster import read_project

def peak():  # not resource.getrusage: that begins with the parent's
    return int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) // 1024

told, before = [], peak()
for path in map(Path, sys.argv[1:]):
    start = time.process_time()
    try:
        project = read_project(path)
        said = list(project.notices)
        del project
    except FileError as error:
        said = [str(error)]
    told.append((path.name, time.process_time() - start, peak() - before, said))
print(json.dumps(told))
"""


def opened(path: Path) -> ProjectFile | None:
    """What can be read; None for a refusal in one sentence."""
    try:
        project = read_project(path)
    except FileError as error:
        sentence = str(error)
        assert sentence.startswith(str(path))
        assert sentence.endswith("; choose another file.")
        assert "\n" not in sentence.removeprefix(str(path))
        assert len(sentence) < len(str(path)) + 200
        return None
    for notice in project.notices:
        assert notice.endswith(".")
        assert len(notice) < 250
    return project


def usable(project: ProjectFile, folder: Path) -> None:
    """It can be worked with: it is written and read again."""
    state = project.state
    assert state.mask.array.shape == (state.height, state.width)
    for layer in state.layers:
        assert 0 <= layer.opacity <= 1
        assert abs(layer.x) <= 1_000_000
        assert abs(layer.y) <= 1_000_000
    write_project(folder / "again.ora", state, project.origin)
    again = read_project(folder / "again.ora")
    assert not again.damaged
    assert len(again.state.layers) == len(state.layers)


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_refused_or_saved_in_part(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "a.ora"
    CORPUS[name](path)
    before = path.read_bytes()
    project = opened(path)
    assert path.read_bytes() == before
    assert [file.name for file in folder.iterdir()] == ["a.ora"]
    assert [file.name for file in tmp_path.iterdir()] == ["in"]
    if project is not None and project.state.rect.area < 1_000_000:
        usable(project, folder)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
def test_no_file_takes_long_or_much_memory(tmp_path: Path) -> None:
    paths = build_corpus(tmp_path)
    assert len(paths) >= 40
    arguments = [sys.executable, "-c", READ_ALL, *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(
        arguments, env=environment, capture_output=True, text=True, check=False, timeout=100
    )
    assert result.returncode == 0, result.stderr
    for name, seconds, megabytes, said in json.loads(result.stdout):
        assert seconds < 2, (name, said)
        assert megabytes < 256, (name, said)


# -- what each is told


def told(tmp_path: Path, name: str) -> str:
    """The refusal, or the notices."""
    CORPUS[name](tmp_path / "a.ora")
    try:
        return " ".join(read_project(tmp_path / "a.ora").notices)
    except FileError as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("text", "not an OpenRaster file"),
        ("other type", "not an OpenRaster file"),
        ("no type", "not an OpenRaster file"),
        ("billion laughs", "list of layers is damaged"),
        ("external entity", "list of layers is damaged"),
        ("depth 33", "more than 32 deep"),
        ("501 layers", "more than 500 layers"),
        ("namesakes", "the same name"),
        ("30,000 parts", "not an OpenRaster file, or it is damaged"),
        ("width '0'", "size of its picture is impossible"),
        ("both sides 900,000", "GB of memory"),
        ("PNG of 10⁹", "The layer “A” was left out"),
        ("no PNG", "it is not a PNG picture"),
        ("cut PNG", "its PNG data are damaged"),
        ("numbers 'nan'", "impossible opacity"),
        ("source '../a.png'", "none of its layers can be read"),
        ("mask of another size", "The mask was left out: its size is not the picture's."),
        ("odd names", "could not be kept"),
        ("unknown elements", "Something other than a layer was left out: filter."),
    ],
)
def test_the_sentence_tells_what_is_wrong(tmp_path: Path, name: str, words: str) -> None:
    assert words in told(tmp_path, name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("data/a.png", True),
        ("Größe/ü b..c", True),
        *(
            (name, False)
            for name in ("", "/a", "../a", "a/..", "a/../b", "a//b", "./a", "a\\b", "C:a", "a/")
        ),
    ],
)
def test_names_stay_inside(name: str, safe: bool) -> None:
    assert is_safe(name) is safe


def test_a_damaged_layer_leaves_the_others(tmp_path: Path) -> None:
    layer_data(b"nonsense")(tmp_path / "a.ora")
    project = read_project(tmp_path / "a.ora")
    assert project.damaged
    assert [layer.name for layer in project.state.layers] == ["B"]
    assert project.origin.project == {"data/a.png": b"nonsense"}  # it is not thrown away


def test_where_no_layer_can_be_read_the_merged_picture_is_used(tmp_path: Path) -> None:
    layer = '<layer name="A" src="data/gone.png"/>'
    foreign(tmp_path / "a.ora", layer, {"mergedimage.png": png(40, 30, (1, 2, 3, 255))})
    project = read_project(tmp_path / "a.ora")
    assert project.damaged
    (merged,) = project.state.layers
    assert (merged.pixels.straight() == (1, 2, 3, 255)).all()
    assert project.state.active == merged.number


def test_a_project_larger_than_the_free_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good_file(tmp_path / "a.ora")

    class Memory:
        available = memory_needed(40, 30, 2)

    monkeypatch.setattr("psutil.virtual_memory", Memory)
    with pytest.raises(FileError, match="of memory"):
        read_project(tmp_path / "a.ora")


def test_folders_devices_and_missing_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "none", tmp_path / "pipe", Path("/dev/zero")):
        for read in (read_project, check_project, read_thumbnail):
            with pytest.raises(FileError):
                read(path)


# -- chance


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return good_file(tmp_path_factory.mktemp("good") / "a.ora")


def survives(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.ora"
        path.write_bytes(data)
        project = opened(path)
        if project is not None and project.state.rect.area < 1_000_000:
            usable(project, Path(folder))


@settings(max_examples=300, deadline=None)
@given(
    flips=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=8
    )
)
def test_flipped_bytes(good: bytes, flips: list[tuple[float, int]]) -> None:
    data = bytearray(good)
    for place, mask in flips:
        data[int(place * len(data))] ^= mask
    survives(bytes(data))


@settings(max_examples=100, deadline=None)
@given(share=st.floats(0, 1), more=st.binary(max_size=40))
def test_cut_files_with_anything_after(good: bytes, share: float, more: bytes) -> None:
    survives(good[: int(share * len(good))] + more)


def test_every_byte_of_the_last_records(good: bytes) -> None:
    """The directory is where a flipped bit misleads most."""
    start = good.index(b"PK\1\2")
    for place in range(start, len(good), 3):
        survives(good[:place] + bytes([good[place] ^ 0x41]) + good[place + 1 :])


def test_a_good_file_has_nothing_to_tell(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    path.write_bytes(good)
    project = read_project(path)
    assert project.notices == ()
    assert project.origin == Origin(project={"data/other.bin": b"keep me"})
    assert np.count_nonzero(project.state.mask.array) == 6 * 16
