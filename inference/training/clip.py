"""Trains a small open_clip model, image and text tower, on a picture source.

It is shown what guidance will show it: masked grey surroundings under masks of many shapes, blur
and noise as in an unfinished x̂_0, projective warps. Distractors teach it what is nothing it knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import open_clip
import torch
import torch.nn.functional as F
from kornia.geometry.transform import homography_warp
from torch import Tensor, nn

from inference.augment import DRAWS_A_COPY, random_homographies
from inference.clip import Clip
from inference.training.batches import Batch, PictureSource, uniform
from inference.training.checkpoint import Averaged
from inference.training.loop import LoopPlan, Report, Stopped, run_loop

__all__ = ["MEAN", "STARTER_CLIP", "STD", "ClipPlan", "new_clip", "random_masks", "train_clip"]

MEAN, STD = (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)
MASKED_SHARE = 0.65
DISTRACTOR_SHARE = 0.2
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
}


@dataclass(frozen=True)
class ClipPlan(LoopPlan):
    """A training of a CLIP; ``size`` is the side of its pictures. See LoopPlan."""

    batch: int = 64
    size: int = 64


def new_clip(config: dict[str, Any]) -> nn.Module:
    """An untrained open_clip CLIP of a configuration in open_clip's own format."""
    network: nn.Module = open_clip.CLIP(**config)
    return network


def train_clip(
    source: PictureSource,
    folder: Path,
    plan: ClipPlan,
    report: Report,
    distractors: Callable[[int, torch.Generator], Tensor] | None = None,
    stopped: Stopped = lambda: False,
) -> nn.Module:
    """Train until ``plan.pictures`` have been seen, resuming from ``folder`` where it can.

    Args:
        distractors: draws pictures of nothing that has a caption, in [-1, 1].
        report, stopped: as in train_diffusion.

    Returns:
        The averaged (EMA) network, on the CPU, in float32.
    """
    torch.manual_seed(plan.seed)
    device = torch.device(plan.device)
    vision = {**STARTER_CLIP["vision_cfg"], "image_size": plan.size}
    config = {**STARTER_CLIP, "vision_cfg": vision}
    network = new_clip(config).to(device).train()
    tokenizer = open_clip.SimpleTokenizer(context_length=77)
    optimizer = torch.optim.AdamW(network.parameters(), plan.learning_rate, weight_decay=0.02)
    average = Averaged(network, longest=0.998)

    def lesson(generator: torch.Generator) -> tuple[Tensor, float]:
        pictures, captions, targets = _lesson(source, plan.batch, distractors, generator)
        tokens = tokenizer(captions).to(device)
        with torch.autocast(device.type, torch.bfloat16):
            seen_as = network.encode_image(pictures.to(device), normalize=True)  # type: ignore[operator]
            meant = network.encode_text(tokens, normalize=True)  # type: ignore[operator]
        scale = network.logit_scale.exp().clamp(max=100)  # type: ignore[operator]
        loss = F.cross_entropy(scale * seen_as.float() @ meant.float().T, targets.to(device))
        return loss, loss.item()

    path = folder / "clip.pt"
    run_loop(network, optimizer, average, lesson, path, config, plan, report, stopped)
    finished = new_clip(config)
    finished.load_state_dict(average.values)
    return finished.eval()


def _lesson(
    source: PictureSource,
    count: int,
    distractors: Callable[[int, torch.Generator], Tensor] | None,
    generator: torch.Generator,
) -> tuple[Tensor, list[str], Tensor]:
    """Pictures as guidance shows them, one caption a concept, and the right caption of each."""
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
    return _as_guidance_sees(pictures, subjects, generator), captions, targets


def _caption_of(batch: Batch, concept: int) -> str:
    rows = torch.nonzero(batch.concepts == concept)[:, 0].tolist()
    return batch.captions[rows[0]]


def _as_guidance_sees(pictures: Tensor, subjects: Tensor, generator: torch.Generator) -> Tensor:
    """Masked, blurred, noised and warped at random."""
    count, _, size, _ = pictures.shape
    chance = torch.rand(count, 4, 1, 1, 1, generator=generator)
    masks = random_masks(subjects, generator)
    soft = F.avg_pool2d(F.pad(pictures, (2, 2, 2, 2), mode="replicate"), 5, stride=1)
    shown = torch.where(chance[:, 0] < 0.4, soft, pictures)
    level = uniform(0, 0.35, (count, 1, 1, 1), generator) * (chance[:, 1] < 0.5)
    shown = shown + level * torch.randn(shown.shape, generator=generator)
    shown = torch.where(chance[:, 2] < MASKED_SHARE, shown * masks, shown)
    homographies = random_homographies(torch.rand(count, DRAWS_A_COPY, generator=generator))
    warped = homography_warp(shown, homographies, (size, size), normalized_homography=True)
    return torch.where(chance[:, 3] < 0.7, warped, shown)


def random_masks(subjects: Tensor, generator: torch.Generator) -> Tensor:
    """Masks a person could have painted: discs, boxes and outlines, mostly around the subject.

    Args:
        subjects: where the subject is, in [0, 1], shape (B, 1, S, S).

    Returns:
        0 or 1, shape (B, 1, S, S).
    """
    count, _, size, _ = subjects.shape
    axis = torch.linspace(-1, 1, size)
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    centre = uniform(-0.15, 0.15, (count, 2, 1, 1), generator)
    radius = uniform(0.5, 1.0, (count, 2, 1, 1), generator)
    dx, dy = (x - centre[:, 0]) / radius[:, 0], (y - centre[:, 1]) / radius[:, 1]
    disc = (dx.square() + dy.square() < 1)[:, None]
    box = (torch.maximum(dx.abs(), dy.abs()) < 0.9)[:, None]
    outline = F.max_pool2d(subjects, 9, 1, 4) > 0.3
    kind = torch.rand(count, 1, 1, 1, generator=generator)
    return torch.where(kind < 0.4, disc, torch.where(kind < 0.65, box, outline)).float()


@torch.no_grad()
def retrieval(network: nn.Module, source: PictureSource, count: int, seed: int) -> float:
    """R@1 of fresh pictures among the captions of all concepts drawn, pictures as guidance sees."""
    clip = Clip(network, open_clip.SimpleTokenizer(context_length=77), MEAN, STD)
    generator = torch.Generator().manual_seed(seed)
    pictures, captions, targets = _lesson(source, count, None, generator)
    words = F.normalize(torch.stack([clip.encode_text(text) for text in captions]), dim=-1)
    found = (F.normalize(clip.encode_pictures(pictures), dim=-1) @ words.T).argmax(dim=1)
    return float((found == targets).float().mean())
