"""Masks that are thin at the model's size, thickened at first and thinned on the way.

A network whose pictures hold a line of one pixel has no room to put anything into it. Blended
Latent Diffusion (Avrahami, Fried, Lischinski, section 4.4) lets the mask shrink while a run goes
on: what is sketched by the first steps is wide enough to be something, and the last ones fit its
part under the true mask into the surroundings. Plain numpy.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

__all__ = ["shrinking_masks", "thickness"]

Mask = NDArray[np.bool_]

THIN_SHARE = 1 / 8  # of the model's side; from this thickness on a mask is used as it is
WIDE_SHARE = 1 / 2  # how thick the first steps make the thinnest one
TRUE_FROM = 0.85  # share of the steps after which the true mask is used


def thickness(mask: Mask) -> int:
    """Width of a mask's thickest part, in pixels, odd; 0 where it is empty.

    Args:
        mask: shape (S, S). What lies beyond its border is no part of it.
    """
    inside = np.pad(mask, 1)
    depth = int(ndimage.distance_transform_cdt(inside, metric="chessboard").max())
    return max(0, 2 * depth - 1)


def shrinking_masks(mask: Mask, steps: int) -> tuple[Mask, ...]:
    """The mask of each step by its index t, 0 the last; () where the mask is not thin.

    Args:
        mask: at the model's size, shape (S, S).
        steps: k, how many steps are run.
    """
    widest = _first_radius(mask)
    if not widest:
        return ()
    radii = [_radius(widest, 1 - t / max(1, steps - 1)) for t in range(steps)]
    away = ndimage.distance_transform_edt(~mask)
    thickened = {radius: away <= radius for radius in {*radii}}
    return tuple(thickened[radius] for radius in radii)


def _first_radius(mask: Mask) -> int:
    """How far the first step's mask reaches beyond the true one, in pixels."""
    side, thick = len(mask), thickness(mask)
    thin = THIN_SHARE * side
    if not 0 < thick < thin:
        return 0
    # The nearer a mask is to what is thick enough, the less is added: no leap between the two.
    return math.ceil(WIDE_SHARE * side / 2 * (thin - thick) / thin)


def _radius(widest: int, done: float) -> int:
    """How far a mask reaches beyond the true one in the step with that share of them behind it."""
    return math.ceil(widest * max(0.0, 1 - done / TRUE_FROM))
