"""Pictures that a diffusion network makes of nothing, to look at while it learns."""

from collections import deque
from functools import partial

import torch
from PIL import Image

from inference.local_guided import guided_diffusion
from inference.noise import CandidateStreams
from inference.samplers import SAMPLERS, GuidedRun
from inference.schedule import Schedule
from inference.unet import UNet

__all__ = ["sample_grid"]


def sample_grid(unet: UNet, count: int = 16, steps: int = 25, seed: int = 0) -> Image.Image:
    """The first ``count`` seeds, not picked, in rows of eight.

    A network that knows labels is asked for one after the other, at their own strength.
    """
    size, classes = unet.config.image_size, unet.config.num_classes
    labels = torch.arange(count) % classes if classes else None
    streams = CandidateStreams(range(seed, seed + count), size, torch.device("cpu"))
    nothing = torch.zeros(count, 3, size, size)
    network = partial(unet, labels=labels)
    schedule, ddpm = Schedule.respaced(steps), SAMPLERS["ddpm"]
    run = GuidedRun(network, schedule, ddpm, steps, nothing, None, streams)
    last = deque(guided_diffusion(run), maxlen=1).pop()
    pixels = ((last.x0.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1)
    columns = min(8, count)
    grid = Image.new("RGB", (columns * size, -(-count // columns) * size))
    for index, picture in enumerate(pixels.numpy()):
        place = (index % columns * size, index // columns * size)
        grid.paste(Image.fromarray(picture), place)
    return grid
