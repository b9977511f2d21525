"""The field for the prompt, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.ui.prompt_bar.prompt_edit import LINE, PromptEdit

Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def edit(qtbot: QtBot) -> PromptEdit:
    edit = PromptEdit()
    qtbot.addWidget(edit)
    edit.resize(300, LINE)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    return edit


def test_ctrl_up_and_down_step_through_what_was_asked_for(edit: PromptEdit) -> None:
    for prompt in ("one", "two", "one", "three"):
        edit.remember(prompt)
    QTest.keyClicks(edit, "dra")
    found = []
    for key in (Qt.Key.Key_Up,) * 4 + (Qt.Key.Key_Down,) * 4:
        QTest.keyClick(edit, key, Control)
        found.append(edit.prompt)
    assert found == ["three", "one", "two", "two", "one", "three", "dra", "dra"]


def test_it_grows_with_the_text_and_shrinks_again(edit: PromptEdit) -> None:
    assert edit.height() == LINE
    edit.set_prompt("a very long prompt " * 6)
    assert edit.height() > LINE
    edit.set_prompt("short")
    assert edit.height() == LINE


def test_line_breaks_are_spaces(edit: PromptEdit) -> None:
    edit.setPlainText("  a red\n apple ")
    assert edit.prompt == "a red apple"


def test_a_suggestion_is_taken_with_enter(edit: PromptEdit, qtbot: QtBot) -> None:
    edit.set_words(["lemon", "red apple", "red car"])
    QTest.keyClicks(edit, "app")
    popup = edit.suggestions
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert edit.prompt == "red apple"
    assert not popup.isVisible()


def test_nothing_is_suggested_for_what_is_written_whole(edit: PromptEdit) -> None:
    edit.set_words(["lemon"])
    QTest.keyClicks(edit, "lemon")
    assert not edit.suggestions.isVisible()


def test_escape_is_told(edit: PromptEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(edit.escaped):
        QTest.keyClick(edit, Qt.Key.Key_Escape)
