"""How sure a figure is, and whether groups differ: intervals of 95 %, rank and range tests."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import stats

__all__ = ["Comparison", "Interval", "Pair", "bootstrap_mean", "compare", "wilson"]

NORMAL_QUANTILE = 1.959963984540054  # 97.5 %
RESAMPLES = 4000
FEW = 5  # groups; drawing so few again shows little but the least and the largest


@dataclass(frozen=True)
class Interval:
    """A figure with its interval of 95 %, and how many values it comes from.

    NaN from none; the interval is NaN where too few values were measured to tell.
    """

    value: float
    low: float
    high: float
    count: int


def wilson(hits: int, count: int) -> Interval:
    """A share with Wilson's score interval, which holds for small counts and shares of 0 or 1."""
    if count == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    share, z = hits / count, NORMAL_QUANTILE
    middle = share + z * z / (2 * count)
    reach = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    low, high = (middle - reach) / scale, (middle + reach) / scale
    # Rounding must not put the share outside its own interval, where it is 0 or 1.
    return Interval(share, max(0.0, min(low, share)), min(1.0, max(high, share)), count)


def bootstrap_mean(values: Iterable[tuple[Hashable, float]], seed: int = 0) -> Interval:
    """A mean with an interval from drawing whole groups again; none from fewer than FEW groups.

    Values of one group (all photos of a prompt, say) are alike; drawing them one by one would
    make the mean look surer than it is.

    Args:
        values: group and value; a value that is NaN is left out.
    """
    groups: dict[Hashable, list[float]] = {}
    for group, value in values:
        if not math.isnan(value):
            groups.setdefault(group, []).append(value)
    if not groups:
        return Interval(math.nan, math.nan, math.nan, 0)
    sums = np.array([math.fsum(members) for members in groups.values()])
    counts = np.array([len(members) for members in groups.values()])
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(sums), size=(RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975]) if len(sums) >= FEW else (math.nan, math.nan)
    return Interval(float(sums.sum() / counts.sum()), float(low), float(high), int(counts.sum()))


@dataclass(frozen=True)
class Pair:
    """Two groups, the difference of their means, and Tukey's p-value."""

    first: str
    second: str
    difference: float
    p: float


@dataclass(frozen=True)
class Comparison:
    """Whether groups differ at all (Kruskal-Wallis), and which (Tukey's HSD).

    Both p-values are NaN where no value differs from any other, or a group has fewer than two.
    """

    statistic: float
    p: float
    pairs: tuple[Pair, ...]


def compare(groups: Mapping[str, Sequence[float]]) -> Comparison:
    """Test two or more groups of values against one another."""
    names, values = list(groups), [np.asarray(members, float) for members in groups.values()]
    enough = len(values) > 1 and min(map(len, values)) > 1
    if not enough or np.ptp(np.concatenate(values)) == 0:
        pairs = [Pair(a, b, _gap(groups, a, b), math.nan) for a, b in combinations(names, 2)]
        return Comparison(math.nan, math.nan, tuple(pairs))
    overall = stats.kruskal(*values)
    # Groups that do not vary at all (a background that is kept to the bit) divide by nothing
    # only where every one of them is constant.
    with np.errstate(divide="ignore", invalid="ignore"):
        table = stats.tukey_hsd(*values).pvalue
    pairs = [
        Pair(names[i], names[j], _gap(groups, names[i], names[j]), float(table[i, j]))
        for i, j in combinations(range(len(names)), 2)
    ]
    return Comparison(float(overall.statistic), float(overall.pvalue), tuple(pairs))


def _gap(groups: Mapping[str, Sequence[float]], first: str, second: str) -> float:
    means = [
        float(np.mean(groups[name])) if len(groups[name]) else math.nan for name in (first, second)
    ]
    return means[0] - means[1]
