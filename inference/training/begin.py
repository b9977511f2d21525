"""Where a training begins: with random weights, or with those of a model that is there."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from inference.errors import RequestError

__all__ = ["begin_with"]

LABELS = "label_emb.weight"
LABEL_SIZE = 0.5  # beside 1; the embedding of the time has about 0.6


def begin_with(network: nn.Module, weights: Mapping[str, Tensor] | None) -> None:
    """Give a new network a model's weights.

    A convolution that reads more channels than the model's had, as that of a noise-aware CLIP
    does, begins by ignoring the further ones. Labels that the model did not know, or not so many,
    begin at random, but smaller than in a new network: they are told apart at once, and the time is
    still heard. Labels that the network has no place for are left out.

    Args:
        weights: the model's, by name; None leaves the network random.

    Raises:
        RequestError: they are those of another network.
    """
    if weights is None:
        return
    expected = network.state_dict()
    weights = {name: value for name, value in weights.items() if name != LABELS or name in expected}
    fitting = {
        name: _widened(weights[name].to(value.dtype), value)
        for name, value in expected.items()
        if name in weights
    }
    if LABELS in expected and not _same_shape(fitting.get(LABELS), expected[LABELS]):
        fitting[LABELS] = expected[LABELS] * LABEL_SIZE
    shapes = {name: value.shape for name, value in fitting.items()}
    wanted = {name: value.shape for name, value in expected.items()}
    if shapes != wanted or len(weights) > len(wanted):
        raise RequestError("--from is a model of another network; leave it out.")
    network.load_state_dict(fitting)


def _same_shape(weight: Tensor | None, like: Tensor) -> bool:
    return weight is not None and weight.shape == like.shape


def _widened(weight: Tensor, like: Tensor) -> Tensor:
    """Zeros for the input channels that are missing; any other tensor as it is."""
    if weight.ndim != 4 or weight.shape[1] >= like.shape[1]:
        return weight
    missing = torch.zeros(len(weight), like.shape[1] - weight.shape[1], *weight.shape[2:])
    return torch.cat([weight, missing.to(weight.dtype)], dim=1)
