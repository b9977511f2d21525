"""A picture that grows: how far, what is seen of it, and that nothing of it is touched."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.compositor import flattened
from editor.document.expanding import LONGEST_SIDE, Extent, framed, placed, to_ratio, with_result
from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.document.pixels import Pixels
from tests.editor.conftest import picture_document

pixels = st.integers(0, 40_000)
sides = st.builds(Extent, pixels, pixels, pixels, pixels)
pictures = st.builds(Rect, st.just(0), st.just(0), st.integers(1, 30_000), st.integers(1, 30_000))


@given(sides, pictures)
def test_a_frame_says_the_extent_again(extent: Extent, picture: Rect) -> None:
    assert Extent.of_frame(extent.frame(picture), picture) == extent


@given(sides, pictures)
def test_what_is_limited_fits_and_is_no_more(extent: Extent, picture: Rect) -> None:
    limited = extent.limited(picture)
    frame = limited.frame(picture)
    assert max(frame.w, frame.h) <= LONGEST_SIDE
    for side in ("left", "right", "top", "bottom"):
        assert 0 <= getattr(limited, side) <= getattr(extent, side)
    whole = extent.frame(picture)
    if max(whole.w, whole.h) <= LONGEST_SIDE:
        assert limited == extent


@given(pictures, st.sampled_from([16 / 9, 3 / 2, 1.0, 3 / 4, 9 / 16]))
def test_a_ratio_is_reached_by_one_pair_of_edges(picture: Rect, ratio: float) -> None:
    extent = to_ratio(picture, ratio)
    frame = extent.frame(picture)
    assert not ((extent.left or extent.right) and (extent.top or extent.bottom))
    assert abs(extent.left - extent.right) <= 1
    assert abs(extent.top - extent.bottom) <= 1
    assert abs(frame.w - frame.h * ratio) <= max(1.0, ratio)


def test_a_frame_inside_the_picture_moves_nothing() -> None:
    picture = Rect(0, 0, 100, 80)
    assert Extent.of_frame(Rect(10, 10, 20, 20), picture) == Extent()
    assert not Extent()
    assert Extent(top=1)


@pytest.mark.parametrize("frame", [Rect(-10, -20, 230, 200), Rect(0, 0, 200, 170)])
def test_a_result_reaches_out_and_the_picture_stays(frame: Rect) -> None:
    state = picture_document(200, 150).state
    state.mask.array[30, 40] = 255
    before = flattened(state).array.copy()
    around = np.full((frame.h, frame.w, 4), (9, 8, 7, 255), np.uint8)
    around[-frame.y : 150 - frame.y, -frame.x : 200 - frame.x] = 0
    layer = Layer(Pixels.from_straight(around), "Wider", x=frame.x, y=frame.y)
    after = with_result(state, layer, frame)
    inside = np.s_[-frame.y : 150 - frame.y, -frame.x : 200 - frame.x]
    shown = flattened(after).array
    assert shown.shape == (frame.h, frame.w, 4)
    assert np.array_equal(shown[inside], before)
    assert tuple(shown[-1, -1]) == (7, 8, 9, 255)
    assert after.mask.array[30 - frame.y, 40 - frame.x] == 255
    assert after.mask.array.sum() == 255
    assert after.active == layer.number
    assert after.layers[0].pixels is state.layers[0].pixels


def test_the_same_frame_is_the_same_picture() -> None:
    state = picture_document(20, 10).state
    assert framed(state, state.rect) is state
    layer = state.layers[0]
    assert placed(layer, state.rect) is layer


def test_a_preview_that_reaches_out_says_where_it_lies() -> None:
    document = picture_document(200, 150)
    frame = Rect(-30, 0, 260, 150)
    told: list[tuple[int, Rect]] = []
    document.listen(lambda _changed: told.append((document.shown.width, document.frame)))
    document.preview(framed(document.state, frame), frame)
    assert document.frame == frame
    document.preview(None)
    assert document.frame == document.state.rect
    assert told == [(260, frame), (200, Rect(0, 0, 200, 150))]
