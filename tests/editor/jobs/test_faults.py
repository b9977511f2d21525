"""What goes wrong with an engine ends a job with a sentence, never the thread."""

import pytest
from pytestqt.qtbot import QtBot

from editor.jobs.engine import EngineCrashed, EngineError
from editor.jobs.messages import EngineState, JobState
from inference.errors import InferenceError, ModelError, RequestError
from inference.events import CandidateFinished
from tests.editor.jobs.conftest import MakeRunner
from tests.editor.jobs.fakes import PLANNED, FakeEngine, Gate, finished, preview, request, whole_run

RESTART = "The engine stopped and is being restarted; finished candidates are kept."


def test_an_error_in_mid_run_is_told_and_the_next_job_runs(
    make_runner: MakeRunner, qtbot: QtBot
) -> None:
    error = InferenceError("Not enough memory on cpu for one candidate; close other programs.")
    engine = FakeEngine([PLANNED, finished(0), error], whole_run())
    runner, notes = make_runner(engine)
    runner.submit(request(), "apple")
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    assert [ended.state for ended in notes.ended] == [JobState.FAILED, JobState.FINISHED]
    assert notes.ended[0].sentence == str(error)
    assert "Traceback" in notes.ended[0].details
    qtbot.waitUntil(lambda: notes.states == ["loading", "busy", "ready", "busy", "ready"])
    assert engine.done == ["start", "run tiny", "run tiny"]


@pytest.mark.parametrize("place", range(len(whole_run())))
def test_a_crash_keeps_what_came_and_restarts_the_engine_once(
    make_runner: MakeRunner, qtbot: QtBot, place: int
) -> None:
    script = [*whole_run()[:place], EngineCrashed("gone")]
    crashed, fresh = FakeEngine(script), FakeEngine(whole_run())
    runner, notes = make_runner(crashed, fresh)
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)
    assert notes.events() == script[:-1]
    (ended,) = notes.ended
    assert (ended.state, ended.sentence) == (JobState.FAILED, RESTART)
    assert crashed.done == ["start", "run tiny", "close"]
    assert fresh.done == ["start", "load tiny"]
    assert notes.states[-2:] == ["restarting", "ready"]
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    assert notes.ended[1].state is JobState.FINISHED


@pytest.mark.parametrize("error", [ValueError("surprise"), EngineError("It met an error.")])
def test_an_unexpected_error_ends_the_job_and_replaces_the_engine(
    make_runner: MakeRunner, qtbot: QtBot, error: Exception
) -> None:
    broken, fresh = FakeEngine([PLANNED, preview(0, 1), error]), FakeEngine(whole_run())
    runner, notes = make_runner(broken, fresh)
    runner.submit(request(), "apple")
    runner.submit(request(), "pear")
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    first, second = notes.ended
    assert first.state is JobState.FAILED
    assert str(error) in first.details
    assert "surprise" not in first.sentence
    assert second.state is JobState.FINISHED
    assert broken.done[-1] == "close"


def test_an_engine_that_breaks_off_is_no_success(make_runner: MakeRunner, qtbot: QtBot) -> None:
    runner, notes = make_runner(FakeEngine([PLANNED, preview(0, 1)]), FakeEngine())
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    assert notes.ended[0].state is JobState.FAILED
    assert notes.ended[0].sentence == "The engine broke off; finished candidates are kept."


def test_a_device_that_is_not_there_is_told_and_tried_again(
    make_runner: MakeRunner, qtbot: QtBot
) -> None:
    engine = FakeEngine(whole_run())
    engine.starting = [RequestError("This machine has no device cuda.")]
    runner, notes = make_runner(engine)
    runner.warm_up("tiny")
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.UNAVAILABLE)
    assert runner.engine.sentence == "This machine has no device cuda."
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    assert notes.ended[0].sentence == "This machine has no device cuda."
    assert runner.engine_state is EngineState.UNAVAILABLE
    engine.starting = ()
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    assert notes.ended[1].state is JobState.FINISHED


def test_a_model_that_is_not_installed_is_told(make_runner: MakeRunner, qtbot: QtBot) -> None:
    error = ModelError("ADM 256 × 256 is not installed.")
    engine = FakeEngine([error], whole_run())
    runner, notes = make_runner(engine)
    runner.submit(request("adm-256"), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    assert notes.ended[0].sentence == str(error)
    assert (runner.engine_state, runner.engine.model) == (EngineState.UNAVAILABLE, "")
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)
    assert notes.ended[1].state is JobState.FINISHED
    assert engine.done == ["start", "run adm-256", "run tiny"]


def test_a_restart_that_fails_is_not_repeated(make_runner: MakeRunner, qtbot: QtBot) -> None:
    crashed, again = FakeEngine([EngineCrashed("gone")]), FakeEngine()
    again.starting = [EngineCrashed("gone again")]
    third = FakeEngine(whole_run())
    runner, notes = make_runner(crashed, again, third)
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.UNAVAILABLE)
    assert runner.engine.sentence == "gone again"
    assert "Traceback" in runner.engine.details
    assert third.done == []
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    assert notes.ended[1].state is JobState.FINISHED


def test_an_engine_that_crashes_idle_is_restarted_once(
    make_runner: MakeRunner, qtbot: QtBot
) -> None:
    first, second, third = FakeEngine(), FakeEngine(), FakeEngine(whole_run())
    runner, notes = make_runner(first, second, third)
    runner.warm_up("tiny")
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)
    first.crash_idle = True
    qtbot.waitUntil(lambda: second.done == ["start", "load tiny"], timeout=1000)
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)
    told = [info.sentence for info in notes.engine if info.state is EngineState.RESTARTING]
    assert told[0] == "The engine stopped and is being restarted."
    second.crash_idle = True
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.UNAVAILABLE)
    assert third.done == []
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    assert notes.ended[0].state is JobState.FINISHED


def test_an_engine_found_dead_is_replaced_before_a_job_notices(
    make_runner: MakeRunner, qtbot: QtBot
) -> None:
    gate = Gate()
    first, second = FakeEngine([gate, *whole_run()]), FakeEngine(whole_run())
    runner, notes = make_runner(first, second)
    runner.submit(request(), "apple")
    runner.submit(request(), "pear")
    gate.wait_until_reached()
    first.crash_idle = True  # right after its last event
    gate.open()
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    assert {ended.state for ended in notes.ended} == {JobState.FINISHED}
    candidates = [e for e in notes.events(2) if isinstance(e, CandidateFinished)]
    assert len(candidates) == 2
