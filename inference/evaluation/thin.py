"""``evaluate thin``: what thin, small and scattered masks gain from being thickened at first.

The same seeds with and without: python main.py evaluate thin --out docs/reports
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.device import choose_device
from inference.engine import LocalEngine
from inference.evaluation.cases import Scene, scenes_of
from inference.evaluation.paired_rows import Row, mean_of
from inference.evaluation.report import Report
from inference.evaluation.small_report import write_small_report
from inference.events import CandidateFinished
from inference.models.catalog import STARTER
from inference.ranking import score
from inference.region import paste
from inference.request import PRESETS, EditRequest
from inference.task import Task
from inference.thin_mask import thickness

__all__ = ["KINDS", "mask_of", "run"]

Pixels = NDArray[np.uint8]
PROMPTS = ("tennis ball", "a red apple", "grass")  # one a photo, in turn
LENGTH = 300  # pixels of the photo
LINES = {f"line of {width}": width for width in (1, 2, 3, 5, 20, 50)}
KINDS = (*LINES, "one dot", "12 dots", "frame")
COLUMNS = ("thickness", "change", "masked", "context")
WORDS = {False: "as it is", True: "shrinking"}
HEADS = ("mask", "thick at model size", "change", "CLIP, masked", "CLIP, in context")


def mask_of(kind: str, scene: Scene) -> Pixels:
    """A thin mask in the middle of a scene, (H, W); the same ones each time.

    Args:
        kind: one of KINDS.
    """
    height, width = scene.photo.shape[:2]
    y, x = round(scene.y * height), round(scene.x * width)
    mask = np.zeros((height, width), np.uint8)
    if kind in LINES:
        mask[y : y + LINES[kind], x - LENGTH // 2 : x + LENGTH // 2] = 255
    elif kind == "frame":
        half = LENGTH // 2
        mask[y - half : y + half, x - half : x + half] = 255
        mask[y - half + 5 : y + half - 5, x - half + 5 : x + half - 5] = 0
    else:
        rng = np.random.default_rng(0)
        rows, columns = np.ogrid[:height, :width]
        for _ in range(1 if kind == "one dot" else 12):
            dy, dx = rng.integers(-LENGTH // 2, LENGTH // 2, 2) if kind != "one dot" else (0, 0)
            mask[(rows - y - dy) ** 2 + (columns - x - dx) ** 2 <= 64] = 255
    return mask


def run(options: argparse.Namespace) -> int:
    """Measure, and write thin.md and thin.json to the folder ``options.out``."""
    engine = LocalEngine(device=choose_device())
    rows = list(_measured(engine, scenes_of(options.photos), options.candidates))
    title = "Thin masks, with and without shrinking them on the way"
    about = f"{STARTER} on {engine.device.name} in {engine.device.precision}"
    write_small_report(options.out, "thin", title, lambda report: fill(report, rows, about))
    return 0


def fill(report: Report, rows: Sequence[Row], about: str) -> None:
    """Write down what was found."""
    report.text(
        f"{about}; {len({row['photo'] for row in rows})} sample photos,",
        f"{len({row['candidate'] for row in rows})} candidates each, drafts, a prompt a photo; the",
        f"lines are {LENGTH} pixels long. Made by `python main.py evaluate thin`.",
    )
    untouched = all(row["untouched"] for row in rows)
    report.text(
        "Change is the mean absolute difference to the photo inside the mask, in levels of 255.",
        "The CLIP columns say by how much the distance to the prompt differs from that of the",
        "photo before, of the masked area alone and in its surroundings: lower is better. They",
        "come from the CLIP that guides.",
        "No pixel outside a mask changed." if untouched else "**Pixels outside a mask changed.**",
    )
    lines = [
        [f"{kind}, {WORDS[on]}", *mean_of(rows, COLUMNS, kind=kind, shrink=on)]
        for kind in KINDS
        for on in (False, True)
    ]
    report.table(HEADS, lines)
    report.heading("All of them")
    everything = [[WORDS[on], *mean_of(rows, COLUMNS, shrink=on)] for on in (False, True)]
    report.table(HEADS, everything)
    report.keep("about", about)
    report.keep("rows", rows)


def _measured(engine: LocalEngine, scenes: Sequence[Scene], candidates: int) -> Iterator[Row]:
    strength = engine.load(STARTER).spec.tuning.strength
    settings = replace(PRESETS["draft"], strength=strength, preview_every=0)
    for number, scene in enumerate(scenes):
        prompt = PROMPTS[number % len(PROMPTS)]
        for kind in KINDS:
            for on in (False, True):
                request = EditRequest(
                    scene.photo,
                    mask_of(kind, scene),
                    prompt,
                    seed=number,
                    candidates=candidates,
                    settings=replace(settings, shrink_mask=on),
                )
                facts: Row = {"photo": scene.name, "prompt": prompt, "kind": kind, "shrink": on}
                yield from (facts | row for row in _rows(engine, request))


def _rows(engine: LocalEngine, request: EditRequest) -> Iterator[Row]:
    model, picture, mask = engine.load(STARTER), request.picture, request.mask
    task = Task(model, request)
    (before,) = score(model.clip, task.source, task.mask, model.clip.encode_text(request.prompt))
    thick = thickness(task.mask[0, 0].cpu().numpy() > 0)
    for event in engine.run(request, lambda: False):
        if not isinstance(event, CandidateFinished) or event.candidate.scores is None:
            continue
        candidate, scores = event.candidate, event.candidate.scores
        edited = paste(picture, candidate.pixels, candidate.box, mask)
        difference = np.abs(edited[mask > 0].astype(int) - picture[mask > 0])
        yield {
            "candidate": candidate.index,
            "thickness": thick,
            "change": float(difference.mean()),
            "untouched": np.array_equal(edited[mask == 0], picture[mask == 0]),
            "masked": scores.masked - before.masked,
            "context": scores.context - before.context,
        }
