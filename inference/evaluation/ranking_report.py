"""``evaluate ranking``: what fools the ranking, and what three remedies would change."""

import argparse
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from inference.device import choose_device
from inference.engine import LocalEngine
from inference.errors import RequestError
from inference.evaluation.cases import SCENES
from inference.evaluation.remedies import (
    Fragments,
    Order,
    Signs,
    fragments_of,
    judged_by,
    orders_of,
    signs_of,
    spread_out,
    variety,
)
from inference.evaluation.report import Report, figure
from inference.evaluation.small_report import write_small_report
from inference.evaluation.statistics import Interval, bootstrap_mean
from inference.evaluation.text_match import load_judge_match
from inference.evaluation.watched import Watched, known_prompts, some_cases, watch
from inference.models.catalog import STARTER
from resources import resource

__all__ = ["fill", "run"]

JUDGE = resource("judge")
WAYS = ("masked", "context", "combined")
NAMES = (
    "the area alone (paper)",
    "in its surroundings",
    "mean of both (built in, before a critic)",
)
EVERY_PROMPT = 10_000
ALIKE = 0.05  # differences below it look like the same picture
TRADES = (0.0, 0.25, 0.5, 1.0)  # of distance to the prompt for distance to one another


def run(options: argparse.Namespace) -> int:
    """Plant false candidates among real ones, and write down how ranking takes them.

    Ctrl+C ends it without a report.

    Args:
        options: prompts, how many; candidates, of each run; out, the folder.
    """
    if options.candidates < 2:
        raise RequestError("--candidates must be at least 2, to be ranked.")
    engine = LocalEngine(device=choose_device())
    cases = some_cases(known_prompts(int(options.prompts)))
    runs = list(watch(engine, cases, options.candidates))
    title = "What fools the ranking"
    write_small_report(options.out, "ranking", title, lambda report: fill(report, engine, runs))
    return 0


def fill(report: Report, engine: LocalEngine, runs: Sequence[Watched]) -> None:
    """Write down what was found."""
    model = engine.load(STARTER)
    report.text(
        f"{len(runs)} runs, each of a prompt on a sample photo; {len(runs[0].combined)}",
        f"candidates, drafts of {model.spec.title} on {engine.device.name} in",
        f"{engine.device.precision}. Distances are smaller where the prompt fits better;",
        "intervals are of 95 %.",
        "Made by `python main.py evaluate ranking`.",
    )
    about = {"model_sha256": model.sha256, "clip_sha256": model.clip_sha256}
    about |= {"device": engine.device.name, "precision": engine.device.precision}
    report.keep("about", {**about, "prompts": [each.case.prompt for each in runs]})
    _fill_context(report, engine, runs)
    _fill_judge(report, runs)
    _fill_words(report, engine, runs)
    _fill_variety(report, runs)


def _fill_context(report: Report, engine: LocalEngine, runs: Sequence[Watched]) -> None:
    report.heading("The context score")
    report.text(
        "The paper ranks by the edited area alone, where a part of a thing can score as high as",
        "the whole. For this a piece of clip art was put under the mask whole, and four times",
        "enlarged and cut off by the mask's edge: how often is the whole nearer to the prompt?",
        f"Every prompt that a piece is named in, on {len(SCENES)} photos.",
    )
    found = list[Fragments]()
    for prompt in known_prompts(EVERY_PROMPT):
        found += [each for scene in SCENES if (each := fragments_of(engine, prompt, scene))]
    shares = {way: bootstrap_mean((each.prompt, each.wins[way]) for each in found) for way in WAYS}
    gain = bootstrap_mean(
        (each.prompt, each.wins["combined"] - each.wins["masked"]) for each in found
    )
    names = zip(NAMES, WAYS, strict=True)
    rows = [[name, figure(shares[way], 2)] for name, way in names]
    report.table(["ranked by", "whole before part"], rows)
    report.text(f"The built-in mean against the area alone: {figure(gain, 2)}.")
    report.text(verdict_on(gain))
    report.keep("parts", {**shares, "gain": gain})
    orders = [orders_of(each) for each in runs]
    facts = _orders(orders)
    report.text("How far the order of real candidates by the mean differs from that by the area:")
    report.table(["", "mean over runs"], [[name, f"{value:.2f}"] for name, value in facts.items()])
    report.keep("orders", facts)


def _orders(orders: Sequence[Order]) -> Mapping[str, float]:
    def mean(values: Iterable[float]) -> float:
        return float(np.mean(list(values)))

    return {
        "Spearman's ρ of the two orders": mean(each.agreement for each in orders),
        "the first stays the first": mean(float(each.same_first) for each in orders),
        "of the first four stay among them": mean(each.first_four for each in orders),
    }


def _fill_judge(report: Report, runs: Sequence[Watched]) -> None:
    """Whether one of the two orders is more like that of a judge, where one is installed."""
    judge = load_judge_match(JUDGE) if JUDGE.is_dir() else None
    judged = [] if judge is None else [each for r in runs if (each := judged_by(judge, r))]
    found = {
        way: bootstrap_mean((each.prompt, each.agreement[way]) for each in judged) for way in WAYS
    }
    gains = (
        (each.prompt, each.agreement["combined"] - each.agreement["masked"]) for each in judged
    )
    gain = bootstrap_mean(gains)
    report.keep("judge", {**found, "gain": gain})
    if not judged:
        report.text("No judge is installed here that could say which order is the better one.")
        return
    report.text(
        "How far the order is that of the judge, who neither guides nor ranks: Spearman's ρ with",
        "its confidence that a candidate shows what the prompt names.",
    )
    names = zip(NAMES, WAYS, strict=True)
    report.table(["ranked by", "ρ"], [[name, figure(found[way], 2)] for name, way in names])
    report.text(f"The built-in mean against the area alone: {figure(gain, 2)}.", verdict_on(gain))


def verdict_on(gain: Interval) -> str:
    """What a gain of the built-in mean over the paper's score says."""
    if gain.low > 0:
        return "So the context score helps."
    if gain.high < 0:
        return "So the context score does harm, and should be left out."
    return "So these cases show neither use nor harm of it."


def _fill_words(report: Report, engine: LocalEngine, runs: Sequence[Watched]) -> None:
    report.heading("Written words")
    report.text(
        "Four signs with the prompt written on them (the paper's “rubber toy”) were planted among",
        "the real candidates of each run. The guard adds to a candidate's distance what it is",
        "nearer to a plate with the written words than to the prompt itself.",
    )
    found: list[Signs] = [signs_of(engine, each) for each in runs]
    rows = {
        "a sign among the first four": [(s.among_first, s.among_first_guarded) for s in found],
        "share of candidates before a sign": [(s.before, s.before_guarded) for s in found],
    }
    table = [
        [name, *(f"{value:.0%}" for value in np.mean(pairs, axis=0))]
        for name, pairs in rows.items()
    ]
    report.table(["", "as it is", "with the guard"], table)
    hit_real, hit_signs = (
        float(np.mean(values))
        for values in ([s.real_hit for s in found], [s.signs_hit for s in found])
    )
    kept = float(np.nanmean([s.order_kept for s in found]))
    report.text(
        f"The guard finds {hit_signs:.0%} of the signs and wrongly {hit_real:.0%} of the real",
        f"candidates, whose order it changes to a Spearman's ρ of {kept:.3f} with the one before.",
    )
    report.text(_verdict_on_signs(found))
    report.keep("words", found)


def _verdict_on_signs(found: Sequence[Signs]) -> str:
    among = float(np.mean([each.among_first for each in found]))
    guarded = float(np.mean([each.among_first_guarded for each in found]))
    if guarded < among:
        return f"The guard keeps signs out of the first four ({among:.0%} to {guarded:.0%})."
    return "The guard keeps no sign out of the first four, so it is left out."


def _fill_variety(report: Report, runs: Sequence[Watched]) -> None:
    report.heading("Variety of the first row")
    report.text(
        "Root mean square difference inside the mask, channels in [0, 1]. The first four are",
        "chosen one by one: the candidate with the least distance, less a trade times how much it",
        "differs from the nearest one already chosen (maximal marginal relevance).",
    )
    nearest = [variety(each).nearest for each in runs]
    report.text(
        f"The two most alike of a run differ by {np.mean(nearest):.3f} (mean over runs; least",
        f"{np.min(nearest):.3f}); any two by {np.mean([variety(r).mean for r in runs]):.3f}.",
    )
    share = float(np.mean([each < ALIKE for each in nearest]))
    report.text(
        f"Runs with two candidates that are all but the same (below {ALIKE}): {share:.0%}."
        f" The standard deviation of distances within a run is {_spread(runs):.3f}."
    )
    if share == 0:
        report.text("There is nothing to push apart, so the order by score is left as it is.")
    rows, kept = list[list[str]](), dict[str, object]()
    for trade in TRADES:
        chosen = [vars(spread_out(each, trade)) for each in runs]
        means = {name: float(np.mean([row[name] for row in chosen])) for name in chosen[0]}
        rows.append([f"{trade:g}", *(f"{value:.3f}" for value in means.values())])
        kept[f"{trade:g}"] = means
    heads = ["trade", "difference within the row", "of its two most alike"]
    report.table([*heads, "mean distance lost"], rows)
    report.keep("variety", {"nearest": nearest, "trades": kept, "spread": _spread(runs)})


def _spread(runs: Sequence[Watched]) -> float:
    return float(np.mean([each.combined.std() for each in runs]))
