"""``edit``: one picture, one mask, ranked results in a folder."""

import argparse
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from inference.device import choose_device
from inference.engine import LocalEngine
from inference.errors import InferenceError, RequestError
from inference.events import (
    Candidate,
    CandidateFinished,
    CandidateStopped,
    Event,
    Notice,
    Preview,
    RunFinished,
    RunPlanned,
)
from inference.models.catalog import find_model
from inference.pictures import read_mask, read_picture
from inference.request import PRESETS, EditRequest, EditSettings
from inference.results import ResultFolder

__all__ = ["interruptible", "run", "say", "undisturbed"]

Pixels = NDArray[np.uint8]


def run(options: argparse.Namespace) -> int:
    """Make the candidates and write them; Ctrl+C keeps what is finished."""
    if options.picture is None or options.mask is None:
        raise RequestError("edit needs a PICTURE and its --mask, or a --recipe; see edit --help.")
    if options.other_model:
        raise RequestError("--other-model is for a --recipe; leave it out.")
    picture, mask = read_picture(options.picture), read_mask(options.mask)
    if options.invert_mask:
        mask = 255 - mask
    request = EditRequest(
        picture.flattened,
        mask,
        options.prompt,
        options.negative,
        options.seed,
        options.candidates,
        settings_of(options),
    )
    engine = LocalEngine(device=choose_device(options.device, options.precision))
    engine.store.locate(request.settings.model)  # known and installed, before anything is made
    folder = ResultFolder(options.out)
    for notice in picture.notices:
        say(notice)
    with interruptible() as flag:
        engine.load(request.settings.model)
        log = RunLog(request, keep_previews=options.video)
        failure = _follow(engine.run(request, flag.is_set), log)
    files = _kept(folder, picture.pixels, mask, log)
    if failure is not None:
        if files:
            say(f"{len(log.ranked)} of {request.candidates} were finished and kept.")
        raise failure
    if log.cancelled:
        say(f"Stopped: {len(log.ranked)} of {request.candidates} finished, in {options.out}.")
        return 130
    if not log.ranked:
        raise InferenceError("No candidate came to anything; try another seed or fewer steps.")
    count = "1 result" if len(log.ranked) == 1 else f"{len(log.ranked)} results"
    sys.stdout.write(f"{count} in {options.out}; look at {files[-2]}\n")
    return 0


def _kept(folder: ResultFolder, picture: Pixels, mask: Pixels, log: "RunLog") -> list[Path]:
    """Write what is finished, if anything is."""
    if not log.ranked:
        return []
    with undisturbed():
        return folder.write(picture, mask, log.ranked, log.facts(), log.videos)


def settings_of(options: argparse.Namespace) -> EditSettings:
    """The preset with whatever was given beside it."""
    own = ("strength", "steps", "sampler", "method")
    names = (*own, "text_weight", "perceptual_weight", "soft_edge")
    given = {n: getattr(options, n) for n in names if getattr(options, n) is not None}
    if options.no_augmentations:
        given["augmentations"] = 1
    if not options.video:
        given.setdefault("preview_every", 5)
    given.setdefault("strength", find_model(options.model)[0].tuning.strength)
    return replace(PRESETS[options.preset], model=options.model, **given)


class RunLog:
    """Follows a run on a progress bar and keeps what the result files need."""

    def __init__(self, request: EditRequest, keep_previews: bool) -> None:
        self.request = request
        self.cancelled = False
        self._finished: dict[int, Candidate] = {}
        self._ranking: Sequence[int] | None = None
        self._facts: dict[str, Any] = {}
        self._previews: dict[int, list[Pixels]] = {}
        self._keep_previews = keep_previews
        total = request.candidates * request.settings.start
        self._bar = tqdm(total=total, unit="step", disable=None, dynamic_ncols=True, leave=False)
        self._progress: dict[int, int] = {}
        self._best = float("inf")

    @property
    def ranked(self) -> list[Candidate]:
        """The finished candidates, best first."""
        if self._ranking is None:  # the run failed before it could rank
            from inference.ranking import order  # noqa: PLC0415

            self._ranking = order(list(self._finished.values()))
        return [self._finished[index] for index in self._ranking]

    @property
    def videos(self) -> dict[int, list[Pixels]]:
        """The previews of each finished candidate, where they were kept."""
        return {i: frames for i, frames in self._previews.items() if i in self._finished}

    def facts(self) -> dict[str, Any]:
        """What results.json says besides the candidates."""
        request = self.request
        ranked = self.ranked
        return {
            "prompt": request.prompt,
            "negative": request.negative,
            "seed": request.seed,
            "settings": asdict(request.settings),
            "model": ranked[0].recipe["model"] if ranked else request.settings.model,
            "model_sha256": ranked[0].recipe["model_sha256"] if ranked else None,
            "cancelled": self.cancelled,
            **self._facts,
        }

    def take(self, event: Event) -> None:
        """Show one event and keep what matters of it."""
        match event:
            case RunPlanned():
                self._facts |= {
                    "region": asdict(event.region),
                    "waves": list(event.waves),
                    "device": event.device,
                    "precision": event.precision,
                }
            case Preview():
                self._show(event)
            case CandidateFinished(candidate):
                self._finished[candidate.index] = candidate
                self._reach(candidate.index, self.request.settings.start)
                if candidate.scores is not None:
                    self._best = min(self._best, candidate.scores.combined)
                    self._bar.set_postfix_str(f"best {self._best:.3f}")
            case CandidateStopped():
                say(f"Candidate {event.index + 1} stopped. {event.reason}")
            case Notice():
                say(event.text)
            case RunFinished():
                self._ranking, self.cancelled = event.ranking, event.cancelled
                seconds = round(event.seconds, 3)
                each = round(seconds / max(1, len(event.ranking)), 3)
                self._facts["timings"] = {"seconds": seconds, "seconds_a_candidate": each}

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()

    def _show(self, event: Preview) -> None:
        self._reach(event.candidate, event.step)
        if self._keep_previews:
            self._previews.setdefault(event.candidate, []).append(event.picture)

    def _reach(self, candidate: int, step: int) -> None:
        self._bar.update(step - self._progress.get(candidate, 0))
        self._progress[candidate] = step


def _follow(events: Iterator[Event], log: RunLog) -> Exception | None:
    """Take every event; a failure is returned, so that what is finished can be kept first."""
    try:
        for event in events:
            log.take(event)
    except Exception as error:  # noqa: BLE001  raised again once the results are safe
        return error
    finally:
        log.close()
    return None


@contextmanager
def interruptible() -> Iterator[Flag]:
    """The first Ctrl+C sets the flag, a second one interrupts at once."""
    flag = Flag()

    def stop(signum: int, frame: object) -> None:
        del signum, frame
        if flag.is_set():
            raise KeyboardInterrupt
        flag.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield flag
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """While results are written, Ctrl+C would lose them; it is passed over."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def say(sentence: str) -> None:
    """Tell the user something beside the results, without disturbing a progress bar."""
    tqdm.write(f"blendbrush: {sentence}", file=sys.stderr)
