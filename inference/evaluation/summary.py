"""Figures of many runs at once, and the tables and sheets that compare conditions."""

import math
from collections.abc import Callable, Mapping, Sequence

from PIL import Image

from inference.evaluation.grids import picture_grid
from inference.evaluation.records import Ledger, Measured
from inference.evaluation.report import Report, figure, share
from inference.evaluation.statistics import Interval, bootstrap_mean, wilson

__all__ = [
    "by_candidate",
    "by_run",
    "compare_conditions",
    "named_share",
    "same_seed_sheet",
    "seconds_each",
]

Runs = Sequence[Measured]
HEADS = (
    "condition",
    "runs",
    "named, all candidates",
    "confidence",
    "size of seam excess",
    "background MSE",
    "background LPIPS",
    "s a candidate",
)


def named_share(runs: Runs, hit: Callable[[Measured], bool]) -> Interval:
    """The share of runs of which something holds."""
    return wilson(sum(map(hit, runs)), len(runs))


def by_run(runs: Runs, value: Callable[[Measured], float]) -> Interval:
    """The mean over runs; those of one prompt are drawn together for the interval."""
    return bootstrap_mean((run.prompt, value(run)) for run in runs)


def by_candidate(runs: Runs, values: Callable[[Measured], Sequence[float]]) -> Interval:
    """The mean over all candidates; those of one prompt are drawn together for the interval."""
    return bootstrap_mean((run.prompt, value) for run in runs for value in values(run))


def seconds_each(runs: Runs) -> float:
    """Seconds for a candidate, as it ran here; NaN without runs."""
    candidates = sum(len(run.indices) for run in runs)
    return sum(run.seconds for run in runs) / candidates if candidates else math.nan


def compare_conditions(report: Report, name: str, conditions: Mapping[str, Runs]) -> None:
    """A row for each condition; the figures also go to the JSON under ``name``."""
    figures = {label: _figures(runs) for label, runs in conditions.items()}
    rows = []
    for label, values in figures.items():
        runs = conditions[label]
        lpips = values["background_lpips"]
        rows.append(
            (
                label,
                len(runs),
                share(values["named"]),
                figure(values["confidence"]),
                figure(values["seam"]),
                figure(values["background"], 5),
                figure(lpips) if lpips.count else "not measured",
                f"{seconds_each(runs):.2f}",
            )
        )
    report.table(HEADS, rows)
    report.keep(name, figures)


def _figures(runs: Runs) -> dict[str, Interval]:
    return {
        "named": by_candidate(runs, lambda run: [float(hit) for hit in run.named]),
        "confidence": by_candidate(runs, lambda run: run.confidences),
        "seam": by_candidate(runs, lambda run: [abs(seam) for seam in run.seams]),
        "background": by_candidate(runs, lambda run: run.backgrounds),
        "background_lpips": by_candidate(runs, lambda run: run.backgrounds_lpips or []),
    }


def same_seed_sheet(ledger: Ledger, conditions: Mapping[str, Runs], rows: int) -> Image.Image:
    """Photo with mask, then the first seed's candidate under each condition; a row a case."""
    columns = list(conditions.values())
    count = min(rows, *map(len, columns)) if columns else 0
    sheet, names = [], []
    for number in range(count):
        strips = [ledger.pictures(runs[number]) for runs in columns]
        sheet.append([strips[0].masked, *(strip.first for strip in strips)])
        names.append(columns[0][number].prompt)
    return picture_grid(sheet, names, ["photo and mask", *conditions])
