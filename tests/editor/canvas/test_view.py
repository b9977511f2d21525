"""The view under the hand: panning, zooming, gestures, pens, keys, marching, several documents."""

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import (
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.canvas.overlay import MaskLook
from editor.canvas.tools.base import Pointer, Tool
from editor.canvas.viewport import Viewport
from editor.document.document import Document
from tests.editor.canvas.driving import ALT, NONE, SHIFT, Hand
from tests.editor.canvas.seeing import fresh, on_screen
from tests.editor.conftest import picture_document

CONTROL = Qt.KeyboardModifier.ControlModifier
AT = QPointF(130, 70)


class Recorder(Tool):
    """Writes down what the view tells it."""

    name = "recorder"

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand.view)
        self.calls: list[str] = []
        self.pointers: list[Pointer] = []
        self.size: float | None = None
        self.takes_keys = False

    def press(self, pointer: Pointer) -> None:
        self._note("press", pointer)

    def drag(self, pointer: Pointer) -> None:
        self._note("drag", pointer)

    def release(self, pointer: Pointer) -> None:
        self._note("release", pointer)

    def hover(self, pointer: Pointer) -> None:
        self._note("hover", pointer)

    def double_click(self, pointer: Pointer) -> None:
        self._note("double_click", pointer)

    def away(self) -> None:
        self.calls.append("away")

    def enter(self) -> None:
        self.calls.append("enter")

    def leave(self) -> None:
        self.calls.append("leave")

    def key(self, event: QKeyEvent) -> bool:
        return self.takes_keys

    @property
    def brush_size(self) -> float | None:
        return self.size

    def _note(self, call: str, pointer: Pointer) -> None:
        self.calls.append(call)
        self.pointers.append(pointer)


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    hand = Hand(qtbot, picture_document(700, 531))
    hand.look(350, 265, 1)
    return hand


@pytest.fixture
def tool(hand: Hand) -> Recorder:
    tool = Recorder(hand)
    hand.view.set_tool(tool)
    tool.calls.clear()
    return tool


def under(hand: Hand, at: QPointF = AT) -> QPointF:
    return hand.view.viewport.to_picture.map(at)


def near(one: QPointF, other: QPointF) -> bool:
    return math.hypot(one.x() - other.x(), one.y() - other.y()) < 1e-6


def wheel(hand: Hand, angle: QPoint, keys: Qt.KeyboardModifier = NONE, **fingers: int) -> None:
    pixels = QPoint(fingers.get("dx", 0), fingers.get("dy", 0))
    phase, none = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton
    event = QWheelEvent(AT, AT, pixels, angle, none, keys, phase, False)
    QApplication.sendEvent(hand.view, event)


def gesture(hand: Hand, kind: Qt.NativeGestureType, value: float) -> None:
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, AT, AT, AT, value, QPointF())
    QApplication.sendEvent(hand.view, event)


def mouse(hand: Hand, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
    QApplication.sendEvent(hand.view, QMouseEvent(kind, at, at, button, button, NONE))


def test_the_wheel_zooms_at_the_cursor(hand: Hand) -> None:
    held = under(hand)
    wheel(hand, QPoint(0, 120))
    assert hand.view.viewport.zoom == pytest.approx(1.25)
    assert near(under(hand), held)
    wheel(hand, QPoint(0, -240))
    assert hand.view.viewport.zoom == pytest.approx(1 / 1.25)
    assert near(under(hand), held)


@pytest.mark.parametrize(
    ("keys", "angle", "step"),
    [
        (SHIFT, QPoint(0, 120), QPointF(60, 0)),
        (ALT, QPoint(0, 120), QPointF(0, 60)),
        (ALT, QPoint(120, 0), QPointF(0, 60)),
    ],
)
def test_a_wheel_with_keys_pans(
    hand: Hand, keys: Qt.KeyboardModifier, angle: QPoint, step: QPointF
) -> None:
    held = under(hand)
    wheel(hand, angle, keys)
    assert near(under(hand, AT + step), held)


def test_two_fingers_pan_and_with_control_zoom(hand: Hand) -> None:
    held = under(hand)
    wheel(hand, QPoint(0, 30), dx=7, dy=-9)
    assert near(under(hand, AT + QPointF(7, -9)), held)
    wheel(hand, QPoint(0, 30), CONTROL, dx=7, dy=-9)
    assert hand.view.viewport.zoom > 1


def test_pinching_zooms_and_turning_turns_at_the_fingers(hand: Hand) -> None:
    held = under(hand)
    gesture(hand, Qt.NativeGestureType.ZoomNativeGesture, 0.2)
    assert hand.view.viewport.zoom == pytest.approx(1.2)
    assert near(under(hand), held)
    gesture(hand, Qt.NativeGestureType.RotateNativeGesture, 10)
    gesture(hand, Qt.NativeGestureType.RotateNativeGesture, 5)
    assert hand.view.viewport.rotation == pytest.approx(15)
    assert near(under(hand), held)


def test_the_middle_button_pans(hand: Hand, tool: Recorder) -> None:
    held, middle = under(hand), Qt.MouseButton.MiddleButton
    mouse(hand, QEvent.Type.MouseButtonPress, AT, middle)
    assert hand.view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    mouse(hand, QEvent.Type.MouseMove, AT + QPointF(30, 11), middle)
    mouse(hand, QEvent.Type.MouseButtonRelease, AT + QPointF(30, 11), middle)
    assert near(under(hand, AT + QPointF(30, 11)), held)
    assert hand.view.cursor().shape() == Qt.CursorShape.CrossCursor
    assert tool.calls == []


def test_space_makes_the_left_button_pan(hand: Hand, tool: Recorder) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.keyPress(hand.view, Qt.Key.Key_Space)
    assert hand.view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    held = under(hand)
    mouse(hand, QEvent.Type.MouseButtonPress, AT, left)
    mouse(hand, QEvent.Type.MouseMove, AT + QPointF(-8, 5), left)
    QTest.keyRelease(hand.view, Qt.Key.Key_Space)
    mouse(hand, QEvent.Type.MouseMove, AT + QPointF(-16, 10), left)
    mouse(hand, QEvent.Type.MouseButtonRelease, AT + QPointF(-16, 10), left)
    assert near(under(hand, AT + QPointF(-16, 10)), held)
    assert tool.calls == []
    hand.click(300, 200)
    assert tool.calls == ["press", "release"]


def test_space_is_let_go_with_the_focus(hand: Hand, tool: Recorder) -> None:
    QTest.keyPress(hand.view, Qt.Key.Key_Space)
    hand.view.setFocus()
    hand.view.clearFocus()
    hand.click(300, 200)
    assert tool.calls == ["press", "release"]


def test_arrows_pan_unless_the_tool_takes_them(hand: Hand, tool: Recorder) -> None:
    held = under(hand)
    hand.key(Qt.Key.Key_Left)
    hand.key(Qt.Key.Key_Down)
    assert near(under(hand, AT + QPointF(40, -40)), held)
    tool.takes_keys = True
    before = hand.view.viewport
    hand.key(Qt.Key.Key_Left)
    assert hand.view.viewport == before


@pytest.mark.parametrize("turn", [0, 30])
def test_tools_hear_picture_coordinates(hand: Hand, tool: Recorder, turn: float) -> None:
    hand.look(300, 200, 2, turn)
    tool.pointers.clear()
    hand.press(310, 220, SHIFT)
    hand.drag(320.5, 230)
    hand.release(320.5, 230)
    assert tool.calls[-3:] == ["press", "drag", "release"]
    press, drag, _ = tool.pointers[-3:]
    assert (press.x, press.y) == pytest.approx((310, 220), abs=0.5)
    assert (drag.x, drag.y) == pytest.approx((320.5, 230))
    assert press.shift
    assert not press.control
    assert press.pressure == 1


def test_a_second_click_is_a_double_click(hand: Hand, tool: Recorder) -> None:
    hand.click(300, 200)
    hand.second_click(300, 200)
    assert tool.calls == ["press", "release", "double_click", "release"]


def test_a_pen_presses_once_with_its_pressure(hand: Hand, tool: Recorder) -> None:
    hand.pen((300, 200, 0.25), (310, 205, 0.5), (320, 210, 0.75))
    assert tool.calls == ["press", "drag", "drag", "release"]
    assert [pointer.pressure for pointer in tool.pointers] == [0.25, 0.5, 0.75, 0.0]


def test_the_echo_of_a_pen_as_a_mouse_is_not_heard(hand: Hand, tool: Recorder) -> None:
    at = hand._at(300, 200)
    QApplication.sendEvent(hand.view, hand._pen_event(QEvent.Type.TabletPress, 300, 200, 0.5))
    left = Qt.MouseButton.LeftButton
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove):
        mouse(hand, kind, at, left)
    QApplication.sendEvent(hand.view, hand._pen_event(QEvent.Type.TabletRelease, 300, 200, 0))
    assert tool.calls == ["press", "release"]


def test_leaving_hides_pointer_and_ring(hand: Hand, tool: Recorder, qtbot: QtBot) -> None:
    tool.size = 60
    plain = on_screen(hand.view)
    hand.hover(350, 265)
    ringed = on_screen(hand.view)
    assert not np.array_equal(ringed, plain)
    heard: list[object] = []
    hand.view.pointer_moved.connect(heard.append)
    QApplication.sendEvent(hand.view, QEvent(QEvent.Type.Leave))
    assert heard == [None]
    assert tool.calls[-1] == "away"
    assert np.array_equal(on_screen(hand.view), plain)


def test_the_ring_leaves_no_trail(hand: Hand, tool: Recorder, qtbot: QtBot) -> None:
    tool.size = 60
    for x in (300, 330, 360):
        hand.hover(x, 265)
        on_screen(hand.view)
        hand.view.set_viewport(hand.view.viewport.panned(9, 4))
        on_screen(hand.view)
    QApplication.sendEvent(hand.view, QEvent(QEvent.Type.Leave))
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))


def test_a_busy_tool_is_drawn_anew_while_panning(hand: Hand, tool: Recorder) -> None:
    class Fixed(Recorder):
        busy = True

        def paint(self, painter, viewport) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            painter.fillRect(10, 10, 20, 20, Qt.GlobalColor.white)

    hand.view.set_tool(Fixed(hand))
    on_screen(hand.view)
    hand.view.set_viewport(hand.view.viewport.panned(-50, 0))
    assert (on_screen(hand.view)[10:30, 10:30] == 255).all()


def test_fit_follows_the_views_size_until_something_else_is_shown(hand: Hand) -> None:
    hand.view.fit()
    before = hand.view.viewport.zoom
    hand.view.resize(800, 600)
    assert hand.view.viewport.zoom > before
    hand.view.zoom_in()
    zoom, centre = hand.view.viewport.zoom, hand.view.viewport.centre
    hand.view.resize(500, 400)
    assert (hand.view.viewport.zoom, hand.view.viewport.centre) == (zoom, centre)


def marches(hand: Hand) -> bool:
    return hand.view._march.running


def test_the_outline_marches_only_while_it_is_seen(hand: Hand) -> None:
    view = hand.view
    assert not marches(hand)
    view.set_mask_look(MaskLook(marching=True))
    assert marches(hand)
    view.hide_mask(True)
    assert not marches(hand)
    view.hide_mask(False)
    view.hide()
    assert not marches(hand)
    view.show()
    assert marches(hand)

    class Maskless(Recorder):
        shows_mask = False

    view.set_tool(Maskless(hand))
    assert not marches(hand)
    view.set_tool(Recorder(hand))
    assert marches(hand)
    view.set_mask_look(MaskLook())
    assert not marches(hand)


def test_marching_steps_with_time(hand: Hand, qtbot: QtBot) -> None:
    hand.view.set_mask_look(MaskLook(marching=True))
    qtbot.waitUntil(lambda: hand.view._march.phase >= 2, timeout=5000)
    hand.view.set_mask_look(MaskLook())


def test_another_document_is_shown_as_it_was_left(hand: Hand, tool: Recorder, qtbot: QtBot) -> None:
    first, place = hand.document, hand.view.viewport
    second = picture_document(90, 60, seed=1)
    hand.view.set_document(second)
    assert tool.calls == ["leave", "enter"]
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))
    hand.view.set_document(first, place)
    assert hand.view.viewport == place
    assert second._listeners == []
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))


def test_tools_are_left_and_entered(hand: Hand, tool: Recorder) -> None:
    other = Recorder(hand)
    with_signal: list[None] = []
    hand.view.tool_changed.connect(lambda: with_signal.append(None))
    hand.view.set_tool(other)
    hand.view.set_tool(other)
    assert (tool.calls, other.calls, len(with_signal)) == (["leave"], ["enter"], 1)


def test_the_cursor_is_the_tools(hand: Hand) -> None:
    class Pointing(Recorder):
        cursor = QCursor(Qt.CursorShape.PointingHandCursor)

    hand.view.set_tool(Pointing(hand))
    assert hand.view.cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_a_place_is_kept_when_a_document_is_hidden_and_the_view_resized(hand: Hand) -> None:
    place = Viewport(QSizeF(400, 300), QPointF(100, 120), 3.0)
    hand.view.set_document(picture_document(50, 50))
    hand.view.resize(640, 480)
    hand.view.set_document(_picture(), place)
    assert hand.view.viewport.centre == QPointF(100, 120)
    assert hand.view.viewport.size == QSizeF(640, 480)


def _picture() -> Document:
    return picture_document(300, 300, seed=2)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_fine_screens_show_the_pictures_own_pixels(ratio: float) -> None:
    root = Path(__file__).parents[3]
    environment = os.environ | {
        "QT_SCALE_FACTOR": str(ratio),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(root),
    }
    command = [sys.executable, "-m", "tests.editor.canvas.fine_screen", str(ratio)]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
