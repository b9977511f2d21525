"""What of the panel's candidates can be compared."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from editor.document.geometry import Rect
from editor.ui.candidates.items import Item, Run
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.candidates.store import CandidateStore
from editor.ui.compare_candidates import AT_ONCE, PanelCandidates
from editor.ui.runs.ledger import Ledger
from editor.ui.runs.order import Order
from tests.editor.ui.candidates.scripted import finished, planned, preview, stopped

SCORES = (0.9, 0.4, 0.7, 0.5, 0.6, 0.8)


class Ours(Ledger):
    """Knows the order of one run."""

    def __init__(self, store: CandidateStore, order: Order) -> None:
        super().__init__(None, store)  # type: ignore[arg-type]  # no jobs
        self._one = order

    def order(self, run: object) -> Order | None:
        return self._one if run == "run" else None


@pytest.fixture
def order() -> Order:
    """All of an order that counts here."""
    mask = np.full((30, 40), 255, np.uint8)
    return cast("Order", SimpleNamespace(area=Rect(50, 80, 40, 30), mask=mask))


@pytest.fixture
def store(qtbot: QtBot) -> CandidateStore:
    """A run with six results, one that goes on and one that was stopped."""
    store = CandidateStore()
    store.begin_run("run", "a boat", None, 8)
    store.take("run", planned())
    for index, combined in enumerate(SCORES):
        store.take("run", preview(index, 3, combined))
        store.take("run", finished(index, combined))
    store.take("run", preview(6, 3, 0.1))
    store.take("run", stopped(7))
    return store


def items(store: CandidateStore) -> dict[int, Item]:
    run: Run = store.runs[0]
    return run.items


@pytest.fixture
def candidates(qtbot: QtBot, store: CandidateStore, order: Order) -> PanelCandidates:
    panel = CandidatesPanel(store)
    qtbot.addWidget(panel)
    return PanelCandidates(panel, Ours(store, order))


def test_the_best_are_the_finished_ones_in_their_order(
    candidates: PanelCandidates, store: CandidateStore
) -> None:
    best = candidates.best(items(store)[0])
    assert [item.index for item in best] == [1, 3, 4, 2, 5, 0]
    store.discard([items(store)[3]])
    assert [item.index for item in candidates.best(best[0])] == [1, 4, 2, 5, 0]


def test_a_layer_lies_where_the_result_belongs_and_is_made_once(
    candidates: PanelCandidates, store: CandidateStore
) -> None:
    layer = candidates.layer(items(store)[0])
    assert layer is not None
    assert (layer.x, layer.y) == (50, 80)
    assert candidates.layer(items(store)[0]) is layer
    for index in range(1, AT_ONCE + 1):
        candidates.layer(items(store)[index])
    assert len(candidates._layers) == AT_ONCE
    assert candidates.layer(items(store)[0]) is not layer
    assert candidates.layer(items(store)[6]) is None


def test_the_mask_is_what_the_run_was_asked_to_change(
    candidates: PanelCandidates, store: CandidateStore, order: Order
) -> None:
    mask = candidates.mask(items(store)[0])
    assert mask is not None
    assert (mask.area, mask.array is order.mask) == (order.area, True)
    assert candidates.mask(items(store)[6]) is None
    store.begin_run("earlier", "a boat", None, 1)
    store.take("earlier", finished(0, 0.5))
    assert candidates.mask(store.runs[1].items[0]) is None


def test_it_tells_of_previews_and_of_new_ranks(
    candidates: PanelCandidates, store: CandidateStore, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(candidates.changed):
        store.discard([items(store)[1]])
    panel = candidates.parent()
    assert isinstance(panel, CandidatesPanel)
    assert candidates.previewed is None
    with qtbot.waitSignal(candidates.changed):
        panel._controller.preview(items(store)[0])
    assert candidates.previewed is items(store)[0]
