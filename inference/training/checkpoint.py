"""Resumable training state: one file, replaced as a whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from inference.errors import InferenceError

__all__ = ["Averaged", "learning_rate_factor", "load_checkpoint", "save_checkpoint"]

KEPT = {"network", "optimizer", "average", "seen", "config"}


class Averaged:
    """An exponential moving average of a network's parameters and buffers (EMA).

    The horizon grows with the number of updates, so that a short run is not held back by its
    random beginning.
    """

    def __init__(self, network: nn.Module, longest: float = 0.9995) -> None:
        self.longest = longest
        self.updates = 0
        self.values = {name: value.detach().clone() for name, value in _state(network)}

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Take in the network's present state."""
        self.updates += 1
        decay = min(self.longest, (1 + self.updates) / (10 + self.updates))
        for name, value in _state(network):
            if value.is_floating_point():
                self.values[name].lerp_(value.detach(), 1 - decay)
            else:
                self.values[name].copy_(value)

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"updates": self.updates, "values": self.values}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """The inverse of state_dict."""
        self.updates = state["updates"]
        for name, value in state["values"].items():
            self.values[name].copy_(value)  # onto the network's own device


def _state(network: nn.Module) -> Iterator[tuple[str, Tensor]]:
    yield from network.state_dict().items()


def learning_rate_factor(seen: int, total: int, warm_up: int) -> float:
    """Linear warm-up over ``warm_up`` pictures, then linear decay to zero at ``total``."""
    return min(1.0, seen / max(1, warm_up)) * max(0.0, 1 - seen / total)


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Replace the checkpoint; an interruption leaves the old one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)


def load_checkpoint(path: Path) -> dict[str, Any] | None:
    """The saved state, or None where training has not begun.

    Raises:
        InferenceError: the file is no checkpoint of ours.
    """
    if not path.exists():
        return None
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise InferenceError(f"{path} is damaged; delete it to start the training anew.") from error
    if not isinstance(state, dict) or not state.keys() >= KEPT:
        raise InferenceError(f"{path} is no checkpoint of a training; choose another --run.")
    return state
