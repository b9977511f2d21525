"""Where and how precisely to compute, and how many candidates fit together."""

import time
from dataclasses import dataclass
from functools import lru_cache

import psutil
import torch
from torch import device as TorchDevice
from torch import dtype as DType

from inference.errors import RequestError

__all__ = [
    "Device",
    "choose_device",
    "flops_a_second",
    "is_out_of_memory",
    "present_devices",
    "wave_sizes",
]

LARGEST_WAVE = {"cuda": 16, "mps": 4, "cpu": 4}
CLEARLY = 1.3
SLOW = 1e10  # FLOP a second; beside what these take, calling them costs nothing
USABLE_SHARE = 0.7  # of the free memory
OUT_OF_MEMORY_WORDS = (
    "out of memory",
    "alloc_failed",
    "can't allocate memory",
    "not enough memory",
)


@dataclass(frozen=True)
class Device:
    """A torch device and the precision of the network's torso on it."""

    torch: TorchDevice
    torso: DType

    @property
    def name(self) -> str:
        """As a person writes it: cpu, cuda:0, mps."""
        return str(self.torch)

    @property
    def precision(self) -> str:
        """As a person writes it: float32, float16, bfloat16."""
        return str(self.torso).removeprefix("torch.")

    def free_memory(self) -> int:
        """Free bytes where the tensors live."""
        if self.torch.type == "cuda":
            free = torch.cuda.mem_get_info(self.torch)[0]
            # What torch keeps for itself is free to us too.
            kept = torch.cuda.memory_reserved(self.torch) - torch.cuda.memory_allocated(self.torch)
            return free + kept
        return int(psutil.virtual_memory().available)


def present_devices() -> tuple[tuple[str, str], ...]:
    """What this machine has, the best first: each device's name and what it is called.

    Such as ("cuda:0", "NVIDIA H100 80GB HBM3, 79 GB"); the CPU is always the last.
    """
    found = [
        (f"cuda:{number}", f"{card.name}, {card.total_memory / 2**30:.0f} GB")
        for number, card in enumerate(
            map(torch.cuda.get_device_properties, range(torch.cuda.device_count()))
        )
    ]
    if torch.backends.mps.is_available():
        found.append(("mps", "Apple GPU"))
    return (*found, ("cpu", "CPU"))


def choose_device(name: str | None = None, precision: str | None = None) -> Device:
    """The device asked for, or the best there is: CUDA, then Apple's, then the CPU.

    On CUDA the torso runs in float16, which the public weights were made for; on a CPU in
    bfloat16 where that is clearly faster; else in float32.

    Args:
        name: "cpu", "cuda", "cuda:1", "mps"; None or "auto" for the best.
        precision: "float32", "float16" or "bfloat16"; None or "auto" for the device's own.

    Raises:
        RequestError: this machine has no such device, or nothing is named like that.
    """
    if name in (None, "auto"):
        has_mps = torch.backends.mps.is_available()
        name = "cuda" if torch.cuda.is_available() else "mps" if has_mps else "cpu"
    try:
        device = torch.device(str(name))
        if device.type not in LARGEST_WAVE:
            raise RequestError(f"{name} cannot be used; choose cpu, cuda or mps.")
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise RequestError(f"This machine has no device {name}; leave --device out.") from error
    wanted = _own_precision(device) if precision in (None, "auto") else str(precision)
    dtypes = {
        str(d).removeprefix("torch."): d for d in (torch.float32, torch.float16, torch.bfloat16)
    }
    if wanted not in dtypes:
        raise RequestError(f"{wanted} is no precision; choose one of {', '.join(dtypes)}.")
    return Device(device, dtypes[wanted])


def _own_precision(device: TorchDevice) -> str:
    if device.type == "cuda":
        return "float16"
    if device.type != "cpu":
        return "float32"
    plain, brief = (Device(device, dtype) for dtype in (torch.float32, torch.bfloat16))
    # Chips differ by far more than this either way, so that a busy moment does not decide.
    return "bfloat16" if flops_a_second(brief) > CLEARLY * flops_a_second(plain) else "float32"


@lru_cache
def flops_a_second(device: Device) -> float:
    """What the device does with a convolution of the torso's kind; an estimate within a factor.

    Measured once, in some hundredths of a second on a CPU, in half a second where it has to
    imitate the precision: a small convolution tells that, and is enough for what is slow.
    """
    small = _flops_a_second(device, 16)
    return small if small < SLOW else _flops_a_second(device, 64)


def _flops_a_second(device: Device, side: int) -> float:
    """With a picture of ``side`` pixels; a small one understates what is fast."""
    x = torch.zeros(1, 128, side, side, device=device.torch, dtype=device.torso)
    weight = torch.zeros(128, 128, 3, 3, device=device.torch, dtype=device.torso)

    def seconds() -> float:
        start = time.perf_counter()
        torch.nn.functional.conv2d(x, weight, padding=1)[0, 0, 0, 0].item()  # waits for a GPU
        return time.perf_counter() - start

    seconds()  # sets up
    return 2 * x.numel() * weight[0].numel() / min(seconds() for _ in range(3))


def wave_sizes(candidates: int, bytes_a_candidate: int, device: Device) -> tuple[int, ...]:
    """How many candidates to compute together, wave by wave.

    The first wave is a single candidate, so that something is finished early; the others are as
    large as the free memory and the kind of device suggest.
    """
    fitting = int(device.free_memory() * USABLE_SHARE) // max(1, bytes_a_candidate)
    largest = max(1, min(fitting, LARGEST_WAVE[device.torch.type]))
    sizes = [1]
    while (left := candidates - sum(sizes)) > 0:
        sizes.append(min(left, largest))
    return tuple(sizes)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception means that memory ran out, by its class or by its words.

    cuBLAS, cuDNN and the CPU allocator raise a plain RuntimeError for it.
    """
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    words = str(error).lower()
    return isinstance(error, RuntimeError) and any(part in words for part in OUT_OF_MEMORY_WORDS)
