"""What you see: blend modes against formulas, and tiles against the whole picture."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from editor.document.compositor import TILE, Composite, flattened, over_matte
from editor.document.geometry import EMPTY, Affine, Rect
from editor.document.layer import Blend, Layer
from editor.document.pixels import Mask, Pixels
from editor.document.state import State
from tests.editor.document.examples import random_pixels, state_of, within_alpha

Floats = NDArray[np.float64]


def soft_light(below: Floats, above: Floats) -> Floats:
    """As the W3C's compositing page defines it."""
    bright = np.where(below <= 0.25, ((16 * below - 12) * below + 4) * below, np.sqrt(below))
    darker = below - (1 - 2 * above) * below * (1 - below)
    return np.where(above <= 0.5, darker, below + (2 * above - 1) * (bright - below))


def hard_light(below: Floats, above: Floats) -> Floats:
    """Multiply where above is dark, screen where it is bright."""
    bright = 1 - 2 * (1 - above) * (1 - below)
    return np.where(above <= 0.5, 2 * above * below, bright)


def dodge(below: Floats, above: Floats) -> Floats:
    """Brighten below by above."""
    ratio = np.minimum(1, below / np.maximum(1 - above, 1e-9))
    return np.where(below == 0, 0.0, np.where(above == 1, 1.0, ratio))


def burn(below: Floats, above: Floats) -> Floats:
    """Darken below by above."""
    ratio = 1 - np.minimum(1, (1 - below) / np.maximum(above, 1e-9))
    return np.where(below == 1, 1.0, np.where(above == 0, 0.0, ratio))


FORMULAS: dict[Blend, Callable[[Floats, Floats], Floats]] = {
    Blend.NORMAL: lambda below, above: above + 0 * below,
    Blend.MULTIPLY: lambda below, above: below * above,
    Blend.SCREEN: lambda below, above: below + above - below * above,
    Blend.OVERLAY: lambda below, above: hard_light(above, below),
    Blend.DARKEN: np.minimum,
    Blend.LIGHTEN: np.maximum,
    Blend.COLOR_DODGE: dodge,
    Blend.COLOR_BURN: burn,
    Blend.HARD_LIGHT: hard_light,
    Blend.SOFT_LIGHT: soft_light,
    Blend.DIFFERENCE: lambda below, above: np.abs(below - above),
    Blend.ADD: lambda below, above: np.minimum(1, below + above),
}


def opaque(colours: NDArray[np.uint8]) -> Pixels:
    """One grey channel as opaque colours."""
    return Pixels.from_straight(np.repeat(colours[..., None], 3, axis=2))


@pytest.mark.parametrize("blend", Blend)
@pytest.mark.parametrize("opacity", [1.0, 0.6])
def test_blend_modes_of_opaque_colours_are_their_formulas(blend: Blend, opacity: float) -> None:
    below, above = np.mgrid[:256, :256].astype(np.uint8)
    layers = Layer(opaque(below), "below"), Layer(opaque(above), "above", opacity=opacity)
    state = State(256, 256, (layers[0], layers[1].replaced(blend=blend)), 0, Mask.empty(256, 256))
    shown = flattened(state)
    assert shown.opaque
    mixed = FORMULAS[blend](below / 255, above / 255)
    expected = 255 * (below / 255 * (1 - opacity) + mixed * opacity)
    # Qt rounds once more for an opacity, and its soft light always down.
    once = opacity == 1 and blend is not Blend.SOFT_LIGHT
    assert np.abs(shown.array[..., 0] - expected).max() <= (1.0 if once else 2.0)


@pytest.mark.parametrize("blend", Blend)
@pytest.mark.parametrize("opacity", [1.0, 0.37, 0.004])
def test_no_colour_outgrows_its_alpha(blend: Blend, opacity: float) -> None:
    below = Layer(random_pixels(300, 200, 1), "below")
    above = Layer(random_pixels(300, 200, 2), "above", opacity=opacity, blend=blend)
    shown = flattened(state_of(300, 200, below, above))
    assert within_alpha(shown)
    assert (shown.array[..., 3] >= below.pixels.array[..., 3]).all()


def test_hidden_and_fully_faded_layers_are_not_seen() -> None:
    below = Layer(random_pixels(50, 40, 1), "below")
    unseen = Layer(random_pixels(50, 40, 2), "unseen")
    for change in ({"visible": False}, {"opacity": 0.0}):
        shown = flattened(state_of(50, 40, below, unseen.replaced(**change)))
        assert np.array_equal(shown.array, below.pixels.array)


def test_a_layer_lies_where_its_offset_says() -> None:
    pixels = random_pixels(20, 10, 3)
    shown = flattened(state_of(30, 30, Layer(pixels, "part", x=-5, y=24))).array
    assert np.array_equal(shown[24:, :15], pixels.array[:6, 5:])
    assert not shown[:24].any()
    assert not shown[:, 15:].any()


# -- the composite

WIDTH, HEIGHT = 2 * TILE + 45, TILE + 30
rects = st.builds(
    Rect,
    st.integers(-30, WIDTH),
    st.integers(-30, HEIGHT),
    st.integers(1, WIDTH),
    st.integers(1, 90),
)


def busy_state() -> State:
    """Several layers, blend modes and offsets."""
    return state_of(
        WIDTH,
        HEIGHT,
        Layer(random_pixels(WIDTH, HEIGHT, 1), "a"),
        Layer(random_pixels(200, 150, 2), "b", x=150, y=-20, opacity=0.4, blend=Blend.OVERLAY),
        Layer(random_pixels(90, 300, 3), "c", x=480, y=40, opacity=0.9),
    )


@settings(max_examples=25)
@given(st.lists(st.tuples(rects, st.booleans(), st.integers(0, 2)), min_size=1, max_size=6))
def test_what_is_put_together_in_parts_is_the_whole(
    steps: list[tuple[Rect, bool, int]],
) -> None:
    state = busy_state()
    composite = Composite(state)
    rng = np.random.default_rng(0)
    for rect, look, of in steps:
        layer = state.layers[of]
        part = rect.moved(-layer.x, -layer.y).intersected(layer.pixels.rect)
        if not part.empty:
            layer.pixels.array[part.slices] = rng.integers(0, 256)
            composite.refresh(part.moved(layer.x, layer.y))
        if look:
            seen = rect.intersected(state.rect)
            expected = flattened(state).array[seen.slices]
            assert np.array_equal(composite.region(rect).array[seen.slices], expected)
    assert np.array_equal(composite.region(state.rect).array, flattened(state).array)


@settings(max_examples=15)
@given(rects)
def test_only_what_was_marked_is_put_together_again(rect: Rect) -> None:
    state = busy_state()
    composite = Composite(state)
    before = composite.region(state.rect).array.copy()
    state.layers[0].pixels.array[...] = 255
    composite.mark(rect)
    after = composite.region(state.rect).array
    fresh = np.zeros((HEIGHT, WIDTH), bool)
    for column, row in rect.intersected(state.rect).tiles(TILE):
        fresh[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE] = True
    expected = np.where(fresh[..., None], flattened(state).array, before)
    assert np.array_equal(after, expected)


def test_another_size_is_shown_whole() -> None:
    state = busy_state()
    composite = Composite(state)
    composite.region(state.rect)
    smaller = state_of(31, 17, Layer(random_pixels(31, 17, 9), "small"))
    composite.show(smaller, EMPTY)
    assert composite.rect == smaller.rect
    assert np.array_equal(composite.region(smaller.rect).array, flattened(smaller).array)


def test_a_preview_in_parts_is_the_whole_but_for_rounding() -> None:
    # Qt looks a turned picture up from where each painted line begins.
    smooth = np.linspace(0, 255, 300 * 200).reshape(200, 300).astype(np.uint8)
    turned = Affine.about((200, 150), (1.2, 0.7), 30)
    layer = Layer(opaque(smooth), "turned", x=40, y=30, preview=turned)
    state = state_of(WIDTH, HEIGHT, layer)
    composite = Composite(state)
    for column, row in state.rect.tiles(TILE):
        composite.region(Rect(column * TILE, row * TILE, TILE, TILE))
    difference = composite.region(state.rect).array.astype(int) - flattened(state).array
    assert np.abs(difference).max() <= 12
    assert np.abs(difference).mean() < 0.05
    covered = flattened(state).bounds
    assert covered.intersected(layer.bounds) == covered


# -- matte


def test_the_matte_shows_through() -> None:
    pixels = random_pixels(60, 50, 4)
    alpha = pixels.array[..., 3:] / 255
    expected = pixels.array[..., 2::-1] + np.array([200, 100, 255]) * (1 - alpha)
    colours = over_matte(pixels, (200, 100, 255))
    assert colours.flags.c_contiguous
    assert np.abs(colours - expected).max() <= 0.51


def test_opaque_colours_have_no_matte() -> None:
    pixels = random_pixels(60, 50, 4, opaque=True)
    assert np.array_equal(over_matte(pixels, (9, 9, 9)), pixels.straight()[..., :3])
