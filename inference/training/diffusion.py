"""Trains a small ADM U-Net on a picture source: ε̂ by its weighted error, v by the bound.

ε̂: squared error weighted by √min(SNR, 5) / SNR, so that all noise levels contribute about equally,
as Karras et al. argue for (arXiv 2312.02696, appendix B.2). Without the weight of the noisiest
levels a short training gets the colours of whole pictures wrong, since x̂_0 magnifies the error of
ε̂ there. v: the variational bound with the mean held fixed (arXiv 2102.09672, section 3.1).
Where the source has a list of concepts the network learns them as labels, and some pictures
without theirs, so that it can go without one too (arXiv 2207.12598, algorithm 1).
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.models.spec import UNetConfig
from inference.schedule import TRAINING_STEPS, Schedule
from inference.training.batches import PictureSource
from inference.training.begin import begin_with
from inference.training.checkpoint import Averaged
from inference.training.loop import LoopPlan, Report, Stopped, run_loop
from inference.training.precision import shortened
from inference.unet import NO_LABEL, UNet

__all__ = ["DiffusionPlan", "TrainingLoss", "train_diffusion"]

MAX_SNR = 5.0
UNLABELLED_SHARE = 0.1
STARTER_UNET = UNetConfig(
    image_size=64,
    model_channels=32,
    channel_mult=(1, 2, 3, 4),
    num_res_blocks=1,
    attention_resolutions=(8,),
    head_channels=32,
    norm_groups=8,
)


@dataclass(frozen=True)
class DiffusionPlan(LoopPlan):
    """A training of a diffusion network; see LoopPlan."""

    batch: int = 16
    save_every: int = 3200
    unet: UNetConfig = field(default=STARTER_UNET)


class TrainingLoss:
    """The two terms of the loss over all 1000 timesteps, tables on the device."""

    def __init__(self, device: torch.device) -> None:
        schedule = Schedule.respaced(TRAINING_STEPS)

        def table(values: NDArray[np.float64]) -> Tensor:
            return torch.as_tensor(values, dtype=torch.float32, device=device)

        cumprod = table(schedule.alphas_cumprod)
        self.signal, self.noise = cumprod.sqrt(), (1 - cumprod).sqrt()
        snr = cumprod / (1 - cumprod)
        self.weight = snr.clamp(max=MAX_SNR).sqrt() / snr
        self.log_beta = table(schedule.betas).log()
        self.log_posterior = table(schedule.posterior_log_variance_clipped)
        # The posterior mean depends on ε through this factor: μ̃(ε) − μ̃(ε̂) = −c (ε − ε̂).
        ratio = schedule.posterior_mean_coef1 / schedule.alphas_cumprod**0.5
        self.mean_per_epsilon = table(ratio * (1 - schedule.alphas_cumprod) ** 0.5)

    def noised(self, x: Tensor, t: Tensor, noise: Tensor) -> Tensor:
        """x_t of pictures x, shape (B, 3, S, S), at timesteps t, shape (B,)."""
        return _at(self.signal, t) * x + _at(self.noise, t) * noise

    def __call__(self, output: Tensor, t: Tensor, noise: Tensor) -> tuple[Tensor, Tensor]:
        """Both terms, means over the batch, of the network's output, shape (B, 6, S, S)."""
        predicted, v = output.float().chunk(2, dim=1)
        error = (predicted - noise).square()
        simple = (error.mean(dim=(1, 2, 3)) * self.weight[t]).mean()
        low, high = _at(self.log_posterior, t), _at(self.log_beta, t)
        log_variance = low + (v + 1) / 2 * (high - low)
        shift = _at(self.mean_per_epsilon, t).square() * error.detach()
        kl = log_variance - low + torch.exp(low - log_variance) - 1
        bound = 0.5 * (kl + shift * torch.exp(-log_variance)) / math.log(2)
        # t = 0 is a likelihood of 8-bit colours, not a divergence; its share is negligible.
        return simple, (bound.mean(dim=(1, 2, 3)) * (t > 0)).mean()


def _shown(concepts: Tensor, generator: torch.Generator) -> Tensor:
    """Labels of a batch, shape (B,), some of them kept back."""
    kept_back = torch.rand(len(concepts), generator=generator) < UNLABELLED_SHARE
    return torch.where(kept_back, NO_LABEL, concepts)


def _at(values: Tensor, t: Tensor) -> Tensor:
    return values[t][:, None, None, None]


def train_diffusion(
    source: PictureSource,
    folder: Path,
    plan: DiffusionPlan,
    report: Report,
    stopped: Stopped = lambda: False,
    begin: Mapping[str, Tensor] | None = None,
) -> UNet:
    """Train until ``plan.pictures`` have been seen, resuming from ``folder`` where it can.

    Args:
        source: where the pictures come from; its size must be the network's, and its labels are
            the classes that the network learns.
        folder: the checkpoint (``diffusion.pt``) and the loss curve (``diffusion.csv``) go there.
        report: told after every step how many pictures were seen and the loss.
        stopped: asked after every step; true ends the training after a last checkpoint.
        begin: a model's weights to begin with, where nothing is to be resumed.

    Returns:
        The averaged (EMA) network, on the CPU, in float32.

    Raises:
        RequestError: the folder holds the training of another network, or ``begin`` is one.
    """
    device = torch.device(plan.device)
    torch.manual_seed(plan.seed)
    config = replace(plan.unet, num_classes=len(source.labels))
    network = UNet(config)
    begin_with(network, begin)
    network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(network.parameters(), plan.learning_rate, (0.9, 0.99))
    average = Averaged(network)
    loss_of = TrainingLoss(device)

    def lesson(generator: torch.Generator, _progress: float) -> tuple[Tensor, float]:
        batch = source.draw(plan.batch, generator)
        x = batch.pictures.to(device)
        t = torch.randint(TRAINING_STEPS, (plan.batch,), generator=generator).to(device)
        noise = torch.randn(x.shape, generator=generator).to(device)
        labels = None
        if config.num_classes:
            labels = _shown(batch.concepts % config.num_classes, generator).to(device)
        x_t = loss_of.noised(x, t, noise).contiguous(memory_format=torch.channels_last)
        with shortened(device):
            output = network(x_t, t, labels)
        simple, bound = loss_of(output, t, noise)
        return simple + bound, simple.item()

    run_loop(
        network,
        optimizer,
        average,
        lesson,
        folder / "diffusion.pt",
        {"unet": asdict(config), "labels": [list(names) for names in source.labels]},
        plan,
        report,
        stopped,
    )
    finished = UNet(config)
    finished.load_state_dict(average.values)
    return finished
