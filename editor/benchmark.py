"""``benchmark editor``: how quick the window is under the hand, measured in the real window.

Every figure is printed beside what is aimed at. Without a screen it runs offscreen, as tests do.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from editor.app import Editor, application
from editor.benchmark_runs import picker_figures, run_figures
from editor.document.document import Document
from editor.document.layer import Kind, Layer
from editor.document.operations import add_layer
from editor.document.pixels import Pixels
from resources import resource

__all__ = ["run"]

SIDE, LAYERS = 4096, 6
VIEW = (1600, 1000)
MEGAPIXELS_24 = (6000, 4000)
STROKES = 100
FRAMES = 60
DABS = 200
TIMEOUT = 120


@dataclass(frozen=True)
class Figure:
    """One result: what was measured, how much, and what is aimed at (a ceiling)."""

    name: str
    value: float
    unit: str
    aim: float

    def __str__(self) -> str:
        """A line of the report."""
        verdict = "within" if self.value <= self.aim else "over"
        return f"{self.name:<44} {self.value:9.2f} {self.unit:<3} {verdict} {self.aim:g}"


def run(arguments: list[str]) -> int:
    """Measure everything and print it; the exit code says whether every aim was reached."""
    if arguments[:1] == ["--start"]:
        return _measured_start(float(arguments[1]))
    if arguments not in ([], ["--json"]):
        sys.stderr.write("blendbrush: benchmark editor takes no options but --json.\n")
        return 2
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures = [_start(), *_in_window()]
    if arguments:
        sys.stdout.write(json.dumps([vars(figure) for figure in figures], indent=1) + "\n")
    else:
        sys.stdout.write("".join(f"{figure}\n" for figure in figures))
    return 0 if all(figure.value <= figure.aim for figure in figures) else 1


# -- starting


def _start() -> Figure:
    """From the process's beginning to the first painted window: the best of three.

    The first one compiles the modules, as the first start after an installation does.
    """
    times = []
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(3):
            done = subprocess.run(  # noqa: S603  ourselves
                [sys.executable, "-m", "editor.benchmark", "--start", str(time.time())],
                capture_output=True,
                text=True,
                check=True,
                timeout=TIMEOUT,
                env=environment,
            )
            times.append(float(done.stdout))
    return Figure("window on screen after start, no torch", min(times), "s", 1.0)


def _measured_start(began: float) -> int:
    """Print the seconds from ``began`` (as time.time counts) until a window has been painted."""
    with _editor() as editor:
        editor.window.show()
        _settle()
        elapsed = time.time() - began
    if "torch" in sys.modules:
        sys.stderr.write("torch was imported\n")
        return 1
    sys.stdout.write(f"{elapsed:.3f}\n")
    return 0


@contextmanager
def _editor() -> Iterator[Editor]:
    """The application with folders of its own, closed at the end."""
    with tempfile.TemporaryDirectory() as home:
        for name in ("DATA", "STATE", "CACHE", "CONFIG"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(home, name.lower()))
        editor = Editor(application())
        try:
            yield editor
        finally:
            for document in editor.window.documents:
                document.history.mark_saved(document.history.present)
            editor.window.close()
            editor.end()


def _settle() -> None:

    for _ in range(5):
        QApplication.processEvents()


# -- in the window


def _in_window() -> list[Figure]:

    with tempfile.TemporaryDirectory() as folder, _editor() as editor:
        photo = Path(folder, "photo.jpg")
        picture = Image.open(resource("samples", "meadow.jpg"))
        picture.resize(MEGAPIXELS_24, Image.Resampling.BICUBIC).save(photo, quality=92)
        editor.window.show()
        _size_view(editor)
        opening = _open(editor, photo)
        square = np.asarray(picture.resize((SIDE, SIDE)).convert("RGB"))
        document = Document.of_picture(Pixels.from_straight(square), "benchmark")
        for number in range(1, LAYERS):
            layer = Layer(Pixels.empty(SIDE, SIDE), f"Layer {number}", kind=Kind.SCRIBBLE)
            layer.pixels.array[number * 400 : number * 400 + 900, 300:3600] = (40, 20, 90, 120)
            document.adopt(add_layer(document.state, layer))
        editor.window.opening.add(document)
        _settle()
        figures = [opening, *_brush(editor), *_frames(editor), _history(editor)]
        results = [*picker_figures(), *run_figures(editor)]
        return figures + [Figure(*result) for result in results]


def _size_view(editor: Editor) -> None:
    """Make the window so large that the canvas has the size that is asked for."""
    window, view = editor.window, editor.window.context.view
    window.resize(VIEW[0] + 460, VIEW[1] + 320)
    _settle()
    view.setFixedSize(*VIEW)
    _settle()


def _open(editor: Editor, photo: Path) -> Figure:
    context = editor.window.context
    started = time.perf_counter()
    editor.window.opening.open([photo])
    while not context.has_document() and time.perf_counter() - started < TIMEOUT:
        _settle()
        time.sleep(0.001)  # the file is read in another thread
    context.view.repaint()
    elapsed = time.perf_counter() - started
    return Figure("open and show a 24-megapixel JPEG", elapsed, "s", 1.5)


def _brush(editor: Editor) -> list[Figure]:
    """One dab of 64 px from the event to the composited tile, on colours and on the mask."""
    window, view = editor.window, editor.window.context.view
    view.zoom_to(1.0)
    figures = []
    for tool, name in (("paint-brush", "scribble"), ("mask-brush", "mask")):
        window.tools.choose(tool)
        window.context.tool_settings.set_brush(size=64.0, hardness=0.8)
        _settle()
        times = _stroke_times(editor, 300.0)
        figures.append(Figure(f"a dab of 64 px, {name}: median", times[0], "ms", 4.0))
        figures.append(Figure(f"a dab of 64 px, {name}: 99 of 100", times[1], "ms", 16.0))
    return figures


def _stroke_times(editor: Editor, y: float) -> tuple[float, float]:
    mouse = Mouse(editor)
    mouse.press(200, y)
    times = []
    for step in range(DABS):
        x = 200 + step * 6
        times.append(_timed(partial(mouse.move, x, y + x % 40)) * 1000)
        _settle()
    mouse.release(200, y)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99)]


def _frames(editor: Editor) -> list[Figure]:
    """A frame while panning and while zooming, with everything composited already."""
    view = editor.window.context.view
    figures = []
    for name, zoom in (("100 %", 1.0), ("33 %", 0.33), ("400 %", 4.0), ("whole picture", None)):
        view.fit() if zoom is None else view.zoom_to(zoom)
        view.repaint()
        figures.append(_frame_figure(f"a frame, panning at {name}", partial(_pan, editor)))
    figures.append(_frame_figure("a frame, zooming in from the whole", partial(_zoom, editor)))
    return figures


def _pan(editor: Editor, step: int) -> None:
    view = editor.window.context.view
    back_and_forth = 3 if step % 40 < 20 else -3
    view.set_viewport(view.viewport.panned(back_and_forth, back_and_forth))
    view.repaint()


def _zoom(editor: Editor, step: int) -> None:
    view = editor.window.context.view
    if step == 0:
        view.fit()
    view.zoom_by(1.02)
    view.repaint()


def _frame_figure(name: str, draw: Callable[[int], None]) -> Figure:
    for step in range(FRAMES):  # copies of other sizes are made once
        draw(step)
    times = [_timed(partial(draw, step)) * 1000 for step in range(FRAMES)]
    return Figure(f"{name}: median", statistics.median(times), "ms", 8.0)


def _history(editor: Editor) -> Figure:
    """Memory that a hundred soft strokes of 16 to 64 px take for undo."""
    window = editor.window
    document = window.context.document
    window.tools.choose("paint-brush")
    rng = np.random.default_rng(0)
    window.context.view.fit()
    before = document.history.nbytes(document.state)
    mouse = Mouse(editor)
    for _ in range(STROKES):
        window.context.tool_settings.set_brush(size=float(rng.integers(16, 65)), hardness=0.5)
        x, y = rng.uniform(350, 1200), rng.uniform(100, 850)
        mouse.press(x, y)
        for _ in range(6):
            x, y = x + rng.uniform(-25, 25), y + rng.uniform(-25, 25)
            mouse.move(x, y)
        mouse.release(x, y)
    used = (document.history.nbytes(document.state) - before) / 1e6
    return Figure(f"history of {STROKES} strokes", used, "MB", 64.0)


class Mouse:
    """Sends mouse events to the canvas, in view coordinates."""

    def __init__(self, editor: Editor) -> None:
        self._view = editor.window.context.view

    def press(self, x: float, y: float) -> None:
        """The left button goes down."""
        self._send(QEvent.Type.MouseButtonPress, x, y, down=True)

    def move(self, x: float, y: float) -> None:
        """The mouse moves with the button down."""
        self._send(QEvent.Type.MouseMove, x, y, down=True)

    def release(self, x: float, y: float) -> None:
        """The button goes up."""
        self._send(QEvent.Type.MouseButtonRelease, x, y, down=False)

    def _send(self, kind: QEvent.Type, x: float, y: float, *, down: bool) -> None:

        button = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind,
            QPointF(x, y),
            self._view.mapToGlobal(QPointF(x, y)),
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button,
            button if down else Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self._view, event)


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
