"""Thin masks and refinement in recipes and on the command line; older recipes mean neither."""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from inference.chain import Chain, EditStep, chain_text, read_chain
from inference.commands.arguments import build
from inference.commands.edit import settings_of
from inference.engine import LocalEngine
from inference.errors import RequestError
from inference.events import CandidateFinished
from inference.pictures import read_picture
from inference.region import paste
from inference.replay import Replay, StepFinished
from inference.request import REFINE, EditRequest, EditSettings
from tests.conftest import box_mask
from tests.inference.chains import HEIGHT, WIDTH, edit_step, write_chain

Pixels = NDArray[np.uint8]
THIN = box_mask(HEIGHT, WIDTH, (5, 30, 75, 32))
PLAIN = {"steps": 12, "strength": 1 / 3, "augmentations": 2}
NEW = {"shrink_mask": True, "refine": 0.25}


def replayed(engine: LocalEngine, path: Path) -> Pixels:
    (done,) = [
        event
        for event in Replay(read_chain(path)).run(engine, lambda: False)
        if isinstance(event, StepFinished)
    ]
    return done.picture[..., :3]


def by_request(engine: LocalEngine, model: Path, photo: Path, **values: object) -> Pixels:
    picture = read_picture(photo).flattened
    settings = EditSettings(str(model), **{**PLAIN, **values})  # type: ignore[arg-type]
    request = EditRequest(picture, THIN, "a red apple 1", seed=1, candidates=1, settings=settings)
    events = list(engine.run(request, lambda: False))
    (made,) = [event.candidate for event in events if isinstance(event, CandidateFinished)]
    return paste(picture, made.pixels, made.box, THIN)


@pytest.mark.parametrize("values", [{}, NEW])
def test_a_recipe_gives_the_same_bytes(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path, values: dict[str, object]
) -> None:
    """Without the new names as before there were any, with them as they say."""
    path = write_chain(tmp_path, [edit_step(tiny_model, 1, settings=PLAIN | values)])
    Image.fromarray(THIN).save(tmp_path / "mask-1.png")
    known = by_request(engine, tiny_model, tmp_path / "photo.png", **values)
    assert np.array_equal(replayed(engine, path), known)
    other = by_request(engine, tiny_model, tmp_path / "photo.png", **({} if values else NEW))
    assert not np.array_equal(known, other)


def test_a_recipe_that_says_nothing_means_neither(tmp_path: Path) -> None:
    path = write_chain(tmp_path, [{"mask": "mask-1.png"}])
    (step,) = read_chain(path).steps
    assert isinstance(step, EditStep)
    assert step.settings.shrink_mask is False
    assert step.settings.refine == 0
    kept = asdict(step.settings)
    del kept["shrink_mask"], kept["refine"]
    assert EditSettings(**kept) == step.settings, "a candidate's recipe of an older version"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    settings = replace(EditSettings(), shrink_mask=True, refine=0.4)
    chain = Chain(tmp_path, Path("photo.png"), (EditStep(Path("m.png"), settings=settings),))
    (tmp_path / "again.json").write_text(chain_text(chain))
    assert read_chain(tmp_path / "again.json") == chain


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"shrink_mask": 1}, "“shrink_mask” must be true or false"),
        ({"refine": True}, "“refine” must be a number"),
        ({"refine": "much"}, "“refine” must be a number"),
        ({"refine": 2}, "refine must lie between 0 and 1"),
        ({"refine": 0.25, "method": "local-guided"}, "refine needs the method"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tmp_path: Path, values: dict[str, object], words: str
) -> None:
    path = write_chain(tmp_path, [{"mask": "mask-1.png", "settings": values}])
    with pytest.raises(RequestError, match=words):
        read_chain(path)


@pytest.mark.parametrize(
    ("options", "shrink", "refine"),
    [
        ([], True, 0.0),
        (["--keep-thin"], False, 0.0),
        (["--refine"], True, REFINE),
        (["--refine", "0.4"], True, 0.4),
    ],
)
def test_the_command_shrinks_thin_masks_and_refines_on_demand(
    options: list[str], shrink: bool, refine: float
) -> None:
    parser = build(argparse.ArgumentParser)
    settings = settings_of(parser.parse_args(["edit", "photo.jpg", "--mask", "m.png", *options]))
    assert (settings.shrink_mask, settings.refine) == (shrink, refine)


@pytest.mark.parametrize("preset", ["paper", "draft"])
def test_a_video_shows_every_step(preset: str) -> None:
    parser = build(argparse.ArgumentParser)
    given = ["edit", "photo.jpg", "--mask", "m.png", "--preset", preset]
    assert settings_of(parser.parse_args([*given, "--video"])).preview_every == 1
    assert settings_of(parser.parse_args(given)).preview_every == 5


def test_a_strength_out_of_range_is_refused_by_the_command() -> None:
    parser = build(argparse.ArgumentParser)
    with pytest.raises(RequestError, match="refine must lie"):
        settings_of(parser.parse_args(["edit", "photo.jpg", "--mask", "m.png", "--refine", "3"]))
