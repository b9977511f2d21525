"""The Gaussian diffusion process as pure functions: q-sample, x̂_0, posterior, variance.

Ho et al., arXiv 2006.11239; the paper, section 3.1. Pictures are in [-1, 1], shape (B, 3, S, S).
All candidates of a wave stand at the same step, so coefficients are plain numbers: they reach a
GPU as kernel arguments, without a copy or a synchronisation.
"""

import math
from dataclasses import dataclass

from torch import Tensor

from inference.schedule import Schedule

__all__ = ["Coefficients", "log_variance", "posterior_mean", "predicted_x0", "q_sample"]


@dataclass(frozen=True)
class Coefficients:
    """One step's entries of the schedule; ``timestep`` is the number the network was trained on."""

    timestep: int
    alpha_bar: float
    alpha_bar_prev: float
    log_beta: float
    log_posterior_variance: float
    mean_x0: float
    mean_x_t: float
    is_last: bool

    @classmethod
    def at(cls, schedule: Schedule, t: int) -> "Coefficients":
        """The coefficients of step t (0 is the last one, closest to the picture)."""
        return cls(
            timestep=schedule.timesteps[t],
            alpha_bar=float(schedule.alphas_cumprod[t]),
            alpha_bar_prev=float(schedule.alphas_cumprod_prev[t]),
            log_beta=math.log(schedule.betas[t]),
            log_posterior_variance=float(schedule.posterior_log_variance_clipped[t]),
            mean_x0=float(schedule.posterior_mean_coef1[t]),
            mean_x_t=float(schedule.posterior_mean_coef2[t]),
            is_last=t == 0,
        )


def q_sample(x: Tensor, noise: Tensor, alpha_bar: float) -> Tensor:
    """x_t = √ᾱ_t x + √(1 − ᾱ_t) ε."""
    return math.sqrt(alpha_bar) * x + math.sqrt(1 - alpha_bar) * noise


def predicted_x0(x_t: Tensor, epsilon: Tensor, alpha_bar: float) -> Tensor:
    """x̂_0 = (x_t − √(1 − ᾱ_t) ε̂) / √ᾱ_t, not clipped."""
    return x_t * math.sqrt(1 / alpha_bar) - epsilon * math.sqrt(1 / alpha_bar - 1)


def posterior_mean(x0: Tensor, x_t: Tensor, c: Coefficients) -> Tensor:
    """μ, the mean of q(x_{t−1} | x_t, x_0)."""
    return c.mean_x0 * x0 + c.mean_x_t * x_t


def log_variance(v: Tensor, c: Coefficients) -> Tensor:
    """Log Σ = w log β_t + (1 − w) log β̃_t with w = (v + 1) / 2 (arXiv 2102.09672, eq. 15)."""
    w = (v + 1) / 2
    return w * c.log_beta + (1 - w) * c.log_posterior_variance
