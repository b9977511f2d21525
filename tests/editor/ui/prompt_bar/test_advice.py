"""What is said under the prompt, and what the starter is said to know."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from editor.document.image_files import memory_needed
from editor.ui.prompt_bar.advice import Facts, advise
from editor.ui.prompt_bar.concepts import Concepts, read_concepts
from editor.ui.prompt_bar.installed import installed_models
from editor.ui.prompt_bar.modes import Mode
from editor.ui.prompt_bar.wish import Wish
from inference.extend_request import Side
from resources import resource

MASKED = Facts(masked=True)


@pytest.fixture(scope="module")
def starter() -> Concepts:
    concepts = read_concepts(resource("starter"))
    assert concepts is not None
    return concepts


@pytest.mark.parametrize(
    "prompt",
    [
        "apple",
        "a red apple",
        "A photo of a lemon",
        "a penguin in the middle",
        "grapes",
        "a pile of pumpkins",
        "two strawberries on a plate of gold",
        "a big shiny tennis ball",
        "green grass",
        "a red apple on a table",
        "a picture of the planet earth, from far away",
    ],
)
def test_it_knows(starter: Concepts, prompt: str) -> None:
    assert starter.knows(prompt)


@pytest.mark.parametrize(
    "prompt", ["zebra crossing", "a castle", "Lemonade", "an apple pie", "a castle over the town"]
)
def test_it_does_not_know(starter: Concepts, prompt: str) -> None:
    assert not starter.knows(prompt)


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("a blue car", "red car"),
        ("a huge tennis ball on grass", "tennis ball"),
        ("a pile of pumpkins", "pumpkin"),
        ("a lemon", None),
        ("two strawberries on a plate", None),
        ("bunch of grapes", None),
        ("an apple", None),
        ("a castle", None),
        ("", None),
    ],
)
def test_what_is_made_of_a_prompt_that_says_more(
    starter: Concepts, prompt: str, name: str | None
) -> None:
    (model,) = installed_models()
    assert starter.taken_for(prompt) == name
    told = advise(wish(Mode.FILL, prompt), MASKED, model, None).text
    assert ("To the starter this is" in told) == (name is not None)


def test_what_is_suggested_is_near(starter: Concepts) -> None:
    assert starter.near("zebra crossing", 3)[0] == "zebra"
    assert "lemon" in starter.near("lemonade", 4)
    assert len(starter.near("", 4)) == 4


def wish(mode: Mode, prompt: str = "a lemon") -> Wish:
    return Wish(mode, prompt, "", 8, "fast", 0.9, None, "starter", 1.0)


@pytest.mark.parametrize(
    ("mode", "prompt", "facts", "missing"),
    [
        (Mode.FILL, "a lemon", MASKED, ""),
        (Mode.FILL, "a lemon", Facts(), "mask"),
        (Mode.FILL, "", Facts(), "mask"),
        (Mode.FILL, "", MASKED, "prompt"),
        (Mode.ADD, "", MASKED, "prompt"),
        (Mode.REMOVE, "", MASKED, ""),
        (Mode.REMOVE, "", Facts(), "mask"),
        (Mode.BACKGROUND, "snow", Facts(), "mask"),
        (Mode.BACKGROUND, "snow", MASKED, ""),
        (Mode.BACKGROUND, "snow", Facts(masked=True, all_masked=True), "mask"),
        (Mode.SCRIBBLE, "a lemon", Facts(), "mask"),
        (Mode.SCRIBBLE, "a lemon", Facts(scribbled=True), ""),
        (Mode.SCRIBBLE, "a lemon", MASKED, ""),
    ],
)
def test_what_is_missing(mode: Mode, prompt: str, facts: Facts, missing: str) -> None:
    (model,) = installed_models()
    assert advise(wish(mode, prompt), facts, model, None).missing == missing


def test_a_long_prompt_and_a_removal_without_words_are_only_advised() -> None:
    (model,) = installed_models()
    assert "first 75 tokens" in advise(wish(Mode.FILL), MASKED, model, 76).text
    assert not advise(wish(Mode.FILL), MASKED, model, 75).text
    assert "grass" in advise(wish(Mode.REMOVE, ""), MASKED, model, None).text


@pytest.mark.parametrize(
    ("sides", "missing"),
    [
        ({}, "extent"),
        ({"left": Side(10)}, ""),
        ({"left": Side(10), "right": Side(20_000, "grass")}, "extent"),
        ({"top": Side(29_900)}, ""),
        ({"top": Side(29_901)}, "extent"),
    ],
)
def test_expanding_needs_sizes_and_nothing_else(
    sides: dict[str, Side], missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(available=2**40))
    (model,) = installed_models()
    wanted = replace(wish(Mode.EXPAND, ""), sides=sides)
    facts = Facts(width=10_000, height=100)
    assert advise(wanted, facts, model, None).missing == missing


def test_expanding_is_refused_where_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    (model,) = installed_models()
    wanted = replace(wish(Mode.EXPAND, ""), sides={"left": Side(1000)})
    facts = Facts(width=3000, height=2000)
    needed = memory_needed(4000, 2000, 2)
    for available, missing in ((needed, "extent"), (8 * needed, "")):
        memory = SimpleNamespace(available=available)
        monkeypatch.setattr("psutil.virtual_memory", lambda memory=memory: memory)
        told = advise(wanted, facts, model, None)
        assert told.missing == missing
        assert ("4,000 × 2,000 pixels" in told.text) is bool(missing)
