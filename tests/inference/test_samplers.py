"""The samplers against an analytic denoiser: Gaussian data, no weights."""

import math
from collections import deque

import numpy as np
import pytest
import torch
from torch import Tensor

from inference.blended import blended_diffusion
from inference.local_guided import guided_diffusion
from inference.noise import CandidateStreams
from inference.samplers import SAMPLERS, GuidedRun
from inference.schedule import TRAINING_STEPS, Schedule, linear_betas, respaced_timesteps

MEAN, STD = 0.4, 0.2


class GaussianDenoiser:
    """The exact E[ε | x_t] for pixels that are independently N(0.4, 0.2²)."""

    def __init__(self) -> None:
        self.alpha_bar = np.cumprod(1 - linear_betas())

    def __call__(self, x_t: Tensor, timesteps: Tensor) -> Tensor:
        a = float(self.alpha_bar[int(timesteps[0])])
        epsilon = math.sqrt(1 - a) * (x_t - math.sqrt(a) * MEAN) / (a * STD**2 + 1 - a)
        return torch.cat([epsilon, torch.zeros_like(epsilon)], dim=1)


def loop(sampler: str, steps: int, size: int = 48) -> GuidedRun:
    return GuidedRun(
        GaussianDenoiser(),
        Schedule.respaced(steps),
        SAMPLERS[sampler],
        steps,
        torch.zeros(2, 3, size, size),
        None,
        CandidateStreams([1, 2], size, torch.device("cpu")),
    )


@pytest.mark.parametrize(("sampler", "steps"), [("ddpm", 1000), ("ddpm", 100), ("ddim", 100)])
def test_a_gaussian_comes_out_as_it_is(sampler: str, steps: int) -> None:
    last = deque(guided_diffusion(loop(sampler, steps)), maxlen=1).pop()
    assert abs(float(last.sample.mean()) - MEAN) < 0.01
    assert abs(float(last.sample.std()) - STD) < 0.02


def test_the_blend_holds_the_background_at_every_noise_level() -> None:
    run = loop("ddpm", 50)
    mask = torch.zeros(1, 1, 48, 48)
    mask[..., 24:] = 1
    schedule = run.schedule
    for step in blended_diffusion(run, mask):
        spread = float(step.sample[..., :24].std())
        assert spread == pytest.approx(math.sqrt(1 - schedule.alphas_cumprod[step.t]), rel=0.1)
    assert abs(float(step.sample[..., 24:].mean()) - MEAN) < 0.02


@pytest.mark.parametrize("steps", [1, 2, 7, 19, 100, 999, 1000])
def test_respaced_schedules_are_monotone_and_proper(steps: int) -> None:
    schedule = Schedule.respaced(steps)
    assert len(schedule) == steps
    assert np.all(np.diff(schedule.alphas_cumprod) < 0)
    assert np.all((schedule.betas > 0) & (schedule.betas < 1))
    assert np.all(np.diff(schedule.timesteps) > 0)


@pytest.mark.parametrize("steps", [0, TRAINING_STEPS + 1])
def test_impossible_spacings_are_refused(steps: int) -> None:
    with pytest.raises(ValueError, match="cannot keep"):
        respaced_timesteps(steps)
