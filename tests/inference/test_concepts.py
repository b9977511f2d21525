"""Which concept a prompt is about; a network may be asked for its label."""

import pytest

from inference.concepts import concept_of, thing_of

NAMES = [
    ["red apple", "apple"],
    ["green apple"],
    ["grapes", "bunch of grapes"],
    ["grass"],
    ["dog"],
    ["banana"],
    ["zebra"],
    ["traffic cone"],
    ["stone wall"],
    ["photo frame"],
]


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("red apple", "red apple"),
        ("A  Photo of a GREEN apple", "green apple"),
        ("a small green apple", "green apple"),
        ("a yellow apple", "red apple"),
        ("two apples on grass", "red apple"),
        ("a bunch of grapes on grass", "grapes"),
        ("a field of grass", "grass"),
        ("a pile of green apples", "green apple"),
        ("a statue of a dog", "dog"),
        ("a dog of gold", "dog"),
        ("a dog and an apple", "dog"),
        ("grass, with a dog", "grass"),
        # No word inside another is an article or the beginning of a sentence.
        ("banana on grass", "banana"),
        ("a zebra in the grass", "zebra"),
        ("traffic cone", "traffic cone"),
        ("a stone wall", "stone wall"),
        ("the photo frame", "photo frame"),
        ("a black and white dog", "dog"),
        ("An apple!", "red apple"),
        ("a dog next to a zebra", "dog"),
        ("a dog without a banana", "dog"),
    ],
)
def test_what_a_prompt_is_about(prompt: str, name: str) -> None:
    concept = concept_of(prompt, NAMES)
    assert concept is not None
    assert NAMES[concept][0] == name


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "a castle on grass",
        "a vase without grapes",
        "hotdog",
        "an apple pie",
        "doghouse by an apple",
        "of",
        ",",
        "s",
    ],
)
def test_a_prompt_about_something_else(prompt: str) -> None:
    assert concept_of(prompt, NAMES) is None


def test_no_list_knows_nothing() -> None:
    assert concept_of("dog", []) is None


def test_an_empty_prompt_may_have_a_name() -> None:
    assert concept_of("  ", [["dog"], ["scene", ""]]) == 1
    for other in ("a castle", ",", "s", "the ", "of it"):
        assert concept_of(other, [["dog"], ["scene", ""]]) is None


def test_the_thing_without_its_place() -> None:
    assert thing_of("a photo of a red apple on a table, from above") == "red apple"
