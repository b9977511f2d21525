"""The judge's network: a small classifier of separable convolutions, 1.2 million parameters.

Blocks in the manner of ConvNeXt (arXiv 2201.03545): nothing of it is like the residual tower that
steers, so that what fools the one need not fool the other.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

__all__ = ["JudgeConfig", "JudgeNetwork"]


@dataclass(frozen=True)
class JudgeConfig:
    """What distinguishes one judge's network from another.

    Attributes:
        classes: concepts, and one more for none of them.
        size: side of its pictures, in pixels.
        widths: channels at 1/2, 1/4, 1/8 … of the size.
        depths: blocks at each.
    """

    classes: int
    size: int = 64
    widths: tuple[int, ...] = (32, 64, 128, 256)
    depths: tuple[int, ...] = (0, 1, 2, 2)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "JudgeConfig":
        """The inverse of dataclasses.asdict after a trip through JSON (lists become tuples)."""
        return cls(data["classes"], data["size"], tuple(data["widths"]), tuple(data["depths"]))


class JudgeNetwork(nn.Module):
    """Pictures in [-1, 1], shape (B, 3, S, S), to logits, shape (B, classes)."""

    def __init__(self, config: JudgeConfig) -> None:
        super().__init__()
        self.config = config
        before, layers = 3, list[nn.Module]()
        for width, depth in zip(config.widths, config.depths, strict=True):
            kernel, padding = (4, 1) if before == 3 else (2, 0)
            layers += [nn.Conv2d(before, width, kernel, 2, padding), nn.GroupNorm(1, width)]
            layers += [Block(width) for _ in range(depth)]
            before = width
        self.torso = nn.Sequential(*layers)
        self.head = nn.Linear(before, config.classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits."""
        return self.head(self.torso(pictures).mean(dim=(2, 3)))


class Block(nn.Module):
    """A wide look at each channel, then a mix of all channels, added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.look = nn.Conv2d(width, width, 5, padding=2, groups=width)
        self.norm = nn.GroupNorm(1, width)
        self.mix = nn.Sequential(
            nn.Conv2d(width, 3 * width, 1), nn.GELU(), nn.Conv2d(3 * width, width, 1)
        )
        self.gain = nn.Parameter(torch.full((width, 1, 1), 0.1))

    def forward(self, x: Tensor) -> Tensor:
        """Same shape as x."""
        return x + self.gain * self.mix(self.norm(self.look(x)))
