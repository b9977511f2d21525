"""Geometry and wear of the judge's pictures: turns, blobs, colour, blur, noise, coarse JPEG."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from inference.training.batches import uniform

__all__ = ["blobs", "coarse_jpeg", "grids", "mirrored", "turned_hues", "worn"]

BLOCK = 8  # JPEG's


def grids(turn: Tensor, zoom: Tensor, shift: Tensor, side: int, *, inside: bool = False) -> Tensor:
    """Sampling grids, shape (B, side, side, 2), in coordinates of [-1, 1].

    Args:
        turn: radians, shape (B,).
        zoom: source coordinates for one of the target, across and down, shape (B, 2).
        shift: where the source's middle lands in the target or, with ``inside``, the source's
            point that the target's middle shows; shape (B, 2).
    """
    cos, sin = torch.cos(turn), torch.sin(turn)
    rotation = torch.stack([torch.stack([cos, -sin], -1), torch.stack([sin, cos], -1)], dim=1)
    scaled = rotation * zoom[:, :, None]
    moved = shift[:, :, None] if inside else -(scaled @ shift[:, :, None])
    theta = torch.cat([scaled, moved], dim=2)
    return F.affine_grid(theta, [len(theta), 1, side, side], align_corners=False)


def mirrored(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Half of the pictures, left and right changed."""
    chance = torch.rand(len(pictures), 1, 1, 1, generator=generator)
    return torch.where(chance < 0.5, pictures.flip(-1), pictures)


def blobs(count: int, size: int, generator: torch.Generator) -> Tensor:
    """Soft-edged discs, boxes and wavy outlines about the middle, in [0, 1], (B, 1, S, S)."""
    axis = torch.linspace(-1, 1, size)
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    centre = uniform(-0.2, 0.2, (count, 2, 1, 1), generator)
    reach = uniform(0.35, 0.8, (count, 2, 1, 1), generator)
    dx, dy = (x - centre[:, 0]) / reach[:, 0], (y - centre[:, 1]) / reach[:, 1]
    lobes = torch.randint(2, 6, (count, 1, 1), generator=generator)
    phase = uniform(0, 2 * math.pi, (count, 1, 1), generator)
    waves = uniform(0, 0.35, (count, 1, 1), generator)
    radius = (dx.square() + dy.square()).sqrt()
    round_ = radius * (1 + waves * torch.cos(lobes * torch.atan2(dy, dx) + phase))
    square = torch.maximum(dx.abs(), dy.abs())
    distance = torch.where(torch.rand(count, 1, 1, generator=generator) < 0.7, round_, square)
    soft = uniform(0.02, 0.15, (count, 1, 1), generator)
    return torch.sigmoid((1 - distance) / soft)[:, None]


def worn(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures in [0, 1] with other colours, softer, noisier or coarser, each now and then."""
    count = len(pictures)
    chance = torch.rand(count, 4, 1, 1, 1, generator=generator)
    shown = _recoloured(pictures, generator)
    size = shown.shape[-1]
    small = F.interpolate(shown, scale_factor=0.5, mode="area")
    soft = F.interpolate(small, (size, size), mode="bilinear", align_corners=False)
    shown = torch.where(chance[:, 0] < 0.3, soft, shown)
    box = F.avg_pool2d(F.pad(shown, (1, 1, 1, 1), mode="replicate"), 3, 1)
    shown = torch.where(chance[:, 1] < 0.3, box, shown)
    level = uniform(0, 0.06, (count, 1, 1, 1), generator) * (chance[:, 2] < 0.35)
    shown = shown + level * torch.randn(shown.shape, generator=generator)
    step = uniform(0.02, 0.14, (count, 1, 1, 1), generator)
    return torch.where(chance[:, 3] < 0.3, coarse_jpeg(shown, step), shown).clamp(0, 1)


def _recoloured(pictures: Tensor, generator: torch.Generator) -> Tensor:
    count = len(pictures)
    gain = uniform(0.9, 1.1, (count, 3, 1, 1), generator)
    light = uniform(-0.1, 0.1, (count, 1, 1, 1), generator)
    contrast = uniform(0.8, 1.2, (count, 1, 1, 1), generator)
    vivid = uniform(0.7, 1.25, (count, 1, 1, 1), generator)
    mean = pictures.mean(dim=(1, 2, 3), keepdim=True)
    toned = (pictures - mean) * contrast + mean + light
    grey = toned.mean(dim=1, keepdim=True)
    return ((grey + (toned - grey) * vivid) * gain).clamp(0, 1)


def turned_hues(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures in [0, 1], each with its hues turned by an angle, 0.7 to 3 times as vivid.

    The mean of red, green and blue stays, but for what would leave the range.
    """
    count = len(pictures)
    angle = uniform(-math.pi, math.pi, (count, 1, 1), generator)
    vivid = uniform(0.7, 3.0, (count, 1, 1), generator)
    along = torch.full((3, 3), 1 / 3)  # the part of a colour along grey, which stays
    across = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / 3**0.5
    turn = torch.cos(angle) * (torch.eye(3) - along) + torch.sin(angle) * across
    return torch.einsum("bij,bjhw->bihw", along + vivid * turn, pictures).clamp(0, 1)


def coarse_jpeg(pictures: Tensor, step: Tensor) -> Tensor:
    """What JPEG does to pictures: the cosine transform of 8 × 8 blocks, in steps.

    Args:
        pictures: shape (B, 3, S, S), S a multiple of 8.
        step: of the lowest frequency, growing to four times as much at the highest, (B, 1, 1, 1).
    """
    count, channels, size, _ = pictures.shape
    n = torch.arange(BLOCK)
    transform = torch.cos(math.pi * (2 * n + 1) * n[:, None] / (2 * BLOCK)) * (2 / BLOCK) ** 0.5
    transform[0] /= 2**0.5  # orthonormal
    across = size // BLOCK
    blocks = pictures.reshape(count, channels, across, BLOCK, across, BLOCK).transpose(3, 4)
    waves = transform @ blocks @ transform.T
    coarser = step[..., None, None] * (1 + 3 * (n + n[:, None]) / (2 * BLOCK - 2))
    waves = (waves / coarser).round() * coarser
    back = (transform.T @ waves @ transform).transpose(3, 4)
    return back.reshape(pictures.shape)
