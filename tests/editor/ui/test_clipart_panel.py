"""The clip-art panel: search, choose and drag out, without decoding what nobody looks at."""

import time

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from editor.document.clipart import ClipArt, library
from editor.ui import clipart_model
from editor.ui.clipart_model import CLIPART_MIME, PIECE, ClipArtModel
from editor.ui.clipart_panel import ClipArtPanel

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot) -> ClipArtPanel:
    """The panel, on screen."""
    panel = ClipArtPanel()
    panel.resize(344, 400)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def grid_of(panel: ClipArtPanel) -> QListView:
    grid = panel.findChild(QListView)
    assert isinstance(grid, QListView)
    return grid


def field_of(panel: ClipArtPanel) -> QLineEdit:
    field = panel.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    return field


def model_of(panel: ClipArtPanel) -> ClipArtModel:
    model = grid_of(panel).model()
    assert isinstance(model, ClipArtModel)
    return model


def index(panel: ClipArtPanel, row: int) -> QModelIndex:
    return model_of(panel).index(row, 0)


def pieces(panel: ClipArtPanel) -> list[ClipArt]:
    return [index(panel, row).data(PIECE) for row in range(model_of(panel).rowCount())]


def test_nothing_is_read_before_it_is_looked_at(qtbot: QtBot) -> None:
    panel = ClipArtPanel()
    qtbot.addWidget(panel)
    assert model_of(panel).rowCount() == 0


def test_the_whole_library(panel: ClipArtPanel) -> None:
    assert pieces(panel) == list(library())


def test_several_columns_without_a_gap_at_the_right(panel: ClipArtPanel) -> None:
    grid = grid_of(panel)
    tops = [grid.visualRect(index(panel, row)).top() for row in range(8)]
    columns = tops.count(tops[0])
    assert columns == 4
    last = grid.visualRect(index(panel, columns - 1))
    assert grid.viewport().width() - last.right() < 12


def test_search_as_it_is_typed(panel: ClipArtPanel) -> None:
    QTest.keyClicks(field_of(panel), "turt")
    assert [piece.name for piece in pieces(panel)] == ["Turtle"]
    QTest.keyClick(field_of(panel), Qt.Key.Key_Escape)
    assert pieces(panel) == list(library())


def test_nothing_found(panel: ClipArtPanel) -> None:
    QTest.keyClicks(field_of(panel), "xyzzy")
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert texts == ["Nothing called “xyzzy”"]
    assert not grid_of(panel).isVisible()
    field_of(panel).clear()
    assert grid_of(panel).isVisible()


def test_double_click_chooses(panel: ClipArtPanel, qtbot: QtBot) -> None:
    grid = grid_of(panel)
    at = grid.visualRect(index(panel, 1)).center()
    with qtbot.waitSignal(panel.chosen, timeout=1000) as chosen:
        QTest.mouseClick(grid.viewport(), Left, pos=at)
        QTest.mouseDClick(grid.viewport(), Left, pos=at)
    assert chosen.args == [library()[1]]


def test_by_keys_alone(panel: ClipArtPanel, qtbot: QtBot) -> None:
    QTest.keyClicks(field_of(panel), "tiger")
    QTest.keyClick(field_of(panel), Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.chosen, timeout=1000) as chosen:
        QTest.keyClick(grid_of(panel), Qt.Key.Key_Return)
    (piece,) = chosen.args or [None]
    assert isinstance(piece, ClipArt)
    assert piece.name == "Tiger"


def test_what_a_drag_carries(panel: ClipArtPanel) -> None:
    data = model_of(panel).mimeData([index(panel, 2)])
    piece = library()[2]
    assert bytes(data.data(CLIPART_MIME).data()).decode() == piece.file.name
    assert [url.toLocalFile() for url in data.urls()] == [str(piece.file)]
    assert index(panel, 2).flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_credits_in_the_tip(panel: ClipArtPanel) -> None:
    piece = library()[0]
    tip = index(panel, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == f"{piece.name}, by {piece.author}"


def test_a_file_of_one_s_own(panel: ClipArtPanel, qtbot: QtBot) -> None:
    (button,) = [b for b in panel.findChildren(QPushButton) if b.text() == "From file…"]
    with qtbot.waitSignal(panel.file_wanted, timeout=1000):
        QTest.mouseClick(button, Left)


def test_only_what_is_seen_is_decoded_and_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[ClipArt] = []
    real = clipart_model._decoded

    def counted(piece: ClipArt, scale: float) -> QPixmap:
        decoded.append(piece)
        return real(piece, scale)

    monkeypatch.setattr(clipart_model, "_decoded", counted)
    panel = ClipArtPanel()
    panel.resize(344, 260)
    qtbot.addWidget(panel)
    panel.show()
    panel.grab()
    panel.grab()
    timers = panel.findChildren(QTimer)
    qtbot.waitUntil(lambda: bool(decoded) and not any(timer.isActive() for timer in timers))
    assert len(decoded) < len(library())
    panel.grab()
    assert len(decoded) == len(set(decoded))
    assert all(item in library()[: len(decoded)] for item in decoded)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_thumbnails_are_sharp(qtbot: QtBot, scale: float) -> None:
    piece, model = library()[0], ClipArtModel()
    qtbot.waitUntil(lambda: model.thumbnail(piece, scale) is not None)
    pixmap = model.thumbnail(piece, scale)
    assert pixmap is not None
    assert max(pixmap.width(), pixmap.height()) == 72 * scale
    assert pixmap.devicePixelRatio() == scale
    model.rest()


def test_hidden_it_rests(panel: ClipArtPanel) -> None:
    panel.hide()
    assert not any(timer.isActive() for timer in panel.findChildren(QTimer))


def test_typing_is_quick(panel: ClipArtPanel) -> None:
    began = time.perf_counter()
    for letter in "an animal":
        QTest.keyClicks(field_of(panel), letter)
        QApplication.processEvents()
    assert time.perf_counter() - began < 1.0


def test_the_grid_follows_the_width(panel: ClipArtPanel) -> None:
    panel.resize(600, 400)
    QApplication.processEvents()
    grid = grid_of(panel)
    first_row = grid.visualRect(index(panel, 0)).top()
    count = sum(
        grid.visualRect(index(panel, row)).top() == first_row for row in range(len(pieces(panel)))
    )
    assert count > 5
    assert grid.indexAt(QPoint(5, 5)).row() == 0
