"""What an engine might say, without an engine."""

import numpy as np

from inference.events import (
    Box,
    Candidate,
    CandidateFinished,
    CandidateStopped,
    Preview,
    RunPlanned,
    Scores,
)

REGION = Box(-10, 20, 256, 256)
STEPS = 50


def planned(total: int = 8) -> RunPlanned:
    """The plan of a run of 50 steps that takes 9 s."""
    return RunPlanned(REGION, STEPS, (total,), 9.0, 10**9, "CPU", "float32")


def preview(index: int, step: int, score: float | None, left: float = 7.0) -> Preview:
    """A picture of one grey that tells the step."""
    return Preview(index, step, np.full((64, 64, 3), step, np.uint8), score, left)


def finished(index: int, combined: float | None, side: int = 32) -> CandidateFinished:
    """A result of one colour, with this distance."""
    pixels = np.full((side, side, 4), 255, np.uint8)
    scores = None if combined is None else Scores(combined - 0.1, combined + 0.1)
    box = Box(50, 80, side, side)
    return CandidateFinished(Candidate(index, 1000 - index, scores, box, pixels, {}))


def stopped(index: int) -> CandidateStopped:
    """A candidate whose numbers overflowed."""
    return CandidateStopped(index, 1000 - index, "Its numbers overflowed; another seed may work.")
