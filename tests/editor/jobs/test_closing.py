"""Closing while a job runs, and what must hold for a whole process."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from tests.editor.jobs.conftest import MakeRunner
from tests.editor.jobs.fakes import FakeEngine, Gate, request, whole_run

ROOT = Path(__file__).parents[3]
CLOSE_SECONDS = 3.0
IMPORTS = """
import sys, time
from PySide6.QtCore import QCoreApplication, QObject, Slot
from editor.jobs.runner import Runner
"""
FAKE = """
import threading
from inference.events import RunFinished
from tests.editor.jobs.fakes import FakeEngine, PLANNED, preview, request
released = threading.Event()
def wait(): released.wait(60)
engine = FakeEngine([PLANNED, preview(0, 1), {steps}, RunFinished((), False, 1.0)])
engine.kill = lambda: (engine.killed.set(), released.set())
app = QCoreApplication([])
runner = Runner(lambda device, precision: engine)
"""
CLOSING = """
runner.streamed.connect(app.quit)
runner.submit(request(), "apple")
app.exec()
began = time.monotonic()
runner.close()
print(time.monotonic() - began)
"""
REAL = """
from pathlib import Path
from editor.jobs.engine_process import ProcessEngine
from inference.events import Preview
from tests.editor.jobs.fakes import short_run
if __name__ == "__main__":
    app = QCoreApplication([])
    runner = Runner(lambda device, precision: ProcessEngine("cpu", "float32"))
    def take(message):
        if isinstance(message.event, Preview):
            app.quit()
    runner.streamed.connect(take)
    runner.submit(short_run(Path(sys.argv[1]), 500), "apple")
    app.exec()
    began = time.monotonic()
    runner.close()
    print(time.monotonic() - began)
"""
EMITS = """
import gc, threading
from editor.jobs.messages import EngineInfo, JobEvent
from editor.jobs.worker import Worker
from inference.events import Notice
app = QCoreApplication([])
worker = Worker(lambda device, precision: None, threading.Event(), None)
message = JobEvent(1, Notice("hello"))
watched = (True, False, None, message)
class Taker(QObject):
    taken = 0
    @Slot(object)
    def take(self, message):
        self.taken += 1
taker = Taker()
worker.told.connect(taker.take)
worker.told.emit(message)
gc.collect()
before = [sys.getrefcount(value) for value in watched]
for _ in range(20_000):
    worker.told.emit(message)
gc.collect()
after = [sys.getrefcount(value) for value in watched]
print(taker.taken, [b - a for a, b in zip(before, after)])
"""
NO_TORCH = """
print([name for name in ("torch", "open_clip", "kornia") if name in sys.modules])
"""


def run(tmp_path: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "script.py"
    path.write_text(script)
    return subprocess.run(
        [sys.executable, str(path), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize(
    "steps", ["*[wait] * 3", "*[lambda: time.sleep(0.05)] * 10_000"], ids=["stuck", "slow"]
)
def test_closing_in_mid_run_ends_well(tmp_path: Path, steps: str) -> None:
    ended = run(tmp_path, IMPORTS + FAKE.format(steps=steps) + CLOSING)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert float(ended.stdout) <= CLOSE_SECONDS


def test_closing_in_mid_run_of_a_real_engine_ends_well(tmp_path: Path, tiny_model: Path) -> None:
    ended = run(tmp_path, IMPORTS + REAL, str(tiny_model))
    assert ended.returncode == 0, ended.stderr
    assert "Destroyed" not in ended.stderr
    assert "Traceback" not in ended.stderr
    assert float(ended.stdout) <= CLOSE_SECONDS


def test_telling_leaks_nothing(tmp_path: Path) -> None:
    ended = run(tmp_path, IMPORTS + EMITS)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "20001 [0, 0, 0, 0]\n"


def test_the_gui_side_needs_no_torch(tmp_path: Path) -> None:
    ended = run(tmp_path, IMPORTS + NO_TORCH)
    assert ended.stdout == "[]\n", ended.stderr


def test_nothing_is_told_after_closing(make_runner: MakeRunner, qtbot: QtBot) -> None:
    gate = Gate()
    engine = FakeEngine([gate, *whole_run()])
    runner, notes = make_runner(engine)
    runner.submit(request(), "apple")
    runner.submit(request(), "pear")
    gate.wait_until_reached()
    gate.open()
    began = time.monotonic()
    runner.close()
    assert time.monotonic() - began < CLOSE_SECONDS
    before = len(notes.told)
    qtbot.wait(1)
    assert len(notes.told) == before
    assert engine.done == ["start", "run tiny", "close"]
    assert runner.jobs == ()
    runner.warm_up()
    runner.close()


def test_a_runner_that_never_ran_closes_at_once(make_runner: MakeRunner) -> None:
    runner, _ = make_runner()
    runner.close()
    assert not any(thread.isRunning() for thread in runner.findChildren(QThread))
