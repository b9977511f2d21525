"""What a training step draws: captioned pictures, and the sources that they come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

__all__ = ["Batch", "PictureSource", "uniform"]


@dataclass(frozen=True)
class Batch:
    """Captioned pictures.

    Attributes:
        pictures: in [-1, 1], shape (B, 3, S, S).
        subjects: where the captioned thing is, in [0, 1], shape (B, 1, S, S); all ones where the
            caption is about the whole picture.
        captions: one each.
        concepts: equal numbers mean the same thing under different captions, shape (B,), int64;
            rows of the source's labels where it has any, those below 0 from their end.
    """

    pictures: Tensor
    subjects: Tensor
    captions: list[str]
    concepts: Tensor


class PictureSource(Protocol):
    """An endless supply of captioned pictures.

    Attributes:
        size: S.
        labels: name and synonyms of each concept; empty where there is no list of them.
    """

    size: int

    @property
    def labels(self) -> Sequence[Sequence[str]]:
        """See the class."""
        ...

    def draw(self, count: int, generator: torch.Generator) -> Batch:
        """A batch of ``count`` pictures, determined by the generator's state alone."""
        ...


def uniform(low: float, high: float, shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Uniform random numbers in [low, high)."""
    return torch.rand(shape, generator=generator) * (high - low) + low
