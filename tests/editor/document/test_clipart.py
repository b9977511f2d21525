"""The bundled clip-art is whole and credited, and a search obeys its laws."""

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.document.clipart import ClipArt, library, search
from resources import resource

MARGIN = 4  # px without colour on each side of a piece
QUERIES = ["", "ba", "fruit", "hot air", "e s", "GUITAR", "no such thing"]


def piece(name: str, *keywords: str, group: str = "Things") -> ClipArt:
    return ClipArt(Path(name), name, keywords, group, "somebody")


def names(items: Iterable[ClipArt]) -> list[str]:
    return [item.name for item in items]


def test_the_library_is_large_enough_and_small_enough() -> None:
    assert 64 <= len(library()) <= 90
    assert sum(item.file.stat().st_size for item in library()) <= 6_000_000


def test_it_is_read_once() -> None:
    assert library() is library()


@pytest.mark.parametrize("item", library(), ids=lambda item: item.file.stem)
def test_a_piece_is_a_cut_out_with_an_empty_margin(item: ClipArt) -> None:
    with Image.open(item.file) as picture:
        assert picture.format == "PNG"
        assert max(picture.size) <= 640
        alpha = np.asarray(picture.convert("RGBA"))[..., 3]
    assert (alpha == 255).any()
    inside = alpha[MARGIN:-MARGIN, MARGIN:-MARGIN]
    assert np.count_nonzero(inside) == np.count_nonzero(alpha)
    for edge in (inside[0], inside[-1], inside[:, 0], inside[:, -1]):
        assert edge.any(), "the margin is wider than it should be"


@pytest.mark.parametrize("item", library(), ids=lambda item: item.file.stem)
def test_a_piece_is_described(item: ClipArt) -> None:
    assert item.name.strip() == item.name != ""
    assert item.group
    assert item.author
    assert 3 <= len(item.keywords) <= 6
    assert len(set(item.keywords)) == len(item.keywords)
    assert item.name.casefold() not in item.keywords


def test_names_and_files_are_unique() -> None:
    assert len({item.name.casefold() for item in library()}) == len(library())
    assert len({item.file for item in library()}) == len(library())


def test_every_picture_in_the_folder_is_in_the_library() -> None:
    assert {item.file for item in library()} == set(resource("clipart").glob("*.png"))


def test_a_group_stands_together() -> None:
    groups = [item.group for item in library()]
    changes = sum(left != right for left, right in pairwise(groups))
    assert changes == len(set(groups)) - 1


def test_every_author_and_source_is_told() -> None:
    credits_note = resource("clipart", "CREDITS.md").read_text(encoding="utf-8")
    entries = json.loads(resource("clipart", "library.json").read_text(encoding="utf-8"))
    assert len({entry["source"] for entry in entries}) == len(entries)
    for entry in entries:
        assert f"| {entry['author']} |" in credits_note
        assert f"`{entry['file']}`" in credits_note


@pytest.mark.parametrize("query", ["", "   ", "?!"])
def test_a_query_without_words_finds_everything_in_order(query: str) -> None:
    assert search(query, library()) == list(library())


@pytest.mark.parametrize("item", library(), ids=lambda item: item.file.stem)
def test_a_piece_is_found_by_its_name_keywords_and_group(item: ClipArt) -> None:
    assert item in search(item.name, library())
    assert item in search(item.group, library())
    for keyword in item.keywords:
        assert item in search(keyword, library())


def test_every_word_has_to_start_a_word() -> None:
    items = [piece("Hot air balloon", "sky"), piece("Airport"), piece("Chair")]
    assert names(search("air", items)) == ["Hot air balloon", "Airport"]
    assert names(search("balloon hot", items)) == ["Hot air balloon"]
    assert names(search("air sky", items)) == ["Hot air balloon"]
    assert search("hot airport", items) == []
    assert search("alloon", items) == []


def test_the_group_counts() -> None:
    items = [piece("Cat", group="Animals"), piece("Car", group="Vehicles")]
    assert names(search("anim", items)) == ["Cat"]


def test_names_come_before_keywords() -> None:
    items = [piece("Wine", "red", "grape"), piece("Grape", "wine"), piece("Red grape")]
    assert names(search("grape", items)) == ["Grape", "Red grape", "Wine"]
    assert names(search("wine grape", items)) == ["Wine", "Grape"]


@pytest.mark.parametrize("query", ["CRÊPE", "crepe", "Cre\u0302pe"])
def test_case_and_accents_do_not_matter(query: str) -> None:
    items = [piece("Crêpe pan"), piece("CREPERIE"), piece("Tea")]
    assert names(search(query, items)) == ["Crêpe pan", "CREPERIE"]


@given(query=st.sampled_from(QUERIES) | st.text(max_size=8), more=st.text(max_size=4))
def test_a_longer_query_never_finds_more(query: str, more: str) -> None:
    assert set(search(f"{query} {more}", library())) <= set(search(query, library()))


@given(query=st.sampled_from(QUERIES) | st.text(max_size=8))
def test_what_is_found_does_not_depend_on_what_else_there_is(query: str) -> None:
    alone = {item for item in library() if search(query, [item])}
    assert set(search(query, library())) == alone
