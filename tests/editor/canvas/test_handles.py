"""Frames and their handles: what is held, and what pulling, turning and moving do."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF, Qt

from editor.canvas.tools.handles import (
    HANDLES,
    Box,
    Grip,
    grip_at,
    handles_of,
    moved,
    resize_shape,
    resized,
    turned,
)
from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect

sides = st.floats(5, 3000)
places = st.floats(-2000, 2000)
boxes = st.builds(Box, places, places, sides, sides, st.floats(-180, 180))
grips = st.sampled_from(HANDLES)


def view(zoom: float = 1.0, turn: float = 0.0) -> Viewport:
    return Viewport(QSizeF(800, 600), QPointF(100, 100), zoom, turn)


def test_a_box_of_a_rectangle_has_its_corners() -> None:
    box = Box.of_rect(Rect(10, 20, 30, 40))
    assert box.point(-1, -1) == (10, 20)
    assert box.point(1, 1) == (40, 60)
    assert box.holds(10, 60)
    assert not box.holds(9, 60)


@given(boxes, places, places)
def test_local_is_the_inverse_of_point(box: Box, x: float, y: float) -> None:
    across, down = box.local(x, y)
    back = box.point(2 * across / box.width, 2 * down / box.height)
    assert back == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize("zoom", [0.1, 1, 8])
@pytest.mark.parametrize("turn", [0, 33])
def test_every_handle_holds_what_it_shows_in_view_pixels(zoom: float, turn: float) -> None:
    viewport = view(zoom, turn)
    box = Box(100, 100, 300 / zoom, 200 / zoom, 20)
    handles = handles_of(box, viewport)
    assert set(handles) == set(HANDLES)
    for grip, place in handles.items():
        for dx, dy, held in ((0, 0, True), (7, -7, True), (9, 0, False), (0, -9, False)):
            point = viewport.to_picture.map(place + QPointF(dx, dy))
            found = grip_at(box, viewport, point.x(), point.y(), turns=False)
            assert (found is grip) is held, (grip, dx, dy)


def test_inside_moves_and_around_the_corners_turns() -> None:
    box, viewport = Box(100, 100, 200, 100), view()
    assert grip_at(box, viewport, 120, 110, turns=True) is Grip.INSIDE
    assert grip_at(box, viewport, 215, 165, turns=True) is Grip.AROUND
    assert grip_at(box, viewport, 215, 165, turns=False) is None
    assert grip_at(box, viewport, 100, 175, turns=True) is None
    assert grip_at(box, viewport, 260, 165, turns=True) is None


def test_a_small_frame_shows_corners_and_a_tiny_one_can_still_be_moved() -> None:
    viewport = view()
    assert set(handles_of(Box(0, 0, 30, 100), viewport)) == {
        *(grip for grip in HANDLES if grip.corner),
        Grip.LEFT,
        Grip.RIGHT,
    }
    tiny = Box(0, 0, 10, 10)
    assert grip_at(tiny, viewport, 1, 1, turns=True) is Grip.INSIDE
    assert grip_at(tiny, viewport, 9, 9, turns=True) is Grip.BOTTOM_RIGHT


@given(boxes, grips, places, places, st.booleans())
def test_the_opposite_handle_or_the_centre_stays(
    box: Box, grip: Grip, x: float, y: float, about_centre: bool
) -> None:
    other = resized(box, grip, (x, y), about_centre=about_centre)
    across, down = (0, 0) if about_centre else (-grip.value[0], -grip.value[1])
    assert other.point(across, down) == pytest.approx(box.point(across, down), abs=1e-6)
    assert other.degrees == box.degrees
    assert min(other.width, other.height) >= 1


@given(boxes, grips, st.floats(1, 500), st.floats(1, 500), st.booleans())
def test_the_handle_goes_where_it_is_pulled(
    box: Box, grip: Grip, out: float, down: float, about_centre: bool
) -> None:
    place = box.point(
        grip.value[0] * (1 + out / box.width), grip.value[1] * (1 + down / box.height)
    )
    other = resized(box, grip, place, about_centre=about_centre)
    reach = 1 if box.degrees == 0 else 1e-6
    assert other.point(*grip.value) == pytest.approx(place, abs=reach)


@given(boxes, grips, places, places, st.floats(0.1, 10))
def test_a_ratio_is_kept(box: Box, grip: Grip, x: float, y: float, ratio: float) -> None:
    other = resized(box, grip, (x, y), ratio)
    assert other.width / other.height == pytest.approx(ratio)


def test_upright_edges_come_to_lie_on_whole_pixels() -> None:
    other = resized(Box.of_rect(Rect(10, 10, 20, 20)), Grip.BOTTOM_RIGHT, (41.3, 52.8))
    assert other.point(1, 1) == (41, 53)


def test_a_corner_in_ratio_stays_close_to_the_pointer() -> None:
    box = Box.of_rect(Rect(0, 0, 100, 50))
    other = resized(box, Grip.BOTTOM_RIGHT, (200, 100), 2.0)
    assert other.point(1, 1) == pytest.approx((200, 100))


@given(boxes, st.floats(1, 400), st.floats(-180, 180), st.floats(-170, 170))
def test_turning_follows_the_pointer_around_the_centre(
    box: Box, radius: float, start: float, angle: float
) -> None:
    def place(degrees: float) -> tuple[float, float]:
        turn = math.radians(degrees)
        return box.x + radius * math.cos(turn), box.y + radius * math.sin(turn)

    other = turned(box, place(start), place(start + angle))
    assert math.remainder(other.degrees - box.degrees - angle, 360) == pytest.approx(0, abs=1e-6)
    assert (other.x, other.y, other.width, other.height) == (box.x, box.y, box.width, box.height)
    snapped = turned(box, place(start), place(start + angle), snap=True)
    assert math.remainder(snapped.degrees, 15) == pytest.approx(0, abs=1e-6)
    assert abs(math.remainder(snapped.degrees - other.degrees, 360)) <= 7.5 + 1e-6


def test_moving_goes_by_whole_pixels_and_keeps_to_an_axis() -> None:
    box = Box(10.5, 20, 5, 8)
    assert moved(box, 3.4, -2.6) == Box(13.5, 17, 5, 8)
    assert moved(box, 3.4, -2.6, straight=True) == Box(13.5, 20, 5, 8)
    assert moved(box, 1, -2.6, straight=True) == Box(10.5, 17, 5, 8)


@pytest.mark.parametrize(
    ("grip", "degrees", "turn", "shape"),
    [
        (Grip.RIGHT, 0, 0, Qt.CursorShape.SizeHorCursor),
        (Grip.TOP, 0, 0, Qt.CursorShape.SizeVerCursor),
        (Grip.TOP_LEFT, 0, 0, Qt.CursorShape.SizeFDiagCursor),
        (Grip.TOP_RIGHT, 0, 0, Qt.CursorShape.SizeBDiagCursor),
        (Grip.RIGHT, 45, 0, Qt.CursorShape.SizeFDiagCursor),
        (Grip.RIGHT, 0, 90, Qt.CursorShape.SizeVerCursor),
        (Grip.RIGHT, 45, 45, Qt.CursorShape.SizeVerCursor),
        (Grip.LEFT, -170, 0, Qt.CursorShape.SizeHorCursor),
    ],
)
def test_the_cursor_points_along_the_pull(
    grip: Grip, degrees: float, turn: float, shape: Qt.CursorShape
) -> None:
    assert resize_shape(Box(0, 0, 10, 10, degrees), grip, view(turn=turn)) == shape
