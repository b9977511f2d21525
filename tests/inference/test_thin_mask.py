"""Thin masks: thickened in the first steps, and never more than the true mask in the result."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import inference.augment
import inference.guidance
from inference.engine import LocalEngine
from inference.events import Candidate, CandidateFinished
from inference.region import paste
from inference.request import EditRequest, EditSettings
from inference.task import Task
from inference.thin_mask import shrinking_masks, thickness
from tests.conftest import box_mask, random_picture

SIDE, STEPS = 64, 20
Mask = NDArray[np.bool_]


def line(width: int) -> Mask:
    return box_mask(SIDE, SIDE, (10, 30, 54, 30 + width)) > 0


def frame() -> Mask:
    """A square with a hole in it, 3 pixels thick."""
    mask = box_mask(SIDE, SIDE, (10, 10, 50, 50))
    mask[13:47, 13:47] = 0
    return mask > 0


def scattered() -> Mask:
    mask = np.zeros((SIDE, SIDE), np.bool_)
    mask[8::16, 8::16] = True
    return mask


def at_border() -> Mask:
    return box_mask(SIDE, SIDE, (0, 0, 2, 64)) > 0


THIN = {"line": line(1), "frame": frame(), "scattered": scattered(), "border": at_border()}


@pytest.mark.parametrize(("width", "measured"), [(1, 1), (2, 1), (3, 3), (5, 5), (9, 9)])
def test_thickness_is_the_widest_part(width: int, measured: int) -> None:
    assert thickness(line(width)) == measured


def test_thickness_of_none_and_of_all() -> None:
    assert thickness(np.zeros((SIDE, SIDE), np.bool_)) == 0
    assert thickness(np.ones((SIDE, SIDE), np.bool_)) == SIDE - 1
    assert thickness(frame()) == 3
    assert thickness(at_border()) == 1


@pytest.mark.parametrize("name", THIN)
def test_a_thin_mask_shrinks_to_the_true_one(name: str) -> None:
    mask = THIN[name]
    masks = shrinking_masks(mask, STEPS)
    assert len(masks) == STEPS
    assert masks[0] is masks[1] or np.array_equal(masks[0], masks[1]), "the last steps are true"
    assert np.array_equal(masks[0], mask)
    assert thickness(masks[-1]) >= SIDE // 8
    for later, earlier in pairwise(masks):
        assert not (later & ~earlier).any(), "it only ever gets thinner"


def test_it_thins_in_stages_of_a_pixel() -> None:
    areas = [int(mask.sum()) for mask in reversed(shrinking_masks(line(1), 100))]
    heights = {int(mask.any(axis=1).sum()) for mask in shrinking_masks(line(1), 100)}
    assert areas == sorted(areas, reverse=True)
    assert heights == {1 + 2 * radius for radius in range(max(heights) // 2 + 1)}


@given(st.integers(1, 64), st.integers(1, 64), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_any_mask_ends_as_itself(steps: int, size: int, seed: int) -> None:
    mask = np.random.default_rng(seed).random((size, size)) < 0.1
    masks = shrinking_masks(mask, steps)
    assert len(masks) in {0, steps}
    assert all(not (mask & ~thickened).any() for thickened in masks)
    if len(masks) > 5:
        assert np.array_equal(masks[0], mask)


@pytest.mark.parametrize("width", [8, 12, 30])
def test_a_thick_mask_is_left_alone(width: int) -> None:
    mask = line(width + 1)
    mask[5, 5] = True  # a thin part beside a thick one changes nothing
    assert shrinking_masks(mask, STEPS) == ()


def test_the_thicker_the_mask_the_less_is_added() -> None:
    areas = [shrinking_masks(line(width), STEPS)[-1].any(axis=1).sum() - width for width in (1, 7)]
    assert areas[0] > areas[1] > 0


# In a run.


def run(
    engine: LocalEngine, model: Path, mask: NDArray[np.uint8], **values: object
) -> list[Candidate]:
    settings = {"steps": 30, "strength": 0.3, "augmentations": 2, "preview_every": 0, **values}
    request = EditRequest(
        random_picture(60, 80),
        mask,
        "a red apple",
        candidates=2,
        settings=EditSettings(model=str(model), **settings),  # type: ignore[arg-type]
    )
    made = list(engine.run(request, lambda: False))
    return [event.candidate for event in made if isinstance(event, CandidateFinished)]


def odd_masks() -> dict[str, NDArray[np.uint8]]:
    """On a picture of 60 × 80: lines, dots, a border, a grid with holes, one pixel."""
    rng = np.random.default_rng(3)
    grid = box_mask(60, 80, (5, 5, 75, 55))
    grid[6::4, 6::4] = 0
    single = box_mask(60, 80, (40, 30, 41, 31))
    lines = {f"line of {w}": box_mask(60, 80, (10, 30, 70, 30 + w)) for w in (1, 2, 3, 5)}
    dots = ((rng.random((60, 80)) < 0.01) * 255).astype(np.uint8)
    border = box_mask(60, 80, (0, 0, 80, 1)) | box_mask(60, 80, (79, 0, 80, 60))
    return {**lines, "dots": dots, "border": border, "grid": grid, "pixel": single}


@pytest.mark.parametrize("name", odd_masks())
def test_nothing_outside_the_true_mask_changes(
    engine: LocalEngine, tiny_model: Path, name: str
) -> None:
    mask, picture = odd_masks()[name], random_picture(60, 80)
    for candidate in run(engine, tiny_model, mask, shrink_mask=True):
        edited = paste(picture, candidate.pixels, candidate.box, mask)
        assert np.array_equal(edited[mask == 0], picture[mask == 0])
        assert not np.array_equal(edited, picture)
        assert candidate.recipe["settings"]["shrink_mask"] is True


def test_a_normal_mask_gives_the_same_bytes(engine: LocalEngine, tiny_model: Path) -> None:
    mask = box_mask(60, 80, (20, 15, 50, 40))
    with_it, without = (run(engine, tiny_model, mask, shrink_mask=on) for on in (True, False))
    for one, other in zip(with_it, without, strict=True):
        assert np.array_equal(one.pixels, other.pixels)


def test_a_thin_mask_gives_others_only_where_it_is_asked_for(
    engine: LocalEngine, tiny_model: Path
) -> None:
    mask = odd_masks()["line of 1"]
    on, off, again = (run(engine, tiny_model, mask, shrink_mask=on)[0] for on in (1, 0, 0))
    assert np.array_equal(off.pixels, again.pixels)
    assert not np.array_equal(on.pixels, off.pixels)


def test_clip_looks_through_the_thickened_mask(
    engine: LocalEngine, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    augmented = inference.augment.augmented

    def watched(pictures: torch.Tensor, *rest: object) -> torch.Tensor:
        seen.append(int((pictures[0] != 0).any(dim=0).sum()))
        return augmented(pictures, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(inference.guidance, "augmented", watched)
    settings = EditSettings(
        str(tiny_model), steps=8, strength=1.0, augmentations=1, shrink_mask=True
    )
    mask = odd_masks()["line of 1"]
    request = EditRequest(random_picture(60, 80), mask, "x", candidates=1, settings=settings)
    list(engine.run(request, lambda: False))
    assert seen[0] > seen[-1]
    task = Task(engine.load(str(tiny_model)), request)
    assert seen[-1] == int(task.mask.sum())
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("method", ["naive", "local-guided"])
def test_the_baselines_pass_it_over(engine: LocalEngine, tiny_model: Path, method: str) -> None:
    mask = odd_masks()["line of 3"]
    values = {"method": method, "perceptual_weight": 0.0}
    on, off = (run(engine, tiny_model, mask, shrink_mask=on, **values)[0] for on in (True, False))
    assert np.array_equal(on.pixels, off.pixels)
