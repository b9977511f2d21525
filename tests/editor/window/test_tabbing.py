"""Everything in the window is reached by Tab, whatever there is to see."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.editor.window.driver import Driver
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import MEADOW

Key = Qt.Key


def to_front(driver: Driver) -> None:
    """Offscreen, the list of suggestions keeps the keyboard when it is hidden."""
    driver.window.activateWindow()
    driver.until(driver.window.isActiveWindow)


def round_trip(driver: Driver, key: Qt.Key) -> list[str]:
    """The names of what has the focus on the way from the canvas back to it."""
    to_front(driver)
    driver.view.setFocus()
    passed = list[QWidget]()
    while not passed or passed[-1] is not driver.view:
        QTest.keyClick(driver.focused, key)
        assert driver.focused not in passed, "a trap"
        passed.append(driver.focused)
    return [widget.accessibleName() for widget in passed]


@pytest.mark.parametrize("candidates", [0, 2])
def test_tab_goes_round_the_whole_window(studio: ScriptedStudio, candidates: int) -> None:
    if candidates:
        studio.made(candidates=candidates)
    else:
        studio.open(MEADOW)
    there = round_trip(studio, Key.Key_Tab)
    stops = ["Prompt", "Preset", "Show: All", *["Candidates"] * (candidates > 0), "Layers"]
    places = [len(there) - 1 - there[::-1].index(stop) for stop in stops]
    assert places == sorted(places)
    assert {"History", "Search clip-art", "Zoom"} <= set(there)
    back = round_trip(studio, Key.Key_Backtab)
    assert set(back) == set(there)


def test_an_edit_by_keyboard_alone(studio: ScriptedStudio) -> None:
    studio.open(MEADOW)
    studio.view.setFocus()
    studio.keys("Ctrl+A")
    studio.keys("Ctrl+Return")  # says that the prompt is missing, and goes there
    assert studio.bar.prompt.hasFocus()
    QTest.keyClicks(studio.focused, "a lemon")
    studio.keys("Ctrl+Return")
    studio.until_idle()
    to_front(studio)
    for _ in range(20):
        if studio.view_of_candidates.hasFocus():
            break
        QTest.keyClick(studio.focused, Key.Key_Tab)
    layers = len(studio.state.layers)
    QTest.keyClick(studio.focused, Key.Key_Home)
    QTest.keyClick(studio.focused, Key.Key_Return)
    assert len(studio.state.layers) == layers + 1
    studio.keys("Ctrl+Z")
    assert len(studio.state.layers) == layers
