"""The noise schedule: β_t, ᾱ_t and every coefficient derived from them, in float64.

Linear betas over 1000 steps, respaced to a shorter run (Dhariwal and Nichol, "Diffusion Models
Beat GANs on Image Synthesis", arXiv 2105.05233; the paper, section 3.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["TRAINING_STEPS", "Schedule", "linear_betas", "respaced_timesteps"]

TRAINING_STEPS = 1000

Table = NDArray[np.float64]


def linear_betas(steps: int = TRAINING_STEPS) -> Table:
    """β from 1e-4 to 0.02. Only the full schedule is ever built this way (see Schedule)."""
    return np.linspace(1e-4, 0.02, steps, dtype=np.float64)


def respaced_timesteps(sections: int | Sequence[int], total: int = TRAINING_STEPS) -> list[int]:
    """The original timesteps that a shorter run keeps, in ascending order.

    Args:
        sections: the number of steps to keep, or one number for each of several equal parts of
            the schedule (the last part of the list covers the noisiest steps).
        total: how many timesteps the network was trained with.

    Raises:
        ValueError: a section keeps no step or more steps than it has.
    """
    counts = [sections] if isinstance(sections, int) else list(sections)
    kept: list[int] = []
    start = 0
    for index, count in enumerate(counts):
        size = total // len(counts) + (1 if index < total % len(counts) else 0)
        if not 1 <= count <= size:
            raise ValueError(f"cannot keep {count} of {size} timesteps")
        stride = (size - 1) / (count - 1) if count > 1 else 1.0
        position = 0.0
        for _ in range(count):
            kept.append(start + round(position))
            position += stride
        start += size
    return kept


def ddim_timesteps(count: int, total: int = TRAINING_STEPS) -> list[int]:
    """Evenly strided timesteps as in DDIM (arXiv 2010.02502): every whole-numbered stride.

    Raises:
        ValueError: no whole stride gives exactly ``count`` steps.
    """
    for stride in range(1, total):
        if len(range(0, total, stride)) == count:
            return list(range(0, total, stride))
    raise ValueError(f"no whole stride through {total} timesteps gives {count} steps")


@dataclass(frozen=True)
class Schedule:
    """All coefficients of one run of T steps; every table has shape (T,), float64.

    Respacing keeps T of the 1000 timesteps and recomputes β from the kept ᾱ. A short schedule
    built directly would be wrong: below 20 steps its β exceeds 1.
    """

    timesteps: tuple[int, ...]
    betas: Table
    alphas_cumprod: Table
    alphas_cumprod_prev: Table
    posterior_variance: Table
    posterior_log_variance_clipped: Table
    posterior_mean_coef1: Table
    posterior_mean_coef2: Table

    def __len__(self) -> int:
        return len(self.timesteps)

    @classmethod
    def respaced(cls, sections: int | Sequence[int]) -> "Schedule":
        """The schedule of a run that keeps evenly spread timesteps (see respaced_timesteps)."""
        return cls.keeping(respaced_timesteps(sections))

    @classmethod
    def keeping(cls, timesteps: Sequence[int]) -> "Schedule":
        """The schedule that visits exactly these original timesteps (ascending)."""
        kept = np.cumprod(1.0 - linear_betas())[list(timesteps)]
        previous = np.append(1.0, kept[:-1])
        betas = 1.0 - kept / previous
        cumprod = np.cumprod(1.0 - betas)
        cumprod_prev = np.append(1.0, cumprod[:-1])
        variance = betas * (1.0 - cumprod_prev) / (1.0 - cumprod)
        # β̃_0 is 0, whose logarithm is not finite: β̃_1 stands in for it.
        clipped = np.append(variance[1], variance[1:]) if len(variance) > 1 else betas
        return cls(
            timesteps=tuple(timesteps),
            betas=betas,
            alphas_cumprod=cumprod,
            alphas_cumprod_prev=cumprod_prev,
            posterior_variance=variance,
            posterior_log_variance_clipped=np.log(clipped),
            posterior_mean_coef1=betas * np.sqrt(cumprod_prev) / (1.0 - cumprod),
            posterior_mean_coef2=(1.0 - cumprod_prev) * np.sqrt(1.0 - betas) / (1.0 - cumprod),
        )
