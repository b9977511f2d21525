"""Frozen messages that a run streams, in the order in which things happen. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Box",
    "Candidate",
    "CandidateFinished",
    "CandidateStopped",
    "Event",
    "Notice",
    "Preview",
    "RunFinished",
    "RunPlanned",
    "Scores",
]

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Box:
    """A rectangle in the picture, in pixels; left and top may be negative for a region."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Scores:
    """How well a result fits its prompt; lower is better.

    Attributes:
        masked: CLIP's distance of the edited area alone, as the paper ranks.
        context: that of the edited area in its surroundings.
        doubt: how sure a critic is that the prompted thing is not there, in [0, 1]; None where
            there is no critic, or it does not know the thing.
        distance: the mean of both: a fragment scores well alone, a blend only in its context.
        combined: what candidates are ordered by.
    """

    masked: float
    context: float
    doubt: float | None = None

    @classmethod
    def of(cls, values: Sequence[float]) -> "Scores":
        """The inverse of values.

        Raises:
            TypeError, ValueError: they are no scores.
        """
        scores = cls(*map(float, values))
        if scores.doubt is not None and not 0 <= scores.doubt <= 1:
            raise ValueError(values)
        return scores

    @property
    def values(self) -> tuple[float, ...]:
        """What is known, in order, to be written down."""
        known = (self.masked, self.context)
        return known if self.doubt is None else (*known, self.doubt)

    @property
    def distance(self) -> float:
        """See the class."""
        return (self.masked + self.context) / 2

    @property
    def combined(self) -> float:
        """Twice the critic's doubt, or else the distance.

        To CLIP, which guided all results, they are all alike: what its distances differ by says
        nothing (see the starter's model card), so they are not mixed with what a critic says.
        Twice, so that half of it is how far a result is from fitting, as people are shown it.
        """
        return self.distance if self.doubt is None else 2 * self.doubt


@dataclass(frozen=True, eq=False)
class Candidate:
    """One result.

    Attributes:
        index: its number in the run, from 0; fixed, while its rank may change.
        seed: its own seed.
        scores: None in a run without a prompt.
        box: where its pixels belong in the picture.
        pixels: RGBA at the picture's resolution, shape (box.height, box.width, 4); alpha is 0
            wherever the mask is.
        recipe: all that is needed to make it again.
    """

    index: int
    seed: int
    scores: Scores | None
    box: Box
    pixels: Pixels
    recipe: dict[str, Any]


@dataclass(frozen=True)
class RunPlanned:
    """The run is about to start.

    Attributes:
        region: what is cropped around the mask.
        steps: steps each candidate takes.
        waves: candidates computed together, wave by wave.
        seconds: estimated time for all of it: from earlier runs, or a guess before the first.
        memory_bytes: estimated peak memory of the largest wave, weights included.
        device, precision: where and how it is computed.
    """

    region: Box
    steps: int
    waves: tuple[int, ...]
    seconds: float
    memory_bytes: int
    device: str
    precision: str


@dataclass(frozen=True, eq=False)
class Preview:
    """x̂_0 of a candidate on its way.

    Attributes:
        candidate: its index.
        step: steps done, from 1.
        picture: the region at model size, shape (S, S, 3), uint8.
        score: its distance to the prompt at this step, or None.
        seconds_left: estimated time until the whole run is done.
    """

    candidate: int
    step: int
    picture: Pixels
    score: float | None
    seconds_left: float


@dataclass(frozen=True)
class CandidateFinished:
    """A candidate is done and ranked on its own."""

    candidate: Candidate


@dataclass(frozen=True)
class CandidateStopped:
    """A candidate came to nothing; the run goes on."""

    index: int
    seed: int
    reason: str


@dataclass(frozen=True)
class Notice:
    """Something that the user should know and need not act on."""

    text: str


@dataclass(frozen=True)
class RunFinished:
    """Nothing more will come.

    Attributes:
        ranking: indices of the finished candidates, best first.
        cancelled: whether the run was stopped by the user.
        seconds: how long it took.
    """

    ranking: tuple[int, ...]
    cancelled: bool
    seconds: float


Event = RunPlanned | Preview | CandidateFinished | CandidateStopped | Notice | RunFinished
