"""Trains a judge, makes it strict, and measures it on photos that it has never seen."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inference.pictures import read_picture
from inference.training.checkpoint import Averaged
from inference.training.judge import Judge
from inference.training.judge_network import JudgeConfig, JudgeNetwork
from inference.training.judge_pictures import JudgePictures
from inference.training.judge_wear import worn
from inference.training.loop import LoopPlan, Report, Stopped, run_loop
from inference.training.precision import shortened
from resources import resource

__all__ = ["JudgePlan", "calibrated", "finished_judge", "measured", "train_judge"]

SMOOTHING = 0.1  # never quite certain, so that certainty means something
FALSE_ALARMS = 0.01  # of pictures that are nothing of the list, at most
CALIBRATION_PICTURES, MEASURED_PICTURES, PART = 2000, 1000, 200
SAMPLE_PHOTOS = ("meadow", "trail", "dogs", "bowl", "room")
LEAST_CONFIDENCE, MOST_CONFIDENCE = 0.5, 0.8

Draw = Callable[[int, torch.Generator], Tensor]


@dataclass(frozen=True)
class JudgePlan(LoopPlan):
    """A training of a judge; see LoopPlan. Its seed is not the one that the starter learns by."""

    batch: int = 64
    learning_rate: float = 2e-3
    seed: int = 1009


def train_judge(
    source: JudgePictures,
    folder: Path,
    plan: JudgePlan,
    report: Report,
    stopped: Stopped = lambda: False,
    begin: Judge | None = None,
) -> JudgeNetwork:
    """Train until ``plan.pictures`` have been seen, resuming from ``folder`` where it can.

    Args:
        report, stopped: as in train_diffusion.
        begin: an earlier judge, whose weights to begin with; the run's checkpoint belongs to it.

    Returns:
        The averaged (EMA) network, on the CPU, in float32.
    """
    torch.manual_seed(plan.seed)
    device = torch.device(plan.device)
    config = JudgeConfig(source.none + 1, source.size)
    network = JudgeNetwork(config)
    if begin is not None:
        network.load_state_dict(begin.network.state_dict())
    network = network.to(device, memory_format=torch.channels_last).train()  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(network.parameters(), plan.learning_rate, weight_decay=0.05)
    average = Averaged(network, longest=0.998)

    def lesson(generator: torch.Generator, _progress: float) -> tuple[Tensor, float]:
        pictures, labels = source.draw(plan.batch, generator)
        shown = pictures.to(device).contiguous(memory_format=torch.channels_last)
        with shortened(device):
            logits = network(shown)
        loss = _error(logits.float(), source.right(labels).to(device))
        return loss, loss.item()

    path = folder / "judge.pt"
    facts = {**asdict(config), "names": source.packed.names}
    if begin is not None:
        facts["begun_with"] = begin.sha256
    run_loop(network, optimizer, average, lesson, path, facts, plan, report, stopped)
    finished = JudgeNetwork(config)
    finished.load_state_dict(average.values)
    return finished.eval()


def _error(logits: Tensor, right: Tensor) -> Tensor:
    """The mean smoothed cross-entropy, where several classes may be right.

    Args:
        logits: shape (B, classes).
        right: shape (B, classes), bool.
    """
    log_shares = logits.log_softmax(dim=1)
    named = log_shares.masked_fill(~right, -torch.inf).logsumexp(dim=1)
    return -(named * (1 - SMOOTHING) + log_shares.mean(dim=1) * SMOOTHING).mean()


def finished_judge(
    network: JudgeNetwork, names: list[list[str]], unseen: JudgePictures, seed: int
) -> Judge:
    """A judge made strict, with its figures on fresh compositions.

    Args:
        unseen: the photos and strange things that training has not seen.
    """
    open_ended = Judge(network.requires_grad_(requires_grad=False), names, 0.0)
    bar = calibrated(open_ended, unseen, CALIBRATION_PICTURES, seed + 1)
    judge = replace(open_ended, threshold=bar)
    return replace(judge, figures=measured(judge, unseen, MEASURED_PICTURES, seed + 2))


def calibrated(judge: Judge, source: JudgePictures, count: int, seed: int) -> float:
    """The confidence from which 1 % of what is nothing is called something, kept within bounds.

    Args:
        source: the photos and strange things that training has not seen.
        count: pictures to draw.
    """
    generator = torch.Generator().manual_seed(seed)
    called = list[Tensor]()
    for part in _parts(count):
        pictures, labels = source.draw_none(part, generator)
        wrong = judge.confidences(pictures).masked_fill(source.right(labels), 0)
        called.append(wrong.max(dim=1).values)
    bar = float(torch.quantile(torch.cat(called), 1 - FALSE_ALARMS))
    return min(MOST_CONFIDENCE, max(LEAST_CONFIDENCE, round(bar, 3)))


def measured(judge: Judge, source: JudgePictures, count: int, seed: int) -> dict[str, float]:
    """How often it is right on fresh compositions, and how often it sees a thing that is not there.

    All pictures are worn as those that it learns from, and the set's photos come in other hues.

    Args:
        source: the photos and strange things that training has not seen; the cut-outs and materials
            are those that it learnt from.
        count: pictures of each kind, and of things on each of the sample photos, which nothing
            has ever learnt from.
    """
    generator = torch.Generator().manual_seed(seed)
    right, sure, things = list[Tensor](), list[Tensor](), list[Tensor]()
    for part in _parts(count):
        pictures, labels = source.draw_known(part, generator)
        best, answer = judge.confidences(pictures).max(dim=1)
        right.append(answer == labels)
        sure.append((answer == labels) & (best >= judge.threshold))
        things.append(source.is_thing[labels])
    thing = torch.cat(things)
    accurate, named = torch.cat(right), torch.cat(sure)
    strange: dict[str, Draw] = {
        "other_things": source.draw_others,
        "scrambled": source.draw_scrambled,
        "photos": source.draw_plain,
        "sample_photos": partial(_worn_crops, source.size),
    }
    alarms = {
        f"false_alarms_{name}": _alarms(judge, source, draw, count, generator)
        for name, draw in strange.items()
    }
    on_samples = {
        f"named_on_{photo}": _named_on(judge, source, photo, count, generator)
        for photo in SAMPLE_PHOTOS
    }
    return {
        "accuracy_things": _share(accurate[thing]),
        "accuracy_materials": _share(accurate[~thing]),
        "named_things": _share(named[thing]),
        "named_materials": _share(named[~thing]),
        **on_samples,
        **alarms,
        "pictures_of_each_kind": count,
    }


def _named_on(
    judge: Judge, source: JudgePictures, photo: str, count: int, generator: torch.Generator
) -> float:
    """How often it names a thing that was put on a sample photo."""
    named = []
    for part in _parts(count):
        ground = _crops((photo,), source.size, part, generator)
        pictures, labels = source.draw_things_on(ground, generator)
        best, answer = judge.confidences(pictures).max(dim=1)
        named.append((answer == labels) & (best >= judge.threshold))
    return _share(torch.cat(named))


def _worn_crops(size: int, count: int, generator: torch.Generator) -> Tensor:
    return worn(_crops(SAMPLE_PHOTOS, size, count, generator), generator) * 2 - 1


def _crops(photos: Sequence[str], size: int, count: int, generator: torch.Generator) -> Tensor:
    """Random square crops of sample photos, which take turns, in [0, 1], (B, 3, S, S)."""
    crops = []
    for number, draw in enumerate(torch.rand(count, 3, generator=generator).tolist()):
        pixels = _photo(photos[number % len(photos)])
        side = int(min(pixels.shape[1:]) * (0.2 + 0.7 * draw[0]))
        top = int(draw[1] * (pixels.shape[1] - side))
        left = int(draw[2] * (pixels.shape[2] - side))
        crop = pixels[None, :, top : top + side, left : left + side].float() / 255
        crops.append(F.interpolate(crop, (size, size), mode="area"))
    return torch.cat(crops)


@cache
def _photo(name: str) -> Tensor:
    """A sample photo, (3, H, W), uint8."""
    pixels = read_picture(resource("samples", f"{name}.jpg")).flattened
    return torch.from_numpy(np.array(pixels)).permute(2, 0, 1)


def _alarms(
    judge: Judge, source: JudgePictures, draw: Draw, count: int, generator: torch.Generator
) -> float:
    """How often a thing is named; a photo may well show a material."""
    hits = []
    for part in _parts(count):
        shares = judge.confidences(draw(part, generator))
        best, answer = shares.max(dim=1)
        is_thing = torch.cat([source.is_thing, torch.tensor([False])])
        hits.append(is_thing[answer] & (best >= judge.threshold))
    return _share(torch.cat(hits))


def _parts(count: int) -> list[int]:
    """A count in parts small enough to draw at once."""
    return [min(PART, count - first) for first in range(0, count, PART)]


def _share(hits: Tensor) -> float:
    return round(float(hits.float().mean()), 4)
