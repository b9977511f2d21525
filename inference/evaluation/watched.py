"""Runs watched from the first step to the last: every streamed distance, every final picture."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.engine import LocalEngine
from inference.errors import RequestError
from inference.evaluation.cases import SCENES, Case, spread
from inference.events import CandidateFinished, Preview, RunPlanned
from inference.models.catalog import STARTER
from inference.request import PRESETS, EditRequest, EditSettings
from resources import resource

__all__ = ["Watched", "known_prompts", "request_for", "some_cases", "watch"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Watched:
    """A run of N candidates of k steps, by their numbers; infinite where one overflowed.

    Attributes:
        waves: how many were computed together.
        streamed: distance after each step, (N, k).
        masked, context, combined: what CLIP said of the finished ones, and the mean, (N,).
        pictures: what the model made in its surroundings, (N, S, S, 3), uint8.
    """

    case: Case
    waves: tuple[int, ...]
    streamed: Floats
    masked: Floats
    context: Floats
    combined: Floats
    pictures: NDArray[np.uint8]


def known_prompts(count: int) -> list[str]:
    """So many of the things that the starter knows, evenly over its list.

    Raises:
        RequestError: that is none.
    """
    if count < 1:
        raise RequestError("--prompts must be at least 1.")
    concepts = json.loads(resource(STARTER, "concepts.json").read_text(encoding="utf-8"))
    return spread([thing["name"] for thing in concepts["things"]], count)


def some_cases(prompts: Sequence[str]) -> list[Case]:
    """Each prompt on one scene, the scenes in turn, with seeds counted up from 0."""
    return [
        Case(prompt, SCENES[number % len(SCENES)], number) for number, prompt in enumerate(prompts)
    ]


def request_for(engine: LocalEngine, case: Case, candidates: int) -> EditRequest:
    """A case as a draft of the starter, every step streamed."""
    tuning = engine.load(STARTER).spec.tuning
    settings: EditSettings = replace(
        PRESETS["draft"], model=STARTER, strength=tuning.strength, preview_every=1
    )
    scene = case.scene
    return EditRequest(scene.photo, scene.mask, case.prompt, "", case.seed, candidates, settings)


def watch(engine: LocalEngine, cases: Iterable[Case], candidates: int) -> Iterator[Watched]:
    """Run the cases one after the other."""
    size = engine.load(STARTER).spec.unet.image_size
    for case in cases:
        request = request_for(engine, case, candidates)
        scores = np.full((3, candidates), np.inf)
        streamed = np.full((candidates, request.settings.start), np.inf)
        pictures = np.zeros((candidates, size, size, 3), np.uint8)
        waves: tuple[int, ...] = ()
        for event in engine.run(request, lambda: False):
            match event:
                case RunPlanned():
                    waves = event.waves
                case Preview(candidate=index, score=float() as score):
                    streamed[index, event.step - 1] = score
                    pictures[index] = event.picture
                case CandidateFinished(candidate) if candidate.scores is not None:
                    each = candidate.scores
                    scores[:, candidate.index] = each.masked, each.context, each.distance
        masked, context, combined = scores
        yield Watched(case, waves, streamed, masked, context, combined, pictures)
