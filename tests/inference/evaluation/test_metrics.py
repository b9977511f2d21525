"""Known values of what is measured of pictures."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from inference.evaluation.metrics import (
    background_error,
    pairwise_difference,
    rank_agreement,
    seam_contrast,
    seam_excess,
)
from tests.conftest import box_mask, random_picture

MASK = box_mask(64, 64, (20, 20, 44, 44))


def grey(value: int) -> NDArray[np.uint8]:
    return np.full((64, 64, 3), value, np.uint8)


def test_the_background_counts_and_the_inside_does_not() -> None:
    photo, edit = grey(100), grey(100)
    edit[MASK > 0] = 0
    assert background_error(edit, photo, MASK) == 0
    edit[0, 0] = 100 + 51  # a fifth of the range, in one pixel of those outside
    outside = int((MASK == 0).sum())
    assert background_error(edit, photo, MASK) == pytest.approx(0.04 / outside)
    assert background_error(edit, photo, np.full_like(MASK, 255)) == 0


def test_a_picture_that_knows_nothing_of_the_mask_has_no_seam() -> None:
    assert seam_contrast(random_picture(64, 64), MASK) == pytest.approx(0, abs=0.25)
    assert seam_contrast(grey(7), MASK) == 0


def test_a_pasted_patch_has_a_seam_and_a_blurred_border_less_than_none() -> None:
    noise = random_picture(64, 64) // 16
    pasted = noise.copy()
    pasted[MASK > 0] += 120
    assert seam_contrast(pasted, MASK) > 2
    assert seam_excess(pasted, noise, MASK) == pytest.approx(
        seam_contrast(pasted, MASK) - seam_contrast(noise, MASK)
    )
    blurred = noise.copy()
    blurred[18:22, 18:46] = blurred[42:46, 18:46] = 8
    blurred[18:46, 18:22] = blurred[18:46, 42:46] = 8
    assert seam_contrast(blurred, MASK) < -1


def test_a_mask_over_everything_has_no_border() -> None:
    assert math.isnan(seam_contrast(grey(7), np.full_like(MASK, 255)))


def test_variety_is_the_mean_over_pairs_inside_the_mask() -> None:
    first, second, third = grey(0), grey(51), grey(102)
    second[0, 0] = third[0, 0] = 255  # outside
    assert pairwise_difference([first, second, third], MASK) == pytest.approx(0.8 / 3)
    assert pairwise_difference([first, first], MASK) == 0
    assert math.isnan(pairwise_difference([first], MASK))


@pytest.mark.parametrize(
    ("confidences", "wanted"),
    [([0.9, 0.5, 0.2], 1.0), ([0.1, 0.2, 0.7], -1.0), ([0.2, 0.2, 0.2], None), ([0.3, 0.1], None)],
)
def test_rank_agreement(confidences: list[float], wanted: float | None) -> None:
    found = rank_agreement(confidences)
    assert math.isnan(found) if wanted is None else found == pytest.approx(wanted)


def test_rank_agreement_is_spearmans_even_with_ties() -> None:
    confidences = [0.4, 0.9, 0.4, 0.1, 0.4, 0.0]
    order = range(len(confidences), 0, -1)
    wanted = stats.spearmanr(order, confidences).statistic
    assert rank_agreement(confidences) == pytest.approx(float(wanted))
