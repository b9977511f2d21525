"""Runs in projects: they come back as they were, in bounds, and damage stops nothing else."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.document import kept_runs
from editor.document.document import Origin
from editor.document.errors import FileError
from editor.document.kept_runs import (
    KeptCandidate,
    KeptRun,
    OfferedCandidate,
    OfferedRun,
    RunFacts,
    pack_runs,
)
from editor.document.openraster import (
    ProjectFile,
    read_project,
    read_project_runs,
    write_project,
)
from inference.events import Box, Candidate, Scores
from tests.editor.document.hostile_projects import forged_png
from tests.editor.document.kept_examples import candidate, key, offered, unmasked
from tests.editor.document.openraster_files import picture_png, png, small_state, zipped

LIST = "blendbrush/candidates.json"
FOLDER = f"blendbrush/candidates/{key(1)}/"
FIRST = f"{FOLDER}0000.png"


def saved(path: Path, runs: tuple[KeptRun, ...]) -> ProjectFile:
    write_project(path, small_state(), Origin(), runs)
    return read_project(path)


def same(candidate: KeptCandidate, other: Candidate) -> bool:
    back = candidate.read()
    fields = ("index", "seed", "scores", "box", "recipe")
    equal = all(getattr(back, name) == getattr(other, name) for name in fields)
    return equal and np.array_equal(back.pixels, other.pixels)


# -- there and back

doubts = st.none() | st.floats(0, 1)
texts = st.text(st.characters(exclude_categories=()), max_size=12)
numbers = st.floats(0, 10)
values = st.none() | st.integers() | numbers | texts | st.lists(texts, max_size=3)


@st.composite
def runs(draw: st.DrawFn) -> OfferedRun:
    """Any run in a picture of 40 × 30."""
    indices = draw(st.lists(st.integers(0, 9999), min_size=1, max_size=3, unique=True))
    candidates = []
    for index in indices:
        width, height = draw(st.integers(1, 8)), draw(st.integers(1, 8))
        # Those of a run that expands the picture reach beyond it.
        box = Box(draw(st.integers(-9, 40)), draw(st.integers(-9, 30)), width, height)
        raw = draw(st.binary(min_size=width * height * 4, max_size=width * height * 4))
        pixels = np.frombuffer(raw, np.uint8).reshape(height, width, 4)
        scores = draw(st.none() | st.builds(Scores, numbers, numbers, doubts))
        recipe = draw(st.dictionaries(texts, values, max_size=3))
        made = Candidate(index, draw(st.integers(0, 2**63)), scores, box, pixels, recipe)
        candidates.append(OfferedCandidate(made, draw(st.booleans())))
    ranking = tuple(draw(st.permutations(indices)))
    number, mode = draw(st.integers(0, 2**95)), draw(st.sampled_from(["", "fill"]))
    facts = RunFacts(key(number), draw(texts), 40, 30, draw(st.integers(1, 1000)), mode, ranking)
    return unmasked(OfferedRun(facts, None, tuple(candidates)))


@settings(max_examples=60, deadline=None)
@given(st.lists(runs(), max_size=3, unique_by=lambda run: run.facts.key))
def test_any_runs_come_back(given_runs: list[OfferedRun]) -> None:
    with TemporaryDirectory() as folder:
        project = saved(Path(folder) / "a.ora", pack_runs(given_runs).runs)
    assert project.notices == ()
    assert not project.origin.project
    assert [run.facts for run in project.runs] == [run.facts for run in given_runs]
    for back, run in zip(project.runs, given_runs, strict=True):
        assert back.mask is None
        stars = {offer.source.index: offer.starred for offer in run.candidates}  # type: ignore[union-attr]
        assert {each.index: each.starred for each in back.candidates} == stars
        made = {offer.source.index: offer.source for offer in run.candidates}  # type: ignore[union-attr]
        for each in back.candidates:
            original = made[each.index]
            assert isinstance(original, Candidate)
            assert same(each, original)


def test_the_mask_comes_back_where_it_was(tmp_path: Path) -> None:
    run = offered()
    (back,) = saved(tmp_path / "a.ora", pack_runs([run]).runs).runs
    assert back.mask is not None
    area, mask = back.mask.read(40, 30)
    assert isinstance(run.mask, tuple)
    assert area == run.mask[0]
    assert np.array_equal(mask, run.mask[1])
    (again,) = saved(tmp_path / "b.ora", (back,)).runs
    assert again.mask == back.mask


def test_other_programs_find_nothing_of_it_in_the_stack(tmp_path: Path) -> None:
    saved(tmp_path / "a.ora", pack_runs([offered()]).runs)
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        assert b"candidates" not in archive.read("stack.xml")
        ours = [name for name in archive.namelist() if name.startswith("blendbrush/")]
        assert ours == [LIST, f"{FOLDER}mask.png", f"{FOLDER}0001.png", FIRST]
        with Image.open(io.BytesIO(archive.read(FIRST))) as picture:
            assert np.array_equal(np.asarray(picture), candidate(0, 6, 1).pixels)


def test_without_runs_the_file_is_as_ever(tmp_path: Path) -> None:
    write_project(tmp_path / "a.ora", small_state(), Origin())
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        assert not [name for name in archive.namelist() if name.startswith("blendbrush/")]


def test_saving_again_drops_what_was_discarded(tmp_path: Path) -> None:
    project = saved(tmp_path / "a.ora", pack_runs([offered()]).runs)
    write_project(tmp_path / "a.ora", project.state, project.origin)
    assert read_project(tmp_path / "a.ora").runs == ()


# -- bounds


def kept(offers: list[OfferedRun], most: int) -> list[tuple[str, list[int]]]:
    packed = pack_runs(offers, most)
    return [(run.facts.key, [each.index for each in run.candidates]) for run in packed.runs]


def test_starred_ones_stay_longest_then_the_latest_and_the_best() -> None:
    offers = [unmasked(offered(number, (0, 1, 2), side=20)) for number in (1, 2)]
    sizes = [len(run.png) for each in pack_runs(offers).runs for run in each.candidates]
    one = max(sizes)
    assert kept(offers, one) == [(key(2), [1])]
    assert kept(offers, 2 * one) == [(key(1), [1]), (key(2), [1])]
    assert kept(offers, 3 * one) == [(key(1), [1]), (key(2), [1, 0])]
    assert kept(offers, 6 * one) == [(key(1), [1, 0, 2]), (key(2), [1, 0, 2])]
    assert pack_runs(offers, 2 * one).left_out == 4
    assert pack_runs(offers).left_out == 0


def test_what_is_packed_is_read_whatever_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "a, " * 6000
    runs = [replace(offered(n), facts=replace(offered(n).facts, label=long)) for n in (1, 2, 3)]
    for name, value in (("MOST_CANDIDATES", 3), ("MOST_TEXT", 700), ("MOST_VALUES", 60)):
        with monkeypatch.context() as patch:
            patch.setattr(kept_runs, name, value)
            packed = pack_runs(runs)
        assert packed.left_out > 0
        project = saved(tmp_path / "a.ora", packed.runs)
        assert project.notices == ()
        assert sum(len(run.candidates) for run in project.runs) == 6 - packed.left_out


class Gone:
    """A candidate whose file was removed."""

    def read(self) -> Candidate:
        raise FileError("gone")


def test_one_that_is_gone_is_counted() -> None:
    run = replace(offered(), candidates=(OfferedCandidate(Gone(), False), *offered().candidates))
    packed = pack_runs([run])
    assert packed.left_out == 1
    assert [each.index for each in packed.runs[0].candidates] == [1, 0]


# -- damage

Parts = dict[str, bytes]


def told(tmp_path: Path, change: Callable[[Parts], None]) -> ProjectFile:
    """A project of one run, some parts of it changed, is opened whole."""
    path = tmp_path / "a.ora"
    saved(path, pack_runs([offered()]).runs)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    project = read_project(zipped(path, parts))
    assert [layer.name for layer in project.state.layers] == ["Below", "Above"]
    assert np.count_nonzero(project.state.mask.array) == 6 * 16
    assert len(project.notices) == (1 if project.damaged else 0)
    return project


def relisted(**changes: Any) -> Callable[[Parts], None]:
    """The list says other things of the first candidate, or of its run."""

    def change(parts: Parts) -> None:
        content = json.loads(parts[LIST])
        run = content["runs"][0]
        for name, value in changes.items():
            (run["candidates"][0] if name in run["candidates"][0] else run)[name] = value
        parts[LIST] = json.dumps(content).encode()

    return change


def replaced(name: str, data: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: data})


BOX = {"left": 3, "top": 2, "width": 6, "height": 6}


@pytest.mark.parametrize(
    "change",
    [
        replaced(f"{FOLDER}0001.png", b"nonsense"),
        replaced(f"{FOLDER}0001.png", png(6, 7)),
        replaced(f"{FOLDER}0001.png", picture_png(Image.new("L", (6, 6)))),
        replaced(f"{FOLDER}0001.png", forged_png(30_000, 30_000)),
        lambda parts: parts.pop(f"{FOLDER}0001.png"),
        relisted(index=-1),
        relisted(index="../../0001"),
        relisted(index=True),
        relisted(index=10**9),
        relisted(seed=1.5),
        relisted(scores=[float("nan"), 1]),
        relisted(scores=[1]),
        relisted(scores=[0.5, 1, float("inf")]),
        relisted(scores=[float("nan"), 1, 0.5]),
        relisted(scores=[0.5, 1, -0.1]),
        relisted(scores=[0.5, 1, 0.5, 0.5]),
        relisted(scores="ab"),
        relisted(recipe=[]),
        relisted(box={**BOX, "left": 2_000_000}),
        relisted(box={**BOX, "top": None}),
        relisted(box={**BOX, "width": 0}),
        relisted(box={**BOX, "width": 30_000, "height": 30_000}),
        relisted(box=[3, 2, 6, 6]),
    ],
)
def test_a_damaged_candidate_leaves_the_other(
    tmp_path: Path, change: Callable[[Parts], None]
) -> None:
    project = told(tmp_path, change)
    assert project.damaged
    assert project.notices == ("Some candidates that it keeps could not be read: 1.",)
    ((other,),) = [run.candidates for run in project.runs]
    assert same(other, candidate(0, 6, 1))


@pytest.mark.parametrize(
    "change",
    [
        relisted(key="../../../../etc/passwd00"),
        relisted(key=7),
        relisted(label=7),
        relisted(label="a" * 30_000),
        relisted(mode=None),
        relisted(size=[0, 30]),
        relisted(size=[40]),
        relisted(size="ab"),
        relisted(total=0),
        relisted(ranking={"a": 1}),
        relisted(candidates={"a": 1}),
        replaced(LIST, b"{"),
        replaced(LIST, b"[]"),
        replaced(LIST, b'{"version": 2, "runs": []}'),
        replaced(LIST, b'{"version": 1, "runs": 3}'),
        replaced(LIST, b'{"version": 1, "runs": [3]}'),
        replaced(LIST, b'{"version": 1, "runs": ' + b"[" * 100_000),
        replaced(LIST, b"[" + b"[]," * 1_000_000 + b"[]]"),
        replaced(LIST, bytes(40_000_000)),
    ],
)
def test_a_damaged_run_leaves_the_picture(tmp_path: Path, change: Callable[[Parts], None]) -> None:
    project = told(tmp_path, change)
    assert project.damaged
    assert project.runs == ()


@pytest.mark.parametrize("data", [b"nonsense", png(2, 2), forged_png(900_000, 900_000)])
def test_a_damaged_mask_leaves_the_candidates(tmp_path: Path, data: bytes) -> None:
    project = told(tmp_path, replaced(f"{FOLDER}mask.png", data))
    (run,) = project.runs
    assert len(run.candidates) == 2
    if run.mask is not None:  # it is a PNG: that it is no mask shows when it is wanted
        with pytest.raises(Exception, match="its mask is damaged"):
            run.mask.read(40, 30)


def test_a_run_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        content = json.loads(parts[LIST])
        content["runs"] *= 2
        parts[LIST] = json.dumps(content).encode()

    assert len(told(tmp_path, change).runs) == 1


def test_damaged_pixels_in_a_whole_zip_are_a_sentence(tmp_path: Path) -> None:
    project = told(tmp_path, replaced(FIRST, forged_png(6, 6, packed=b"nonsense")))
    damaged = next(each for run in project.runs for each in run.candidates if each.index == 0)
    with pytest.raises(FileError, match="that the project kept is damaged"):
        damaged.read()


@settings(max_examples=150, deadline=None)
@given(
    flips=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=6
    )
)
def test_flipped_bytes_stop_nothing(flips: list[tuple[float, int]]) -> None:
    """Whatever is flipped: what is read is right, or it is told."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.ora"
        write_project(path, small_state(), Origin(), pack_runs([offered()]).runs)
        data = bytearray(path.read_bytes())
        start = data.index(LIST.encode())
        for place, flip in flips:
            data[start + int(place * (len(data) - start))] ^= flip
        path.write_bytes(data)
        try:
            project = read_project(path)
        except FileError:
            return
    for each in (each for run in project.runs for each in run.candidates):
        assert same(each, candidate(each.index, 6, 1))


def test_runs_alone_are_read(tmp_path: Path) -> None:
    saved(tmp_path / "a.ora", pack_runs([offered()]).runs)
    assert len(read_project_runs(tmp_path / "a.ora")) == 1
    with pytest.raises(FileError):
        read_project_runs(tmp_path / "none.ora")
