"""The region and the contract: nothing outside the mask changes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.errors import InferenceError
from inference.events import Box
from inference.region import Region, mask_box, paste, plan_region, significant, soft_alpha
from tests.conftest import box_mask, random_picture

Pixels = NDArray[np.uint8]


@st.composite
def masks(draw: st.DrawFn) -> Pixels:
    """Soft masks of any shape on pictures from 1 × 1, with at least one pixel."""
    height, width = draw(st.integers(1, 90)), draw(st.integers(1, 90))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    mask = rng.integers(0, 256, (height, width), dtype=np.uint8)
    mask[rng.random((height, width)) < draw(st.sampled_from([0.0, 0.5, 0.99]))] = 0
    mask[rng.integers(height), rng.integers(width)] = 255
    return mask


@given(masks(), st.sampled_from([8, 32, 64]), st.sampled_from([0.1, 0.25, 0.5]))
@settings(max_examples=150, deadline=None)
def test_any_mask_on_any_picture(mask: Pixels, size: int, share: float) -> None:
    picture = random_picture(mask.shape[0], mask.shape[1], seed=1)
    region = plan_region(mask, size, share)
    box = mask_box(mask)
    assert region.left <= box.left
    assert region.left + region.side >= box.left + box.width
    assert region.top <= box.top
    assert region.top + region.side >= box.top + box.height
    assert region.crop(picture).shape == (size, size, 3)
    assert region.model_mask(mask).any()
    result = random_picture(size, size, seed=2)
    rgb = region.enlarge(result, box)
    alpha = soft_alpha(mask, region.scale)[
        box.top : box.top + box.height, box.left : box.left + box.width
    ]
    edited = paste(picture, np.dstack([rgb, alpha]), box, mask)
    assert np.array_equal(edited[mask == 0], picture[mask == 0])


@given(masks())
@settings(max_examples=60, deadline=None)
def test_the_models_mask_covers_the_whole_mask(mask: Pixels) -> None:
    """Enlarged again, every pixel of the mask lies under a pixel that the model may change."""
    region = plan_region(mask, 16, 0.25)
    may_change = region.model_mask(mask)
    rows, columns = np.nonzero(mask)
    starts = np.arange(16) * region.side // 16
    at_rows = np.searchsorted(starts, rows - region.top, side="right") - 1
    at_columns = np.searchsorted(starts, columns - region.left, side="right") - 1
    assert may_change[at_rows, at_columns].all()


def test_the_crop_rule() -> None:
    """Padding: the longer of longest/16 and half the mean side of the mask's box."""
    mask = box_mask(1000, 1600, (700, 400, 900, 500))
    assert plan_region(mask, 64, 0.1) == Region(600, 250, 400, 64)


def test_a_region_at_the_border_is_moved_not_shrunk() -> None:
    mask = box_mask(1000, 1600, (0, 0, 200, 100))
    assert plan_region(mask, 64, 0.1) == Region(0, 0, 400, 64)


def test_a_small_mask_gets_a_tighter_region() -> None:
    mask = box_mask(2000, 3000, (100, 100, 120, 130))
    assert plan_region(mask, 64, 0.5).side == 60
    assert plan_region(mask, 256, 0.125).side == 240


def test_a_full_mask_takes_the_whole_picture() -> None:
    mask = np.full((300, 500), 255, np.uint8)
    assert plan_region(mask, 64, 0.5) == Region(0, -100, 500, 64)


def test_a_picture_smaller_than_the_model_is_mirrored_at_its_borders() -> None:
    mask = box_mask(10, 20, (5, 5, 8, 8))
    region = plan_region(mask, 64, 0.01)
    assert region == Region(-22, -27, 64, 64)
    picture = random_picture(10, 20)
    crop = region.crop(picture)
    assert np.array_equal(crop[27:37, 22:42], picture)
    assert np.array_equal(crop[27:37, 21], picture[:, 0])


def test_edges_soften_inwards_and_not_at_the_pictures_border() -> None:
    mask = box_mask(40, 40, (0, 0, 20, 40))
    alpha = soft_alpha(mask, 3)
    assert not alpha[:, 20:].any()
    assert (alpha[:, 0] == 255).all()
    assert (np.diff(alpha[20, 16:20].astype(int)) < 0).all()
    assert np.array_equal(soft_alpha(mask, 0), mask)


@given(masks(), st.sampled_from([0.5, 3.0, 20.0]))
@settings(max_examples=60, deadline=None)
def test_soft_edges_depend_neither_on_room_nor_on_direction(mask: Pixels, width: float) -> None:
    near, far = np.pad(mask, 1), np.pad(mask, 50)
    assert np.array_equal(soft_alpha(far, width)[49:-49, 49:-49], soft_alpha(near, width))
    assert np.array_equal(soft_alpha(np.rot90(far), width), np.rot90(soft_alpha(far, width)))
    assert not soft_alpha(np.zeros_like(mask), width).any()


def test_a_thin_mask_keeps_visible_strength() -> None:
    assert soft_alpha(box_mask(9, 9, (4, 0, 5, 9)), 50)[:, 4].min() > 150


def test_a_paste_that_would_touch_the_background_is_refused() -> None:
    picture, mask = random_picture(8, 8), box_mask(8, 8, (2, 2, 4, 4))
    pixels = np.full((8, 8, 4), 255, np.uint8)
    with pytest.raises(InferenceError, match="outside the mask"):
        paste(picture, pixels, Box(0, 0, 8, 8), mask)


def test_transparency_stays_outside_and_ends_inside() -> None:
    picture = np.dstack([random_picture(8, 8), np.zeros((8, 8), np.uint8)])
    mask = box_mask(8, 8, (2, 2, 4, 4))
    pixels = np.full((2, 2, 4), 255, np.uint8)
    edited = paste(picture, pixels, Box(2, 2, 2, 2), mask)
    assert (edited[2:4, 2:4, 3] == 255).all()
    assert np.array_equal(edited[mask == 0], picture[mask == 0])


def test_hidden_colours_are_not_mixed_in() -> None:
    """Half opaque white over transparent black is half opaque white."""
    picture = np.zeros((1, 1, 4), np.uint8)
    pixels = np.array([[[255, 255, 255, 128]]], np.uint8)
    edited = paste(picture, pixels, Box(0, 0, 1, 1), np.full((1, 1), 128, np.uint8))
    assert edited.tolist() == [[[255, 255, 255, 128]]]


def test_a_thin_stroke_beside_a_blob_keeps_visible_strength() -> None:
    mask = box_mask(200, 300, (0, 0, 150, 150))
    mask[180:184] = 255
    alpha = soft_alpha(mask, 40)
    assert alpha[181:183, 200].min() > 150
    assert alpha[140, 75] < 100


def test_a_box_is_enlarged_as_the_whole_would_be() -> None:
    region, result = Region(10, 20, 100, 32), random_picture(32, 32)
    whole = region.enlarge(result, Box(10, 20, 100, 100)).astype(int)
    part = region.enlarge(result, Box(40, 30, 50, 61)).astype(int)
    assert np.abs(whole[10:71, 30:80] - part).max() <= 1


def test_faint_traces_of_a_jpeg_are_no_mask() -> None:
    mask = box_mask(100, 100, (10, 10, 20, 20))
    mask[90, 90] = 3
    assert mask_box(significant(mask)) == Box(10, 10, 10, 10)
    faint = np.minimum(mask, 3)
    assert np.array_equal(significant(faint), faint)
