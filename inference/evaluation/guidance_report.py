"""``evaluate guidance``: through the network or directly on x_t, both side by side in one run.

Each way has a text weight of its own, so both are swept. Direct guidance saves the network's
backward pass; what it makes of the time saved is a condition of its own.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from tqdm import tqdm

from inference.benchmark import alternating, count_step
from inference.console import interruptible, say
from inference.diffusion import Coefficients
from inference.errors import RequestError
from inference.evaluation.bench import Job, measure, request_of
from inference.evaluation.cases import Case, cases_of, few_of, scenes_of
from inference.evaluation.records import Ledger, Measured
from inference.evaluation.report import Report, figure, share, write_report
from inference.evaluation.session import open_session
from inference.evaluation.statistics import Interval
from inference.evaluation.summary import (
    by_candidate,
    by_run,
    named_share,
    same_seed_sheet,
    seconds_each,
)
from inference.evaluation.text_match import load_judge_match, prompts_of
from inference.guidance import predict
from inference.models.catalog import find_model
from inference.models.load import LoadedModel
from inference.noise import CandidateStreams
from inference.request import PRESETS, EditSettings, GuidanceName, check_candidates, check_seed
from inference.schedule import Schedule
from inference.steering import label_weight
from inference.task import Task

__all__ = ["GuidancePlan", "GuidanceReport", "best_of", "run", "spared", "step_seconds"]

WAYS: tuple[GuidanceName, ...] = ("published", "direct")
WEIGHTS: Mapping[GuidanceName, tuple[float, ...]] = {
    "published": (30.0, 60.0, 120.0, 240.0),
    "direct": (60.0, 120.0, 240.0, 480.0),
}
REPEATS, BATCH, SHEET_ROWS = 8, 4, 16
TITLE = "Guidance: through the network, or directly"
HEADS = (
    "condition",
    "best-ranked named",
    "any named",
    "a candidate named",
    "confidence, best-ranked",
    "size of seam excess",
)

Runs = Sequence[Measured]


@dataclass(frozen=True)
class GuidancePlan:
    """What is to be run.

    Attributes:
        cases: prompts on photos.
        settings: of every run, but for guidance and text weight.
        candidates: of each run.
        weights: λ_text to try, for each way.
        spared: how many times as many steps direct guidance takes in the same time.
    """

    cases: Sequence[Case]
    settings: EditSettings
    candidates: int
    weights: Mapping[GuidanceName, Sequence[float]]
    spared: float

    def names(self, way: GuidanceName) -> list[str]:
        """A way's conditions at the plan's own steps."""
        return [f"{way} {weight:g}" for weight in self.weights[way]]

    def conditions(self) -> dict[str, EditSettings]:
        """Every condition by its name."""
        made, longer = {}, min(1000, round(self.settings.steps * self.spared))
        for way in WAYS:
            for name, weight in zip(self.names(way), self.weights[way], strict=True):
                made[name] = replace(self.settings, guidance=way, text_weight=weight)
                if way == "direct":
                    made[f"{name}, {longer} steps"] = replace(made[name], steps=longer)
        return made

    def jobs(self) -> list[Job]:
        """Every run: all conditions of a case before the next case."""
        conditions = self.conditions()
        return [
            Job(name, case, settings, self.candidates)
            for case in self.cases
            for name, settings in conditions.items()
        ]


def run(options: argparse.Namespace) -> int:
    """Measure and write the report.

    Args:
        options: of ``evaluate guidance``.

    Raises:
        InferenceError: there is no judge, or the model's CLIP is not noise-aware.
    """
    check_candidates(options.candidates)
    check_seed(options.seed)
    judge = load_judge_match(options.judge)
    if options.few < 0:
        raise RequestError("--few must be at least 0.")
    prompts = prompts_of(options.prompts or str(len(judge.judge.names)), judge)
    for prompt in prompts:
        judge.known(prompt)
    cases = cases_of(prompts, scenes_of(options.photos), options.seed)
    # Both ways with as much of a label; left to the model, the published one would have none.
    own = find_model(options.model)[0].tuning.label_weight
    labels = own if options.label_weight is None else options.label_weight
    both: dict[str, Any] = {"guidance": "direct", "label_weight": labels}
    both |= dict.fromkeys(("strength", "text_weight", "precision"))
    session = open_session(argparse.Namespace(**(vars(options) | both)), judge, prompts)
    model = session.bench.engine.load(options.model)
    plan = GuidancePlan(
        few_of(cases, options.few or len(cases)),
        session.settings,
        options.candidates,
        WEIGHTS,
        spared(model, session.settings),
    )
    seconds = step_seconds(model, plan, REPEATS)
    jobs = plan.jobs()
    total = sum(job.work for job in jobs)
    with interruptible() as flag, tqdm(total=total, unit="step", disable=None) as bar:
        measured = measure(session.bench, jobs, flag.is_set, bar.update)
    if flag.is_set():
        say("Stopped; the same command goes on from here.")
        return 130
    report = GuidanceReport(plan, measured, seconds, session.bench.ledger, judge.about)
    page = write_report(options.out, TITLE, report.fill)
    sys.stdout.write(f"{page} compares both ways to steer\n")
    return 0


def spared(model: LoadedModel, settings: EditSettings) -> float:
    """What a step costs through the network, in steps of direct guidance, by operations."""
    cost = count_step(model)
    clip = cost["clip"] * settings.augmentations / PRESETS["paper"].augmentations
    labelled = bool(model.spec.labels) and label_weight(model, settings) not in {0, 1}
    passes = 2 if labelled else 1
    forward, backward = passes * cost["unet_forward"], passes * cost["unet_backward"]
    return (forward + backward + clip) / (forward + clip)


def step_seconds(model: LoadedModel, plan: GuidancePlan, repeats: int) -> dict[str, float]:
    """The median seconds of one guided step of BATCH candidates, each way, taken in turn."""
    steps: dict[str, Callable[[], object]] = {}
    c = Coefficients.at(Schedule.respaced(plan.settings.steps), plan.settings.steps // 2)
    for way in WAYS:
        job = Job(way, plan.cases[0], replace(plan.settings, guidance=way), BATCH)
        task = Task(model, request_of(job))
        streams = CandidateStreams(range(BATCH), model.spec.unet.image_size, model.device.torch)
        steps[way] = partial(predict, task.network, streams.normal(), c, task.guidance, streams)
        steps[way]()
    return alternating(steps, repeats, model.device.torch)


@dataclass(frozen=True)
class GuidanceReport:
    """What was measured, ready to be written.

    Attributes:
        measured: condition → runs.
        seconds: of a step, each way.
        about: who judges, in a sentence.
    """

    plan: GuidancePlan
    measured: Mapping[str, Runs]
    seconds: Mapping[str, float]
    ledger: Ledger
    about: str

    def fill(self, report: Report) -> None:
        """Write every section."""
        self._speed(report)
        self._quality(report)
        best = {way: name for way in WAYS if (name := best_of(self.measured, way))}
        report.heading("The same seeds")
        report.text(
            "The candidate of the first seed, not picked, at the text weight at which the judge "
            "names most of a way's best-ranked candidates."
        )
        shown = {name: self.measured[name] for name in best.values()}
        sheet = same_seed_sheet(self.ledger, shown, SHEET_ROWS)
        report.picture("same-seeds.png", sheet, "Photo with mask, and both ways")
        report.keep("best", best)
        report.keep("settings", asdict(self.plan.settings))
        runs = {name: [asdict(each) for each in runs] for name, runs in self.measured.items()}
        report.keep("runs", runs)

    def _speed(self, report: Report) -> None:
        plan, seconds = self.plan, self.seconds
        whole = {
            way: seconds_each(
                [run for name in plan.names(way) for run in self.measured.get(name, ())]
            )
            for way in WAYS
        }
        report.heading("Speed")
        report.text(
            f"Seconds of one guided step of {BATCH} candidates with {plan.settings.augmentations} "
            f"views each, the ways in turn in one process, medians of {REPEATS}. Counted in "
            f"operations, a published step is {plan.spared:.2f} direct ones."
        )
        rows = [(way, f"{seconds[way]:.3f}", f"{whole[way]:.2f}") for way in WAYS]
        report.table(("guidance", "s a step", "s a candidate, whole run"), rows)
        report.keep("seconds_a_step", seconds)
        report.keep("seconds_a_candidate", whole)
        report.keep("spared", plan.spared)

    def _quality(self, report: Report) -> None:
        report.heading("What the judge says")
        report.text(
            f"{self.about} {len(self.plan.cases)} pairs of prompt and photo, "
            f"{self.plan.candidates} candidates each, the same seeds under every condition. "
            "A condition is a way to steer and its λ_text; the one with more steps takes as long "
            "as the published way. Intervals of 95 %; those of means from drawing whole prompts "
            "again."
        )
        figures = {name: _figures(runs) for name, runs in self.measured.items()}
        rows = [
            (
                name,
                *(share(values[key]) for key in ("best_ranked", "any", "all")),
                figure(values["confidence"], 2),
                figure(values["seam"]),
            )
            for name, values in figures.items()
        ]
        report.table(HEADS, rows)
        report.keep("conditions", figures)


def _figures(runs: Runs) -> dict[str, Interval]:
    return {
        "best_ranked": named_share(runs, lambda each: each.named[0]),
        "any": named_share(runs, lambda each: any(each.named)),
        "all": by_candidate(runs, lambda each: [float(hit) for hit in each.named]),
        "confidence": by_run(runs, lambda each: each.confidences[0]),
        "seam": by_candidate(runs, lambda each: [abs(seam) for seam in each.seams]),
    }


def best_of(measured: Mapping[str, Runs], way: GuidanceName) -> str:
    """The condition of a way that the judge likes best, among those of the plan's own steps."""
    names = [name for name in measured if name.startswith(way) and not name.endswith("steps")]

    def liked(name: str) -> tuple[float, float]:
        values = _figures(measured[name])
        return values["best_ranked"].value, values["confidence"].value

    return max(names, key=liked, default="")
