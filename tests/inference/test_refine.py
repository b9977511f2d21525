"""Refinement: enlarged results once more at full resolution, and nothing lost when that fails."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

import inference.refine
from inference.engine import LocalEngine
from inference.errors import RequestError
from inference.events import (
    Candidate,
    CandidateFinished,
    Event,
    Notice,
    Preview,
    RunFinished,
    RunPlanned,
)
from inference.region import paste
from inference.request import EditRequest, EditSettings
from inference.task import Task
from tests.conftest import box_mask, random_picture

Cancelled = Callable[[], bool]
PICTURE = random_picture(120, 150)
MASK = box_mask(120, 150, (30, 20, 110, 90))
START, REFINING = 4, 3


def request_for(model: Path, candidates: int = 1, **values: object) -> EditRequest:
    settings = EditSettings(
        str(model), steps=12, strength=START / 12, augmentations=1, refine=REFINING / 12
    )
    mask = values.pop("mask", MASK)
    settings = replace(settings, **values)  # type: ignore[arg-type]
    return EditRequest(
        PICTURE,
        mask,  # type: ignore[arg-type]
        "a red apple",
        candidates=candidates,
        settings=settings,
    )


def never() -> bool:
    return False


def finished(events: list[Event]) -> list[Candidate]:
    return [event.candidate for event in events if isinstance(event, CandidateFinished)]


def notices(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Notice)]


@pytest.fixture(scope="module")
def _one_thread_before() -> None:
    """What is shared by the tests here is made before conftest's fixture for each of them."""
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def rough(_one_thread_before: None, engine: LocalEngine, tiny_model: Path) -> list[Candidate]:
    """Two candidates without a refinement."""
    return finished(list(engine.run(request_for(tiny_model, 2, refine=0.0), never)))


@pytest.fixture(scope="module")
def events(_one_thread_before: None, engine: LocalEngine, tiny_model: Path) -> list[Event]:
    """The run of the same two with one."""
    return list(engine.run(request_for(tiny_model, 2), never))


def test_only_what_lies_under_the_mask_is_refined(
    rough: list[Candidate], events: list[Event]
) -> None:
    for before, after in zip(rough, finished(events), strict=True):
        assert (before.index, before.seed, before.box) == (after.index, after.seed, after.box)
        assert before.scores == after.scores, "ranked by what CLIP sees, at the model's size"
        assert not np.array_equal(before.pixels[..., :3], after.pixels[..., :3])
        assert np.array_equal(before.pixels[..., 3], after.pixels[..., 3])
        edited = paste(PICTURE, after.pixels, after.box, MASK)
        assert np.array_equal(edited[MASK == 0], PICTURE[MASK == 0])
        assert after.recipe["settings"]["refine"] == REFINING / 12


def test_it_is_near_what_it_refines(rough: list[Candidate], events: list[Event]) -> None:
    """A shuffled or shifted canvas would be as far off as another candidate is."""
    one, other = (candidate.pixels[..., :3].astype(int) for candidate in rough)
    fine = finished(events)[0].pixels[..., :3].astype(int)

    def coarse(pixels: NDArray[np.int_]) -> NDArray[np.float64]:
        return pixels[:64, :80].reshape(8, 8, 10, 8, 3).mean(axis=(1, 3))

    near = np.abs(coarse(fine) - coarse(one)).mean()
    assert near < np.abs(coarse(other) - coarse(one)).mean() / 2


@pytest.mark.parametrize("sampler", ["ddpm", "ddim"])
def test_it_comes_again_to_the_bit(engine: LocalEngine, tiny_model: Path, sampler: str) -> None:
    request = request_for(tiny_model, sampler=sampler)
    one, other = (finished(list(engine.run(request, never)))[0] for _ in range(2))
    assert np.array_equal(one.pixels, other.pixels)
    assert one.recipe == other.recipe


def test_a_candidate_of_a_wave_comes_again(
    engine: LocalEngine, tiny_model: Path, events: list[Event]
) -> None:
    request = request_for(tiny_model, 2)
    again = finished(list(engine.run_wave(request, range(1, 2), never)))[0]
    assert np.array_equal(again.pixels, finished(events)[1].pixels)


def test_its_steps_are_planned_and_counted(events: list[Event]) -> None:
    plan = events[0]
    assert isinstance(plan, RunPlanned)
    assert plan.steps > START + REFINING, "several tiles cost more than one"
    for index in (0, 1):
        steps = [e.step for e in events if isinstance(e, Preview) and e.candidate == index]
        assert steps[:START] == [1, 2, 3, 4]
        assert len(steps) == START + REFINING
        assert steps == sorted(steps)
        assert steps[-1] == plan.steps
    last = [e for e in events if isinstance(e, Preview)][-1]
    assert last.seconds_left == pytest.approx(0, abs=1e-6)


def test_the_cost_of_a_tile_is_less_where_steps_are_guided(
    engine: LocalEngine, tiny_model: Path
) -> None:
    model, request = engine.load(str(tiny_model)), request_for(tiny_model)
    guided, unguided = Task(model, request), Task(model, replace(request, prompt=""))
    assert guided.refinement is not None
    assert unguided.refinement is not None
    tiles = len(guided.refinement.tiling.corners)
    assert unguided.refinement.steps == REFINING * tiles
    assert guided.refinement.steps == round(REFINING * tiles / 3)


def test_where_nothing_is_enlarged_nothing_is_refined(
    engine: LocalEngine, tiny_model: Path
) -> None:
    mask = box_mask(120, 150, (60, 60, 66, 66))
    events, plain = (
        list(engine.run(request_for(tiny_model, mask=mask, refine=share), never))
        for share in (0.25, 0.0)
    )
    assert notices(events) == ["Nothing is enlarged here, so there is nothing to refine."]
    assert np.array_equal(finished(events)[0].pixels, finished(plain)[0].pixels)
    assert isinstance(events[0], Notice)
    assert [e.steps for e in events if isinstance(e, RunPlanned)] == [START]


class Countdown:
    """Not cancelled the first so many times it is asked."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked > self.times


@pytest.mark.parametrize("times", range(START, START + 5))
def test_cancelled_while_refining_it_is_kept_as_it_was(
    engine: LocalEngine, tiny_model: Path, rough: list[Candidate], times: int
) -> None:
    cancelled = Countdown(times)
    events = list(engine.run(request_for(tiny_model), cancelled))
    assert cancelled.asked <= times + 3, "nothing more is computed"
    (kept,) = finished(events)
    assert np.array_equal(kept.pixels, rough[0].pixels)
    assert kept.recipe == rough[0].recipe, "its recipe gives it again: without a refinement"
    assert notices(events) == ["Stopped while refining; what was finished is kept unrefined."]
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert last.cancelled
    assert last.ranking == (0,)


def test_cancelled_while_one_of_a_wave_is_refined_the_others_are_kept(
    engine: LocalEngine, tiny_model: Path
) -> None:
    model = engine.load(str(tiny_model))
    task, request = Task(model, request_for(tiny_model)), request_for(tiny_model, 3)
    assert task.refinement is not None
    asked_while_refining = REFINING * -(-len(task.refinement.tiling.corners) // 8)
    cancelled = Countdown(2 * START + 2 * asked_while_refining + 1)
    events = list(engine.run(request, cancelled))
    refined = [candidate.recipe["settings"]["refine"] > 0 for candidate in finished(events)]
    assert refined == [True, True, False]
    assert len(notices(events)) == 1


def cramp(monkeypatch: pytest.MonkeyPatch, unet: torch.nn.Module, most: int) -> list[int]:
    """Let memory run out with more than so many pictures; what was asked for."""
    forward, seen = unet.forward, list[int]()

    def cramped(x: Tensor, t: Tensor) -> Tensor:
        seen.append(len(x))
        if len(seen) > START and len(x) > most:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return forward(x, t)

    monkeypatch.setattr(unet, "forward", cramped)
    return seen


def test_out_of_memory_takes_fewer_tiles_at_a_time(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, events: list[Event]
) -> None:
    seen = cramp(monkeypatch, engine.load(str(tiny_model)).unet, 2)
    again = list(engine.run(request_for(tiny_model), never))
    assert seen[START : START + 3] == [8, 4, 2]
    assert notices(again) == []
    difference = np.abs(finished(again)[0].pixels - finished(events)[0].pixels.astype(int))
    assert difference.max() <= 2, "other batches round differently"
    steps = [event.step for event in again if isinstance(event, Preview)]
    assert steps == sorted(steps)


def test_without_memory_for_one_tile_it_is_kept_as_it_was(
    engine: LocalEngine,
    tiny_model: Path,
    monkeypatch: pytest.MonkeyPatch,
    rough: list[Candidate],
) -> None:
    cramp(monkeypatch, engine.load(str(tiny_model)).unet, 0)
    events = list(engine.run(request_for(tiny_model), never))
    (kept,) = finished(events)
    assert np.array_equal(kept.pixels, rough[0].pixels)
    assert kept.recipe["settings"]["refine"] == 0
    assert notices(events) == ["Not enough memory to refine; a result stays as it was."]
    assert isinstance(events[-1], RunFinished)
    assert not events[-1].cancelled


def test_numbers_that_overflow_leave_it_as_it_was(
    engine: LocalEngine,
    tiny_model: Path,
    monkeypatch: pytest.MonkeyPatch,
    rough: list[Candidate],
) -> None:
    tiled = inference.refine.TiledUNet.__call__

    def poisoned(self: inference.refine.TiledUNet, x: Tensor, t: Tensor) -> Tensor:
        return tiled(self, x, t) * float("nan")

    monkeypatch.setattr(inference.refine.TiledUNet, "__call__", poisoned)
    events = list(engine.run(request_for(tiny_model), never))
    assert np.array_equal(finished(events)[0].pixels, rough[0].pixels)
    assert "overflowed" in notices(events)[0]


def test_a_mask_at_the_pictures_corner_and_one_with_holes(
    engine: LocalEngine, tiny_model: Path
) -> None:
    corner, holes = box_mask(120, 150, (0, 0, 90, 70)), MASK.copy()
    holes[25:85:6, 35:105:6] = 0
    for mask in (corner, holes, np.full_like(MASK, 255)):
        (candidate,) = finished(list(engine.run(request_for(tiny_model, mask=mask), never)))
        assert candidate.recipe["settings"]["refine"] > 0
        edited = paste(PICTURE, candidate.pixels, candidate.box, mask)
        assert np.array_equal(edited[mask == 0], PICTURE[mask == 0])


@pytest.mark.parametrize("values", [{"refine": -0.1}, {"refine": 1.1}, {"refine": float("nan")}])
def test_a_strength_out_of_range_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(RequestError, match="refine must lie between 0 and 1"):
        EditSettings(**values)  # type: ignore[arg-type]


def test_the_baseline_without_a_background_is_not_refined() -> None:
    with pytest.raises(RequestError, match="refine needs the method"):
        EditSettings(method="local-guided", refine=0.25)
