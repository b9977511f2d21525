"""The queue: order, moving, cancelling, and what a job says of itself."""

import threading
import weakref

import pytest
from pytestqt.qtbot import QtBot

from editor.jobs.messages import EngineState, JobEnded, JobState
from editor.jobs.runner import Runner
from inference.events import Notice, RunFinished
from tests.editor.jobs.conftest import MakeRunner
from tests.editor.jobs.fakes import FakeEngine, Gate, Notes, finished, preview, request, whole_run


def test_a_job_streams_every_event_in_order_to_the_gui_thread(
    make_runner: MakeRunner, qtbot: QtBot
) -> None:
    script = whole_run()
    runner, notes = make_runner(FakeEngine(script))
    job = runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    assert notes.events(job) == script
    assert notes.told[-1] == JobEnded(job, JobState.FINISHED)
    assert notes.threads == {threading.get_ident()}
    assert not runner.busy
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)
    assert notes.states == ["loading", "busy", "ready"]
    assert (runner.engine.device, runner.engine.precision) == ("cpu", "float32")
    assert runner.engine.model == "tiny"


def test_progress_and_estimate_are_the_jobs(make_runner: MakeRunner, qtbot: QtBot) -> None:
    gate = Gate()
    script = whole_run()
    runner, notes = make_runner(FakeEngine([*script[:4], gate, *script[4:]]))
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: len(notes.events()) == 4)
    (job,) = runner.jobs
    assert (job.state, job.done_steps, job.total_steps) == (JobState.RUNNING, 3, 8)
    assert job.started is not None
    assert job.eta_seconds is not None
    gate.open()
    qtbot.waitUntil(lambda: bool(notes.ended))


def test_jobs_run_one_after_the_other(make_runner: MakeRunner, qtbot: QtBot) -> None:
    gate = Gate()
    engine = FakeEngine([gate, *whole_run()], whole_run(), whole_run())
    runner, notes = make_runner(engine)
    jobs = [runner.submit(request(model), model) for model in ("one", "two", "three")]
    assert [job.state.value for job in runner.jobs] == ["running", "queued", "queued"]
    gate.open()
    qtbot.waitUntil(lambda: len(notes.ended) == 3)
    assert [ended.job for ended in notes.ended] == jobs
    assert engine.done == ["start", "run one", "run two", "run three"]


@pytest.mark.parametrize(
    ("job", "place", "order"),
    [
        (4, 0, [1, 4, 2, 3]),
        (2, 1, [1, 3, 2, 4]),
        (2, 99, [1, 3, 4, 2]),
        (3, -5, [1, 3, 2, 4]),
        (1, 2, [1, 2, 3, 4]),  # it runs
        (9, 0, [1, 2, 3, 4]),  # there is none
    ],
)
def test_waiting_jobs_can_be_moved(
    make_runner: MakeRunner, qtbot: QtBot, job: int, place: int, order: list[int]
) -> None:
    gate = Gate()
    runner, notes = make_runner(FakeEngine([gate, *whole_run()], *[whole_run()] * 3))
    for label in "abcd":
        runner.submit(request(), label)
    runner.move(job, place)
    assert [job.id for job in runner.jobs] == order
    gate.open()
    qtbot.waitUntil(lambda: len(notes.ended) == 4)
    assert [ended.job for ended in notes.ended] == order


def test_a_waiting_job_can_be_cancelled(make_runner: MakeRunner, qtbot: QtBot) -> None:
    gate = Gate()
    engine = FakeEngine([gate, *whole_run()])
    runner, notes = make_runner(engine)
    first, second = (runner.submit(request(), label) for label in "ab")
    runner.cancel(second)
    assert [job.id for job in runner.jobs] == [first]
    assert notes.ended == [
        JobEnded(second, JobState.CANCELLED, "Cancelled before it began"),
    ]
    gate.open()
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    assert engine.done.count("run tiny") == 1


def test_cancel_all_begins_none_of_those_that_wait(make_runner: MakeRunner, qtbot: QtBot) -> None:
    gate = Gate()
    engine = FakeEngine([gate, *whole_run()])
    runner, notes = make_runner(engine)
    for label in "abc":
        runner.submit(request(), label)
    gate.wait_until_reached()
    runner.cancel_all()
    assert [(job.id, job.stopping) for job in runner.jobs] == [(1, True)]
    gate.open()
    qtbot.waitUntil(lambda: not runner.busy)
    assert engine.done.count("run tiny") == 1
    assert {ended.state for ended in notes.ended} == {JobState.CANCELLED}


@pytest.mark.parametrize("step", range(8))
def test_cancelling_takes_effect_within_one_step(
    make_runner: MakeRunner, qtbot: QtBot, step: int
) -> None:
    gate = Gate()
    script: list[object] = []
    for index in (0, 1):
        for number in (1, 2, 3, 4):
            script += [gate, preview(index, number)]
        script.append(finished(index))
    script.append(RunFinished((0, 1), cancelled=False, seconds=1.0))
    runner, notes = make_runner(FakeEngine(script))  # type: ignore[arg-type]
    job = runner.submit(request(), "apple")
    for _ in range(step):
        gate.wait_until_reached()
        gate.open()
    gate.wait_until_reached()
    runner.cancel(job)
    assert runner.jobs[0].stopping
    gate.open()
    qtbot.waitUntil(lambda: bool(notes.ended))
    done = 1 if step >= 4 else 0
    assert notes.ended[0].state is JobState.CANCELLED
    assert notes.ended[0].sentence == f"Stopped: {done} of 2 finished"
    previews = [event for event in notes.events() if type(event).__name__ == "Preview"]
    assert len(previews) == step
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)


def test_cancelling_what_has_ended_does_nothing(make_runner: MakeRunner, qtbot: QtBot) -> None:
    runner, notes = make_runner(FakeEngine(whole_run(), whole_run()))
    job = runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    runner.cancel(job)
    runner.submit(request(), "pear")
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    assert notes.ended[1].state is JobState.FINISHED


def test_an_ended_job_lets_its_pictures_go(make_runner: MakeRunner, qtbot: QtBot) -> None:
    runner, notes = make_runner(FakeEngine(whole_run()))
    asked = request()
    left = weakref.ref(asked)
    runner.submit(asked, "apple")
    del asked
    qtbot.waitUntil(lambda: bool(notes.ended) and runner.engine_state is EngineState.READY)
    qtbot.waitUntil(lambda: left() is None)


def test_warming_up_loads_the_model_before_it_is_needed(
    make_runner: MakeRunner, qtbot: QtBot
) -> None:
    engine = FakeEngine(whole_run())
    runner, notes = make_runner(engine)
    assert runner.engine_state is EngineState.STARTING
    runner.warm_up("tiny")
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)
    assert notes.states == ["loading", "ready", "busy", "ready"]
    assert engine.done == ["start", "load tiny", "run tiny"]


def test_another_device_is_used_from_the_next_run_on(qtbot: QtBot) -> None:
    engines, asked = [FakeEngine(whole_run()), FakeEngine(whole_run())], []
    left = list(engines)

    def make(device: str | None, precision: str | None) -> FakeEngine:
        asked.append((device, precision))
        return left.pop(0)

    runner = Runner(make)
    notes = Notes(runner)
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    runner.set_device("cuda:1", "float16")
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: len(notes.ended) == 2)
    runner.close()
    assert asked == [(None, None), ("cuda:1", "float16")]
    assert engines[0].done == ["start", "run tiny", "close"]


def test_a_job_that_is_cancelled_while_the_engine_starts_ends_and_the_engine_goes_on(
    make_runner: MakeRunner, qtbot: QtBot
) -> None:
    gate, engine = Gate(), FakeEngine()
    engine.starting = [gate]
    runner, notes = make_runner(engine)
    job = runner.submit(request(), "apple")
    gate.wait_until_reached()
    runner.cancel(job)
    gate.open()
    qtbot.waitUntil(lambda: bool(notes.ended))
    engine.starting = ()
    gate.open()
    qtbot.waitUntil(lambda: runner.engine_state is EngineState.READY)
    assert notes.ended[0].state is JobState.CANCELLED
    assert engine.done == ["start", "start", "load tiny"]


def test_a_notice_is_passed_on_and_the_run_goes_on(make_runner: MakeRunner, qtbot: QtBot) -> None:
    notice = Notice("Not enough memory: now 1 at a time.")
    script = [*whole_run()[:3], notice, *whole_run()[1:]]
    runner, notes = make_runner(FakeEngine(script))
    runner.submit(request(), "apple")
    qtbot.waitUntil(lambda: bool(notes.ended))
    assert notice in notes.events()
    assert notes.ended[0].state is JobState.FINISHED
