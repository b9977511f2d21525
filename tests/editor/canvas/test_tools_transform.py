"""The transform tool: handles, keys and numbers, its preview, its one step."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.canvas.tools.hand import HandTool
from editor.canvas.tools.transform import TransformTool, TransformValues
from editor.document.document import Document
from editor.document.layer import Layer
from editor.document.operations import add_layer
from editor.document.pixels import Pixels
from tests.editor.canvas.driving import ALT, NONE, SHIFT, Hand, content
from tests.editor.canvas.seeing import fresh, on_screen
from tests.editor.conftest import picture_document

START = TransformValues(40, 30, 60, 40)


@pytest.fixture
def hand(qtbot: QtBot, document: Document) -> Hand:
    rgb = np.zeros((40, 60, 3), np.uint8)
    rgb[:, :30] = (250, 20, 20)
    rgb[:20, 30:] = (20, 250, 20)
    layer = Layer(Pixels.from_straight(rgb), "Piece", x=40, y=30)
    document.adopt(add_layer(document.state, layer))
    hand = Hand(qtbot, document)
    hand.look(100, 75, 1)
    return hand


@pytest.fixture
def tool(hand: Hand) -> TransformTool:
    tool = TransformTool(hand.view)
    hand.view.set_tool(tool)
    return tool


def labels(hand: Hand) -> list[str]:
    return [step.label for step in hand.document.history.steps]


def piece(hand: Hand) -> Layer:
    return hand.document.state.layers[1]


def test_it_begins_around_the_active_layer(tool: TransformTool) -> None:
    assert tool.values == START
    assert not tool.busy


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        (NONE, TransformValues(40, 30, 120, 80)),  # settings keep the ratio
        (SHIFT, TransformValues(40, 30, 120, 70)),
    ],
)
def test_a_corner_scales(
    hand: Hand, tool: TransformTool, keys: Qt.KeyboardModifier, values: TransformValues
) -> None:
    end = (160, 110) if keys == NONE else (160, 100)
    hand.press(100, 70)
    hand.drag(*end, keys)
    hand.release(*end)
    assert tool.values == values
    assert tool.busy


def test_shift_keeps_the_ratio_where_settings_do_not(hand: Hand, tool: TransformTool) -> None:
    hand.view.settings.set(keep_ratio=False)
    hand.stroke((100, 70), (160, 80))
    assert tool.values == TransformValues(40, 30, 120, 50)
    hand.press(160, 80)
    hand.drag(100, 55, SHIFT)
    hand.release(100, 55)
    assert tool.values is not None
    assert tool.values.width / tool.values.height == pytest.approx(120 / 50)


def test_an_edge_scales_one_way_and_alt_keeps_the_centre(hand: Hand, tool: TransformTool) -> None:
    hand.stroke((100, 50), (120, 55))
    assert tool.values == TransformValues(40, 30, 80, 40)
    hand.press(80, 70)
    hand.drag(80, 80, ALT)
    hand.release(80, 80)
    assert tool.values == TransformValues(40, 20, 80, 60)


def test_around_a_corner_turns_and_shift_snaps(hand: Hand, tool: TransformTool) -> None:
    hand.press(112, 82)
    hand.drag(70, 130)
    free = tool.values
    hand.drag(70, 130, SHIFT)
    hand.release(70, 130)
    assert free is not None
    assert tool.values is not None
    assert 50 < free.degrees < 55
    assert tool.values.degrees in {45, 60}
    assert (tool.values.width, tool.values.height) == (60, 40)


def test_inside_moves_by_whole_pixels_and_resamples_nothing(
    hand: Hand, tool: TransformTool
) -> None:
    own = piece(hand).pixels
    hand.look(70, 50, 3)
    hand.stroke((60, 45), (70.4, 41.7))
    hand.key(Qt.Key.Key_Right)
    QTest.keyClick(hand.view, Qt.Key.Key_Down, SHIFT)
    hand.key(Qt.Key.Key_Return)
    layer = piece(hand)
    assert layer.pixels is own
    assert (layer.x, layer.y) == (51, 37)
    assert labels(hand) == ["Transform layer"]


def test_confirmed_is_one_step_that_undo_takes_back(hand: Hand, tool: TransformTool) -> None:
    before = content(hand.document)
    hand.stroke((100, 70), (160, 110))
    hand.stroke((80, 60), (90, 60))
    assert content(hand.document) == before, "only shown until it is confirmed"
    hand.key(Qt.Key.Key_Return)
    assert labels(hand) == ["Transform layer"]
    assert piece(hand).bounds == (50, 30, 120, 80)
    assert piece(hand).preview is None
    assert (tool.values, tool.busy) == (TransformValues(50, 30, 120, 80), False)
    hand.document.undo()
    assert content(hand.document) == before
    assert tool.values == START


def test_the_preview_shows_what_is_made(hand: Hand, tool: TransformTool) -> None:
    tool.set_values(TransformValues(50, 20, 90, 70, 30, flipped_h=True))
    shown = hand.document.composite.region(hand.document.state.rect).array.astype(int)
    hand.key(Qt.Key.Key_Return)
    made = hand.document.composite.region(hand.document.state.rect).array
    difference = np.abs(shown - made).max(axis=2)
    edge = 2 * (90 + 70) + 45 + 35
    assert np.count_nonzero(difference > 40) < edge, "edges are smoother, no more"


def test_escape_and_a_second_click(hand: Hand, tool: TransformTool) -> None:
    before, plain = content(hand.document), on_screen(hand.view)
    hand.stroke((100, 70), (160, 110))
    hand.key(Qt.Key.Key_Escape)
    assert (tool.values, tool.busy) == (START, False)
    assert content(hand.document) == before
    hand.hover(199, 149)
    assert np.array_equal(on_screen(hand.view), plain)
    hand.stroke((100, 70), (160, 110))
    hand.click(80, 60)
    hand.second_click(80, 60)
    assert labels(hand) == ["Transform layer"]


def test_leaving_the_tool_confirms(hand: Hand, tool: TransformTool) -> None:
    hand.stroke((100, 70), (160, 110))
    hand.view.set_tool(HandTool(hand.view))
    assert labels(hand) == ["Transform layer"]
    assert hand.document.shown is hand.document.state


def test_another_document_confirms_and_is_taken_up(hand: Hand, tool: TransformTool) -> None:
    first = hand.document
    hand.stroke((100, 70), (160, 110))
    hand.view.set_document(picture_document(50, 50))
    assert [step.label for step in first.history.steps] == ["Transform layer"]
    assert tool.values is None
    first.undo()
    assert tool.values is None


def test_flips_mirror_exactly(hand: Hand, tool: TransformTool) -> None:
    own = piece(hand).pixels.array.copy()
    tool.flip(horizontally=True)
    tool.flip(horizontally=False)
    tool.flip(horizontally=False)
    assert tool.values == TransformValues(40, 30, 60, 40, flipped_h=True)
    hand.key(Qt.Key.Key_Return)
    assert np.array_equal(piece(hand).pixels.array, own[:, ::-1])


def test_back_to_the_start_is_no_step(hand: Hand, tool: TransformTool) -> None:
    busy = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
        hand.key(key)
        busy.append(tool.busy)
    assert busy == [True, False]
    hand.key(Qt.Key.Key_Return)
    assert labels(hand) == []


def test_numbers_are_told_and_kept_sensible(hand: Hand, tool: TransformTool) -> None:
    heard: list[TransformValues | None] = []
    tool.notifier.changed.connect(lambda: heard.append(tool.values))
    tool.set_values(TransformValues(0, 0, 0, -3))
    assert heard == [TransformValues(0, 0, 1, 1)]
    hand.key(Qt.Key.Key_Return)
    assert piece(hand).bounds == (0, 0, 1, 1)


@pytest.mark.parametrize("change", [{"locked": True}, {"visible": False}])
def test_what_cannot_be_transformed_is_told(
    hand: Hand, tool: TransformTool, change: dict[str, bool]
) -> None:
    hand.document.adopt(hand.document.state.with_layer(piece(hand).number, **change))
    assert tool.values is None
    hand.stroke((100, 70), (160, 110))
    assert len(hand.said) == 1
    assert labels(hand) == []


def test_another_active_layer_gets_the_frame(hand: Hand, tool: TransformTool) -> None:
    other = Layer(Pixels.empty(30, 20), "Other", x=5, y=6)
    hand.document.change("Add", add_layer(hand.document.state, other))
    assert tool.values == TransformValues(5, 6, 30, 20)


def test_a_change_beside_keeps_what_was_begun(hand: Hand, tool: TransformTool) -> None:
    hand.stroke((100, 70), (160, 110))
    values = tool.values
    state = hand.document.state
    hand.document.change("Opacity", state.with_layer(piece(hand).number, opacity=0.5))
    assert tool.values == values
    assert hand.document.shown.layers[1].preview is not None
    hand.key(Qt.Key.Key_Return)
    assert labels(hand) == ["Opacity", "Transform layer"]
    assert piece(hand).opacity == 0.5


def test_undo_while_busy_drops_what_was_begun_on_a_layer_that_is_gone(
    hand: Hand, tool: TransformTool
) -> None:
    other = Layer(Pixels.empty(30, 20), "Other", x=5, y=6)
    hand.document.change("Add", add_layer(hand.document.state, other))
    tool.set_values(TransformValues(9, 9, 60, 40))
    hand.document.undo()
    assert (tool.values, tool.busy) == (START, False)
    assert hand.document.shown is hand.document.state


def test_the_screen_keeps_up(hand: Hand, tool: TransformTool, qtbot: QtBot) -> None:
    for x, y in ((110, 80), (150, 120), (90, 70)):
        hand.stroke((100, 70), (x, y))
        on_screen(hand.view)
        hand.key(Qt.Key.Key_Escape)
    hand.stroke((100, 70), (160, 110))
    on_screen(hand.view)
    hand.view.set_tool(HandTool(hand.view))
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))


@pytest.mark.parametrize("zoom", [0.5, 4])
@pytest.mark.parametrize("background", [0, 255])
def test_handles_are_view_sized_and_seen_on_any_picture(
    qtbot: QtBot, zoom: float, background: int
) -> None:
    rgb = np.full((1000, 1000, 3), background, np.uint8)
    document = Document.of_picture(Pixels.from_straight(rgb), "Plain")
    side = round(100 / zoom)
    layer = Layer(Pixels.from_straight(rgb[:side, :side]), "Same", x=500, y=500)
    document.adopt(add_layer(document.state, layer))
    hand = Hand(qtbot, document)
    hand.look(500, 500, zoom)
    hand.view.set_tool(TransformTool(hand.view))
    seen = on_screen(hand.view)
    other = 255 - background
    near = seen[150 - 8 : 150 + 8, 200 - 8 : 200 + 8]
    assert np.abs(near.astype(int) - other).min() < 100
    far = seen[150 - 30 : 150 - 9, 200 - 30 : 200 - 9]
    assert (far == background).all()


def test_the_cursor_follows_handle_and_view(hand: Hand, tool: TransformTool) -> None:
    hand.hover(100, 50)
    assert hand.view.cursor().shape() == Qt.CursorShape.SizeHorCursor
    hand.hover(112, 82)
    assert hand.view.cursor().shape() == Qt.CursorShape.BitmapCursor
    hand.hover(80, 60)
    assert hand.view.cursor().shape() == Qt.CursorShape.SizeAllCursor
    hand.look(100, 75, 1, 90)
    hand.hover(80, 60)
    hand.hover(100, 50)
    assert hand.view.cursor().shape() == Qt.CursorShape.SizeVerCursor
    assert hand.view.viewport.to_view.map(QPointF(100, 75)) == QPointF(200, 150)
