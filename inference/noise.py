"""Random numbers: one seeded stream per candidate.

Every candidate draws from its own CPU generator, so candidate k gets the same noise alone, in a
wave of eight, after a wave was split and on whatever device computes it. Other batch sizes round
differently, which grows over many steps; what has to come again to the bit is computed in the same
wave (LocalEngine.run_wave).
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

__all__ = ["CandidateStreams", "RandomStreams", "candidate_seed"]


def candidate_seed(run_seed: int, index: int) -> int:
    """The seed of candidate ``index`` (from 0) of a run: 63 bits, well spread for any run seed."""
    sequence = np.random.SeedSequence([run_seed, index])
    return int(sequence.generate_state(1, np.uint64)[0] >> np.uint64(1))


class RandomStreams(Protocol):
    """What a run draws, one row a candidate; the shape is fixed when the streams are made."""

    def normal(self) -> Tensor:
        """Standard normal noise, shape (B, 3, S, S), float32."""
        ...

    def uniform(self, count: int) -> Tensor:
        """``count`` numbers in [0, 1) a candidate, on the CPU, shape (B, count)."""
        ...


class CandidateStreams:
    """RandomStreams with a generator for each seed, drawn on the CPU and moved to the device.

    Args:
        seeds: one for each candidate.
        size: side of the pictures, or their height and width.
        device: where they are computed.
    """

    def __init__(
        self, seeds: Sequence[int], size: int | tuple[int, int], device: torch.device
    ) -> None:
        self._generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        self._shape = (3, *(size if isinstance(size, tuple) else (size, size)))
        self._device = device

    def keep(self, rows: Sequence[int]) -> None:
        """Go on with these rows only; each draws what it would have drawn beside the others."""
        self._generators = [self._generators[row] for row in rows]

    def normal(self) -> Tensor:
        """See RandomStreams. On CUDA the copy is pinned, so the host does not wait for it."""
        pinned = self._device.type == "cuda"
        noise = torch.empty((len(self._generators), *self._shape), pin_memory=pinned)
        for row, generator in zip(noise, self._generators, strict=True):
            torch.randn(self._shape, generator=generator, out=row)
        return noise.to(self._device, non_blocking=pinned)

    def uniform(self, count: int) -> Tensor:
        """See RandomStreams."""
        return torch.stack([torch.rand(count, generator=g) for g in self._generators])
