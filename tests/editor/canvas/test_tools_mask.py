"""The tools that make a mask, driven by mouse and keys on a real canvas."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.canvas.tool_settings import Target
from editor.canvas.tools.base import Host, Tool
from editor.canvas.tools.brush import BrushTool
from editor.canvas.tools.fill import FillTool
from editor.canvas.tools.lasso import LassoTool
from editor.canvas.tools.polygon import PolygonTool
from editor.canvas.tools.shapes import EllipseTool, RectangleTool
from editor.canvas.tools.wand import WandTool
from editor.document.document import Document
from editor.document.mask_operations import Combine
from editor.document.pixels import Pixels
from editor.document.strokes import Brush
from tests.editor.canvas.driving import ALT, NONE, SHIFT, Hand, content
from tests.editor.conftest import picture_document

Array = NDArray[np.uint8]
CORNERS = (20.0, 20.0), (80.0, 20.0), (80.0, 60.0), (20.0, 60.0)


@pytest.fixture
def hand(qtbot: QtBot, document: Document) -> Hand:
    """A hand over the picture of 200 × 150, shown at 100 %."""
    return Hand(qtbot, document)


def mask(hand: Hand) -> Array:
    return hand.document.state.mask.array


def block(left: int, top: int, right: int, bottom: int) -> Array:
    """A mask of one rectangle in a picture of 200 × 150."""
    array = np.zeros((150, 200), np.uint8)
    array[top:bottom, left:right] = 255
    return array


def brush(host: Host) -> Tool:
    return BrushTool(host, erase=False)


def eraser(host: Host) -> Tool:
    return BrushTool(host, erase=True)


def draw(hand: Hand) -> None:
    """Something that every tool that is drawn with makes a mask of."""
    hand.stroke((20, 20), (80, 20), (80, 60), (30, 60))


def click_corners(hand: Hand) -> None:
    for corner in CORNERS:
        hand.click(*corner)


def click_polygon(hand: Hand) -> None:
    click_corners(hand)
    hand.key(Qt.Key.Key_Return)


def click(hand: Hand) -> None:
    hand.click(30, 40)


def quarters(hand: Hand) -> None:
    """Show a picture of four plain quarters instead of noise."""
    rgb = np.zeros((150, 200, 3), np.uint8)
    rgb[:75, :100], rgb[75:, 100:] = (200, 30, 30), (30, 200, 30)
    hand.view.set_document(Document.of_picture(Pixels.from_straight(rgb), "Quarters"))


# -- every tool

Making = tuple[Callable[[Host], Tool], Callable[[Hand], None], str]
MAKINGS: dict[str, Making] = {
    "brush": (brush, draw, "Paint mask"),
    "rectangle": (RectangleTool, draw, "Rectangle mask"),
    "ellipse": (EllipseTool, draw, "Ellipse mask"),
    "lasso": (LassoTool, draw, "Lasso mask"),
    "polygon": (PolygonTool, click_polygon, "Polygon mask"),
    "wand": (WandTool, click, "Magic wand"),
    "fill": (FillTool, click, "Fill mask"),
}


@pytest.mark.parametrize("name", MAKINGS)
def test_every_tool_makes_a_mask_in_one_step_that_undo_takes_back(hand: Hand, name: str) -> None:
    make, use, label = MAKINGS[name]
    tool = make(hand.view)
    hand.view.set_tool(tool)
    before = content(hand.document)
    use(hand)
    after = content(hand.document)
    assert tool.name == name
    assert mask(hand).max() == 255
    assert [step.label for step in hand.document.history.steps] == [label]
    hand.document.undo()
    assert content(hand.document) == before
    hand.document.redo()
    assert content(hand.document) == after


@pytest.mark.parametrize("name", MAKINGS)
def test_no_tool_does_anything_outside_the_picture(hand: Hand, name: str) -> None:
    make, _, _ = MAKINGS[name]
    hand.view.settings.set_brush(size=10.0)
    hand.view.set_tool(make(hand.view))
    for x, y in ((-60, -20), (-20, -60), (-60, -60)):
        hand.stroke((x, y), (x + 15, y + 15), (x, y + 15))
    hand.key(Qt.Key.Key_Return)
    assert not mask(hand).any()
    assert not hand.document.history.steps


@pytest.mark.parametrize("name", MAKINGS)
def test_every_tool_works_on_a_picture_of_one_pixel(qtbot: QtBot, name: str) -> None:
    hand = Hand(qtbot, picture_document(1, 1))
    hand.look(0.5, 0.5, 64)
    make, _, _ = MAKINGS[name]
    hand.view.set_tool(make(hand.view))
    hand.stroke((-0.2, -0.2), (1.2, -0.2), (1.2, 1.2))
    hand.click(0.5, 0.5)
    hand.key(Qt.Key.Key_Escape)
    masked = name != "polygon"  # whose corners Escape has dropped
    assert bool(mask(hand).any()) == masked
    assert len(hand.document.history.steps) == int(masked)
    hand.document.undo()
    assert not mask(hand).any()


DRAWN = ("brush", "rectangle", "ellipse", "lasso")


@pytest.mark.parametrize("name", DRAWN)
def test_escape_in_the_middle_leaves_no_trace(hand: Hand, name: str) -> None:
    make, _, _ = MAKINGS[name]
    tool = make(hand.view)
    hand.view.set_tool(tool)
    before = content(hand.document)
    hand.press(20, 20)
    hand.drag(80, 60)
    begun = tool.busy
    hand.key(Qt.Key.Key_Escape)
    assert (begun, tool.busy) == (True, False)
    hand.drag(90, 70)
    hand.release(90, 70)
    assert content(hand.document) == before
    assert not hand.document.history.steps


@pytest.mark.parametrize("name", DRAWN)
def test_taking_another_tool_keeps_what_has_begun(hand: Hand, name: str) -> None:
    make, _, label = MAKINGS[name]
    hand.view.set_tool(make(hand.view))
    hand.press(20, 20)
    hand.drag(80, 20)
    hand.drag(80, 60)
    hand.view.set_tool(WandTool(hand.view))
    hand.release(80, 60)
    assert [step.label for step in hand.document.history.steps] == [label]


@pytest.mark.parametrize("name", [*DRAWN, "polygon"])
def test_what_is_being_drawn_is_seen(hand: Hand, name: str) -> None:
    make, _, _ = MAKINGS[name]
    hand.view.set_tool(make(hand.view))
    before = hand.view.grab().toImage()
    hand.press(-40, -40)
    hand.drag(-40, -20)
    hand.drag(-20, -20)
    if name != "brush":
        assert hand.view.grab().toImage() != before
    hand.release(-20, -20)


# -- brush and eraser


def test_the_brush_follows_the_pointer_as_wide_as_it_is(hand: Hand) -> None:
    hand.view.settings.set_brush(size=11.0, hardness=1.0)
    hand.view.set_tool(brush(hand.view))
    hand.stroke((50, 75), (150, 75))
    assert (mask(hand)[71:79, 50:150] == 255).all()
    assert not mask(hand)[:69].any()
    assert not mask(hand)[81:].any()
    assert not mask(hand)[:, 157:].any()


def test_the_eraser_takes_mask_away(hand: Hand) -> None:
    mask(hand)[...] = 255
    hand.view.settings.set_brush(size=20.0, hardness=1.0)
    hand.view.set_tool(eraser(hand.view))
    hand.stroke((50, 75), (150, 75))
    assert not mask(hand)[68:82, 50:150].any()
    assert (mask(hand)[:60] == 255).all()
    assert hand.document.history.steps[-1].label == "Erase mask"
    hand.document.undo()
    assert (mask(hand) == 255).all()


def test_a_brush_that_subtracts_takes_mask_away(hand: Hand) -> None:
    mask(hand)[...] = 255
    hand.view.settings.set(combine=Combine.SUBTRACT)
    hand.view.set_tool(brush(hand.view))
    hand.click(100, 75)
    assert mask(hand)[75, 100] == 0
    assert hand.document.history.steps[-1].label == "Erase mask"


def test_shift_goes_on_from_the_last_stroke_in_a_straight_line(hand: Hand) -> None:
    hand.view.settings.set_brush(size=8.0, hardness=1.0)
    hand.view.set_tool(brush(hand.view))
    hand.click(20, 20)
    assert mask(hand)[70, 120] == 0
    hand.click(170, 95, SHIFT)
    assert (mask(hand)[[20, 45, 70, 95], [20, 70, 120, 170]] == 255).all()
    hand.document.undo()
    assert mask(hand)[20, 20] == 255
    assert mask(hand)[70, 120] == 0


def test_shift_does_not_join_strokes_of_two_targets(hand: Hand) -> None:
    hand.view.set_tool(brush(hand.view))
    hand.view.settings.set(mask_brush=Brush(8.0), paint_brush=Brush(8.0))
    hand.click(20, 20)
    hand.view.settings.set(target=Target.PICTURE)
    hand.click(20, 120, SHIFT)
    scribble = hand.document.state.layers[-1].pixels.array
    assert scribble[120, 20].any()
    assert not scribble[70, 20].any()


def test_shift_does_not_join_strokes_of_two_documents(hand: Hand) -> None:
    hand.view.set_tool(brush(hand.view))
    hand.view.settings.set_brush(size=8.0)
    hand.click(20, 20)
    hand.view.set_document(picture_document(200, 150, seed=1))
    hand.click(180, 20, SHIFT)
    assert mask(hand)[20, 180] == 255
    assert not mask(hand)[20, 100]


def test_a_huge_brush_masks_everything_and_is_undone(hand: Hand) -> None:
    hand.view.settings.set_brush(size=2000.0, hardness=1.0)
    hand.view.set_tool(brush(hand.view))
    hand.stroke((100, 75), (110, 75))
    assert (mask(hand) == 255).all()
    hand.document.undo()
    assert not mask(hand).any()


def test_strokes_in_quick_succession_are_all_painted(hand: Hand) -> None:
    hand.view.settings.set_brush(size=8.0)
    hand.view.set_tool(brush(hand.view))
    hand.click(50, 50)
    hand.second_click(54, 50)
    assert len(hand.document.history.steps) == 2
    assert mask(hand)[50, 57] > 0


def test_pressure_makes_a_pen_s_line_wider(hand: Hand) -> None:
    hand.view.settings.set_brush(size=40.0, hardness=1.0)
    hand.view.set_tool(brush(hand.view))
    hand.pen((40, 75, 0.25), (60, 75, 0.25))
    hand.pen((140, 75, 1.0), (160, 75, 1.0))
    thin, thick = (mask(hand)[:, column] > 127 for column in (50, 150))
    assert abs(int(thin.sum()) - 10) <= 1
    assert abs(int(thick.sum()) - 40) <= 1
    assert len(hand.document.history.steps) == 2


def test_a_lifted_pen_leaves_no_hair(hand: Hand) -> None:
    hand.view.set_tool(brush(hand.view))
    hand.view.settings.set_brush(size=10.0)
    hand.pen((50, 75, 1.0))
    only = mask(hand).copy()
    hand.document.undo()
    hand.click(50, 75)
    assert np.array_equal(only, mask(hand))


@pytest.mark.parametrize("rotation", [0.0, 90.0, -37.0])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 3.0])
def test_the_brush_paints_where_it_is_seen(hand: Hand, zoom: float, rotation: float) -> None:
    hand.look(60, 90, zoom, rotation)
    hand.view.settings.set_brush(size=13.0, hardness=1.0)
    hand.view.set_tool(brush(hand.view))
    hand.click(80, 100)
    rows, columns = np.nonzero(mask(hand) > 127)
    assert abs(rows.mean() + 0.5 - 100) <= 0.5 + 0.5 / zoom
    assert abs(columns.mean() + 0.5 - 80) <= 0.5 + 0.5 / zoom


def test_the_ring_is_as_wide_as_the_tip_of_the_target(hand: Hand) -> None:
    hand.view.settings.set(mask_brush=Brush(70.0), paint_brush=Brush(12.0))
    tool = BrushTool(hand.view, erase=False)
    assert tool.brush_size == 70
    hand.view.settings.set(target=Target.PICTURE)
    assert tool.brush_size == 12


# -- rectangle and ellipse


def test_a_rectangle_covers_whole_pixels(hand: Hand) -> None:
    hand.view.set_tool(RectangleTool(hand.view))
    hand.stroke((20, 30), (70, 90))
    assert np.array_equal(mask(hand), block(20, 30, 70, 90))


def test_a_rectangle_may_be_pulled_to_any_side_and_over_the_border(hand: Hand) -> None:
    hand.view.set_tool(RectangleTool(hand.view))
    hand.stroke((70, 90), (-30, -30))
    assert np.array_equal(mask(hand), block(0, 0, 70, 90))


def test_an_ellipse_touches_the_sides_of_its_box(hand: Hand) -> None:
    hand.view.set_tool(EllipseTool(hand.view))
    hand.stroke((20, 30), (120, 90))
    state = hand.document.state
    assert state.mask.bounds == (20, 30, 100, 60)
    assert abs(np.count_nonzero(mask(hand) > 127) - np.pi * 50 * 30) < 30


def pulled(hand: Hand, start: Qt.KeyboardModifier, then: Qt.KeyboardModifier) -> Array:
    """A shape from (100, 70) to (130, 80), with keys held at the press and while dragging."""
    hand.press(100, 70, start)
    hand.drag(110, 75, NONE if start != then else then)
    hand.drag(130, 80, then)
    hand.release(130, 80, then)
    return mask(hand)


def test_shift_makes_a_square_and_alt_pulls_from_the_centre(hand: Hand) -> None:
    hand.view.set_tool(RectangleTool(hand.view))
    assert np.array_equal(pulled(hand, NONE, SHIFT), block(100, 70, 130, 100))
    hand.document.undo()
    assert np.array_equal(pulled(hand, NONE, ALT), block(70, 60, 130, 80))
    hand.document.undo()
    assert np.array_equal(pulled(hand, NONE, SHIFT | ALT), block(70, 40, 130, 100))


def test_keys_held_at_the_press_combine_and_do_not_change_the_form(hand: Hand) -> None:
    hand.view.settings.set(combine=Combine.REPLACE)
    hand.view.set_tool(RectangleTool(hand.view))
    mask(hand)[...] = block(0, 0, 105, 150)
    assert np.array_equal(pulled(hand, SHIFT, SHIFT), block(0, 0, 105, 150) | block(0, 70, 130, 80))
    hand.document.undo()
    expected = block(0, 0, 105, 150) & ~block(100, 70, 130, 80)
    assert np.array_equal(pulled(hand, ALT, ALT), expected)
    hand.document.undo()
    assert np.array_equal(pulled(hand, SHIFT | ALT, SHIFT | ALT), block(100, 70, 105, 80))


def test_a_key_that_was_let_go_and_pressed_again_changes_the_form(hand: Hand) -> None:
    mask(hand)[...] = block(0, 0, 10, 10)
    hand.view.settings.set(combine=Combine.REPLACE)
    hand.view.set_tool(RectangleTool(hand.view))
    hand.press(100, 70, SHIFT)
    hand.drag(110, 75, NONE)
    hand.drag(130, 80, SHIFT)
    hand.release(130, 80, SHIFT)
    assert np.array_equal(mask(hand), block(0, 0, 10, 10) | block(100, 70, 130, 100))


@pytest.mark.parametrize("how", list(Combine))
def test_the_options_bar_says_what_a_shape_does(hand: Hand, how: Combine) -> None:
    old, new = block(10, 10, 60, 60), block(40, 40, 100, 100)
    expected = {
        Combine.REPLACE: new,
        Combine.ADD: old | new,
        Combine.SUBTRACT: old & ~new,
        Combine.INTERSECT: old & new,
    }
    mask(hand)[...] = old
    hand.view.settings.set(combine=how)
    hand.view.set_tool(RectangleTool(hand.view))
    hand.stroke((40, 40), (100, 100))
    assert np.array_equal(mask(hand), expected[how])
    hand.document.undo()
    assert np.array_equal(mask(hand), old)


@pytest.mark.parametrize("tool", [RectangleTool, EllipseTool, LassoTool])
def test_a_mere_click_replaces_no_mask(hand: Hand, tool: type[Tool]) -> None:
    mask(hand)[...] = block(10, 10, 60, 60)
    hand.view.settings.set(combine=Combine.REPLACE)
    hand.view.set_tool(tool(hand.view))
    hand.click(100, 100)
    assert np.array_equal(mask(hand), block(10, 10, 60, 60))
    assert not hand.document.history.steps


def test_only_the_rectangle_that_changed_is_drawn_anew(hand: Hand) -> None:
    changed = []
    hand.document.listen(lambda change: changed.append(change.mask))
    hand.view.set_tool(RectangleTool(hand.view))
    hand.stroke((40, 40), (100, 100))
    assert [tuple(rect) for rect in changed if not rect.empty] == [(40, 40, 60, 60)]


def test_a_rectangle_is_upright_in_the_picture_in_a_turned_view(hand: Hand) -> None:
    hand.look(100, 75, 2.0, 90.0)
    hand.view.set_tool(RectangleTool(hand.view))
    hand.stroke((80, 60), (120, 90))
    assert np.array_equal(mask(hand), block(80, 60, 120, 90))


# -- lasso and polygon


@pytest.mark.parametrize("name", ["lasso", "polygon"])
def test_the_corners_enclose_the_mask(hand: Hand, name: str) -> None:
    make, _, _ = MAKINGS[name]
    hand.view.set_tool(make(hand.view))
    hand.stroke(*CORNERS) if name == "lasso" else click_polygon(hand)
    assert np.array_equal(mask(hand), block(20, 20, 80, 60))


def close_by_enter(hand: Hand) -> None:
    hand.key(Qt.Key.Key_Enter)


def close_by_double_click(hand: Hand) -> None:
    hand.second_click(*CORNERS[-1])


def close_by_first_corner(hand: Hand) -> None:
    hand.click(24, 22)


def close_by_other_tool(hand: Hand) -> None:
    hand.view.set_tool(WandTool(hand.view))


@pytest.mark.parametrize(
    "close", [close_by_enter, close_by_double_click, close_by_first_corner, close_by_other_tool]
)
def test_a_polygon_is_closed_in_four_ways(hand: Hand, close: Callable[[Hand], None]) -> None:
    tool = PolygonTool(hand.view)
    hand.view.set_tool(tool)
    click_corners(hand)
    hand.hover(150, 100)
    assert not mask(hand).any()
    close(hand)
    assert np.array_equal(mask(hand), block(20, 20, 80, 60))
    assert not tool.busy
    assert len(hand.document.history.steps) == 1


def test_the_first_corner_is_as_near_as_it_looks(hand: Hand) -> None:
    hand.look(50, 40, 4.0)
    tool = PolygonTool(hand.view)
    hand.view.set_tool(tool)
    click_corners(hand)
    hand.click(24, 22)  # 18 view pixels off: another corner
    assert tool.busy
    hand.click(21, 21)
    assert not tool.busy


def test_backspace_takes_corners_back(hand: Hand) -> None:
    tool = PolygonTool(hand.view)
    hand.view.set_tool(tool)
    click_corners(hand)
    hand.click(150, 140)
    hand.key(Qt.Key.Key_Backspace)
    hand.key(Qt.Key.Key_Return)
    assert np.array_equal(mask(hand), block(20, 20, 80, 60))
    hand.document.undo()
    hand.click(30, 30)
    hand.key(Qt.Key.Key_Backspace)
    assert not tool.busy
    hand.key(Qt.Key.Key_Backspace)
    assert not mask(hand).any()


def test_escape_drops_a_polygon(hand: Hand) -> None:
    tool = PolygonTool(hand.view)
    hand.view.set_tool(tool)
    click_corners(hand)
    hand.key(Qt.Key.Key_Escape)
    assert not tool.busy
    hand.key(Qt.Key.Key_Return)
    assert not mask(hand).any()


def test_two_corners_are_no_polygon(hand: Hand) -> None:
    tool = PolygonTool(hand.view)
    hand.view.set_tool(tool)
    hand.click(20, 20)
    hand.click(80, 20)
    hand.key(Qt.Key.Key_Return)
    assert hand.said == ["A polygon needs three corners. Click on."]
    assert tool.busy
    hand.click(80, 60)
    hand.key(Qt.Key.Key_Return)
    assert mask(hand)[30, 75] == 255


def test_the_first_press_of_a_polygon_says_how_it_combines(hand: Hand) -> None:
    mask(hand)[...] = 255
    hand.view.set_tool(PolygonTool(hand.view))
    hand.click(*CORNERS[0], ALT)
    for corner in CORNERS[1:]:
        hand.click(*corner)
    hand.key(Qt.Key.Key_Return)
    assert np.array_equal(mask(hand), ~block(20, 20, 80, 60))


# -- wand and fill


@pytest.mark.parametrize("make", [WandTool, FillTool])
def test_wand_and_fill_mask_what_has_one_colour(hand: Hand, make: type[Tool]) -> None:
    quarters(hand)
    hand.view.set_tool(make(hand.view))
    hand.click(20, 20)
    assert np.array_equal(mask(hand), block(0, 0, 100, 75))
    hand.click(120, 20)
    hand.click(150, 100, SHIFT)
    hand.click(20, 20, ALT)
    assert np.array_equal(mask(hand), block(100, 0, 200, 150))


def test_the_wand_takes_separate_areas_when_told(hand: Hand) -> None:
    quarters(hand)
    hand.view.settings.set(contiguous=False, combine=Combine.REPLACE)
    hand.view.set_tool(WandTool(hand.view))
    hand.click(120, 20)
    assert np.array_equal(mask(hand), block(100, 0, 200, 75) | block(0, 75, 100, 150))


def test_the_wand_minds_the_tolerance(hand: Hand) -> None:
    quarters(hand)
    hand.view.settings.set(tolerance=200)
    hand.view.set_tool(WandTool(hand.view))
    hand.click(120, 20)
    assert (mask(hand) == 255).all()


def test_the_wand_looks_at_what_is_seen(hand: Hand) -> None:
    quarters(hand)
    state = hand.document.state
    hand.document.change("Hide", state.with_layer(state.active, visible=False))
    hand.view.set_tool(WandTool(hand.view))
    hand.click(20, 20)
    assert (mask(hand) == 255).all()


def test_a_tool_goes_on_in_the_document_that_is_shown(hand: Hand) -> None:
    tool = RectangleTool(hand.view)
    hand.view.set_tool(tool)
    first = hand.document
    hand.press(20, 30)
    hand.drag(70, 90)
    hand.view.set_document(picture_document(200, 150, seed=1))
    hand.release(70, 90)
    assert np.array_equal(first.state.mask.array, block(20, 30, 70, 90))
    assert not mask(hand).any()
    hand.stroke((0, 0), (10, 10))
    assert np.array_equal(mask(hand), block(0, 0, 10, 10))
