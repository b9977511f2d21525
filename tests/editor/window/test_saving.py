"""What is asked before something is closed or written over, and that no answer loses work."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from editor.document.clipart import library
from editor.document.openraster import read_project
from resources import resource
from tests.editor.jobs.fakes import PATIENCE_SECONDS
from tests.editor.window.driver import Driver
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import MEADOW

Button = QMessageBox.StandardButton


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Button]:
    """What the user answers, in this order, to the question before something is closed."""
    given: list[Button] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: given.pop(0))
    return given


@contextmanager
def slow_disk(driver: Driver) -> Iterator[None]:
    """Nothing is written before the end."""
    driver.until(lambda: not driver.context.background.busy)
    gate = threading.Event()

    def work() -> bool:
        return gate.wait(PATIENCE_SECONDS)

    driver.context.background.run(work, lambda _done: None, lambda _error: None)
    try:
        yield
    finally:
        gate.set()


def painted(driver: Driver, y: float) -> None:
    driver.drag((500, y), (700, y))


def in_a_file(driver: Driver, path: Path) -> None:
    driver.window.saving.write(driver.document, path)
    driver.until(lambda: driver.document.path == path)


def test_what_is_painted_while_it_is_saved_for_closing_is_asked_about(
    driver: Driver, tmp_path: Path, answers: list[Button]
) -> None:
    document, path = driver.open(MEADOW), tmp_path / "work.ora"
    in_a_file(driver, path)
    painted(driver, 400)
    answers += [Button.Save, Button.Cancel]
    with slow_disk(driver):
        driver.window.saving.close(document)
        painted(driver, 600)
    driver.until(lambda: not answers)
    assert list(driver.window.documents) == [document]
    assert document.modified
    assert not read_project(path).state.mask.array[600, 600]
    answers += [Button.Save]
    driver.window.saving.close(document)
    driver.until(lambda: not driver.window.documents)
    assert read_project(path).state.mask.array[600, 600]


def test_closing_twice_while_it_is_saved_closes_once(
    driver: Driver, tmp_path: Path, answers: list[Button]
) -> None:
    document = driver.open(MEADOW)
    in_a_file(driver, tmp_path / "work.ora")
    painted(driver, 400)
    answers += [Button.Save, Button.Save]
    with slow_disk(driver):
        driver.window.saving.close(document)
        driver.window.saving.close(document)
    driver.until(lambda: not driver.context.background.busy)
    assert list(driver.window.documents) == []


def test_quitting_and_cancelling_closes_nothing(
    driver: Driver, tmp_path: Path, answers: list[Button]
) -> None:
    driver.open(resource("samples", "bowl.jpg"))
    driver.open(resource("samples", "trail.jpg"))
    in_a_file(driver, tmp_path / "trail.ora")
    painted(driver, 300)
    changed = driver.document
    driver.open(MEADOW)
    painted(driver, 400)
    last = driver.document
    shown = list(driver.window.documents)
    answers += [Button.Save, Button.Cancel]
    driver.window.close()
    driver.until(lambda: not answers)
    assert driver.window.isVisible()
    assert list(driver.window.documents) == shown
    assert not changed.modified
    assert driver.document is last
    answers += [Button.Discard]
    driver.window.close()
    driver.until(lambda: not driver.window.isVisible())
    assert len(driver.window.documents) == 0


def test_quitting_after_discarding_one_and_cancelling_the_next_closes_nothing(
    driver: Driver, answers: list[Button]
) -> None:
    driver.open(resource("samples", "bowl.jpg"))
    painted(driver, 300)
    driver.open(MEADOW)
    painted(driver, 400)
    shown = list(driver.window.documents)
    answers += [Button.Discard, Button.Cancel]
    driver.window.close()
    driver.until(lambda: not answers)
    assert list(driver.window.documents) == shown
    assert all(document.modified for document in shown)
    answers += [Button.Discard, Button.Discard]
    driver.window.close()
    driver.until(lambda: not driver.window.isVisible())
    assert len(driver.window.documents) == 0


def test_a_layer_that_is_being_moved_is_work_to_ask_about(
    driver: Driver, tmp_path: Path, answers: list[Button]
) -> None:
    driver.open(MEADOW)
    driver.window.add_clipart(library()[0])
    driver.until(lambda: len(driver.state.layers) == 2)
    in_a_file(driver, tmp_path / "work.ora")
    bounds = driver.state.layers[1].bounds
    driver.drag((bounds.right, bounds.bottom), (bounds.right - 40, bounds.bottom - 40))
    assert not driver.document.modified
    answers += [Button.Save]
    driver.window.close()
    driver.until(lambda: not driver.window.isVisible())
    assert not answers
    kept = read_project(tmp_path / "work.ora").state.layers[1].bounds
    assert kept.w < bounds.w


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


@pytest.fixture
def writing_over(monkeypatch: pytest.MonkeyPatch) -> Callable[[Button], list[str]]:
    """Answers the question whether a file may be written over; what was asked."""

    def answer(button: Button) -> list[str]:
        asked: list[str] = []

        def question(_parent: object, _title: str, text: str) -> Button:
            asked.append(text)
            return button

        monkeypatch.setattr(QMessageBox, "question", question)
        return asked

    return answer


def test_a_name_without_suffix_does_not_write_over_a_project_unasked(
    driver: Driver,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    writing_over: Callable[[Button], list[str]],
) -> None:
    driver.open(MEADOW)
    there = tmp_path / "drawing.ora"
    there.write_text("dear")
    choose(monkeypatch, tmp_path / "drawing")
    asked = writing_over(Button.No)
    driver.window.saving.save_as()
    driver.until(lambda: not driver.context.background.busy)
    assert len(asked) == 1
    assert "drawing.ora" in asked[0]
    assert there.read_text() == "dear"
    asked = writing_over(Button.Yes)
    driver.window.saving.save_as()
    driver.until(lambda: driver.document.path == there)
    asked.clear()
    choose(monkeypatch, there)  # about which the dialog itself has asked
    driver.window.saving.save_as()
    driver.until(lambda: not driver.context.background.busy)
    assert asked == []


def test_a_mask_and_a_candidate_keep_the_name_that_was_typed(
    studio: ScriptedStudio,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    writing_over: Callable[[Button], list[str]],
) -> None:
    studio.made(candidates=1)
    there = [tmp_path / "cat v1.2.png", tmp_path / "cat v1.png"]
    there[1].write_text("dear")
    choose(monkeypatch, tmp_path / "cat v1.2")
    asked = writing_over(Button.No)
    studio.want("save-as", studio.items[0])
    studio.until(there[0].exists)
    studio.until(lambda: not studio.context.background.busy)
    assert asked == []
    before = there[0].read_bytes()
    studio.trigger("mask-save")
    assert len(asked) == 1
    assert there[0].read_bytes() == before
    assert there[1].read_text() == "dear"
    writing_over(Button.Yes)
    studio.trigger("mask-save")
    studio.trigger("mask-clear")
    studio.context.actions["undo"].trigger()
    mask = studio.state.mask.array.copy()
    studio.trigger("mask-clear")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(there[0]), ""))
    studio.trigger("mask-open")
    assert np.array_equal(studio.state.mask.array, mask)
