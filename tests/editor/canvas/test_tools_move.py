"""Moving layers, and the tools that move the view: driven by mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.canvas.tools.hand import HandTool
from editor.canvas.tools.move import MoveTool, layer_at
from editor.canvas.tools.zoom import ZoomTool
from editor.document.document import Document
from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.document.operations import add_layer
from editor.document.pixels import Pixels
from tests.editor.canvas.driving import ALT, SHIFT, Hand, content
from tests.editor.canvas.seeing import fresh, on_screen

CONTROL = Qt.KeyboardModifier.ControlModifier


def spot(name: str, x: int, y: int) -> Layer:
    """A layer of 40 × 30 that is opaque but for its right half."""
    pixels = Pixels.empty(40, 30)
    pixels.array[:, :20] = 255
    return Layer(pixels, name, x=x, y=y)


@pytest.fixture
def hand(qtbot: QtBot, document: Document) -> Hand:
    state = add_layer(document.state, spot("Low", 20, 30))
    document.adopt(add_layer(state, spot("High", 90, 30)))
    hand = Hand(qtbot, document)
    hand.look(100, 75, 2)
    hand.view.set_tool(MoveTool(hand.view))
    return hand


def place(hand: Hand, name: str) -> tuple[int, int]:
    layer = next(layer for layer in hand.document.state.layers if layer.name == name)
    return layer.x, layer.y


def labels(hand: Hand) -> list[str]:
    return [step.label for step in hand.document.history.steps]


def test_dragging_moves_the_active_layer_in_one_step(hand: Hand, qtbot: QtBot) -> None:
    before = content(hand.document)
    hand.press(10, 10)
    hand.drag(15, 12)
    assert place(hand, "High") == (90, 30), "only shown until the button goes up"
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))
    hand.drag(30, 5)
    hand.release(30, 5)
    assert place(hand, "High") == (110, 25)
    assert labels(hand) == ["Move layer"]
    hand.document.undo()
    assert content(hand.document) == before


def test_shift_keeps_to_an_axis(hand: Hand) -> None:
    hand.press(10, 10)
    hand.drag(17, 14, SHIFT)
    hand.release(17, 14)
    assert place(hand, "High") == (97, 30)


def test_control_takes_the_layer_that_is_seen_there(hand: Hand) -> None:
    hand.stroke((25, 40), (35, 45), keys=CONTROL)
    assert place(hand, "Low") == (30, 35)
    assert hand.document.state.active_layer is not None
    assert hand.document.state.active_layer.name == "Low"
    hand.stroke((155, 130), (170, 140), keys=CONTROL)
    assert len(hand.said) == 1, "the picture below is locked"


def test_layer_at_looks_through_what_is_transparent_hidden_or_locked(hand: Hand) -> None:
    state = hand.document.state
    low, high = state.layers[1:]
    state = state.with_layer(high.number, x=0)
    assert layer_at(state, 25.5, 40) is not None
    assert layer_at(state, 25.5, 40).name == "Low"  # type: ignore[union-attr]
    assert layer_at(state, 10, 40).name == "High"  # type: ignore[union-attr]
    assert layer_at(state.with_layer(high.number, visible=False), 10, 40) is None
    assert layer_at(state.with_layer(low.number, locked=True), 25.5, 40) is None
    assert layer_at(state, -1, 40) is None


def test_arrows_nudge_in_one_step(hand: Hand) -> None:
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Up)
    QTest.keyClick(hand.view, Qt.Key.Key_Left, SHIFT)
    assert place(hand, "High") == (81, 29)
    assert labels(hand) == ["Move layer"]
    hand.document.undo()
    assert place(hand, "High") == (90, 30)


def test_escape_takes_a_drag_back(hand: Hand) -> None:
    before = on_screen(hand.view)
    hand.press(10, 10)
    hand.drag(40, 40)
    hand.key(Qt.Key.Key_Escape)
    hand.drag(50, 50)
    hand.release(50, 50)
    assert place(hand, "High") == (90, 30)
    assert labels(hand) == []
    assert np.array_equal(on_screen(hand.view), before)


def test_a_click_is_no_step(hand: Hand) -> None:
    hand.click(10, 10)
    assert labels(hand) == []
    assert hand.document.shown is hand.document.state


@pytest.mark.parametrize("change", [{"locked": True}, {"visible": False}])
def test_what_cannot_be_moved_is_told_in_one_sentence(hand: Hand, change: dict[str, bool]) -> None:
    state = hand.document.state
    hand.document.adopt(state.with_layer(state.active, **change))
    hand.stroke((10, 10), (30, 30))
    hand.key(Qt.Key.Key_Right)
    assert place(hand, "High") == (90, 30)
    assert len(hand.said) == 2
    assert hand.said[0].endswith("to move it.")


def test_another_tool_ends_the_drag(hand: Hand) -> None:
    hand.press(10, 10)
    hand.drag(20, 10)
    hand.view.set_tool(HandTool(hand.view))
    assert place(hand, "High") == (100, 30)


@pytest.mark.parametrize("turn", [0, 25])
def test_the_hand_holds_the_picture(hand: Hand, turn: float, qtbot: QtBot) -> None:
    hand.look(100, 75, 2, turn)
    hand.view.set_tool(HandTool(hand.view))
    start = hand.view.viewport.to_view.map(QPointF(60, 60))
    assert hand.view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.press(60, 60)
    assert hand.view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    hand.drag(75, 65)
    held = hand.view.viewport.to_picture.map(start)
    assert (held.x(), held.y()) != pytest.approx((60, 60), abs=1)
    hand.drag(60, 60)
    hand.release(60, 60)
    assert hand.view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    seen, expected = on_screen(hand.view).astype(int), fresh(qtbot, hand.view)
    assert np.array_equal(seen, expected)
    assert labels(hand) == []


def test_zoom_clicks_in_and_out_about_the_pointer(hand: Hand) -> None:
    hand.view.set_tool(ZoomTool(hand.view))
    at = hand.view.viewport.to_view.map(QPointF(60, 60))
    hand.click(60, 60)
    assert hand.view.viewport.zoom == 4
    held = hand.view.viewport.to_picture.map(at)
    assert (held.x(), held.y()) == pytest.approx((60, 60), abs=0.5)
    hand.press(60, 60)
    hand.release(60, 60, ALT)
    assert hand.view.viewport.zoom == 2


def test_zoom_draws_a_box_and_fills_the_view_with_it(hand: Hand) -> None:
    hand.view.set_tool(ZoomTool(hand.view))
    plain = on_screen(hand.view)
    hand.press(40, 40)
    hand.drag(80, 60)
    assert not np.array_equal(on_screen(hand.view), plain)
    hand.release(80, 60)
    assert hand.view.viewport.zoom == pytest.approx(10, rel=0.02)
    centre = hand.view.viewport.centre
    assert (centre.x(), centre.y()) == pytest.approx((60, 50), abs=0.5)


def test_escape_drops_the_zoom_box(hand: Hand) -> None:
    hand.view.set_tool(ZoomTool(hand.view))
    before, plain = hand.view.viewport, on_screen(hand.view)
    hand.press(40, 40)
    hand.drag(80, 60)
    hand.key(Qt.Key.Key_Escape)
    hand.release(80, 60)
    assert hand.view.viewport == before
    assert np.array_equal(on_screen(hand.view), plain)


def test_moving_a_layer_redraws_no_more_than_it_must(hand: Hand) -> None:
    heard: list[Rect] = []
    hand.document.listen(lambda changed: heard.append(changed.picture))
    hand.press(10, 10)
    hand.drag(11, 10)
    assert heard == [Rect(90, 30, 41, 30)]
    hand.release(11, 10)
