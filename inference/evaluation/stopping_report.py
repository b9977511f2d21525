"""``evaluate stopping``: how early a candidate's end can be told, and what stopping it saves."""

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import torch

from inference.device import choose_device
from inference.engine import LocalEngine
from inference.evaluation.cases import Case
from inference.evaluation.report import Report, figure
from inference.evaluation.small_report import write_small_report
from inference.evaluation.statistics import Interval, bootstrap_mean
from inference.evaluation.stopping import agreement, cost, cost_by_lot
from inference.evaluation.watched import Watched, known_prompts, request_for, some_cases, watch
from inference.halving import HALVED_AT
from inference.models.catalog import STARTER

__all__ = ["Timed", "fill", "run"]

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
PLANS: tuple[tuple[float, ...], ...] = (
    *((0.25,), (0.4,), (0.5,), (0.6,), (0.75,)),
    *((0.25, 0.5), (0.5, 0.75)),
)
TIMED = 2  # runs that are made once more, with stopping


@dataclass(frozen=True)
class Timed:
    """Seconds of the same run without and with stopping: of the clock, and of all processors."""

    prompt: str
    clock: tuple[float, float]
    processors: tuple[float, float]


def run(options: argparse.Namespace) -> int:
    """Watch some runs, work out what stopping would have cost, and time it.

    Ctrl+C ends it without a report.

    Args:
        options: prompts, how many; candidates, of each run; out, the folder.
    """
    engine = LocalEngine(device=choose_device())
    cases = some_cases(known_prompts(int(options.prompts)))
    runs = list(watch(engine, cases, options.candidates))
    timed = [_timed(engine, case, options.candidates) for case in cases[:TIMED]]
    about = _about(engine, runs)
    title = "Stopping weak candidates early"
    write_small_report(
        options.out, "stopping", title, lambda report: fill(report, runs, timed, about)
    )
    return 0


def fill(
    report: Report, runs: Sequence[Watched], timed: Sequence[Timed], about: dict[str, object]
) -> None:
    """Write down what was found."""
    count, candidates = len(runs), len(runs[0].combined)
    spread = float(sum(each.combined.std() for each in runs) / count)
    report.text(
        f"{count} runs, each of a prompt on a sample photo, {candidates} candidates in waves of",
        f"{', '.join(map(str, runs[0].waves))}, drafts of {runs[0].streamed.shape[1]} steps,",
        f"{about['model']} on {about['device']} in {about['precision']}.",
        "Made by `python main.py evaluate stopping`.",
    )
    report.keep("about", {**about, "prompts": [each.case.prompt for each in runs]})
    _fill_agreement(report, runs)
    _fill_costs(report, runs, spread)
    _fill_times(report, timed)


def _fill_agreement(report: Report, runs: Sequence[Watched]) -> None:
    report.heading("How early the final order shows")
    report.text(
        "Spearman's ρ of the distance that a step streams and the final distance, by which CLIP",
        "ranks, within a run; mean over runs, with an interval of 95 %.",
    )
    found: dict[str, Interval] = {
        f"{share:.0%}": bootstrap_mean((each.case.prompt, agreement(each, share)) for each in runs)
        for share in SHARES
    }
    report.table(
        ["share of the steps", "ρ"], [[name, figure(each, 2)] for name, each in found.items()]
    )
    report.keep("agreement", found)


def _fill_costs(report: Report, runs: Sequence[Watched], spread: float) -> None:
    report.heading("What stopping costs")
    report.text(
        "Worked out on the same runs, each watched to its end: at these shares of its steps the",
        "weaker half of each wave is stopped (a wave of one has none). Regret is how much larger",
        "the mean distance of the best four that are left is than that of the best four of all;",
        f"the standard deviation of distances within a run is {spread:.3f}. By lot is the regret",
        "of stopping as many at random.",
    )
    rows, kept = list[list[str]](), dict[str, object]()
    for plan in PLANS:
        name = " and ".join(f"{share:.0%}" for share in plan)
        ours, lot = cost(runs, plan), cost_by_lot(runs, plan)
        mark = " (built in)" if plan == HALVED_AT else ""
        shares = (ours.spared, ours.best_stays, ours.first_stay)
        regrets = (ours.regret, lot.regret, ours.regret_of_best, lot.regret_of_best)
        rows.append([name + mark, *(f"{v:.0%}" for v in shares), *(f"{v:.3f}" for v in regrets)])
        kept[name] = {"by distance": asdict(ours), "by lot": asdict(lot)}
    heads = ["halved at", "steps spared", "best stays", "of the best four stay"]
    more = ["regret of four", "by lot", "regret of the best", "by lot"]
    report.table([*heads, *more], rows)
    report.keep("costs", kept)
    report.keep("spread", spread)


def _fill_times(report: Report, timed: Sequence[Timed]) -> None:
    report.heading("Time saved")
    report.text(
        "The same run without and with stopping. Processor seconds do not count what other",
        "programs take meanwhile.",
    )
    rows = [
        [
            each.prompt,
            *(f"{v:.1f} s" for v in (*each.clock, *each.processors)),
            _saved(each),
        ]
        for each in timed
    ]
    heads = ["prompt", "clock", "with stopping", "processors", "with stopping", "saved"]
    report.table(heads, rows)
    report.keep("times", [asdict(each) for each in timed])


def _saved(timed: Timed) -> str:
    before, after = timed.processors
    return f"{1 - after / before:.0%}"


def _timed(engine: LocalEngine, case: Case, candidates: int) -> Timed:
    request = request_for(engine, case, candidates)
    clock, processors = list[float](), list[float]()
    for stop_weak in (False, True):
        settings = replace(request.settings, stop_weak=stop_weak, preview_every=5)
        started, used = time.monotonic(), _processor_seconds()
        for _ in engine.run(replace(request, settings=settings), lambda: False):
            pass
        clock.append(time.monotonic() - started)
        processors.append(_processor_seconds() - used)
    return Timed(case.prompt, (clock[0], clock[1]), (processors[0], processors[1]))


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system


def _about(engine: LocalEngine, runs: Sequence[Watched]) -> dict[str, object]:
    model = engine.load(STARTER)
    return {
        "model": model.spec.title,
        "model_sha256": model.sha256,
        "clip_sha256": model.clip_sha256,
        "device": engine.device.name,
        "precision": engine.device.precision,
        "threads": torch.get_num_threads(),
        "runs": len(runs),
    }
