"""Early stopping of weak candidates: half-way, a wave's weaker half is let go.

A single round of successive halving (arXiv 1502.07943), by the distances that previews show;
`evaluate stopping` compares it with earlier and with more rounds. A wave decides for
itself: who goes does not depend on other waves, so the same wave ends the same on whatever device,
and alone when its recipe is run again. Rows that leave a batch change how the others are rounded,
so a candidate differs from the one that the same wave gives without stopping. Plain Python.
"""

import math
from collections.abc import Sequence

__all__ = ["HALVED_AT", "WEAKER", "candidate_steps", "kept_after", "strongest"]

WEAKER = "Stopped early: weaker than the others."
HALVED_AT = (0.5,)


def kept_after(start: int, size: int, halved_at: Sequence[float] = HALVED_AT) -> dict[int, int]:
    """How many of a wave go on, by the number of steps that are then done.

    Args:
        start: steps that a candidate takes, k.
        size: candidates of the wave.
        halved_at: shares of the steps, each after the one before it.
    """
    kept, left = dict[int, int](), size
    for share in halved_at:
        done, fewer = round(share * start), math.ceil(left / 2)
        if 0 < done < start and fewer < left:
            kept[done] = left = fewer
    return kept


def candidate_steps(
    start: int, size: int, more: int = 0, halved_at: Sequence[float] = HALVED_AT
) -> int:
    """Steps that all candidates of a wave take together.

    Args:
        start, size, halved_at: as in kept_after.
        more: steps that each of those that are left takes after it.
    """
    total, before, left = 0, 0, size
    for done, fewer in kept_after(start, size, halved_at).items():
        total += (done - before) * left
        before, left = done, fewer
    return total + (start + more - before) * left


def strongest(distances: Sequence[float], count: int) -> list[int]:
    """Places of the ``count`` smallest distances, in their order; NaN counts as the largest."""
    ranked = sorted(range(len(distances)), key=lambda row: (_or_infinite(distances[row]), row))
    return sorted(ranked[:count])


def _or_infinite(distance: float) -> float:
    return math.inf if math.isnan(distance) else distance
