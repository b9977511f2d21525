"""Measures of the ranking: planted parts and signs, and a first row that is spread out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import stats
from torch import Tensor

from inference.augment import resized
from inference.clip import spherical_distance
from inference.engine import LocalEngine
from inference.evaluation.bench import as_tensor
from inference.evaluation.cases import Scene
from inference.evaluation.metrics import rank_agreement
from inference.evaluation.planted import Place, parts, piece_for, plate, signs, whole
from inference.evaluation.text_match import JudgeMatch
from inference.evaluation.watched import Watched
from inference.models.catalog import STARTER
from inference.ranking import score
from inference.region import plan_region

__all__ = [
    "Fragments",
    "Judged",
    "Order",
    "Row",
    "Signs",
    "Variety",
    "fragments_of",
    "judged_by",
    "orders_of",
    "signs_of",
    "spread_out",
    "variety",
]

Pixels = NDArray[np.uint8]
FIRST = 4  # what a person looks at first


@dataclass(frozen=True)
class Fragments:
    """How often the whole thing is nearer to the prompt than a part of it, by way of ranking."""

    prompt: str
    wins: dict[str, float]


def fragments_of(engine: LocalEngine, prompt: str, scene: Scene) -> Fragments | None:
    """One prompt on one scene; None where no piece of clip art is named in the prompt."""
    piece = piece_for(prompt)
    if piece is None:
        return None
    place, clip = _place(engine, scene), engine.load(STARTER).clip
    pictures = _tensor(engine, [whole(place, piece), *parts(place, piece)])
    scores = score(clip, pictures, _mask(engine, place), clip.encode_text(prompt))
    wins = {
        way: float(np.mean([getattr(scores[0], way) < getattr(each, way) for each in scores[1:]]))
        for way in ("masked", "context", "combined")
    }
    return Fragments(prompt, wins)


@dataclass(frozen=True)
class Order:
    """How the order by the combined score compares with that by the area alone."""

    agreement: float
    same_first: bool
    first_four: float


def orders_of(run: Watched) -> Order:
    """Of one run's real candidates."""
    alone, both = (np.argsort(v, kind="stable") for v in (run.masked, run.combined))
    shared = np.isin(alone[:FIRST], both[:FIRST]).mean()
    rho = stats.spearmanr(run.masked, run.combined).statistic
    return Order(float(rho), bool(alone[0] == both[0]), float(shared))


@dataclass(frozen=True)
class Judged:
    """Spearman's ρ of a judge's confidence with each way of ranking."""

    prompt: str
    agreement: dict[str, float]


def judged_by(judge: JudgeMatch, run: Watched) -> Judged | None:
    """Of one run's real candidates; None where the judge does not know the prompt."""
    if judge.judge.concept(run.case.prompt) is None:
        return None
    confidences, _ = judge.match(as_tensor(list(run.pictures)), run.case.prompt)
    sure = np.array(confidences)
    ways = {"masked": run.masked, "context": run.context, "combined": run.combined}
    ranked = {way: np.argsort(distances, kind="stable") for way, distances in ways.items()}
    return Judged(
        run.case.prompt,
        {way: rank_agreement(sure[order].tolist()) for way, order in ranked.items()},
    )


@dataclass(frozen=True)
class Signs:
    """How planted signs fare among a run's candidates, as it is and with the guard.

    Attributes:
        among_first: share of the signs that would rank among the first four.
        before: share of the real candidates that rank before a sign.
        signs_hit, real_hit: share that the guard makes worse.
        order_kept: Spearman's ρ of the real candidates' distances, without and with the guard.
    """

    among_first: float
    among_first_guarded: float
    before: float
    before_guarded: float
    signs_hit: float
    real_hit: float
    order_kept: float


def signs_of(engine: LocalEngine, run: Watched) -> Signs:
    """Plant signs among one run's candidates."""
    place, clip, prompt = _place(engine, run.case.scene), engine.load(STARTER).clip, run.case.prompt
    target, mask = clip.encode_text(prompt), _mask(engine, place)
    pictures = _tensor(engine, [*run.pictures, *signs(place, prompt)])
    plain = np.array([each.combined for each in score(clip, pictures, mask, target)])
    written = _tensor(engine, [plate(len(place.photo), prompt)])
    with torch.no_grad():
        views = resized(torch.cat([pictures * mask, written]), clip.image_size)
        *seen, sign = clip.encode_pictures(views)
    embeddings = torch.stack(seen)
    nearer = spherical_distance(embeddings, target) - spherical_distance(embeddings, sign)
    penalty = nearer.clamp(min=0).cpu().numpy()
    guarded, real = plain + penalty, len(run.pictures)
    among, before = _standing(plain, real)
    among_guarded, before_guarded = _standing(guarded, real)
    return Signs(
        among,
        among_guarded,
        before,
        before_guarded,
        float((penalty[real:] > 0).mean()),
        float((penalty[:real] > 0).mean()),
        float(stats.spearmanr(plain[:real], guarded[:real]).statistic),
    )


@dataclass(frozen=True)
class Variety:
    """Differences between a run's candidates: of the two most alike, and the mean of all pairs."""

    nearest: float
    mean: float


def variety(run: Watched) -> Variety:
    """Of one run's real candidates."""
    differences = _differences(run)
    pairs = differences[np.triu_indices(len(differences), 1)]
    return Variety(float(pairs.min()), float(pairs.mean()))


@dataclass(frozen=True)
class Row:
    """A first row: mean difference within it, that of its two most alike, mean distance lost."""

    difference: float
    least: float
    loss: float


def spread_out(run: Watched, trade: float) -> Row:
    """Choose a first row that trades distance to the prompt for difference; 0 just ranks.

    Args:
        trade: how much distance a difference of 1 to the nearest one chosen is worth.
    """
    differences, left = _differences(run), list(range(len(run.combined)))
    chosen = list[int]()
    while left and len(chosen) < FIRST:
        gains = [differences[i, chosen].min() if chosen else 0.0 for i in left]
        worth = [run.combined[i] - trade * gain for i, gain in zip(left, gains, strict=True)]
        chosen.append(left.pop(int(np.argmin(worth))))
    within = [differences[a, b] for a, b in combinations(chosen, 2)]
    best = np.sort(run.combined)[:FIRST].mean()
    return Row(
        float(np.mean(within)),
        float(min(within)),
        float(run.combined[chosen].mean() - best),
    )


def _differences(run: Watched) -> NDArray[np.float64]:
    """Root mean square difference inside the mask of every two candidates, (N, N)."""
    inside = np.any(run.pictures != run.pictures[:1], axis=(0, 3))
    pixels = run.pictures[:, inside].astype(np.float64) / 255
    apart = pixels[:, None] - pixels[None]
    return np.sqrt((apart**2).mean(axis=(2, 3)))


def _standing(distances: NDArray[np.float64], real: int) -> tuple[float, float]:
    """How many of the planted are among the first four, and of the real before one; shares."""
    ahead = [(distances[:real] < each).sum() for each in distances[real:]]
    return float(np.mean([count < FIRST for count in ahead])), float(np.mean(ahead) / real)


def _place(engine: LocalEngine, scene: Scene) -> Place:
    spec = engine.load(STARTER).spec
    region = plan_region(scene.mask, spec.unet.image_size, spec.tuning.min_mask_share)
    return Place(region.crop(scene.photo), region.model_mask(scene.mask))


def _mask(engine: LocalEngine, place: Place) -> Tensor:
    return torch.from_numpy(place.mask)[None, None].float().to(engine.device.torch)


def _tensor(engine: LocalEngine, pictures: Sequence[Pixels]) -> Tensor:
    return as_tensor(pictures).to(engine.device.torch)
