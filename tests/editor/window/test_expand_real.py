"""End to end with the real starter: a small picture is made wider, by keys alone."""

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.app import Editor, application
from editor.ui.prompt_bar.modes import Mode
from resources import resource
from tests.editor.window.studio import Studio

PATIENCE_MS = 240_000


def small_photo(folder: Path) -> Path:
    """A part of a sample, 160 × 120."""
    with Image.open(resource("samples", "meadow.jpg")) as photo:
        part = photo.convert("RGB").crop((400, 500, 720, 740)).resize((160, 120))
    part.save(folder / "small.png")
    return folder / "small.png"


def test_a_small_picture_is_expanded(qtbot: QtBot, tmp_path: Path) -> None:
    studio = Studio(Editor(application()), qtbot)
    try:
        _expand(studio, small_photo(tmp_path))
    finally:
        studio.close()


def _expand(studio: Studio, path: Path) -> None:
    studio.open(path)
    before = studio.colours
    studio.keys("Shift+C", studio.view)
    assert studio.bar.mode is Mode.EXPAND
    for _ in range(3):
        QTest.keyClick(studio.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(2):
        QTest.keyClick(studio.view, Qt.Key.Key_Left)
    studio.bar.preset.setCurrentIndex(studio.bar.preset.findData("draft"))
    studio.bar.candidates.setValue(1)
    studio.type("grass")
    studio.keys("Ctrl+Return", studio.bar.prompt)
    studio.until_idle(PATIENCE_MS)
    (item,) = studio.items
    studio.click_candidate(item)
    QTest.keyClick(studio.view_of_candidates, Qt.Key.Key_Return)
    assert (studio.state.width, studio.state.height) == (192, 120)
    after = studio.colours
    assert np.array_equal(after[:, 32:], before)
    assert (after[..., 3] == 255).all()
    new = after[:, :32, :3].astype(int)
    assert np.ptp(new.reshape(-1, 3), axis=0).min() > 8  # something is there, not one colour
    assert studio.state.layers[-1].recipe["prompts"] == {"left": "grass"}
    studio.view.setFocus()
    studio.keys("Ctrl+Z", studio.view)
    assert np.array_equal(studio.colours, before)
