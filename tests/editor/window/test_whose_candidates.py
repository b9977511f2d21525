"""Candidates stay with their picture: beside another tab, without a file, across "Save As"."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from editor.document.document import Document
from editor.document.openraster import read_project
from editor.document.pixels import Pixels
from tests.editor.window.scripted_engine import Stop
from tests.editor.window.scripted_studio import ScriptedStudio

MakeStudio = Callable[[], ScriptedStudio]


def save(studio: ScriptedStudio, path: Path) -> None:
    """Save As, as the dialog would answer it."""
    studio.window.saving.write(studio.document, path)
    studio.until(lambda: not studio.context.background.busy and studio.document.path == path)


def close(studio: ScriptedStudio) -> None:
    studio.document.history.mark_saved(studio.document.history.present)
    studio.window.saving.close(studio.document)


def settled(studio: ScriptedStudio) -> None:
    """Wait until all that the disk was asked for is there."""
    asked = studio.window.journal._writer.runs()
    studio.until(asked.done)
    QApplication.processEvents()
    studio.until(lambda: not studio.context.background.busy)


def new(studio: ScriptedStudio, title: str = "Untitled") -> Document:
    pixels = Pixels.empty(256, 256)
    pixels.array[...] = 255
    document = Document.of_picture(pixels, title)
    studio.window.opening.add(document)
    return document


def masked(studio: ScriptedStudio, candidates: int = 2) -> None:
    studio.drag((60, 100), (140, 120))
    studio.bar.candidates.setValue(candidates)
    studio.type("a red apple")


def kept(path: Path) -> list[int]:
    return [len(run.candidates) for run in read_project(path).runs]


def test_a_project_keeps_its_candidates_while_another_tab_has_them(
    studio: ScriptedStudio, tmp_path: Path
) -> None:
    studio.made(candidates=3)
    path, copy = tmp_path / "work.ora", tmp_path / "copy.ora"
    save(studio, path)
    save(studio, copy)
    studio.open(path)
    assert studio.document.path == path
    studio.drag((300, 300), (400, 300))
    save(studio, path)
    assert kept(path) == kept(copy) == [3]
    assert len(studio.window.store.runs) == 1
    studio.trigger("keep-candidates")
    save(studio, path)
    assert kept(path) == []


@pytest.mark.parametrize("title", ["Untitled", "Pasted picture"])
def test_a_new_picture_has_nothing_of_a_closed_one(studio: ScriptedStudio, title: str) -> None:
    new(studio, title)
    masked(studio)
    studio.trigger("generate")
    studio.until_idle()
    close(studio)
    document = new(studio, title)
    settled(studio)
    (run,) = studio.window.store.runs
    studio.window.candidates.applied.emit(run.items[0])
    assert len(document.state.layers) == 1
    assert "is closed" in studio.message


def test_a_new_picture_has_nothing_of_an_earlier_session(
    make_studio: MakeStudio, tmp_path: Path
) -> None:
    before = make_studio()
    new(before)
    masked(before)
    before.trigger("generate")
    before.until_idle()
    before.close()
    after = make_studio()
    new(after)
    settled(after)
    after.drag((60, 100), (140, 120))
    new(after, "Other")
    after.window.documents.tabs.setCurrentIndex(0)
    settled(after)
    assert after.items == []
    # What a crash has left is the same picture.
    recovered = Document(after.state, "Untitled")
    recovered.history.mark_unsaved()
    close(after)
    close(after)
    again = make_studio()
    again.window.opening.recover(recovered)
    again.until(lambda: len(again.items) == 2)
    again.until(lambda: all(run.ended for run in again.window.store.runs))


def test_candidates_that_finish_after_save_as_come_back_with_the_project(
    make_studio: MakeStudio, tmp_path: Path
) -> None:
    before, path = make_studio(), tmp_path / "work.ora"
    stop = Stop(0, 2)
    before.engine.before = stop
    before.ready(candidates=2)
    before.trigger("generate")
    before.until_held(stop)
    save(before, path)
    stop.let_go()
    before.until_idle()
    before.close()
    assert kept(path) == []
    after = make_studio()
    after.open(path)
    after.until(lambda: len(after.items) == 2)
    after.until(lambda: all(run.ended for run in after.window.store.runs))
    after.window.candidates.applied.emit(after.items[0])
    assert len(after.state.layers) == 2
