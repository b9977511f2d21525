"""Replaying a chain: equal to the bit to what was done by hand."""

import hashlib
import json
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.chain import EditStep, PasteStep, read_chain
from inference.engine import LocalEngine
from inference.errors import RequestError
from inference.events import CandidateFinished, Preview, RunPlanned
from inference.extend_request import ExtendRequest, Side
from inference.extended import extended
from inference.pictures import read_picture
from inference.region import paste
from inference.replay import Replay, StepFinished, laid_over
from inference.request import EditRequest, EditSettings
from resources import resource
from tests.conftest import box_mask, random_picture
from tests.inference.chains import HEIGHT, WIDTH, by_hand, edit_step, mask, patch, write_chain


def never() -> bool:
    return False


def replayed(engine: LocalEngine, path: Path) -> list[StepFinished]:
    events = Replay(read_chain(path)).run(engine, never)
    return [event for event in events if isinstance(event, StepFinished)]


def test_three_edits_by_hand_and_replayed_are_equal_to_the_bit(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path
) -> None:
    """Candidates from waves of several sizes, each taken by its number alone."""
    picture, steps = random_picture(HEIGHT, WIDTH), []
    for number, (take, candidates) in enumerate([(0, 1), (3, 4), (5, 6)], start=1):
        request, candidate = by_hand(
            engine, tiny_model, picture, number, take=take, candidates=candidates
        )
        recipe = candidate.recipe
        picture = paste(picture, candidate.pixels, candidate.box, request.mask)
        steps.append(edit_step(tiny_model, number, candidate=take, wave=recipe["wave"]))
    assert [step["wave"] for step in steps] == [[0, 1], [1, 3], [5, 1]]
    done = replayed(engine, write_chain(tmp_path, steps))
    assert [event.number for event in done] == [1, 2, 3]
    assert np.array_equal(done[-1].picture[..., :3], picture)
    assert (done[-1].picture[..., 3] == 255).all()


def test_each_step_works_on_what_the_one_before_has_left(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path
) -> None:
    steps = [edit_step(tiny_model, 1), {"paste": "patch.png", "x": 12, "y": 9}]
    steps.append(edit_step(tiny_model, 2))
    first, second, third = replayed(engine, write_chain(tmp_path, steps))
    assert second.candidate is None
    assert third.candidate is not None
    seen = np.ascontiguousarray(second.picture[..., :3])
    digest = hashlib.sha256(seen.tobytes()).hexdigest()
    assert third.candidate.recipe["picture_sha256"] == digest
    assert not np.array_equal(first.picture, second.picture)
    untouched = mask(2) == 0
    assert np.array_equal(third.picture[untouched], second.picture[untouched])


def test_only_the_wave_is_computed(engine: LocalEngine, tiny_model: Path) -> None:
    settings = EditSettings(model=str(tiny_model), steps=3, strength=1.0, augmentations=1)
    request = EditRequest(
        random_picture(HEIGHT, WIDTH), mask(1), "x", candidates=9, settings=settings
    )
    events = list(engine.run_wave(request, range(6, 8), never))
    made = [event.candidate for event in events if isinstance(event, CandidateFinished)]
    assert [candidate.index for candidate in made] == [6, 7]
    assert {event.candidate for event in events if isinstance(event, Preview)} == {6, 7}
    assert all(candidate.recipe["wave"] == [6, 2] for candidate in made)
    assert [c.recipe["candidate_seed"] for c in made] == [c.seed for c in made]


def test_a_candidate_is_computed_in_its_own_wave(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path
) -> None:
    """In another one a large model rounds differently, which the tiny one does not show."""
    path = write_chain(tmp_path, [edit_step(tiny_model, 1, candidate=3, wave=[1, 3])])
    events = list(Replay(read_chain(path)).run(engine, never))
    assert [event.waves for event in events if isinstance(event, RunPlanned)] == [(3,)]
    (done,) = (event for event in events if isinstance(event, StepFinished))
    assert done.candidate is not None
    assert (done.candidate.index, done.candidate.recipe["wave"]) == (3, [1, 3])


def test_cancelling_keeps_the_steps_that_are_done(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path
) -> None:
    chain = read_chain(write_chain(tmp_path, [edit_step(tiny_model, n) for n in (1, 2, 3)]))
    flag, done = threading.Event(), []
    for event in Replay(chain).run(engine, flag.is_set):
        if isinstance(event, StepFinished):
            done.append(event)
            if event.number == 2:
                flag.set()
    assert [event.number for event in done] == [1, 2]


EXTENSION = {"steps": 3, "strength": 1.0, "augmentations": 1}


def extend_step(model: Path, **values: object) -> dict[str, object]:
    """Twelve pixels at the left, three at the bottom."""
    sides = {"left": 12, "bottom": 3}
    own = {"extend": sides, "prompts": {"left": "grass"}, "model": str(model)}
    return {**own, "settings": EXTENSION, **values}


def test_an_extension_by_hand_and_replayed_is_equal_to_the_bit(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path
) -> None:
    """Then an edit on the larger picture, with a mask of its size."""
    settings = EditSettings(model=str(tiny_model), **EXTENSION)  # type: ignore[arg-type]
    picture = random_picture(HEIGHT, WIDTH)
    left, bottom = Side(12, "grass"), Side(3)
    request = ExtendRequest(picture, left, bottom=bottom, candidates=3, settings=settings)
    made = [e.candidate for e in engine.run(request, never) if isinstance(e, CandidateFinished)]
    recipe = made[2].recipe
    shared = {name: recipe[name] for name in ("extend", "prompts", "candidate", "wave")}
    wide = box_mask(HEIGHT + 3, WIDTH + 12, (0, 20, 40, 60))
    steps = [extend_step(tiny_model, **shared), edit_step(tiny_model, 1, mask="wide.png")]
    path = write_chain(tmp_path, steps)
    Image.fromarray(wide).save(tmp_path / "wide.png")
    first, second = replayed(engine, path)
    assert np.array_equal(first.picture[..., :3], extended(picture, made[2].pixels, made[2].box))
    assert (first.picture[..., 3] == 255).all()
    assert np.array_equal(second.picture[wide == 0], first.picture[wide == 0])
    assert not np.array_equal(second.picture, first.picture)


def test_an_extension_keeps_transparency(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path
) -> None:
    path = write_chain(tmp_path, [extend_step(tiny_model)])
    pixels = np.dstack([random_picture(HEIGHT, WIDTH), np.full((HEIGHT, WIDTH), 90, np.uint8)])
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    (done,) = replayed(engine, path)
    assert np.array_equal(done.picture[:-3, 12:], pixels)
    assert (done.picture[:, :12, 3] == 255).all()


@pytest.mark.parametrize("stop_at", [1, 5, 10])
def test_a_stopped_extension_is_no_finished_step(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path, stop_at: int
) -> None:
    replay = Replay(read_chain(write_chain(tmp_path, [extend_step(tiny_model)])))
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > stop_at

    events = list(replay.run(engine, cancelled))
    assert not [event for event in events if isinstance(event, StepFinished)]


def test_an_extension_of_no_whole_layer_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    Image.fromarray(random_picture(300, 8)).save(tmp_path / "thin.png")
    step = extend_step(tiny_model, extend={"left": 4}, parts=1)
    path = write_chain(tmp_path, [step], picture="thin.png")
    with pytest.raises(RequestError, match="Step 1 has too few “parts”"):
        Replay(read_chain(path))


def test_masks_after_an_extension_have_its_size(tiny_model: Path, tmp_path: Path) -> None:
    path = write_chain(tmp_path, [extend_step(tiny_model), edit_step(tiny_model, 1)])
    with pytest.raises(RequestError, match="80 × 60 pixels but the picture is 92 × 63"):
        Replay(read_chain(path))


def test_a_picture_with_transparency_keeps_it(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path
) -> None:
    path = write_chain(tmp_path, [edit_step(tiny_model, 1)])
    pixels = np.dstack([random_picture(HEIGHT, WIDTH), np.full((HEIGHT, WIDTH), 90, np.uint8)])
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    (done,) = replayed(engine, path)
    assert np.array_equal(done.picture[mask(1) == 0], pixels[mask(1) == 0])
    by_hand_seen = read_picture(tmp_path / "photo.png").flattened
    assert done.candidate is not None
    digest = hashlib.sha256(by_hand_seen.tobytes()).hexdigest()
    assert done.candidate.recipe["picture_sha256"] == digest


CHAINS = sorted(resource("samples", "chains").glob("*.json"))


@pytest.mark.parametrize("path", CHAINS, ids=lambda path: path.stem)
def test_the_bundled_chains_can_be_run_and_ask_for_what_the_starter_knows(path: Path) -> None:
    known = json.loads(resource("starter", "concepts.json").read_text(encoding="utf-8"))
    names = {row["name"] for row in known["things"] + known["materials"]}
    replay = Replay(read_chain(path))  # looks at every picture and mask
    prompts = {step.prompt for step in replay.chain.steps if isinstance(step, EditStep)}
    assert prompts
    assert prompts <= names


def test_there_is_a_chain_after_each_of_the_papers_figures() -> None:
    assert {path.stem[:2] for path in CHAINS} >= {"21", "22", "23", "24"}


@pytest.mark.parametrize(("x", "y"), [(0, 0), (-5, -4), (70, 55), (100, 0), (0, -10), (30, 20)])
def test_a_paste_is_cut_off_at_the_border(x: int, y: int) -> None:
    picture = np.dstack([random_picture(HEIGHT, WIDTH), np.full((HEIGHT, WIDTH), 255, np.uint8)])
    above = patch()
    above[..., 3] = 255
    result = laid_over(picture, above, PasteStep(Path("p"), x=x, y=y))
    wide = np.zeros((HEIGHT + 40, WIDTH + 80, 4), np.uint8)
    wide[20 : 20 + HEIGHT, 40 : 40 + WIDTH] = picture
    wide[20 + y : 30 + y, 40 + x : 60 + x] = above
    assert np.array_equal(result, wide[20 : 20 + HEIGHT, 40 : 40 + WIDTH])


def test_opacity_and_replacing() -> None:
    picture = np.full((1, 1, 4), 100, np.uint8)
    above = np.array([[[200, 200, 200, 80]]], np.uint8)
    nothing = laid_over(picture, above, PasteStep(Path("p"), opacity=0))
    assert np.array_equal(nothing, picture)
    replaced = laid_over(picture, above, PasteStep(Path("p"), replace=True))
    assert np.array_equal(replaced, above)
    half = laid_over(picture, np.full((1, 1, 4), 255, np.uint8), PasteStep(Path("p"), opacity=0.5))
    assert 176 <= half[0, 0, 3] <= 178


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("small.png", "Step 2, .*small.png: The mask is 8 × 8 pixels but the picture is 80 × 60"),
        ("black.png", "Step 2, .*black.png: The mask is empty"),
        ("none.png", "Step 2, .*none.png: There is no file"),
        ("steps.json", "not a picture"),
    ],
)
def test_masks_are_looked_at_before_anything_is_run(
    tiny_model: Path, tmp_path: Path, name: str, words: str
) -> None:
    steps = [edit_step(tiny_model, 1), edit_step(tiny_model, 2, mask=name)]
    path = write_chain(tmp_path, steps)
    Image.fromarray(np.full((8, 8), 255, np.uint8)).save(tmp_path / "small.png")
    Image.fromarray(np.zeros((HEIGHT, WIDTH), np.uint8)).save(tmp_path / "black.png")
    with pytest.raises(RequestError, match=words):
        Replay(read_chain(path))
