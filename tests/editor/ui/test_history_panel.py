"""The history panel: what it shows, and that a click or Enter goes there."""

import time

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from editor.document.document import Document
from editor.document.pixels import Mask
from editor.ui.current import Current
from editor.ui.history_model import UNDONE
from editor.ui.history_panel import HistoryPanel

Left = Qt.MouseButton.LeftButton


def rename(document: Document, name: str, merge: str = "") -> None:
    """One small step, labelled like the name it gives."""
    document.change(name, document.state.with_layer(document.state.active, name=name), merge)


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> HistoryPanel:
    """The panel on screen, after the steps one, two and three."""
    for name in ("one", "two", "three"):
        rename(document, name)
    current = Current()
    current.set_document(document)
    panel = HistoryPanel(current)
    current.setParent(panel)
    panel.resize(344, 300)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def view_of(panel: HistoryPanel) -> QTableView:
    view = panel.findChild(QTableView)
    assert isinstance(view, QTableView)
    return view


def index(panel: HistoryPanel, row: int) -> QModelIndex:
    return view_of(panel).model().index(row, 0)


def rows(panel: HistoryPanel) -> list[str]:
    return [index(panel, row).data() for row in range(view_of(panel).model().rowCount())]


def undone(panel: HistoryPanel) -> list[bool]:
    return [index(panel, row).data(UNDONE) for row in range(len(rows(panel)))]


def present(panel: HistoryPanel) -> str:
    """The row that a screen reader calls present; there is but one."""
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [index(panel, row).data(role) for row in range(len(rows(panel)))]
    (found,) = [text for text in spoken if text.endswith(", present")]
    return str(found).removesuffix(", present")


def click(panel: HistoryPanel, row: int) -> None:
    view = view_of(panel)
    middle = view.visualRect(index(panel, row)).center()
    QTest.mouseClick(view.viewport(), Left, pos=QPoint(60, middle.y()))


def footer(panel: HistoryPanel) -> str:
    (label,) = [
        label
        for label in panel.findChildren(QLabel)
        if label.accessibleName() == "Size of the history"
    ]
    return label.text()


def test_steps_after_the_beginning(panel: HistoryPanel) -> None:
    assert rows(panel) == ["Opened", "one", "two", "three"]
    assert present(panel) == "three"
    assert undone(panel) == [False] * 4


def test_a_click_goes_there_and_another_comes_back(panel: HistoryPanel, document: Document) -> None:
    click(panel, 1)
    assert document.state.layers[0].name == "one"
    assert present(panel) == "one"
    assert undone(panel) == [False, False, True, True]
    click(panel, 0)
    assert document.state.layers[0].name == "Noise"
    click(panel, 3)
    assert document.state.layers[0].name == "three"


def test_enter_goes_where_the_arrows_led(panel: HistoryPanel, document: Document) -> None:
    view = view_of(panel)
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert document.history.position == 3
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert document.history.position == 1


def test_undo_elsewhere_is_followed(panel: HistoryPanel, document: Document, qtbot: QtBot) -> None:
    document.undo()
    assert present(panel) == "two"
    qtbot.waitUntil(lambda: view_of(panel).currentIndex().row() == 2)
    rename(document, "other")
    assert rows(panel) == ["Opened", "one", "two", "other"]
    assert present(panel) == "other"


def test_merged_steps_replace_one_another(panel: HistoryPanel, document: Document) -> None:
    rename(document, "drag 1", "drag")
    rename(document, "drag 2", "drag")
    assert rows(panel) == ["Opened", "one", "two", "three", "drag 2"]
    assert present(panel) == "drag 2"


def test_a_new_step_after_going_to_the_beginning(panel: HistoryPanel, document: Document) -> None:
    document.go_to(0)
    assert present(panel) == "Opened"
    rename(document, "anew")
    assert rows(panel) == ["Opened", "anew"]


def test_forgotten_steps_are_told_of(panel: HistoryPanel, document: Document) -> None:
    document.history.limit = 0
    for number in range(25):
        mask = Mask.empty(document.state.width, document.state.height)
        document.change(f"mask {number}", document.state.replaced(mask=mask))
    assert document.history.forgotten
    assert rows(panel)[:2] == ["Earlier steps were let go to save memory", "Earliest step kept"]
    assert rows(panel)[2:] == [step.label for step in document.history.steps]
    assert not index(panel, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    position = document.history.position
    click(panel, 0)
    assert document.history.position == position
    view_of(panel).scrollToTop()
    click(panel, 1)
    assert document.history.position == 0


def test_the_footer_counts(panel: HistoryPanel, document: Document, qtbot: QtBot) -> None:
    assert footer(panel).startswith("3 steps · ")
    mask = Mask.empty(2000, 1500)
    document.change("mask", document.state.replaced(mask=mask))
    document.change("mask", document.state.replaced(mask=document.state.mask.copy()))
    qtbot.waitUntil(lambda: footer(panel).startswith("5 steps · 3.0"))
    document.go_to(0)
    rename(document, "one")
    qtbot.waitUntil(lambda: footer(panel).startswith("1 step · "))


def test_the_tool_in_hand_settles_first(panel: HistoryPanel, document: Document) -> None:
    panel.changing.connect(lambda: rename(document, "settled"))
    click(panel, 1)
    assert document.history.steps[-1].label == "settled"
    assert document.state.layers[0].name == "one"


def test_another_document_and_none(panel: HistoryPanel) -> None:
    current = panel.findChild(Current)
    assert isinstance(current, Current)
    current.set_document(None)
    assert not view_of(panel).isVisible()
    assert footer(panel) == ""
    assert "Open a picture to see what was done to it." in [
        label.text() for label in panel.findChildren(QLabel) if label.isVisible()
    ]


def test_hidden_it_rests_and_catches_up_when_shown(panel: HistoryPanel, document: Document) -> None:
    rename(document, "four")
    panel.hide()
    assert not any(timer.isActive() for timer in panel.findChildren(QTimer))
    rename(document, "five")
    assert not any(timer.isActive() for timer in panel.findChildren(QTimer))
    panel.show()
    assert view_of(panel).currentIndex().data() == "five"
    assert footer(panel).startswith("5 steps")


def test_5000_steps_are_quick(panel: HistoryPanel, document: Document, qtbot: QtBot) -> None:
    document.history.trim = lambda current: None  # type: ignore[method-assign]
    for number in range(5000):
        rename(document, f"step {number}")
    qtbot.waitUntil(lambda: footer(panel).replace(",", "").startswith("5003 steps"))
    view = view_of(panel)
    assert view.currentIndex().row() == 5003
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
    began = time.perf_counter()
    for number in range(20):
        rename(document, f"more {number}")
        QApplication.processEvents()
    assert time.perf_counter() - began < 1.0
