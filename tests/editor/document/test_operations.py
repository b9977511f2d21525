"""What each change of structure must keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.compositor import flattened
from editor.document.geometry import Affine, Rect
from editor.document.layer import Blend, Kind, Layer
from editor.document.operations import (
    add_layer,
    crop,
    delete_layer,
    duplicate_layer,
    flatten,
    flip,
    merge_down,
    move_layer,
    resize_picture,
    rotate_quarter,
    transform_layer,
)
from editor.document.pixels import Pixels
from editor.document.state import State
from tests.editor.document.examples import (
    random_mask,
    random_pixels,
    snapshot,
    state_of,
    within_alpha,
)

WIDTH, HEIGHT = 37, 23


def three_layers() -> State:
    """A whole layer, a smaller one, and a translucent one that reaches beyond the picture."""
    return state_of(
        WIDTH,
        HEIGHT,
        Layer(random_pixels(WIDTH, HEIGHT, 1, opaque=True), "ground"),
        Layer(random_pixels(9, 7, 2), "small", x=5, y=11),
        Layer(random_pixels(20, 30, 3), "beyond", x=-6, y=4, opacity=0.7, blend=Blend.SCREEN),
    )


def names(state: State) -> list[str]:
    """The layers from the bottom to the top."""
    return [layer.name for layer in state.layers]


def numbers(state: State) -> list[int]:
    """The layers' numbers from the bottom to the top."""
    return [layer.number for layer in state.layers]


def new_layer() -> Layer:
    """Something small."""
    return Layer(random_pixels(4, 4, 9), "new", x=3, y=3)


# -- the stack


def test_a_new_layer_lies_above_the_active_one() -> None:
    state = three_layers()
    below = state.replaced(active=state.layers[0].number)
    added = add_layer(below, new_layer())
    assert names(added) == ["ground", "new", "small", "beyond"]
    assert added.active_layer is added.layers[1]
    assert names(add_layer(state, new_layer())) == ["ground", "small", "beyond", "new"]
    above = state.layers[1].number
    assert names(add_layer(state, new_layer(), above)) == ["ground", "small", "new", "beyond"]


def test_the_first_layer_of_an_empty_picture() -> None:
    state = three_layers()
    for number in numbers(state):
        state = delete_layer(state, number)
    assert (state.layers, state.active, state.active_layer) == ((), 0, None)
    assert names(add_layer(state, new_layer())) == ["new"]


@pytest.mark.parametrize(("place", "then_active"), [(0, "small"), (1, "ground"), (2, "small")])
def test_deleting_the_active_layer_makes_a_neighbour_active(place: int, then_active: str) -> None:
    state = three_layers()
    number = state.layers[place].number
    left = delete_layer(state.replaced(active=number), number)
    assert left.layers == tuple(layer for layer in state.layers if layer.number != number)
    assert left.active_layer is not None
    assert left.active_layer.name == then_active
    other = state.layers[place - 1].number
    assert delete_layer(state.replaced(active=other), number).active == other


def test_a_duplicate_is_another_layer_with_other_memory() -> None:
    state = three_layers()
    locked = state.with_layer(state.layers[1].number, locked=True)
    twice = duplicate_layer(locked, locked.layers[1].number, "copy")
    copy = twice.layers[2]
    assert names(twice) == ["ground", "small", "copy", "beyond"]
    assert twice.active == copy.number
    assert len(set(numbers(twice))) == 4
    assert not copy.locked
    assert not np.shares_memory(copy.pixels.array, locked.layers[1].pixels.array)
    assert np.array_equal(copy.pixels.array, locked.layers[1].pixels.array)


@given(st.integers(0, 2), st.integers(-2, 5))
def test_moving_keeps_the_order_of_the_others(place: int, to: int) -> None:
    state = three_layers()
    layer = state.layers[place]
    moved = move_layer(state, layer.number, to)
    assert moved.layers[min(max(to, 0), 2)] is layer
    others = [other for other in state.layers if other is not layer]
    assert [other for other in moved.layers if other is not layer] == others
    assert (moved is state) == (moved.layers == state.layers)


# -- merging


def test_merging_onto_an_opaque_ground_looks_the_same() -> None:
    state = three_layers()
    before = flattened(state)
    state = merge_down(state, state.layers[1].number)
    assert names(state) == ["ground", "beyond"]
    assert np.array_equal(flattened(state).array, before.array)
    ground = state.layers[0].number
    merged = merge_down(state, state.layers[1].number)
    assert (names(merged), numbers(merged), merged.active) == (["ground"], [ground], ground)
    assert np.array_equal(flattened(merged).array, before.array)
    # What reached beyond the picture is still there.
    assert merged.layers[0].bounds == state.layers[0].bounds.united(state.layers[1].bounds)


def test_merging_keeps_the_lower_layers_properties() -> None:
    state = three_layers()
    lower = state.layers[1].number
    faded = state.with_layer(lower, opacity=0.3, blend=Blend.MULTIPLY)
    merged = merge_down(faded, state.layers[2].number).layers[1]
    assert (merged.name, merged.number, merged.opacity) == ("small", lower, 0.3)
    assert merged.blend is Blend.MULTIPLY
    assert within_alpha(merged.pixels)


def test_merging_a_hidden_layer_drops_it() -> None:
    state = three_layers()
    hidden = state.with_layer(state.layers[2].number, visible=False)
    before = flattened(hidden)
    merged = merge_down(hidden, state.layers[2].number)
    assert np.array_equal(flattened(merged).array, before.array)


def test_the_lowest_layer_has_nothing_to_merge_with() -> None:
    state = three_layers()
    with pytest.raises(ValueError, match="below"):
        merge_down(state, state.layers[0].number)


def test_flattening_looks_the_same() -> None:
    state = three_layers()
    flat = flatten(state, "all")
    assert names(flat) == ["all"]
    assert flat.layers[0].kind is Kind.PICTURE
    assert flat.mask is state.mask
    assert np.array_equal(flattened(flat).array, flattened(state).array)


# -- cropping and sizes


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 60), st.integers(1, 60))
def test_cropping_shows_that_part(x: int, y: int, w: int, h: int) -> None:
    state, rect = three_layers(), Rect(x, y, w, h)
    # No layer reaches beyond the picture, or a larger canvas would show more of it.
    state = flatten(state, "all")
    cropped = crop(state, rect)
    assert cropped.rect == Rect(0, 0, w, h)
    picture, mask = np.zeros((h, w, 4), np.uint8), np.zeros((h, w), np.uint8)
    shared = rect.intersected(state.rect)
    if not shared.empty:
        there = shared.moved(-x, -y).slices
        picture[there] = flattened(state).array[shared.slices]
        mask[there] = state.mask.array[shared.slices]
    assert np.array_equal(flattened(cropped).array, picture)
    assert np.array_equal(cropped.mask.array, mask)


def test_cropping_and_enlarging_again_loses_no_pixel_of_a_layer() -> None:
    state = three_layers()
    back = crop(crop(state, Rect(10, 8, 5, 5)), Rect(-10, -8, WIDTH, HEIGHT))
    assert np.array_equal(flattened(back).array, flattened(state).array)


def test_no_picture_without_a_pixel() -> None:
    with pytest.raises(ValueError, match="no pixel"):
        crop(three_layers(), Rect(3, 3, 0, 5))
    with pytest.raises(ValueError, match="no pixel"):
        resize_picture(three_layers(), 0, 5)


@settings(max_examples=30)
@given(st.integers(1, 90), st.integers(1, 90))
def test_resizing_scales_everything(width: int, height: int) -> None:
    state = three_layers()
    scaled = resize_picture(state, width, height)
    assert scaled.rect == Rect(0, 0, width, height)
    assert scaled.mask.rect == scaled.rect
    assert scaled.layers[0].bounds == scaled.rect
    assert numbers(scaled) == numbers(state)
    for layer in scaled.layers:
        assert within_alpha(layer.pixels)
        assert not layer.bounds.empty


def test_layers_that_touch_still_touch_when_resized() -> None:
    left = Layer(random_pixels(17, HEIGHT, 1, opaque=True), "left")
    right = Layer(random_pixels(20, HEIGHT, 2, opaque=True), "right", x=17)
    for width in range(5, 80):
        scaled = resize_picture(state_of(WIDTH, HEIGHT, left, right), width, 11)
        assert scaled.layers[0].bounds.right == scaled.layers[1].bounds.x
        assert flattened(scaled).opaque


# -- turning and mirroring


def test_four_quarter_turns_are_nothing() -> None:
    state = turned = three_layers()
    for _ in range(4):
        turned = rotate_quarter(turned, 1)
    assert snapshot(turned) == snapshot(state)


@pytest.mark.parametrize("turns", range(-3, 6))
def test_a_quarter_turn_turns_what_is_seen(turns: int) -> None:
    state = three_layers()
    turned = rotate_quarter(state, turns)
    assert np.array_equal(flattened(turned).array, np.rot90(flattened(state).array, -turns))
    assert np.array_equal(turned.mask.array, np.rot90(state.mask.array, -turns))


@pytest.mark.parametrize("horizontally", [True, False])
def test_mirroring_mirrors_what_is_seen(horizontally: bool) -> None:
    state = three_layers()
    mirrored = flip(state, horizontally=horizontally)
    axis = 1 if horizontally else 0
    assert np.array_equal(flattened(mirrored).array, np.flip(flattened(state).array, axis))
    assert np.array_equal(mirrored.mask.array, np.flip(state.mask.array, axis))
    assert snapshot(flip(mirrored, horizontally=horizontally)) == snapshot(state)


def test_two_mirrors_are_a_half_turn() -> None:
    state = three_layers()
    mirrored = flip(flip(state, horizontally=True), horizontally=False)
    assert snapshot(mirrored) == snapshot(rotate_quarter(state, 2))


@pytest.mark.parametrize("size", [(1, 9), (9, 1), (5, 4)])
def test_new_rasters_have_memory_of_their_own(size: tuple[int, int]) -> None:
    state = state_of(*size, Layer(random_pixels(*size), "a"))
    others = [rotate_quarter(state, turns) for turns in range(5)]
    others += [flip(state, horizontally=on) for on in (True, False)]
    others += [crop(state, state.rect), resize_picture(state, *size)]
    for other in others:
        assert not np.shares_memory(other.mask.array, state.mask.array)
        if other.layers[0].pixels is not state.layers[0].pixels:
            mine, its = state.layers[0].pixels.array, other.layers[0].pixels.array
            assert not np.shares_memory(mine, its)


# -- transforming a layer


def test_a_half_turn_of_a_layer_is_two_mirrors() -> None:
    state = three_layers()
    layer = state.layers[1]
    centre = (layer.x + layer.pixels.width / 2, layer.y + layer.pixels.height / 2)
    turned = transform_layer(state, layer.number, Affine.about(centre, (1, 1), 180))
    expected = layer.replaced(pixels=Pixels(layer.pixels.array[::-1, ::-1]))
    assert snapshot(turned) == snapshot(
        state.replaced(layers=(state.layers[0], expected, state.layers[2]))
    )


@pytest.mark.parametrize("degrees", [0, 17, 90, 200])
@pytest.mark.parametrize("scale", [(1.0, 1.0), (1.6, 0.8), (-1.0, 1.2)])
def test_a_transform_looks_like_its_preview(degrees: float, scale: tuple[float, float]) -> None:
    rows, columns = np.mgrid[:60, :80]
    smooth = np.stack([rows * 4, columns * 3, 128 + 0 * rows, 255 + 0 * rows], axis=2)
    layer = Layer(Pixels(smooth.astype(np.uint8)), "smooth", x=60, y=50)
    state = state_of(220, 200, layer).replaced(mask=random_mask(220, 200))
    affine = Affine.about((100, 80), scale, degrees, (5.0, -3.0))
    shown = flattened(state.with_layer(layer.number, preview=affine))
    done = transform_layer(state, layer.number, affine)
    assert done.layers[0].preview is None
    difference = np.abs(flattened(done).array.astype(int) - shown.array)
    assert np.median(difference[shown.array[..., 3] == 255]) <= 2
    assert difference.mean() < 2
