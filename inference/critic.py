"""A critic: says whether a result shows what its label names. It ranks, and never guides.

What guides a run is content with all of its results, since each was made to please it; so the best
of them is for another network to find, one that was trained apart and that nothing tries to please.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.augment import resized
from inference.models.spec import CriticConfig

__all__ = ["Critic", "CriticNetwork"]


class CriticNetwork(nn.Module):
    """Pictures in [-1, 1], shape (B, 3, S, S), to logits, shape (B, classes)."""

    def __init__(self, config: CriticConfig) -> None:
        super().__init__()
        self.config = config
        before, layers = 3, list[nn.Module]()
        for width in config.widths:
            layers += [nn.Conv2d(before, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width)]
            layers += [nn.ReLU(), Block(width)]
            before = width
        self.torso = nn.Sequential(*layers)
        self.head = nn.Linear(before, config.classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits."""
        return self.head(self.torso(pictures).mean(dim=(2, 3)))


class Block(nn.Module):
    """Two convolutions, added to what came in (He et al., arXiv 1512.03385)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        """Same shape as x."""
        h = F.relu(self.first_norm(self.first(x)))
        return F.relu(x + self.second_norm(self.second(h)))


@dataclass(frozen=True)
class Critic:
    """A trained critic, frozen, on its device.

    Attributes:
        sha256: of its weights.
    """

    network: CriticNetwork
    sha256: str

    @torch.no_grad()
    def doubts(self, pictures: Tensor, label: int) -> list[float]:
        """How sure it is that a picture does not show what a label names, in [0, 1].

        Args:
            pictures: in [-1, 1], shape (B, 3, S, S), of any S.
            label: one of the model's.
        """
        shown = resized(pictures.float(), self.network.config.size)
        views = torch.cat([shown, shown.flip(-1)])  # what it sees in the mirror counts as much
        sure = self.network(views).softmax(dim=1)[:, label].reshape(2, -1).mean(dim=0)
        doubts: list[float] = (1 - sure).tolist()
        return doubts
