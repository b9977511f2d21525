"""Extending augmentations: CLIP judges several warped views of the edited area at once.

The paper, section 3.3: without them the gradient finds adversarial patterns instead of things.
"""

import math

import torch
import torch.nn.functional as F
from kornia.geometry.transform import get_perspective_transform, homography_warp
from torch import Tensor

from inference.noise import RandomStreams

__all__ = ["augmented", "resized"]

DRAWS_A_COPY = 13
PROBABILITY = 0.7
MAX_ANGLE = math.radians(15)
MAX_SHIFT = 0.2  # in coordinates of [-1, 1]: 10 % of the side
DISTORTION = 0.7

CORNERS = torch.tensor([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])


def resized(pictures: Tensor, size: int) -> Tensor:
    """Pictures at CLIP's input size, by area averaging (repetition where they are smaller)."""
    if pictures.shape[-1] == size:
        return pictures
    return F.interpolate(pictures, size=(size, size), mode="area")


def augmented(pictures: Tensor, copies: int, size: int, streams: RandomStreams) -> Tensor:
    """``copies`` views of each picture at CLIP's size; the first of each is the picture itself.

    Args:
        pictures: in [-1, 1], zero (grey) outside the mask, shape (B, 3, S, S).
        copies: N ≥ 1 views a picture.
        size: side of CLIP's input.
        streams: each candidate's warps come from its own stream.

    Returns:
        Shape (B, N, 3, size, size). What a warp brings in from outside is grey, like the area
        outside the mask.
    """
    plain = resized(pictures, size)
    if copies == 1:
        return plain[:, None]
    batch, warps = len(plain), copies - 1
    draws = streams.uniform(warps * DRAWS_A_COPY).reshape(batch * warps, DRAWS_A_COPY)
    homographies = random_homographies(draws)
    if plain.is_cuda:
        homographies = homographies.pin_memory().to(plain.device, non_blocking=True)
    else:
        homographies = homographies.to(plain.device)
    repeated = plain.repeat_interleave(warps, dim=0)
    warped = homography_warp(repeated, homographies, (size, size), normalized_homography=True)
    return torch.cat([plain[:, None], warped.reshape(batch, warps, *plain.shape[1:])], dim=1)


def random_homographies(draws: Tensor) -> Tensor:
    """Projective maps from the warped to the plain view, in coordinates of [-1, 1].

    With probability 0.7 a turn of ±15° and a shift of ±10 %, then with probability 0.7 a
    perspective that pulls each corner inwards by up to 35 % of the side.

    Args:
        draws: uniform numbers in [0, 1), shape (M, 13).

    Returns:
        Shape (M, 3, 3).
    """
    turned = (draws[:, 0] < PROBABILITY).float()
    angle = (draws[:, 1] * 2 - 1) * MAX_ANGLE * turned
    shift = (draws[:, 2:4] * 2 - 1) * MAX_SHIFT * turned[:, None]
    cos, sin = torch.cos(angle), torch.sin(angle)
    rotation = torch.stack([torch.stack([cos, sin], -1), torch.stack([-sin, cos], -1)], dim=1)
    back = torch.eye(3).repeat(len(draws), 1, 1)
    back[:, :2, :2] = rotation
    back[:, :2, 2:] = -rotation @ shift[:, :, None]
    bent = (draws[:, 4] < PROBABILITY).float()[:, None, None]
    corners = CORNERS.expand(len(draws), 4, 2)
    pulled = corners * (1 - DISTORTION * draws[:, 5:].reshape(-1, 4, 2) * bent)
    return back @ get_perspective_transform(pulled, corners)
