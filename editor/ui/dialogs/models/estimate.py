"""What a model asks of this machine: time and memory, as far as can be told without running it."""

from dataclasses import dataclass, replace

import psutil

from editor.document.settings import Settings
from editor.jobs.messages import EngineInfo
from editor.ui.runs.pace import Paces
from inference.models.catalog import STARTER, find_model
from inference.models.spec import ModelSpec
from inference.request import PRESETS

__all__ = ["Estimate", "estimate"]

PRESET = "fast"  # what the prompt bar begins with
HOPELESS_SECONDS = 10 * 60
CORE_FLOPS, MOST_CORES = 35e9, 16  # a second; a desktop CPU's float32 convolutions
ASSUMED_FLOPS = {"cuda": 10e12, "mps": 2e12}  # a second; GPUs of the middle


@dataclass(frozen=True)
class Estimate:
    """What one candidate takes in the Fast preset.

    Attributes:
        seconds: None while it is not known where the engine computes.
        memory: bytes.
        present: bytes of memory that there are, 0 where that is not known.
        measured: whether the time comes from runs of this very model.
        gpu: whether a GPU computes.
    """

    seconds: float | None
    memory: int
    present: int = 0
    measured: bool = False
    gpu: bool = False

    @property
    def short_of_memory(self) -> bool:
        """Whether it cannot fit."""
        return 0 < self.present < self.memory

    @property
    def hopeless(self) -> bool:
        """Whether nobody would wait for it, on a CPU."""
        return not self.gpu and self.seconds is not None and self.seconds > HOPELESS_SECONDS


def estimate(name: str, spec: ModelSpec, info: EngineInfo, settings: Settings) -> Estimate:
    """What one candidate of a model takes on this machine.

    Args:
        name: what a request calls the model.
        info: where the engine computes.
        settings: among them, how long runs took.
    """
    memory = spec.cost.weight_bytes + spec.cost.activation_bytes
    kind = info.device.partition(":")[0]
    if not kind:
        return Estimate(None, memory)
    gpu = kind != "cpu"
    present = 0 if gpu else psutil.virtual_memory().total
    run = replace(PRESETS[PRESET], model=name, strength=spec.tuning.strength)
    measured = Paces(settings).seconds(info.device, run, 1)
    seconds = measured or run.start * spec.cost.flops / _flops_a_second(info.device, settings)
    return Estimate(seconds, memory, present, measured is not None, gpu)


def _flops_a_second(device: str, settings: Settings) -> float:
    """Of a CPU, what the starter's runs have shown; else what such a device usually does.

    On a GPU the starter is too small to keep it busy, so that its time says nothing of others.
    """
    kind = device.partition(":")[0]
    if kind in ASSUMED_FLOPS:
        return ASSUMED_FLOPS[kind]
    spec, _ = find_model(STARTER)
    run = replace(PRESETS[PRESET], model=STARTER, strength=spec.tuning.strength)
    seconds = Paces(settings).seconds(device, run, 1)
    if seconds:
        return run.start * spec.cost.flops / seconds
    return CORE_FLOPS * min(psutil.cpu_count(logical=False) or 1, MOST_CORES)
