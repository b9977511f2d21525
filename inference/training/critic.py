"""Trains a critic (see inference.critic) on the compositions that the starter learns from.

It meets them as results come out of a run: soft, grainy, washed out. Things that are none of the
list, and known ones in disorder, teach it what a result that failed looks like.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from inference.critic import CriticNetwork
from inference.models.spec import CriticConfig
from inference.training.batches import uniform
from inference.training.begin import begin_with
from inference.training.checkpoint import Averaged
from inference.training.compose import CompositeSource
from inference.training.loop import LoopPlan, Report, Stopped, run_loop
from inference.training.precision import shortened

__all__ = ["CriticPlan", "recognised", "train_critic"]

NOTHING_SHARE = 0.3
PART = 100  # pictures to look at together
SMOOTHING = 0.1  # never quite certain, so that there is an order among what it believes


@dataclass(frozen=True)
class CriticPlan(LoopPlan):
    """A training of a critic; see LoopPlan. Its seed is neither the starter's nor the judge's."""

    batch: int = 64
    learning_rate: float = 2e-3
    seed: int = 2003


def train_critic(
    source: CompositeSource,
    folder: Path,
    plan: CriticPlan,
    report: Report,
    stopped: Stopped = lambda: False,
    begin: Mapping[str, Tensor] | None = None,
) -> CriticNetwork:
    """Train until ``plan.pictures`` have been seen, resuming from ``folder`` where it can.

    Args:
        report, stopped, begin: as in train_diffusion.

    Returns:
        The averaged (EMA) network, on the CPU, in float32.

    Raises:
        RequestError: as in train_diffusion.
    """
    torch.manual_seed(plan.seed)
    device = torch.device(plan.device)
    labels = [list(names) for names in source.labels]
    config = CriticConfig(len(labels) + 1, source.size)
    network = CriticNetwork(config)
    begin_with(network, begin)
    network = network.to(device, memory_format=torch.channels_last).train()  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(network.parameters(), plan.learning_rate, weight_decay=0.05)
    average = Averaged(network, longest=0.998)

    def lesson(generator: torch.Generator, _progress: float) -> tuple[Tensor, float]:
        pictures, concepts = lesson_of(source, plan.batch, generator)
        shown = pictures.to(device).contiguous(memory_format=torch.channels_last)
        with shortened(device):
            logits = network(shown)
        loss = F.cross_entropy(logits.float(), concepts.to(device), label_smoothing=SMOOTHING)
        return loss, loss.item()

    facts = {"critic": asdict(config), "labels": labels}
    path = folder / "critic.pt"
    run_loop(network, optimizer, average, lesson, path, facts, plan, report, stopped)
    finished = CriticNetwork(config)
    finished.load_state_dict(average.values)
    return finished.eval()


def lesson_of(
    source: CompositeSource, count: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Pictures as results look, in [-1, 1], (B, 3, S, S), and their labels, (B,)."""
    strange = int(count * NOTHING_SHARE)
    batch = source.draw(count - strange, generator)
    none = len(source.labels)
    pictures = torch.cat([batch.pictures, source.draw_distractors(strange, generator)])
    concepts = torch.cat([batch.concepts % none, torch.full((strange,), none)])
    return as_results_look(pictures, generator), concepts


def as_results_look(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Soft, grainy and lighter or darker at random; in and out in [-1, 1]."""
    count, _, size, _ = pictures.shape
    chance = torch.rand(count, 3, 1, 1, 1, generator=generator)
    coarse = F.interpolate(F.avg_pool2d(pictures, 2), (size, size), mode="bicubic")
    soft = F.avg_pool2d(F.pad(pictures, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    shown = torch.where(chance[:, 0] < 0.25, coarse, pictures)
    shown = torch.where(chance[:, 1] < 0.25, soft, shown)
    gain = uniform(0.8, 1.25, (count, 1, 1, 1), generator)
    light = uniform(-0.15, 0.15, (count, 3, 1, 1), generator)
    grain = uniform(0, 0.15, (count, 1, 1, 1), generator) * (chance[:, 2] < 0.6)
    noise = torch.randn(shown.shape, generator=generator)
    return (shown * gain + light + grain * noise).clamp(-1, 1)


@torch.no_grad()
def recognised(network: CriticNetwork, source: CompositeSource, count: int, seed: int) -> float:
    """The share of fresh pictures, known things and none, whose label it finds."""
    generator, right = torch.Generator().manual_seed(seed), 0
    for first in range(0, count, PART):
        pictures, concepts = lesson_of(source, min(PART, count - first), generator)
        right += int((network(pictures).argmax(dim=1) == concepts).sum())
    return right / count
