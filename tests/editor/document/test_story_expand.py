"""The story of a picture that was expanded: replayed, it is the same picture to the bit."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.document.compositor import flattened, over_matte
from editor.document.document import Origin
from editor.document.expanding import with_result
from editor.document.geometry import Rect
from editor.document.layer import Blend, Kind, Layer
from editor.document.openraster import write_project
from editor.document.openraster_read import read_project
from editor.document.operations import crop
from editor.document.pixels import Pixels
from editor.document.state import State
from editor.document.story import applied_recipe, story_of
from editor.document.story_expand import expanding_recipe
from editor.document.story_files import export_story
from inference.chain import EditStep, ExtendStep, PasteStep
from inference.engine import LocalEngine
from inference.events import Candidate, CandidateFinished
from inference.extend_request import ExtendRequest, Side
from inference.pictures import GREY
from inference.request import EditRequest, EditSettings
from tests.conftest import box_mask
from tests.editor.document.test_story import picture, replayed, scribble, with_layer

SETTINGS: dict[str, Any] = {"steps": 4, "strength": 1.0, "augmentations": 2}


def settings(model: Path) -> EditSettings:
    return EditSettings(model=str(model), **SETTINGS)


def made(engine: LocalEngine, request: EditRequest | ExtendRequest) -> Candidate:
    """The second candidate of a run."""
    events = engine.run(request, lambda: False)
    found = [event.candidate for event in events if isinstance(event, CandidateFinished)]
    return next(candidate for candidate in found if candidate.index == 1)


def seen(state: State) -> np.ndarray:
    return over_matte(flattened(state), GREY)


def edited(state: State, engine: LocalEngine, model: Path) -> State:
    """A run on what is visible, as the window does it."""
    mask = box_mask(state.height, state.width, (4, 10, 34, 40))
    request = EditRequest(seen(state), mask, "a red apple", "", 1, 2, settings(model))
    candidate = made(engine, request)
    layer = result(candidate, "apple")
    return with_layer(state, layer.replaced(recipe=applied_recipe(candidate, layer.pixels, mask)))


def expanded(state: State, engine: LocalEngine, model: Path, **sides: Side) -> State:
    """A run that expands what is visible, as the window does it."""
    request = ExtendRequest(
        seen(state),
        sides.get("left", Side()),
        sides.get("right", Side()),
        sides.get("top", Side()),
        sides.get("bottom", Side()),
        seed=3,
        candidates=2,
        settings=settings(model),
    )
    candidate = made(engine, request)
    layer = result(candidate, "wider")
    recipe = expanding_recipe(candidate, layer, (state.width, state.height), "grass")
    box = candidate.box
    frame = Rect(box.left, box.top, box.width, box.height)
    return with_result(state, layer.replaced(recipe=recipe), frame)


def result(candidate: Candidate, name: str) -> Layer:
    pixels = Pixels.from_straight(candidate.pixels)
    x, y = candidate.box.left, candidate.box.top
    return Layer(pixels, name, x=x, y=y, kind=Kind.RESULT)


@pytest.fixture(scope="module")
def chain(engine: LocalEngine, tiny_model: Path) -> State:
    """Scribble, edit, expansion, clip-art over its edge, edit, expansion."""
    state = edited(with_layer(picture(), scribble(1)), engine, tiny_model)
    state = expanded(state, engine, tiny_model, left=Side(20, "grass"), bottom=Side(12))
    state = with_layer(state, scribble(2, opacity=0.6, x=12, y=55, kind=Kind.CLIP_ART))
    state = edited(state, engine, tiny_model)
    return expanded(state, engine, tiny_model, right=Side(16, "grass"), top=Side(9, "snow"))


def kinds(state: State) -> list[type]:
    return [type(step) for step in story_of(state).chain.steps]


ALL = [PasteStep, EditStep, ExtendStep, PasteStep, EditStep, ExtendStep]


def test_a_chain_with_expansions_comes_again_to_the_bit(
    chain: State, engine: LocalEngine, tmp_path: Path
) -> None:
    assert (chain.width, chain.height) == (80 + 20 + 16, 60 + 12 + 9)
    assert kinds(chain) == ALL
    assert not export_story(chain, tmp_path / "story").notices
    again = replayed(engine, tmp_path / "story")
    assert np.array_equal(again.array, flattened(chain).array)


def test_files_have_the_size_of_the_picture_at_that_moment(chain: State) -> None:
    story = story_of(chain)
    sizes = {str(name): array.shape[:2] for name, array in story.files.items()}
    assert sizes["picture.png"] == (60, 80)
    assert sizes["mask-2.png"] == (60, 80)
    assert sizes["mask-5.png"] == (72, 100)
    paste = story.chain.steps[3]
    assert isinstance(paste, PasteStep)
    assert (paste.x, paste.y) == (12, 55)


def test_after_the_project_was_saved_it_is_still_told(chain: State, tmp_path: Path) -> None:
    write_project(tmp_path / "p.ora", chain, Origin())
    assert kinds(read_project(tmp_path / "p.ora").state) == ALL


@pytest.mark.parametrize(
    "change",
    [{"opacity": 0.5}, {"blend": Blend.MULTIPLY}, {"x": 3}, {"recipe": {"extend": {"left": 1}}}],
)
def test_a_changed_expansion_is_told_as_a_picture(
    chain: State, engine: LocalEngine, tmp_path: Path, change: dict[str, Any]
) -> None:
    last = chain.layers[-1]
    state = chain.with_layer(last.number, **change)
    exported = export_story(state, tmp_path / "story")
    assert [notice for notice in exported.notices if "wider" in notice]
    assert kinds(state)[-1] is PasteStep
    again = replayed(engine, tmp_path / "story")
    assert np.array_equal(again.array, flattened(state).array)


def test_what_was_expanded_is_no_longer_below(chain: State) -> None:
    hidden = chain.with_layer(chain.layers[1].number, visible=False)
    story = story_of(hidden)
    assert [type(step) for step in story.chain.steps].count(ExtendStep) == 0
    assert len(story.notices) == 4


def test_a_cropped_picture_is_told_as_pictures(chain: State) -> None:
    story = story_of(crop(chain, Rect(0, 0, 60, 60)))
    assert not any(isinstance(step, ExtendStep) for step in story.chain.steps)
    assert story.files[Path("picture.png")].shape[:2] == (60, 60)
