"""``evaluate``: measure what a model makes of prompts, and write a report about it."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from inference.console import interruptible, say, undisturbed
from inference.device import choose_device
from inference.errors import InferenceError, RequestError
from inference.evaluation.bench import Job, measure
from inference.evaluation.cases import SCENES, Case, cases_of, scenes_of
from inference.evaluation.paper import PaperPlan
from inference.evaluation.paper_report import PaperReport
from inference.evaluation.plots import check_plots
from inference.evaluation.report import write_report
from inference.evaluation.session import Session, open_session
from inference.evaluation.starter import PARTS, StarterPlan
from inference.evaluation.starter_report import StarterReport
from inference.evaluation.text_match import (
    JudgeMatch,
    TextMatch,
    load_judge_match,
    load_second_clip,
    prompts_of,
)
from inference.evaluation.watched import known_prompts
from inference.models.catalog import STARTER, find_model
from inference.request import check_candidates, check_seed

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Do one action."""
    check_plots()
    check_candidates(options.candidates)
    check_seed(options.seed)
    return {"starter": _starter, "paper": _paper}[options.action](options)


def _starter(options: argparse.Namespace) -> int:
    parts = [part.strip() for part in options.parts.split(",")]
    if unknown := [part for part in parts if part not in PARTS]:
        raise RequestError(f"There is no part {unknown[0]!r}; known are {', '.join(PARTS)}.")
    check_candidates(options.few_candidates)
    if options.few < 1:
        raise RequestError("--few must be at least 1.")
    scenes = scenes_of(options.photos)
    judge = load_judge_match(options.judge)
    if options.model == STARTER and options.prompts.isdecimal():
        prompts = known_prompts(int(options.prompts))
    else:
        prompts = prompts_of(options.prompts, judge)
    for prompt in prompts:
        judge.known(prompt)
    session = open_session(options, judge, prompts)
    if not session.bench.engine.load(options.model).spec.labels:
        parts = [part for part in parts if part != "labels"]
    plan = StarterPlan(
        cases_of(prompts, scenes, options.seed),
        session.settings,
        options.candidates,
        options.few,
        options.few_candidates,
        parts,
    )
    session.about.append(
        f"{len(prompts)} prompts on {len(scenes)} photos that nothing was trained on, "
        f"{options.candidates} candidates each. The parts after the first take "
        f"{min(options.few, len(prompts) * len(scenes))} of these pairs, of as many prompts as can "
        f"be, and {options.few_candidates} candidates each."
    )
    jobs = plan.jobs(session.text_weight, lpips=session.bench.perceptual is not None)
    title = f"How well {session.title} does what it is asked"
    return _measured(options.out, session, jobs, title, StarterReport)


def _paper(options: argparse.Namespace) -> int:
    if not 1 <= options.inputs <= 1000:
        raise RequestError("--inputs must lie between 1 and 1000.")
    judge = load_judge_match(options.judge)
    prompts = prompts_of(options.prompts or str(options.inputs), judge)
    session = open_session(options, _fitting_match(options, judge, prompts), prompts)
    cases = [
        Case(prompts[number % len(prompts)], SCENES[number % len(SCENES)], options.seed + number)
        for number in range(options.inputs)
    ]
    plan = PaperPlan(cases, session.settings, options.candidates)
    session.about.append(
        f"{len(cases)} inputs (prompts on photos that nothing was trained on), "
        f"{options.candidates} candidates each, the same seeds for every method."
    )
    jobs = plan.jobs(session.text_weight, lpips=session.bench.perceptual is not None)
    title = f"The comparisons of the paper, with {session.title}"
    return _measured(options.out, session, jobs, title, PaperReport)


def _fitting_match(
    options: argparse.Namespace, judge: JudgeMatch, prompts: Sequence[str]
) -> TextMatch:
    """The judge, where it knows all prompts and the model's kind of pictures; or a second CLIP."""
    is_public = bool(find_model(options.model)[0].clip.name)
    if not is_public and all(judge.judge.concept(prompt) is not None for prompt in prompts):
        return judge
    return load_second_clip(prompts, choose_device(options.device, options.precision))


def _measured(
    out: Path,
    session: Session,
    jobs: Sequence[Job],
    title: str,
    kind: type[StarterReport] | type[PaperReport],
) -> int:
    """Run everything and write the report; Ctrl+C reports what is there."""
    total = sum(job.work for job in jobs)
    started = time.monotonic()
    with (
        interruptible() as flag,
        tqdm(total=total, unit="step", disable=None, dynamic_ncols=True) as bar,
    ):
        measured = measure(session.bench, jobs, flag.is_set, bar.update)
    done = sum(map(len, measured.values()))
    if not done and flag.is_set():
        say("Stopped before the first run was done; there is no report.")
        return 130
    if not done:
        raise InferenceError("Nothing was measured, so there is no report.")
    seconds = time.monotonic() - started
    partial = flag.is_set()
    if not partial and (nothing := {job.condition for job in jobs} - measured.keys()):
        names = ", ".join(sorted(nothing))
        session.about.append(f"Left out, because all candidates' numbers overflowed: {names}.")
    about, facts = [*session.about], {**session.facts, "partial": partial, "runs_done": done}
    about.append(f"{done} of {len(jobs)} runs, {seconds / 60:.1f} minutes in this sitting.")
    if partial:
        about.append("**Partial: it was stopped; the same command goes on from here.**")
    report = kind(measured, session.bench.ledger, about, facts)
    with undisturbed():
        page = write_report(out, title, report.fill)
    sys.stdout.write(f"{done} of {len(jobs)} runs; the report is {page}\n")
    if partial:
        say("Stopped; the same command goes on from here.")
        return 130
    return 0
