"""The box that lets weaker candidates be stopped early, and where a stopped one then lies."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from editor.ui.candidates.items import ItemState
from editor.ui.candidates.store import CandidateStore
from editor.ui.prompt_bar.advanced import Advanced
from editor.ui.prompt_bar.installed import installed_models
from editor.ui.prompt_bar.modes import Mode
from editor.ui.prompt_bar.wish import Wish
from inference.events import CandidateStopped, Preview
from inference.halving import WEAKER


def box_in(advanced: Advanced) -> QCheckBox:
    (box,) = (b for b in advanced.findChildren(QCheckBox) if b.text().startswith("Stop weaker"))
    return box


def test_a_click_asks_for_it_and_another_does_not(qtbot: QtBot) -> None:
    advanced = Advanced(installed_models())
    qtbot.addWidget(advanced)
    advanced.show()
    box = box_in(advanced)
    assert not advanced.stop_weak, "off until it is asked for"
    for wanted in (True, False):
        with qtbot.waitSignal(advanced.changed):
            QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        assert advanced.stop_weak is wanted


def test_it_can_be_shown_without_telling(qtbot: QtBot) -> None:
    advanced = Advanced(installed_models())
    qtbot.addWidget(advanced)
    with qtbot.assertNotEmitted(advanced.changed):
        advanced.set_stop_weak(on=True)
    assert box_in(advanced).isChecked()


def test_a_wish_says_it_to_the_engine() -> None:
    wish = Wish(Mode.FILL, "a lemon", "", 8, "draft", 0.9, None, "starter", 1.0)
    assert wish.settings.stop_weak is False
    assert replace(wish, stop_weak=True).settings.stop_weak is True


def test_a_weaker_one_lies_in_the_tray_with_its_reason() -> None:
    store = CandidateStore()
    store.begin_run("run", "a lemon", "document", 4)
    for index in range(2):
        store.take("run", Preview(index, 1, np.zeros((8, 8, 3), np.uint8), 0.5, 1.0))
    store.take("run", CandidateStopped(1, 7, WEAKER))
    (item,) = store.stopped
    assert (item.index, item.seed, item.state) == (1, 7, ItemState.STOPPED)
    assert item.reason == WEAKER == "Stopped early: weaker than the others."
    assert item.rank is None
