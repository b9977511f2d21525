"""How precisely a training computes."""

import torch

from inference.device import choose_device

__all__ = ["shortened"]


def shortened(device: torch.device) -> torch.autocast:
    """Autocast to bfloat16; on a CPU only where that is faster.

    Not every CPU has the instructions, and to imitate them takes a training 15 times as long.
    """
    faster = device.type != "cpu" or choose_device("cpu").torso is torch.bfloat16
    return torch.autocast(device.type, torch.bfloat16, enabled=faster)
