"""A chain's file: what is read, what is written, what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from inference.chain import Chain, EditStep, ExtendStep, PasteStep, chain_text, read_chain
from inference.errors import ModelError, RequestError
from inference.extend_request import Side
from inference.request import PRESETS, EditSettings


def written(folder: Path, content: object) -> Path:
    path = folder / "steps.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def chain_of(*steps: object, **values: object) -> dict[str, Any]:
    return {"version": 1, "picture": "photo.png", "steps": list(steps), **values}


def test_little_is_enough(tmp_path: Path) -> None:
    chain = read_chain(written(tmp_path, chain_of({"mask": "m.png"}, {"paste": "p.png"})))
    edit, paste = chain.steps
    assert isinstance(edit, EditStep)
    assert (edit.prompt, edit.seed, edit.candidate, edit.wave) == ("", 0, 0, range(1))
    assert edit.settings == EditSettings(strength=0.9), "the starter's own strength"
    assert paste == PasteStep(Path("p.png"))
    assert (edit.label, paste.label) == ("removed", "p")
    assert chain.folder == tmp_path


def test_settings_begin_with_the_preset(tmp_path: Path) -> None:
    step = {"mask": "m.png", "preset": "draft", "settings": {"strength": 0.5, "text_weight": None}}
    (read,) = read_chain(written(tmp_path, chain_of(step))).steps
    assert isinstance(read, EditStep)
    draft = PRESETS["draft"]
    assert (read.settings.steps, read.settings.augmentations) == (25, draft.augmentations)
    assert (read.settings.strength, read.settings.text_weight) == (0.5, None)


def test_a_candidate_without_a_wave_is_computed_alone(tmp_path: Path) -> None:
    (step,) = read_chain(written(tmp_path, chain_of({"mask": "m", "candidate": 5}))).steps
    assert isinstance(step, EditStep)
    assert step.wave == range(5, 6)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    steps = (
        EditStep(
            Path("masks/m.png"),
            "a “lemon”, \ud800",
            "a dog",
            2**63 - 1,
            6,
            range(5, 8),
            EditSettings(steps=7, text_weight=3.5),
            {"model_sha256": "0" * 64, "precision": "float32"},
        ),
        PasteStep(Path("p.png"), "Scribble", -4, 7, 0.25, replace=True),
        ExtendStep(
            {"left": Side(256, "grass"), "bottom": Side(3)},
            "a dog",
            5,
            1,
            range(1, 4),
            EditSettings(steps=9),
            4,
            {"device": "cpu"},
        ),
    )
    chain = Chain(tmp_path, Path("photo.png"), steps, "for a test")
    assert read_chain(written(tmp_path, chain_text(chain))) == chain


def test_an_extension_can_be_short(tmp_path: Path) -> None:
    (step,) = read_chain(written(tmp_path, chain_of({"extend": {"top": 7}}))).steps
    assert step == ExtendStep({"top": Side(7)}, settings=EditSettings(strength=0.9))
    assert step.label == "extended"
    prompts = {"left": "grass", "right": "a lemon", "top": "grass"}
    step = ExtendStep({name: Side(1, prompt) for name, prompt in prompts.items()})
    assert step.label == "grass, a lemon"


def test_a_models_folder_is_relative_to_the_file(tmp_path: Path, tiny_model: Path) -> None:
    (tmp_path / "tiny").symlink_to(tiny_model)
    (step,) = read_chain(written(tmp_path, chain_of({"mask": "m", "model": "tiny"}))).steps
    assert isinstance(step, EditStep)
    assert step.settings.model == str(tmp_path / "tiny")


EDIT = {"mask": "m.png"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not JSON: line 1, column 2"),
        ("[" * 100_000, "not JSON"),
        ("\udcff", "not JSON"),
        ([], "must be an object"),
        ({}, "has no version; this Blendbrush reads version 1"),
        (chain_of(EDIT) | {"version": 2}, "of version 2; this Blendbrush reads version 1"),
        (chain_of(EDIT) | {"version": True}, "“version” must be a whole number"),
        (chain_of(EDIT) | {"pictures": 1}, "“pictures” is not known here"),
        (chain_of(EDIT) | {"picture": ""}, "has no “picture”"),
        (chain_of(EDIT) | {"picture": 3}, "“picture” must be a text"),
        (chain_of(EDIT) | {"steps": {}}, "“steps” must be a list"),
        (chain_of(), "has no steps"),
        (chain_of("mask"), "step 1 must be an object"),
        (chain_of(EDIT, {"prompt": "x"}), "step 2 has no “mask”"),
        (chain_of(EDIT | {"promt": "x"}), "step 1: “promt” is not known here; known are mask"),
        (chain_of(EDIT | {"paste": "p.png"}), "step 1: “mask” is not known here"),
        (chain_of(EDIT | {"seed": -1}), "“seed” must be a whole number from 0"),
        (chain_of(EDIT | {"seed": 1.0}), "“seed” must be a whole number"),
        (chain_of(EDIT | {"candidate": 1000}), "“candidate” must be"),
        (chain_of(EDIT | {"candidate": 3, "wave": [0, 3]}), "“wave” must be"),
        (chain_of(EDIT | {"wave": [0]}), "“wave” must be"),
        (chain_of(EDIT | {"wave": [0, "8"]}), "“wave” must be"),
        (chain_of(EDIT | {"preset": "best"}), "“preset” must be one of paper"),
        (chain_of(EDIT | {"settings": []}), "step 1, settings must be an object"),
        (chain_of(EDIT | {"settings": {"model": "x"}}), "settings: “model” is not known"),
        (chain_of(EDIT | {"settings": {"steps": "ten"}}), "“steps” must be a whole number"),
        (chain_of(EDIT | {"settings": {"steps": 0}}), "step 1: steps must lie between"),
        (chain_of(EDIT | {"settings": {"strength": None}}), "“strength” must be a number"),
        (chain_of(EDIT | {"settings": {"text_weight": True}}), "“text_weight” must be a number"),
        (chain_of(EDIT | {"settings": {"sampler": "euler"}}), "sampler must be one of"),
        (chain_of(EDIT | {"model": "no-such"}), "no model named"),
        (chain_of({"extend": {}}), "step 1: Nothing is to be added"),
        (chain_of({"extend": 3}), "step 1, extend must be an object"),
        (chain_of({"extend": {"up": 3}}), "step 1, extend: “up” is not known here"),
        (chain_of({"extend": {"left": -3}}), "extend: “left” must be a whole number from 0"),
        (chain_of({"extend": {"left": 1.5}}), "extend: “left” must be a whole number"),
        (chain_of({"extend": {"left": 3}, "mask": "m.png"}), "“mask” is not known here"),
        (chain_of({"extend": {"left": 3}, "prompts": {"left": 3}}), "“left” must be a text"),
        (chain_of({"extend": {"left": 3}, "prompts": {"top": "x"}}), "a prompt for the top"),
        (chain_of({"extend": {"left": 3}, "parts": 0}), "“parts” must be a whole number"),
        (chain_of({"extend": {"left": 3}, "settings": {"method": "naive"}}), "“blended” only"),
        (chain_of({"paste": "p", "opacity": 1.5}), "“opacity” must be a number from 0 to 1"),
        (chain_of({"paste": "p", "replace": 1}), "“replace” must be true or false"),
        (chain_of({"paste": "p", "x": 2**40}), "“x” must be a whole number"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(
    tmp_path: Path, content: object, words: str
) -> None:
    path = tmp_path / "steps.json"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises((RequestError, ModelError)) as refused:
        read_chain(path)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="There is no file"):
        read_chain(tmp_path / "none.json")
    with pytest.raises(RequestError, match="There is no file"):
        read_chain(tmp_path)
