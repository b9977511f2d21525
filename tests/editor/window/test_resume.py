"""Resuming a stopped candidate computes its own wave: the same bytes as if it had gone on."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from editor.app import Editor, application
from editor.ui.candidates.items import Item, ItemState, Run
from tests.editor.window.scripted_engine import Stop
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import Studio

Pixels = NDArray[np.uint8]
PATIENCE_MS = 190_000  # where other work takes the cores
LAST = 2  # the first candidate is a wave of its own, the next two are another


def stopped(studio: ScriptedStudio, planned: tuple[int, ...], at: int) -> Item:
    """Cancel a run at a candidate; that one."""
    stop = Stop(at, 2)
    studio.engine.before, studio.engine.planned = stop, planned
    studio.ready(candidates=sum(planned))
    studio.trigger("generate")
    studio.until_held(stop)
    studio.trigger("cancel-run")
    stop.let_go()
    studio.until_idle()
    return studio.window.store.runs[-1].items[at]


def test_the_wave_of_a_stopped_candidate_is_run_again(studio: ScriptedStudio) -> None:
    item = stopped(studio, (4, 3), 5)
    studio.want("resume", item)
    studio.until_idle()
    first, again = studio.engine.requests
    assert studio.engine.waves == [None, range(4, 7)]
    assert (again.seed, again.candidates, again.prompt) == (first.seed, 3, first.prompt)
    assert np.array_equal(again.mask, first.mask)
    run = studio.window.store.runs[-1]
    assert (sorted(run.items), run.total, run.finished) == ([4, 5, 6], 3, 3)
    assert not studio.message


def test_one_that_is_stopped_again_is_resumed_in_the_same_wave(studio: ScriptedStudio) -> None:
    item = stopped(studio, (2, 3), 3)
    stop = Stop(3, 2)
    studio.engine.before, studio.engine.planned = stop, (3,)
    studio.want("resume", item)
    studio.until_held(stop)
    studio.trigger("cancel-run")
    stop.let_go()
    studio.until_idle()
    second = studio.window.store.runs[-1].items[3]
    assert second.state is ItemState.STOPPED
    studio.want("resume", second)
    studio.until_idle()
    assert studio.engine.waves == [None, range(2, 5), range(2, 5)]
    studio.want("again", second)
    studio.until_idle()
    assert studio.engine.waves[-1] is None


def test_on_another_picture_it_says_that_it_will_be_another(studio: ScriptedStudio) -> None:
    item = stopped(studio, (2, 2), 2)
    studio.window.candidates.applied.emit(studio.items[0])
    studio.want("resume", item)
    studio.until_idle()
    assert studio.message.startswith("The picture has changed there since")
    studio.context.messages.dismiss()
    studio.trigger("undo")
    studio.want("resume", item)
    studio.until_idle()
    assert not studio.message


@pytest.fixture
def real(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # two would wait for one another on a busy machine
    studio = Studio(Editor(application()), qtbot)
    yield studio
    studio.close()


def results(studio: Studio, run: Run) -> dict[int, Pixels]:
    pixels = studio.window.store.pixels
    finished = [item for item in run.items.values() if item.state is ItemState.FINISHED]
    return {item.index: pixels.candidate(item).pixels for item in finished}


@pytest.mark.timeout(600)
def test_with_the_real_starter_it_is_the_same_to_the_bit(real: Studio) -> None:
    """A whole run, then the same one stopped in its last wave, which is resumed."""
    real.bar.preset.setCurrentIndex(real.bar.preset.findData("draft"))
    real.bar.advanced.put("", 0.2, 11, "starter", 1.0)
    real.ready("a lemon", LAST + 1)
    real.trigger("generate")
    real.until_idle(PATIENCE_MS)
    store = real.window.store
    (whole,) = store.runs
    wanted = results(real, whole)
    assert len(wanted) == LAST + 1

    def stop(item: Item) -> None:
        if item.index == LAST:
            real.window.runner.cancel_all()

    store.item_added.connect(stop)
    real.trigger("generate")
    real.until_idle(PATIENCE_MS)
    store.item_added.disconnect(stop)
    item = store.runs[-1].items[LAST]
    assert item.state is ItemState.STOPPED
    real.want("resume", item)
    real.until_idle(PATIENCE_MS)
    again = results(real, store.runs[-1])
    assert whole.planned is not None
    assert sorted(again) == list(range(LAST + 1))[-whole.planned.waves[-1] :]
    for index, pixels in again.items():
        assert np.array_equal(pixels, wanted[index]), index
