"""A person makes a picture larger, in the real window over a scripted engine."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.document.compositor import flattened
from editor.document.expanding import Extent
from editor.document.layer import Kind
from editor.ui.candidates.items import ItemState
from editor.ui.prompt_bar.modes import Mode
from inference.extend_request import Side
from tests.editor.window.expanding import (
    alike,
    apply,
    chip,
    everything,
    expand_mode,
    item_of,
    made,
    pull,
    spin,
    write,
)
from tests.editor.window.scripted_engine import Stop
from tests.editor.window.scripted_extending import NEW
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import MEADOW

Left = Qt.MouseButton.LeftButton
Plain, Alt, Control, Shift = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


# -- saying how far


def test_the_chip_takes_the_tool_and_another_one_gives_the_old_back(
    studio: ScriptedStudio,
) -> None:
    studio.open(MEADOW)
    studio.trigger("rectangle")
    chip(studio, Mode.EXPAND)
    assert studio.window.tools.name == "expand"
    assert studio.bar.expand.isVisible()
    assert "mask" not in studio.bar.hint.text
    chip(studio, Mode.FILL)
    assert studio.window.tools.name == "rectangle"
    assert not studio.bar.expand.isVisible()
    studio.keys("Shift+C", studio.view)
    assert studio.bar.mode is Mode.EXPAND


def test_without_sizes_it_says_so_and_a_button_gives_some(studio: ScriptedStudio) -> None:
    expand_mode(studio)
    assert studio.bar.hint.text.startswith("Say how far to expand")
    studio.keys("Ctrl+Return", studio.view)
    assert studio.focused is spin(studio, "left")
    assert not studio.window.runner.busy
    QTest.mouseClick(studio.bar.hint.help_button, Left)
    quarter = studio.state.width // 4
    assert studio.window.tools.expand.values == Extent(left=quarter, right=quarter)
    assert studio.bar.expand.extent == Extent(left=quarter, right=quarter)
    assert studio.bar.button.property("role") == "primary"


@pytest.mark.parametrize(
    ("start", "keys", "extent"),
    [
        ((0.0, 0.5), Plain, Extent(left=100)),
        ((0.0, 0.5), Alt, Extent(left=100, right=100)),
        ((1.0, 0.5), Plain, Extent()),  # inwards
        ((0.5, 1.0), Plain, Extent(bottom=60)),
        ((0.0, 1.0), Plain, Extent(left=100, bottom=60)),
    ],
)
def test_edges_are_pulled_outwards(
    studio: ScriptedStudio,
    start: tuple[float, float],
    keys: Qt.KeyboardModifier,
    extent: Extent,
) -> None:
    expand_mode(studio)
    studio.view.zoom_to(0.5)
    x, y = start[0] * studio.state.width, start[1] * studio.state.height
    pull(studio, (x, y), (x - 50, y + 30), (x - 100, y + 60), keys=keys)
    assert studio.bar.expand.extent == extent
    for side in ("left", "right", "top", "bottom"):
        assert spin(studio, side).value() == getattr(extent, side)
        assert studio.bar.expand.words(side).isVisible() is bool(getattr(extent, side))


def test_arrow_keys_move_edges_and_escape_puts_them_back(studio: ScriptedStudio) -> None:
    expand_mode(studio)
    for key, held in (
        (Qt.Key.Key_Left, Shift),
        (Qt.Key.Key_Left, Plain),
        (Qt.Key.Key_Left, Control),
        (Qt.Key.Key_Up, Alt | Shift),
        (Qt.Key.Key_Right, Control),
    ):
        QTest.keyClick(studio.view, key, held)
    assert studio.bar.expand.extent == Extent(left=10, top=10, bottom=10)
    steps = len(studio.document.history.steps)
    studio.drag((300, 300), (320, 300))  # draws nothing
    assert len(studio.document.history.steps) == steps
    assert studio.bar.expand.extent == Extent(left=10, top=10, bottom=10)
    QTest.keyClick(studio.view, Qt.Key.Key_Escape)
    assert studio.bar.expand.extent == Extent()


def test_shapes_are_reached_evenly(studio: ScriptedStudio) -> None:
    expand_mode(studio)
    actions = {action.text(): action for action in studio.bar.expand.shapes.actions()}
    actions["1 : 1"].trigger()
    frame = studio.bar.expand.extent.frame(studio.state.rect)
    assert frame.w == frame.h == 1600
    assert studio.bar.expand.extent.left == 0
    actions["16 : 9"].trigger()
    extent = studio.bar.expand.extent
    assert extent.top == extent.bottom == 0
    assert abs(extent.left - extent.right) <= 1
    actions["A Quarter All Around"].trigger()
    assert studio.bar.expand.extent == Extent(400, 400, 266, 266)
    actions["Not at All"].trigger()
    assert studio.bar.expand.extent == Extent()


def test_too_large_is_said_in_place(studio: ScriptedStudio) -> None:
    expand_mode(studio)
    write(studio, left=29_000)
    assert "30,600 × 1,065" in studio.bar.hint.text
    studio.keys("Ctrl+Return", studio.bar.prompt)
    assert not studio.window.runner.busy
    write(studio, left=28_400)
    assert "30,000" not in studio.bar.hint.text
    QTest.keyClick(studio.view, Qt.Key.Key_Right, Shift)
    assert studio.bar.expand.extent == Extent(left=28_400)


def test_another_size_begins_anew(studio: ScriptedStudio) -> None:
    expand_mode(studio)
    write(studio, left=200)
    studio.trigger("picture-rotate-left")
    assert studio.bar.expand.extent == Extent()


# -- running


def test_what_is_asked_for(studio: ScriptedStudio) -> None:
    expand_mode(studio)
    write(studio, left=200, top=120)
    QTest.keyClicks(studio.bar.expand.words("top"), "a blue sky")
    studio.type("a meadow")
    studio.bar.candidates.setValue(1)
    studio.keys("Ctrl+Return", spin(studio, "left"))
    studio.until_idle()
    (request,) = studio.engine.extensions
    assert request.left == Side(200, "a meadow")
    assert request.top == Side(120, "a blue sky")
    assert request.right.pixels == request.bottom.pixels == 0
    assert np.array_equal(request.picture, flattened(studio.state).straight()[..., :3])
    assert studio.engine.requests == []


def test_a_number_that_is_still_being_written_counts(studio: ScriptedStudio) -> None:
    expand_mode(studio)
    spin(studio, "right").setFocus()
    spin(studio, "right").selectAll()
    QTest.keyClicks(spin(studio, "right"), "48")
    studio.keys("Ctrl+Return", spin(studio, "right"))
    studio.until_idle()
    assert studio.engine.extensions[0].right.pixels == 48


def test_the_forecast_tells_size_parts_and_then_time(studio: ScriptedStudio) -> None:
    made(studio, 1)
    studio.type("grass")
    studio.until(lambda: "1800 × 1165" in studio.bar.hint.text and "part" in studio.bar.hint.text)
    assert "about" in studio.bar.button.lines[1]


def test_a_running_candidate_is_seen_around_the_picture(studio: ScriptedStudio) -> None:
    stop = Stop(1, 3)
    studio.engine.before = stop
    expand_mode(studio)
    before = studio.colours
    write(studio, left=200, bottom=100)
    studio.bar.candidates.setValue(2)
    studio.trigger("generate")
    studio.until_held(stop)
    studio.until(lambda: studio.items[1].step == 2)
    studio.click_candidate(studio.items[1])
    assert (studio.document.shown.width, studio.document.shown.height) == (1800, 1165)
    edge = 2 * 1800 // 64  # the preview is coarse, and smoothed by a pixel of its own
    inside = np.s_[: 1065 - edge, edge:]
    assert np.array_equal(studio.colours[:1065, 200:][inside], before[inside])
    assert tuple(studio.colours[600, 100, 2::-1]) == NEW[1]
    assert studio.items[1].thumbnail is not None
    assert studio.items[1].thumbnail.shape[:2] == (104, 160)
    seen = studio.view.viewport.visible
    assert seen.intersected(studio.document.shown.rect) == studio.document.shown.rect
    stop.let_go()
    studio.until_idle()
    assert tuple(studio.colours[1100, 900, 2::-1]) == NEW[1]


def test_the_whole_way(studio: ScriptedStudio) -> None:
    made(studio)
    before, original, bytes_before = studio.colours, studio.state, everything(studio)
    for item in studio.items:
        studio.click_candidate(item)
        shown = studio.colours
        assert shown.shape[:2] == (1165, 1800)
        assert np.array_equal(shown[:1065, 200:], before)
        assert tuple(shown[1100, 900, 2::-1]) == NEW[item.index]
        assert studio.state is original
    QTest.keyClick(studio.view_of_candidates, Qt.Key.Key_Return)
    assert (studio.state.width, studio.state.height) == (1800, 1165)
    assert studio.state.mask.array.shape == (1165, 1800)
    photo, layer = studio.state.layers
    assert (photo.x, photo.y, layer.x, layer.y) == (200, 0, 0, 0)
    assert (layer.name, layer.kind) == ("a meadow", Kind.RESULT)
    assert layer.recipe["extend"] == {"left": 200, "bottom": 100}
    assert studio.document.history.steps[-1].label == "Expand: “a meadow”"
    assert np.array_equal(studio.colours[:1065, 200:], before)
    assert studio.bar.expand.extent == Extent()
    after = everything(studio)
    studio.keys("Ctrl+Z", studio.view)
    assert alike(everything(studio), bytes_before)
    assert studio.state is original
    studio.keys("Ctrl+Y", studio.view)
    assert alike(everything(studio), after)


def test_mask_and_layers_go_along_and_the_next_edit_goes_on(studio: ScriptedStudio) -> None:
    studio.made("a red apple", 1)
    apply(studio)
    mask = studio.state.mask.array.copy()
    before = studio.colours
    chip(studio, Mode.EXPAND)
    write(studio, left=64, top=32)
    studio.trigger("generate")
    studio.until_idle()
    apply(studio)
    assert np.array_equal(studio.state.mask.array[32:, 64:], mask)
    assert not studio.state.mask.array[:32].any()
    assert not studio.state.mask.array[:, :64].any()
    assert np.array_equal(studio.colours[32:, 64:], before)
    chip(studio, Mode.FILL)
    studio.trigger("generate")
    studio.until_idle()
    request = studio.engine.requests[-1]
    assert request.picture.shape == (1065 + 32, 1600 + 64, 3)
    assert np.array_equal(request.mask, studio.state.mask.array)
    apply(studio)
    assert len(studio.state.layers) == 4


def test_looking_goes_back_to_where_it_was(studio: ScriptedStudio) -> None:
    made(studio, 1)
    studio.view.zoom_to(2.0)
    home, at = studio.view.viewport, studio.at(300, 300)
    studio.click_candidate(studio.items[0])
    assert studio.view.viewport.zoom < home.zoom  # all of it is seen
    QTest.mouseClick(studio.view, Left)  # a tool would work in other coordinates
    assert studio.document.shown is studio.state
    assert studio.window.candidates.previewed_item is None
    assert studio.view.viewport == home
    assert studio.at(300, 300) == at
    assert len(studio.document.history.steps) == 0


@pytest.mark.parametrize("name", ["wipe", "two", "difference", "before"])
def test_comparing(studio: ScriptedStudio, name: str) -> None:
    made(studio, 2)
    before = studio.colours
    studio.click_candidate(item_of(studio, 1))
    studio.trigger(f"compare-{name}")
    comparison = studio.view.comparison
    assert comparison is not None
    rects = {picture.state.rect for picture in comparison.pictures}
    assert {(rect.w, rect.h) for rect in rects} == {(1800, 1165)}
    for picture in comparison.pictures:
        assert np.array_equal(flattened(picture.state).array[:1065, 200:], before)
    if name == "difference":
        assert comparison.mask is not None
        assert comparison.mask.outside(next(iter(rects))).sum() == 1600 * 1065
    assert not studio.view.grab().isNull()


def test_cancelling_keeps_the_sides_that_are_whole(studio: ScriptedStudio) -> None:
    stop = Stop(0, 5)
    studio.engine.before = stop
    expand_mode(studio)
    write(studio, left=200, right=80)
    studio.bar.candidates.setValue(2)
    studio.trigger("generate")
    studio.until_held(stop)
    studio.keys("Shift+X", studio.view)
    stop.let_go()
    studio.until_idle()
    (item,) = studio.items
    assert item.state is ItemState.FINISHED
    before = studio.colours
    apply(studio)
    assert (studio.state.width, studio.state.height) == (1800, 1065)
    assert np.array_equal(studio.colours[:, 200:], before)
