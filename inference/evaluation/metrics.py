"""What is measured of pictures: background error, the seam, variety, agreement of the ranking.

Plain numpy; pictures are uint8, (H, W, 3), masks (H, W), 0 where nothing may change. Errors and
differences are given for channels in [0, 1].
"""

import math
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, stats

__all__ = [
    "background_error",
    "mean_over_pairs",
    "pairwise_difference",
    "rank_agreement",
    "seam_contrast",
    "seam_excess",
]

Pixels = NDArray[np.uint8]
FAINTEST = 1 / 255  # a step of one level: flat areas must not divide by nothing


def background_error(edit: Pixels, photo: Pixels, mask: Pixels) -> float:
    """Mean squared difference outside the mask; 0 where the mask covers everything."""
    outside = mask == 0
    if not outside.any():
        return 0.0
    difference = (edit[outside].astype(np.float64) - photo[outside]) / 255
    return float(np.mean(difference**2))


def seam_contrast(picture: Pixels, mask: Pixels, reach: int = 3) -> float:
    """How much stronger the gradient is across the mask's border than beside it, as log₂.

    Neighbouring pixels, one inside and one outside, against neighbours on the same side that lie
    within ``reach`` pixels of the border. 0 in a picture that knows nothing of the mask; above it
    a visible edge, below it a blur along the border. NaN where the mask has no border.
    """
    inside = mask > 0
    border = ndimage.binary_dilation(inside) & ndimage.binary_dilation(~inside)
    near = ndimage.binary_dilation(border, iterations=reach)
    across, beside = list[NDArray[np.float64]](), list[NDArray[np.float64]]()
    for axis in (0, 1):
        step = np.abs(np.diff(picture.astype(np.float64) / 255, axis=axis)).mean(axis=-1)
        crosses = np.diff(inside, axis=axis)
        close = _first(near, axis) & _second(near, axis) & ~crosses
        across.append(step[crosses])
        beside.append(step[close])
    over, along = np.concatenate(across), np.concatenate(beside)
    if not over.size or not along.size:
        return math.nan
    return float(np.log2((over.mean() + FAINTEST) / (along.mean() + FAINTEST)))


def seam_excess(edit: Pixels, photo: Pixels, mask: Pixels) -> float:
    """The seam contrast of an edit less that of the untouched photo at the same border.

    0 is as natural as the photo itself.
    """
    return seam_contrast(edit, mask) - seam_contrast(photo, mask)


def pairwise_difference(pictures: Sequence[Pixels], mask: Pixels) -> float:
    """Root mean square difference inside the mask, mean over all pairs; NaN for fewer than two."""
    inside = [picture[mask > 0].astype(np.float64) / 255 for picture in pictures]
    return mean_over_pairs(inside, lambda a, b: float(np.sqrt(np.mean((a - b) ** 2))))


def mean_over_pairs(
    items: Sequence[NDArray[np.float64]],
    difference: Callable[[NDArray[np.float64], NDArray[np.float64]], float],
) -> float:
    """The mean of a difference over all pairs; NaN for fewer than two items."""
    values = [difference(first, second) for first, second in combinations(items, 2)]
    return float(np.mean(values)) if values else math.nan


def rank_agreement(confidences: Sequence[float]) -> float:
    """Spearman's ρ between rank and a judge's confidence, given best-ranked first.

    1 where the judge would order them the same way, −1 where the other way round, NaN where there
    are fewer than three or all are equal.
    """
    if len(confidences) < 3 or len(set(confidences)) == 1:
        return math.nan
    order = np.arange(len(confidences), 0, -1)
    ranks = stats.rankdata(confidences)
    return float(np.corrcoef(order, ranks)[0, 1])


def _first(array: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    return array[:-1] if axis == 0 else array[:, :-1]


def _second(array: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    return array[1:] if axis == 0 else array[:, 1:]
