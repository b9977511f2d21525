"""Finished candidates in the saved project, and masks of earlier sessions, in the real window."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from editor.document.document import Document
from editor.document.openraster import read_project
from editor.document.operations import resize_picture
from editor.jobs.journal import Journal
from editor.ui.candidates.items import Item
from editor.ui.prompt_bar.modes import Mode
from editor.ui.runs.order import Order
from editor.ui.runs.whereabouts import DocumentKey
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import MEADOW, Studio

MakeStudio = Callable[[], ScriptedStudio]
Array = NDArray[np.uint8]


def save(studio: Studio, path: Path) -> None:
    """Save As, as the dialog would answer it."""
    studio.window.saving.write(studio.document, path)
    studio.until(lambda: not studio.context.background.busy and studio.document.path == path)


def close(studio: Studio) -> None:
    studio.document.history.mark_saved(studio.document.history.present)
    studio.window.saving.close(studio.document)


def brought_back(studio: Studio, count: int) -> list[Item]:
    """Wait until this many candidates are back and nothing more is to come."""
    studio.until(
        lambda: len(studio.items) == count and all(run.ended for run in studio.window.store.runs)
    )
    studio.until(lambda: not studio.context.background.busy)
    assert len(studio.items) == count
    studio.view_of_candidates.candidates.settle()
    return studio.items


def forget_journal(tmp_path: Path) -> None:
    """As on another machine."""
    folder = tmp_path / "home" / "xdg_data_home" / "Blendbrush" / "candidates"
    assert folder.is_dir()
    shutil.rmtree(folder)


def layers(studio: Studio) -> int:
    return len(studio.state.layers)


def pixels_of(studio: Studio, item: Item) -> Array:
    return studio.window.store.pixels.candidate(item).pixels


def soft_mask(studio: Studio) -> Array:
    """Make the run's mask one that its candidates' alpha does not tell: with faint parts."""
    mask = studio.state.mask.array
    mask[mask > 0] -= np.arange(np.count_nonzero(mask)).astype(np.uint8) % 100
    return mask.copy()


@pytest.mark.parametrize("journal", [True, False])
def test_runs_made_before_save_as_come_back_with_the_project(
    make_studio: MakeStudio, tmp_path: Path, journal: bool
) -> None:
    before = make_studio()
    before.ready(candidates=4)
    mask = soft_mask(before)
    before.bar.modes.chip(Mode.ADD).click()
    before.trigger("generate")
    before.until_idle()
    store, items = before.window.store, before.items
    store.star(items[1], on=True)
    store.discard([items[2]])
    path, wanted = tmp_path / "work.ora", [pixels_of(before, item) for item in items]
    ranks = {item.index: item.rank for item in items if not item.discarded}
    save(before, path)
    before.close()
    if not journal:
        forget_journal(tmp_path)

    after = make_studio()
    after.open(path)
    back = brought_back(after, 3)
    assert [item.index for item in sorted(back, key=lambda item: item.index)] == [0, 1, 3]
    assert {item.index: item.rank for item in back} == ranks
    assert {item.index for item in back if item.starred} == {1}
    assert after.window.store.runs[0].label == "a red apple"
    for item in back:
        assert np.array_equal(pixels_of(after, item), wanted[item.index])
    after.window.candidates.applied.emit(back[0])
    assert after.state.layers[-1].name == "a red apple"
    assert after.state.layers[-1].recipe["mode"] == Mode.ADD.value
    after.want("again", back[0])
    after.until_idle()
    assert np.array_equal(after.engine.requests[0].mask, mask)
    assert after.engine.requests[0].candidates == 4


def test_the_journal_and_the_project_make_no_duplicates(
    make_studio: MakeStudio, tmp_path: Path
) -> None:
    path = tmp_path / "work.ora"
    before = make_studio()
    before.made(candidates=2)
    save(before, path)
    before.trigger("generate")  # after Save As: in the journal under the project's own name
    before.until_idle()
    save(before, path)
    before.trigger("generate")  # and one that the project has not
    before.until_idle()
    runs = [run.id for run in before.window.store.runs]
    before.close()
    after = make_studio()
    after.open(path)
    brought_back(after, 6)
    assert sorted(str(run.id) for run in after.window.store.runs) == sorted(map(str, runs))


def test_what_the_project_lacks_of_a_run_comes_from_the_journal(
    make_studio: MakeStudio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "work.ora"
    before = make_studio()
    before.made(candidates=3)
    size = max(item.candidate.pixels.nbytes for item in before.items if item.candidate)
    monkeypatch.setattr("editor.document.kept_runs.MOST_RAW", 2 * size)
    save(before, path)
    assert "no room for: 1." in before.message
    before.close()
    assert [len(run.candidates) for run in read_project(path).runs] == [2]
    after = make_studio()
    after.open(path)
    brought_back(after, 3)
    assert len(after.window.store.runs) == 1


def test_in_one_session_runs_go_with_the_document(studio: ScriptedStudio, tmp_path: Path) -> None:
    studio.made(candidates=2)
    path, copy = tmp_path / "work.ora", tmp_path / "copy.ora"
    save(studio, path)
    close(studio)
    studio.open(path)
    first = brought_back(studio, 2)
    studio.window.candidates.applied.emit(first[0])
    assert layers(studio) == 2
    save(studio, copy)
    studio.window.candidates.applied.emit(first[1])
    assert layers(studio) == 3
    close(studio)
    studio.open(MEADOW)  # whose candidates they were at first
    (run,) = studio.window.store.runs
    here = DocumentKey(str(MEADOW), studio.state.width, studio.state.height)
    studio.until(lambda: run.document_key == here)
    assert len(run.items) == 2
    studio.window.candidates.applied.emit(first[1])
    assert studio.document.origin.source == MEADOW
    assert layers(studio) == 2


def test_a_run_stays_with_the_document_that_is_open(studio: ScriptedStudio, tmp_path: Path) -> None:
    studio.made(candidates=2)
    path, copy = tmp_path / "work.ora", tmp_path / "copy.ora"
    save(studio, path)
    shutil.copy(path, copy)
    first: Document = studio.document
    studio.open(copy)
    brought_back(studio, 2)
    studio.window.candidates.applied.emit(studio.items[0])
    assert studio.document is first


def menu_with(studio: Studio, name: str) -> QMenu:
    action = studio.context.actions[name]
    menus = [a.menu() for a in studio.window.menuBar().actions()]
    return next(menu for menu in menus if isinstance(menu, QMenu) and action in menu.actions())


def test_the_user_decides_in_the_file_menu(make_studio: MakeStudio, tmp_path: Path) -> None:
    before = make_studio()
    before.made()
    action = before.context.actions["keep-candidates"]
    menu = menu_with(before, "keep-candidates")
    assert before.context.actions["save"] in menu.actions()
    assert action.isChecked()
    menu.popup(QPoint(0, 0))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert not action.isChecked()
    save(before, tmp_path / "work.ora")
    assert read_project(tmp_path / "work.ora").runs == ()
    before.close()
    after = make_studio()
    assert not after.context.actions["keep-candidates"].isChecked()
    after.trigger("keep-candidates")
    assert after.context.actions["keep-candidates"].isChecked()


def test_saving_while_they_come_back_loses_none(make_studio: MakeStudio, tmp_path: Path) -> None:
    before = make_studio()
    before.ready(candidates=3)
    soft_mask(before)
    before.trigger("generate")
    before.until_idle()
    path, again = tmp_path / "work.ora", tmp_path / "again.ora"
    save(before, path)
    before.close()
    forget_journal(tmp_path)
    after = make_studio()
    read: list[int] = []

    def write(_document: object, _runs: object) -> None:
        read.append(len(after.items))

    after.window.opening.project_read.connect(write)
    after.open(path)
    after.window.saving.write(after.document, again)
    after.until(lambda: after.document.path == again)
    assert read == [0]
    (first,), (second,) = read_project(path).runs, read_project(again).runs
    assert second.mask == first.mask
    assert sorted(each.png for each in second.candidates) == sorted(
        each.png for each in first.candidates
    )
    brought_back(after, 3)


def test_a_damaged_candidate_does_not_stop_the_picture(
    make_studio: MakeStudio, tmp_path: Path
) -> None:
    before = make_studio()
    before.made(candidates=2)
    path = tmp_path / "work.ora"
    save(before, path)
    before.close()
    forget_journal(tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, b"nonsense" if name.endswith("0001.png") else data)
    after = make_studio()
    after.open(path)
    assert "could not be read: 1." in after.message
    assert after.document.path is None  # it is not written over
    (left,) = brought_back(after, 1)
    assert left.index == 0


def test_candidates_of_another_size_do_not_fit_and_are_kept(
    make_studio: MakeStudio, tmp_path: Path
) -> None:
    before = make_studio()
    before.made(candidates=1)
    before.document.change("Resize", resize_picture(before.state, 800, 532))
    path = tmp_path / "work.ora"
    save(before, path)
    before.close()
    after = make_studio()
    after.open(path)
    (item,) = brought_back(after, 1)
    after.window.candidates.applied.emit(item)
    assert "its size has changed since" in after.message
    assert layers(after) == 1


def test_what_a_crash_left_still_has_the_candidates_of_its_project(
    make_studio: MakeStudio, tmp_path: Path
) -> None:
    before = make_studio()
    before.made(candidates=2)
    path = tmp_path / "work.ora"
    save(before, path)
    state = before.state
    before.close()
    forget_journal(tmp_path)
    after = make_studio()
    after.window.opening.recover(Document(state, "work.ora", path))
    brought_back(after, 2)
    save(after, path)
    assert [len(run.candidates) for run in read_project(path).runs] == [2]


def test_a_project_that_is_gone_does_not_stop_recovery(
    make_studio: MakeStudio, tmp_path: Path
) -> None:
    studio = make_studio()
    studio.open(MEADOW)
    state = studio.state
    studio.window.opening.recover(Document(state, "gone.ora", tmp_path / "gone.ora"))
    assert len(studio.window.documents) == 2
    assert "gone.ora" in studio.message


# -- masks of earlier sessions


def test_the_journal_keeps_the_mask_of_a_run(make_studio: MakeStudio, tmp_path: Path) -> None:
    before = make_studio()
    before.ready(candidates=2)
    mask = soft_mask(before)
    before.trigger("generate")
    before.until_idle()
    before.close()
    folder = tmp_path / "home" / "xdg_data_home" / "Blendbrush" / "candidates"
    assert len(Journal(folder).runs()) == 1
    after = make_studio()
    after.open(MEADOW)
    items = brought_back(after, 2)
    order = after.window.generating.ledger.order(items[0].run.id)
    assert isinstance(order, Order)
    assert np.array_equal(order.whole_mask, mask)


def test_candidates_of_an_earlier_session_are_compared_and_combined_as_fresh_ones(
    make_studio: MakeStudio,
) -> None:
    before = make_studio()
    before.ready(candidates=2)
    mask = soft_mask(before)
    before.trigger("generate")
    before.until_idle()
    item = next(item for item in before.items if item.index == 1)
    before.window.candidates.applied.emit(item)
    fresh = before.state.layers[-1]
    before.close()
    after = make_studio()
    after.open(MEADOW)
    items = brought_back(after, 2)
    after.window.candidates.applied.emit(next(item for item in items if item.index == 1))
    layer = after.state.layers[-1]
    assert layer.recipe == fresh.recipe
    assert np.array_equal(layer.pixels.array, fresh.pixels.array)
    after.view.setFocus()
    after.keys("Ctrl+Z", after.view)
    after.click_candidate(next(item for item in items if item.index == 0))
    after.trigger("compare-difference")
    comparison = after.view.comparison
    assert comparison is not None
    assert comparison.mask is not None
    area = comparison.mask.area
    assert np.array_equal(comparison.mask.array, mask[area.slices])
    assert np.count_nonzero(comparison.mask.array) == np.count_nonzero(mask)
