"""``edit --recipe``: does a chain of edits again and writes what came of it."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tqdm import tqdm

from inference.chain import PasteStep, Step, read_chain
from inference.commands import arguments
from inference.console import interruptible, say, undisturbed
from inference.device import choose_device
from inference.engine import LocalEngine
from inference.errors import ModelError, RequestError
from inference.events import Candidate, Event, Notice, Preview, RunPlanned
from inference.provenance import Provenance, xmp_packet
from inference.replay import Replay, StepFinished
from inference.results import ResultFolder
from inference.strip import Frame, write_strip

__all__ = ["run"]

Pixels = NDArray[np.uint8]
OWN_OPTIONS = {"recipe", "out", "model", "device", "precision", "other_model", "run"}
FINAL, STRIP, RESULTS = "final.png", "strip.png", "results.json"


def run(options: argparse.Namespace) -> int:
    """Do the steps and write the last picture; Ctrl+C keeps what is finished."""
    _refuse_others(options)
    chain = read_chain(options.recipe, options.model)
    replay = Replay(chain)
    engine = LocalEngine(device=choose_device(options.device, options.precision))
    for step in chain.steps:
        if not isinstance(step, PasteStep):
            engine.store.locate(step.settings.model)
    with interruptible() as flag:
        _check_models(replay, engine, other_model=options.other_model)
        folder = ResultFolder(options.out)
        log = ReplayLog(replay)
        failure = _follow(replay.run(engine, flag.is_set), log)
    with undisturbed():
        facts = {"recipe": str(options.recipe), "device": engine.device.name}
        facts["precision"] = engine.device.precision
        log.keep(folder, facts)
    done, of = len(log.rows), len(chain.steps)
    if failure is not None:
        if done:
            say(f"{done} of {of} steps were finished and kept.")
        raise failure
    if done < of:
        say(f"Stopped: {done} of {of} steps finished, in {options.out}.")
        return 130
    count = "1 step" if of == 1 else f"{of} steps"
    sys.stdout.write(f"{count} in {options.out}; look at {options.out / STRIP}\n")
    return 0


def _refuse_others(options: argparse.Namespace) -> None:
    """What a recipe says is not to be said a second time."""
    plain = vars(arguments.build(argparse.ArgumentParser).parse_args(["edit"]))
    for name, value in sorted(vars(options).items()):
        if name in OWN_OPTIONS or value == plain[name]:
            continue
        option = "PICTURE" if name == "picture" else f"--{name.replace('_', '-')}"
        raise RequestError(f"A recipe says all of it, so {option} cannot be given beside it.")


def _check_models(replay: Replay, engine: LocalEngine, *, other_model: bool) -> None:
    for notice in replay.notices:
        say(notice)
    for sentence in replay.check_models(engine):
        if not other_model:
            raise ModelError(f"{sentence}; install that one, or add --other-model.")
        say(f"{sentence}; its result will differ.")
    elsewhere = replay.made_elsewhere(engine)
    if elsewhere is not None:
        say(elsewhere)


class ReplayLog:
    """Follows a replay on a progress bar and keeps what the result files need."""

    def __init__(self, replay: Replay) -> None:
        self.rows: list[dict[str, Any]] = []
        self._chain = replay.chain
        self._picture = replay.picture
        self._frames = [Frame.of(replay.picture, self._chain.picture.stem)]
        self._recipes: list[Mapping[str, Any]] = []
        self._reached: dict[int, int] = {}  # steps done, by candidate, in the chain's step
        self._work = [*replay.work]
        total = sum(self._work)
        self._bar = tqdm(total=total, unit="step", disable=None, dynamic_ncols=True, leave=False)

    def take(self, event: Event | StepFinished) -> None:
        """Show one event and keep what matters of it."""
        match event:
            case RunPlanned(steps=steps, waves=waves):
                self._plan(steps * sum(waves))
            case Preview(candidate=candidate, step=step):
                self._bar.update(step - self._reached.get(candidate, 0))
                self._reached[candidate] = step
            case Notice(text):
                say(text)
            case StepFinished():
                self._finish(event)

    def _plan(self, work: int) -> None:
        """What the present step takes is known better now: a refinement comes on top."""
        self._work[len(self.rows)] = work
        self._bar.total = sum(self._work)

    def _finish(self, event: StepFinished) -> None:
        step = self._chain.steps[event.number - 1]
        self._bar.update(self._work[event.number - 1] - sum(self._reached.values()))
        self._reached.clear()
        self._picture = event.picture
        self._frames.append(Frame.of(event.picture, step.label))
        if event.candidate is not None:
            self._recipes.append(event.candidate.recipe)
        self.rows.append(_row(event, step))

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()

    def keep(self, folder: ResultFolder, facts: Mapping[str, Any]) -> None:
        """Write the picture so far, if a step is finished, and how it came about."""
        if self.rows:
            folder.put(lambda scratch: self._write_to(scratch, facts))

    def _write_to(self, scratch: Path, facts: Mapping[str, Any]) -> list[str]:
        whole = self._picture
        opaque = bool((whole[..., 3] == 255).all())
        final = Image.fromarray(np.ascontiguousarray(whole[..., :3]) if opaque else whole)
        told = self._provenance()
        final.save(scratch / FINAL, pnginfo=self._metadata(told), compress_level=4)
        write_strip(scratch / STRIP, self._frames, told)
        names = [FINAL, STRIP, RESULTS]
        finished = len(self.rows) == len(self._chain.steps)
        report = {**facts, "finished": finished, "files": names, "steps": self.rows}
        (scratch / RESULTS).write_text(json.dumps(report, indent=1), encoding="utf-8")
        return names

    def _provenance(self) -> Provenance | None:
        recipes = self._recipes
        names = (f"{one['model']} ({str(one['model_sha256'])[:12]})" for one in recipes)
        return Provenance(", ".join(dict.fromkeys(names))) if recipes else None

    def _metadata(self, told: Provenance | None) -> PngInfo:
        info = PngInfo()
        if told is not None:
            info.add_itxt("Blendbrush recipe", json.dumps(self._recipes))
            info.add_itxt("XML:com.adobe.xmp", xmp_packet(told).decode())
        return info


def _row(event: StepFinished, step: Step) -> dict[str, Any]:
    row: dict[str, Any] = {"step": event.number, "label": step.label}
    row["seconds"] = round(event.seconds, 3)
    return row | (_candidate_facts(event.candidate) if event.candidate is not None else {})


def _candidate_facts(candidate: Candidate) -> dict[str, Any]:
    scores, recipe = candidate.scores, candidate.recipe
    return {
        "candidate": candidate.index,
        "candidate_seed": candidate.seed,
        "scores": {**asdict(scores), "combined": scores.combined} if scores is not None else None,
        "box": asdict(candidate.box),
        "model": recipe["model"],
        "model_sha256": recipe["model_sha256"],
    }


def _follow(events: Iterator[Event | StepFinished], log: ReplayLog) -> Exception | None:
    """Take every event; a failure is returned, so that what is finished can be kept first."""
    try:
        for event in events:
            log.take(event)
    except Exception as error:  # noqa: BLE001  raised again once the results are safe
        return error
    finally:
        log.close()
    return None
