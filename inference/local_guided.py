"""Algorithm 1 of the paper, local CLIP-guided diffusion, and the naive blend of appendix A.4.

Baselines: Algorithm 1 only asks the background to stay, so it does change; without the background
term the same loop is the naive blend, whose background is put back at the very end.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from torch import Tensor

from inference.guidance import Score, View
from inference.noise import RandomStreams
from inference.samplers import GuidedRun, Step

__all__ = ["BackgroundTerm", "guided_diffusion"]


@dataclass(frozen=True)
class BackgroundTerm:
    """The background loss of Algorithm 1: λ_mse MSE + λ_lpips LPIPS of x_in and x outside m.

    Attributes:
        source: x, shape (1, 3, S, S).
        mask: m, shape (1, 1, S, S).
        perceptual: LPIPS of two batches, shape (B,), or None where its weight is 0.
    """

    source: Tensor
    mask: Tensor
    mse_weight: float
    perceptual_weight: float = 0.0
    perceptual: Callable[[Tensor, Tensor], Tensor] | None = None

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Score | None]:
        """See Term."""
        del streams
        outside = view.x_in * (1 - self.mask)
        wanted = (self.source * (1 - self.mask)).expand_as(outside)
        loss = self.mse_weight * (outside - wanted).square().mean(dim=(1, 2, 3))
        if self.perceptual is not None:
            loss = loss + self.perceptual_weight * self.perceptual(outside, wanted)
        return loss, None


def guided_diffusion(run: GuidedRun) -> Iterator[Step]:
    """The guided loop without the blend."""
    for step, _ in run.steps():
        yield step
