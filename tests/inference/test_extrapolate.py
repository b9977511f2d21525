"""Extensions: what is kept to the bit, what is planned, and what a run survives."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from torch import Tensor

from inference.engine import LocalEngine
from inference.errors import InferenceError, RequestError
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
from inference.extend_plan import box_after, plan_parts
from inference.extend_request import MAX_SIDE, SIDES, ExtendRequest, Side
from inference.extended import blend, cut, extended, new_area, reflect
from inference.request import EditSettings
from tests.conftest import random_picture

MODEL_SIZE = 32


def request_for(
    model: Path, height: int = 40, width: int = 50, candidates: int = 1, **values: object
) -> ExtendRequest:
    """Quick to run; 10 pixels to the right unless sides are named."""
    names = {field.name for field in dataclasses.fields(EditSettings)}
    own = {"steps": 4, "strength": 1.0, "augmentations": 2, "model": str(model)}
    own |= {name: value for name, value in values.items() if name in names}
    rest = {name: value for name, value in values.items() if name not in names}
    if not rest.keys() & set(SIDES):
        rest["right"] = Side(10, "grass")
    return ExtendRequest(
        random_picture(height, width),
        candidates=candidates,
        settings=EditSettings(**own),  # type: ignore[arg-type]
        **rest,  # type: ignore[arg-type]
    )


def never() -> bool:
    return False


def finished(events: list[Event]) -> list[Candidate]:
    return [event.candidate for event in events if isinstance(event, CandidateFinished)]


def plan_of(events: list[Event]) -> RunPlanned:
    (plan,) = (event for event in events if isinstance(event, RunPlanned))
    return plan


def check_original(request: ExtendRequest, candidate: Candidate) -> None:
    """The picture is there to the bit, with alpha 0; all around it is opaque."""
    picture, box = request.picture, candidate.box
    height, width = picture.shape[:2]
    whole = extended(picture, candidate.pixels, box)
    assert whole.shape == (box.height, box.width, 3)
    inside = Box(-box.left, -box.top, width, height)
    assert np.array_equal(cut(whole, inside), picture)
    assert np.array_equal(candidate.pixels[..., 3], new_area((height, width), box))


@pytest.mark.parametrize(
    ("height", "width", "pixels"),
    [
        (40, 50, (10, 7, 9, 12)),
        (1, 1, (5, 5, 5, 5)),
        (37, 1, (3, 0, 0, 20)),
        (1, 45, (0, 4, 40, 0)),
        (9, 7, (0, 70, 0, 0)),
        (200, 3000, (0, 0, 40, 0)),
        (3000, 200, (30, 0, 0, 0)),
        (33, 64, (0, 0, 0, 1)),
    ],
)
def test_the_picture_is_identical_to_the_bit(
    engine: LocalEngine, tiny_model: Path, height: int, width: int, pixels: tuple[int, ...]
) -> None:
    sides = {n: Side(p, "grass") for n, p in zip(SIDES, pixels, strict=True)}
    request = request_for(tiny_model, height, width, steps=1, **sides)  # type: ignore[arg-type]
    (candidate,) = finished(list(engine.run(request, never)))
    assert candidate.box == request.box
    check_original(request, candidate)
    assert candidate.scores is not None


def test_events_come_in_order(engine: LocalEngine, tiny_model: Path) -> None:
    request = request_for(tiny_model, candidates=3, left=Side(9, "x"), bottom=Side(30, "y"))
    events = list(engine.run(request, never))
    plan = plan_of(events)
    assert events[0] is plan
    assert plan.region == request.box
    previews = [event for event in events if isinstance(event, Preview)]
    assert [p.step for p in previews if p.candidate == 2] == list(range(1, plan.steps + 1))
    assert {p.picture.shape for p in previews} == {(70, 59, 3)}
    last = events[-1]
    assert isinstance(last, RunFinished)
    scores = {c.index: c.scores.combined for c in finished(events) if c.scores is not None}
    assert [scores[index] for index in last.ranking] == sorted(scores.values())
    assert len(scores) == 3


def test_a_preview_shows_the_picture_and_what_is_not_made_yet(
    engine: LocalEngine, tiny_model: Path
) -> None:
    request = request_for(tiny_model, 300, 600, left=Side(100), right=Side(100), steps=1)
    previews = [e for e in engine.run(request, never) if isinstance(e, Preview)]
    assert {p.picture.shape for p in previews} == {(96, 256, 3)}
    assert (previews[0].picture[:, -20:] == 128).all()
    assert not (previews[0].picture[:, :20] == 128).all()
    assert not (previews[-1].picture[:, -20:] == 128).all()


def test_equal_requests_give_equal_bytes(engine: LocalEngine, tiny_model: Path) -> None:
    first, again, other = (
        finished(list(engine.run(request_for(tiny_model, seed=seed), never)))[0]
        for seed in (5, 5, 6)
    )
    assert np.array_equal(first.pixels, again.pixels)
    assert first.recipe == again.recipe
    assert not np.array_equal(first.pixels, other.pixels)


def test_a_wave_comes_again(engine: LocalEngine, tiny_model: Path) -> None:
    made = finished(list(engine.run(request_for(tiny_model, candidates=4), never)))
    first, count = made[2].recipe["wave"]
    wave = range(first, first + count)
    again = finished(list(engine.run_wave(request_for(tiny_model), wave, never)))
    assert [c.index for c in again] == list(wave)
    for candidate in again:
        assert np.array_equal(candidate.pixels, made[candidate.index].pixels)
        assert candidate.recipe == made[candidate.index].recipe


def test_candidates_of_a_wave_differ(engine: LocalEngine, tiny_model: Path) -> None:
    _, second, third = finished(list(engine.run(request_for(tiny_model, candidates=3), never)))
    assert not np.array_equal(second.pixels, third.pixels)


def test_without_prompts_nothing_is_scored(engine: LocalEngine, tiny_model: Path) -> None:
    request = request_for(tiny_model, left=Side(4, " "), negative="dog")
    events = list(engine.run(request, never))
    assert [c.scores for c in finished(events)] == [None]
    assert [e.text for e in events if isinstance(e, Notice)] == [
        "A negative prompt works only beside a prompt; it is ignored."
    ]


def test_a_side_without_pixels_needs_no_prompt(engine: LocalEngine, tiny_model: Path) -> None:
    request = request_for(tiny_model, left=Side(4), top=Side(0, "sky"))
    (candidate,) = finished(list(engine.run(request, never)))
    assert candidate.scores is None
    assert candidate.recipe["extend"] == {"left": 4}


STOPPED = {"left": Side(20, "x"), "top": Side(5, "y"), "steps": 3, "candidates": 1}


@pytest.mark.parametrize("stop_at", range(1, 19))
def test_cancelling_keeps_the_finished_parts(
    engine: LocalEngine, tiny_model: Path, stop_at: int
) -> None:
    request = request_for(tiny_model, **STOPPED)  # type: ignore[arg-type]
    parts = plan_parts(request, MODEL_SIZE)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked >= stop_at

    events = list(engine.run(request, cancelled))
    whole = sum(part.start for part in parts) < stop_at
    assert whole or asked == stop_at, "within one step"
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert last.cancelled != whole
    done = sum(sum(p.start for p in parts[: n + 1]) < stop_at for n in range(len(parts)))
    box = box_after(request, parts[:done])
    made = finished(events)
    assert [candidate.box for candidate in made] == ([] if box.width == 50 else [box])
    for candidate in made:
        check_original(request, candidate)
        assert candidate.recipe.get("parts", len(parts)) == done


def test_a_stopped_extension_comes_again_from_its_recipe(
    engine: LocalEngine, tiny_model: Path
) -> None:
    request = request_for(tiny_model, **STOPPED)  # type: ignore[arg-type]
    calls = iter([False] * 7 + [True] * 99)
    (stopped,) = finished(list(engine.run(request, lambda: next(calls))))
    again = dataclasses.replace(request, parts=stopped.recipe["parts"])
    events = list(engine.run(again, never))
    (candidate,) = finished(events)
    assert plan_of(events).region == candidate.box == stopped.box
    assert np.array_equal(candidate.pixels, stopped.pixels)
    assert candidate.recipe == stopped.recipe


def test_out_of_memory_halves_the_wave(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = finished(list(engine.run(request_for(tiny_model, candidates=5), never)))
    unet = engine.load(str(tiny_model)).unet
    forward, tried = unet.forward, list[int]()

    def cramped(x: Tensor, t: Tensor) -> Tensor:
        tried.append(len(x))
        if len(x) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return forward(x, t)

    monkeypatch.setattr(unet, "forward", cramped)
    events = list(engine.run(request_for(tiny_model, candidates=5), never))
    assert tried.count(4) == 1
    assert [e.text for e in events if isinstance(e, Notice)] == [
        "Not enough memory: now 2 at a time."
    ]
    again = finished(events)
    assert [c.index for c in again] == list(range(5))
    for before, after in zip(undisturbed, again, strict=True):
        assert np.abs(before.pixels.astype(int) - after.pixels.astype(int)).max() <= 4


def test_no_memory_for_one_candidate_is_one_sentence(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cramped(x: Tensor, t: Tensor) -> Tensor:
        raise MemoryError

    monkeypatch.setattr(engine.load(str(tiny_model)).unet, "forward", cramped)
    with pytest.raises(InferenceError, match="Not enough memory on cpu for one candidate"):
        list(engine.run(request_for(tiny_model), never))


def test_a_candidate_of_nan_stops_alone(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unet = engine.load(str(tiny_model)).unet
    forward = unet.forward

    def poisoned(x: Tensor, t: Tensor) -> Tensor:
        output = forward(x, t).clone()
        if len(x) == 3:
            output[1] = float("nan")
        return output

    undisturbed = finished(list(engine.run(request_for(tiny_model, candidates=4), never)))
    monkeypatch.setattr(unet, "forward", poisoned)
    events = list(engine.run(request_for(tiny_model, candidates=4), never))
    assert [e.index for e in events if isinstance(e, CandidateStopped)] == [2]
    kept = finished(events)
    assert [candidate.index for candidate in kept] == [0, 1, 3]
    for candidate in kept:
        assert np.array_equal(candidate.pixels, undisturbed[candidate.index].pixels)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"left": Side(0)}, "Nothing is to be added"),
        ({"left": Side(-1)}, "left must lie between 0 and"),
        ({"top": Side(MAX_SIDE)}, "The extended picture may have at most"),
        ({"left": Side(1), "method": "naive"}, "by the method “blended” only"),
        ({"left": Side(1, "x" * 30_000)}, "a prompt may have at most"),
        ({"left": Side(1), "parts": 0}, "parts must be at least 1"),
        ({"left": Side(1), "candidates": 0}, "candidates must lie"),
    ],
)
def test_bad_requests_are_one_sentence(
    tiny_model: Path, values: dict[str, object], words: str
) -> None:
    with pytest.raises(RequestError, match=words):
        request_for(tiny_model, **values)  # type: ignore[arg-type]


def request_of_size(height: int, width: int, pixels: list[int], size: int) -> ExtendRequest:
    """A request without a model; its picture takes no memory."""
    picture = np.broadcast_to(np.uint8(0), (height, width, 3))
    sides = {name: Side(p) for name, p in zip(SIDES, pixels, strict=True)}
    return ExtendRequest(picture, **sides)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    height=st.integers(1, 1500),
    width=st.integers(1, 1500),
    pixels=st.lists(st.integers(0, 1500), min_size=4, max_size=4).filter(any),
    size=st.sampled_from([32, 64, 256]),
)
def test_a_plan_covers_the_new_area_and_nothing_else(
    height: int, width: int, pixels: list[int], size: int
) -> None:
    request = request_of_size(height, width, pixels, size)
    parts = plan_parts(request, size)
    left, top = request.left.pixels, request.top.pixels
    original = Box(left, top, width, height)
    made = np.zeros((request.box.height, request.box.width), np.bool_)
    cut(made, original)[...] = True  # type: ignore[arg-type]
    for part in parts:
        assert is_inside(part.box, part.mask)
        assert is_inside(part.mask, part.work)
        assert not overlap(part.mask, original)
        assert is_inside(part.box, Box(part.region.left, part.region.top, *[part.region.side] * 2))
        assert part.model_mask.any()
        assert not part.model_mask.all()
        cut(made, part.box)[...] = True  # type: ignore[arg-type]
        assert cut(made, part.known).all()  # type: ignore[arg-type]
    assert made.all()
    assert box_after(request, parts) == request.box


def is_inside(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.left + inner.width <= outer.left + outer.width
        and inner.top + inner.height <= outer.top + outer.height
    )


def overlap(one: Box, other: Box) -> bool:
    across = one.left < other.left + other.width and other.left < one.left + one.width
    return across and one.top < other.top + other.height and other.top < one.top + one.height


def test_layers_are_quarters_and_grow_in_strength() -> None:
    request = request_of_size(640, 640, [700, 0, 0, 0], 64)
    layers = [part for part in plan_parts(request, 64) if not part.denoises]
    assert [part.fill.width for part in layers if part.fill is not None] == [140] * 5
    starts = [part.start for part in layers]
    assert starts == sorted(starts)
    assert starts[0] < 40
    assert starts[3:] == [75, 75]


def test_every_side_is_denoised_after_its_layers() -> None:
    request = request_of_size(100, 100, [30, 0, 0, 30], 64)
    kinds = [(part.side, part.denoises) for part in plan_parts(request, 64)]
    left = [("left", False), ("left", False), ("left", True)]
    assert kinds == [*left, ("bottom", False), ("bottom", True)]


def test_no_part_looks_only_at_what_it_makes() -> None:
    for part in plan_parts(request_of_size(100, 4000, [0, 3000, 0, 500], 64), 64):
        assert part.model_mask.mean() <= 0.75, part


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("depth", [1, 3, 11])
def test_reflection_is_that_of_numpy(side: str, depth: int) -> None:
    picture = random_picture(4, 5)
    before, after = (0, 0), (0, 0)
    widths = {"left": (depth, 0), "right": (0, depth), "top": (depth, 0), "bottom": (0, depth)}
    if side in ("left", "right"):
        after = widths[side]
    else:
        before = widths[side]
    expected = np.pad(picture, (before, after, (0, 0)), mode="symmetric")
    height, width = expected.shape[:2]
    fill = {
        "left": Box(0, 0, depth, height),
        "right": Box(5, 0, depth, height),
        "top": Box(0, 0, width, depth),
        "bottom": Box(0, 4, width, depth),
    }[side]
    canvas = expected.copy()
    cut(canvas, fill)[...] = 77
    reflect(canvas, Box(0, 0, width, height), fill)
    assert np.array_equal(canvas, expected)


def test_a_fade_has_no_step() -> None:
    canvas = np.zeros((20, 60, 3), np.uint8)
    blend(canvas, np.full((20, 40, 3), 240, np.float32), Box(10, 0, 40, 20), (20, 0, 5, 0))
    row = canvas[10, :, 0].astype(int)
    assert np.abs(np.diff(row[:45])).max() <= 12
    assert row[32] == 240
    assert row[9] == row[50] == 0
    assert (canvas == canvas[:1]).all()


def steps_across(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Mean difference between a column and the next, evened out over a pixel of the model."""
    steps = np.abs(np.diff(picture.astype(float), axis=1)).mean(axis=(0, 2))
    return np.convolve(steps, np.full(4, 0.25), mode="same")


def test_no_seam_shows_between_parts_nor_beside_the_picture(
    engine: LocalEngine, tiny_model: Path
) -> None:
    """The tiny network makes noise, which would show any hard border against a smooth picture."""
    ramp = np.linspace(40, 200, 128, dtype=np.float32)
    picture = np.repeat(np.repeat(ramp[:, None, None], 128, 1), 3, 2).astype(np.uint8)
    request = dataclasses.replace(request_for(tiny_model, right=Side(96, "x")), picture=picture)
    (candidate,) = finished(list(engine.run(request, never)))
    steps = steps_across(extended(picture, candidate.pixels, candidate.box))
    layers = [p for p in plan_parts(request, MODEL_SIZE) if p.fill is not None]
    borders = {p.box.left for p in layers} | {p.fill.left for p in layers if p.fill is not None}
    assert borders == {128, 144, 160, 176, 192}
    inside = steps[150:220].mean()
    for border in borders:
        assert steps[border - 2 : border + 2].max() < 1.25 * inside
    assert steps[126:130].max() < 0.3 * inside, "it begins as the picture ends"
