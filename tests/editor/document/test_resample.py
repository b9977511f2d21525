"""Other sizes and places: what must stay exact, and what must stay within bounds."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.geometry import Affine
from editor.document.pixels import Pixels
from editor.document.resample import resized, transformed
from tests.editor.document.examples import random_mask, random_pixels, within_alpha

scales = st.floats(0.2, 3).flatmap(lambda value: st.sampled_from([value, -value]))
maps = st.builds(
    Affine.about,
    st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    st.tuples(scales, scales),
    st.sampled_from([0.0, 90.0, 180.0]) | st.floats(0, 360),
    st.tuples(st.floats(-9, 9), st.floats(-9, 9)),
)


@given(st.integers(-30, 30), st.integers(-30, 30))
def test_a_move_by_whole_pixels_resamples_nothing(dx: int, dy: int) -> None:
    pixels = random_pixels(12, 9)
    moved, x, y = transformed(pixels, 5, -6, Affine(e=dx, f=dy))
    assert moved is pixels
    assert (x, y) == (5 + dx, -6 + dy)


@pytest.mark.parametrize("size", [(12, 9), (13, 9), (13, 10)])
@pytest.mark.parametrize(
    ("scale", "degrees", "axes"),
    [((1, 1), 180, (0, 1)), ((-1, 1), 0, (1,)), ((1, -1), 0, (0,)), ((-1, -1), 180, ())],
)
def test_half_turns_and_mirrors_are_exact(
    size: tuple[int, int], scale: tuple[float, float], degrees: float, axes: tuple[int, ...]
) -> None:
    pixels = random_pixels(*size)
    centre = (20 + size[0] / 2, 30 + size[1] / 2)
    turned, x, y = transformed(pixels, 20, 30, Affine.about(centre, scale, degrees))
    assert (x, y) == (20, 30)
    assert np.array_equal(turned.array, np.flip(pixels.array, axes))


@pytest.mark.parametrize("degrees", [90, 270, -90, 450])
def test_quarter_turns_are_exact(degrees: float) -> None:
    pixels = random_pixels(14, 10)
    turned, x, y = transformed(pixels, 3, 4, Affine.about((10, 9), (1, 1), degrees))
    assert np.array_equal(turned.array, np.rot90(pixels.array, -round(degrees / 90)))
    assert (x, y) == (5, 2)


@settings(max_examples=40)
@given(maps)
def test_any_transform_keeps_colours_within_alpha_and_bounds(affine: Affine) -> None:
    pixels = random_pixels(21, 17)
    turned, x, y = transformed(pixels, -4, 8, affine)
    assert within_alpha(turned)
    inside = affine.bounds(pixels.rect.moved(-4, 8)).padded(1)
    placed = turned.rect.moved(x, y)
    assert placed.intersected(inside) == placed


@settings(max_examples=40)
@given(maps)
def test_one_colour_stays_that_colour(affine: Affine) -> None:
    pixels = Pixels(np.full((30, 40, 4), (10, 120, 200, 255), np.uint8))
    turned, _, _ = transformed(pixels, 0, 0, affine)
    colours = turned.straight()[turned.array[..., 3] == 255]
    assert np.abs(colours.astype(int) - (200, 120, 10, 255)).max(initial=0) <= 2
    width, height = 40 * math.hypot(*affine[:2]), 30 * math.hypot(*affine[2:4])
    # An upright edge takes in the whole pixel that it cuts, on either side.
    area = turned.array[..., 3].sum() / 255
    assert width * height * 0.95 - 8 <= area <= (width + 2) * (height + 2) * 1.05


def test_transparent_surroundings_give_no_dark_rim() -> None:
    pixels = Pixels.empty(40, 40)
    pixels.array[10:30, 10:30] = (255, 255, 255, 255)
    turned, _, _ = transformed(pixels, 0, 0, Affine.about((20, 20), (1.7, 1.3), 33))
    seen = turned.array[..., 3] > 8
    assert turned.straight()[seen][:, :3].min() >= 250


@pytest.mark.parametrize("factor", [0.1, 0.5, 3.0])
def test_scaling_keeps_the_brightness(factor: float) -> None:
    pixels = random_pixels(100, 80, opaque=True)
    scaled, _, _ = transformed(pixels, 0, 0, Affine(a=factor, d=factor))
    assert (scaled.width, scaled.height) == (round(100 * factor), round(80 * factor))
    assert scaled.opaque
    assert scaled.array.mean() == pytest.approx(pixels.array.mean(), abs=1.5)


@pytest.mark.parametrize(
    "affine", [Affine(a=0.0), Affine(a=0.001, d=1.0), Affine(a=1, b=1, c=1, d=1)]
)
def test_nothing_left_is_refused(affine: Affine) -> None:
    with pytest.raises(ValueError, match="nothing left"):
        transformed(random_pixels(10, 10), 0, 0, affine)


@settings(max_examples=30)
@given(st.integers(1, 60), st.integers(1, 60))
def test_resizing_keeps_colours_within_alpha(width: int, height: int) -> None:
    scaled = resized(random_pixels(23, 19).array, width, height)
    assert scaled.shape == (height, width, 4)
    assert within_alpha(Pixels(scaled))
    assert resized(random_mask(23, 19).array, width, height).shape == (height, width)


@pytest.mark.parametrize("size", [40, 100, 333])
def test_a_masks_edge_does_not_ring(size: int) -> None:
    mask = np.zeros((100, 100), np.uint8)
    mask[:, 40:60] = 255
    scaled = resized(mask, size, size)[size // 2].astype(int)
    middle = size // 2
    assert (np.diff(scaled[:middle]) >= 0).all()
    assert (np.diff(scaled[middle:]) <= 0).all()
    assert np.flatnonzero(scaled).min() >= 0.39 * size - 1.5


def test_the_same_size_changes_nothing() -> None:
    pixels, mask = random_pixels(23, 19), random_mask(23, 19)
    assert np.array_equal(resized(pixels.array, 23, 19), pixels.array)
    assert np.array_equal(resized(mask.array, 23, 19), mask.array)
