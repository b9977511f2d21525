"""The tools that work on colours, driven by mouse and keys on a real canvas."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.canvas.tool_settings import Target
from editor.canvas.tools.base import Tool
from editor.canvas.tools.brush import BrushTool
from editor.canvas.tools.eyedropper import EyedropperTool, colour_at
from editor.canvas.tools.fill import FillTool
from editor.canvas.tools.scribble_layer import with_scribble
from editor.document.document import Document
from editor.document.geometry import Rect
from editor.document.layer import Kind, Layer
from editor.document.operations import add_layer, crop
from editor.document.pixels import Pixels
from editor.document.strokes import Brush
from tests.editor.canvas.driving import ALT, Hand, content
from tests.editor.conftest import picture_document

Array = NDArray[np.uint8]
RED = (200, 20, 10)
RED_BGRA = [10, 20, 200, 255]
LOCKED = "This layer is locked. Unlock it in the Layers panel, or choose another."
HIDDEN = "This layer is hidden. Show it in the Layers panel, or choose another."


@pytest.fixture
def hand(qtbot: QtBot, document: Document) -> Hand:
    """A hand over the picture of 200 × 150 at 100 %, about to paint in red."""
    hand = Hand(qtbot, document)
    prepare(hand)
    return hand


def prepare(hand: Hand) -> None:
    hand.view.settings.set(target=Target.PICTURE, colour=RED, paint_brush=Brush(10.0, 1.0))
    hand.view.set_tool(BrushTool(hand.view, erase=False))


def take_eraser(hand: Hand) -> Tool:
    tool = BrushTool(hand.view, erase=True)
    hand.view.set_tool(tool)
    return tool


def seen(hand: Hand, x: int, y: int) -> list[int]:
    """The visible colour at a pixel, as BGRA."""
    state = hand.document.state
    colour: list[int] = hand.document.composite.region(state.rect).array[y, x].tolist()
    return colour


def add(hand: Hand, layer: Layer) -> Layer:
    hand.document.change("Add", add_layer(hand.document.state, layer))
    return layer


def labels(hand: Hand) -> list[str]:
    return [step.label for step in hand.document.history.steps]


# -- the layer for colours


def test_the_first_stroke_makes_a_layer_in_the_same_step(hand: Hand) -> None:
    before = content(hand.document)
    hand.stroke((50, 75), (150, 75))
    photo, scribble = hand.document.state.layers
    assert (scribble.name, scribble.kind) == ("Scribble", Kind.SCRIBBLE)
    assert hand.document.state.active_layer is scribble
    assert scribble.pixels.array[75, 100].tolist() == RED_BGRA
    assert seen(hand, 100, 75) == RED_BGRA
    assert labels(hand) == ["Scribble"]
    after = content(hand.document)
    hand.document.undo()
    assert content(hand.document) == before
    assert hand.document.state.active_layer is photo
    hand.document.redo()
    assert content(hand.document) == after


def test_the_next_stroke_goes_to_the_same_layer(hand: Hand) -> None:
    hand.click(50, 50)
    one = content(hand.document)
    hand.click(150, 50)
    assert len(hand.document.state.layers) == 2
    hand.document.undo()
    assert content(hand.document) == one


def test_a_scribble_right_above_the_active_layer_is_used(hand: Hand) -> None:
    photo = hand.document.state.layers[0]
    scribble = add(hand, Layer(Pixels.empty(200, 150), "Mine", kind=Kind.SCRIBBLE))
    hand.document.adopt(hand.document.state.replaced(active=photo.number))
    hand.click(50, 50)
    assert len(hand.document.state.layers) == 2
    assert scribble.pixels.array[50, 50].tolist() == RED_BGRA
    assert hand.document.state.active == scribble.number


def test_a_scribble_further_up_is_left_alone(hand: Hand) -> None:
    photo = hand.document.state.layers[0]
    between = add(hand, Layer(Pixels.empty(200, 150), "Between"))
    above = add(hand, Layer(Pixels.empty(200, 150), "Above", kind=Kind.SCRIBBLE))
    hand.document.adopt(hand.document.state.replaced(active=photo.number))
    hand.click(50, 50)
    names = [layer.name for layer in hand.document.state.layers]
    assert names == [photo.name, "Scribble", between.name, above.name]


@pytest.mark.parametrize("change", [{"locked": True}, {"visible": False}, {"kind": Kind.PICTURE}])
def test_no_other_layer_is_painted_on(hand: Hand, change: dict[str, object]) -> None:
    layer = Layer(Pixels.empty(200, 150), "Scribble", kind=Kind.SCRIBBLE).replaced(**change)
    add(hand, layer)
    hand.click(50, 50)
    _, other, made = hand.document.state.layers
    assert other.number == layer.number
    assert not layer.pixels.array.any()
    assert made.name == "Scribble 2"
    assert made.pixels.array[50, 50].tolist() == RED_BGRA


def test_a_layer_is_made_where_there_is_none(hand: Hand) -> None:
    state = hand.document.state
    hand.document.change("Empty", state.replaced(layers=(), active=0))
    hand.click(50, 50)
    assert [layer.name for layer in hand.document.state.layers] == ["Scribble"]


def test_a_scribble_with_an_offset_is_painted_where_the_pointer_is(hand: Hand) -> None:
    pixels = Pixels.empty(400, 400)
    layer = add(hand, Layer(pixels, "Scribble", x=-100, y=-70, kind=Kind.SCRIBBLE))
    hand.click(20, 30)
    assert pixels.array[100, 120].tolist() == RED_BGRA
    assert hand.document.state.layers[-1] is layer
    assert seen(hand, 20, 30) == RED_BGRA


@pytest.mark.parametrize("rect", [Rect(-40, -20, 280, 200), Rect(50, 40, 300, 60)])
def test_a_scribble_grows_with_the_picture_in_the_same_step(hand: Hand, rect: Rect) -> None:
    hand.click(100, 60)
    hand.document.change("Crop", crop(hand.document.state, rect))
    before = content(hand.document)
    x, y = rect.w - 10, rect.h - 10
    hand.click(x, y)
    layer = hand.document.state.layers[-1]
    assert layer.bounds == Rect(0, 0, 200, 150).moved(-rect.x, -rect.y).united(
        hand.document.state.rect
    )
    assert seen(hand, x, y) == RED_BGRA
    assert seen(hand, 100 - rect.x, 60 - rect.y) == RED_BGRA
    assert labels(hand) == ["Scribble", "Crop", "Scribble"]
    hand.document.undo()
    assert content(hand.document) == before


def test_a_ready_picture_is_left_as_it_is(document: Document) -> None:
    state = with_scribble(document.state)
    assert state.layers[:1] == document.state.layers
    assert with_scribble(state) is state


# -- brush


def test_escape_restores_every_byte_and_takes_a_new_layer_away(hand: Hand) -> None:
    old, before = hand.document.state, content(hand.document)
    hand.press(50, 75)
    hand.drag(150, 75)
    assert len(hand.document.state.layers) == 2
    hand.key(Qt.Key.Key_Escape)
    assert hand.document.state is old
    hand.drag(160, 75)
    hand.release(160, 75)
    assert content(hand.document) == before
    assert seen(hand, 100, 75) == old.layers[0].pixels.array[75, 100].tolist()
    assert not labels(hand)


def test_escape_leaves_earlier_strokes_alone(hand: Hand) -> None:
    hand.click(100, 75)
    before = content(hand.document)
    hand.view.settings.set(colour=(0, 0, 255))
    hand.press(50, 75)
    hand.drag(150, 75)
    hand.key(Qt.Key.Key_Escape)
    hand.release(150, 75)
    assert content(hand.document) == before
    assert labels(hand) == ["Scribble"]


def test_a_stroke_beside_the_picture_makes_no_layer(hand: Hand) -> None:
    hand.stroke((-60, -30), (-20, -60))
    hand.stroke((-4.5, -4.5), (-5, -4.5))  # the dab's box reaches in, the round dab does not
    assert len(hand.document.state.layers) == 1
    assert not labels(hand)


def test_a_stroke_on_hidden_parts_of_a_layer_alone_is_dropped(hand: Hand) -> None:
    pixels = Pixels.empty(400, 400)
    add(hand, Layer(pixels, "Scribble", x=-100, y=-100, kind=Kind.SCRIBBLE))
    hand.stroke((-60, -30), (-20, -60))
    assert not pixels.array.any()
    assert labels(hand) == ["Add"]


def test_a_huge_brush_covers_everything_and_is_undone(hand: Hand) -> None:
    before = content(hand.document)
    hand.view.settings.set_brush(size=2000.0)
    hand.click(100, 75)
    assert seen(hand, 0, 0) == seen(hand, 199, 149) == RED_BGRA
    hand.document.undo()
    assert content(hand.document) == before


def test_a_picture_of_one_pixel_is_painted(qtbot: QtBot) -> None:
    hand = Hand(qtbot, picture_document(1, 1))
    prepare(hand)
    hand.look(0.5, 0.5, 64)
    hand.click(0.5, 0.5)
    assert seen(hand, 0, 0) == RED_BGRA
    take_eraser(hand)
    hand.click(0.5, 0.5)
    assert seen(hand, 0, 0) != RED_BGRA
    assert labels(hand) == ["Scribble", "Erase"]


def test_a_turned_and_enlarged_view_is_painted_where_it_is_seen(hand: Hand) -> None:
    hand.look(60, 90, 4.0, 30.0)
    hand.click(70, 100)
    rows, columns = np.nonzero(hand.document.state.layers[-1].pixels.array[..., 3])
    assert abs(rows.mean() + 0.5 - 100) <= 0.5
    assert abs(columns.mean() + 0.5 - 70) <= 0.5


def test_pressure_makes_a_pen_s_line_wider(hand: Hand) -> None:
    hand.view.settings.set_brush(size=40.0)
    hand.pen((60, 75, 0.25), (90, 75, 0.25))
    width = int(hand.document.state.layers[-1].pixels.array[:, 75, 3].astype(bool).sum())
    assert 9 <= width <= 12


def test_taking_another_tool_keeps_the_stroke(hand: Hand) -> None:
    hand.press(50, 75)
    take_eraser(hand)
    hand.release(50, 75)
    assert labels(hand) == ["Scribble"]


# -- eraser


def test_the_eraser_works_on_the_active_layer(hand: Hand) -> None:
    hand.stroke((50, 75), (150, 75))
    before = content(hand.document)
    take_eraser(hand)
    hand.stroke((100, 60), (100, 90))
    scribble = hand.document.state.layers[-1].pixels.array
    assert not scribble[75, 100].any()
    assert scribble[75, 60].tolist() == RED_BGRA
    assert labels(hand) == ["Scribble", "Erase"]
    hand.document.undo()
    assert content(hand.document) == before


def test_the_eraser_minds_a_layer_s_offset(hand: Hand) -> None:
    pixels = Pixels(np.full((60, 60, 4), 255, np.uint8))
    add(hand, Layer(pixels, "Patch", x=100, y=50))
    take_eraser(hand)
    hand.click(120, 90)
    assert not pixels.array[40, 20].any()
    assert pixels.array[20, 20].all()
    steps = labels(hand)
    hand.click(20, 20)
    assert labels(hand) == steps


@pytest.mark.parametrize(
    ("change", "sentence"), [({"locked": True}, LOCKED), ({"visible": False}, HIDDEN)]
)
def test_the_eraser_says_why_it_cannot(
    hand: Hand, change: dict[str, object], sentence: str
) -> None:
    state = hand.document.state
    changes = {"locked": False, **change}
    hand.document.change("Set", state.with_layer(state.active, **changes))
    before = content(hand.document)
    tool = take_eraser(hand)
    hand.press(50, 50)
    assert not tool.busy
    hand.drag(90, 50)
    hand.release(90, 50)
    assert hand.said == [sentence]
    assert content(hand.document) == before


def test_the_eraser_needs_a_layer(hand: Hand) -> None:
    hand.document.change("Empty", hand.document.state.replaced(layers=(), active=0))
    take_eraser(hand)
    hand.click(50, 50)
    assert hand.said == ["There is no layer to erase. Add one first."]


def test_erasing_nothing_is_no_step(hand: Hand) -> None:
    hand.click(50, 50)
    take_eraser(hand)
    hand.click(150, 120)
    assert labels(hand) == ["Scribble"]


# -- fill


def plain(hand: Hand) -> None:
    """Show a picture whose left half is black and whose right half is white."""
    rgb = np.zeros((150, 200, 3), np.uint8)
    rgb[:, 100:] = 255
    hand.view.set_document(Document.of_picture(Pixels.from_straight(rgb), "Halves"))


def test_fill_colours_an_area_on_the_scribble_layer(hand: Hand) -> None:
    plain(hand)
    before = content(hand.document)
    hand.view.set_tool(FillTool(hand.view))
    hand.click(20, 20)
    layer = hand.document.state.layers[-1]
    assert layer.kind is Kind.SCRIBBLE
    assert (layer.pixels.array[:, :100] == RED_BGRA).all()
    assert not layer.pixels.array[:, 100:].any()
    assert labels(hand) == ["Fill"]
    hand.document.undo()
    assert content(hand.document) == before


def test_fill_goes_no_further_than_the_mask(hand: Hand) -> None:
    plain(hand)
    hand.document.state.mask.array[40:60, 90:110] = 255
    hand.view.set_tool(FillTool(hand.view))
    hand.click(95, 50)
    filled = hand.document.state.layers[-1].pixels.array[..., 3] > 0
    expected = np.zeros((150, 200), bool)
    expected[40:60, 90:100] = True
    assert np.array_equal(filled, expected)


def test_fill_away_from_the_mask_says_so_and_makes_no_layer(hand: Hand) -> None:
    plain(hand)
    hand.document.state.mask.array[40:60, 120:130] = 255
    hand.view.set_tool(FillTool(hand.view))
    hand.click(20, 20)
    assert hand.said == ["Only the mask is filled. Click inside it, or clear it."]
    assert len(hand.document.state.layers) == 1


def test_fill_minds_the_offset_of_the_scribble(hand: Hand) -> None:
    plain(hand)
    add(hand, Layer(Pixels.empty(400, 400), "Scribble", x=-50, y=-60, kind=Kind.SCRIBBLE))
    hand.view.set_tool(FillTool(hand.view))
    hand.click(150, 20)
    assert seen(hand, 100, 0) == RED_BGRA
    assert seen(hand, 199, 149) == RED_BGRA
    assert seen(hand, 99, 0) == [0, 0, 0, 255]


def test_filling_again_with_the_same_colour_is_no_step(hand: Hand) -> None:
    plain(hand)
    hand.view.set_tool(FillTool(hand.view))
    hand.click(20, 20)
    hand.click(20, 20)
    assert labels(hand) == ["Fill"]


# -- eyedropper


def rgb(hand: Hand, x: int, y: int) -> tuple[int, ...]:
    blue, green, red, _ = seen(hand, x, y)
    return red, green, blue


def test_the_eyedropper_takes_the_visible_colour_while_the_button_is_down(hand: Hand) -> None:
    tool = EyedropperTool(hand.view)
    hand.view.set_tool(tool)
    hand.press(40, 50)
    assert hand.view.settings.values.colour == rgb(hand, 40, 50)
    hand.drag(90, 60)
    hand.release(90, 60)
    assert hand.view.settings.values.colour == rgb(hand, 90, 60)
    hand.hover(10, 10)
    assert hand.view.settings.values.colour == rgb(hand, 90, 60)
    assert not labels(hand)


def test_escape_gives_the_colour_back(hand: Hand) -> None:
    hand.view.set_tool(EyedropperTool(hand.view))
    hand.press(40, 50)
    hand.key(Qt.Key.Key_Escape)
    hand.drag(90, 60)
    hand.release(90, 60)
    assert hand.view.settings.values.colour == RED


def test_there_is_no_colour_outside(hand: Hand) -> None:
    hand.view.set_tool(EyedropperTool(hand.view))
    hand.click(-20, -20)
    assert hand.view.settings.values.colour == RED


def test_a_half_transparent_colour_is_taken_as_it_is_painted() -> None:
    pixels = Pixels.from_straight(np.array([[[200, 100, 50, 128], [9, 9, 9, 0]]], np.uint8))
    document = Document.of_picture(pixels, "Two")
    colour = colour_at(document, 0.5, 0.5)
    assert colour is not None
    assert np.abs(np.subtract(colour, (200, 100, 50))).max() <= 1
    assert colour_at(document, 1.5, 0.5) is None


def test_a_swatch_shows_the_colour_beside_the_pointer(hand: Hand) -> None:
    plain(hand)
    hand.view.set_tool(EyedropperTool(hand.view))
    before = hand.view.grab().toImage()
    hand.hover(150, 140)  # over white; the swatch lies at (174, 116) of the picture
    hand.hover(95, 5)  # over black; the swatch reaches over the ground above
    image = hand.view.grab().toImage()
    place = hand.view.viewport.to_view.map(QPoint(95 + 24, 5 - 24))
    assert image.pixelColor(place) == QColor("black")
    assert before.pixelColor(place) != QColor("black")
    QApplication.sendEvent(hand.view, QEvent(QEvent.Type.Leave))
    assert hand.view.grab().toImage() == before


def test_alt_takes_a_colour_with_the_brush(hand: Hand) -> None:
    hand.press(40, 50, ALT)
    assert hand.view.settings.values.colour == rgb(hand, 40, 50)
    hand.drag(90, 60, ALT)
    hand.release(90, 60, ALT)
    assert hand.view.settings.values.colour == rgb(hand, 90, 60)
    assert not labels(hand)
    hand.click(100, 75)
    assert labels(hand) == ["Scribble"]


def test_alt_paints_a_mask_like_any_other_press(hand: Hand) -> None:
    hand.view.settings.set(target=Target.MASK)
    hand.click(40, 50, ALT)
    assert hand.view.settings.values.colour == RED
    assert labels(hand) == ["Paint mask"]
