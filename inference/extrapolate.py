"""Text-guided image extrapolation (appendix B.5.2 of the paper): one request made ready, its waves.

The picture grows part by part, as inference.extend_plan lays down. Each part fills its gap by
reflection, then runs Algorithm 2 under the gap's mask with the prompt of its side. A new part is
faded into what is there already: into the parts before it where they overlap, and into the
reflection beside the picture itself, which continues it without a step.

Two things are not the paper's: what is too fine for the model is kept from the reflection where
the model agrees with it (extended.sharpened), and the final pass is unguided and finely stepped.
"""

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import fmean
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
    Event,
    Notice,
    Preview,
    Scores,
)
from inference.extend_plan import Part, box_after, final_steps, plan_parts
from inference.extend_preview import Thumbnail
from inference.extend_request import ExtendRequest
from inference.extended import around, blend, cut, new_area, reflect, sharpened
from inference.guidance import Guidance, RangeTerm
from inference.label_guidance import LabelledUNet
from inference.models.load import LoadedModel
from inference.noise import CandidateStreams, candidate_seed
from inference.notices import prompt_notices
from inference.ranking import doubts_of, score
from inference.rows import Rows
from inference.samplers import SAMPLERS, GuidedRun, Step
from inference.schedule import Schedule
from inference.steering import (
    check_guidance,
    graphs,
    is_direct,
    label_name,
    label_weight,
    network_for,
    text_term,
    text_weight,
)
from inference.task import Cancelled, RunState
from inference.unet import UNet

__all__ = ["Extension"]

Pixels = NDArray[np.uint8]
GREY = 128  # what is not made yet


@dataclass
class Wave:
    """Candidates on their way.

    Attributes:
        rows: whose they are, and their random numbers through all parts.
        canvases: their extended pictures, (B, H, W, 3), uint8.
        done: finished parts.
        steps: steps done in them.
    """

    rows: Rows
    canvases: Pixels
    done: int = 0
    steps: int = 0


class Extension:
    """One extension made ready: its parts and what guides each side."""

    def __init__(self, model: LoadedModel, request: ExtendRequest) -> None:
        self.model, self.request = model, request
        self.parts = plan_parts(request, model.spec.unet.image_size)
        check_guidance(model, request.settings)
        self.schedule = Schedule.respaced(request.settings.steps)
        self.fine_schedule = Schedule.respaced(final_steps(request.settings))
        self.targets = {
            name: model.clip.encode_text(side.prompt)
            for name, side in request.sides.items()
            if side.pixels and side.prompt.strip()
        }
        negative = request.negative
        self.negative = model.clip.encode_text(negative) if negative.strip() else None

    @property
    def area(self) -> Box:
        """What the run makes, in pixels of the picture."""
        return box_after(self.request, self.parts)

    @property
    def steps(self) -> int:
        """Steps of one candidate, over all parts."""
        return sum(part.start for part in self.parts)

    @property
    def guided(self) -> bool:
        """Whether a prompt steers any part."""
        return bool(self.targets)

    @property
    def labelled(self) -> bool:
        """Whether a label steers any part."""
        return any(self._network(part) is not self.model.unet for part in self.parts)

    @property
    def bytes_each(self) -> int:
        """Memory for one candidate more in a wave."""
        model, settings, box = self.model, self.request.settings, self.request.box
        passes = max((graphs(model, settings, self._network(p)) for p in self.parts), default=1)
        return passes * model.spec.cost.activation_bytes + 7 * box.width * box.height

    def notices(self) -> Iterator[Notice]:
        """What the user should know before it starts."""
        prompts = [side.prompt for side in self.request.sides.values() if side.pixels]
        yield from prompt_notices(self.model.clip, prompts, self.request.negative)

    def wave(self, indices: range, state: RunState, cancelled: Cancelled) -> Iterator[Event]:
        """Compute some candidates together, adding the finished ones to the state.

        When it is cancelled, what is whole of them by then is a narrower candidate.
        """
        seeds = [candidate_seed(self.request.seed, index) for index in indices]
        size, device = self.model.spec.unet.image_size, self.model.device.torch
        rows = Rows(indices, seeds, CandidateStreams(seeds, size, device))
        canvas = around(self.request.picture, self.request.box, GREY)
        wave = Wave(rows, np.repeat(canvas[None], len(indices), axis=0))
        for part in self.parts:
            yield from self._part(part, wave, state, cancelled)
            if state.cancelled or len(rows.lost) == len(indices):
                break
        yield from self._finished(wave, state)
        state.done = indices.stop

    def _part(
        self, part: Part, wave: Wave, state: RunState, cancelled: Cancelled
    ) -> Iterator[Event]:
        """Run one part and put it into the canvases."""
        if part.fill is not None:
            for canvas in wave.canvases:
                reflect(canvas, part.work, part.fill)
        source, mask = self._source(part, wave), self._mask(part)
        thumbnails = [Thumbnail(canvas, part.region, part.box) for canvas in wave.canvases]
        every = self.request.settings.preview_every
        for step in self._steps(part, source, mask, wave):
            state.steps_done += len(wave.rows.indices)
            if cancelled():
                state.cancelled = True
                return
            done = wave.steps + part.start - step.t
            shown = every > 0 and done % every == 0
            if step.t and not shown:
                continue  # looking at numbers means waiting for the GPU
            yield from wave.rows.overflows(step)
            settled = torch.where(mask > 0, step.x0.nan_to_num(), source)
            pictures = _levels(settled)
            if shown:
                yield from self._previews(step, done, pictures, thumbnails, wave, state)
            if step.t == 0:
                _put(part, wave, _levels(source), pictures)
        wave.steps += part.start
        wave.done += 1

    def _steps(self, part: Part, source: Tensor, mask: Tensor, wave: Wave) -> Iterator[Step]:
        run = GuidedRun(
            self._network(part),
            self.fine_schedule if part.denoises else self.schedule,
            SAMPLERS[self.request.settings.sampler],
            part.start,
            source,
            self._guidance(part, mask),
            wave.rows.streams,
        )
        return blended_diffusion(run, mask)

    def _network(self, part: Part) -> UNet | LabelledUNet:
        if part.denoises:
            return self.model.unet
        prompt = self.request.sides[part.side].prompt
        return network_for(self.model, self.request.settings, prompt)

    def _guidance(self, part: Part, mask: Tensor) -> Guidance | None:
        target = None if part.denoises else self.targets.get(part.side)
        if target is None:
            return None
        model, settings = self.model, self.request.settings
        text = text_term(model, settings, self.text_weight, target, self.negative, mask)
        return Guidance((text, RangeTerm(self.range_weight)), is_direct(model, settings))

    @property
    def text_weight(self) -> float:
        """λ_text of every side: the request's, or the model's own."""
        prompts = [side.prompt for side in self.request.sides.values() if side.pixels]
        return text_weight(self.model, self.request.settings, prompts)

    @property
    def range_weight(self) -> float:
        """λ_range: the request's, or the model's own."""
        chosen = self.request.settings.range_weight
        return self.model.spec.tuning.range_weight if chosen is None else chosen

    def _source(self, part: Part, wave: Wave) -> Tensor:
        """What the model sees of each candidate, in [-1, 1], shape (B, 3, S, S)."""
        work, region = part.work, part.region
        placed = replace(region, left=region.left - work.left, top=region.top - work.top)
        crops = np.stack([placed.crop(cut(canvas, work)) for canvas in wave.canvases])
        pictures = torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 127.5 - 1
        return pictures.to(self.model.device.torch)

    def _mask(self, part: Part) -> Tensor:
        """Where the model may change something, shape (1, 1, S, S)."""
        mask = torch.from_numpy(part.model_mask)
        return mask[None, None].float().to(self.model.device.torch)

    def _previews(
        self,
        step: Step,
        done: int,
        pictures: Pixels,
        thumbnails: Sequence[Thumbnail],
        wave: Wave,
        state: RunState,
    ) -> Iterator[Preview]:
        distances = step.prediction.distances()
        left = self.request.candidates * self.steps - state.steps_done
        pace = (time.monotonic() - state.started) / state.steps_done
        for row, index in enumerate(wave.rows.indices):
            if index not in wave.rows.lost:
                shown = thumbnails[row].showing(pictures[row])
                yield Preview(index, done, shown, distances[row], pace * left)

    def _finished(self, wave: Wave, state: RunState) -> Iterator[CandidateFinished]:
        """What is whole of each candidate."""
        box = box_after(self.request, self.parts[: wave.done])
        height, width = self.request.picture.shape[:2]
        if (box.width, box.height) == (width, height):
            return  # nothing is whole
        scores = self._scores(wave)
        alpha = new_area((height, width), box)
        whole = self.request.box
        place = Box(box.left - whole.left, box.top - whole.top, box.width, box.height)
        for row, index in enumerate(wave.rows.indices):
            if index in wave.rows.lost:
                continue
            pixels = np.dstack([cut(wave.canvases[row], place), alpha])
            pixels[alpha == 0] = 0
            seed, recipe = wave.rows.seed(index), self._recipe(wave, index)
            candidate = Candidate(index, seed, scores[row], box, pixels, recipe)
            state.finished.append(candidate)
            yield CandidateFinished(candidate)

    def _scores(self, wave: Wave) -> list[Scores] | list[None]:
        """The mean over the sides that have a prompt, each the mean over its finished parts."""
        sides = []
        for name, target in self.targets.items():
            parts = [p for p in self.parts[: wave.done] if p.side == name and not p.denoises]
            if parts:
                prompt = self.request.sides[name].prompt
                scored = [self._scored(part, wave, target, prompt) for part in parts]
                sides.append([_mean(rows) for rows in zip(*scored, strict=True)])
        if not sides:
            return [None] * len(wave.rows.indices)
        return [_mean(rows) for rows in zip(*sides, strict=True)]

    def _scored(self, part: Part, wave: Wave, target: Tensor, prompt: str) -> list[Scores]:
        results = self._source(part, wave)
        doubts = doubts_of(self.model, results, prompt)
        return score(self.model.clip, results, self._mask(part), target, doubts)

    def _recipe(self, wave: Wave, index: int) -> dict[str, Any]:
        request, model = self.request, self.model
        sides = {name: side for name, side in request.sides.items() if side.pixels}
        recipe: dict[str, Any] = {
            "extend": {name: side.pixels for name, side in sides.items()},
            "prompts": {name: side.prompt for name, side in sides.items()},
            "negative": request.negative,
            "seed": request.seed,
            "candidate": index,
            "candidate_seed": wave.rows.seed(index),
            "wave": [wave.rows.wave.start, len(wave.rows.wave)],
            "settings": asdict(request.settings),
            "guidance": "direct" if is_direct(model, request.settings) else "published",
            "text_weight": self.text_weight,
            "label_weight": label_weight(model, request.settings),
            "labels": {
                name: label_name(model, request.settings, side.prompt)
                for name, side in sides.items()
            },
            "range_weight": self.range_weight,
            "picture_sha256": hashlib.sha256(request.picture.tobytes()).hexdigest(),
            "model": model.spec.name,
            "model_sha256": model.sha256,
            "clip_sha256": model.clip_sha256,
            "device": model.device.name,
            "precision": model.device.precision,
        }
        everything = plan_parts(replace(request, parts=None), model.spec.unet.image_size)
        return recipe if wave.done == len(everything) else recipe | {"parts": wave.done}


def _put(part: Part, wave: Wave, before: Pixels, after: Pixels) -> None:
    """Put what a part has made into the canvases.

    Args:
        before, after: the region as the model met and left it, (B, S, S, 3).
    """
    for canvas, met, left in zip(wave.canvases, before, after, strict=True):
        fine = sharpened(canvas, part.region, part.box, met, left)
        blend(canvas, fine, part.box, part.fades)


def _levels(pictures: Tensor) -> Pixels:
    """Pictures in [-1, 1], shape (B, 3, S, S), as (B, S, S, 3), uint8."""
    levels = ((pictures.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    return levels.permute(0, 2, 3, 1).cpu().numpy()


def _mean(scores: Sequence[Scores]) -> Scores:
    """Value by value; with a doubt only where every part has one, so that all of them count."""
    return Scores(*(fmean(values) for values in zip(*(one.values for one in scores), strict=False)))
