"""Runs that wait are seen in the candidates panel, and can be reordered and cancelled there."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.ui.candidates.header import button_places
from editor.ui.candidates.items import Run
from editor.ui.candidates.words import row_text, run_summary
from tests.editor.window.scripted_engine import Stop
from tests.editor.window.scripted_studio import ScriptedStudio


@pytest.fixture
def queue(studio: ScriptedStudio) -> ScriptedStudio:
    """One run held at its first step, and three that wait: lemon, pear, grapes."""
    studio.engine.before = stop = Stop(0, 1)
    studio.ready("a red apple", 1)
    studio.trigger("generate")
    studio.until_held(stop)
    for prompt in ("a lemon", "a pear", "grapes"):
        studio.bar.prompt.set_prompt(prompt)
        studio.trigger("generate")
    return studio


def run_of(studio: ScriptedStudio, prompt: str) -> Run:
    return next(run for run in studio.window.store.runs if run.label == prompt)


def button(studio: ScriptedStudio, prompt: str, name: str) -> QPoint:
    """The middle of a button in the header of a run."""
    view, run = studio.view_of_candidates, run_of(studio, prompt)
    place = view.visualRect(view.candidates.index(view.candidates.place(run)))
    buttons = button_places(place, run).items()
    return next(rect.center() for command, rect in buttons if command.name == name)


def press(studio: ScriptedStudio, prompt: str, name: str) -> None:
    viewport = studio.view_of_candidates.viewport()
    point = button(studio, prompt, name)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)


def prompts(studio: ScriptedStudio) -> list[str]:
    """What was run, in the end."""
    assert isinstance(studio.engine.before, Stop)
    studio.engine.before.let_go()
    studio.until_idle()
    return [request.prompt for request in studio.engine.requests]


def test_headers_say_who_is_next(queue: ScriptedStudio) -> None:
    said = [run_summary(run) for run in queue.window.store.runs]
    assert said[1:] == ["Waiting · next", "Waiting · no. 2", "Waiting · no. 3"]
    assert not said[0].startswith("Waiting")
    assert row_text(run_of(queue, "a pear")) == "“a pear”, Waiting · no. 2"
    assert prompts(queue) == ["a red apple", "a lemon", "a pear", "grapes"]
    assert not any(run.waiting for run in queue.window.store.runs)


def test_buttons_reorder_and_cancel(queue: ScriptedStudio) -> None:
    press(queue, "grapes", "sooner")
    assert [run_of(queue, name).waiting for name in ("a lemon", "grapes", "a pear")] == [1, 2, 3]
    press(queue, "a lemon", "sooner")  # it is the next one already
    press(queue, "a lemon", "later")
    press(queue, "a pear", "cancel")
    assert [run_of(queue, name).waiting for name in ("grapes", "a lemon", "a pear")] == [1, 2, 0]
    assert run_of(queue, "a pear").sentence == "Cancelled before it began"
    assert prompts(queue) == ["a red apple", "grapes", "a lemon"]


def test_beside_the_buttons_nothing_happens(queue: ScriptedStudio) -> None:
    viewport = queue.view_of_candidates.viewport()
    beside = button(queue, "grapes", "sooner") - QPoint(100, 0)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=beside)
    assert prompts(queue) == ["a red apple", "a lemon", "a pear", "grapes"]


def test_keys_do_the_same(queue: ScriptedStudio) -> None:
    view = queue.view_of_candidates
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current_row is run_of(queue, "grapes")  # the newest stands on top
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert run_of(queue, "grapes").waiting == 1
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current_row is run_of(queue, "a pear")
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert prompts(queue) == ["a red apple", "grapes", "a lemon"]


def test_the_menu_says_what_can_be_done(queue: ScriptedStudio) -> None:
    view = queue.view_of_candidates
    menu = view.queue_menu(run_of(queue, "a lemon"))
    assert [action.isEnabled() for action in menu.actions()] == [False, True, True]
    menu.actions()[1].trigger()
    menu.deleteLater()
    assert prompts(queue) == ["a red apple", "a pear", "a lemon", "grapes"]


def test_the_title_says_how_far_it_is(queue: ScriptedStudio) -> None:
    window = queue.window
    assert window.windowTitle() == "0 % — meadow.jpg[*] — Blendbrush"
    assert isinstance(queue.engine.before, Stop)
    before, queue.engine.before = queue.engine.before, Stop(0, 3)
    before.let_go()
    queue.until(lambda: window.windowTitle() == "50 % — meadow.jpg[*] — Blendbrush")
    queue.engine.before.let_go()
    queue.until_idle()
    assert window.windowTitle() == "meadow.jpg[*] — Blendbrush"
