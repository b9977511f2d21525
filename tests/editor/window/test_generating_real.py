"""The main job from the first stroke to the reopened project, with the real starter."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.app import Editor, application
from editor.document.layer import Kind
from editor.ui.candidates.items import Item, ItemState
from tests.editor.window.studio import MEADOW, Studio

Pixels = NDArray[Any]
pytestmark = pytest.mark.timeout(300)
PATIENCE_MS = 200_000  # where other work takes the cores


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio(Editor(application()), qtbot)
    yield studio
    studio.close()


def test_the_main_job_with_the_real_starter(studio: Studio, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def note(item: Item) -> None:
        if item.state is ItemState.RUNNING:
            seen.append((item.index, item.step))

    studio.window.store.item_changed.connect(note)
    studio.open(MEADOW)
    studio.bar.preset.setCurrentIndex(studio.bar.preset.findData("draft"))
    studio.ready("a lemon", 2)
    before, outside = studio.colours, studio.state.mask.array == 0
    studio.keys("Ctrl+Return", studio.bar.prompt)
    studio.until_idle(PATIENCE_MS)
    assert {index for index, _ in seen} == {0, 1}
    assert [step for index, step in seen if index == 0] == list(range(4, 23, 2))
    applied = preview_both_and_apply_the_best(studio, before, outside)
    studio.keys("Ctrl+Z", studio.view)
    assert np.array_equal(studio.colours, before)
    studio.keys("Ctrl+Y", studio.view)
    assert np.array_equal(studio.colours, applied)
    edit_again(studio, applied)
    check_saved(studio, tmp_path / "two.ora")


def preview_both_and_apply_the_best(studio: Studio, before: Pixels, outside: Pixels) -> Pixels:
    best = min(studio.items, key=lambda item: item.rank or 99)
    for item in (next(item for item in studio.items if item is not best), best):
        studio.click_candidate(item)
        assert not np.array_equal(studio.colours, before)
        assert np.array_equal(studio.colours[outside], before[outside])
    QTest.keyClick(studio.view_of_candidates, Qt.Key.Key_Return)
    applied = studio.colours
    assert np.count_nonzero((applied != before)[outside]) == 0
    assert np.count_nonzero((applied != before)[~outside]) > 1000
    return applied


def edit_again(studio: Studio, before: Pixels) -> None:
    """On top of what is there, elsewhere."""
    studio.trigger("mask-clear")
    studio.drag((300, 800), (400, 820))
    outside = studio.state.mask.array == 0
    studio.bar.candidates.setValue(1)
    studio.type("snow")
    studio.keys("Ctrl+Return", studio.bar.prompt)
    studio.until_idle(PATIENCE_MS)
    studio.window.candidates.applied.emit(studio.items[2])
    assert np.count_nonzero((studio.colours != before)[outside]) == 0
    assert not np.array_equal(studio.colours, before)


def check_saved(studio: Studio, path: Path) -> None:
    end, mask = studio.colours, studio.state.mask.array.copy()
    studio.window.saving.write(studio.document, path)
    studio.until(lambda: not studio.document.modified)
    studio.window.saving.close(studio.document)
    studio.open(path)
    assert np.array_equal(studio.colours, end)
    assert np.array_equal(studio.state.mask.array, mask)
    assert [layer.name for layer in studio.state.layers] == ["meadow.jpg", "a lemon", "snow"]
    for layer, prompt in zip(studio.state.layers[1:], ("a lemon", "snow"), strict=True):
        assert layer.kind is Kind.RESULT
        assert layer.recipe["prompt"] == prompt
        assert len(layer.recipe["model_sha256"]) == 64
