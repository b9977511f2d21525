"""Replays a chain of edits: every step on the picture that the steps before it have made."""

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.alpha import multiplied
from inference.chain import Chain, EditStep, ExtendStep, PasteStep, Step
from inference.engine import LocalEngine, Request
from inference.errors import InferenceError, RequestError
from inference.events import (
    Box,
    Candidate,
    CandidateFinished,
    CandidateStopped,
    Event,
    RunFinished,
)
from inference.extend_plan import box_after, plan_parts
from inference.extend_request import ExtendRequest
from inference.extended import extended
from inference.models.catalog import find_model
from inference.pictures import GREY, flatten, read_mask, read_picture
from inference.region import paste
from inference.request import EditRequest

__all__ = ["Replay", "StepFinished"]

Pixels = NDArray[np.uint8]
Cancelled = Callable[[], bool]
PREVIEW_EVERY = 5  # for the progress bar


@dataclass(frozen=True, eq=False)
class StepFinished:
    """A step is done.

    Attributes:
        number: from 1.
        picture: what it left, straight RGBA, (H, W, 4).
        candidate: what was taken; None where a picture was laid over.
    """

    number: int
    picture: Pixels
    candidate: Candidate | None
    seconds: float


class Replay:
    """A chain whose pictures are read and found good.

    Attributes:
        picture: what it begins with, straight RGBA, (H, W, 4).
        notices: what was converted in it, a sentence each.
        work: diffusion steps that each step takes.

    Raises:
        RequestError: a file is missing or does not fit.
    """

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        opened = read_picture(chain.folder / chain.picture)
        self.picture, self.notices = _rgba(opened.pixels), opened.notices
        self.work: list[int] = []
        size = (self.picture.shape[0], self.picture.shape[1])
        for number, step in enumerate(chain.steps, start=1):
            size = self._checked(number, step, size)

    def _checked(self, number: int, step: Step, size: tuple[int, int]) -> tuple[int, int]:
        """Look at a step on a picture of a size; height and width of what it leaves."""
        # Files are read again when their turn comes: together they may be more than memory holds.
        if isinstance(step, PasteStep):
            read_picture(self.chain.folder / step.paste)
            self.work.append(0)
            return size
        request = self._request(number, step, np.broadcast_to(np.uint8(0), (*size, 3)))
        if isinstance(request, EditRequest):
            self.work.append(len(step.wave) * request.settings.start)
            return size
        parts = plan_parts(request, find_model(request.settings.model)[0].unet.image_size)
        self.work.append(len(step.wave) * sum(part.start for part in parts))
        box = box_after(request, parts)
        if (box.height, box.width) == size:
            raise RequestError(f"Step {number} has too few “parts”: none of its layers is whole.")
        return box.height, box.width

    def check_models(self, engine: LocalEngine) -> Iterator[str]:
        """Load every model; a sentence for each that is not the one a step was made with.

        Raises:
            ModelError: one is not installed, or damaged.
        """
        for number, step in enumerate(self.chain.steps, start=1):
            if isinstance(step, PasteStep):
                continue
            name, made_with = step.settings.model, step.made_with
            model = engine.load(name)
            here = {"model_sha256": model.sha256, "clip_sha256": model.clip_sha256}
            if any(made_with.get(key, sha256) != sha256 for key, sha256 in here.items()):
                yield (
                    f"Step {number} was made with another {model.spec.title} than the one here, "
                    "as its SHA-256 shows"
                )

    def made_elsewhere(self, engine: LocalEngine) -> str | None:
        """A sentence where steps were made on another device or in another precision."""
        here = {"device": engine.device.name, "precision": engine.device.precision}
        for step in self.chain.steps:
            if not isinstance(step, PasteStep):
                there = here | {n: step.made_with[n] for n in here if n in step.made_with}
                if there != here:
                    return (
                        f"It was made on {there['device']} in {there['precision']} and runs here "
                        f"on {here['device']} in {here['precision']}, so results will differ."
                    )
        return None

    def run(self, engine: LocalEngine, cancelled: Cancelled) -> Iterator[Event | StepFinished]:
        """Do the steps; where it is cancelled, it ends without the step that goes on.

        Raises:
            InferenceError: a step came to nothing.
        """
        picture = self.picture
        for number, step in enumerate(self.chain.steps, start=1):
            if cancelled():
                return
            started, candidate = time.monotonic(), None
            if isinstance(step, PasteStep):
                above = _rgba(read_picture(self.chain.folder / step.paste).pixels)
                picture = laid_over(picture, above, step)
            else:
                request = self._request(number, step, flatten(picture, GREY))
                candidate = yield from _taken(engine, request, number, step, cancelled)
                if candidate is None:
                    return
                picture = _with(picture, candidate, request)
            yield StepFinished(number, picture, candidate, time.monotonic() - started)

    def _request(self, number: int, step: EditStep | ExtendStep, picture: Pixels) -> Request:
        where = f"Step {number}"
        try:
            if isinstance(step, ExtendStep):
                return step.request(picture, PREVIEW_EVERY)
            path = self.chain.folder / step.mask
            where += f", {path}"
            settings = replace(step.settings, preview_every=PREVIEW_EVERY)
            return EditRequest(
                picture,
                read_mask(path),
                step.prompt,
                step.negative,
                step.seed,
                len(step.wave),
                settings,
            )
        except RequestError as error:
            raise RequestError(f"{where}: {error}") from error


def _taken(
    engine: LocalEngine,
    request: Request,
    number: int,
    step: EditStep | ExtendStep,
    cancelled: Cancelled,
) -> Generator[Event, None, Candidate | None]:
    """Compute a step's wave; the candidate that it takes, or None where it was cancelled."""
    taken, reason, stopped = None, "", False
    for event in engine.run_wave(request, step.wave, cancelled):
        match event:
            case CandidateFinished(candidate):
                taken = candidate if candidate.index == step.candidate else taken
            case CandidateStopped():
                reason = event.reason if event.index == step.candidate else reason
            case RunFinished():
                stopped = event.cancelled
            case _:
                yield event
    if taken is None and not stopped:
        raise InferenceError(f"Step {number} came to nothing. {reason}")
    if stopped and isinstance(step, ExtendStep):
        return None  # what is whole of it by now is narrower than the recipe says
    return taken


def _with(picture: Pixels, candidate: Candidate, request: Request) -> Pixels:
    """A picture, straight RGBA, with what a step has taken."""
    if isinstance(request, ExtendRequest):
        return extended(picture, candidate.pixels, candidate.box)
    mask = request.mask if request.settings.method != "local-guided" else None
    return paste(picture, candidate.pixels, candidate.box, mask)


def laid_over(picture: Pixels, above: Pixels, step: PasteStep) -> Pixels:
    """A picture with another one over it, both straight RGBA; what reaches beyond is cut off."""
    height, width = picture.shape[:2]
    left, top = max(0, step.x), max(0, step.y)
    right, bottom = min(width, step.x + above.shape[1]), min(height, step.y + above.shape[0])
    if left >= right or top >= bottom:
        return picture
    part = above[top - step.y : bottom - step.y, left - step.x : right - step.x].copy()
    part[..., 3] = multiplied(part[..., 3], np.full(1, round(step.opacity * 255), np.uint8))
    if step.replace:
        result = picture.copy()
        result[top:bottom, left:right] = part
        return result
    return paste(picture, part, Box(left, top, right - left, bottom - top), None)


def _rgba(pixels: Pixels) -> Pixels:
    if pixels.shape[2] == 4:
        return pixels
    return np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
