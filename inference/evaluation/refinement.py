"""``evaluate refine``: how sharp results are inside the mask, beside the photo around it.

Every candidate is made once and refined at several strengths, so that all are compared on the same
results: python main.py evaluate refine --out docs/reports
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.device import choose_device
from inference.engine import LocalEngine
from inference.evaluation.cases import Scene, scenes_of
from inference.evaluation.paired_rows import Row, mean_of
from inference.evaluation.report import Report
from inference.evaluation.small_report import write_small_report
from inference.events import Candidate, CandidateFinished, Preview
from inference.models.catalog import STARTER
from inference.models.load import LoadedModel
from inference.refine import plan_refinement
from inference.region import paste, plan_region
from inference.request import PRESETS, EditRequest, EditSettings

__all__ = ["Sharpness", "run", "sharpness"]

Pixels = NDArray[np.uint8]
PROMPTS = ("a red apple", "grass", "")
STRENGTHS = (0.1, 0.25, 0.4)
BORDER = 6  # pixels on both sides of the mask's edge that count for neither side
RING = 0.5  # of the mask's mean radius: how far the surroundings reach
COLUMNS = ("gradient", "gradient_outside", "ratio", "laplacian", "laplacian_outside", "seconds")
HEADS = ("strength", "gradient", "outside", "share", "Laplacian", "outside", "seconds")


@dataclass(frozen=True)
class Sharpness:
    """Of a grey picture in some place.

    Attributes:
        gradient: mean length of the Sobel gradient, levels a pixel.
        laplacian: variance of the Laplacian, levels².
    """

    gradient: float
    laplacian: float


def sharpness(picture: Pixels, where: NDArray[np.bool_]) -> Sharpness:
    """How sharp a picture is in a place.

    Args:
        picture: (H, W, 3).
        where: (H, W), not empty.
    """
    grey = picture[..., :3].astype(np.float64).mean(axis=2)
    length = np.hypot(ndimage.sobel(grey, 0), ndimage.sobel(grey, 1)) / 8
    return Sharpness(float(length[where].mean()), float(ndimage.laplace(grey)[where].var()))


def inside_and_around(mask: Pixels) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Well inside a mask, and the ring around it."""
    inside = mask > 0
    reach = BORDER + RING * np.sqrt(inside.sum() / np.pi)
    away = ndimage.distance_transform_edt(~inside)
    depth = ndimage.distance_transform_edt(inside)
    return depth > BORDER, (away > BORDER) & (away < reach)


def run(options: argparse.Namespace) -> int:
    """Measure and write refine.md and refine.json to ``options.out``."""
    engine = LocalEngine(device=choose_device())
    rows = list(_measured(engine, scenes_of(options.photos), options.candidates))
    title = "Refinement at full resolution"
    write_small_report(
        options.out, "refine", title, lambda report: fill(report, rows, _about(engine))
    )
    return 0


def fill(report: Report, rows: Sequence[Row], about: str) -> None:
    """Write down what was found."""
    report.text(
        f"{about}; {len({row['photo'] for row in rows})} sample photos, {len(PROMPTS)} prompts,",
        f"{len({row['candidate'] for row in rows})} candidates each, drafts. Made by",
        "`python main.py evaluate refine`.",
    )
    report.text(
        "Inside the mask, beside the ring around it in the same photo: the mean length of the",
        "gradient (levels a pixel) and the variance of the Laplacian. “Share” is the gradient",
        "inside by that outside: 1 is as sharp as the photo. “Seconds” are what refining one",
        "candidate took.",
    )
    kinds = list(dict.fromkeys(row["refine"] for row in rows))
    report.table(HEADS, [[kind, *mean_of(rows, COLUMNS, refine=kind)] for kind in kinds])
    report.heading("By prompt")
    lines = [
        [f"{prompt or 'none'}, {kind}", *mean_of(rows, COLUMNS, refine=kind, prompt=prompt)]
        for prompt in PROMPTS
        for kind in kinds
    ]
    report.table(HEADS, lines)
    report.keep("about", about)
    report.keep("rows", rows)


def _about(engine: LocalEngine) -> str:
    return f"{STARTER} on {engine.device.name} in {engine.device.precision}"


def _measured(engine: LocalEngine, scenes: Sequence[Scene], candidates: int) -> Iterator[Row]:
    model = engine.load(STARTER)
    # The last step's preview is the candidate as it is not enlarged.
    settings = replace(PRESETS["draft"], strength=model.spec.tuning.strength, preview_every=1)
    for number, scene in enumerate(scenes):
        for prompt in PROMPTS:
            request = EditRequest(scene.photo, scene.mask, prompt, "", number, candidates, settings)
            facts: Row = {"photo": scene.name, "prompt": prompt}
            for candidate, small in _made(engine, request):
                yield facts | _row("none", candidate.pixels[..., :3], candidate, request, 0.0)
                for strength in STRENGTHS:
                    began = time.perf_counter()
                    fine = _refined(model, request, strength, small, candidate.seed)
                    seconds = time.perf_counter() - began
                    yield facts | _row(f"{strength:g}", fine, candidate, request, seconds)


def _made(engine: LocalEngine, request: EditRequest) -> Iterator[tuple[Candidate, Pixels]]:
    """Every candidate, and what it is at the model's size."""
    small: dict[int, Pixels] = {}
    for event in engine.run(request, lambda: False):
        if isinstance(event, Preview):
            small[event.candidate] = event.picture
        elif isinstance(event, CandidateFinished):
            yield event.candidate, small[event.candidate.index]


def _refined(
    model: LoadedModel, request: EditRequest, strength: float, small: Pixels, seed: int
) -> Pixels:
    settings: EditSettings = replace(request.settings, refine=strength)
    tuning, size = model.spec.tuning, model.spec.unet.image_size
    region = plan_region(request.mask, size, tuning.min_mask_share)
    refinement = plan_refinement(
        model, settings, region, request.picture, request.mask, guided=bool(request.prompt)
    )
    if refinement is None:
        raise ValueError("the photo's region is not enlarged")
    *_, (_, fine) = refinement.run(small, seed, lambda: False)
    return fine


def _row(
    kind: str, colours: Pixels, candidate: Candidate, request: EditRequest, seconds: float
) -> Row:
    pixels = np.dstack([colours, candidate.pixels[..., 3]])
    edited = paste(request.picture, pixels, candidate.box, request.mask)
    inside, around = inside_and_around(request.mask)
    within, outside = sharpness(edited, inside), sharpness(edited, around)
    return {
        "refine": kind,
        "candidate": candidate.index,
        "gradient": within.gradient,
        "laplacian": within.laplacian,
        "gradient_outside": outside.gradient,
        "laplacian_outside": outside.laplacian,
        "ratio": within.gradient / outside.gradient,
        "seconds": seconds,
    }
