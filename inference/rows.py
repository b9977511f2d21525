"""The rows of a wave's tensors: whose they are, which overflowed, and which are let go."""

import math
from collections.abc import Iterator

import torch

from inference.events import CandidateStopped
from inference.halving import WEAKER, strongest
from inference.noise import CandidateStreams
from inference.samplers import Step

__all__ = ["Rows"]

OVERFLOWED = "Its numbers overflowed; another seed may work."


class Rows:
    """The candidates of a wave that are still computed, a row of every tensor for each.

    Args:
        wave: the numbers of all its candidates.
        seeds: theirs, in the same order.

    Attributes:
        indices: the candidates' numbers, row by row.
        lost: those whose numbers overflowed; they keep their rows.
        streams: what the rows draw.
    """

    def __init__(self, wave: range, seeds: list[int], streams: CandidateStreams) -> None:
        self.wave, self.streams = wave, streams
        self.indices = list(wave)
        self.lost: set[int] = set()
        self._seeds = dict(zip(wave, seeds, strict=True))

    def seed(self, index: int) -> int:
        """A candidate's own seed."""
        return self._seeds[index]

    def overflows(self, step: Step) -> Iterator[CandidateStopped]:
        """Tell once of every candidate whose numbers are no numbers any more."""
        whole = torch.isfinite(step.x0).flatten(1).all(dim=1).tolist()
        for row, index in enumerate(self.indices):
            if not whole[row] and index not in self.lost:
                self.lost.add(index)
                yield CandidateStopped(index, self.seed(index), OVERFLOWED)

    def halve(self, step: Step, count: int) -> Iterator[CandidateStopped]:
        """Go on with the ``count`` strongest rows, and tell whose are let go.

        Args:
            step: of a run with a prompt; its sample loses the other rows.
        """
        distances = [
            math.inf if index in self.lost or distance is None else distance
            for index, distance in zip(self.indices, step.prediction.distances(), strict=True)
        ]
        kept = strongest(distances, count)
        for row, index in enumerate(self.indices):
            if row not in kept and index not in self.lost:
                yield CandidateStopped(index, self.seed(index), WEAKER)
        step.sample = step.sample[kept]
        self.streams.keep(kept)
        self.indices = [self.indices[row] for row in kept]
