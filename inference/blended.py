"""Algorithm 2 of the paper: text-driven blended diffusion, as a generator of steps."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from inference.diffusion import q_sample
from inference.samplers import GuidedRun, Step

__all__ = ["blended_diffusion"]


@torch.no_grad()
def blended_diffusion(
    run: GuidedRun, mask: Tensor, stages: Sequence[Tensor] = ()
) -> Iterator[Step]:
    """Run k steps; the caller sees each, and may stop whenever it likes.

    Args:
        run: the guided loop.
        mask: m, 1 where the picture may change, shape (1, 1, S, S).
        stages: the mask of each step by its index t, where it changes on the way.

    Yields:
        Every step, its sample blended with the noised source: the background is at each step what
        the forward process makes of x, so the two parts grow together (section 3.2).
    """
    for step, c in run.steps():
        background = q_sample(run.source, run.streams.normal(), c.alpha_bar)
        m = stages[step.t] if stages else mask
        step.sample.copy_(step.sample * m + background * (1 - m))
        yield step
