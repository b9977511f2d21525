"""The report of ``evaluate starter``: tables, plots and sheets of what was measured."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import Any

from inference.evaluation.conditions import STEPS
from inference.evaluation.grids import picture_grid, stacked
from inference.evaluation.plots import plot_bars, plot_curves
from inference.evaluation.records import Ledger, Measured
from inference.evaluation.report import Report, figure, share
from inference.evaluation.starter import LABEL_WEIGHTS, label_condition
from inference.evaluation.statistics import Interval
from inference.evaluation.summary import (
    by_candidate,
    by_run,
    compare_conditions,
    named_share,
    same_seed_sheet,
)

__all__ = ["StarterReport"]

Runs = Sequence[Measured]
HITS: dict[str, Callable[[Measured], bool]] = {
    "top-ranked candidate": lambda run: run.named[0],
    "any of the top 3": lambda run: any(run.named[:3]),
    "any of all candidates": lambda run: any(run.named),
}
SHEET_ROWS, PAIRS, PAIRS_A_ROW, RANKED_ROWS = 12, 40, 5, 12


@dataclass(frozen=True)
class StarterReport:
    """What was measured, ready to be written.

    Attributes:
        measured: condition → runs.
        about: paragraphs on how it was measured.
        facts: the same for the JSON.
    """

    measured: Mapping[str, Runs]
    ledger: Ledger
    about: Sequence[str]
    facts: Mapping[str, Any]

    def fill(self, report: Report) -> None:
        """Write every section for which something was measured."""
        for paragraph in self.about:
            report.text(paragraph)
        for name, value in self.facts.items():
            report.keep(name, value)
        if "guided" in self.measured:
            self._named(report)
            self._photos(report)
            self._ranking(report)
            self._variety(report)
            self._prompts(report)
            self._sheets(report)
        self._labels(report)
        self._augmentations(report)
        self._steps(report)
        self._methods(report)
        report.keep(
            "runs", {name: [asdict(run) for run in runs] for name, runs in self.measured.items()}
        )

    def _named(self, report: Report) -> None:
        guided, unguided = self.measured["guided"], self.measured.get("unguided", [])
        hits: dict[str, tuple[Runs, Callable[[Measured], bool]]] = {
            **{name: (guided, hit) for name, hit in HITS.items()},
            "unguided (control)": (unguided, lambda run: run.named[0]),
            "photo before (control)": (guided, lambda run: run.before_named),
        }
        shares = {name: named_share(runs, hit) for name, (runs, hit) in hits.items()}
        each = by_candidate(guided, lambda run: [float(hit) for hit in run.named])
        clustered = {name: by_run(runs, hit) for name, (runs, hit) in hits.items()}
        report.heading("Is the prompted thing there?")
        report.text(
            "How often the judge names what was asked for, of all prompt and photo pairs, with "
            "Wilson's interval of 95 %; beside it the interval from drawing whole prompts again, "
            "since the photos of a prompt are alike. The unguided control is a single candidate; "
            "what it compares with is a candidate whatever its rank."
        )
        rows = [
            (name, value.count, share(value), share(clustered[name]))
            for name, value in shares.items()
        ]
        rows.append(("a candidate, whatever its rank", each.count, "", share(each)))
        report.table(("shown to the judge", "pairs", "named", "named, by prompt"), rows)
        plot_bars(report.path("named.png"), "Named by the judge", shares, "share of pairs")
        report.picture("named.png", None, "How often the judge names the prompt")
        report.keep("named", {**shares, "any rank": each, "by prompt": clustered})

    def _photos(self, report: Report) -> None:
        guided = self.measured["guided"]
        rows = []
        for scene in dict.fromkeys(run.scene for run in guided):
            runs = [run for run in guided if run.scene == scene]
            shares = [share(named_share(runs, hit)) for hit in HITS.values()]
            rows.append((scene, len(runs), *shares))
        report.text("Photo by photo:")
        report.table(("photo", "pairs", *HITS), rows)

    def _ranking(self, report: Report) -> None:
        guided = self.measured["guided"]
        agreement = by_run(guided, lambda run: run.agreement)
        length = max(len(run.confidences) for run in guided)
        points = [(float(rank + 1), _at_rank(guided, rank)) for rank in range(length)]
        report.heading("Does the ranking put the best first?")
        report.text(
            "Spearman's ρ between rank and the judge's confidence, a run each (1: the judge would "
            f"order them the same way; 0: no relation): {figure(agreement, 2)} over "
            f"{agreement.count} runs."
        )
        report.table(("rank", "confidence"), [(f"{x:.0f}", figure(y)) for x, y in points])
        title, labels = "The judge's confidence by rank", ("rank", "mean confidence")
        plot_curves(report.path("ranks.png"), title, {"": points}, labels)
        report.picture("ranks.png", None, title)
        report.keep("rank_agreement", agreement)
        report.keep("confidence_by_rank", [value for _, value in points])

    def _variety(self, report: Report) -> None:
        guided = self.measured["guided"]
        variety = by_run(guided, lambda run: run.variety)
        lpips = by_run(guided, lambda run: _or_nan(run.variety_lpips))
        seam = by_candidate(guided, lambda run: run.seams)
        visible = by_candidate(guided, lambda run: [abs(seam) for seam in run.seams])
        report.heading("Variety and seam")
        report.text(
            "Variety: root mean square difference between two candidates inside the mask, of a "
            f"range of 1: {figure(variety)}; as LPIPS:",
            f"{figure(lpips)}." if lpips.count else "not measured, its VGG weights are not here.",
        )
        report.text(
            "Seam excess: how much stronger the gradient is across the mask's border than beside "
            "it, as log₂, less the same of the untouched photo. 0 is as natural as the photo, "
            "above it an edge shows, below it a blur. "
            f"Mean {figure(seam)}; mean size {figure(visible)}."
        )
        report.keep("variety", {"pixels": variety, "lpips": lpips})
        report.keep("seam_excess", {"mean": seam, "mean size": visible})

    def _prompts(self, report: Report) -> None:
        guided = self.measured["guided"]
        prompts = list(dict.fromkeys(run.prompt for run in guided))
        rows = list[tuple[str, int, int, int, str]]()
        for prompt in prompts:
            runs = [run for run in guided if run.prompt == prompt]
            top = sum(run.named[0] for run in runs)
            three = sum(any(run.named[:3]) for run in runs)
            confidence = sum(run.confidences[0] for run in runs) / len(runs)
            rows.append((prompt, len(runs), top, three, f"{confidence:.2f}"))
        report.heading("Prompt by prompt")
        heads = ("prompt", "photos", "top named", "top 3 named", "confidence of the top")
        report.table(heads, sorted(rows, key=itemgetter(2), reverse=True))

    def _sheets(self, report: Report) -> None:
        guided = self.measured["guided"]
        report.heading("What it looks like")
        strips = [(run, self.ledger.pictures(run)) for run in guided[:PAIRS]]
        cells = [picture for _, strip in strips for picture in (strip.photo, strip.ranked[0])]
        heads = [text for run, _ in strips for text in ("", run.prompt)]
        wide = 2 * PAIRS_A_ROW
        # A row of names above every row of pictures: each is a sheet of one row.
        sheets = [
            picture_grid([cells[first : first + wide]], heads=heads[first : first + wide], cell=96)
            for first in range(0, len(cells), wide)
        ]
        caption = "Before and after: the top-ranked candidate of the first pairs, nothing picked"
        report.picture("pairs.png", stacked(sheets), caption)
        chosen = guided[:RANKED_ROWS]
        rows = []
        for run in chosen:
            strip = self.ledger.pictures(run)
            rows.append([strip.masked, *strip.ranked])
        heads = ["photo and mask", *(str(rank) for rank in range(1, len(rows[0])))]
        ranked = picture_grid(rows, [run.prompt for run in chosen], heads, cell=96)
        report.picture("ranked.png", ranked, "All candidates by rank, the best first")

    def _labels(self, report: Report) -> None:
        names = {label_condition(w): f"{w:g}" for w in LABEL_WEIGHTS}
        caption = (
            "By the weight of the label that the prompt names, the same seed; at 0 CLIP alone "
            "steers, as strongly as this model has it without a label"
        )
        self._compared(report, "labels", "Labels", names, caption)

    def _augmentations(self, report: Report) -> None:
        names = {"with": "with", "without": "without"}
        caption = "Without and with extending augmentations, the same seed"
        self._compared(report, "augmentations", "Extending augmentations", names, caption)

    def _methods(self, report: Report) -> None:
        names = {name: name for name in ("Algorithm 2", "Algorithm 1", "naive blend")}
        caption = "Algorithm 2, Algorithm 1 and the naive blend, the same seed"
        self._compared(report, "methods", "Algorithm 2, Algorithm 1, naive blend", names, caption)

    def _steps(self, report: Report) -> None:
        names = {
            f"{sampler} {steps}": f"{sampler.upper()} {steps}"
            for sampler in ("ddpm", "ddim")
            for steps in STEPS
        }
        caption = "DDPM and DDIM by the number of steps, the same seed"
        if not self._compared(report, "steps", "DDPM against DDIM", names, caption):
            return
        curves = {
            sampler.upper(): [
                (float(steps), by_candidate(runs, lambda run: run.confidences))
                for steps in STEPS
                if (runs := self.measured.get(f"{sampler} {steps}"))
            ]
            for sampler in ("ddpm", "ddim")
        }
        title = "Confidence by the number of steps"
        plot_curves(report.path("steps_curve.png"), title, curves, ("steps", "mean confidence"))
        report.picture("steps_curve.png", None, title)

    def _compared(
        self, report: Report, name: str, heading: str, names: Mapping[str, str], caption: str
    ) -> bool:
        """A section with table and sheet, where anything of it was measured."""
        found = {label: self.measured[key] for key, label in names.items() if key in self.measured}
        if not found:
            return False
        report.heading(heading)
        compare_conditions(report, name, found)
        sheet = same_seed_sheet(self.ledger, found, SHEET_ROWS)
        report.picture(f"{name}.png", sheet, caption)
        return True


def _at_rank(runs: Runs, rank: int) -> Interval:
    return by_candidate(runs, lambda run: run.confidences[rank : rank + 1])


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
