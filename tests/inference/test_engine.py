"""The engine: its events, and what it survives."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

import inference.engine
from inference.device import choose_device
from inference.engine import LocalEngine
from inference.errors import InferenceError, ModelError
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
from inference.ranking import order
from inference.region import paste
from inference.request import EditRequest, EditSettings, Method
from tests.conftest import box_mask, random_picture

STEPS = 6


def request_for(model: Path, candidates: int = 1, **values: object) -> EditRequest:
    settings = {"steps": STEPS, "strength": 1.0, "augmentations": 2, "model": str(model)}
    names = {field.name for field in dataclasses.fields(EditSettings)}
    settings |= {k: v for k, v in values.items() if k in names}
    arguments: dict[str, object] = {
        "picture": random_picture(60, 80),
        "mask": box_mask(60, 80, (20, 15, 50, 40)),
        "prompt": "a red apple",
        **{k: v for k, v in values.items() if k not in names},
    }
    return EditRequest(
        candidates=candidates,
        settings=EditSettings(**settings),  # type: ignore[arg-type]
        **arguments,  # type: ignore[arg-type]
    )


def never() -> bool:
    return False


def finished(events: list[Event]) -> list[Candidate]:
    return [event.candidate for event in events if isinstance(event, CandidateFinished)]


def test_events_come_in_order(engine: LocalEngine, tiny_model: Path) -> None:
    events = list(engine.run(request_for(tiny_model, 3), never))
    assert isinstance(events[0], RunPlanned)
    assert events[0].waves == (1, 2)
    assert events[0].memory_bytes > 0
    previews = [event for event in events if isinstance(event, Preview)]
    assert [p.step for p in previews if p.candidate == 2] == [1, 2, 3, 4, 5, 6]
    assert all(p.picture.shape == (32, 32, 3) and p.score is not None for p in previews)
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert not last.cancelled
    assert last.ranking == order(finished(events))
    scores = {c.index: c.scores.combined for c in finished(events) if c.scores is not None}
    assert [scores[i] for i in last.ranking] == sorted(scores.values())
    assert len(scores) == 3


def test_a_plan_says_how_long_it_takes_and_learns(tiny_model: Path) -> None:
    engine = LocalEngine(device=choose_device("cpu", "float32"))
    plans = []
    for candidates in (1, 1, 3):
        events = list(engine.run(request_for(tiny_model, candidates), never))
        assert isinstance(events[0], RunPlanned)
        assert isinstance(events[-1], RunFinished)
        plans.append((events[0].seconds, events[-1].seconds))
    assert plans[0][0] > 0
    assert plans[1][0] == pytest.approx(plans[0][1], rel=0.5)
    assert plans[2][0] == pytest.approx(3 * plans[1][1], rel=0.5)


def test_the_same_seed_gives_the_same_picture(engine: LocalEngine, tiny_model: Path) -> None:
    first, second, other = (
        finished(list(engine.run(request_for(tiny_model, seed=seed), never)))[0]
        for seed in (5, 5, 6)
    )
    assert np.array_equal(first.pixels, second.pixels)
    assert first.recipe == second.recipe
    assert not np.array_equal(first.pixels, other.pixels)


def test_a_candidate_is_the_same_alone_and_in_a_wave(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other batch sizes round differently: at most 2 of 255 levels in so few steps."""
    together = finished(list(engine.run(request_for(tiny_model, 4), never)))
    monkeypatch.setattr(inference.engine, "wave_sizes", lambda n, *_: (1,) * n)
    alone = finished(list(engine.run(request_for(tiny_model, 4), never)))
    for first, second in zip(together, alone, strict=True):
        assert first.seed == second.seed
        difference = np.abs(first.pixels.astype(int) - second.pixels.astype(int))
        assert difference.max() <= 2
        assert (difference > 0).mean() < 0.01


@pytest.mark.parametrize("method", ["blended", "naive"])
@pytest.mark.parametrize("sampler", ["ddpm", "ddim"])
@pytest.mark.parametrize(
    ("height", "width"), [(1, 1), (3, 500), (31, 7), (64, 64), (401, 300), (3000, 4000)]
)
def test_the_background_is_identical(
    engine: LocalEngine, tiny_model: Path, method: Method, sampler: str, height: int, width: int
) -> None:
    rng = np.random.default_rng(height * width)
    picture = random_picture(height, width, seed=3)
    mask = (rng.random((height, width)) < 0.3).astype(np.uint8) * rng.integers(
        1, 256, (height, width), dtype=np.uint8
    )
    mask[: height // 2] = 0
    mask[-1, -1] = 255
    request = request_for(
        tiny_model, method=method, sampler=sampler, steps=2, picture=picture, mask=mask
    )
    (candidate,) = finished(list(engine.run(request, never)))
    edited = paste(picture, candidate.pixels, candidate.box, mask)
    assert np.array_equal(edited[mask == 0], picture[mask == 0])
    assert not np.array_equal(edited, picture)


def test_the_baseline_may_change_its_background(engine: LocalEngine, tiny_model: Path) -> None:
    request = request_for(tiny_model, method="local-guided", perceptual_weight=0)
    (candidate,) = finished(list(engine.run(request, never)))
    edited = paste(request.picture, candidate.pixels, candidate.box, None)
    assert not np.array_equal(edited[request.mask == 0], request.picture[request.mask == 0])


def test_without_a_prompt_nothing_is_guided_or_scored(
    engine: LocalEngine, tiny_model: Path
) -> None:
    events = list(engine.run(request_for(tiny_model, 2, prompt="  "), never))
    assert [c.scores for c in finished(events)] == [None, None]
    assert isinstance(events[-1], RunFinished)
    assert events[-1].ranking == (0, 1)


@pytest.mark.parametrize("stop_at", range(1, STEPS * 2 + 1))
def test_cancelling_takes_effect_within_one_step(
    engine: LocalEngine, tiny_model: Path, stop_at: int
) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked >= stop_at

    events = list(engine.run(request_for(tiny_model, 3), cancelled))
    assert asked == stop_at
    assert isinstance(events[-1], RunFinished)
    assert events[-1].cancelled
    assert len(finished(events)) == (1 if stop_at > STEPS else 0)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        RuntimeError("cuBLAS error: CUBLAS_STATUS_ALLOC_FAILED"),
        MemoryError(),
    ],
)
def test_out_of_memory_halves_the_wave(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    undisturbed = finished(list(engine.run(request_for(tiny_model, 9), never)))
    unet = engine.load(str(tiny_model)).unet
    forward, seen = unet.forward, list[int]()

    def cramped(x: Tensor, t: Tensor) -> Tensor:
        seen.append(len(x))
        if len(x) > 2 and len(seen) > STEPS + 2:
            raise error
        return forward(x, t)

    monkeypatch.setattr(unet, "forward", cramped)
    events = list(engine.run(request_for(tiny_model, 9), never))
    assert seen.count(4) == 3  # it is not tried again
    assert [e.text for e in events if isinstance(e, Notice)] == [
        "Not enough memory: now 2 at a time."
    ]
    again = finished(events)
    assert [c.index for c in again] == list(range(9))
    for before, after in zip(undisturbed, again, strict=True):
        assert np.abs(before.pixels.astype(int) - after.pixels.astype(int)).max() <= 2


def test_no_memory_for_a_single_candidate_is_one_sentence(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unet = engine.load(str(tiny_model)).unet

    def cramped(x: Tensor, t: Tensor) -> Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory")

    with monkeypatch.context() as patch:
        patch.setattr(unet, "forward", cramped)
        with pytest.raises(InferenceError, match="Not enough memory on cpu for one candidate"):
            list(engine.run(request_for(tiny_model), never))
    assert len(finished(list(engine.run(request_for(tiny_model), never)))) == 1


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

    undisturbed = finished(list(engine.run(request_for(tiny_model, 4), never)))
    monkeypatch.setattr(unet, "forward", poisoned)
    events = list(engine.run(request_for(tiny_model, 4), never))
    shown = [event.candidate for event in events if isinstance(event, Preview)]
    assert set(shown) == {0, 1, 3}
    stopped = [event for event in events if isinstance(event, CandidateStopped)]
    assert [event.index for event in stopped] == [2]
    kept = finished(events)
    assert [candidate.index for candidate in kept] == [0, 1, 3]
    for candidate in kept:
        assert np.array_equal(candidate.pixels, undisturbed[candidate.index].pixels)


def test_another_error_is_not_taken_for_memory(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(x: Tensor, t: Tensor) -> Tensor:
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr(engine.load(str(tiny_model)).unet, "forward", broken)
    with pytest.raises(RuntimeError, match="shapes do not match"):
        list(engine.run(request_for(tiny_model), never))


def test_the_part_of_a_prompt_past_77_tokens_is_named(
    engine: LocalEngine, tiny_model: Path
) -> None:
    prompt = "apple " * 75 + "and a zebra"
    events = list(engine.run(request_for(tiny_model, prompt=prompt), never))
    notices = [event.text for event in events if isinstance(event, Notice)]
    assert notices == ["CLIP reads 75 tokens; it ignores: and a zebra"]


@pytest.mark.parametrize(
    "prompt",
    ["x" * 10_000, "🍎🦓" * 40, "תפוח אדום", "赤いりんご", "a\x00b", "\ud800", "<end_of_text>"],
)
def test_odd_prompts_do_no_harm(engine: LocalEngine, tiny_model: Path, prompt: str) -> None:
    events = list(engine.run(request_for(tiny_model, prompt=prompt, steps=1), never))
    assert len(finished(events)) == 1


def test_a_mask_over_everything_is_allowed_and_told(engine: LocalEngine, tiny_model: Path) -> None:
    request = request_for(tiny_model, mask=np.full((60, 80), 255, np.uint8), steps=1)
    events = list(engine.run(request, never))
    assert any(isinstance(e, Notice) and "whole picture" in e.text for e in events)
    assert len(finished(events)) == 1


def test_previews_can_be_rarer_or_off(engine: LocalEngine, tiny_model: Path) -> None:
    def steps(every: int) -> Iterator[int]:
        request = request_for(tiny_model, preview_every=every)
        return (e.step for e in engine.run(request, never) if isinstance(e, Preview))

    assert list(steps(4)) == [4]
    assert list(steps(0)) == []


def test_an_unknown_model_is_one_sentence(engine: LocalEngine) -> None:
    with pytest.raises(ModelError, match="no model named no-such-model"):
        list(engine.run(request_for(Path("no-such-model")), never))


def test_bfloat16_is_close_to_float32(tiny_model: Path) -> None:
    results = []
    for precision in ("float32", "bfloat16"):
        engine = LocalEngine(device=choose_device("cpu", precision))
        request = request_for(tiny_model, prompt="", steps=4)
        results.append(finished(list(engine.run(request, never)))[0].pixels.astype(int))
    assert np.abs(results[0] - results[1]).mean() < 8


def test_memory_that_runs_out_while_loading_is_one_sentence(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cramped(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(inference.engine, "load_model", cramped)
    engine = LocalEngine(device=choose_device("cpu"))
    with pytest.raises(InferenceError, match="Not enough memory on cpu"):
        list(engine.run(request_for(tiny_model), never))


def test_a_negative_prompt_alone_is_told_to_be_ignored(
    engine: LocalEngine, tiny_model: Path
) -> None:
    request = request_for(tiny_model, prompt="", negative="a dog", steps=1)
    notices = [e.text for e in engine.run(request, never) if isinstance(e, Notice)]
    assert notices == ["A negative prompt works only beside a prompt; it is ignored."]


def test_the_recipe_says_what_was_used(engine: LocalEngine, tiny_model: Path) -> None:
    request = request_for(tiny_model, text_weight=7.0, steps=1)
    (candidate,) = finished(list(engine.run(request, never)))
    recipe = candidate.recipe
    assert recipe["text_weight"] == 7.0
    assert recipe["range_weight"] == 50.0
    for name in ("model_sha256", "clip_sha256", "picture_sha256", "mask_sha256"):
        assert len(recipe[name]) == 64
