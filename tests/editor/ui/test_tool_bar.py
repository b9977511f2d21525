"""The tool bar shows every tool in the smallest window, and roomy buttons where there is room."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from editor.ui.icons import icon
from editor.ui.theme import Theme
from editor.ui.tool_actions import TOOL_GROUPS
from editor.ui.tool_bar import ToolBar


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    groups = [[QAction(icon("brush"), name, window) for name in group] for group in TOOL_GROUPS]
    window.addToolBar(Qt.ToolBarArea.LeftToolBarArea, ToolBar("Tools", groups))
    return window


def _bar(window: QMainWindow) -> ToolBar:
    bar = window.findChild(ToolBar)
    assert bar is not None
    return bar


def _sizes(bar: ToolBar) -> set[tuple[int, int]]:
    tools = [action for action in bar.actions() if not action.isSeparator()]
    buttons = [bar.widgetForAction(action) for action in tools]
    assert all(button.isVisible() for button in buttons)
    return {button.size().toTuple() for button in buttons}


def test_every_tool_shows_in_a_low_window_and_grows_again(
    window: QMainWindow, qtbot: QtBot
) -> None:
    bar = _bar(window)
    window.resize(QSize(1100, 597))  # what a window of 700 leaves
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: _sizes(bar) == {(36, 28)})
    window.resize(QSize(1100, 800))
    qtbot.waitUntil(lambda: _sizes(bar) == {(36, 36)})
    window.resize(QSize(1100, 597))
    qtbot.waitUntil(lambda: _sizes(bar) == {(36, 28)})
