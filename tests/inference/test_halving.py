"""Early stopping: who goes, who stays, and that a recipe still gives its candidate again."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from inference.engine import LocalEngine
from inference.events import CandidateStopped, Event, Notice, Preview, RunFinished, RunPlanned
from inference.guidance import Prediction
from inference.halving import WEAKER, candidate_steps, kept_after, strongest
from inference.noise import CandidateStreams
from inference.rows import Rows
from inference.samplers import Step
from tests.inference.test_engine import STEPS, finished, never, request_for

HALF = STEPS // 2
FEW = st.sampled_from([math.nan, math.inf, 0.0, 0.25, 0.5, 1.0])  # so that some are equal
DISTANCES = st.lists(FEW, min_size=1, max_size=12)


def stopped(events: list[Event]) -> list[CandidateStopped]:
    return [event for event in events if isinstance(event, CandidateStopped)]


@given(DISTANCES, st.data())
def test_nobody_who_goes_is_stronger_than_one_who_stays(
    distances: list[float], data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(distances)))
    kept = strongest(distances, count)
    assert kept == sorted(set(kept))
    assert len(kept) == count
    real = [math.inf if math.isnan(distance) else distance for distance in distances]
    gone = [real[row] for row in range(len(real)) if row not in kept]
    assert max(real[row] for row in kept) <= min(gone, default=math.inf)


@given(st.integers(1, 200), st.integers(1, 64), st.integers(0, 50))
def test_somebody_always_stays_and_the_steps_are_those_taken(
    start: int, size: int, more: int
) -> None:
    shares = (0.25, 0.5, 0.9)
    kept = kept_after(start, size, shares)
    assert all(0 < done < start and 1 <= left < size for done, left in kept.items())
    assert list(kept.values()) == sorted(kept.values(), reverse=True)
    left, taken = size, 0
    for done in range(1, start + 1):
        taken += left
        left = kept_after(start, size).get(done, left)
    assert candidate_steps(start, size, more) == taken + left * more


def test_the_weaker_half_of_each_wave_is_stopped_half_way(
    engine: LocalEngine, tiny_model: Path
) -> None:
    events = list(engine.run(request_for(tiny_model, 8, stop_weak=True), never))
    assert isinstance(events[0], RunPlanned)
    assert events[0].waves == (1, 4, 3)
    gone = stopped(events)
    assert {event.reason for event in gone} == {WEAKER}
    scores = {e.candidate: e.score for e in events if isinstance(e, Preview) and e.step == HALF}
    expected = set[int]()
    for wave, left in ((range(1, 5), 2), (range(5, 8), 2)):
        expected |= set(sorted(wave, key=lambda index: scores[index] or 0)[left:])
    assert {event.index for event in gone} == expected
    kept = [candidate.index for candidate in finished(events)]
    assert sorted([*kept, *expected]) == list(range(8))
    last = {e.candidate: e.step for e in events if isinstance(e, Preview)}
    assert last == {index: HALF if index in expected else STEPS for index in range(8)}
    assert isinstance(events[-1], RunFinished)
    assert set(events[-1].ranking) == set(kept)


def test_the_network_computes_no_more_than_those_left(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unet = engine.load(str(tiny_model)).unet
    forward, rows = unet.forward, list[int]()

    def counted(x: Tensor, t: Tensor) -> Tensor:
        rows.append(len(x))
        return forward(x, t)

    monkeypatch.setattr(unet, "forward", counted)
    list(engine.run_wave(request_for(tiny_model, stop_weak=True), range(1, 5), never))
    assert rows == [4] * HALF + [2] * HALF
    assert sum(rows) == candidate_steps(STEPS, 4)


@pytest.mark.parametrize("sampler", ["ddpm", "ddim"])
def test_a_recipe_gives_its_candidate_again_and_a_stopped_one_can_be_resumed(
    engine: LocalEngine, tiny_model: Path, sampler: str
) -> None:
    request = request_for(tiny_model, 5, stop_weak=True, sampler=sampler)
    events = list(engine.run(request, never))
    wave = range(1, 5)
    again = {c.index: c for c in finished(list(engine.run_wave(request, wave, never)))}
    for candidate in finished(events)[1:]:
        assert candidate.recipe["settings"]["stop_weak"] is True
        assert candidate.recipe["wave"] == [1, 4]
        assert np.array_equal(candidate.pixels, again[candidate.index].pixels)
    unstopped = request_for(tiny_model, 5, sampler=sampler)
    whole = {c.index: c for c in finished(list(engine.run(unstopped, never)))}
    resumed = {c.index: c for c in finished(list(engine.run_wave(unstopped, wave, never)))}
    for event in stopped(events):
        assert np.array_equal(resumed[event.index].pixels, whole[event.index].pixels)
        assert event.seed == whole[event.index].seed
    # Fewer rows round differently: at most 2 of 255 levels in so few steps.
    for index, candidate in again.items():
        difference = candidate.pixels.astype(int) - whole[index].pixels.astype(int)
        assert np.abs(difference).max() <= 2


@pytest.mark.parametrize("every", [0, 4])
def test_it_does_not_depend_on_the_previews(
    engine: LocalEngine, tiny_model: Path, every: int
) -> None:
    often, rarely = (
        list(engine.run(request_for(tiny_model, 5, stop_weak=True, preview_every=n), never))
        for n in (1, every)
    )
    assert stopped(often) == stopped(rarely)


def test_one_that_overflowed_is_the_first_to_go_and_told_once(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unet = engine.load(str(tiny_model)).unet
    forward = unet.forward

    def poisoned(x: Tensor, t: Tensor) -> Tensor:
        output = forward(x, t).clone()
        if len(x) == 4:
            output[2] = float("nan")
        return output

    monkeypatch.setattr(unet, "forward", poisoned)
    request = request_for(tiny_model, stop_weak=True)
    events = list(engine.run_wave(request, range(4), never))
    gone = stopped(events)
    assert [event.index for event in gone if event.reason != WEAKER] == [2]
    assert len(gone) == len({event.index for event in gone}) == 2
    assert len(finished(events)) == 2


def test_without_a_prompt_none_is_weaker(engine: LocalEngine, tiny_model: Path) -> None:
    events = list(engine.run(request_for(tiny_model, 5, prompt="", stop_weak=True), never))
    assert len(finished(events)) == 5


def test_memory_that_runs_out_after_halving_leaves_nobody_out(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unet = engine.load(str(tiny_model)).unet
    forward, failed = unet.forward, list[int]()

    def cramped(x: Tensor, t: Tensor) -> Tensor:
        if len(x) == 2 and not failed:
            failed.append(1)
            raise torch.OutOfMemoryError("CUDA out of memory")
        return forward(x, t)

    monkeypatch.setattr(unet, "forward", cramped)
    events = list(engine.run_wave(request_for(tiny_model, stop_weak=True), range(4), never))
    assert any(isinstance(event, Notice) for event in events)
    shown = [event.seconds_left for event in events if isinstance(event, Preview)]
    assert min(shown) >= 0
    kept = {candidate.index for candidate in finished(events)}
    assert kept | {event.index for event in stopped(events)} == set(range(4))
    assert [candidate.recipe["wave"][1] for candidate in finished(events)] == [2, 2]


def test_rows_streams_and_numbers_go_together() -> None:
    streams, beside = (CandidateStreams([5, 6, 7, 8], 4, torch.device("cpu")) for _ in range(2))
    rows = Rows(range(10, 14), [5, 6, 7, 8], streams)
    sample = torch.arange(4.0)[:, None, None, None].expand(4, 3, 4, 4)
    scores = torch.tensor([0.3, 0.1, 0.2, 0.05])
    step = Step(3, sample, sample, Prediction(sample, sample, sample, None, lambda: scores))
    gone = list(rows.halve(step, 2))
    assert [(event.index, event.seed) for event in gone] == [(10, 5), (12, 7)]
    assert rows.indices == [11, 13]
    assert step.sample[:, 0, 0, 0].tolist() == [1, 3]
    assert torch.equal(streams.normal(), beside.normal()[[1, 3]])


def test_streams_that_are_left_draw_what_they_would_have_drawn() -> None:
    beside, fewer = (CandidateStreams([5, 6, 7], 4, torch.device("cpu")) for _ in range(2))
    assert torch.equal(beside.normal(), fewer.normal())
    fewer.keep([0, 2])
    assert torch.equal(beside.normal()[[0, 2]], fewer.normal())
    assert torch.equal(beside.uniform(3)[[0, 2]], fewer.uniform(3))
