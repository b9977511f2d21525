"""From x_t to x_{t−1}, guided: the DDPM step, the DDIM step, and the loop that takes them.

DDPM: arXiv 2006.11239 with the mean shift of arXiv 2105.05233, Algorithm 1. DDIM: arXiv
2010.02502 with η = 0 and arXiv 2105.05233, Algorithm 2 (the paper's Algorithm 3).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from inference.diffusion import Coefficients, posterior_mean, predicted_x0, q_sample
from inference.guidance import Guidance, Prediction, predict
from inference.noise import RandomStreams
from inference.schedule import Schedule

__all__ = ["SAMPLERS", "GuidedRun", "Sampler", "Step", "ddim_step", "ddpm_step"]


@dataclass
class Step:
    """The state after one step.

    Attributes:
        t: the step's index in the schedule; 0 is the last.
        sample: x_{t−1}, shape (B, 3, S, S). The loop goes on from what its consumer makes of it.
        x0: x̂_0 as this step saw it, not clipped, shape (B, 3, S, S).
        prediction: the network's evaluation and its gradient.
    """

    t: int
    sample: Tensor
    x0: Tensor
    prediction: Prediction


def ddpm_step(t: int, x_t: Tensor, noise: Tensor | None, p: Prediction, c: Coefficients) -> Step:
    """x_{t−1} = μ − Σ ∇L + √Σ z, without noise in the last step."""
    mean = posterior_mean(p.x0, x_t, c)
    if p.gradient is not None:
        mean = mean - torch.exp(p.log_variance) * p.gradient
    if c.is_last or noise is None:
        return Step(t, mean, p.x0, p)
    return Step(t, mean + torch.exp(p.log_variance / 2) * noise, p.x0, p)


def ddim_step(t: int, x_t: Tensor, noise: Tensor | None, p: Prediction, c: Coefficients) -> Step:
    """ε' = ε̂ + √(1 − ᾱ_t) ∇L, then the deterministic step to t − 1."""
    del noise  # η = 0
    epsilon = p.epsilon
    if p.gradient is not None:
        epsilon = epsilon + math.sqrt(1 - c.alpha_bar) * p.gradient
    x0 = predicted_x0(x_t, epsilon, c.alpha_bar)
    sample = math.sqrt(c.alpha_bar_prev) * x0 + math.sqrt(1 - c.alpha_bar_prev) * epsilon
    return Step(t, sample, x0, p)


@dataclass(frozen=True)
class Sampler:
    """A step function, and whether it wants noise z drawn for it (DDIM with η = 0 does not)."""

    step: Callable[[int, Tensor, Tensor | None, Prediction, Coefficients], Step]
    draws_noise: bool


SAMPLERS = {"ddpm": Sampler(ddpm_step, True), "ddim": Sampler(ddim_step, False)}


@dataclass(frozen=True)
class GuidedRun:
    """The guided loop and all that it needs.

    Attributes:
        unet: (x_t, timesteps) → ε̂ and v, shape (B, 6, S, S).
        start: k; the run begins at index k − 1 (strength is k/T).
        source: x in [-1, 1], shape (1, 3, S, S), or (B, 3, S, S) where each row has its own.
        guidance: None for plain inpainting, which removes things.
        streams: noise for each candidate.
        stages: the guidance of each step by its index t, where it changes on the way.
    """

    unet: Callable[[Tensor, Tensor], Tensor]
    schedule: Schedule
    sampler: Sampler
    start: int
    source: Tensor
    guidance: Guidance | None
    streams: RandomStreams
    stages: Sequence[Guidance] = ()

    @torch.no_grad()
    def steps(self) -> Iterator[tuple[Step, Coefficients]]:
        """Run; the consumer may change a step's sample before it asks for the next.

        It may also leave rows of it out, along with their streams: the others go on without them.

        Random numbers come in the published order: ε, then for each step z, the augmentations'
        draws and (drawn by the consumer) z'.
        """
        c = Coefficients.at(self.schedule, self.start - 1)
        x_t = q_sample(self.source, self.streams.normal(), c.alpha_bar)
        for t in reversed(range(self.start)):
            c = Coefficients.at(self.schedule, t)
            noise = self.streams.normal() if self.sampler.draws_noise else None
            guidance = self.stages[t] if self.stages else self.guidance
            prediction = predict(self.unet, x_t, c, guidance, self.streams)
            step = self.sampler.step(t, x_t, noise, prediction, c)
            yield step, c
            x_t = step.sample
