"""The command search: what it finds, in which order, and what its keys do."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from editor.ui.actions import Actions
from editor.ui.dialogs.command_list import COMMAND, menu_path
from editor.ui.dialogs.command_search import CommandSearch
from tests.editor.ui.hands import shown, type_into


class Window(QMainWindow):
    """A window with a few actions in menus and a field that has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(900, 700)
        self.done: list[str] = []
        self.actions_ = Actions(self)
        self.field = QLineEdit()
        middle = QWidget()
        self.field.setParent(middle)
        self.setCentralWidget(middle)
        for menu, names in (
            ("&Layer", ("Duplicate Layer", "&Merge Down")),
            ("&Mask", ("Grow Mask…", "Mask from Layer")),
            ("", ("Brush Larger",)),
        ):
            added = self.menuBar().addMenu(menu) if menu else None
            for text in names:
                name = text.replace("&", "").replace("…", "").lower()
                action = self.actions_.add(
                    name, text, partial(self.done.append, name), icon_name="brush"
                )
                if added is not None:
                    added.addAction(action)
        self.actions_["merge down"].setEnabled(False)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    """The window, with the focus in its field."""
    window = shown(qtbot, Window())
    window.activateWindow()
    window.field.setFocus()
    qtbot.waitUntil(window.field.hasFocus)
    return window


@pytest.fixture
def search(window: Window) -> CommandSearch:
    """The search, open."""
    search = CommandSearch(window.actions_, window)
    search.open()
    return search


def found(search: CommandSearch) -> list[str]:
    model = search.model
    return [model.index(row).data(COMMAND).text for row in range(model.rowCount())]


def test_opens_in_the_upper_middle(search: CommandSearch, window: Window) -> None:
    centre = search.mapTo(window, search.rect().center())
    assert abs(centre.x() - window.width() / 2) <= 1
    assert 0 < search.y() < window.height() / 4
    assert search.field.hasFocus()


def test_lists_everything_first(search: CommandSearch) -> None:
    assert found(search) == [
        "Duplicate Layer",
        "Merge Down",
        "Grow Mask",
        "Mask from Layer",
        "Brush Larger",
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mask", ["Mask from Layer", "Grow Mask"]),
        ("LAYER mask", ["Mask from Layer"]),
        ("layer", ["Duplicate Layer", "Mask from Layer", "Merge Down"]),
        ("ma gr", ["Grow Mask"]),
        ("nothing like it", []),
    ],
)
def test_words_in_any_order(search: CommandSearch, typed: str, expected: list[str]) -> None:
    QTest.keyClicks(search.field, typed)
    assert found(search) == expected
    assert search.empty.isVisible() == (not expected)
    assert search.list.isVisible() == bool(expected)


def test_menu_path(window: Window) -> None:
    assert menu_path(window.actions_["grow mask"]) == "Mask"
    assert menu_path(window.actions_["brush larger"]) == ""
    menu = window.menuBar().addMenu("&File").addMenu("Open &Recent")
    assert menu_path(menu.addAction("one")) == "File → Open Recent"


def test_enter_does_it_after_closing(search: CommandSearch, window: Window, qtbot: QtBot) -> None:
    QTest.keyClicks(search.field, "grow")
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert not search.isVisible()
    assert window.done == []
    qtbot.waitUntil(lambda: window.done == ["grow mask"])
    assert window.field.hasFocus()


def test_arrows_move_while_typing(search: CommandSearch, window: Window, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(search.field, key)
    assert search.field.hasFocus()
    assert search.list.currentIndex().data() == "Grow Mask"
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.done == ["grow mask"])


def test_what_cannot_be_used_stays(search: CommandSearch, window: Window) -> None:
    QTest.keyClicks(search.field, "merge")
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert search.isVisible()
    search._end()
    assert window.done == []


def test_escape_gives_the_focus_back(search: CommandSearch, window: Window) -> None:
    QTest.keyClick(search.field, Qt.Key.Key_Escape)
    assert not search.isVisible()
    assert window.field.hasFocus()
    assert window.done == []


def test_goes_when_the_focus_goes(search: CommandSearch, window: Window) -> None:
    window.field.setFocus()
    assert not search.isVisible()
    assert window.field.hasFocus()


def test_click_does_it(search: CommandSearch, window: Window, qtbot: QtBot) -> None:
    row = search.list.visualRect(search.model.index(3)).center()
    QTest.mouseClick(
        search.list.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(row),
    )
    qtbot.waitUntil(lambda: window.done == ["mask from layer"])


def test_used_lately_comes_first(search: CommandSearch, window: Window, qtbot: QtBot) -> None:
    for typed in ("grow", "brush"):
        type_into(search.field, typed)
        QTest.keyClick(search.field, Qt.Key.Key_Return)
        search = CommandSearch(window.actions_, window)
        search.open()
    assert found(search)[:3] == ["Brush Larger", "Grow Mask", "Duplicate Layer"]
    search._end()
    qtbot.waitUntil(lambda: len(window.done) == 2)


def test_disabled_is_dimmed(search: CommandSearch, window: Window, theme: object) -> None:
    def drawn(name: str) -> object:
        search.field.setText(name)
        return search.list.viewport().grab().toImage()

    dimmed = drawn("merge")
    window.actions_["merge down"].setEnabled(True)
    assert drawn("merge down") != dimmed
