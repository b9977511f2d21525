"""Every application of the paper in one sitting, with the real starter, by mouse and keys.

Each edit goes on with what the one before has left (appendix A.2), and none changes a pixel outside
its mask.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.app import Editor, application
from editor.document.clipart import library
from editor.document.layer import Kind
from editor.ui.prompt_bar.modes import Mode, effective_mask
from resources import resource
from tests.editor.window.studio import Studio

pytestmark = pytest.mark.timeout(600)
PATIENCE_MS = 300_000  # where other work takes the cores
STROKE = ((70, 150), (90, 158), (110, 150))
ELSEWHERE = ((210, 160), (230, 168), (250, 160))


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path) -> Iterator[Studio]:
    """A part of a sample photo, 320 × 240, and one draft a run."""
    with Image.open(resource("samples", "meadow.jpg")) as photo:
        part = photo.convert("RGB").crop((300, 400, 940, 880)).resize((320, 240))
    part.save(tmp_path / "part.png")
    studio = Studio(Editor(application()), qtbot)
    studio.open(tmp_path / "part.png")
    studio.bar.preset.setCurrentIndex(studio.bar.preset.findData("draft"))
    studio.bar.candidates.setValue(1)
    yield studio
    studio.close()


def test_every_application_in_one_sitting(studio: Studio) -> None:
    photo, opened = studio.colours, studio.document.history.present
    studio.drag(*STROKE)
    run(studio, Mode.ADD, "red apple")
    run(studio, Mode.REMOVE, "")
    run(studio, Mode.BACKGROUND, "grass")
    scribble(studio)
    run(studio, Mode.SCRIBBLE, "orange")
    place_clip_art(studio)
    run(studio, Mode.FILL, "penguin")
    results = [layer for layer in studio.state.layers if layer.kind is Kind.RESULT]
    prompts = [layer.recipe["prompt"] for layer in results]
    assert prompts == ["red apple", "", "grass", "orange", "penguin"]
    studio.view.setFocus()
    while studio.document.history.present != opened:
        studio.keys("Ctrl+Z", studio.view)
    assert np.array_equal(studio.colours, photo)


def run(studio: Studio, mode: Mode, prompt: str) -> None:
    """Generate, apply with Enter, and check that the background is the same to the bit."""
    QTest.mouseClick(studio.bar.modes.chip(mode), Qt.MouseButton.LeftButton)
    studio.type(prompt or " ")
    before, mask = studio.colours, effective_mask(mode, studio.state)
    assert mask.any()
    known = len(studio.items)
    studio.keys("Ctrl+Return", studio.bar.prompt)
    studio.until_idle(PATIENCE_MS)
    studio.click_candidate(studio.items[known])
    QTest.keyClick(studio.view_of_candidates, Qt.Key.Key_Return)
    after = studio.colours
    assert np.array_equal(after[mask == 0], before[mask == 0])
    assert not np.array_equal(after, before)


def scribble(studio: Studio) -> None:
    """Colour on a layer of its own; its area is the mask."""
    studio.view.setFocus()
    studio.keys("Ctrl+D", studio.view)
    assert not studio.state.mask.array.any()
    studio.keys("P", studio.view)
    studio.drag(*ELSEWHERE)
    assert studio.state.layers[-1].kind is Kind.SCRIBBLE


def place_clip_art(studio: Studio) -> None:
    """A piece is placed, confirmed with Enter, and its alpha becomes the mask."""
    (piece,) = [piece for piece in library() if piece.file.name == "penguin.png"]
    count = len(studio.state.layers)
    studio.window.add_clipart(piece, (160.0, 100.0))
    studio.until(lambda: len(studio.state.layers) > count)
    studio.view.setFocus()
    QTest.keyClick(studio.view, Qt.Key.Key_Return)
    studio.trigger("mask-from-layer")
    assert studio.state.layers[-1].kind is Kind.CLIP_ART
