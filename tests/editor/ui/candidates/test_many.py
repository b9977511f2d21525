"""A thousand candidates: only what is seen is painted, and memory stays bounded."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from editor.ui.candidates.delegate import CandidatesDelegate
from editor.ui.candidates.store import CandidateStore
from editor.ui.candidates.tile import KEPT_PIXMAPS
from tests.editor.ui.candidates.conftest import Driver
from tests.editor.ui.candidates.scripted import finished, planned, preview

COUNT = 1000
THUMBNAIL_BYTES = 160 * 160 * 3


@pytest.fixture
def many(drive: Callable[..., Driver]) -> Driver:
    """A panel with 990 finished candidates and room for ten more."""
    store = CandidateStore()
    store.begin_run(1, "pumpkins", "document", COUNT)
    store.take(1, planned(COUNT))
    for index in range(COUNT - 10):
        store.take(1, finished(index, 0.2 + (index * 37 % COUNT) / COUNT))
    driver = drive(store)
    QApplication.processEvents()
    return driver


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The rows that were painted."""
    rows: list[int] = []
    original = CandidatesDelegate.paint

    def paint(
        self: CandidatesDelegate,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rows.append(index.row())
        original(self, painter, option, index)

    monkeypatch.setattr(CandidatesDelegate, "paint", paint)
    yield rows
    monkeypatch.undo()


def test_only_what_is_seen_is_painted(many: Driver, painted: list[int]) -> None:
    bar = many.view.verticalScrollBar()
    for value in (0, *range(40, 800, 40), bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        painted.clear()
        many.view.viewport().repaint()
        seen = many.view.viewport().rect()
        for row in painted:
            assert many.view.visualRect(many.model.index(row)).intersects(seen)
        assert 6 <= len(painted) <= 12
        assert len(set(painted)) == len(painted)


def test_a_preview_out_of_sight_paints_nothing_there(many: Driver, painted: list[int]) -> None:
    many.store.take(1, preview(995, 10, 9.0))
    QApplication.processEvents()
    painted.clear()
    many.store.star(many.item(995), on=True)
    QApplication.processEvents()
    assert painted == []


def test_memory_is_a_thumbnail_for_each_and_pixmaps_for_some(many: Driver) -> None:
    bar = many.view.verticalScrollBar()
    for value in range(0, bar.maximum(), 150):
        bar.setValue(value)
        many.view.viewport().repaint()
    items = many.store.items
    assert len(items) == COUNT - 10
    sizes = [item.thumbnail.nbytes for item in items if item.thumbnail is not None]
    assert sizes == [THUMBNAIL_BYTES] * len(items)
    assert all(item.picture is None for item in items)
    delegate = many.view.itemDelegate()
    assert isinstance(delegate, CandidatesDelegate)
    assert 0 < len(delegate.tiles.kept) <= KEPT_PIXMAPS


def test_a_candidate_that_comes_moves_itself_alone(many: Driver) -> None:
    """Of a thousand none else is made anew; how long it takes is for ``benchmark editor``."""
    model = many.model
    came, anew = list[int](), list[str]()
    model.rowsInserted.connect(lambda _parent, first, last: came.append(last - first + 1))
    model.modelReset.connect(lambda: anew.append("reset"))
    model.layoutChanged.connect(lambda: anew.append("layout"))
    for index in range(COUNT - 10, COUNT):
        many.store.take(1, finished(index, 0.5))
    assert len(many.shown()) == COUNT
    assert came == [1] * 10
    assert anew == []
