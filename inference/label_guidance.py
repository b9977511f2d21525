"""A network that knows classes, asked for one of them: classifier-free guidance.

Ho and Salimans, "Classifier-Free Diffusion Guidance" (arXiv 2207.12598, equation 6). A class says
in the first, noisiest steps what is to come, where CLIP sees next to nothing. To overdo it is of
use in the middle of a run only, and elsewhere costs an evaluation for nothing: Kynkäänniemi et al.,
"Applying Guidance in a Limited Interval" (arXiv 2404.07724).
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from inference.schedule import TRAINING_STEPS
from inference.unet import NO_LABEL, UNet

__all__ = ["LabelledUNet"]


@dataclass(frozen=True)
class LabelledUNet:
    """A U-Net that is always asked for the same label.

    ``(x, timesteps)``: as UNet, all rows at one timestep where there is an interval. ε̂ is that
    without a label, and ``weight`` times the way from there to that with it: 1 is the
    class-conditional network, more overdoes it. v is that with the label.

    Attributes:
        label: a class of the network.
        weight: w in ε̂ = ε̂(x_t) + w (ε̂(x_t, label) − ε̂(x_t)), above 0.
        interval: where w holds, as shares of the noisiest timestep, the lower one first; outside
            it is 1. None: everywhere.
    """

    unet: UNet
    label: int
    weight: float
    interval: tuple[float, float] | None = None

    @property
    def evaluations(self) -> int:
        """How often the U-Net is asked in a step, at most."""
        return 1 if self.weight == 1 else 2

    def __call__(self, x: Tensor, timesteps: Tensor) -> Tensor:
        """See the class."""
        labels = torch.full((len(x),), self.label, device=x.device)
        if self.weight == 1 or not self._holds(timesteps):
            labelled: Tensor = self.unet(x, timesteps, labels)
            return labelled
        # Both in one batch: the smaller it is, the more is won (one picture on two cores: a sixth).
        labels = torch.cat([labels, torch.full_like(labels, NO_LABEL)])
        both: Tensor = self.unet(x.repeat(2, 1, 1, 1), timesteps.repeat(2), labels)
        (epsilon, free), (v, _) = (part.chunk(2) for part in both.chunk(2, dim=1))
        return torch.cat([free + self.weight * (epsilon - free), v], dim=1)

    def _holds(self, timesteps: Tensor) -> bool:
        if self.interval is None:
            return True
        lowest, highest = self.interval
        return lowest <= float(timesteps[0]) / TRAINING_STEPS <= highest
