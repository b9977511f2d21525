"""Laws of the mask's operations, and plain reference versions of the quick ones."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, label

from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.document.mask_operations import (
    Combine,
    Shape,
    combine,
    ellipse,
    feather_inwards,
    from_alpha,
    from_scribble,
    grow,
    invert,
    polygon,
    rectangle,
    share,
    shrink,
    similar,
)
from editor.document.pixels import Pixels

Array = NDArray[np.uint8]

values = st.sampled_from([0, 0, 0, 1, 100, 254, 255, 255])
masks = arrays(
    np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=24), elements=values, fill=st.just(0)
)
radii = st.integers(0, 9)


def sampled(shape: Shape, width: int, height: int) -> Array:
    """A shape as a mask of the whole picture."""
    return combine(np.zeros((height, width), np.uint8), shape, Combine.REPLACE)


def dilated_slowly(mask: Array, radius: int) -> Array:
    """The maximum over a disc, pixel by pixel."""
    height, width = mask.shape
    grown = np.zeros_like(mask)
    rows, columns = np.mgrid[:height, :width]
    for y in range(height):
        for x in range(width):
            near = (rows - y) ** 2 + (columns - x) ** 2 <= radius**2
            grown[y, x] = mask[near].max()
    return grown


# -- combining


@st.composite
def mask_and_shape(draw: st.DrawFn) -> tuple[Array, Shape, Array]:
    """A mask, a shape on it, and that shape as a mask."""
    old = draw(masks)
    other = draw(arrays(np.uint8, old.shape, elements=values))
    top, bottom = sorted(draw(st.tuples(*[st.integers(0, old.shape[0])] * 2)))
    left, right = sorted(draw(st.tuples(*[st.integers(0, old.shape[1])] * 2)))
    rect = Rect(left, top, right - left, bottom - top)
    whole = np.zeros_like(old)
    whole[rect.slices] = other[rect.slices]
    return old, Shape(rect, other[rect.slices]), whole


@given(mask_and_shape())
def test_a_shape_combines_as_if_it_covered_the_picture(case: tuple[Array, Shape, Array]) -> None:
    old, shape, whole = case
    before = old.copy()
    assert np.array_equal(combine(old, shape, Combine.REPLACE), whole)
    assert np.array_equal(combine(old, shape, Combine.ADD), np.maximum(old, whole))
    assert np.array_equal(combine(old, shape, Combine.SUBTRACT), np.minimum(old, 255 - whole))
    assert np.array_equal(combine(old, shape, Combine.INTERSECT), np.minimum(old, whole))
    assert np.array_equal(old, before)


@given(mask_and_shape())
def test_combining_twice_changes_nothing_more(case: tuple[Array, Shape, Array]) -> None:
    old, shape, whole = case
    for how in Combine:
        once = combine(old, shape, how)
        assert np.array_equal(combine(once, shape, how), once)
    # What is taken away is what is kept of the rest.
    rest = Shape.of_mask(invert(whole))
    subtracted = combine(old, shape, Combine.SUBTRACT)
    assert np.array_equal(subtracted, combine(old, rest, Combine.INTERSECT))


@given(masks)
def test_a_mask_is_its_own_shape(mask: Array) -> None:
    height, width = mask.shape
    assert np.array_equal(sampled(Shape.of_mask(mask), width, height), mask)


# -- shapes

edges = st.floats(-8, 30, allow_nan=False).map(lambda value: round(value, 2))
boxes = st.tuples(edges, edges, edges, edges)


@given(boxes)
def test_a_rectangle_covers_its_area(box: tuple[float, float, float, float]) -> None:
    x1, y1, x2, y2 = box
    left, right = np.clip(sorted((x1, x2)), 0, 20)
    top, bottom = np.clip(sorted((y1, y2)), 0, 15)
    mask = sampled(rectangle(20, 15, box), 20, 15)
    area = (right - left) * (bottom - top)
    edge_length = 2 * (right - left + bottom - top)
    assert abs(mask.sum() / 255 - area) <= 0.02 + edge_length / 60  # Qt's edges: 1/64 of a pixel
    inner = mask[math.ceil(top) : math.floor(bottom), math.ceil(left) : math.floor(right)]
    assert (inner == 255).all()
    outside = mask.copy()
    outside[math.floor(top) : math.ceil(bottom), math.floor(left) : math.ceil(right)] = 0
    assert not outside.any()


def test_a_rectangle_half_a_pixel_in_is_half_covered() -> None:
    shape = rectangle(10, 10, (4.5, 5.0, 1.0, 2.0))
    assert shape.rect == Rect(1, 2, 4, 3)
    assert shape.coverage.tolist() == [[255, 255, 255, 128]] * 3


@pytest.mark.parametrize("size", [(5, 40), (31, 20), (200, 160)])
def test_an_ellipse_covers_what_one_covers(size: tuple[int, int]) -> None:
    (across, down), fine = size, 16
    mask = sampled(ellipse(300, 200, (7.3, 11.8, 7.3 + across, 11.8 + down)), 300, 200)
    places_x, places_y = (np.arange(n * fine) / fine + 0.5 / fine for n in (300, 200))
    right = (places_x - 7.3 - across / 2) / (across / 2)
    below = (places_y - 11.8 - down / 2) / (down / 2)
    inside = right[None, :] ** 2 + below[:, None] ** 2 <= 1
    expected = inside.reshape(200, fine, 300, fine).mean((1, 3)) * 255
    assert np.abs(mask - expected).max() < 40  # Qt makes it of short straight lines
    assert mask.sum() == pytest.approx(expected.sum(), rel=0.02)


def test_a_polygon_has_soft_edges_and_the_area_of_one() -> None:
    points = [(2.0, 3.0), (40.0, 8.0), (30.0, 35.0)]
    shape = polygon(50, 40, points)
    area = abs((38 * 32) - (28 * 5)) / 2
    assert shape.coverage.sum() / 255 == pytest.approx(area, rel=0.005)
    assert ((shape.coverage > 0) & (shape.coverage < 255)).any()


def test_a_line_that_crosses_itself_leaves_no_hole() -> None:
    square = [(5.0, 5.0), (25.0, 5.0), (25.0, 25.0), (5.0, 25.0)]
    assert (polygon(30, 30, square * 2).coverage == 255).all()


@pytest.mark.parametrize("points", [[], [(3.0, 3.0)], [(3.0, 3.0), (9.0, 9.0)]])
def test_no_area_is_no_shape(points: list[tuple[float, float]]) -> None:
    assert polygon(20, 20, points).rect.empty
    assert rectangle(20, 20, (5, 5, 5, 9)).rect.empty
    assert ellipse(20, 20, (30, 30, 40, 40)).rect.empty


def test_a_shape_beyond_the_picture_is_cut_off_there() -> None:
    far = [(-1e5, -1e5), (1e5, -1e5), (1e5, 1e5), (-1e5, 1e5)]
    shape = polygon(33, 21, far)
    assert shape.rect == Rect(0, 0, 33, 21)
    assert (shape.coverage == 255).all()


# -- growing, shrinking, fading


@given(masks, radii)
def test_growing_is_the_maximum_over_a_disc(mask: Array, radius: int) -> None:
    assert np.array_equal(grow(mask, radius), dilated_slowly(mask, radius))


@given(masks, radii)
def test_growing_is_exactly_round(mask: Array, radius: int) -> None:
    hard = np.where(mask > 100, np.uint8(255), np.uint8(0))
    if hard.any():
        near = distance_transform_edt(hard == 0) <= radius
        assert np.array_equal(grow(hard, radius) > 0, near)


@given(masks, radii, radii)
def test_growing_holds_what_was_there_and_grows_with_the_radius(
    mask: Array, first: int, second: int
) -> None:
    small, large = sorted((first, second))
    assert (grow(mask, small) >= mask).all()
    assert (grow(mask, large) >= grow(mask, small)).all()
    assert np.array_equal(grow(mask, 0), mask)


@given(masks, radii)
def test_shrinking_is_growing_of_the_rest(mask: Array, radius: int) -> None:
    assert np.array_equal(shrink(mask, radius), invert(grow(invert(mask), radius)))
    assert (shrink(mask, radius) <= mask).all()
    # What is shrunk and grown again fits in; what is grown and shrunk again holds all.
    assert (grow(shrink(mask, radius), radius) <= mask).all()
    assert (shrink(grow(mask, radius), radius) >= mask).all()


@given(masks, radii)
def test_feathering_never_adds(mask: Array, pixels: int) -> None:
    before = mask.copy()
    faded = feather_inwards(mask, pixels)
    assert (faded <= mask).all()
    assert np.array_equal(mask, before)
    core = shrink(np.where(mask, np.uint8(255), np.uint8(0)), pixels + 1) == 255
    assert np.array_equal(faded[core], mask[core])
    assert np.array_equal(feather_inwards(mask, 0), mask)


@pytest.mark.parametrize("pixels", [1, 12, 150])
def test_feathering_ramps_over_its_distance(pixels: int) -> None:
    rng = np.random.default_rng(1)
    mask = np.zeros((700, 600), np.uint8)
    mask[30:690, 20:] = 255
    mask[rng.integers(0, 700, 4), rng.integers(0, 600, 4)] = 0
    distance = distance_transform_edt(mask)
    expected = np.rint(255 * np.minimum(distance / (pixels + 1), 1))
    assert np.array_equal(feather_inwards(mask, pixels), expected)


def test_the_border_of_the_picture_is_no_edge() -> None:
    everything = np.full((40, 30), 255, np.uint8)
    assert (shrink(everything, 5) == 255).all()
    assert (feather_inwards(everything, 5) == 255).all()


# -- from the picture


def spots() -> Array:
    """Two red squares of slightly different red, apart, on opaque grey."""
    rgba = np.full((40, 60, 4), (128, 128, 128, 255), np.uint8)
    rgba[5:15, 5:15] = (200, 20, 30, 255)
    rgba[5:15, 30:40] = (210, 20, 30, 255)
    return rgba


def test_the_wand_takes_what_is_alike_and_connected() -> None:
    rgba = spots()
    first = np.zeros((40, 60), np.uint8)
    first[5:15, 5:15] = 255
    both = first.copy()
    both[5:15, 30:40] = 255
    assert np.array_equal(similar(rgba, 7, 7, 10, contiguous=True), first)
    assert np.array_equal(similar(rgba, 7, 7, 10, contiguous=False), both)
    assert np.array_equal(similar(rgba, 7, 7, 9, contiguous=False), first)
    assert (similar(rgba, 7, 7, 255, contiguous=True) == 255).all()


def test_the_wand_does_not_pass_corners() -> None:
    rgba = np.zeros((2, 2, 4), np.uint8)
    rgba[[0, 1], [0, 1]] = 255
    assert similar(rgba, 0, 0, 0, contiguous=True).tolist() == [[255, 0], [0, 0]]
    assert similar(rgba, 0, 0, 0, contiguous=False).tolist() == [[255, 0], [0, 255]]


@given(
    arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4))),
    st.integers(0, 255),
    st.data(),
)
def test_the_wand_measures_the_largest_difference(
    rgba: Array, tolerance: int, data: st.DataObject
) -> None:
    y = data.draw(st.integers(0, rgba.shape[0] - 1))
    x = data.draw(st.integers(0, rgba.shape[1] - 1))
    alike = np.abs(rgba.astype(int) - rgba[y, x]).max(axis=2) <= tolerance
    assert np.array_equal(similar(rgba, x, y, tolerance, contiguous=False) == 255, alike)
    places, _ = label(alike)
    connected = similar(rgba, x, y, tolerance, contiguous=True)
    assert connected[y, x] == 255
    assert np.array_equal(connected == 255, places == places[y, x])


@given(st.integers(-12, 25), st.integers(-12, 25))
def test_alpha_lies_where_the_layer_lies(x: int, y: int) -> None:
    alpha = np.random.default_rng(0).integers(0, 256, (10, 8), dtype=np.uint8)
    pixels = np.zeros((10, 8, 4), np.uint8)
    pixels[..., 3] = alpha
    mask = from_alpha(Layer(Pixels(pixels), "dots", x, y), 20, 18)
    for row in range(18):
        for column in range(20):
            inside = 0 <= row - y < 10 and 0 <= column - x < 8
            assert mask[row, column] == (alpha[row - y, column - x] if inside else 0)


def test_a_scribble_counts_however_faint_and_grows() -> None:
    faint, strong = Pixels.empty(4, 4), Pixels.empty(5, 5)
    faint.array[1, 1, 3] = 1
    strong.array[2, 2] = 255
    layers = [Layer(faint, "a", 3, 3), Layer(strong, "b", 20, 10)]
    drawn = np.zeros((30, 40), np.uint8)
    drawn[4, 4] = drawn[12, 22] = 255
    assert np.array_equal(from_scribble(layers, 40, 30, 0), drawn)
    assert np.array_equal(from_scribble(layers, 40, 30, 4), dilated_slowly(drawn, 4))
    assert not from_scribble([], 40, 30, 4).any()


def test_share_counts_all_that_may_change() -> None:
    mask = np.zeros((10, 20), np.uint8)
    mask[0, :10] = [1] * 5 + [255] * 5
    assert share(mask) == 0.05
    assert share(invert(np.zeros_like(mask))) == 1.0
