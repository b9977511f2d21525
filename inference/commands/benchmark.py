"""``benchmark``: what a step, a preview and a run cost on this machine."""

import argparse
import json
import platform
import sys
import time
from typing import Any

import torch

from inference.benchmark import (
    count_step,
    measure_precisions,
    measure_presets,
    measure_step,
    peak_memory,
)
from inference.device import choose_device
from inference.engine import LocalEngine
from inference.errors import RequestError

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Measure and print, and write a JSON file where one is asked for."""
    engine = LocalEngine(device=choose_device(options.device, options.precision))
    start = time.perf_counter()
    model = engine.load(options.model)
    figures: dict[str, Any] = {
        "model": model.spec.title,
        "device": engine.device.name,
        "precision": engine.device.precision,
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "machine": platform.machine(),
        "load_seconds": round(time.perf_counter() - start, 2),
    }
    _print("Machine", [figures])
    figures["gflop"] = count_step(model)
    _print("GFLOP of a guided step, counted", [figures["gflop"]])
    figures["steps"] = [measure_step(model, options.model, n, repeats=7) for n in (1, 4)]
    _print(
        "A guided step: the U-Net evaluated once, or twice as in the published code",
        figures["steps"],
    )
    figures["precisions"] = [
        {"batch": n, **measure_precisions(engine, options.model, n, repeats=7)} for n in (1, 4)
    ]
    _print("Seconds of a guided step by precision of the torso", figures["precisions"])
    if not options.quick:
        figures["runs"] = measure_presets(engine, options.model, candidates=8)
        _print("Seconds of whole runs, model loaded", figures["runs"])
    figures["peak_memory_mb"] = round(peak_memory(engine.device) / 1e6)
    sys.stdout.write(f"\nPeak memory: {figures['peak_memory_mb']} MB\n")
    if options.out is not None:
        try:
            options.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")
        except OSError as error:
            raise RequestError(f"{options.out} cannot be written: {error.strerror}.") from error
    return 0


def _print(title: str, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    widths = [max(len(name), *(len(str(row[name])) for row in rows)) for name in names]
    sys.stdout.write(f"\n{title}\n")
    for cells in (names, *([str(row[name]) for name in names] for row in rows)):
        line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        sys.stdout.write(f"  {line.rstrip()}\n")
