"""How a cut-out comes into its surroundings: place, size, light, colour, blur, contact shadow."""

import torch
import torch.nn.functional as F
from torch import Tensor

from inference.training.batches import uniform

__all__ = ["lit", "over", "placed", "strangely_coloured", "warped"]

CUT_SHARE = 0.12  # of the things: large and off the middle, so that the frame cuts them
SOFT_SHARE = 0.2  # of the things in focus; in a blurred surrounding it is SOFT_TOO
SOFT_TOO = 0.5


def placed(cutouts: Tensor, size: int, blurred: Tensor, generator: torch.Generator) -> Tensor:
    """Cut-outs at random size, place and turn: premultiplied RGBA in [0, 1], (B, 4, S, S).

    Args:
        cutouts: premultiplied RGBA, shape (B, N, N, 4), uint8.
        size: S.
        blurred: whether the surroundings are, shape (B,).
    """
    count = len(cutouts)
    rgba = cutouts.permute(0, 3, 1, 2).float() / 255
    cut = torch.rand(count, generator=generator) < CUT_SHARE
    scale = torch.where(
        cut, uniform(0.8, 1.3, (count,), generator), uniform(0.5, 0.95, (count,), generator)
    )
    reach = torch.where(cut, 0.4, 0.12)[:, None]
    shift = uniform(-1, 1, (count, 2), generator) * reach
    angle = uniform(-0.22, 0.22, (count,), generator)
    mirror = torch.where(torch.rand(count, generator=generator) < 0.5, -1.0, 1.0)
    cos, sin = torch.cos(angle) / scale, torch.sin(angle) / scale
    rows = torch.stack([torch.stack([cos, -sin], -1), torch.stack([sin, cos], -1)], 1)
    rows[:, 0] *= mirror[:, None]
    theta = torch.cat([rows, -(rows @ shift[:, :, None])], dim=2)
    drawn = warped(rgba, theta, 2 * size, "zeros")
    soft = torch.rand(count, generator=generator) < torch.where(blurred, SOFT_TOO, SOFT_SHARE)
    drawn[soft] = F.avg_pool2d(drawn[soft], 3, 1, 1)
    return F.avg_pool2d(drawn, 2)


def lit(thing: Tensor, ground: Tensor, generator: torch.Generator) -> Tensor:
    """The thing under light from one side, coloured a little by what is around it.

    Args:
        thing: premultiplied RGBA in [0, 1], shape (B, 4, S, S).
        ground: in [0, 1], shape (B, 3, S, S).
    """
    count, _, size, _ = thing.shape
    ramp = torch.linspace(-1, 1, size)
    slope = uniform(-0.15, 0.15, (count, 2, 1, 1), generator)
    side = slope[:, :1] * ramp + slope[:, 1:] * ramp[:, None]
    around = ground.mean(dim=(2, 3), keepdim=True).clamp_min(0.05)
    brightness = around.mean(dim=1, keepdim=True)
    cast = (around / brightness).clamp(0.6, 1.5)  # the colour of the light
    light = (brightness / 0.45).clamp(0.7, 1.2)
    share = uniform(0, 0.25, (count, 2, 1, 1), generator)
    own = uniform(0.9, 1.1, (count, 1, 1, 1), generator)
    gain = own * (1 + side) * cast ** share[:, :1] * light ** share[:, 1:]
    alpha = thing[:, 3:]
    return torch.cat([torch.minimum(thing[:, :3] * gain, alpha), alpha], dim=1)


def over(thing: Tensor, ground: Tensor, generator: torch.Generator) -> Tensor:
    """The thing over its own soft contact shadow over the ground; arguments as for lit."""
    count, _, size, _ = thing.shape
    colour, alpha = thing[:, :3], thing[:, 3:]
    fallen = F.pad(alpha, (0, 0, size // 20, 0))[:, :, :size]
    shadow = F.avg_pool2d(F.avg_pool2d(fallen, 7, 1, 3), 5, 1, 2)
    strength = uniform(0, 0.5, (count, 1, 1, 1), generator)
    return colour + ground * (1 - strength * shadow) * (1 - alpha)


def strangely_coloured(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures in [0, 1], shape (B, 3, S, S), channels exchanged at random, up to twice as vivid.

    Few photos have a red or violet ground; those that a person edits may.
    """
    count = len(pictures)
    order = torch.rand(count, 3, generator=generator).argsort(dim=1)
    exchanged = pictures.gather(1, order[:, :, None, None].expand_as(pictures))
    vivid = uniform(1, 2, (count, 1, 1, 1), generator)
    return torch.lerp(exchanged.mean(dim=1, keepdim=True), exchanged, vivid).clamp(0, 1)


def warped(pictures: Tensor, theta: Tensor, side: int, padding: str) -> Tensor:
    """Pictures under affine maps theta, shape (B, 2, 3), as squares of ``side`` pixels."""
    grid = F.affine_grid(theta, [len(pictures), pictures.shape[1], side, side], align_corners=False)
    return F.grid_sample(pictures, grid, padding_mode=padding, align_corners=False)
