"""Where the region lies around a mask: numbers only, for a run and for who shows it before one."""

import math

import numpy as np
from numpy.typing import NDArray

from inference.events import Box

__all__ = ["mask_box", "place_region", "significant"]

Pixels = NDArray[np.uint8]
FAINT = 8


def significant(mask: Pixels) -> Pixels:
    """The mask without its faintest values, unless it has no others.

    JPEG leaves values of 1 to 3 all over a mask; counting them would edit the whole picture.
    """
    if mask.max() < FAINT:
        return mask
    return np.where(mask >= FAINT, mask, 0).astype(np.uint8)


def mask_box(mask: Pixels) -> Box:
    """The smallest rectangle around all non-zero pixels of a mask that has some."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return Box(left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)


def place_region(box: Box, width: int, height: int, model_size: int, min_mask_share: float) -> Box:
    """The square crop around a mask's box.

    Padded by the longer of 1/16 of the picture's longest side and half the mean side of the
    mask's box; at least the model's size; no larger than the picture's longest side; shifted at
    borders rather than shrunk. Where the mask would then be too small for the model, the crop is
    tighter.

    Args:
        box: around the mask, in pixels of the picture.
        width, height: the picture's size.
        model_size: side of the model's pictures.
        min_mask_share: see Tuning.
    """
    longest = max(box.width, box.height)
    padding = max(max(width, height) / 16, (box.width + box.height) / 4)
    side = min(math.ceil(longest + 2 * padding), max(width, height))
    side = max(side, model_size, longest)
    side = min(side, max(longest, math.floor(longest / min_mask_share)))
    left = _placed(box.left + box.width / 2, side, width)
    top = _placed(box.top + box.height / 2, side, height)
    return Box(left, top, side, side)


def _placed(centre: float, side: int, length: int) -> int:
    """The start of a stretch around a centre, moved inside; centred where it is longer."""
    if side >= length:
        return (length - side) // 2
    return min(max(0, round(centre - side / 2)), length - side)
