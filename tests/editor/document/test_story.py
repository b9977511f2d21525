"""The story of a picture: exported and replayed, it is the same picture to the bit."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.document.compositor import flattened, over_matte
from editor.document.document import Origin
from editor.document.errors import EditorError, FileError
from editor.document.layer import Blend, Kind, Layer
from editor.document.openraster import write_project
from editor.document.openraster_read import read_project
from editor.document.pixels import Mask, Pixels
from editor.document.state import State
from editor.document.story import applied_recipe, story_of
from editor.document.story_files import export_story
from editor.document.story_recipe import made_settings
from inference.chain import EditStep, PasteStep, read_chain
from inference.engine import LocalEngine
from inference.pictures import GREY
from inference.replay import Replay, StepFinished
from tests.conftest import random_picture
from tests.editor.document.examples import random_pixels
from tests.inference.chains import HEIGHT, WIDTH, by_hand


def picture(*layers: Layer) -> State:
    """A photo below some layers."""
    photo = Layer(Pixels.from_straight(random_picture(HEIGHT, WIDTH)), "Photo", locked=True)
    return State(WIDTH, HEIGHT, (photo, *layers), photo.number, Mask.empty(WIDTH, HEIGHT))


def with_layer(state: State, layer: Layer) -> State:
    return state.replaced(layers=(*state.layers, layer))


def scribble(seed: int, **values: Any) -> Layer:
    return Layer(
        random_pixels(30, 20, seed), f"Scribble {seed}", x=5, y=8, kind=Kind.SCRIBBLE
    ).replaced(**values)


def with_result(state: State, engine: LocalEngine, model: Path, number: int, take: int) -> State:
    """A run on what is visible, and one of its candidates on a layer, as the window does it."""
    seen = over_matte(flattened(state), GREY)
    request, candidate = by_hand(engine, model, seen, number, take=take, candidates=4)
    pixels = Pixels.from_straight(candidate.pixels)
    layer = Layer(
        pixels,
        request.prompt,
        x=candidate.box.left,
        y=candidate.box.top,
        kind=Kind.RESULT,
        recipe=applied_recipe(candidate, pixels, request.mask),
    )
    return with_layer(state, layer)


def replayed(engine: LocalEngine, folder: Path) -> Pixels:
    """What an exported story comes to."""
    chain = read_chain(folder / "recipe.json")
    done = [e for e in Replay(chain).run(engine, lambda: False) if isinstance(e, StepFinished)]
    return Pixels.from_straight(done[-1].picture)


@pytest.fixture(scope="module")
def mixed(engine: LocalEngine, tiny_model: Path) -> State:
    """Result, scribble, result, clip-art, result."""
    state = with_result(picture(), engine, tiny_model, 1, take=2)
    state = with_result(with_layer(state, scribble(1)), engine, tiny_model, 2, take=0)
    state = with_layer(state, scribble(2, opacity=0.6, x=-7, kind=Kind.CLIP_ART))
    return with_result(state, engine, tiny_model, 3, take=3)


def kinds(state: State) -> list[type]:
    return [type(step) for step in story_of(state).chain.steps]


def test_a_mixed_chain_comes_again_to_the_bit(
    mixed: State, engine: LocalEngine, tmp_path: Path
) -> None:
    exported = export_story(mixed, tmp_path / "story")
    assert not exported.notices
    assert {path.name for path in exported.files} == {
        *("recipe.json", "strip.png", "picture.png"),
        *("mask-1.png", "paste-2.png", "mask-3.png", "paste-4.png", "mask-5.png"),
    }
    assert sorted(exported.files) == sorted((tmp_path / "story").iterdir())
    assert list(tmp_path.iterdir()) == [tmp_path / "story"]
    again = replayed(engine, tmp_path / "story")
    assert np.array_equal(again.array, flattened(mixed).array)


def test_it_comes_again_after_the_project_was_saved_and_opened(
    mixed: State, engine: LocalEngine, tmp_path: Path
) -> None:
    write_project(tmp_path / "p.ora", mixed, Origin())
    state = read_project(tmp_path / "p.ora").state
    assert kinds(state) == [EditStep, PasteStep, EditStep, PasteStep, EditStep]
    assert not export_story(state, tmp_path / "story").notices
    again = replayed(engine, tmp_path / "story")
    assert np.array_equal(again.array, flattened(mixed).array)


def test_a_picture_with_transparency_and_every_blend_mode(
    engine: LocalEngine, tiny_model: Path, tmp_path: Path
) -> None:
    base = Layer(random_pixels(WIDTH, HEIGHT, 7), "Photo")
    state = State(WIDTH, HEIGHT, (base,), base.number, Mask.empty(WIDTH, HEIGHT))
    for seed, blend in enumerate(Blend):
        state = with_layer(state, scribble(seed, blend=blend, opacity=0.8, x=3 * seed))
    state = with_result(state, engine, tiny_model, 1, take=0)
    assert not export_story(state, tmp_path / "story").notices
    again = replayed(engine, tmp_path / "story")
    assert np.array_equal(again.array, flattened(state).array)


@pytest.mark.parametrize(
    "change",
    [
        {"x": 9},
        {"opacity": 0.5},
        {"blend": Blend.MULTIPLY},
        {"pixels": random_pixels(30, 30, 4)},
    ],
)
def test_a_changed_result_is_told_as_a_picture(
    mixed: State, engine: LocalEngine, tmp_path: Path, change: dict[str, Any]
) -> None:
    """And so is every result that was made from it, for it is not what they were made from."""
    state = mixed.with_layer(mixed.layers[3].number, **change)
    exported = export_story(state, tmp_path / "story")
    assert kinds(state) == [EditStep, PasteStep, PasteStep, PasteStep, PasteStep]
    assert len(exported.notices) == 2
    assert "a red apple 2" in exported.notices[0]
    assert "it was changed since it was made" in exported.notices[0]
    assert "what is visible below it is not what it was made from" in exported.notices[1]
    again = replayed(engine, tmp_path / "story")
    assert np.array_equal(again.array, flattened(state).array)


def test_hidden_layers_are_no_part_of_it(mixed: State) -> None:
    state = mixed.with_layer(mixed.layers[-1].number, visible=False)
    assert kinds(state) == [EditStep, PasteStep, EditStep, PasteStep]


def test_a_layer_beside_the_picture_is_no_step(mixed: State) -> None:
    assert kinds(with_layer(mixed, scribble(9, x=500))) == kinds(mixed)


@pytest.mark.parametrize(
    "recipe",
    [
        {},
        {"mask": None},
        {"mask": {"left": 0, "top": 0, "png": "!"}},
        {"mask": {"left": -1, "top": 0, "png": ""}},
        {"box": []},
        {"settings": {"steps": 0}},
        {"settings": {"unknown": 1}},
        {"mask_sha256": "0"},
        {"wave": "all"},
        {"text_weight": "much"},
    ],
)
def test_a_recipe_that_makes_no_sense_is_no_run(mixed: State, recipe: dict[str, Any]) -> None:
    """A project may come from anywhere, or from a version that kept less."""
    layer = mixed.layers[1]
    changed = {**layer.recipe, **recipe} if recipe else {"prompt": "x"}
    state = mixed.with_layer(layer.number, recipe=changed)
    story = story_of(state)
    assert isinstance(story.chain.steps[0], PasteStep)
    assert any("its recipe is not complete" in notice for notice in story.notices)


def test_the_recipe_says_what_it_was_made_with(mixed: State, tmp_path: Path) -> None:
    export_story(mixed, tmp_path / "story")
    step = json.loads((tmp_path / "story" / "recipe.json").read_text())["steps"][0]
    recipe = mixed.layers[1].recipe
    for name in ("seed", "candidate", "wave", "model_sha256", "clip_sha256", "precision"):
        assert step[name] == recipe[name]
    assert step["settings"]["text_weight"] == recipe["text_weight"]
    assert Path(step["model"]).is_absolute()


def test_the_label_weight_is_the_one_it_was_made_with(mixed: State) -> None:
    recipe = dict(mixed.layers[1].recipe or {})
    recipe["label_weight"] = 2.5
    assert made_settings(recipe).label_weight == 2.5
    del recipe["label_weight"]  # of a version that knew no labels
    assert made_settings(recipe).label_weight == 0


def test_nothing_done_is_no_story(tmp_path: Path) -> None:
    with pytest.raises(EditorError, match="Nothing was done"):
        export_story(picture(), tmp_path / "story")
    hidden = picture().with_layer(picture().active, visible=False)
    with pytest.raises(EditorError, match="Nothing was done"):
        story_of(hidden)
    assert not list(tmp_path.iterdir())


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    state = with_layer(picture(), scribble(1))
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileError, match="is not empty"):
        export_story(state, tmp_path)
    with pytest.raises(FileError, match="is not empty"):
        export_story(state, tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "story").mkdir()
    export_story(with_layer(picture(), scribble(1)), tmp_path / "story")
    assert (tmp_path / "story" / "recipe.json").is_file()


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("editor.document.story_files.encode_png", full)
    with pytest.raises(FileError, match="No space left on device"):
        export_story(with_layer(picture(), scribble(1)), tmp_path / "story")
    assert not list(tmp_path.iterdir())
