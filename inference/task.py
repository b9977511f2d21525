"""One request made ready, and the waves of candidates that come of it."""

import hashlib
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict, dataclass, field, replace
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
from inference.extend_request import ExtendRequest
from inference.guidance import Guidance, RangeTerm, Term
from inference.halving import candidate_steps, kept_after
from inference.local_guided import BackgroundTerm, guided_diffusion
from inference.models.load import LoadedModel
from inference.noise import CandidateStreams, candidate_seed
from inference.notices import prompt_notices
from inference.perceptual import load_perceptual
from inference.ranking import doubts_of, score
from inference.refine import Rough, Unrefined, plan_refinement
from inference.region import mask_box, plan_region, significant, soft_alpha
from inference.request import EditRequest
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
from inference.thin_mask import shrinking_masks

__all__ = ["Cancelled", "RunState", "Task"]

Pixels = NDArray[np.uint8]
Cancelled = Callable[[], bool]


@dataclass
class RunState:
    """What a run has made so far."""

    request: EditRequest | ExtendRequest
    started: float
    finished: list[Candidate] = field(default_factory=list)
    done: int = 0  # number of the next candidate; those before it need no more work
    steps_done: int = 0  # candidate-steps that were not in vain, for the estimate
    steps_spared: int = 0  # candidate-steps that weak candidates need no more
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
        self.target = self._embedding(request.prompt)
        self.negative = self._embedding(request.negative)
        check_guidance(model, settings)
        self.guidance = self._guidance(self.mask)
        self.network = network_for(model, settings, request.prompt)
        self.stages = self._stages()
        self.box, self.alpha = self._footprint()
        self.refinement = plan_refinement(
            model, settings, self.region, request.picture, self.solid, guided=self.guided
        )

    @property
    def area(self) -> Box:
        """What the model sees of the picture."""
        return self.region.box

    @property
    def steps(self) -> int:
        """Steps of one candidate, its refinement included."""
        more = self.refinement.steps if self.refinement is not None else 0
        return self.request.settings.start + more

    @property
    def guided(self) -> bool:
        """Whether anything steers it."""
        return self.guidance is not None

    @property
    def labelled(self) -> bool:
        """Whether a label steers it too."""
        return self.network is not self.model.unet

    @property
    def halves(self) -> bool:
        """Whether weak candidates are stopped early; without a prompt none is weaker."""
        return self.request.settings.stop_weak and self.target is not None

    def work(self, size: int) -> int:
        """Steps that all candidates of a wave take together."""
        if not self.halves:
            return size * self.steps
        start = self.request.settings.start
        return candidate_steps(start, size, self.steps - start)

    @property
    def bytes_each(self) -> int:
        """Memory for one candidate more in a wave."""
        passes = graphs(self.model, self.request.settings, self.network)
        return passes * self.model.spec.cost.activation_bytes

    def notices(self) -> Iterator[Notice]:
        """What the user should know before it starts."""
        yield from prompt_notices(self.model.clip, [self.request.prompt], self.request.negative)
        if self.request.mask.all():
            yield Notice("The mask covers the whole picture, so all of it may change.")
        if self.request.settings.refine and self.refinement is None:
            yield Notice("Nothing is enlarged here, so there is nothing to refine.")

    def wave(self, indices: range, state: RunState, cancelled: Cancelled) -> Iterator[Event]:
        """Compute some candidates together, adding the finished ones to the state."""
        settings = self.request.settings
        seeds = [candidate_seed(self.request.seed, index) for index in indices]
        size, device = self.model.spec.unet.image_size, self.model.device.torch
        rows = Rows(indices, seeds, CandidateStreams(seeds, size, device))
        keep = kept_after(settings.start, len(indices)) if self.halves else {}
        for step in self._steps(rows.streams):
            state.steps_done += len(rows.indices)
            if cancelled():
                state.cancelled = True
                return
            done = settings.start - step.t
            shown = bool(settings.preview_every) and done % settings.preview_every == 0
            if step.t and not shown and done not in keep:
                continue  # looking at numbers means waiting for the GPU
            yield from rows.overflows(step)
            if shown:
                yield from self._previews(step, done, rows, state)
            if done in keep:
                yield from self._halve(step, keep[done], rows, state)
            if step.t == 0:
                yield from self._finished(step.x0, rows, state, cancelled)
                state.done = indices.stop

    def _halve(self, step: Step, count: int, rows: Rows, state: RunState) -> Iterator[Event]:
        """Let all rows go but the strongest, in the tensors and in the streams."""
        before = len(rows.indices)
        yield from rows.halve(step, count)
        done = self.request.settings.start - step.t
        state.steps_spared += (self.steps - done) * (before - len(rows.indices))

    def _steps(self, streams: CandidateStreams) -> Iterator[Step]:
        settings = self.request.settings
        run = GuidedRun(
            self.network,
            self.schedule,
            SAMPLERS[settings.sampler],
            settings.start,
            self.source,
            self.guidance,
            streams,
            tuple(guidance for _, guidance in self.stages if guidance is not None),
        )
        if settings.method == "blended":
            return blended_diffusion(run, self.mask, [mask for mask, _ in self.stages])
        return guided_diffusion(run)

    def _stages(self) -> list[tuple[Tensor, Guidance | None]]:
        """Mask and guidance of each step by its index t, where a thin mask is thickened first."""
        settings = self.request.settings
        if not settings.shrink_mask or settings.method != "blended":
            return []
        true_mask = self.mask[0, 0].cpu().numpy() > 0
        masks = shrinking_masks(true_mask, settings.start)
        made = {id(mask): self._stage(mask) for mask in masks}
        return [made[id(mask)] for mask in masks]

    def _stage(self, thickened: NDArray[np.bool_]) -> tuple[Tensor, Guidance | None]:
        mask = torch.from_numpy(thickened)[None, None].to(self.mask)
        return mask, self._guidance(mask)

    def _guidance(self, mask: Tensor) -> Guidance | None:
        settings = self.request.settings
        terms: list[Term] = []
        if self.target is not None:
            terms += [self._text_term(self.target, mask), RangeTerm(self.range_weight)]
        if settings.method == "local-guided":
            weight = settings.perceptual_weight
            perceptual = load_perceptual(self.source.device) if weight > 0 else None
            terms.append(BackgroundTerm(self.source, mask, settings.mse_weight, weight, perceptual))
        return Guidance(tuple(terms), self.direct) if terms else None

    def _text_term(self, target: Tensor, mask: Tensor) -> Term:
        model, settings = self.model, self.request.settings
        return text_term(model, settings, self.text_weight, target, self.negative, mask)

    def _embedding(self, words: str) -> Tensor | None:
        return self.model.clip.encode_text(words) if words.strip() else None

    @property
    def direct(self) -> bool:
        """Whether CLIP looks at x_t itself."""
        return is_direct(self.model, self.request.settings)

    @property
    def text_weight(self) -> float:
        """λ_text: the request's, or the model's own."""
        return text_weight(self.model, self.request.settings, [self.request.prompt])

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

    def _previews(self, step: Step, done: int, rows: Rows, state: RunState) -> Iterator[Preview]:
        distances = step.prediction.distances()
        seconds_left = self._seconds_left(state)
        pictures = self._pictures(step.x0.nan_to_num())
        for row, index in enumerate(rows.indices):
            if index not in rows.lost:
                yield Preview(index, done, pictures[row], distances[row], seconds_left)

    def _seconds_left(self, state: RunState) -> float:
        """Of the whole run, from what its steps have taken so far."""
        left = self.request.candidates * self.steps - state.steps_done - state.steps_spared
        return left * (time.monotonic() - state.started) / state.steps_done

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
        self, x0: Tensor, rows: Rows, state: RunState, cancelled: Cancelled
    ) -> Iterator[Event]:
        results = self._settled(x0.nan_to_num()).clamp(-1, 1)
        scores: list[Scores] | list[None] = [None] * len(rows.indices)
        if self.target is not None:
            doubts = doubts_of(self.model, results, self.request.prompt)
            scores = score(self.model.clip, results, self.mask, self.target, doubts)
        pictures = self._pictures(x0.nan_to_num())
        for row, index in enumerate(rows.indices):
            if index in rows.lost:
                continue
            seed, distances = rows.seed(index), scores[row]
            rough = Rough(index, seed, pictures[row], distances)
            fine = yield from self._refined(rough, state, cancelled)
            pixels = self._pixels(rough.picture) if fine is None else self._rgba(fine)
            recipe = self._recipe(index, seed, rows.wave, refined=fine is not None)
            candidate = Candidate(index, seed, distances, self.box, pixels, recipe)
            state.finished.append(candidate)
            yield CandidateFinished(candidate)

    def _refined(
        self, rough: Rough, state: RunState, cancelled: Cancelled
    ) -> Generator[Event, None, Pixels | None]:
        """A candidate refined, (box.height, box.width, 3); None where it is left as it is.

        Every candidate of a wave is refined, not the best of the run: a recipe has to give one
        again without computing the others.
        """
        if self.refinement is None or state.cancelled:
            return None
        before, fine = state.steps_done, None
        try:
            for done, pixels in self.refinement.run(rough.picture, rough.seed, cancelled):
                state.steps_done, fine = before + done, pixels
                if self.request.settings.preview_every:
                    step, left = self.request.settings.start + done, self._seconds_left(state)
                    yield Preview(rough.index, step, rough.picture, rough.distance, left)
        except Unrefined as error:
            state.cancelled = cancelled()
            state.steps_done = before + self.refinement.steps
            yield Notice(str(error))
            return None
        return fine

    def _pixels(self, result: Pixels) -> Pixels:
        """A model-sized result as RGBA in its box, at the picture's resolution."""
        return self._rgba(self.region.enlarge(result, self.box))

    def _rgba(self, colours: Pixels) -> Pixels:
        return np.dstack([colours, self.alpha])

    def _recipe(self, index: int, seed: int, wave: range, *, refined: bool) -> dict[str, Any]:
        request, model = self.request, self.model
        left_out = self.refinement is not None and not refined
        settings = replace(request.settings, refine=0.0) if left_out else request.settings
        return {
            "prompt": request.prompt,
            "negative": request.negative,
            "seed": request.seed,
            "candidate": index,
            "candidate_seed": seed,
            "wave": [wave.start, len(wave)],
            "settings": asdict(settings),
            "guidance": "direct" if self.direct else "published",
            "text_weight": self.text_weight,
            "label_weight": label_weight(model, request.settings),
            "label": label_name(model, request.settings, request.prompt),
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
