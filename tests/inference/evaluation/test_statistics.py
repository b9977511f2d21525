"""Intervals and tests, against scipy and by hand."""

import math

import numpy as np
import pytest
from scipy import stats

from inference.evaluation.report import figure, share
from inference.evaluation.statistics import bootstrap_mean, compare, wilson


@pytest.mark.parametrize(("hits", "count"), [(0, 10), (3, 10), (10, 10), (61, 120), (1, 1)])
def test_wilson_is_scipys(hits: int, count: int) -> None:
    wanted = stats.binomtest(hits, count).proportion_ci(0.95, method="wilson")
    found = wilson(hits, count)
    assert (found.value, found.count) == (hits / count, count)
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=1e-12)


def test_nothing_has_no_interval() -> None:
    assert math.isnan(wilson(0, 0).value)
    assert math.isnan(bootstrap_mean([("a", math.nan)]).value)


def test_the_bootstraps_mean_is_the_mean_and_nan_is_left_out() -> None:
    values = [("a", 1.0), ("a", 2.0), ("b", 6.0), ("b", math.nan)]
    found = bootstrap_mean([*values, ("c", 3.0), ("d", 3.0), ("e", 3.0)])
    assert found.value == 3
    assert found.count == 6
    assert 1.5 <= found.low < 3 < found.high <= 6


def test_few_groups_tell_a_mean_but_no_interval() -> None:
    found = bootstrap_mean([("a", 1.0), ("b", 2.0), ("c", 3.0), ("d", 4.0)])
    assert found.value == 2.5
    assert math.isnan(found.low)
    assert figure(found, 1) == "2.5"
    assert share(bootstrap_mean([("a", 0.5)])) == "50 %"


def test_alike_values_of_a_group_make_a_mean_no_surer() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=20)
    single = bootstrap_mean(enumerate(values))
    repeated = bootstrap_mean((group, value) for group, value in enumerate(values) for _ in "1234")
    assert repeated.high - repeated.low == pytest.approx(single.high - single.low, rel=1e-9)
    by_theory = 2 * 1.96 * values.std() / math.sqrt(20)
    assert single.high - single.low == pytest.approx(by_theory, rel=0.1)


def test_comparisons_are_scipys() -> None:
    rng = np.random.default_rng(1)
    groups = {"a": rng.normal(0, 1, 12), "b": rng.normal(2, 1, 12), "c": rng.normal(0, 1, 9)}
    found = compare({name: values.tolist() for name, values in groups.items()})
    overall = stats.kruskal(*groups.values())
    assert found.statistic == pytest.approx(float(overall.statistic))
    assert found.p == pytest.approx(float(overall.pvalue))
    table = stats.tukey_hsd(*groups.values()).pvalue
    assert [(pair.first, pair.second) for pair in found.pairs] == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]
    wanted = [table[0, 1], table[0, 2], table[1, 2]]
    assert [pair.p for pair in found.pairs] == pytest.approx(wanted)
    assert found.pairs[0].difference == pytest.approx(groups["a"].mean() - groups["b"].mean())


@pytest.mark.parametrize("groups", [{"a": [0.0] * 4, "b": [0.0] * 4}, {"a": [1.0], "b": [2.0]}])
def test_what_cannot_be_tested_has_no_p(groups: dict[str, list[float]]) -> None:
    found = compare(groups)
    assert math.isnan(found.p)
    assert math.isnan(found.pairs[0].p)


def test_one_group_that_varies_among_constant_ones_is_tested() -> None:
    groups = {"kept": [0.0] * 6, "naive": [0.0] * 6, "changed": [0.1, 0.2, 0.3, 0.1, 0.2, 0.3]}
    found = compare(groups)
    assert found.p < 0.01
    assert found.pairs[0].p > 0.9
    assert found.pairs[1].p < 0.01
