"""A result's soft edge afterwards is what a run with that soft edge gives, pixel for pixel."""

from dataclasses import asdict

import numpy as np
import pytest
from numpy.typing import NDArray

from editor.document.applied import edge_colours, placed_mask, result_recipe
from editor.document.errors import EditorError
from editor.document.geometry import Rect
from editor.document.layer import Kind, Layer
from editor.document.pixels import Pixels
from editor.document.soft_edge import SOFTEST, SoftEdge
from inference.events import Candidate
from inference.region import mask_box, plan_region, significant, soft_alpha
from inference.request import EditSettings

Array = NDArray[np.uint8]
WIDTH, HEIGHT, MODEL = 150, 120, 24


def shapes() -> dict[str, Array]:
    """Masks: crisp in the middle, at a corner, soft with faint noise, and everything."""
    middle = np.zeros((HEIGHT, WIDTH), np.uint8)
    middle[30:80, 40:100] = 255
    middle[50:55, 100:130] = 255
    corner = np.zeros_like(middle)
    corner[70:, 90:] = 255
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    soft = np.clip(255 - 6 * np.hypot(rows - 60, columns - 70), 0, 255).astype(np.uint8)
    soft[5, 5] = 3
    return {"middle": middle, "corner": corner, "soft": soft, "all": np.full_like(middle, 255)}


def applied(mask: Array, soft_edge: float) -> tuple[Layer, Array, float]:
    """A layer as a run leaves it, the candidate's colours, and pixels for one of the model."""
    solid, region = significant(mask), plan_region(mask, MODEL, 0.05)
    box = mask_box(solid)
    cut = np.s_[box.top : box.top + box.height, box.left : box.left + box.width]
    colours = np.random.default_rng(1).integers(0, 256, (box.height, box.width, 3), np.uint8)
    alpha = soft_alpha(solid, soft_edge * region.scale)[cut]
    recipe = {"settings": asdict(EditSettings(soft_edge=soft_edge)), "region": asdict(region)}
    candidate = Candidate(0, 1, None, box, np.dstack([colours, alpha]), recipe)
    pixels = Pixels.from_straight(candidate.pixels)
    layer = Layer(pixels, "a lemon", x=box.left, y=box.top, kind=Kind.RESULT)
    return (
        layer.replaced(recipe=result_recipe(candidate, layer, mask, "fill")),
        colours,
        region.scale,
    )


def as_run(mask: Array, colours: Array, width: float) -> Array:
    solid = significant(mask)
    box = mask_box(solid)
    alpha = soft_alpha(solid, width)[box.top :, box.left :][: box.height, : box.width]
    return Pixels.from_straight(np.dstack([colours, alpha])).array


@pytest.mark.parametrize("name", shapes())
def test_it_is_what_the_run_would_give(name: str) -> None:
    mask = shapes()[name]
    layer, colours, scale = applied(mask, 1.0)
    for width in (17, 0, 40, 3, 0):  # one after the other: nothing may get lost on the way
        edge = SoftEdge(layer)
        layer = edge.layer(min(width, edge.widest))
        soft_edge = layer.recipe["settings"]["soft_edge"]
        assert np.array_equal(layer.pixels.array, as_run(mask, colours, soft_edge * scale))
        assert SoftEdge(layer).width == min(width, edge.widest)
    _, kept = placed_mask(layer)
    assert kept.any()


def test_without_a_change_it_is_as_it_was() -> None:
    layer, colours, _ = applied(shapes()["middle"], 2.0)
    straight, alpha = edge_colours(layer)
    inside = layer.pixels.array[..., 3] > 0
    assert np.array_equal(straight[inside], colours[inside])
    assert np.array_equal(alpha[inside], layer.pixels.array[..., 3][inside])


def test_nothing_shows_outside_the_mask() -> None:
    mask = shapes()["middle"]
    layer, _, _ = applied(mask, 0.0)
    area, kept = placed_mask(layer)
    for width in (0, 9, SOFTEST):
        pixels = SoftEdge(layer).pixels(width).array
        assert not pixels[kept == 0].any()
    assert np.array_equal(mask[area.slices], kept)


def test_what_was_erased_stays_erased() -> None:
    layer, _, _ = applied(shapes()["middle"], 1.0)
    layer.pixels.array[10:20, 10:20] = 0
    half = layer.pixels.array[30:40, 20:30]
    half //= 2
    softer = SoftEdge(layer).layer(0)
    assert not softer.pixels.array[10:20, 10:20].any()
    assert abs(int(softer.pixels.array[35, 25, 3]) - 127) <= 1
    assert softer.recipe["layer_sha256"] == layer.recipe["layer_sha256"]  # not as it was made


def test_it_stays_with_a_layer_that_was_moved() -> None:
    layer, _, _ = applied(shapes()["middle"], 1.0)
    moved = layer.replaced(x=layer.x + 7, y=layer.y - 3)
    area, _ = placed_mask(moved)
    assert area == placed_mask(layer)[0].moved(7, -3)
    assert np.array_equal(SoftEdge(moved).pixels(8).array, SoftEdge(layer).pixels(8).array)


def test_another_shape_is_a_sentence() -> None:
    layer, _, _ = applied(shapes()["middle"], 1.0)
    mirrored = layer.replaced(pixels=Pixels(layer.pixels.array[:, ::-1].copy()))
    with pytest.raises(EditorError, match="scaled, turned or painted on"):
        placed_mask(mirrored)
    scaled = layer.replaced(pixels=Pixels.empty(9, 9))
    with pytest.raises(EditorError, match="scaled, turned or painted on"):
        SoftEdge(scaled)


@pytest.mark.parametrize(
    "damage",
    [
        {"mask": {"left": 40, "top": 30, "png": "no"}},
        {"mask": 3},
        {"edge": "AAAA"},
        {"edge": None},
        {"region": {}},
        {"box": {}},
    ],
)
def test_a_damaged_recipe_is_a_sentence(damage: dict[str, object]) -> None:
    layer, _, _ = applied(shapes()["middle"], 1.0)
    with pytest.raises(EditorError):
        SoftEdge(layer.replaced(recipe={**layer.recipe, **damage}))


def test_the_mask_is_where_it_was() -> None:
    mask = shapes()["soft"]
    layer, _, _ = applied(mask, 1.0)
    area, kept = placed_mask(layer)
    whole = np.zeros_like(mask)
    whole[area.slices] = kept
    assert np.array_equal(whole, mask)
    assert Rect(0, 0, WIDTH, HEIGHT).intersected(area) == area
