"""One request made ready, and the waves of candidates that come of it."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.blended import blended_diffusion
from inference.events import (
    Box,
    Candidate,
    CandidateFinished,
    CandidateStopped,
    Event,
    Notice,
    Preview,
    Scores,
)
from inference.guidance import Guidance, RangeTerm, Term, TextTerm
from inference.local_guided import BackgroundTerm, guided_diffusion
from inference.models.load import LoadedModel
from inference.noise import CandidateStreams, candidate_seed
from inference.perceptual import load_perceptual
from inference.ranking import score
from inference.region import mask_box, plan_region, significant, soft_alpha
from inference.request import EditRequest
from inference.samplers import SAMPLERS, GuidedRun, Step
from inference.schedule import Schedule

__all__ = ["Cancelled", "RunState", "Task"]

Pixels = NDArray[np.uint8]
Cancelled = Callable[[], bool]


@dataclass
class RunState:
    """What a run has made so far."""

    request: EditRequest
    started: float
    finished: list[Candidate] = field(default_factory=list)
    done: int = 0  # number of the next candidate; those before it need no more work
    steps_done: int = 0  # candidate-steps that were not in vain, for the estimate
    width: int | None = None  # candidates at a time since memory ran out
    cancelled: bool = False


class Task:
    """One request made ready: region, tensors, guidance."""

    def __init__(self, model: LoadedModel, request: EditRequest) -> None:
        self.model, self.request = model, request
        settings, size = request.settings, model.spec.unet.image_size
        self.solid = significant(request.mask)
        self.region = plan_region(self.solid, size, model.spec.tuning.min_mask_share)
        device = model.device.torch
        crop = torch.from_numpy(self.region.crop(request.picture).copy())
        self.source = (crop.permute(2, 0, 1)[None].float() / 127.5 - 1).to(device)
        mask = torch.from_numpy(self.region.model_mask(self.solid))
        self.mask = mask[None, None].float().to(device)
        self.schedule = Schedule.respaced(settings.steps)
        self.target = model.clip.encode_text(request.prompt) if request.prompt.strip() else None
        self.guidance = self._guidance()
        self.box, self.alpha = self._footprint()

    def notices(self) -> Iterator[Notice]:
        """What the user should know before it starts."""
        for words in (self.request.prompt, self.request.negative):
            count = self.model.clip.count_tokens(words)
            if count.ignored:
                shown = count.ignored if len(count.ignored) <= 80 else count.ignored[:79] + "…"
                yield Notice(f"CLIP reads {count.limit} tokens; it ignores: {shown}")
        if self.request.negative.strip() and self.target is None:
            yield Notice("A negative prompt works only beside a prompt; it is ignored.")
        if self.request.mask.all():
            yield Notice("The mask covers the whole picture, so all of it may change.")

    def wave(self, indices: range, state: RunState, cancelled: Cancelled) -> Iterator[Event]:
        """Compute some candidates together, adding the finished ones to the state."""
        seeds = [candidate_seed(self.request.seed, index) for index in indices]
        lost: set[int] = set()  # rows whose numbers overflowed
        settings = self.request.settings
        for step in self._steps(seeds):
            state.steps_done += len(indices)
            if cancelled():
                state.cancelled = True
                return
            done = settings.start - step.t
            shown = bool(settings.preview_every) and done % settings.preview_every == 0
            if step.t and not shown:
                continue  # looking at numbers means waiting for the GPU
            whole = torch.isfinite(step.x0).flatten(1).all(dim=1).tolist()
            for row, index in enumerate(indices):
                if not whole[row] and row not in lost:
                    lost.add(row)
                    reason = "Its numbers overflowed; another seed may work."
                    yield CandidateStopped(index, seeds[row], reason)
            if shown:
                yield from self._previews(step, done, indices, lost, state)
            if step.t == 0:
                yield from self._finished(step.x0, indices, seeds, lost, state)

    def _steps(self, seeds: list[int]) -> Iterator[Step]:
        settings, batch = self.request.settings, len(seeds)
        size = self.model.spec.unet.image_size
        streams = CandidateStreams(seeds, size, self.model.device.torch)
        run = GuidedRun(
            self.model.unet,
            self.schedule,
            SAMPLERS[settings.sampler],
            settings.start,
            self.source.expand(batch, -1, -1, -1),
            self.guidance,
            streams,
        )
        if settings.method == "blended":
            return blended_diffusion(run, self.mask)
        return guided_diffusion(run)

    def _guidance(self) -> Guidance | None:
        settings = self.request.settings
        terms: list[Term] = []
        if self.target is not None:
            terms += [self._text_term(self.target), RangeTerm(self.range_weight)]
        if settings.method == "local-guided":
            weight = settings.perceptual_weight
            perceptual = load_perceptual(self.source.device) if weight > 0 else None
            terms.append(
                BackgroundTerm(self.source, self.mask, settings.mse_weight, weight, perceptual)
            )
        return Guidance(tuple(terms)) if terms else None

    def _text_term(self, target: Tensor) -> TextTerm:
        clip, negative = self.model.clip, self.request.negative
        return TextTerm(
            clip.encode_pictures,
            target,
            self.mask,
            clip.image_size,
            self.text_weight,
            self.request.settings.augmentations,
            clip.encode_text(negative) if negative.strip() else None,
            self.request.settings.negative_weight,
        )

    @property
    def text_weight(self) -> float:
        """λ_text: the request's, or the model's own."""
        chosen = self.request.settings.text_weight
        return self.model.spec.tuning.text_weight if chosen is None else chosen

    @property
    def range_weight(self) -> float:
        """λ_range: the request's, or the model's own."""
        chosen = self.request.settings.range_weight
        return self.model.spec.tuning.range_weight if chosen is None else chosen

    def _footprint(self) -> tuple[Box, Pixels]:
        """Where a candidate's pixels go, and with what alpha, shape (box.height, box.width)."""
        picture, region = self.request.picture, self.region
        if self.request.settings.method == "local-guided":  # its background changes by design
            box = _inside(region.box, picture)
            return box, np.full((box.height, box.width), 255, np.uint8)
        box = mask_box(self.solid)
        alpha = soft_alpha(self.solid, self.request.settings.soft_edge * region.scale)
        return box, _cut(alpha, box)

    def _previews(
        self, step: Step, done: int, indices: range, lost: set[int], state: RunState
    ) -> Iterator[Preview]:
        scores = step.prediction.scores
        distances = scores.tolist() if scores is not None else [None] * len(indices)
        left = self.request.candidates * self.request.settings.start - state.steps_done
        pace = (time.monotonic() - state.started) / state.steps_done
        pictures = self._pictures(step.x0.nan_to_num())
        for row, index in enumerate(indices):
            if row not in lost:
                yield Preview(index, done, pictures[row], distances[row], pace * left)

    def _pictures(self, x0: Tensor) -> Pixels:
        """x̂_0 as pictures, the background that of the source: (B, S, S, 3), uint8."""
        blended = self._settled(x0).clamp(-1, 1)
        levels = ((blended + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1)
        return levels.cpu().numpy()

    def _settled(self, x0: Tensor) -> Tensor:
        if self.request.settings.method == "local-guided":
            return x0
        return torch.where(self.mask > 0, x0, self.source)

    def _finished(
        self, x0: Tensor, indices: range, seeds: list[int], lost: set[int], state: RunState
    ) -> Iterator[CandidateFinished]:
        results = self._settled(x0.nan_to_num()).clamp(-1, 1)
        scores: list[Scores] | list[None] = [None] * len(indices)
        if self.target is not None:
            scores = score(self.model.clip, results, self.mask, self.target)
        pictures = self._pictures(x0.nan_to_num())
        for row, index in enumerate(indices):
            if row in lost:
                state.done += 1
                continue
            recipe = self._recipe(index, seeds[row], indices)
            pixels = self._pixels(pictures[row])
            candidate = Candidate(index, seeds[row], scores[row], self.box, pixels, recipe)
            state.finished.append(candidate)
            state.done += 1
            yield CandidateFinished(candidate)

    def _pixels(self, result: Pixels) -> Pixels:
        """A model-sized result as RGBA in its box, at the picture's resolution."""
        return np.dstack([self.region.enlarge(result, self.box), self.alpha])

    def _recipe(self, index: int, seed: int, wave: range) -> dict[str, Any]:
        request, model = self.request, self.model
        return {
            "prompt": request.prompt,
            "negative": request.negative,
            "seed": request.seed,
            "candidate": index,
            "candidate_seed": seed,
            "wave": [wave.start, len(wave)],
            "settings": asdict(request.settings),
            "text_weight": self.text_weight,
            "range_weight": self.range_weight,
            "picture_sha256": _digest(request.picture),
            "mask_sha256": _digest(request.mask),
            "model": model.spec.name,
            "model_sha256": model.sha256,
            "clip_sha256": model.clip_sha256,
            "device": model.device.name,
            "precision": model.device.precision,
            "region": asdict(self.region),
        }


def _cut(array: Pixels, box: Box) -> Pixels:
    return array[box.top : box.top + box.height, box.left : box.left + box.width]


def _inside(box: Box, picture: Pixels) -> Box:
    """The part of a box that lies in the picture."""
    height, width = picture.shape[:2]
    left, top = max(0, box.left), max(0, box.top)
    right, bottom = min(width, box.left + box.width), min(height, box.top + box.height)
    return Box(left, top, right - left, bottom - top)


def _digest(array: Pixels) -> str:
    return hashlib.sha256(array.tobytes()).hexdigest()
