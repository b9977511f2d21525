"""Runs a request: plans waves, streams previews, ranks, and survives what goes wrong on the way."""

import gc
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.blended import blended_diffusion
from inference.device import Device, choose_device, is_out_of_memory, wave_sizes
from inference.errors import InferenceError
from inference.events import (
    Box,
    Candidate,
    CandidateFinished,
    CandidateStopped,
    Event,
    Notice,
    Preview,
    RunFinished,
    RunPlanned,
)
from inference.guidance import Guidance, RangeTerm, Term, TextTerm
from inference.local_guided import BackgroundTerm, guided_diffusion
from inference.models.load import LoadedModel, load_model
from inference.models.store import ModelStore
from inference.noise import CandidateStreams, candidate_seed
from inference.perceptual import load_perceptual
from inference.ranking import order, score
from inference.region import mask_box, plan_region, soft_alpha
from inference.request import EditRequest
from inference.samplers import SAMPLERS, GuidedRun, Step
from inference.schedule import Schedule

__all__ = ["Engine", "LocalEngine"]

log = logging.getLogger(__name__)

Pixels = NDArray[np.uint8]
Cancelled = Callable[[], bool]


class Engine(Protocol):
    """Whatever runs requests: here, in a child process, or on another machine."""

    def run(self, request: EditRequest, cancelled: Cancelled) -> Iterator[Event]:
        """Stream a run's events; cancelling takes effect within one step."""
        ...


@dataclass
class RunState:
    """What a run has made so far."""

    request: EditRequest
    started: float
    finished: list[Candidate] = field(default_factory=list)
    done: int = 0  # candidates that need no more work, stopped ones included
    steps_done: int = 0  # candidate-steps, for the estimate
    cancelled: bool = False


class LocalEngine:
    """An Engine on this machine's device. Keeps the last model loaded.

    Args:
        store: where models are.
        device: from choose_device.
    """

    def __init__(self, store: ModelStore | None = None, device: Device | None = None) -> None:
        self.store = store if store is not None else ModelStore()
        self.device = device if device is not None else choose_device()
        self._model: tuple[str, LoadedModel] | None = None
        self._seconds_a_step: dict[tuple[str, bool], float] = {}

    def load(self, name: str) -> LoadedModel:
        """The model of that name, loaded; the one before it is let go.

        Raises:
            ModelError: unknown, not installed or damaged.
        """
        if self._model is None or self._model[0] != name:
            spec, folder = self.store.locate(name)
            self._model = None
            self._model = (name, load_model(spec, folder, self.device))
        return self._model[1]

    def run(self, request: EditRequest, cancelled: Cancelled) -> Iterator[Event]:
        """See Engine.

        Raises:
            InferenceError: with a sentence for the user; finished candidates were yielded before.
        """
        started = time.monotonic()
        model = self.load(request.settings.model)
        task = Task(model, request)
        yield from task.notices()
        key = (request.settings.model, task.guidance is not None)
        waves = wave_sizes(request.candidates, model.spec.cost.activation_bytes, self.device)
        yield self._plan(task, waves, self._seconds_a_step.get(key))
        state = RunState(request, started)
        for size in waves:
            yield from self._wave(task, state, size, cancelled)
            if state.cancelled:
                break
        if state.steps_done:
            self._seconds_a_step[key] = (time.monotonic() - started) / state.steps_done
        ranking = order(state.finished)
        yield RunFinished(ranking, state.cancelled, time.monotonic() - started)

    def _plan(self, task: "Task", waves: tuple[int, ...], measured: float | None) -> RunPlanned:
        cost, steps = task.model.spec.cost, task.request.settings.start
        work = sum(waves) * steps
        return RunPlanned(
            region=task.region.box,
            steps=steps,
            waves=waves,
            seconds=work * measured if measured is not None else None,
            memory_bytes=cost.weight_bytes + max(waves) * cost.activation_bytes,
            device=self.device.name,
            precision=self.device.precision,
        )

    def _wave(
        self, task: "Task", state: RunState, size: int, cancelled: Cancelled
    ) -> Iterator[Event]:
        """Compute the next ``size`` candidates, in smaller waves where memory runs out."""
        last, width, told = state.done + size, size, False
        while state.done < last and not state.cancelled:
            first = state.done
            indices = range(first, min(first + width, last))
            failure: BaseException | None = None
            try:
                yield from task.wave(indices, state, cancelled)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                failure = error.with_traceback(None)  # its frames hold the tensors
            if failure is None:
                continue
            log.info("out of memory with %d candidates at a time: %s", len(indices), failure)
            _let_go_of_memory()
            if len(indices) == 1:
                raise InferenceError(
                    f"Not enough memory on {self.device.name} for one candidate of "
                    f"{task.model.spec.title}; close other programs or choose a smaller model."
                ) from failure
            width = len(indices) // 2
            if not told:
                told = True
                yield Notice(f"Not enough memory: now {width} at a time.")


def _let_go_of_memory() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


class Task:
    """One request made ready: region, tensors, guidance."""

    def __init__(self, model: LoadedModel, request: EditRequest) -> None:
        self.model, self.request = model, request
        settings, size = request.settings, model.spec.unet.image_size
        self.region = plan_region(request.mask, size, model.spec.tuning.min_mask_share)
        device = model.device.torch
        crop = torch.from_numpy(self.region.crop(request.picture).copy())
        self.source = (crop.permute(2, 0, 1)[None].float() / 127.5 - 1).to(device)
        mask = torch.from_numpy(self.region.model_mask(request.mask))
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
        if self.request.mask.all():
            yield Notice("The mask covers the whole picture, so all of it may change.")

    def wave(self, indices: range, state: RunState, cancelled: Cancelled) -> Iterator[Event]:
        """Compute some candidates together, adding the finished ones to the state."""
        seeds = [candidate_seed(self.request.seed, index) for index in indices]
        step: Step | None = None
        for step in self._steps(seeds):
            state.steps_done += len(indices)
            if cancelled():
                state.cancelled = True
                return
            yield from self._previews(step, indices, state)
        if step is None:
            raise InferenceError("The run has no steps.")
        yield from self._finished(step.x0, indices, seeds, state)

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
        settings, tuning, clip = self.request.settings, self.model.spec.tuning, self.model.clip
        if self.target is None:
            return None
        text, limits = settings.text_weight, settings.range_weight
        negative = self.request.negative
        terms: list[Term] = [
            TextTerm(
                clip.encode_pictures,
                self.target,
                self.mask,
                clip.image_size,
                tuning.text_weight if text is None else text,
                settings.augmentations,
                clip.encode_text(negative) if negative.strip() else None,
                settings.negative_weight,
            ),
            RangeTerm(tuning.range_weight if limits is None else limits),
        ]
        if settings.method == "local-guided":
            weight = settings.perceptual_weight
            perceptual = load_perceptual(self.source.device) if weight > 0 else None
            terms.append(
                BackgroundTerm(self.source, self.mask, settings.mse_weight, weight, perceptual)
            )
        return Guidance(tuple(terms))

    def _footprint(self) -> tuple[Box, Pixels]:
        """Where a candidate's pixels go, and with what alpha, shape (box.height, box.width)."""
        picture, region = self.request.picture, self.region
        if self.request.settings.method == "local-guided":  # its background changes by design
            box = _inside(region.box, picture)
            return box, np.full((box.height, box.width), 255, np.uint8)
        box = mask_box(self.request.mask)
        alpha = soft_alpha(self.request.mask, self.request.settings.soft_edge * region.scale)
        return box, _cut(alpha, box)

    def _previews(self, step: Step, indices: range, state: RunState) -> Iterator[Preview]:
        settings = self.request.settings
        done = settings.start - step.t
        if not settings.preview_every or done % settings.preview_every:
            return
        scores = step.prediction.scores
        distances = scores.tolist() if scores is not None else [None] * len(indices)
        left = self.request.candidates * settings.start - state.steps_done
        spent = time.monotonic() - state.started
        pictures = self._pictures(step.x0)
        for row, index in enumerate(indices):
            yield Preview(
                index, done, pictures[row], distances[row], spent / state.steps_done * left
            )

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
        self, x0: Tensor, indices: range, seeds: list[int], state: RunState
    ) -> Iterator[Event]:
        whole = torch.isfinite(x0).flatten(1).all(dim=1).tolist()
        results = self._settled(x0).clamp(-1, 1).nan_to_num()
        scores = (
            score(self.model.clip, results, self.mask, self.target)
            if self.target is not None
            else [None] * len(indices)
        )
        pictures = self._pictures(x0.nan_to_num())
        for row, index in enumerate(indices):
            state.done += 1
            if not whole[row]:
                yield CandidateStopped(
                    index, seeds[row], "Its numbers overflowed; another seed may work."
                )
                continue
            recipe = self._recipe(index, seeds[row])
            pixels = self._pixels(pictures[row])
            candidate = Candidate(index, seeds[row], scores[row], self.box, pixels, recipe)
            state.finished.append(candidate)
            yield CandidateFinished(candidate)

    def _pixels(self, result: Pixels) -> Pixels:
        """A model-sized result as RGBA in its box, at the picture's resolution."""
        region, box = self.region, self.box
        inner = Box(box.left - region.left, box.top - region.top, box.width, box.height)
        rgb = _cut(region.enlarge(result), inner)
        return np.dstack([rgb, self.alpha])

    def _recipe(self, index: int, seed: int) -> dict[str, Any]:
        request, model = self.request, self.model
        return {
            "prompt": request.prompt,
            "negative": request.negative,
            "seed": request.seed,
            "candidate": index,
            "candidate_seed": seed,
            "settings": asdict(request.settings),
            "text_weight": model.spec.tuning.text_weight,
            "range_weight": model.spec.tuning.range_weight,
            "model": model.spec.name,
            "model_sha256": model.sha256,
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
