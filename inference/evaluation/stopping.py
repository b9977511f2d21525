"""What early stopping would have cost in runs that were watched to their end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from scipy import stats

from inference.evaluation.watched import Floats, Watched
from inference.halving import candidate_steps, kept_after, strongest

__all__ = ["Cost", "agreement", "cost", "cost_by_lot", "left_after"]

FIRST = 4  # what a person looks at first
DRAWS = 50


@dataclass(frozen=True)
class Cost:
    """What stopping at some shares of the steps comes to; means over runs.

    Attributes:
        spared: share of all steps that are not taken.
        best_stays: how often the candidate that would rank first goes on.
        first_stay: share of the four that would rank first that go on.
        regret: how much larger the mean distance of the best four that are left is than that of
            the best four of all.
        regret_of_best: the same for the best one.
    """

    spared: float
    best_stays: float
    first_stay: float
    regret: float
    regret_of_best: float


def agreement(run: Watched, share: float) -> float:
    """Spearman's ρ of the distances at a share of the steps and the final ones; NaN if all tie."""
    done = max(1, round(share * run.streamed.shape[1]))
    early = run.streamed[:, done - 1]
    if np.ptp(np.nan_to_num(early)) == 0 or np.ptp(np.nan_to_num(run.combined)) == 0:
        return float("nan")
    return float(stats.spearmanr(early, run.combined).statistic)


def left_after(waves: Sequence[int], streamed: Floats, halved_at: Sequence[float]) -> list[int]:
    """The numbers of the candidates that go on to the end."""
    left = list[int]()
    for wave in _ranges(waves):
        rows = list(wave)
        for done, count in kept_after(streamed.shape[1], len(wave), halved_at).items():
            kept = strongest(streamed[rows, done - 1].tolist(), count)
            rows = [rows[place] for place in kept]
        left += rows
    return left


def cost(runs: Sequence[Watched], halved_at: Sequence[float]) -> Cost:
    """Of stopping by the streamed distances, as the engine does."""
    return _mean([_cost(run, run.streamed, halved_at) for run in runs])


def cost_by_lot(runs: Sequence[Watched], halved_at: Sequence[float]) -> Cost:
    """Of stopping as many at random: what the distances have to beat."""
    rng = np.random.default_rng(0)
    return _mean(
        [
            _cost(run, rng.random(run.streamed.shape), halved_at)
            for run in runs
            for _ in range(DRAWS)
        ]
    )


def _cost(run: Watched, distances: Floats, halved_at: Sequence[float]) -> Cost:
    left = left_after(run.waves, distances, halved_at)
    order = np.argsort(run.combined, kind="stable")
    first = order[:FIRST]
    final, reached = run.combined[first], np.sort(run.combined[left])[:FIRST]
    steps = run.streamed.shape[1]
    taken = sum(candidate_steps(steps, size, halved_at=halved_at) for size in run.waves)
    return Cost(
        spared=1 - taken / (steps * len(run.combined)),
        best_stays=float(order[0] in left),
        first_stay=float(np.isin(first, left).mean()),
        regret=float(reached.mean() - final.mean()),
        regret_of_best=float(reached[0] - final[0]),
    )


def _mean(costs: Sequence[Cost]) -> Cost:
    rows = [list(vars(each).values()) for each in costs]
    return Cost(*np.mean(rows, axis=0).tolist())


def _ranges(waves: Sequence[int]) -> Iterator[range]:
    for end, size in zip(accumulate(waves), waves, strict=True):
        yield range(end - size, end)
