"""Kept candidates: nothing is lost, the folder stays small, damage is passed over."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.document.errors import FileError
from editor.document.geometry import Rect
from editor.document.kept_mask import KeptMask
from editor.document.openraster_archive import Unreadable
from editor.jobs.journal import Journal, marked, new_run
from editor.jobs.journal_file import Origin
from editor.jobs.journal_writer import JournalWriter
from editor.jobs.messages import JobEvent, JobState
from inference.events import Candidate, CandidateFinished, Notice
from tests.editor.jobs.conftest import MakeRunner
from tests.editor.jobs.fakes import FakeEngine, finished, request, whole_run


def candidate(index: int, side: int = 5) -> Candidate:
    return finished(index, side).candidate


def origin(document: str = "document-1", label: str = "a red apple") -> Origin:
    return Origin(new_run(), document, label)


def kept(journal: Journal) -> list[tuple[str, int]]:
    return [(run.origin.run, entry.index) for run in journal.runs() for entry in run.entries]


@pytest.mark.parametrize(
    "label", ["a red apple", "ein Äpfel 🍎", "lone \ud800 surrogate \0", "🍎" * 20_000]
)
def test_a_restart_gives_back_everything(tmp_path: Path, label: str) -> None:
    made = candidate(3, side=40)
    made.pixels[..., 3] = 0  # colours below no alpha count too
    source = origin("key of a document", label)
    recipe = {**made.recipe, "prompt": label}
    Journal(tmp_path / "deep" / "folder").add(source, replace(made, recipe=recipe))
    (run,) = Journal(tmp_path / "deep" / "folder").runs()
    (entry,) = run.entries
    back = entry.read()
    assert run.origin == source
    assert np.array_equal(back.pixels, made.pixels)
    assert (back.index, back.seed, back.box) == (made.index, made.seed, made.box)
    assert (back.scores, back.recipe) == (made.scores, recipe)
    assert not entry.starred


def test_the_mask_of_the_run_comes_back(tmp_path: Path) -> None:
    mask = np.zeros((40, 50), np.uint8)
    mask[7:30, 11:20] = np.arange(23 * 9).reshape(23, 9) + 1
    journal, packed = Journal(tmp_path), KeptMask.of(mask)
    journal.add(origin(), candidate(0), packed)
    (entry,) = journal.runs()[0].entries
    assert entry.mask == packed
    area, part = entry.mask.read(50, 40)
    assert area == Rect(11, 7, 9, 23)
    assert np.array_equal(part, mask[area.slices])
    for width, height in ((19, 40), (50, 29)):
        with pytest.raises(Unreadable, match="out of the picture"):
            entry.mask.read(width, height)


def test_the_mask_of_a_large_picture_takes_little_room(tmp_path: Path) -> None:
    mask = np.zeros((4000, 6000), np.uint8)
    mask[500:3500, 700:5000] = 255
    Journal(tmp_path).add(origin(), candidate(0), KeptMask.of(mask))
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size < 100_000


def test_a_mark_changes_the_file_of_an_entry(tmp_path: Path) -> None:
    journal, source = Journal(tmp_path), origin()
    journal.add(source, candidate(0))
    (entry,) = journal.runs()[0].entries
    for starred in (True, False):
        journal.star(source.run, 0, starred=starred)
        entry = marked(entry, starred=starred)
        assert (entry.path.is_file(), entry.starred) == (True, starred)
        assert np.array_equal(entry.read().pixels, candidate(0).pixels)


def test_a_candidate_without_scores_is_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add(origin(), replace(candidate(0), scores=None))
    assert journal.runs()[0].entries[0].scores is None


def test_runs_come_oldest_first_and_candidates_by_index(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    first, second = origin(label="first"), origin(label="second")
    for source, index in ((second, 1), (first, 10), (first, 2), (second, 0)):
        journal.add(source, candidate(index))
    assert kept(journal) == [
        (first.run, 2),
        (first.run, 10),
        (second.run, 0),
        (second.run, 1),
    ]


def test_a_candidate_is_starred_and_discarded(tmp_path: Path) -> None:
    journal, source = Journal(tmp_path), origin()
    for index in (0, 1):
        journal.add(source, candidate(index))
    journal.star(source.run, 1, starred=True)
    journal.star(source.run, 1, starred=True)  # as it is already
    assert [entry.starred for entry in journal.runs()[0].entries] == [False, True]
    assert np.array_equal(journal.runs()[0].entries[1].read().pixels, candidate(1).pixels)
    journal.star(source.run, 1, starred=False)
    assert [entry.starred for entry in journal.runs()[0].entries] == [False, False]
    journal.star(source.run, 0, starred=True)
    for index in (0, 1, 2):
        journal.discard(source.run, index)
    assert journal.runs() == []
    assert list(tmp_path.iterdir()) == []


def size_of_one(folder: Path) -> int:
    Journal(folder).add(origin(), candidate(0, side=40))
    return next(folder.iterdir()).stat().st_size


def test_the_folder_stays_small_and_what_is_starred_stays_longest(tmp_path: Path) -> None:
    limit = round(3.5 * size_of_one(tmp_path / "other"))
    journal, source = Journal(tmp_path / "journal", limit), origin()
    for index in (0, 1, 2):
        journal.add(source, candidate(index, side=40))
    journal.star(source.run, 0, starred=True)
    later = origin()
    for index in (0, 1):
        journal.add(later, candidate(index, side=40))
    assert kept(journal) == [(source.run, 0), (later.run, 0), (later.run, 1)]
    used = sum(path.stat().st_size for path in (tmp_path / "journal").iterdir())
    assert used <= limit


def test_the_newest_stays_even_if_it_is_too_large(tmp_path: Path) -> None:
    journal, source = Journal(tmp_path, limit_bytes=10), origin()
    journal.add(source, candidate(0))
    journal.star(source.run, 0, starred=True)
    journal.add(source, candidate(1))
    assert kept(journal) == [(source.run, 1)]


@pytest.mark.parametrize("length", [0, 1, 8, 60, 300, -1])
def test_a_truncated_file_is_passed_over(tmp_path: Path, length: int) -> None:
    journal, source = Journal(tmp_path), origin()
    for index in (0, 1):
        journal.add(source, candidate(index, side=40))
    path = journal.runs()[0].entries[0].path
    path.write_bytes(path.read_bytes()[:length])
    assert kept(journal) == [(source.run, 1)]


def test_flipped_bits_are_passed_over_or_told(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    made = candidate(0)
    journal.add(origin(), made)
    path = journal.runs()[0].entries[0].path
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        for run in journal.runs():
            try:
                back = run.entries[0].read()
            except FileError:
                continue
            assert np.array_equal(back.pixels, made.pixels)


@pytest.mark.parametrize(
    "about",
    ["", "[]", "{}", json.dumps({"version": 2}), json.dumps({"version": 1, "run": 3})],
)
def test_what_is_not_ours_is_passed_over(tmp_path: Path, about: str) -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415  for this test alone

    info = PngInfo()
    info.add_text("blendbrush-candidate", about)
    Image.new("RGBA", (5, 5)).save(tmp_path / f"{new_run()}-0000.png", pnginfo=info)
    Image.new("RGBA", (5, 5)).save(tmp_path / f"{new_run()}-0001.png")
    (tmp_path / "notes.txt").write_text("mine")
    journal = Journal(tmp_path, limit_bytes=1)
    assert journal.runs() == []
    journal.add(origin(), candidate(0))
    assert (tmp_path / "notes.txt").exists()


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add(origin(), candidate(0))
    entry = journal.runs()[0].entries[0]
    entry.path.unlink()
    with pytest.raises(FileError, match="gone or damaged"):
        entry.read()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError, match="cannot be kept"):
        Journal(tmp_path / "file" / "journal").add(origin(), candidate(0))


KILLED = """
import os, sys, threading
from pathlib import Path
from editor.jobs.journal import Journal
from tests.editor.jobs.test_journal import candidate, origin
journal, source = Journal(Path(sys.argv[1])), origin()
journal.add(source, candidate(0, side=60))
print("kept", flush=True)
for index in range(1, 1000):
    journal.add(source, candidate(index, side=60))
"""


def test_a_kill_while_writing_leaves_only_whole_candidates(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "kept\n"
        writer.kill()
    journal = Journal(tmp_path)
    journal.tidy()
    (run,) = journal.runs()
    for entry in run.entries:
        assert np.array_equal(entry.read().pixels, candidate(entry.index, side=60).pixels)
    assert not list(tmp_path.glob(".*"))


def test_finished_candidates_of_a_job_are_kept_at_once(
    make_runner: MakeRunner, qtbot: QtBot, tmp_path: Path
) -> None:
    writer = JournalWriter(Journal(tmp_path))
    runner, notes = make_runner(FakeEngine(whole_run()), journal=writer)
    runner.submit(request(), "apple", "document-7")
    key = runner.jobs[0].run
    qtbot.waitUntil(lambda: bool(notes.ended))
    (run,) = writer.runs().result(10)
    writer.close()
    assert run.origin == Origin(key, "document-7", "apple")
    assert [entry.index for entry in run.entries] == [0, 1]
    assert {entry.mask for entry in run.entries} == {KeptMask.of(request().mask)}


def test_a_journal_that_cannot_write_is_told_and_the_job_goes_on(
    make_runner: MakeRunner, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    writer = JournalWriter(Journal(tmp_path / "file" / "journal"))
    runner, notes = make_runner(FakeEngine(whole_run()), journal=writer)
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: any(isinstance(event, Notice) for event in notes.events()))
    qtbot.waitUntil(lambda: bool(notes.ended))
    writer.runs().result(10)
    writer.close()
    assert notes.ended[0].state is JobState.FINISHED
    text = next(event.text for event in notes.events() if isinstance(event, Notice))
    assert "cannot be kept" in text


def test_the_writer_does_things_in_order_and_to_the_end(tmp_path: Path) -> None:
    writer, source = JournalWriter(Journal(tmp_path)), origin()
    for index in range(5):
        writer.add(source, candidate(index))
    writer.star(source.run, 3, starred=True)
    writer.discard(source.run, 0)
    left = writer.runs()
    writer.close()
    (run,) = left.result(10)
    assert [(entry.index, entry.starred) for entry in run.entries] == [
        (1, False),
        (2, False),
        (3, True),
        (4, False),
    ]


def test_a_candidate_is_on_its_way_to_the_disk_before_anybody_is_told(
    make_runner: MakeRunner, qtbot: QtBot, tmp_path: Path
) -> None:
    """What is asked for it then, such as a star, finds its file."""
    journal = Journal(tmp_path)
    writer = JournalWriter(journal)
    runner, notes = make_runner(FakeEngine(whole_run()), journal=writer)

    def star(message: object) -> None:
        if isinstance(message, JobEvent) and isinstance(message.event, CandidateFinished):
            writer.star(run, message.event.candidate.index, starred=True)

    runner._worker.told.connect(star, Qt.ConnectionType.DirectConnection)
    runner.submit(request(), "apple")
    run = runner.jobs[0].run
    qtbot.waitUntil(lambda: bool(notes.ended))
    runner.close()
    writer.close()
    assert [entry.starred for entry in journal.runs()[0].entries] == [True, True]
