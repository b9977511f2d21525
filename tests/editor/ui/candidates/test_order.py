"""Rows come and move, but never under the pointer; they glide where motion is wanted."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QCursor
from pytestqt.qtbot import QtBot

from editor.ui.candidates.items import Item
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.candidates.store import CandidateStore
from inference.events import RunFinished
from tests.editor.ui.candidates.conftest import Driver
from tests.editor.ui.candidates.scripted import finished, planned, preview, stopped


def test_the_order_follows_the_ranks_soon(driver: Driver, qtbot: QtBot) -> None:
    driver.store.take(1, preview(5, 20, 0.1))
    qtbot.waitUntil(lambda: driver.shown() == [5, 0, 1, 2, 3, 4])


def test_nothing_moves_while_the_pointer_is_there(driver: Driver) -> None:
    driver.enter(driver.item(2))
    driver.store.take(1, preview(5, 20, 0.1))
    driver.store.take(1, preview(6, 20, 0.2))
    driver.store.take(1, stopped(0))
    driver.store.take(1, stopped(4))
    driver.model.arrange()
    assert driver.shown() == [0, 1, 2, 3, 4, 5, 6]
    assert driver.item(5).rank == 1
    driver.leave()
    assert driver.shown() == [5, 6, 0, 1, 2, 3]


def test_what_the_user_does_happens_although_the_pointer_is_there(driver: Driver) -> None:
    driver.enter(driver.item(2))
    driver.store.take(1, preview(5, 20, 0.1))
    driver.store.discard([driver.item(1)])
    assert driver.shown() == [0, 2, 3, 4, 5]
    driver.store.undo_discard()
    assert driver.shown() == [0, 2, 3, 4, 5, 1]
    driver.leave()
    assert driver.shown() == [5, 0, 1, 2, 3, 4]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_the_row_under_the_pointer_stays(driver: Driver, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    under = driver.item(chance.choice([0, 1, 2, 3, 4, 5]))
    driver.enter(under)
    place = driver.point(under)
    runs = 1
    for _ in range(60):
        match chance.randrange(6):
            case 0:
                runs += 1
                driver.store.begin_run(runs, "cart", "document", 8)
            case 1:
                driver.store.take(runs, finished(chance.randrange(8), chance.random()))
            case 2:
                driver.store.take(runs, stopped(chance.randrange(8)))
            case 3:
                driver.store.end_run(chance.randint(1, runs), "Stopped")
            case 4:
                driver.store.star(chance.choice(driver.store.items), on=chance.random() < 0.5)
            case _:
                step, score = chance.randint(1, 50), chance.random()
                driver.store.take(runs, preview(chance.randrange(8), step, score))
        driver.model.arrange()
        assert driver.point(under) == place
        assert driver.view.indexAt(place).row() == driver.model.place(under)
    driver.leave()
    bar = driver.view.verticalScrollBar()
    assert (bar.minimum(), bar.value()) == (0, 0) if runs > 1 else bar.minimum() == 0


def test_a_run_that_ends_settles_at_once_and_leaves_no_timer(driver: Driver) -> None:
    driver.store.take(1, finished(5, 0.05))
    driver.store.take(1, RunFinished((5, 0, 1, 2, 3), cancelled=True, seconds=3.0))
    assert driver.shown() == [5, 0, 1, 2, 3]
    timers = [timer for timer in driver.panel.findChildren(QTimer) if timer.isActive()]
    assert timers == []


@pytest.fixture
def moving(qtbot: QtBot) -> tuple[CandidatesPanel, CandidateStore]:
    """A panel in which rows glide, with three candidates."""
    store = CandidateStore()
    panel = CandidatesPanel(store)
    store.setParent(panel)
    panel.resize(344, 500)
    qtbot.addWidget(panel)
    QCursor.setPos(panel.mapToGlobal(QPoint(400, 550)))
    with qtbot.waitExposed(panel):
        panel.show()
    store.begin_run(1, "pumpkins", "document", 3)
    store.take(1, planned(3))
    for index in range(3):
        store.take(1, preview(index, 10, 0.5 + index / 10))
    return panel, store


def test_rows_glide_to_their_new_places(
    moving: tuple[CandidatesPanel, CandidateStore], qtbot: QtBot
) -> None:
    panel, store = moving
    driver = Driver(panel, store)
    glide = driver.view.glide
    glide.stop()
    item = driver.item(2)
    before = driver.point(item)
    store.take(1, preview(2, 20, 0.1))
    driver.model.arrange()
    assert driver.point(item) + glide.offset(item) == before
    assert driver.point(item) != before
    qtbot.waitUntil(lambda: not glide.running)
    assert glide.offset(item) == QPoint()
    assert running_animations(panel) == []


def test_the_pointer_ends_a_glide(moving: tuple[CandidatesPanel, CandidateStore]) -> None:
    panel, store = moving
    driver = Driver(panel, store)
    store.take(1, preview(2, 20, 0.1))
    driver.model.arrange()
    assert driver.view.glide.running
    driver.enter()
    assert not driver.view.glide.running


def test_hiding_the_panel_ends_all_motion(moving: tuple[CandidatesPanel, CandidateStore]) -> None:
    panel, store = moving
    driver = Driver(panel, store)
    driver.enter()
    store.take(1, preview(2, 20, 0.1))
    panel.hide()
    assert not driver.model.held
    assert running_animations(panel) == []
    assert driver.shown() == [2, 0, 1]


def running_animations(panel: CandidatesPanel) -> list[QVariantAnimation]:
    """What still moves."""
    state = QVariantAnimation.State.Running
    return [a for a in panel.findChildren(QVariantAnimation) if a.state() == state]


def test_without_motion_rows_jump(driver: Driver) -> None:
    driver.store.take(1, preview(5, 20, 0.1))
    driver.model.arrange()
    assert not driver.view.glide.running


def test_persistent_rows_follow(drive: Callable[..., Driver]) -> None:
    driver = drive()
    driver.store.begin_run(1, "pumpkins", "document", 8)
    for index in range(8):
        driver.store.take(1, preview(index, 1, index / 10))
    driver.key(Qt.Key.Key_Home)
    current = driver.view.current_row
    assert isinstance(current, Item)
    driver.store.take(1, preview(0, 2, 2.0))
    driver.model.arrange()
    assert driver.view.current_row is current
    assert driver.view.currentIndex().row() == 8
