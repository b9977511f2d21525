"""Transparency: the library and the editor's painter round alike."""

import numpy as np
import pytest

from inference.alpha import multiplied, over
from inference.pictures import flatten


def all_pairs() -> tuple[np.ndarray, np.ndarray]:
    values, alpha = np.meshgrid(
        np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8), indexing="ij"
    )
    return values, alpha


def test_multiplying_is_within_one_of_the_exact_value() -> None:
    values, alpha = all_pairs()
    exact = values.astype(float) * alpha / 255
    assert np.abs(multiplied(values, alpha) - exact).max() < 1
    assert (multiplied(values, alpha) <= alpha).all()
    assert np.array_equal(multiplied(values, np.full_like(alpha, 255)), values)


def test_what_is_straight_again_multiplies_to_the_same() -> None:
    """So a picture with transparency can be written and read at every step of a chain."""
    values, alpha = all_pairs()
    above = np.dstack([values, values, values, alpha])
    once = over(above, np.zeros_like(above))
    seen = alpha > 0
    assert np.array_equal(once[..., 3], alpha)
    again = multiplied(once[..., 0], alpha)
    assert np.array_equal(again[seen], multiplied(values, alpha)[seen])


@pytest.mark.parametrize("channels", [3, 4])
def test_opaque_pixels_cover_and_invisible_ones_do_nothing(channels: int) -> None:
    rng = np.random.default_rng(0)
    below = rng.integers(0, 256, (20, 30, channels), dtype=np.uint8)
    if channels == 4:
        below[..., 3] = 255
    above = rng.integers(0, 256, (20, 30, 4), dtype=np.uint8)
    above[:10, :, 3], above[10:, :, 3] = 255, 0
    result = over(above, below)
    assert np.array_equal(result[:10, :, :3], above[:10, :, :3])
    assert np.array_equal(result[10:], below[10:])


def test_opaque_pixels_flatten_to_themselves() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (20, 30, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    assert np.array_equal(flatten(pixels, (1, 2, 3)), pixels[..., :3])
