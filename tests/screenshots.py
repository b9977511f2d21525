"""Takes pictures of the window in every state: ``python -m tests.screenshots FOLDER``.

The real application on real photos, at 1× and 2×, dark and light. Look at them after a change.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from editor.app import Editor, application
from editor.document.clipart import library
from editor.document.expanding import Extent
from editor.document.geometry import Rect
from editor.ui.candidates.view import CandidatesView
from editor.ui.prompt_bar.modes import Mode
from resources import resource

SIZE = (1600, 1000)
SCALES, MODES = ("1", "2"), ("dark", "light")
FOLDERS = ("DATA", "STATE", "CACHE", "CONFIG")
DIALOGS = (
    "export",
    "picture-resize",
    "picture-canvas",
    "mask-grow",
    "preferences",
    "shortcuts",
    "new",
    "about",
    "search-commands",
)


class Photographer:
    """Drives one editor and keeps pictures of it."""

    def __init__(self, folder: Path, suffix: str, mode: str) -> None:
        self._folder = folder
        self._suffix = suffix
        self.editor = Editor(application())
        self.editor.settings.set("theme", mode)
        self.window = self.editor.window
        self.view = self.window.context.view
        self.window.resize(*SIZE)
        self.window.show()
        self.settle()

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Let the window do what is waiting, and wait for a condition."""
        for _ in range(20):
            QApplication.processEvents()
        patience = 4000
        while not until() and patience:
            QTest.qWait(50)
            patience -= 1
        if not patience:
            raise RuntimeError("the window did not get there")
        QTest.qWait(200)  # thumbnails come a moment later

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Write a picture of the window, or of a part of it."""
        path = self._folder / f"{name}-{self._suffix}.png"
        (widget or self.window).grab().save(str(path))
        sys.stdout.write(f"{path}\n")

    def open(self, name: str) -> None:
        """Open a sample photo."""
        before = len(self.window.documents)
        self.window.opening.open([resource("samples", name)])
        self.settle(lambda: len(self.window.documents) > before)

    def drag(self, *points: tuple[float, float], keys: Qt.KeyboardModifier | None = None) -> None:
        """Press, move and release along points of the picture."""
        held = keys or Qt.KeyboardModifier.NoModifier
        places = [self._at(x, y) for x, y in points]
        QTest.mousePress(self.view, Qt.MouseButton.LeftButton, held, places[0])
        for place in places[1:]:
            QTest.mouseMove(self.view, place)
            QApplication.processEvents()
        QTest.mouseRelease(self.view, Qt.MouseButton.LeftButton, held, places[-1])

    def _at(self, x: float, y: float) -> QPoint:
        return self.view.viewport.to_view.map(QPointF(x, y)).toPoint()

    def choose(self, name: str) -> None:
        """Trigger an action."""
        self.window.context.actions[name].trigger()
        self.settle()

    def dialog(self, action: str, name: str) -> None:
        """Trigger an action that opens a dialog, and keep a picture of that."""

        def grab() -> None:
            shown = QApplication.activeModalWidget() or QApplication.activePopupWidget()
            if shown is None:
                QTimer.singleShot(100, grab)
                return
            QTest.qWait(500)
            self.keep(name, shown)
            shown.reject() if isinstance(shown, QDialog) else shown.close()

        QTimer.singleShot(100, grab)
        self.choose(action)

    def close(self) -> None:
        """End without asking."""
        for document in self.window.documents:
            document.history.mark_saved(document.history.present)
        self.window.close()
        self.editor.end()


def take(folder: Path, suffix: str, mode: str) -> None:
    """All pictures of one theme at one scale."""
    shots = Photographer(folder, suffix, mode)
    shots.keep("01-start")
    shots.open("meadow.jpg")
    shots.keep("02-opened")
    shots.drag((560, 520), (620, 470), (700, 460), (760, 500), (770, 560), (700, 600), (600, 580))
    shots.keep("03-mask-brush")
    shots.choose("mask-outline")
    shots.keep("04-mask-outline")
    shots.choose("mask-outline")
    _scribble(shots)
    _clip_art(shots)
    shots.choose("crop")
    shots.window.tools.crop.set_values(Rect(200, 100, 1200, 800))
    shots.settle()
    shots.keep("07-crop")
    shots.choose("mask-brush")
    shots.window.history_dock.raise_()
    shots.settle()
    shots.keep("08-history")
    shots.window.clipart_dock.raise_()
    shots.settle()
    shots.keep("09-clip-art-panel")
    shots.window.layers_dock.raise_()
    for number, action in enumerate(DIALOGS, start=10):
        shots.dialog(action, f"{number}-{action}")
    _ending(shots)


def _ending(shots: Photographer) -> None:
    shots.window.context.warn(
        "The disk is full, so meadow.ora was not saved. Free some space and save again.",
        "OSError: [Errno 28] No space left on device",
    )
    shots.settle()
    shots.keep("20-error")
    shots.window.context.messages.dismiss()
    shots.open("room.jpg")
    shots.view.rotate_to(15)
    shots.settle()
    shots.keep("21-two-pictures-turned")
    shots.view.rotate_to(0)
    shots.view.zoom_to(16)
    shots.settle()
    shots.keep("22-pixels")
    shots.window.resize(1100, 700)
    shots.view.fit()
    shots.settle()
    shots.keep("23-small-window")
    shots.close()


def _scribble(shots: Photographer) -> None:
    shots.choose("paint-brush")
    settings = shots.window.context.tool_settings
    for size, colour, points in (
        (90.0, (200, 60, 40), ((1000, 520), (1060, 480), (1120, 520), (1060, 560), (1010, 530))),
        (24.0, (70, 120, 40), ((1060, 470), (1075, 430), (1100, 410))),
    ):
        settings.set_brush(size=size)
        settings.set(colour=colour)
        shots.drag(*points)
    shots.settle()
    shots.keep("05-scribble")


def _clip_art(shots: Photographer) -> None:
    state = shots.window.context.state
    piece = next(item for item in library() if item.group == "Animals")
    shots.window.add_clipart(piece, (420.0, 620.0))
    shots.settle(lambda: len(shots.window.context.state.layers) > len(state.layers))
    shots.keep("06-clip-art-handles")


MASKS = (
    ((760, 830), (800, 800), (860, 800), (890, 840), (860, 880), (800, 880), (830, 840)),
    ((420, 880), (470, 850), (520, 870), (500, 920), (440, 920), (470, 885)),
    ((1150, 900), (1200, 870), (1250, 890), (1230, 940), (1170, 940), (1200, 905)),
)
PROMPTS = ("tennis ball", "pumpkin", "purple flower")


def take_runs(folder: Path, suffix: str, mode: str) -> None:
    """The main job with the real starter: running, picking, comparing, applying, going on."""
    shots = Photographer(folder, suffix, mode)
    window, bar = shots.window, shots.window.prompt_bar
    window.models.warm_up()
    shots.open("meadow.jpg")
    bar.preset.setCurrentIndex(bar.preset.findData("draft"))
    bar.candidates.setValue(4)
    for number, (mask, prompt) in enumerate(zip(MASKS, PROMPTS, strict=True)):
        _masked(shots, mask)
        bar.prompt.setPlainText(prompt)
        shots.settle()
        if number == 0:
            shots.keep("30-ready")
        shots.choose("generate")
        if number == 0:
            shots.settle(lambda: any(run.progress > 0.4 for run in window.store.runs))
            shots.keep("31-running")
        shots.settle(lambda: not window.runner.busy)
        _pick(shots, first=number == 0)
    shots.keep("38-three-steps")
    window.history_dock.raise_()
    shots.settle()
    shots.keep("39-history-of-three")
    shots.dialog("models", "40-models")
    shots.close()


def _masked(shots: Photographer, mask: tuple[tuple[float, float], ...]) -> None:
    shots.choose("mask-brush")
    if shots.window.context.actions["mask-clear"].isEnabled():
        shots.choose("mask-clear")
    shots.drag(*mask)
    shots.settle()


def _pick(shots: Photographer, *, first: bool) -> None:
    """Preview the best candidate of the last run, compare it, and apply it."""
    window = shots.window
    run = window.store.runs[-1]
    best = min(run.items.values(), key=lambda item: item.rank or 99)
    if first:
        shots.keep("32-ranked")
        grid = window.candidates.findChildren(CandidatesView)[0]
        place = grid.visualRect(grid.candidates.index(grid.candidates.place(best))).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        shots.settle()
        shots.keep("33-preview")
        for number, name in enumerate(
            ("compare-wipe", "compare-two", "compare-four", "compare-difference"), start=34
        ):
            shots.choose(name)
            shots.keep(f"{number}-{name}")
            shots.choose(name)
    window.candidates.applied.emit(best)
    shots.settle()


def take_expanding(folder: Path, suffix: str, mode: str) -> None:
    """A picture is made larger with the real starter: the frame, a run, a candidate, the layer."""
    shots = Photographer(folder, suffix, mode)
    window, bar = shots.window, shots.window.prompt_bar
    window.models.warm_up()
    shots.open("meadow.jpg")
    bar.modes.choose(Mode.EXPAND)
    shots.settle()
    shots.keep("50-expand")
    window.tools.expand.set_values(Extent(left=240, bottom=120))
    bar.preset.setCurrentIndex(bar.preset.findData("draft"))
    bar.candidates.setValue(2)
    bar.prompt.setPlainText("grass")
    shots.settle(lambda: "parts" in bar.hint.text)
    shots.keep("51-expand-frame")
    shots.choose("generate")
    shots.settle(lambda: any(run.progress > 0.4 for run in window.store.runs))
    shots.keep("52-expand-running")
    shots.settle(lambda: not window.runner.busy)
    item = window.store.items[0]
    window.candidates.previewed.emit(item)
    shots.settle()
    shots.keep("53-expand-preview")
    window.candidates.previewed.emit(None)
    window.candidates.applied.emit(item)
    shots.settle()
    shots.keep("54-expanded")
    shots.close()


def main() -> int:
    """Take all pictures, or with --part those of one theme at one scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", nargs=2, metavar=("SCALE", "MODE"))
    options = parser.parse_args()
    folder: Path = options.folder.absolute()
    if options.part is not None:
        scale, mode = options.part
        take(folder, f"{mode}-{scale}x", mode)
        take_runs(folder, f"{mode}-{scale}x", mode)
        take_expanding(folder, f"{mode}-{scale}x", mode)
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    for scale, mode in itertools.product(SCALES, MODES):
        with tempfile.TemporaryDirectory() as home:
            places = {f"XDG_{name}_HOME": str(Path(home, name)) for name in FOLDERS}
            environment = {**os.environ, **places, "QT_SCALE_FACTOR": scale}
            part = ["-m", "tests.screenshots", str(folder), "--part", scale, mode]
            subprocess.run([sys.executable, *part], env=environment, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
