"""What a model makes of every thing that it should know, on the sample photos, nothing picked."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from inference.contact_sheet import view_around
from inference.engine import LocalEngine
from inference.events import Candidate, CandidateFinished
from inference.pictures import read_mask, read_picture
from inference.region import paste
from inference.request import PRESETS, EditRequest
from resources import resource

__all__ = ["edit_grid"]

PHOTOS = ("meadow", "trail")
CELL, GAP, NAME = 112, 4, 120
GROUND, TEXT = (27, 28, 31), (232, 234, 237)


def edit_grid(
    engine: LocalEngine,
    model: str,
    prompts: Sequence[str],
    candidates: int,
    preset: str,
    report: Callable[[], object],
) -> Image.Image:
    """A row for each prompt: its name and all candidates of seed 0 in the order of their rank.

    Args:
        model: as for find_model.
        report: called after every row.
    """
    height = CELL + GAP
    grid = Image.new("RGB", (NAME + candidates * height, len(prompts) * height + GAP), GROUND)
    draw, font = ImageDraw.Draw(grid), ImageFont.load_default(13)
    for row, prompt in enumerate(prompts):
        top = GAP + row * height
        draw.text((GAP * 2, top + CELL // 2), prompt, TEXT, font, anchor="lm")
        for column, cell in enumerate(
            _row(engine, model, prompt, PHOTOS[row % 2], candidates, preset)
        ):
            grid.paste(cell, (NAME + column * height, top))
        report()
    return grid


def _row(
    engine: LocalEngine, model: str, prompt: str, photo: str, candidates: int, preset: str
) -> list[Image.Image]:
    picture = read_picture(resource("samples", f"{photo}.jpg")).pixels
    mask = read_mask(resource("samples", f"{photo}_mask.png"))
    tuning = engine.load(model).spec.tuning
    settings = replace(PRESETS[preset], model=model, strength=tuning.strength, preview_every=0)
    request = EditRequest(picture, mask, prompt, candidates=candidates, settings=settings)
    finished: dict[int, Candidate] = {}
    ranking: tuple[int, ...] = ()
    for event in engine.run(request, lambda: False):
        if isinstance(event, CandidateFinished):
            finished[event.candidate.index] = event.candidate
        ranking = getattr(event, "ranking", ranking)
    return [_cell(picture, mask, finished[index]) for index in ranking]


def _cell(picture: NDArray[np.uint8], mask: NDArray[np.uint8], candidate: Candidate) -> Image.Image:
    edit = paste(picture, candidate.pixels, candidate.box, mask)
    left, top, right, bottom = view_around(candidate.box, picture)
    return Image.fromarray(edit[top:bottom, left:right]).resize((CELL, CELL))
