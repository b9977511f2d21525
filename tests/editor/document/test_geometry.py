"""Laws of rectangles and affine maps."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.geometry import EMPTY, Affine, Rect

ends = st.integers(-40, 40)
sides = st.integers(0, 30)
rects = st.builds(Rect, ends, ends, sides, sides)
numbers = st.floats(-100, 100, allow_nan=False)
maps = st.builds(
    Affine.about,
    st.tuples(numbers, numbers),
    st.tuples(st.floats(0.1, 5), st.floats(-5, -0.1)),
    st.floats(-360, 360),
    st.tuples(numbers, numbers),
)


def points(rect: Rect) -> set[tuple[int, int]]:
    """Every pixel of a rectangle."""
    return {(x, y) for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)}


@given(rects, rects)
def test_rectangles_meet_like_sets(first: Rect, second: Rect) -> None:
    assert points(first.intersected(second)) == points(first) & points(second)
    united = first.united(second)
    assert points(united) >= points(first) | points(second)
    if not first.empty and not second.empty:
        smaller = Rect(united.x + 1, united.y, united.w - 1, united.h)
        assert not points(smaller) >= points(first) | points(second)
    assert first.area == len(points(first))
    assert first.empty == (not points(first))


@given(rects, st.integers(1, 9))
def test_tiles_are_those_that_are_touched(rect: Rect, side: int) -> None:
    tiles = list(rect.tiles(side))
    assert len(tiles) == len(set(tiles))
    assert set(tiles) == {(x // side, y // side) for x, y in points(rect)}


@given(rects, ends, ends, st.integers(0, 9))
def test_moving_and_padding(rect: Rect, dx: int, dy: int, margin: int) -> None:
    assert rect.moved(dx, dy).moved(-dx, -dy) == rect
    assert rect.padded(margin).padded(-margin) == rect
    assert all(rect.holds(x, y) for x, y in points(rect))
    assert not rect.holds(rect.right, rect.y)
    assert rect.padded(-20).intersected(rect) == EMPTY


def test_around_holds_the_edges() -> None:
    assert Rect.around(-0.5, 1.0, 3.2, 4.0) == Rect(-1, 1, 5, 3)


def near(point: tuple[float, float]) -> object:
    """The same point, but for rounding."""
    return pytest.approx(point, abs=1e-6)


@given(maps, maps, numbers, numbers)
def test_maps_follow_each_other(first: Affine, second: Affine, x: float, y: float) -> None:
    assert first.then(second).apply(x, y) == near(second.apply(*first.apply(x, y)))
    assert first.inverted().apply(*first.apply(x, y)) == near((x, y))
    product = first.determinant * second.determinant
    assert first.then(second).determinant == pytest.approx(product)


@given(maps, rects)
def test_bounds_hold_every_point(affine: Affine, rect: Rect) -> None:
    bounds = affine.bounds(rect)
    for x, y in [(rect.x, rect.y), (rect.right, rect.bottom), (rect.x + rect.w / 3, rect.bottom)]:
        to_x, to_y = affine.apply(x, y)
        assert bounds.x - 1e-6 <= to_x <= bounds.right + 1e-6
        assert bounds.y - 1e-6 <= to_y <= bounds.bottom + 1e-6


def test_turns_are_clockwise_about_the_centre() -> None:
    quarter = Affine.about((10, 20), (1, 1), 90)
    assert quarter.apply(10, 20) == near((10, 20))
    assert quarter.apply(11, 20) == near((10, 21))  # down on screen
    assert quarter.determinant == pytest.approx(1)
    assert Affine.about((0, 0), (2, 3), 0, (5, 7)).apply(1, 1) == near((7, 10))


@pytest.mark.parametrize("quarters", range(-4, 9))
def test_a_quarter_turn_gains_no_row(quarters: int) -> None:
    rect = Rect(13, 7, 40, 22)
    bounds = Affine.about((33, 18), (1, 1), 90 * quarters).bounds(rect)
    assert (bounds.w, bounds.h) == ((22, 40) if quarters % 2 else (40, 22))


def test_a_flattening_map_has_no_way_back() -> None:
    with pytest.raises(ZeroDivisionError):
        Affine(a=0.0, d=math.pi).inverted()
