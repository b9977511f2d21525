"""The map between picture and view: inverse, holding points, fitting, scrolling."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF

from editor.canvas.viewport import FIT_MARGIN, MAX_ZOOM, MIN_ZOOM, Viewport
from editor.document.geometry import Rect

places = st.floats(-5000, 5000)
zooms = st.floats(MIN_ZOOM, MAX_ZOOM)
turns = st.floats(-360, 360)
viewports = st.builds(
    lambda width, height, x, y, zoom, turn: Viewport(
        QSizeF(width, height), QPointF(x, y), zoom, math.remainder(turn, 360)
    ),
    st.integers(200, 4000),
    st.integers(150, 2500),
    places,
    places,
    zooms,
    turns,
)


def near(one: QPointF, other: QPointF, reach: float = 1e-5) -> bool:
    return math.hypot(one.x() - other.x(), one.y() - other.y()) < reach


@given(viewports, places, places)
def test_maps_are_inverse(viewport: Viewport, x: float, y: float) -> None:
    point = QPointF(x, y)
    assert near(viewport.to_picture.map(viewport.to_view.map(point)), point)


@given(viewports)
def test_the_centre_is_in_the_middle(viewport: Viewport) -> None:
    size = viewport.size
    middle = QPointF(size.width() / 2, size.height() / 2)
    assert near(viewport.to_view.map(viewport.centre), middle, reach=1.0)


@given(viewports, st.floats(0, 2000), st.floats(0, 1500), st.floats(1e-3, 1e3))
def test_zoom_holds_the_point_under_the_cursor(
    viewport: Viewport, x: float, y: float, zoom: float
) -> None:
    at = QPointF(x, y)
    other = viewport.zoomed(zoom, at)
    assert MIN_ZOOM <= other.zoom <= MAX_ZOOM
    held = viewport.to_picture.map(at)
    assert near(other.to_view.map(held), at)


@given(viewports, st.floats(0, 2000), st.floats(0, 1500), turns)
def test_turning_holds_the_point_under_the_cursor(
    viewport: Viewport, x: float, y: float, degrees: float
) -> None:
    at = QPointF(x, y)
    other = viewport.rotated(degrees, at)
    assert math.isclose(math.remainder(other.rotation - degrees, 360), 0, abs_tol=1e-9)
    assert near(other.to_view.map(viewport.to_picture.map(at)), at)


@given(viewports, st.floats(-500, 500), st.floats(-500, 500))
def test_panning_moves_by_view_pixels(viewport: Viewport, dx: float, dy: float) -> None:
    point = QPointF(17, 23)
    before, after = viewport.to_view.map(point), viewport.panned(dx, dy).to_view.map(point)
    assert near(after - before, QPointF(dx, dy))


@given(viewports, st.integers(1, 20000), st.integers(1, 20000))
def test_fit_shows_everything(viewport: Viewport, width: int, height: int) -> None:
    rect = Rect(0, 0, width, height)
    fitted = viewport.fitted(rect)
    box = fitted.to_view.mapRect(QRectF(0, 0, width, height))
    assert fitted.zoom <= 1
    if fitted.zoom > MIN_ZOOM:
        room = QRectF(QPointF(), viewport.size).adjusted(
            *[FIT_MARGIN - 2] * 2, *[2 - FIT_MARGIN] * 2
        )
        assert room.contains(box)


@given(viewports, st.integers(20, 800), st.integers(20, 600))
def test_filled_shows_a_box_of_the_view_and_no_more(
    viewport: Viewport, width: int, height: int
) -> None:
    box = QRectF(31, 47, width, height)
    filled = viewport.filled(box)
    if MIN_ZOOM < filled.zoom < MAX_ZOOM:
        shown = (filled.to_view.map(viewport.to_picture.map(box.center()))) - QPointF(0, 0)
        middle = QPointF(viewport.size.width() / 2, viewport.size.height() / 2)
        assert near(shown, middle, reach=1.0)
        times = filled.zoom / viewport.zoom
        spare = viewport.size.width() - width * times, viewport.size.height() - height * times
        assert min(spare) == pytest.approx(0, abs=1e-6)


def test_settled_puts_the_corner_on_a_whole_pixel() -> None:
    viewport = Viewport(QSizeF(801, 600), QPointF(100.5, 33.3), 1.0)
    corner = viewport.settled().to_view.map(QPointF())
    assert near(corner, QPointF(corner.toPoint()), reach=1e-9)
    assert near(corner, viewport.to_view.map(QPointF()), reach=0.75)


def test_visible_holds_all_corners() -> None:
    viewport = Viewport(QSizeF(400, 300), QPointF(50, 60), 1.7, 31)
    box = viewport.visible
    for corner in (QPointF(), QPointF(400, 0), QPointF(0, 300), QPointF(400, 300)):
        point = viewport.to_picture.map(corner)
        assert box.x <= point.x() <= box.right
        assert box.y <= point.y() <= box.bottom


def test_shift_is_known_for_whole_steps_alone() -> None:
    viewport = Viewport(QSizeF(400, 300), QPointF(50, 60), 1.7, 31)
    assert viewport.shift_to(viewport.panned(7, -3)) == QPoint(7, -3)
    assert viewport.shift_to(viewport.panned(7.5, -3)) is None
    assert viewport.shift_to(viewport.zoomed(2)) is None
    assert viewport.shift_to(viewport.rotated(0)) is None
    assert viewport.shift_to(viewport.resized(QSizeF(410, 300))) is None
