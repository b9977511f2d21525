"""A panel on screen, with a run of four finished and two running candidates."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.ui.candidates.items import Item
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.candidates.rows import Row
from editor.ui.candidates.store import CandidateStore
from editor.ui.candidates.view import CandidatesView
from tests.editor.ui.candidates.scripted import finished, planned, preview


class Driver:
    """Moves the mouse over a panel and presses keys in it."""

    def __init__(self, panel: CandidatesPanel, store: CandidateStore) -> None:
        self.panel = panel
        self.store = store
        self.view: CandidatesView = panel.findChildren(CandidatesView)[0]
        self.model = self.view.candidates
        self.previewed: list[int | None] = []
        panel.previewed.connect(self._note)

    def _note(self, item: Item | None) -> None:
        self.previewed.append(None if item is None else item.index)

    def item(self, index: int, run: int = 0) -> Item:
        """A candidate by its index."""
        return self.store.runs[run].items[index]

    def shown(self) -> list[int]:
        """The indices of the candidates in the list, from the top."""
        return [row.index for row in self.model.rows if isinstance(row, Item)]

    def point(self, row: Row) -> QPoint:
        """The middle of a row in the viewport."""
        return self.view.visualRect(self.model.index(self.model.place(row))).center()

    def click(
        self,
        row: Row,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Click a row."""
        viewport = self.view.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, modifiers, self.point(row))

    def double_click(self, row: Row) -> None:
        """Click a row twice, as a hand does: the first click is a click."""
        self.click(row)
        viewport, button = self.view.viewport(), Qt.MouseButton.LeftButton
        QTest.mouseDClick(viewport, button, Qt.KeyboardModifier.NoModifier, self.point(row))

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press a key in the list."""
        QTest.keyClick(self.view, key, modifiers)

    def enter(self, row: Row | None = None) -> None:
        """Move the pointer into the panel, over a row."""
        place = QPointF(5, 5)
        QApplication.sendEvent(self.panel, QEnterEvent(place, place, place))
        if row is not None:
            QTest.mouseMove(self.view.viewport(), self.point(row))

    def leave(self) -> None:
        """Move the pointer away."""
        QApplication.sendEvent(self.panel, QEvent(QEvent.Type.Leave))


@pytest.fixture
def drive(qtbot: QtBot) -> Callable[..., Driver]:
    """Makes a panel on screen, with nothing in it but what the store has."""

    def make(store: CandidateStore | None = None) -> Driver:
        store = store or CandidateStore()
        width, height = 344, 700
        panel = CandidatesPanel(store, still=lambda: True)
        store.setParent(panel)
        panel.resize(width, height)
        qtbot.addWidget(panel)
        QCursor.setPos(panel.mapToGlobal(QPoint(width + 50, height + 50)))
        with qtbot.waitExposed(panel):
            panel.show()
        panel.activateWindow()
        driver = Driver(panel, store)
        driver.view.setFocus()
        return driver

    return make


@pytest.fixture
def driver(drive: Callable[..., Driver]) -> Driver:
    """Candidates 0 … 3 are finished, best first; 4 and 5 are running."""
    driver = drive()
    store = driver.store
    store.begin_run(1, "a pile of pumpkins", "document", 8)
    store.take(1, planned())
    for index in range(4):
        store.take(1, preview(index, 40, 0.9))
        store.take(1, finished(index, 0.3 + 0.1 * index))
    store.take(1, preview(4, 30, 0.9))
    store.take(1, preview(5, 10, 1.0))
    driver.model.arrange()
    driver.view.setFocus()
    return driver
