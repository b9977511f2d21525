"""The store: events in every order, ranks, discarding, bounded memory."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from editor.ui.candidates.items import Item, ItemState, Run, match
from editor.ui.candidates.store import CandidateStore
from editor.ui.candidates.thumbnails import of_region
from editor.ui.candidates.words import item_tip
from inference.events import Box, Candidate, CandidateFinished, Event, Notice, RunFinished, Scores
from tests.editor.ui.candidates.scripted import REGION, finished, planned, preview, stopped

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def store() -> CandidateStore:
    """Run 1, planned, of 8 candidates."""
    store = CandidateStore()
    store.begin_run(1, "pumpkins", "document", 8)
    store.take(1, planned())
    return store


def the_run(store: CandidateStore) -> Run:
    """The first run."""
    return store.runs[0]


def ranks(store: CandidateStore) -> dict[int, int | None]:
    """Ranks by index."""
    return {index: item.rank for index, item in the_run(store).items.items()}


def test_a_preview_after_the_end_of_a_candidate_changes_nothing(store: CandidateStore) -> None:
    store.take(1, finished(0, 0.4))
    item = the_run(store).items[0]
    revision = item.revision
    store.take(1, preview(0, 49, 0.1))
    assert (item.state, item.score, item.revision) == (ItemState.FINISHED, 0.4, revision)
    assert item.picture is None


def test_a_candidate_can_stop_before_its_first_preview(store: CandidateStore, qtbot: QtBot) -> None:
    with qtbot.waitSignal(store.item_added) as added:
        store.take(1, stopped(3))
    item = store.stopped[0]
    assert added.args == [item]
    assert (item.index, item.seed, item.rank, item.thumbnail) == (3, 997, None, None)
    assert "overflowed" in item.reason


def test_stopping_does_not_undo_a_result_and_a_result_ends_a_stop(store: CandidateStore) -> None:
    store.take(1, finished(0, 0.4))
    store.take(1, stopped(0))
    store.take(1, stopped(1))
    store.take(1, finished(1, 0.3))
    assert store.stopped == []
    assert ranks(store) == {1: 1, 0: 2}


def test_ranks_follow_the_streamed_score_and_in_the_end_the_combined(store: CandidateStore) -> None:
    for index, score in enumerate((0.9, 0.7, 0.8)):
        store.take(1, preview(index, 10, score))
    assert ranks(store) == {1: 1, 2: 2, 0: 3}
    store.take(1, preview(0, 20, 0.6))
    assert ranks(store) == {0: 1, 1: 2, 2: 3}
    store.take(1, finished(0, 0.75))
    assert ranks(store) == {1: 1, 0: 2, 2: 3}
    store.take(1, stopped(1))
    assert ranks(store) == {1: None, 0: 1, 2: 2}


def test_without_scores_the_order_of_making_holds(store: CandidateStore) -> None:
    for index in (2, 0, 1):
        store.take(1, preview(index, 10, None))
    store.take(1, finished(1, None))
    assert ranks(store) == {0: 1, 1: 2, 2: 3}


def test_the_engines_ranking_is_the_last_word(store: CandidateStore) -> None:
    for index in range(3):
        store.take(1, finished(index, 0.1 * (index + 1)))
    store.take(1, RunFinished((2, 0, 1), cancelled=False, seconds=4.0))
    assert ranks(store) == {2: 1, 0: 2, 1: 3}
    assert (the_run(store).ended, the_run(store).sentence) == (True, "")


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_every_order_of_events_ends_alike(store: CandidateStore, order: tuple[int, ...]) -> None:
    events: list[Event] = [
        preview(0, 10, 0.9),
        finished(0, 0.4),
        stopped(1),
        Notice("Not enough memory: now 4 at a time."),
    ]
    for place in order:
        store.take(1, events[place])
    store.end_run(1, "Stopped: 1 of 8 finished")
    run = the_run(store)
    assert {i: item.state for i, item in run.items.items()} == {
        0: ItemState.FINISHED,
        1: ItemState.STOPPED,
    }
    assert ranks(store) == {0: 1, 1: None}
    assert (run.finished, run.progress, run.eta_seconds) == (1, 1.0, None)
    assert (run.notice, run.sentence) == (
        "Not enough memory: now 4 at a time.",
        "Stopped: 1 of 8 finished",
    )


def test_what_runs_when_the_run_ends_lies_in_the_tray(store: CandidateStore) -> None:
    store.take(1, finished(0, 0.4))
    store.take(1, preview(1, 10, 0.3))
    store.take(1, RunFinished((0,), cancelled=True, seconds=2.0))
    assert the_run(store).sentence == "Stopped: 1 of 8 finished"
    assert [item.index for item in store.stopped] == [1]
    store.take(1, preview(1, 20, 0.2))
    store.take(1, preview(2, 20, 0.2))
    assert [item.index for item in store.stopped] == [1]
    assert set(the_run(store).items) == {0, 1}


def test_an_error_ends_the_run_in_its_own_words(store: CandidateStore) -> None:
    store.take(1, preview(0, 10, 0.3))
    store.end_run(1, "The engine stopped and was started again; run it once more.")
    assert store.stopped[0].reason.startswith("The engine stopped")
    assert the_run(store).sentence.startswith("The engine stopped")


def test_progress_counts_steps_of_all_candidates(store: CandidateStore) -> None:
    store.take(1, finished(0, 0.4))
    store.take(1, preview(1, 25, 0.3))
    store.take(1, stopped(2))
    assert the_run(store).progress == pytest.approx(2.5 / 8)
    assert the_run(store).eta_seconds == 7.0


def test_events_of_an_unknown_run_change_nothing(store: CandidateStore) -> None:
    store.take(2, preview(0, 10, 0.5))
    store.end_run(2, "Stopped")
    assert len(store.runs) == 1
    with pytest.raises(ValueError, match="begun already"):
        store.begin_run(1, "again", "document", 1)


def test_discarding_closes_the_ranks_and_undo_opens_them(
    store: CandidateStore, qtbot: QtBot
) -> None:
    for index in range(4):
        store.take(1, finished(index, 0.1 * (index + 1)))
    items = the_run(store).items
    store.discard([items[0], items[2]])
    store.discard([items[1]])
    assert ranks(store) == {0: None, 1: None, 2: None, 3: 1}
    assert store.discarded == [items[0], items[1], items[2]]
    assert store.undo_discard() == [items[1]]
    with qtbot.waitSignal(store.items_restored):
        assert store.undo_discard() == [items[0], items[2]]
    assert ranks(store) == {0: 1, 1: 2, 2: 3, 3: 4}
    assert store.undo_discard() == []


def test_restoring_by_hand_leaves_nothing_for_undo(store: CandidateStore) -> None:
    store.take(1, finished(0, 0.4))
    item = the_run(store).items[0]
    store.discard([item])
    store.restore([item])
    assert not store.can_undo_discard
    assert not item.discarded


def test_closing_a_document_forgets_its_runs_and_pixels(store: CandidateStore) -> None:
    store.take(1, finished(0, 0.4))
    store.begin_run(2, "cart", "another", 1)
    store.discard([the_run(store).items[0]])
    store.forget_document("document")
    assert [run.id for run in store.runs] == [2]
    assert store.pixels.nbytes == 0
    assert not store.can_undo_discard


class Journal:
    """Remembers every result, as the one on disk does."""

    def __init__(self) -> None:
        self.written: dict[int, Candidate] = {}
        self.evicted: list[int] = []

    def load(self, item: Item) -> Candidate:
        """Read one back."""
        return self.written[item.index]

    def on_evict(self, item: Item) -> bool:
        """Whether it is written."""
        if item.index in self.written:
            self.evicted.append(item.index)
        return item.index in self.written


def test_pixels_beyond_the_budget_go_oldest_first_and_come_back() -> None:
    store, journal = CandidateStore(budget=4 * 100 * 100 * 4), Journal()
    store.begin_run(1, "pumpkins", "document", 8)
    store.pixels.set_journal(journal.load, journal.on_evict)
    for index in range(4):
        event = finished(index, 0.5, side=100)
        journal.written[index] = event.candidate
        store.take(1, event)
    items = the_run(store).items
    store.star(items[0], on=True)
    assert journal.evicted == []
    store.take(1, finished(4, 0.5, side=100))
    assert journal.evicted == [1]
    assert items[1].candidate is None
    assert items[1].thumbnail is not None
    assert store.pixels.nbytes == 4 * 40_000
    assert store.pixels.candidate(items[1]) is journal.written[1]
    assert journal.evicted == [1, 2]
    assert store.pixels.nbytes == 4 * 40_000


def test_nothing_goes_that_could_not_come_back() -> None:
    store, journal = CandidateStore(budget=1), Journal()
    store.begin_run(1, "pumpkins", "document", 8)
    for index in range(3):
        store.take(1, finished(index, 0.5))
    store.pixels.set_journal(journal.load, journal.on_evict)
    store.take(1, finished(3, 0.5))
    assert all(item.candidate is not None for item in store.items)
    store.take(1, preview(4, 1, 0.5))
    with pytest.raises(LookupError):
        store.pixels.candidate(the_run(store).items[4])


def test_a_thumbnail_shows_the_result_where_it_lies_in_the_region() -> None:
    store = CandidateStore()
    picture = np.zeros((300, 300, 3), np.uint8)
    picture[..., 2] = 200
    run = store.begin_run(1, "pumpkins", "document", 1, picture)
    store.take(1, planned())
    assert run.picture is None
    store.take(1, finished(0, 0.5, side=64))
    thumbnail = run.items[0].thumbnail
    assert thumbnail is not None
    left, top = (50 - REGION.left) * 160 // 256, (80 - REGION.top) * 160 // 256
    assert thumbnail[top + 4 : top + 36, left + 4 : left + 36].min() == 255
    assert (thumbnail[top + 44 :] == (0, 0, 200)).all()
    assert (thumbnail[:, : left - 4] == (0, 0, 200)).all()


def test_surroundings_beyond_the_picture_are_mirrored_as_the_engine_does() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (150, 140, 3), dtype=np.uint8)
    region = Box(-20, -5, 160, 160)
    mirrored = np.pad(picture, ((5, 5), (20, 0), (0, 0)), mode="symmetric")
    assert np.array_equal(of_region(picture, region), mirrored)


def test_the_tip_says_what_a_critic_thinks(store: CandidateStore) -> None:
    run = store.begin_run(2, "pumpkins", "document", 2)
    store.take(2, planned())
    for index, doubt in enumerate((None, 0.13)):
        plain = finished(index, 0.5).candidate
        scores = Scores(0.4, 0.6, doubt)
        store.take(2, CandidateFinished(replace(plain, scores=scores)))
    tips = [item_tip(run.items[index]) for index in (0, 1)]
    assert ["sure of it" in tip for tip in tips] == [False, True]
    assert "is 87 % sure of it" in tips[1]
    assert [run.items[index].rank for index in (0, 1)] == [2, 1]


def test_what_a_critic_has_not_seen_yet_stands_behind_what_it_has(store: CandidateStore) -> None:
    """A distance is mostly smaller than its doubt, whatever that means."""
    store.take(1, preview(0, 20, 0.1))
    store.take(1, preview(2, 20, None))
    done = finished(1, 0.5).candidate
    store.take(1, CandidateFinished(replace(done, scores=Scores(0.4, 0.6, 0.9))))
    ranks = [store.runs[0].items[index].rank for index in (0, 1, 2)]
    assert ranks == [2, 1, 3]


@pytest.mark.parametrize(("combined", "shown"), [(0.0, 1.0), (0.5, 0.75), (2.0, 0.0), (3.0, 0.0)])
def test_match_is_clipped(combined: float, shown: float) -> None:
    assert match(Scores(combined, combined)) == pytest.approx(shown)
