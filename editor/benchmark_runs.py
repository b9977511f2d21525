"""The part of ``benchmark editor`` that is about runs: the real starter, and a full picker."""

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from editor.app import Editor
from editor.document.geometry import Rect
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.candidates.store import CandidateStore
from editor.ui.candidates.view import CandidatesView
from inference.events import Box, Candidate, CandidateFinished, RunPlanned, Scores

__all__ = ["Result", "picker_figures", "run_figures"]

Result = tuple[str, float, str, float]
CANDIDATES = 1000
RESULT_SIDE = 256
TICK_MS = 5
PATIENCE = 300.0
MASK = Rect(700, 700, 260, 220)


class Ticker:
    """A timer of 5 ms in the GUI thread, and the gaps between its ticks."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def stop(self) -> list[float]:
        """The gaps in milliseconds, the shortest first."""
        self._timer.stop()
        return sorted(gap * 1000 for gap in self.gaps)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


def run_figures(editor: Editor) -> list[Result]:
    """Gaps of the GUI thread during a run of the starter on this machine, and cancelling one.

    The window shows a picture already.
    """
    window = editor.window
    mask = window.context.state.mask
    edit = window.context.document.edit(mask)
    edit.touch(MASK)
    mask.array[MASK.slices] = 255
    window.context.document.touched(mask, MASK)
    window.context.document.record("Mask", edit)
    window.prompt_bar.prompt.setPlainText("a tennis ball")
    window.prompt_bar.preset.setCurrentIndex(window.prompt_bar.preset.findData("draft"))
    window.prompt_bar.candidates.setValue(2)
    _wait(lambda: not window.context.background.busy)
    window.context.actions["generate"].trigger()
    _wait(lambda: any(run.progress > 0 for run in window.store.runs))
    ticker = Ticker()
    _wait(lambda: not window.runner.busy)
    gaps = ticker.stop()
    return [
        ("longest gap of the GUI thread during a run", gaps[-1], "ms", 100.0),
        ("99 of 100 gaps during a run", gaps[int(len(gaps) * 0.99)], "ms", 16.0),
        *_cancelled(editor),
    ]


def _cancelled(editor: Editor) -> list[Result]:
    """How long it takes until the window says that it is stopping, and until it has."""
    window = editor.window
    window.prompt_bar.candidates.setValue(8)
    window.context.actions["generate"].trigger()
    _wait(lambda: window.runner.busy and window.store.runs[-1].progress > 0)
    started = time.perf_counter()
    window.context.actions["cancel-run"].trigger()
    _wait(lambda: all(job.stopping for job in window.runner.jobs))
    acknowledged = time.perf_counter() - started
    _wait(lambda: not window.runner.busy)
    stopped = time.perf_counter() - started
    return [
        ("cancelling a run: acknowledged", acknowledged * 1000, "ms", 100.0),
        ("cancelling a run: stopped", stopped, "s", 3.0),
    ]


def picker_figures() -> list[Result]:
    """A picker of 344 px with a thousand candidates: one more, and a frame while scrolling."""
    store = CandidateStore()
    panel = CandidatesPanel(store)
    panel.resize(344, 700)
    panel.show()
    region = Box(0, 0, RESULT_SIDE, RESULT_SIDE)
    store.begin_run(1, "benchmark", "document", CANDIDATES)
    store.take(1, RunPlanned(region, 25, (CANDIDATES,), 9.0, 10**9, "cpu", "float32"))
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (RESULT_SIDE, RESULT_SIDE, 4), dtype=np.uint8)
    inserts = []
    for index in range(CANDIDATES):
        distance = float(rng.uniform(0.2, 1.2))
        scores = Scores(distance, distance)
        event = CandidateFinished(Candidate(index, index, scores, region, pixels, {}))
        inserts.append(_timed(partial(store.take, 1, event)))
        if index % 100 == 0:
            QApplication.processEvents()
    grid = panel.findChildren(CandidatesView)[0]
    grid.candidates.settle()
    QApplication.processEvents()
    frames = _scrolled(grid)
    panel.close()
    return [
        (f"a candidate more, at {CANDIDATES}", statistics.median(inserts[-50:]), "ms", 5.0),
        (f"a frame, scrolling {CANDIDATES} candidates", statistics.median(frames), "ms", 8.0),
    ]


def _scrolled(grid: CandidatesView) -> list[float]:
    bar = grid.verticalScrollBar()

    def scroll(to: int) -> None:
        bar.setValue(to)
        grid.viewport().repaint()

    return [_timed(partial(scroll, to)) for to in range(0, min(8000, bar.maximum()), 48)]


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + PATIENCE
    while not condition():
        QApplication.processEvents()
        time.sleep(0.0005)
        if time.perf_counter() > deadline:
            raise TimeoutError("the window did not get there")


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
