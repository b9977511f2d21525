"""Several devices: the candidates of one, cancelled, failing and short of memory as one is."""

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from inference.device import choose_device
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
from inference.many_devices import ManyDevices, choose_devices, engine_on
from tests.inference.test_engine import STEPS, finished, never, request_for

CANDIDATES = 6  # waves of 1, 4 and 1


@pytest.fixture(scope="module")
def two() -> ManyDevices:
    engine = engine_on(choose_devices("cpu, cpu", "float32"))
    assert isinstance(engine, ManyDevices)
    return engine


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def by_index(events: list[Event]) -> dict[int, Candidate]:
    return {candidate.index: candidate for candidate in finished(events)}


@pytest.mark.parametrize("stop_weak", [False, True])
def test_two_devices_give_the_candidates_of_one(
    engine: LocalEngine, two: ManyDevices, tiny_model: Path, stop_weak: bool
) -> None:
    request = request_for(tiny_model, CANDIDATES, stop_weak=stop_weak)
    alone, together = (list(e.run(request, never)) for e in (engine, two))
    one, both = by_index(alone), by_index(together)
    assert one.keys() == both.keys()
    for index, candidate in one.items():
        assert np.array_equal(candidate.pixels, both[index].pixels)
        assert candidate.recipe == both[index].recipe
    assert isinstance(alone[-1], RunFinished)
    assert isinstance(together[-1], RunFinished)
    assert together[-1].ranking == alone[-1].ranking
    assert not together[-1].cancelled


def test_the_plan_is_that_of_one_and_named_after_both(
    engine: LocalEngine, two: ManyDevices, tiny_model: Path
) -> None:
    request = request_for(tiny_model, CANDIDATES, steps=1)
    (one, *_), (both, *_) = (list(e.run(request, never)) for e in (engine, two))
    assert isinstance(one, RunPlanned)
    assert isinstance(both, RunPlanned)
    assert both.waves == one.waves == (1, 4, 1)
    assert both.device == "cpu,cpu"
    assert dataclasses.replace(both, device="cpu", seconds=one.seconds) == one


def test_both_devices_work_and_each_has_its_own_copy(
    two: ManyDevices, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (engine.load(str(tiny_model)).unet for engine in two.engines)
    assert first is not second
    meeting, seen = threading.Barrier(2, timeout=60), list[int]()

    def meet(number: int, forward: object) -> object:
        def call(x: Tensor, t: Tensor) -> Tensor:
            if number not in seen:
                seen.append(number)
                meeting.wait()  # broken unless the other one computes at the same time
            return forward(x, t)  # type: ignore[operator]

        return call

    for number, unet in enumerate((first, second)):
        monkeypatch.setattr(unet, "forward", meet(number, unet.forward))
    assert len(finished(list(two.run(request_for(tiny_model, CANDIDATES), never)))) == CANDIDATES
    assert sorted(seen) == [0, 1]


@pytest.mark.parametrize("stop_at", [1, 2, 7, 11])
def test_cancelling_stops_all_within_a_step(
    two: ManyDevices, tiny_model: Path, stop_at: int
) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked >= stop_at

    events = list(two.run(request_for(tiny_model, CANDIDATES), cancelled))
    assert asked == stop_at, "nobody asks again once it is cancelled"
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert last.cancelled
    assert len(last.ranking) == len(finished(events)) < CANDIDATES
    shown = [event for event in events if isinstance(event, Preview)]
    assert len(shown) <= 4 * stop_at + 8


def test_a_reader_that_leaves_ends_the_threads(two: ManyDevices, tiny_model: Path) -> None:
    events = two.run(request_for(tiny_model, 30, steps=50), never)
    while not isinstance(next(events), Preview):
        pass
    events.close()  # type: ignore[attr-defined]
    # _no_thread_is_left looks


def test_a_failure_on_one_keeps_what_is_finished(
    two: ManyDevices, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unet = two.engines[1].load(str(tiny_model)).unet
    done = threading.Event()

    def broken(x: Tensor, t: Tensor) -> Tensor:
        done.wait(60)
        raise RuntimeError("the card fell off the bus")

    monkeypatch.setattr(unet, "forward", broken)
    kept: list[int] = []

    def follow() -> None:
        for event in two.run(request_for(tiny_model, 30), never):
            if isinstance(event, CandidateFinished):
                kept.append(event.candidate.index)
                done.set()

    with pytest.raises(RuntimeError, match="fell off the bus"):
        follow()
    assert 0 < len(kept) < 30


def test_out_of_memory_on_one_halves_its_waves_only(
    engine: LocalEngine, two: ManyDevices, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unet = two.engines[0].load(str(tiny_model)).unet
    forward = unet.forward

    def cramped(x: Tensor, t: Tensor) -> Tensor:
        if len(x) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return forward(x, t)

    monkeypatch.setattr(unet, "forward", cramped)
    request = request_for(tiny_model, 13)
    events = list(two.run(request, never))
    told = [event.text for event in events if isinstance(event, Notice)]
    assert told in ([], ["Not enough memory: now 2 at a time."])
    there = by_index(events)
    assert sorted(there) == list(range(13))
    for index, candidate in by_index(list(engine.run(request, never))).items():
        difference = candidate.pixels.astype(int) - there[index].pixels.astype(int)
        assert np.abs(difference).max() <= 2


def test_the_estimate_is_of_all_devices(two: ManyDevices, tiny_model: Path) -> None:
    events = list(two.run(request_for(tiny_model, CANDIDATES), never))
    left = [event.seconds_left for event in events if isinstance(event, Preview)]
    assert min(left) >= 0
    assert left[-1] < max(left) / 2
    assert len(left) == CANDIDATES * STEPS


def test_one_name_is_one_device(tmp_path: Path) -> None:
    (device,) = choose_devices("cpu", "float32")
    assert device == choose_device("cpu", "float32")
    assert isinstance(engine_on((device,)), LocalEngine)


@pytest.mark.parametrize("names", ["cpu,cuda:99", "cpu,", "cpu;cpu", "tpu,cpu"])
def test_a_device_that_is_not_there_is_one_sentence(names: str) -> None:
    with pytest.raises(RequestError, match=r"has no device|cannot be used"):
        choose_devices(names)


def test_devices_of_several_kinds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, brief = (choose_device("cpu", p) for p in ("float32", "bfloat16"))
    monkeypatch.setattr(
        "inference.many_devices.choose_device", lambda name, _: plain if name == "cpu" else brief
    )
    with pytest.raises(RequestError, match="of several kinds"):
        choose_devices("cpu,npu")
