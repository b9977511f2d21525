"""What a guided step costs, counted rather than timed."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils.flop_counter import FlopCounterMode

from inference.clip import Clip
from inference.models.spec import UNetConfig
from inference.unet import UNet

__all__ = ["UNetCost", "clip_flops", "unet_cost"]


@dataclass(frozen=True)
class UNetCost:
    """Of one evaluation for one candidate.

    Attributes:
        forward_flops, backward_flops: floating-point operations; backward to the input only.
        saved_bytes: activations that the backward pass needs.
        parameter_bytes: the weights.
    """

    forward_flops: int
    backward_flops: int
    saved_bytes: int
    parameter_bytes: int


def unet_cost(config: UNetConfig, torso: torch.dtype = torch.float32) -> UNetCost:
    """Count one evaluation, forward and backward to its input, on tensors without numbers."""
    saved: dict[int, int] = {}

    def keep(tensor: Tensor) -> Tensor:
        if not isinstance(tensor, torch.nn.Parameter):
            saved[id(tensor.untyped_storage())] = tensor.untyped_storage().nbytes()
        return tensor

    with FakeTensorMode():
        unet = UNet(config)
        unet.set_torso_dtype(torso)
        unet.requires_grad_(requires_grad=False)
        x = torch.empty(1, 3, config.image_size, config.image_size, requires_grad=True)
        with (
            FlopCounterMode(display=False) as forward,
            torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor),
        ):
            output = unet(x, torch.zeros(1))
        with FlopCounterMode(display=False) as backward:
            torch.autograd.grad(output.sum(), x)
        weights = sum(p.nbytes for p in unet.parameters())
    return UNetCost(
        forward.get_total_flops(), backward.get_total_flops(), sum(saved.values()), weights
    )


def clip_flops(clip: Clip, views: int) -> int:
    """Floating-point operations of embedding some views, forward and backward."""
    side, device = clip.image_size, next(clip.network.parameters()).device
    pictures = torch.zeros(views, 3, side, side, device=device, requires_grad=True)
    with FlopCounterMode(display=False) as counter:
        clip.encode_pictures(pictures).sum().backward()  # type: ignore[no-untyped-call]
    return int(counter.get_total_flops())
