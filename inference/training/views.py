"""Pictures as guidance shows them to CLIP: noised, masked, warped."""

import torch
import torch.nn.functional as F
from kornia.geometry.transform import homography_warp
from torch import Tensor

from inference.augment import DRAWS_A_COPY, random_homographies
from inference.schedule import TRAINING_STEPS, Schedule
from inference.training.batches import uniform

__all__ = ["as_guidance_sees", "random_levels", "random_masks"]

MASKED_SHARE = 0.65
LEVELS = torch.from_numpy((1 - Schedule.respaced(TRAINING_STEPS).alphas_cumprod) ** 0.5).float()


def random_levels(count: int, noisy_share: float, generator: torch.Generator) -> Tensor:
    """Noise levels √(1 − ᾱ_t), shape (count,): of any timestep for a share, 0 for the others."""
    t = torch.randint(TRAINING_STEPS, (count,), generator=generator)
    noisy = torch.rand(count, generator=generator) < noisy_share
    return LEVELS[t] * noisy


def as_guidance_sees(
    pictures: Tensor, subjects: Tensor, levels: Tensor, generator: torch.Generator
) -> Tensor:
    """Blurred, noised, masked and warped at random.

    Args:
        pictures: in [-1, 1], shape (B, 3, S, S).
        subjects: where the subject is, in [0, 1], shape (B, 1, S, S).
        levels: of the noise, shape (B,); pictures of level 0 get some of the noise that an
            unfinished x̂_0 has.
    """
    count, _, size, _ = pictures.shape
    chance = torch.rand(count, 4, 1, 1, 1, generator=generator)
    masks = random_masks(subjects, generator)
    soft = F.avg_pool2d(F.pad(pictures, (2, 2, 2, 2), mode="replicate"), 5, stride=1)
    shown = torch.where(chance[:, 0] < 0.4, soft, pictures)
    level = levels[:, None, None, None]
    unfinished = uniform(0, 0.35, (count, 1, 1, 1), generator) * (chance[:, 1] < 0.5)
    spread = torch.where(level > 0, level, unfinished)
    signal = (1 - level.square()).clamp(min=0).sqrt()
    shown = signal * shown + spread * torch.randn(shown.shape, generator=generator)
    shown = torch.where(chance[:, 2] < MASKED_SHARE, shown * masks, shown)
    homographies = random_homographies(torch.rand(count, DRAWS_A_COPY, generator=generator))
    warped = homography_warp(shown, homographies, (size, size), normalized_homography=True)
    return torch.where(chance[:, 3] < 0.7, warped, shown)


def random_masks(subjects: Tensor, generator: torch.Generator) -> Tensor:
    """Masks a person could have painted: discs, boxes and outlines, mostly around the subject.

    Args:
        subjects: where the subject is, in [0, 1], shape (B, 1, S, S).

    Returns:
        0 or 1, shape (B, 1, S, S).
    """
    count, _, size, _ = subjects.shape
    axis = torch.linspace(-1, 1, size)
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    centre = uniform(-0.15, 0.15, (count, 2, 1, 1), generator)
    radius = uniform(0.5, 1.0, (count, 2, 1, 1), generator)
    dx, dy = (x - centre[:, 0]) / radius[:, 0], (y - centre[:, 1]) / radius[:, 1]
    disc = (dx.square() + dy.square() < 1)[:, None]
    box = (torch.maximum(dx.abs(), dy.abs()) < 0.9)[:, None]
    outline = F.max_pool2d(subjects, 9, 1, 4) > 0.3
    kind = torch.rand(count, 1, 1, 1, generator=generator)
    return torch.where(kind < 0.4, disc, torch.where(kind < 0.65, box, outline)).float()
