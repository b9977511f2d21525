"""The panel by mouse and by key."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QSlider
from pytestqt.qtbot import QtBot

from editor.ui.candidates.choice import ChoiceButton
from editor.ui.candidates.commands import COMMANDS
from editor.ui.candidates.rows import Filter, Sort, Tray
from tests.editor.ui.candidates.conftest import Driver
from tests.editor.ui.candidates.scripted import finished, planned, preview, stopped

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier


def test_a_click_previews_and_another_ends_it(driver: Driver) -> None:
    driver.click(driver.item(1))
    assert driver.panel.previewed_item is driver.item(1)
    driver.click(driver.item(4))
    driver.click(driver.item(4))
    assert driver.previewed == [1, 4, None]


def test_a_double_click_applies_and_leaves_no_preview(driver: Driver, qtbot: QtBot) -> None:
    with qtbot.waitSignal(driver.panel.applied) as applied:
        driver.double_click(driver.item(2))
    assert applied.args == [driver.item(2)]
    assert driver.previewed == [2, None]


def test_what_is_not_finished_cannot_be_applied(driver: Driver, qtbot: QtBot) -> None:
    driver.click(driver.item(4))
    with qtbot.assertNotEmitted(driver.panel.applied):
        driver.key(Key.Key_Return)
        driver.double_click(driver.item(4))


def test_arrows_step_and_preview(driver: Driver) -> None:
    driver.key(Key.Key_Home)
    driver.key(Key.Key_Right)
    driver.key(Key.Key_Down)
    driver.key(Key.Key_Left)
    driver.key(Key.Key_Up)
    driver.key(Key.Key_Up)
    driver.key(Key.Key_End)
    assert driver.previewed == [0, 1, 3, 2, 0, 5]


def test_space_toggles_enter_applies_escape_ends(driver: Driver, qtbot: QtBot) -> None:
    driver.key(Key.Key_Home)
    driver.key(Key.Key_Space)
    driver.key(Key.Key_Space)
    driver.key(Key.Key_Escape)
    assert driver.previewed == [0, None, 0, None]
    for key in (Key.Key_Return, Key.Key_Enter):
        with qtbot.waitSignal(driver.panel.applied) as applied:
            driver.key(key)
        assert applied.args == [driver.item(0)]


def test_delete_discards_and_goes_on_and_undo_brings_back(driver: Driver, qtbot: QtBot) -> None:
    driver.click(driver.item(1))
    with qtbot.waitSignal(driver.panel.discarded) as discarded:
        driver.key(Key.Key_Delete)
    assert discarded.args == [[driver.item(1)]]
    assert driver.previewed == [1, 2]
    driver.key(Key.Key_Delete)
    assert driver.shown() == [0, 3, 4, 5]
    with qtbot.waitSignal(driver.panel.restored) as restored:
        driver.key(Key.Key_Z, Control)
    assert restored.args == [[driver.item(2)]]
    assert driver.view.current_row is driver.item(2)
    driver.key(Key.Key_Z, Control)
    assert driver.shown() == [0, 1, 2, 3, 4, 5]


def test_several_are_chosen_and_discarded_as_one_step(driver: Driver) -> None:
    driver.click(driver.item(0))
    driver.click(driver.item(2), Control)
    driver.click(driver.item(3), Control)
    driver.key(Key.Key_Delete)
    assert driver.shown() == [1, 4, 5]
    assert driver.previewed == [0, 4]
    driver.key(Key.Key_Z, Control)
    assert driver.shown() == [0, 1, 2, 3, 4, 5]


def test_the_last_one_can_be_discarded(driver: Driver) -> None:
    for index in range(6):
        driver.click(driver.item(index))
        driver.key(Key.Key_Delete)
    assert driver.shown() == []
    assert driver.previewed[-1] is None
    driver.store.end_run(1, "Stopped")
    assert driver.view.isHidden()


def test_s_stars_and_the_filter_shows_only_those(driver: Driver) -> None:
    driver.click(driver.item(2))
    driver.key(Key.Key_S)
    assert driver.item(2).starred
    choose(driver, "Show", "Starred")
    assert driver.shown() == [2]
    driver.key(Key.Key_S)
    driver.model.arrange()
    assert driver.shown() == []
    assert label(driver).text() == "Nothing is starred yet"
    choose(driver, "Show", "Running")
    assert driver.shown() == [4, 5]
    choose(driver, "Show", "All")
    assert driver.shown() == [0, 1, 2, 3, 4, 5]


def test_the_order_can_be_by_seed_or_time(driver: Driver) -> None:
    choose(driver, "Order", "By seed")
    assert driver.shown() == [3, 2, 1, 0, 4, 5]
    driver.store.take(1, finished(5, 0.01))
    driver.model.arrange()
    choose(driver, "Order", "By time")
    assert driver.shown() == [0, 1, 2, 3, 4, 5]
    choose(driver, "Order", "Best first")
    assert driver.shown() == [5, 0, 1, 2, 3, 4]


def choose(driver: Driver, name: str, text: str) -> None:
    """Choose from one of the two buttons."""
    (button,) = [b for b in driver.panel.findChildren(ChoiceButton) if b.toolTip() == name]
    (action,) = [action for action in button.menu().actions() if action.text() == text]
    action.trigger()
    assert button.text() == text
    assert isinstance(button.value, Filter | Sort)


def label(driver: Driver) -> QLabel:
    """What is said where there is nothing to show."""
    (found,) = [w for w in driver.panel.findChildren(QLabel) if w.property("role") == "secondary"]
    return found


def test_without_runs_the_panel_says_what_will_come(drive: Callable[..., Driver]) -> None:
    driver = drive()
    assert label(driver).text() == "Candidates appear here, best first"
    assert driver.view.isHidden()
    driver.store.begin_run(1, "pumpkins", "document", 8)
    assert not driver.view.isHidden()
    assert label(driver).isHidden()


def test_stopped_ones_lie_in_a_tray_that_opens(driver: Driver, qtbot: QtBot) -> None:
    driver.store.take(1, stopped(6))
    driver.store.take(1, stopped(5))
    driver.model.arrange()
    run = driver.store.runs[0]
    assert driver.shown() == [0, 1, 2, 3, 4]
    driver.click(Tray(run))
    assert driver.shown() == [0, 1, 2, 3, 4, 5, 6]
    assert driver.previewed == []
    driver.click(driver.item(6))
    with qtbot.waitSignal(driver.panel.action_wanted) as wanted:
        driver.key(Key.Key_R)
    assert wanted.args == ["resume", driver.item(6)]
    driver.view.setCurrentIndex(driver.model.index(driver.model.place(Tray(run))))
    driver.key(Key.Key_Space)
    assert driver.shown() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (Key.Key_M, Qt.KeyboardModifier.NoModifier, "more-like-this"),
        (Key.Key_A, Qt.KeyboardModifier.NoModifier, "again"),
        (Key.Key_C, Control, "copy-prompt"),
        (Key.Key_C, Control | Qt.KeyboardModifier.AltModifier, "copy-seed"),
        (Key.Key_C, Control | Shift, "copy-recipe"),
        (Key.Key_F, Qt.KeyboardModifier.NoModifier, "save-as"),
    ],
)
def test_keys_ask_for_what_the_window_does(
    driver: Driver, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, name: str
) -> None:
    driver.click(driver.item(1))
    with qtbot.waitSignal(driver.panel.action_wanted) as wanted:
        driver.key(key, modifiers)
    assert wanted.args == [name, driver.item(1)]


def test_what_cannot_be_done_with_a_running_one_is_not_asked_for(
    driver: Driver, qtbot: QtBot
) -> None:
    driver.click(driver.item(4))
    with qtbot.assertNotEmitted(driver.panel.action_wanted):
        for key in (Key.Key_M, Key.Key_R, Key.Key_F):
            driver.key(key)


def test_the_menu_has_everything_with_icon_and_key(driver: Driver, qtbot: QtBot) -> None:
    driver.store.star(driver.item(0), on=True)
    point = driver.point(driver.item(0))
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, point, driver.view.viewport().mapToGlobal(point))
    QApplication.sendEvent(driver.view.viewport(), event)
    (menu,) = [m for m in driver.view.findChildren(QMenu) if m.isVisible()]
    actions = {action.text(): action for action in menu.actions() if not action.isSeparator()}
    assert len(actions) == len(COMMANDS) + 1
    for action in actions.values():
        assert not action.icon().isNull()
        assert not action.shortcut().isEmpty()
    assert actions["Star"].isChecked()
    assert not actions["Resume"].isEnabled()
    assert not actions["Bring Back Discarded"].isEnabled()
    with qtbot.waitSignal(driver.panel.action_wanted) as wanted:
        actions["Copy Seed"].trigger()
    assert wanted.args == ["copy-seed", driver.item(0)]
    menu.close()


def test_keys_are_the_lists_own_where_the_window_uses_them(driver: Driver, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(driver.panel)
    used: list[str] = []
    for keys in ("Del", "Ctrl+Z", "S", "Space", "Ctrl+C"):
        action = QAction(window, shortcut=QKeySequence(keys))
        action.triggered.connect(lambda _=False, keys=keys: used.append(keys))
        window.addAction(action)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    driver.view.setFocus()
    driver.key(Key.Key_Z, Control)
    assert used == ["Ctrl+Z"]
    driver.click(driver.item(0))
    for key in (Key.Key_S, Key.Key_Space, Key.Key_Delete):
        driver.key(key)
    driver.key(Key.Key_C, Control)
    driver.key(Key.Key_Z, Control)
    assert used == ["Ctrl+Z"]
    assert driver.item(0).starred
    assert not driver.item(0).discarded
    driver.panel.setParent(None)


def test_letters_of_any_alphabet_do_no_harm(driver: Driver) -> None:
    driver.click(driver.item(0))
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, 0x42B, Qt.KeyboardModifier.NoModifier, "ы")
        QApplication.sendEvent(driver.view, event)
    assert driver.view.current_row is driver.item(0)


def test_thumbnails_follow_slider_and_wheel(driver: Driver) -> None:
    slider = driver.panel.findChildren(QSlider)[0]
    widths = []
    for side in (96, 152, 240):
        slider.setValue(side)
        widths.append(driver.view.visualRect(driver.model.index(1)).width())
    assert widths == [98, 152, 312]
    centre = QPointF(driver.point(driver.item(0)))
    event = QWheelEvent(
        centre, centre, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, Control,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(driver.view.viewport(), event)
    assert driver.panel.thumbnail_side == 224


def test_only_one_documents_runs_are_shown(driver: Driver) -> None:
    driver.store.begin_run(2, "cart", "another", 1)
    driver.store.take(2, finished(0, 0.5))
    driver.click(driver.item(1))
    driver.panel.set_document("another")
    assert driver.previewed == [1, None]
    assert driver.model.rows == [driver.store.runs[1], driver.item(0, run=1)]
    driver.store.forget_document("another")
    assert driver.view.isHidden()


def test_closing_the_document_of_the_previewed_one_ends_the_preview(driver: Driver) -> None:
    driver.click(driver.item(1))
    driver.store.forget_document("document")
    assert driver.previewed == [1, None]
    assert driver.model.rowCount() == 0


def test_a_new_run_comes_to_the_top_and_into_sight(driver: Driver) -> None:
    driver.view.verticalScrollBar().setValue(driver.view.verticalScrollBar().maximum())
    driver.store.begin_run(2, "cart", "document", 2)
    driver.store.take(2, planned(2))
    driver.store.take(2, preview(0, 1, 0.5))
    assert driver.model.rows[0] is driver.store.runs[1]
    assert driver.view.verticalScrollBar().value() == 0


def test_tips_and_screen_readers_get_words(driver: Driver) -> None:
    texts = [driver.model.index(place).data() for place in range(driver.model.rowCount())]
    assert texts[0] == "“a pile of pumpkins”, 4 of 8 · 0:07 left"
    assert texts[1] == "Candidate 1, Rank 1, Match 0.85"
    assert texts[5] == "Candidate 5, Rank 5, Step 30 of 50"
    assert driver.view.accessibleName() == "Candidates"


def test_hover_and_drag_do_not_preview(driver: Driver) -> None:
    viewport = driver.view.viewport()
    QTest.mousePress(
        viewport,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        driver.point(driver.item(0)),
    )
    QTest.mouseMove(viewport, driver.point(driver.item(3)))
    QTest.mouseRelease(
        viewport,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        driver.point(driver.item(3)),
    )
    assert driver.previewed == []
