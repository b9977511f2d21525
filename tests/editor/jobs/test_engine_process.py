"""The engine in a real process, with the tiny model: the same results, and what it survives."""

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from pytestqt.qtbot import QtBot

from editor.jobs.engine import EngineCrashed
from editor.jobs.engine_process import ProcessEngine
from editor.jobs.messages import EngineState, JobState
from editor.jobs.runner import Runner
from inference.engine import LocalEngine
from inference.errors import ModelError, RequestError
from inference.events import CandidateFinished, Event, Preview, RunFinished, RunPlanned
from tests.editor.jobs.fakes import Notes, short_run

STARTS_MS = 60_000  # importing torch, on a busy machine
NOTICED_SECONDS = 1.0


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def process() -> Iterator[ProcessEngine]:
    """One process for all that leave it alive; it computes in one thread, as the tests do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        engine = ProcessEngine("cpu", "float32")
        engine.start(never)
        yield engine
        engine.close()


def comparable(event: Event) -> object:
    """An event without its times, arrays as bytes."""
    if isinstance(event, Preview):
        return (event.candidate, event.step, event.picture.tobytes(), event.score)
    if isinstance(event, CandidateFinished):
        found = event.candidate
        return (found.index, found.seed, found.scores, found.box, found.pixels.tobytes())
    if isinstance(event, RunPlanned):
        return dataclasses.replace(event, seconds=0.0)
    return dataclasses.replace(event, seconds=0.0) if isinstance(event, RunFinished) else event


def test_it_says_where_it_computes(process: ProcessEngine) -> None:
    machine = process.start(never)
    assert machine is not None
    assert (machine.device, machine.precision) == ("cpu", "float32")
    assert machine.devices[-1] == ("cpu", "CPU")
    assert process.alive


def test_a_run_is_the_same_as_in_our_own_process(
    process: ProcessEngine, engine: LocalEngine, tiny_model: Path
) -> None:
    there = list(process.run(short_run(tiny_model), never))
    here = list(engine.run(short_run(tiny_model), never))
    assert [comparable(event) for event in there] == [comparable(event) for event in here]
    recipes = [
        [event.candidate.recipe for event in events if isinstance(event, CandidateFinished)]
        for events in (there, here)
    ]
    assert recipes[0] == recipes[1]


def test_a_wave_is_the_same_to_the_bit(process: ProcessEngine, tiny_model: Path) -> None:
    asked = short_run(tiny_model, 7)
    whole = [e.candidate for e in process.run(asked, never) if isinstance(e, CandidateFinished)]
    first, count = whole[-1].recipe["wave"]
    wave = range(first, first + count)
    again = list(process.run(dataclasses.replace(asked, candidates=count), never, wave))
    made = [e.candidate for e in again if isinstance(e, CandidateFinished)]
    assert [candidate.index for candidate in made] == list(wave)
    for candidate in made:
        before = whole[candidate.index]
        assert np.array_equal(candidate.pixels, before.pixels)
        assert (candidate.seed, candidate.recipe) == (before.seed, before.recipe)
    assert isinstance(again[-1], RunFinished)


@pytest.mark.parametrize("step", [1, 2, 5])
def test_cancelling_takes_effect_within_one_step(
    process: ProcessEngine, tiny_model: Path, step: int
) -> None:
    """A few answers may be on their way already when it is told."""
    seen: list[Event] = []
    steps = 1000
    stop = [False]
    for event in process.run(short_run(tiny_model, 1, steps), lambda: stop[0]):
        seen.append(event)
        stop[0] = stop[0] or (isinstance(event, Preview) and event.step == step)
    last = seen[-1]
    assert isinstance(last, RunFinished)
    assert last.cancelled
    assert len(seen) < steps / 2


def test_one_that_was_cancelled_before_it_began_ends_at_once(
    process: ProcessEngine, tiny_model: Path
) -> None:
    (event,) = process.run(short_run(tiny_model), lambda: True)
    assert isinstance(event, RunFinished)
    assert event.cancelled
    assert [type(e) for e in process.run(short_run(tiny_model), never)][-1] is RunFinished


def test_a_run_that_nobody_listens_to_any_more_disturbs_no_other(
    process: ProcessEngine, tiny_model: Path
) -> None:
    abandoned = process.run(short_run(tiny_model, 1, 200), never)
    next(abandoned)
    del abandoned
    events = list(process.run(short_run(tiny_model, 1), never))
    assert isinstance(events[0], RunPlanned)
    assert events[0].steps == 6
    assert sum(isinstance(event, Preview) for event in events) == 6


def test_errors_for_the_user_come_through(process: ProcessEngine, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no model named"):
        list(process.run(short_run(tmp_path / "none"), never))
    with pytest.raises(ModelError, match="There is no model named"):
        process.load(str(tmp_path / "none"), never)
    assert process.alive


def test_the_process_knows_nothing_of_the_window(process: ProcessEngine) -> None:
    assert process.pid is not None
    mapped = {Path(file.path).name for file in psutil.Process(process.pid).memory_maps()}
    assert any(name.startswith("libtorch") for name in mapped)
    assert not any("Qt6" in name for name in mapped)


def test_killed_in_mid_run_it_is_noticed_restarted_and_nothing_is_lost(
    qtbot: QtBot, tiny_model: Path
) -> None:
    made: list[ProcessEngine] = []

    def make(_device: str | None, _precision: str | None) -> ProcessEngine:
        made.append(ProcessEngine("cpu", "float32"))
        return made[-1]

    runner = Runner(make)
    notes = Notes(runner)
    try:
        runner.submit(short_run(tiny_model, 500), "apple")
        qtbot.waitUntil(
            lambda: any(isinstance(event, CandidateFinished) for event in notes.events()),
            timeout=STARTS_MS,
        )
        assert made[0].pid is not None
        os.kill(made[0].pid, signal.SIGKILL)
        killed = time.monotonic()
        qtbot.waitUntil(lambda: bool(notes.ended))
        assert time.monotonic() - killed <= NOTICED_SECONDS
        assert notes.ended[0].state is JobState.FAILED
        assert "SIGKILL" in notes.ended[0].details
        assert any(isinstance(event, CandidateFinished) for event in notes.events())
        qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY, timeout=STARTS_MS)
        runner.submit(short_run(tiny_model), "apple")
        qtbot.waitUntil(lambda: len(notes.ended) == 2, timeout=STARTS_MS)
        assert notes.ended[1].state is JobState.FINISHED
        assert len(made) == 2
    finally:
        runner.close()


def test_a_device_that_is_not_there_is_an_error_and_a_dead_process_a_crash() -> None:
    engine = ProcessEngine("cuda:63", None)
    try:
        with pytest.raises(RequestError, match="no device cuda:63"):
            engine.start(never)
        engine.kill()
        with pytest.raises(EngineCrashed, match="stopped unexpectedly"):
            engine.load("starter", never)
        assert not engine.alive
    finally:
        engine.close()


ORPHAN = """
import sys, threading
from pathlib import Path
from editor.jobs.engine_process import ProcessEngine
from inference.events import Preview
from tests.editor.jobs.fakes import short_run
if __name__ == "__main__":
    engine = ProcessEngine("cpu", "float32")
    engine.start(lambda: False)
    if sys.argv[2] == "busy":
        run = engine.run(short_run(Path(sys.argv[1]), 500), lambda: False)
        next(event for event in run if isinstance(event, Preview))
    print(engine.pid, flush=True)
    threading.Event().wait()
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_the_process_ends_when_the_editor_is_killed(
    tiny_model: Path, tmp_path: Path, state: str
) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN)
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, str(script), str(tiny_model), state],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    ) as editor:
        assert editor.stdout is not None
        child = psutil.Process(int(editor.stdout.readline()))
        editor.kill()
    child.wait(timeout=10)  # raises where it lives on
