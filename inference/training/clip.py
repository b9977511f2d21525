"""Trains a small open_clip model, image and text tower, on a picture source.

It is shown what guidance will show it (see training.views), half of it noised as x_t, with the
noise level as an input. Distractors teach it what is nothing it knows, and pictures worsened
against itself that a few pixels make no thing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import open_clip
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.clip import Clip, new_clip, with_level
from inference.training.batches import Batch, PictureSource
from inference.training.begin import begin_with
from inference.training.checkpoint import Averaged
from inference.training.loop import LoopPlan, Report, Stopped, run_loop
from inference.training.precision import shortened
from inference.training.views import as_guidance_sees, random_levels

__all__ = ["MEAN", "STARTER_CLIP", "STD", "ClipPlan", "new_clip", "retrieval", "train_clip"]

MEAN, STD = (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)  # pictures in [-1, 1] are normalised as they are
DISTRACTOR_SHARE = 0.2
NOISY_SHARE = 0.5
WORSENED_SHARE = 0.5
NAMING_FIRST = 0.5  # of the training; only then are pictures worsened, more and more
FARTHEST = 3.0  # Euclidean, of a picture in [-1, 1]: 3.5 levels of 255 a value at 64 pixels
DISTRACTOR_CAPTIONS = ("something else", "an unknown object", "an abstract blob", "nothing")
STARTER_CLIP: dict[str, Any] = {
    "embed_dim": 256,
    "vision_cfg": {"image_size": 64, "layers": [1, 1, 1, 1], "width": 32, "patch_size": None},
    "text_cfg": {
        "context_length": 77,
        "vocab_size": 49408,
        "width": 128,
        "heads": 4,
        "layers": 2,
    },
    "noise_aware": True,
}


@dataclass(frozen=True)
class ClipPlan(LoopPlan):
    """A training of a CLIP; ``size`` is the side of its pictures. See LoopPlan."""

    batch: int = 64
    size: int = 64


def train_clip(
    source: PictureSource,
    folder: Path,
    plan: ClipPlan,
    report: Report,
    distractors: Callable[[int, torch.Generator], Tensor] | None = None,
    stopped: Stopped = lambda: False,
    begin: Mapping[str, Tensor] | None = None,
) -> nn.Module:
    """Train until ``plan.pictures`` have been seen, resuming from ``folder`` where it can.

    Args:
        distractors: draws pictures of nothing that has a caption, in [-1, 1].
        report, stopped, begin: as in train_diffusion.

    Returns:
        The averaged (EMA) network, on the CPU, in float32.
    """
    torch.manual_seed(plan.seed)
    device = torch.device(plan.device)
    vision = {**STARTER_CLIP["vision_cfg"], "image_size": plan.size}
    config = {**STARTER_CLIP, "vision_cfg": vision}
    network = new_clip(config)
    begin_with(network, begin)
    network = network.to(device).train()
    tokenizer = open_clip.SimpleTokenizer(context_length=77)
    optimizer = torch.optim.AdamW(
        network.parameters(), plan.learning_rate, weight_decay=0.02, fused=True
    )
    average = Averaged(network, longest=0.998)

    def lesson(generator: torch.Generator, progress: float) -> tuple[Tensor, float]:
        shown = _lesson(source, plan.batch, distractors, NOISY_SHARE, generator)
        inputs = with_level(shown.pictures, shown.levels).to(device)
        inputs = inputs.contiguous(memory_format=torch.channels_last)
        targets = shown.targets.to(device)
        with shortened(device):
            meant = network.encode_text(tokenizer(shown.captions).to(device), normalize=True)  # type: ignore[operator]
        scale = network.logit_scale.exp().clamp(max=100)  # type: ignore[operator]
        words = scale * meant.float().T
        farthest = FARTHEST * (progress - NAMING_FIRST) / (1 - NAMING_FIRST)
        if farthest > 0:
            inputs = _worsened(network, inputs, words.detach(), targets, farthest, generator)
        loss = _error(network, inputs, words, targets)
        return loss, loss.item()

    path = folder / "clip.pt"
    run_loop(network, optimizer, average, lesson, path, config, plan, report, stopped)
    finished = new_clip(config)
    finished.load_state_dict(average.values)
    return finished.eval()


@dataclass(frozen=True)
class Lesson:
    """Pictures and what they are.

    Attributes:
        pictures: shape (B, 3, S, S).
        levels: their noise, shape (B,).
        captions: one a concept.
        targets: the right caption of each picture, shape (B,).
    """

    pictures: Tensor
    levels: Tensor
    captions: list[str]
    targets: Tensor


def _lesson(
    source: PictureSource,
    count: int,
    distractors: Callable[[int, torch.Generator], Tensor] | None,
    noisy_share: float,
    generator: torch.Generator,
    *,
    plain: bool = False,
) -> Lesson:
    """A batch as guidance shows it, a share of it noised; or as it is."""
    strange = int(count * DISTRACTOR_SHARE) if distractors is not None else 0
    batch = source.draw(count - strange, generator)
    concepts, targets = torch.unique(batch.concepts, return_inverse=True)
    captions = [_caption_of(batch, int(concept)) for concept in concepts]
    pictures, subjects = batch.pictures, batch.subjects
    if distractors is not None and strange:
        pictures = torch.cat([pictures, distractors(strange, generator)])
        subjects = torch.cat([subjects, torch.ones_like(subjects[:1]).expand(strange, -1, -1, -1)])
        choice = int(torch.randint(len(DISTRACTOR_CAPTIONS), (1,), generator=generator))
        targets = torch.cat([targets, torch.full((strange,), len(captions))])
        captions.append(DISTRACTOR_CAPTIONS[choice])
    levels = random_levels(count, noisy_share, generator)
    if not plain:
        pictures = as_guidance_sees(pictures, subjects, levels, generator)
    return Lesson(pictures, levels, captions, targets)


def _error(network: Any, inputs: Tensor, words: Tensor, targets: Tensor) -> Tensor:  # noqa: ANN401  open_clip's
    """The mean cross-entropy of naming pictures."""
    with shortened(inputs.device):
        seen_as = network.encode_image(inputs, normalize=True)
    return F.cross_entropy(seen_as.float() @ words, targets)


def _worsened(
    network: nn.Module,
    inputs: Tensor,
    words: Tensor,
    targets: Tensor,
    farthest: float,
    generator: torch.Generator,
) -> Tensor:
    """The inputs, some moved a little way to where the network names them wrong.

    One step along the gradient, of a random length (the fast gradient method, arXiv 1412.6572, in
    the Euclidean norm): guidance climbs such gradients, so what is found on them must look like
    the thing and not like a pattern that fools.
    """
    count = int(len(inputs) * WORSENED_SHARE)
    first = torch.randperm(len(inputs), generator=generator)[:count].to(inputs.device)
    network.eval()  # what a batch of these looks like on average is not to be learnt
    with torch.enable_grad():
        attacked = inputs[first].requires_grad_()
        error = _error(network, attacked, words, targets[first])
        (gradient,) = torch.autograd.grad(error, attacked)
    network.train()
    gradient[:, 3:] = 0  # the level stays
    reach = farthest * torch.rand(count, 1, 1, 1, generator=generator).to(inputs.device)
    moved = inputs.clone()
    moved[first] += reach * F.normalize(gradient.flatten(1), dim=1).reshape_as(gradient)
    return moved


def _caption_of(batch: Batch, concept: int) -> str:
    rows = torch.nonzero(batch.concepts == concept)[:, 0].tolist()
    return batch.captions[rows[0]]


@torch.no_grad()
def retrieval(
    network: nn.Module,
    source: PictureSource,
    count: int,
    seed: int,
    noisy_share: float = 0.0,
    *,
    plain: bool = False,
) -> float:
    """R@1 of fresh pictures among the captions of all concepts drawn, pictures as guidance sees.

    Args:
        noisy_share: how many of them are noised, at all levels alike.
        plain: the pictures as they are instead, neither masked nor warped nor noised.
    """
    clip = Clip(network, open_clip.SimpleTokenizer(context_length=77), MEAN, STD)
    generator = torch.Generator().manual_seed(seed)
    shown = _lesson(source, count, None, noisy_share, generator, plain=plain)
    words = F.normalize(torch.stack([clip.encode_text(text) for text in shown.captions]), dim=-1)
    inputs = with_level(shown.pictures, shown.levels)
    seen_as = network.encode_image(inputs, normalize=True)  # type: ignore[operator]
    found = (seen_as @ words.T).argmax(dim=1)
    return float((found == shown.targets).float().mean())
