"""A person makes, judges and takes candidates, in the real window over a scripted engine."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from editor.document.layer import Kind
from editor.document.operations import resize_picture
from editor.jobs.engine import EngineCrashed
from editor.ui.candidates.items import ItemState
from editor.ui.prompt_bar.modes import Mode
from editor.ui.runs.order import Order
from inference.events import Notice
from resources import resource
from tests.editor.window.scripted_engine import COLOURS, Stop
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import MEADOW, STROKE

TRAIL = resource("samples", "trail.jpg")


# -- what is missing


def test_without_a_mask_it_says_so_and_a_button_takes_the_brush(studio: ScriptedStudio) -> None:
    studio.open(MEADOW)
    studio.context.actions["hand"].trigger()
    studio.type("a red apple")
    assert studio.bar.hint.text == "Paint a mask where it may change."
    assert studio.bar.button.property("role") == "plain"
    studio.keys("Ctrl+Return", studio.bar.prompt)
    assert not studio.window.runner.busy
    QTest.mouseClick(studio.bar.hint.help_button, Qt.MouseButton.LeftButton)
    assert studio.window.tools.name == "mask-brush"
    studio.drag(*STROKE)
    assert "mask" not in studio.bar.hint.text
    assert studio.bar.button.property("role") == "primary"
    assert QApplication.activeModalWidget() is None


def test_without_a_prompt_the_key_goes_to_the_prompt(studio: ScriptedStudio) -> None:
    studio.open(MEADOW)
    studio.drag(*STROKE)
    studio.view.setFocus()
    studio.keys("Shift+Return", studio.view)
    assert studio.bar.hint.text == "Say what should be there."
    assert studio.focused is studio.bar.prompt
    assert studio.engine.requests == []


def test_beyond_the_starter_it_says_what_the_starter_knows(studio: ScriptedStudio) -> None:
    studio.ready("zebra crossing")
    assert studio.bar.hint.text.startswith("The starter does not know “zebra crossing”; it knows")
    assert "zebra," in studio.bar.hint.text


@pytest.mark.parametrize(
    ("mode", "prompt", "strength"),
    [
        (Mode.FILL, "a lemon", 0.9),
        (Mode.ADD, "a lemon", 1.0),
        (Mode.REMOVE, "", 1.0),
        (Mode.BACKGROUND, "grass", 0.9),
    ],
)
def test_modes_set_mask_and_strength(
    studio: ScriptedStudio, mode: Mode, prompt: str, strength: float
) -> None:
    studio.ready(prompt, 1)
    QTest.mouseClick(studio.bar.modes.chip(mode), Qt.MouseButton.LeftButton)
    studio.bar.prompt.set_prompt(prompt)
    studio.trigger("generate")
    studio.until_idle()
    (request,) = studio.engine.requests
    mask = studio.state.mask.array
    assert np.array_equal(request.mask, 255 - mask if mode is Mode.BACKGROUND else mask)
    assert (request.settings.strength, request.prompt) == (strength, prompt)


def test_a_scribble_is_its_own_mask(studio: ScriptedStudio) -> None:
    studio.open(MEADOW)
    QTest.mouseClick(studio.bar.modes.chip(Mode.SCRIBBLE), Qt.MouseButton.LeftButton)
    QTest.mouseClick(studio.bar.hint.help_button, Qt.MouseButton.LeftButton)
    assert studio.window.tools.name == "paint-brush"
    studio.drag(*STROKE)
    studio.type("a lemon")
    studio.trigger("generate")
    studio.until_idle()
    (request,) = studio.engine.requests
    drawn = studio.state.layers[1]
    assert drawn.kind is Kind.SCRIBBLE
    assert request.mask.any()
    assert 0.5 <= request.settings.strength <= 0.8
    assert not studio.state.mask.array.any()
    alpha = drawn.pixels.array[..., 3]
    assert drawn.bounds == studio.state.rect
    assert request.mask[alpha > 0].min() == 255


# -- a run


def test_the_whole_way_from_mask_to_layer(studio: ScriptedStudio) -> None:
    stop = Stop(1, 3)
    studio.engine.before = stop
    studio.ready()
    before, outside = studio.colours, studio.state.mask.array == 0
    studio.keys("Ctrl+Return", studio.bar.prompt)
    studio.until_held(stop)
    studio.until(lambda: studio.bar.button.lines[1].startswith("1 of 2"))
    assert studio.bar.button.lines[0] == "Cancel"
    assert studio.window.generating.telling.outline.region is not None
    assert [item.state for item in studio.items] == [ItemState.FINISHED, ItemState.RUNNING]
    stop.let_go()
    studio.until_idle()
    assert studio.bar.button.lines[0] == "Generate"
    assert "about" in studio.bar.button.lines[1]

    first, second = studio.items
    assert (first.rank, second.rank) == (2, 1)
    for item in (first, second):
        studio.click_candidate(item)
        shown = studio.colours
        assert tuple(shown[520, 700, 2::-1]) == COLOURS[item.index]
        assert np.array_equal(shown[outside], before[outside])
        assert not studio.view.mask_shown
        assert len(studio.state.layers) == 1
    QTest.keyClick(studio.view_of_candidates, Qt.Key.Key_Return)
    assert studio.view.mask_shown
    layer = studio.state.layers[-1]
    assert (layer.name, layer.kind) == ("a red apple", Kind.RESULT)
    assert layer.recipe["candidate"] == 1
    assert studio.document.history.steps[-1].label == "Apply “a red apple”"
    after = studio.colours
    assert np.array_equal(after[outside], before[outside])
    assert not np.array_equal(after, before)
    marks = [second.applied]
    studio.keys("Ctrl+Z", studio.view)
    assert np.array_equal(studio.colours, before)
    marks.append(second.applied)
    studio.keys("Ctrl+Y", studio.view)
    assert np.array_equal(studio.colours, after)
    assert [*marks, second.applied] == [True, False, True]


def test_a_running_candidate_is_previewed_as_it_comes(studio: ScriptedStudio) -> None:
    stop = Stop(0, 3)
    studio.engine.before = stop
    studio.ready()
    before = studio.colours
    studio.trigger("generate")
    studio.until_held(stop)
    studio.until(lambda: studio.items[0].step == 2)
    studio.click_candidate(studio.items[0])
    assert tuple(studio.colours[520, 700, 2::-1]) == COLOURS[0]
    assert np.array_equal(studio.colours[:300], before[:300])
    stop.let_go()
    studio.until_idle()
    studio.drag((300, 300), (320, 300))
    assert studio.document.shown is studio.state
    assert studio.view.mask_shown


def test_a_run_goes_on_when_its_model_is_removed(studio: ScriptedStudio) -> None:
    stop = Stop(1, 2)
    studio.engine.before = stop
    studio.ready()
    studio.trigger("generate")
    studio.until_held(stop)
    (run,), ledger = studio.window.store.runs, studio.window.generating.ledger
    order = ledger.order(run.id)
    assert isinstance(order, Order)
    ledger.recall(run.id, replace(order, settings=replace(order.settings, model="removed")))
    stop.let_go()
    studio.until_idle()
    assert run.finished == 2
    assert not studio.message


def test_cancelling_keeps_what_is_finished(studio: ScriptedStudio) -> None:
    stop = Stop(1, 2)
    studio.engine.before = stop
    studio.ready()
    studio.trigger("generate")
    studio.until_held(stop)
    studio.view.setFocus()
    studio.keys("Shift+X", studio.view)
    assert studio.bar.button.lines == ("Cancel", "Stopping…")
    stop.let_go()
    studio.until_idle()
    (run,) = studio.window.store.runs
    assert run.sentence == "Stopped: 1 of 2 finished"
    assert [item.state for item in studio.items] == [ItemState.FINISHED, ItemState.STOPPED]
    studio.want("resume", studio.items[1])
    studio.until_idle()
    again = studio.engine.requests[1]
    assert (again.seed, again.candidates) == (studio.engine.requests[0].seed, 1)
    assert studio.engine.waves == [None, range(1, 2)]
    assert [item.index for item in studio.window.store.runs[1].items.values()] == [1]


def test_escape_in_the_prompt_cancels(studio: ScriptedStudio) -> None:
    stop = Stop(0, 1)
    studio.engine.before = stop
    studio.ready()
    studio.trigger("generate")
    studio.until_held(stop)
    QTest.keyClick(studio.bar.prompt, Qt.Key.Key_Escape)
    stop.let_go()
    studio.until_idle()
    assert studio.window.store.runs[0].finished == 0


def test_a_second_run_waits_for_the_first(studio: ScriptedStudio) -> None:
    stop = Stop(0, 1)
    studio.engine.before = stop
    studio.ready("a lemon", 1)
    studio.trigger("generate")
    studio.until_held(stop)
    studio.bar.prompt.set_prompt("grapes")
    studio.trigger("generate")
    assert studio.bar.hint.text == "1 more waiting"
    stop.let_go()
    studio.until_idle()
    assert [request.prompt for request in studio.engine.requests] == ["a lemon", "grapes"]


def test_a_notice_is_told(studio: ScriptedStudio) -> None:
    studio.engine.after_first = [Notice("Not enough memory: now 4 at a time.")]
    studio.made()
    assert studio.message == "Not enough memory: now 4 at a time."


def test_a_crash_is_told_and_the_next_run_is_fine(studio: ScriptedStudio) -> None:
    def crash(candidate: int, step: int) -> None:
        if (candidate, step) == (1, 2):
            raise EngineCrashed("gone")

    studio.engine.before = crash
    studio.made()
    assert studio.message.startswith("The engine stopped and is being restarted")
    assert [item.state for item in studio.items] == [ItemState.FINISHED, ItemState.STOPPED]
    studio.trigger("generate")
    studio.until_idle()
    assert studio.window.store.runs[1].finished == 2


def test_again_and_more_like_this(studio: ScriptedStudio) -> None:
    studio.made()
    studio.context.actions["mask-clear"].trigger()
    item = studio.items[0]
    studio.want("again", item)
    studio.until_idle()
    studio.want("more-like-this", item)
    studio.until_idle()
    first, again, alike = studio.engine.requests
    assert first.seed not in (again.seed, alike.seed)
    assert np.array_equal(again.mask, first.mask)
    assert np.array_equal(again.picture, first.picture)
    assert alike.settings.strength == first.settings.strength / 2
    assert tuple(alike.picture[520, 700]) == COLOURS[0]


def test_copying(studio: ScriptedStudio) -> None:
    studio.made()
    clipboard, item = QGuiApplication.clipboard(), studio.items[1]
    for command, part in (
        ("copy-prompt", "a red apple"),
        ("copy-seed", str(studio.engine.requests[0].seed)),
        ("copy-recipe", '"candidate": 1'),
    ):
        studio.want(command, item)
        assert part in clipboard.text()


def test_saving_a_candidate(
    studio: ScriptedStudio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.png"
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(path), ""))
    studio.made()
    studio.want("save-as", studio.items[0])
    studio.until(path.is_file)
    studio.until(lambda: "mine.png" in studio.message)


# -- whose candidate it is


def test_a_candidate_of_another_document_brings_that_to_the_front(studio: ScriptedStudio) -> None:
    studio.made()
    first = studio.document
    second = studio.open(TRAIL)
    studio.window.candidates.applied.emit(studio.items[0])
    assert studio.document is first
    assert len(first.state.layers) == 2
    assert len(second.state.layers) == 1


def test_a_closed_document_is_a_sentence(studio: ScriptedStudio) -> None:
    studio.made()
    studio.document.history.mark_saved(studio.document.history.present)
    studio.window.saving.close(studio.document)
    studio.open(TRAIL)
    studio.window.candidates.applied.emit(studio.items[0])
    assert studio.message.startswith("The picture of this candidate is closed.")
    assert len(studio.state.layers) == 1


def test_after_a_resize_a_candidate_is_not_pasted_in_the_wrong_place(
    studio: ScriptedStudio,
) -> None:
    studio.made()
    studio.document.change("Resize", resize_picture(studio.state, 800, 532))
    studio.window.candidates.applied.emit(studio.items[0])
    assert "its size has changed since" in studio.message
    assert len(studio.state.layers) == 1


# -- ending and beginning again


def test_closing_during_a_run_asks_once(studio: ScriptedStudio) -> None:
    stop = Stop(0, 2)
    studio.engine.before = stop
    studio.ready()
    studio.document.history.mark_saved(studio.document.history.present)
    studio.trigger("generate")
    studio.until_held(stop)
    asked: list[str] = []

    def answer(text: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(b for b in box.buttons() if b.text() == text).click()

    QTimer.singleShot(100, lambda: answer("Keep Running"))
    studio.window.close()
    studio.until(lambda: len(asked) == 1)
    assert studio.window.isVisible()
    assert studio.window.runner.busy
    QTimer.singleShot(100, lambda: answer("Stop and Close"))
    QTimer.singleShot(300, stop.let_go)
    studio.window.close()
    studio.until(lambda: not studio.window.isVisible())
    assert asked == ["Stop the run and close?"] * 2
    studio.editor.end()


def test_after_a_restart_candidates_are_there_again(
    make_studio: Callable[[], ScriptedStudio],
) -> None:
    before = make_studio()
    before.made(candidates=3)
    before.window.store.star(before.items[1], on=True)
    before.window.store.discard([before.items[2]])
    pixels = before.items[1].candidate
    assert pixels is not None
    before.close()
    after = make_studio()
    after.open(TRAIL)
    after.qtbot.wait(1)
    assert after.items == []
    after.open(MEADOW)
    after.until(lambda: len(after.items) == 2 and after.window.store.runs[0].ended)
    kept = after.items[1]
    assert kept.starred
    assert kept.candidate is not None
    assert np.array_equal(kept.candidate.pixels, pixels.pixels)
    after.window.candidates.applied.emit(kept)
    assert after.state.layers[-1].name == "a red apple"
    after.want("again", kept)
    after.until_idle()
    assert after.engine.requests[0].prompt == "a red apple"


def test_memory_is_bounded_while_a_run_goes_on(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.ui.runs.journal.BUDGET", 0)
    monkeypatch.setattr(studio.window.store.pixels, "_budget", 1)
    studio.engine.before = stop = Stop(3, 2)
    studio.ready(candidates=4)
    studio.trigger("generate")
    studio.until_held(stop)
    studio.until(lambda: len(studio.items) == 4)
    entries = studio.window.journal._bringing.entries
    studio.until(lambda: set(studio.items[:3]) <= set(entries))
    assert studio.window.runner.busy
    stop.let_go()
    studio.until_idle()
    assert [item.candidate is None for item in studio.items] == [True, True, True, False]


def test_memory_is_bounded_by_the_journal(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.ui.runs.journal.BUDGET", 0)
    studio.made(candidates=3)
    pixels = studio.window.store.pixels
    monkeypatch.setattr(pixels, "_budget", pixels.nbytes - 1)
    first, _, last = studio.items
    assert first.candidate is not None
    kept = first.candidate.pixels
    studio.until(lambda: pixels.candidate(last) is not None and first.candidate is None)
    studio.window.candidates.applied.emit(first)
    assert first.candidate is not None
    assert np.array_equal(first.candidate.pixels, kept)
    assert studio.state.layers[-1].recipe["candidate"] == 0
