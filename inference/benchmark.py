"""Speed and memory of this machine, side by side in one run.

Compared are numbers from the same process, alternating, so that a busy machine disturbs both.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import psutil
import torch
from torch import Tensor

from inference.cost import clip_flops, unet_cost
from inference.device import Device, choose_device
from inference.diffusion import Coefficients
from inference.engine import LocalEngine
from inference.events import CandidateFinished, Preview
from inference.guidance import predict
from inference.models.catalog import find_model
from inference.models.load import LoadedModel
from inference.noise import CandidateStreams
from inference.request import PRESETS, EditRequest, GuidanceName
from inference.schedule import Schedule
from inference.task import Task

__all__ = ["alternating", "count_step", "measure_precisions", "measure_presets", "measure_step"]

PROMPT = "tennis ball"
SIDE = 512


def example(
    model: str, preset: str, candidates: int, guidance: GuidanceName = "model"
) -> EditRequest:
    """The same request on every machine: a disc in the middle of a smooth picture."""
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE
    picture = (np.dstack([x, y, 1 - x]) * 200 + 20).astype(np.uint8)
    mask = (((x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.04) * 255).astype(np.uint8)
    strength = find_model(model)[0].tuning.strength
    settings = replace(PRESETS[preset], model=model, strength=strength, guidance=guidance)
    return EditRequest(picture, mask, PROMPT, seed=1, candidates=candidates, settings=settings)


def count_step(model: LoadedModel) -> dict[str, float]:
    """GFLOP of a guided step for one candidate; CLIP forward and backward on 8 views."""
    cost = unet_cost(model.spec.unet)
    clip = clip_flops(model.clip, PRESETS["paper"].augmentations)
    parts = {"unet_forward": cost.forward_flops, "unet_backward": cost.backward_flops, "clip": clip}
    counted = {name: round(flops / 1e9, 3) for name, flops in parts.items()}
    return {**counted, "step": round(sum(parts.values()) / 1e9, 3)}


def measure_step(model: LoadedModel, name: str, batch: int, repeats: int) -> dict[str, Any]:
    """Seconds of one step guided as published, with the forward pass shared and done twice.

    "Twice" is what the published code does: once for the mean, once more for the gradient.
    """
    task = Task(model, example(name, "paper", batch, "published"))
    device = model.device.torch
    c = Coefficients.at(Schedule.respaced(100), 50)
    streams = CandidateStreams(range(batch), model.spec.unet.image_size, device)
    x_t = streams.normal()
    evaluations = 0

    def counted(x: Tensor, t: Tensor) -> Tensor:
        nonlocal evaluations
        evaluations += 1
        return model.unet(x, t)

    def shared() -> None:
        predict(counted, x_t, c, task.guidance, streams)

    def twice() -> None:
        predict(model.unet, x_t, c, None, streams)
        predict(model.unet, x_t, c, task.guidance, streams)

    shared()
    one = evaluations
    twice()
    times = alternating({"shared": shared, "twice": twice}, repeats, device)
    return {
        "batch": batch,
        "unet_evaluations": one,
        "seconds_shared": round(times["shared"], 4),
        "seconds_twice": round(times["twice"], 4),
        "speed_up": round(times["twice"] / times["shared"], 2),
    }


def measure_precisions(
    engine: LocalEngine, name: str, batch: int, repeats: int
) -> dict[str, float]:
    """Seconds of a guided step in each precision that makes sense on the device."""
    kind = engine.device.torch.type
    others = ("float32", "float16") if kind == "cuda" else ("float32", "bfloat16")
    steps: dict[str, Callable[[], object]] = {}
    for precision in others:
        device = choose_device(engine.device.name, precision)
        steps[precision] = _guided_step(LocalEngine(engine.store, device).load(name), name, batch)
    times = alternating(steps, repeats, engine.device.torch)
    return {precision: round(seconds, 4) for precision, seconds in times.items()}


def _guided_step(model: LoadedModel, name: str, batch: int) -> Callable[[], object]:
    task = Task(model, example(name, "paper", batch))
    size = model.spec.unet.image_size
    streams = CandidateStreams(range(batch), size, model.device.torch)
    x_t, c = streams.normal(), Coefficients.at(Schedule.respaced(100), 50)
    step = partial(predict, task.network, x_t, c, task.guidance, streams)
    step()
    return step


def measure_presets(engine: LocalEngine, name: str, candidates: int) -> list[dict[str, Any]]:
    """Whole runs: seconds to the first preview, the first finished candidate, and all of them."""
    rows = []
    for preset in PRESETS:
        marks: dict[str, float] = {}
        start = time.perf_counter()
        for event in engine.run(example(name, preset, candidates), lambda: False):
            now = time.perf_counter() - start
            if isinstance(event, Preview):
                marks.setdefault("first_preview", now)
            elif isinstance(event, CandidateFinished):
                marks.setdefault("first_finished", now)
                marks["all_finished"] = now
        rows.append(
            {
                "preset": preset,
                "candidates": candidates,
                **{mark: round(seconds, 2) for mark, seconds in marks.items()},
            }
        )
    return rows


def peak_memory(device: Device) -> int:
    """The most bytes that were in use: on the GPU, or of this process."""
    if device.torch.type == "cuda":
        return torch.cuda.max_memory_allocated(device.torch)
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource as limits  # noqa: PLC0415  not on Windows

    peak = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def alternating(
    tasks: dict[str, Callable[[], object]], repeats: int, device: torch.device
) -> dict[str, float]:
    """The median seconds of each task, run in turn."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(repeats):
        for name, task in tasks.items():
            _settle(device)
            start = time.perf_counter()
            task()
            _settle(device)
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def _settle(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
