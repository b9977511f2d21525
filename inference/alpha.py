"""Transparency in 8 bits, rounded exactly as the editor's painter rounds it. Plain numpy.

So a picture that a command puts together is, bit for bit, the one that the window shows.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["multiplied", "over"]

Pixels = NDArray[np.uint8]


def multiplied(values: Pixels, alpha: Pixels) -> Pixels:
    """Values times alpha / 255, rounded; arrays that broadcast, never more than alpha."""
    product = values.astype(np.uint16) * alpha
    return ((product + (product >> 8) + 128) >> 8).astype(np.uint8)


def over(above: Pixels, below: Pixels) -> Pixels:
    """Pixels laid over others; colours that nobody can see are not mixed in.

    Args:
        above: straight RGBA, (H, W, 4).
        below: straight RGBA, or opaque RGB; the answer is of the same kind.
    """
    alpha = above[..., 3:]
    colours = multiplied(above[..., :3], alpha)
    if below.shape[2] == 3:
        return colours + multiplied(below, 255 - alpha)
    under = below[..., 3:]
    colours = colours + multiplied(multiplied(below[..., :3], under), 255 - alpha)
    total = alpha + multiplied(under, 255 - alpha)
    return np.concatenate([_straight(colours, total), total], axis=2)


def _straight(colours: Pixels, alpha: Pixels) -> Pixels:
    """The inverse of ``multiplied``: multiplied again, the same values come out."""
    wide = colours.astype(np.uint16) * 255 + alpha // 2
    return (wide // np.maximum(alpha, 1)).astype(np.uint8)
