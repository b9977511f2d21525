"""Two results are combined with the brush that paints one of them in, by mouse and keys."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox

from editor.document.geometry import Affine
from editor.document.layer import Layer
from editor.document.operations import transform_layer
from editor.ui.menus import LAYER_MENU
from editor.ui.tool_actions import TOOL_GROUPS
from tests.editor.window.scripted_engine import COLOURS
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.test_applied import apply, soften

Array = NDArray[np.uint8]
LEFT, RIGHT = (620, 503), (750, 503)  # two places of the run's mask


@pytest.fixture
def two(studio: ScriptedStudio) -> ScriptedStudio:
    """A picture with candidate 0 applied, and candidate 1 above it."""
    studio.made()
    apply(studio, 0)
    apply(studio, 1)
    studio.trigger("mask-clear")
    return studio


def top(studio: ScriptedStudio) -> Layer:
    return studio.state.layers[-1]


def colour(studio: ScriptedStudio, place: tuple[int, int]) -> tuple[int, ...]:
    x, y = place
    return tuple(studio.colours[y, x, 2::-1].tolist())


def brush(
    studio: ScriptedStudio, key: str, *points: tuple[float, float], size: float = 40.0
) -> None:
    """Take a tool by its key, and draw with it."""
    studio.view.setFocus()
    studio.keys(key, studio.view)
    studio.context.tool_settings.set_brush(size=size, hardness=1.0)
    studio.drag(*points)


def test_hide_all_then_paint_in(two: ScriptedStudio) -> None:
    whole = top(two).pixels.array.copy()
    assert colour(two, LEFT) == colour(two, RIGHT) == COLOURS[1]
    two.trigger("layer-paint-in")
    assert not top(two).pixels.array.any()
    assert colour(two, LEFT) == colour(two, RIGHT) == COLOURS[0]
    assert two.window.tools.name == "reveal"
    assert two.context.actions["reveal"].isChecked()
    two.context.tool_settings.set_brush(size=40.0, hardness=1.0)
    steps = len(two.document.history.steps)
    two.drag(RIGHT, (755, 503), (760, 500))
    assert len(two.document.history.steps) == steps + 1
    assert two.document.history.steps[-1].label == "Bring back"
    assert colour(two, RIGHT) == COLOURS[1]
    assert colour(two, LEFT) == COLOURS[0]
    shown = top(two).pixels.array
    full = shown[..., 3] == 255
    assert np.array_equal(shown[full], whole[full])
    for hidden in ("undo", "undo"):
        two.trigger(hidden)
    assert np.array_equal(top(two).pixels.array, whole)
    for again in ("redo", "redo"):
        two.trigger(again)
    assert np.array_equal(top(two).pixels.array, shown)


def test_the_brush_is_the_erasers_opposite(two: ScriptedStudio) -> None:
    whole = top(two).pixels.array.copy()
    two.view.setFocus()
    two.keys("Q", two.view)  # from the mask to the picture
    brush(two, "E", (700, 515), (760, 500))
    assert colour(two, RIGHT) == COLOURS[0]
    brush(two, "Shift+E", (690, 515), (770, 500), size=120.0)
    assert colour(two, RIGHT) == COLOURS[1]
    assert np.array_equal(top(two).pixels.array, whole)
    assert {"reveal"} <= set(TOOL_GROUPS[1])


def test_escape_takes_a_stroke_back(two: ScriptedStudio) -> None:
    two.trigger("layer-paint-in")
    two.context.tool_settings.set_brush(size=40.0, hardness=1.0)
    QTest.mousePress(two.view, Qt.MouseButton.LeftButton, pos=two.at(*RIGHT))
    assert colour(two, RIGHT) == COLOURS[1]
    QTest.keyClick(two.view, Qt.Key.Key_Escape)
    assert colour(two, RIGHT) == COLOURS[0]
    QTest.mouseRelease(two.view, Qt.MouseButton.LeftButton, pos=two.at(*RIGHT))
    assert not top(two).pixels.array.any()


def test_half_an_opacity_paints_in_half(two: ScriptedStudio) -> None:
    two.trigger("layer-paint-in")
    fields = two.window.options.findChildren(QSpinBox)
    field = next(field for field in fields if field.accessibleName() == "Opacity")
    two.until(field.isVisible)
    field.setValue(50)
    two.context.tool_settings.set_brush(size=40.0, hardness=1.0)
    two.drag(RIGHT, (751, 503))
    half = np.array(colour(two, RIGHT))
    assert np.abs(half - (np.array(COLOURS[0]) + COLOURS[1]) / 2).max() <= 2


def test_the_masked_part_is_brought_back(two: ScriptedStudio) -> None:
    before = two.colours
    two.trigger("layer-paint-in")
    hidden = two.colours
    two.view.setFocus()
    two.keys("B", two.view)
    two.drag((740, 503), (760, 500))
    mask = two.state.mask.array
    two.trigger("layer-bring-back")
    after = two.colours
    assert np.array_equal(after[mask == 255], before[mask == 255])
    assert np.array_equal(after[mask == 0], hidden[mask == 0])
    two.trigger("undo")
    assert np.array_equal(two.colours, hidden)


def test_it_is_in_the_menu_where_it_can_be_done(studio: ScriptedStudio) -> None:
    names = ("layer-paint-in", "layer-bring-back")
    assert set(names) < set(LAYER_MENU)
    studio.made()
    actions = studio.context.actions
    assert not any(actions[name].isEnabled() for name in names)
    apply(studio)
    assert all(actions[name].isEnabled() for name in names)
    studio.trigger("mask-clear")
    assert [actions[name].isEnabled() for name in names] == [True, False]
    studio.trigger("layer-lock")
    assert not any(actions[name].isEnabled() for name in names)
    said: list[str] = []
    studio.view.said.connect(said.append)
    studio.trigger("reveal")
    studio.drag(RIGHT, (760, 500))
    assert said[-1].startswith("This layer is locked.")
    studio.document.adopt(studio.state.replaced(active=studio.state.layers[0].number))
    studio.trigger("layer-lock")
    studio.drag(RIGHT, (760, 500))
    assert said[-1] == "There is nothing to bring back here. Choose the layer of a result."


def test_after_reopening_it_can_still_be_painted_in(two: ScriptedStudio, tmp_path: Path) -> None:
    before = two.colours
    two.trigger("layer-paint-in")
    two.context.tool_settings.set_brush(size=40.0, hardness=1.0)
    two.drag(LEFT, (625, 503))
    painted, path = two.colours, tmp_path / "work.ora"
    two.window.saving.write(two.document, path)
    two.until(lambda: not two.document.modified)
    two.window.saving.close(two.document)
    two.open(path)
    assert np.array_equal(two.colours, painted)
    two.trigger("mask-all")
    two.trigger("layer-bring-back")
    assert np.array_equal(two.colours, before)


def test_what_comes_back_has_the_soft_edge_of_now(two: ScriptedStudio) -> None:
    soften(two, "24")
    soft = top(two).pixels.array.copy()
    two.trigger("layer-paint-in")
    soften(two, "10")
    two.trigger("mask-all")
    two.trigger("layer-bring-back")
    between = top(two).pixels.array.copy()
    assert not np.array_equal(between, soft)
    soften(two, "24")
    assert np.array_equal(top(two).pixels.array, soft)


def test_a_scaled_result_is_painted_in_at_its_size(two: ScriptedStudio) -> None:
    bigger = Affine.about((700, 500), (1.5, 1.5), 0.0)
    two.document.change("Scale", transform_layer(two.state, top(two).number, bigger))
    scaled = top(two).pixels.array.copy()
    two.trigger("layer-paint-in")
    two.trigger("mask-all")
    two.trigger("layer-bring-back")
    assert np.array_equal(top(two).pixels.array, scaled)
    assert top(two).bounds.w > 200
