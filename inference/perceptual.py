"""LPIPS from the lpips package, loaded only when a run uses it (arXiv 1801.03924)."""

import warnings
from collections.abc import Callable

import torch
from torch import Tensor

from inference.errors import ModelError

__all__ = ["load_perceptual"]


def load_perceptual(device: torch.device) -> Callable[[Tensor, Tensor], Tensor]:
    """LPIPS (VGG) between pictures in [-1, 1], shape (B, 3, S, S), as distances, shape (B,).

    Raises:
        ModelError: its VGG weights are not on this machine and cannot be fetched.
    """
    import lpips

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torchvision's own deprecations
            network = lpips.LPIPS(net="vgg", verbose=False).to(device).eval()
    except OSError as error:
        raise ModelError(
            "LPIPS needs torchvision's VGG-16 weights, which are not on this machine and cannot be "
            "fetched now; connect to the network once, or use --perceptual-weight 0."
        ) from error
    network.requires_grad_(requires_grad=False)

    def distance(first: Tensor, second: Tensor) -> Tensor:
        return network(first, second).reshape(len(first))

    return distance
