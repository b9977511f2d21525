"""The report of ``evaluate paper``: figures 3, 5 to 7, 27, 29 and table 1, as measured here."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from PIL import Image

from inference.evaluation.conditions import STEPS
from inference.evaluation.grids import picture_grid, stacked
from inference.evaluation.paper import (
    BACKGROUND_SHARES,
    FREE,
    LOCAL,
    METHODS,
    NAIVE,
    OURS,
    PLAIN,
    local_share,
)
from inference.evaluation.plots import plot_curves
from inference.evaluation.records import Ledger, Measured
from inference.evaluation.report import Report
from inference.evaluation.statistics import Comparison, compare
from inference.evaluation.summary import by_candidate, compare_conditions, same_seed_sheet

__all__ = ["PaperReport"]

Runs = Sequence[Measured]
ROWS, STEP_ROWS = 8, 4
STEPS_HEADING = "Figure 29: DDPM and DDIM by the number of steps"
CRITERIA = (
    "realism: size of the seam excess",
    "background: mean squared error",
    "text match: confidence",
)
SAMPLERS = ("ddpm", "ddim")


@dataclass(frozen=True)
class PaperReport:
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
        self._table(report)
        self._sheet(
            report,
            "figure_3",
            "Figure 3: what the background's weight does to Algorithm 1",
            {f"λ × {share:g}": local_share(share) for share in BACKGROUND_SHARES},
        )
        self._sheet(
            report,
            "figures_5_6",
            "Figures 5 and 6: Algorithm 1 and Algorithm 2",
            {"Algorithm 1": LOCAL, "Algorithm 2": OURS},
        )
        self._sheet(
            report,
            "figure_7",
            "Figure 7: without and with extending augmentations",
            {"without": PLAIN, "with": OURS},
        )
        self._sheet(
            report,
            "figure_27",
            "Figure 27: the naive blend",
            {"initial prediction": FREE, "naive blend": NAIVE, "Algorithm 2": OURS},
        )
        self._steps(report)
        runs = {name: [asdict(run) for run in runs] for name, runs in self.measured.items()}
        report.keep("runs", runs)

    def _table(self, report: Report) -> None:
        """Table 1 by automatic metrics, and the tests of appendix C."""
        found = {name: self.measured[name] for name in METHODS if name in self.measured}
        report.heading("Table 1: methods by automatic metrics")
        report.text(
            "In place of a user study. Realism: the size of the seam excess (how much the gradient "
            "across the mask's border stands out, against the untouched photo), lower is better. "
            "Background: mean squared error outside the mask, lower is better. Text match: "
            "confidence, higher is better."
        )
        compare_conditions(report, "table_1", found)
        report.heading("Table 2: are the differences significant?")
        report.text(
            "Kruskal-Wallis over all methods, then Tukey's honestly significant difference for "
            "each pair, as in appendix C; one value an input, the mean of its candidates. Both "
            "tests take the methods for independent, although they share inputs and seeds."
        )
        tests = dict(zip(CRITERIA, self._tests(found), strict=True))
        rows = [(name, _number(test.statistic, 2), _p(test.p)) for name, test in tests.items()]
        report.table(("criterion", "Kruskal-Wallis H", "p"), rows)
        pairs = zip(*(test.pairs for test in tests.values()), strict=True)
        report.table(
            ("method 1", "method 2", *(name.split(":")[0] for name in CRITERIA)),
            [(row[0].first, row[0].second, *(_p(pair.p) for pair in row)) for row in pairs],
        )
        report.keep("table_2", tests)

    def _tests(self, found: Mapping[str, Runs]) -> tuple[Comparison, Comparison, Comparison]:
        def groups(value: str) -> dict[str, list[float]]:
            return {
                name: [_mean(getattr(run, value)) for run in runs] for name, runs in found.items()
            }

        seams = {
            name: [_mean([abs(seam) for seam in run.seams]) for run in runs]
            for name, runs in found.items()
        }
        return compare(seams), compare(groups("backgrounds")), compare(groups("confidences"))

    def _sheet(
        self, report: Report, name: str, caption: str, conditions: Mapping[str, str]
    ) -> None:
        found = {
            label: self.measured[condition]
            for label, condition in conditions.items()
            if condition in self.measured
        }
        if found:
            report.heading(caption)
            sheet = same_seed_sheet(self.ledger, found, ROWS)
            report.picture(f"{name}.png", sheet, "The first inputs and the first seed, not picked")

    def _steps(self, report: Report) -> None:
        """Figure 29, with its figures."""
        names = {
            f"{sampler} {steps}": f"{sampler.upper()} {steps}"
            for sampler in SAMPLERS
            for steps in STEPS
        }
        found = {label: self.measured[key] for key, label in names.items() if key in self.measured}
        if len(found) < len(names):
            missing = ", ".join(label for label in names.values() if label not in found)
            report.heading(STEPS_HEADING)
            report.text(f"Not shown, since nothing was measured of {missing}.")
            return
        report.heading(STEPS_HEADING)
        compare_conditions(report, "steps", found)
        inputs = min(STEP_ROWS, *map(len, found.values()))
        sheet = stacked([self._step_sheet(number) for number in range(inputs)])
        caption = "A pair of rows an input; steps fall from left to right; the first seed"
        report.picture("figure_29.png", sheet, caption)
        curves = {
            sampler.upper(): [
                (float(steps), by_candidate(found[f"{sampler.upper()} {steps}"], _confidences))
                for steps in STEPS
            ]
            for sampler in SAMPLERS
        }
        title = "Text match by the number of steps"
        plot_curves(report.path("steps_curve.png"), title, curves, ("steps", "mean confidence"))
        report.picture("steps_curve.png", None, title)

    def _step_sheet(self, number: int) -> Image.Image:
        rows = []
        for sampler in SAMPLERS:
            runs = [self.measured[f"{sampler} {steps}"][number] for steps in STEPS]
            strips = [self.ledger.pictures(run) for run in runs]
            rows.append([strips[0].masked, *(strip.first for strip in strips)])
        prompt = self.measured["ddpm 100"][number].prompt
        names = [f"{sampler.upper()}, {prompt}" for sampler in SAMPLERS]
        return picture_grid(rows, names, ["photo and mask", *map(str, STEPS)])


def _confidences(run: Measured) -> Sequence[float]:
    return run.confidences


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _number(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def _p(value: float) -> str:
    if math.isnan(value):
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
