"""Runs to keep, made up."""

from dataclasses import replace

import numpy as np

from editor.document.geometry import Rect
from editor.document.kept_runs import OfferedCandidate, OfferedRun, RunFacts
from inference.events import Box, Candidate, Scores

__all__ = ["candidate", "key", "offered"]


def key(number: int) -> str:
    return f"{number:024x}"


def candidate(index: int = 0, side: int = 6, seed: int = 0) -> Candidate:
    """Random pixels, colours below no alpha too."""
    rng = np.random.default_rng((seed, index))
    pixels = rng.integers(0, 256, (side, side, 4), dtype=np.uint8)
    recipe = {"prompt": "a red apple", "negative": "", "seed": 2**62, "settings": {"steps": 5}}
    return Candidate(index, 7 + index, Scores(0.5, index), Box(3, 2, side, side), pixels, recipe)


def offered(number: int = 1, indices: tuple[int, ...] = (1, 0), side: int = 6) -> OfferedRun:
    """A run of which candidate 1 is the best and has a star."""
    facts = RunFacts(key(number), "a red apple", 40, 30, 8, "add", indices)
    mask = np.arange(side * side, dtype=np.uint8).reshape(side, side)
    candidates = [OfferedCandidate(candidate(i, side, number), i == 1) for i in indices]
    return OfferedRun(facts, (Rect(3, 2, side, side), mask), tuple(candidates))


def unmasked(run: OfferedRun) -> OfferedRun:
    return replace(run, mask=None)
