"""Steps that can be undone: their bytes, how they merge, which are forgotten, what is saved."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Document
from editor.document.edit import RasterEdit
from editor.document.geometry import Rect
from editor.document.history import TILE, History, StateChange, Step, TileChange
from editor.document.layer import Layer
from editor.document.pixels import Raster
from tests.editor.conftest import picture_document
from tests.editor.document.examples import random_mask, random_pixels, state_of

WIDTH, HEIGHT = 2 * TILE + 21, TILE + 9  # tiles at the right and at the bottom are smaller
rects = st.builds(
    Rect, st.integers(-9, WIDTH), st.integers(-9, HEIGHT), st.integers(1, 99), st.integers(1, 80)
)


def overwritten(raster: Raster, rect: Rect, value: int) -> RasterEdit:
    """An edit that fills a rectangle."""
    edit = RasterEdit(raster)
    raster.array[edit.touch(rect).slices] = value
    return edit


# -- changes of pixels


@given(st.lists(rects, min_size=1, max_size=4), st.booleans())
def test_a_tile_change_swaps_both_sides(parts: list[Rect], colours: bool) -> None:
    raster = random_pixels(WIDTH, HEIGHT) if colours else random_mask(WIDTH, HEIGHT)
    before, edit = raster.array.copy(), RasterEdit(raster)
    for value, rect in enumerate(parts):
        raster.array[edit.touch(rect).slices] = value
        part = rect.intersected(raster.rect)
        assert np.array_equal(edit.before(part), before[part.slices])
    after, change = raster.array.copy(), edit.change()
    differs = after != before
    assert (change is not None) == differs.any()
    if change is None:
        return
    differs[change.rect.slices] = False
    assert not differs.any()
    for expected in (before, after, before):
        change.swap()
        assert np.array_equal(raster.array, expected)


def test_only_tiles_that_differ_are_kept() -> None:
    pixels = random_pixels(4 * TILE, 4 * TILE)
    edit = RasterEdit(pixels)
    edit.touch(pixels.rect)
    pixels.array[TILE + 3, 2 * TILE + 5] ^= 1
    change = edit.change()
    assert change is not None
    assert change.rect == Rect(2 * TILE, TILE, TILE, TILE)
    assert change.nbytes == TILE * TILE * 4


def test_nothing_changed_is_no_change() -> None:
    pixels = random_pixels(WIDTH, HEIGHT)
    edit = RasterEdit(pixels)
    edit.touch(Rect(3, 3, 90, 9))
    assert edit.change() is None
    assert edit.rect == Rect(0, 0, 2 * TILE, TILE)


def test_masks_are_kept_packed() -> None:
    mask = random_mask(10 * TILE, 10 * TILE)
    mask.array[...] = 0
    change = overwritten(mask, Rect(50, 50, 500, 500), 255).change()
    assert change is not None
    assert change.nbytes < mask.nbytes / 20


@given(st.lists(rects, min_size=1, max_size=4))
def test_a_cancelled_edit_restores_every_byte(parts: list[Rect]) -> None:
    document = picture_document(WIDTH, HEIGHT)
    pixels = document.state.layers[0].pixels
    before = pixels.array.copy()
    edit = document.edit(pixels)
    for value, rect in enumerate(parts):
        pixels.array[edit.touch(rect).slices] = value
        document.touched(pixels, rect)
    document.abandon(edit)
    assert np.array_equal(pixels.array, before)
    assert np.array_equal(document.composite.region(document.state.rect).array, before)
    assert not document.history.steps
    assert not modified(document)


# -- merging


def renamed(document: Document, name: str, merge: str = "") -> None:
    """A change of structure."""
    layer = document.state.layers[0]
    document.change("Rename", document.state.with_layer(layer.number, name=name), merge)


def name_of(document: Document) -> str:
    """What ``renamed`` has set."""
    return document.state.layers[0].name


def test_steps_of_one_key_become_one(document: Document) -> None:
    for name in "abc":
        renamed(document, name, "name")
    assert len(document.history.steps) == 1
    document.undo()
    assert name_of(document) == "Noise"
    document.redo()
    assert name_of(document) == "c"


def test_other_keys_no_key_and_a_seal_part_steps(document: Document) -> None:
    renamed(document, "a", "one")
    renamed(document, "b", "two")
    renamed(document, "c")
    renamed(document, "d")
    document.history.seal()
    renamed(document, "e", "two")
    document.history.seal()
    renamed(document, "f", "two")
    assert len(document.history.steps) == 6


def test_after_undoing_or_saving_a_step_starts_anew(document: Document, tmp_path: Path) -> None:
    renamed(document, "a", "key")
    document.undo()
    document.redo()
    renamed(document, "b", "key")
    document.saved(tmp_path / "x.ora", document.history.present)
    renamed(document, "c", "key")
    assert len(document.history.steps) == 3
    document.undo()
    assert not modified(document)
    assert name_of(document) == "b"


# -- saved or not


def modified(document: Document) -> bool:
    """As the document says at this moment; mypy takes an attribute to stay what it was."""
    return document.modified


def test_modified_follows_undo_and_redo(document: Document, tmp_path: Path) -> None:
    renamed(document, "a")
    assert modified(document)
    document.saved(tmp_path / "x.ora", document.history.present)
    assert not modified(document)
    assert (document.path, document.title) == (tmp_path / "x.ora", "x.ora")
    renamed(document, "b")
    assert modified(document)
    document.undo()
    assert not modified(document)
    document.undo()
    assert modified(document)
    document.redo()
    assert not modified(document)


def test_what_was_saved_in_a_dropped_tail_is_gone(document: Document, tmp_path: Path) -> None:
    renamed(document, "a")
    document.saved(tmp_path / "x.ora", document.history.present)
    document.undo()
    renamed(document, "b")
    assert modified(document)
    document.undo()
    assert modified(document)


def test_what_changes_while_it_is_saved_stays_modified(document: Document, tmp_path: Path) -> None:
    renamed(document, "a")
    step = document.history.present
    renamed(document, "b")
    document.saved(tmp_path / "x.ora", step)
    assert modified(document)
    document.undo()
    assert not modified(document)


def test_a_recovered_picture_is_never_unmodified(document: Document) -> None:
    document.history.mark_unsaved()
    assert modified(document)
    renamed(document, "a")
    document.undo()
    assert modified(document)


# -- forgetting

ALWAYS_KEPT = 20  # as issue 4 promises
BYTES = 100 * 80 * 4


def replaced_pixels(document: Document, seed: int) -> None:
    """A step that holds one raster of ``BYTES``."""
    layer = document.state.layers[0]
    pixels = random_pixels(100, 80, seed)
    document.change("New", document.state.with_layer(layer.number, pixels=pixels))


def limited(limit: int) -> Document:
    """A document with a small history."""
    state = state_of(100, 80, Layer(random_pixels(100, 80), "a"))
    return Document(state, "x", undo_limit=limit)


@pytest.mark.parametrize("rasters", [0, 25, 40])
def test_the_history_stays_within_its_bytes_but_keeps_some_steps(rasters: int) -> None:
    document = limited(rasters * BYTES)
    for seed in range(60):
        replaced_pixels(document, seed)
        kept = len(document.history.steps)
        assert kept == document.history.position
        size = document.history.nbytes(document.state)
        assert size <= document.history.limit or kept <= ALWAYS_KEPT
        assert kept >= min(seed + 1, ALWAYS_KEPT)
    assert len(document.history.steps) == max(rasters, ALWAYS_KEPT)
    assert document.history.forgotten
    document.go_to(0)
    document.go_to(60)
    expected = random_pixels(100, 80, 59).array
    assert np.array_equal(document.state.layers[0].pixels.array, expected)


def test_painted_tiles_count_and_can_still_be_undone() -> None:
    document = limited(30 * BYTES)
    pixels = document.state.layers[0].pixels
    pictures = [pixels.array.copy()]
    for value in range(70):
        document.record("Paint", overwritten(pixels, pixels.rect, value))
        pictures.append(pixels.array.copy())
    kept = len(document.history.steps)
    assert kept == 30
    assert document.history.nbytes(document.state) == 30 * BYTES
    for back in range(1, kept + 1):
        document.undo()
        assert np.array_equal(pixels.array, pictures[70 - back])
    document.undo()
    assert document.history.position == 0


def test_a_forgotten_beginning_is_not_what_was_saved() -> None:
    document = limited(0)
    for seed in range(ALWAYS_KEPT + 1):
        replaced_pixels(document, seed)
    document.go_to(0)
    assert modified(document)


@pytest.mark.parametrize(("more", "modified_at_the_beginning"), [(0, False), (1, True)])
def test_the_step_that_was_saved_may_become_the_beginning(
    tmp_path: Path,
    more: int,
    modified_at_the_beginning: bool,
) -> None:
    document = limited(0)
    replaced_pixels(document, 0)
    document.saved(tmp_path / "x.ora", document.history.present)
    for seed in range(1, ALWAYS_KEPT + 1 + more):
        replaced_pixels(document, seed)
    assert modified(document)
    document.go_to(0)
    assert modified(document) == modified_at_the_beginning


def test_a_raster_that_two_steps_hold_counts_once() -> None:
    history = History()
    states = [state_of(10, 10, Layer(random_pixels(10, 10), "a")) for _ in range(3)]
    for before, after in ((states[0], states[1]), (states[1], states[2])):
        history.push(Step("x", (StateChange(before, after),)), after)
    assert history.nbytes(states[2]) == 2 * (400 + 100)


# -- any course of events


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["do", "do", "undo", "redo", "save"]), max_size=60), st.data())
def test_modified_is_whether_the_file_differs(events: list[str], data: st.DataObject) -> None:
    document = limited(data.draw(st.sampled_from([0, 10**9])))
    on_disk = document.state
    for event in events:
        if event == "do":
            replaced_pixels(document, 0)
        elif event == "undo":
            document.undo()
        elif event == "redo":
            document.redo()
        elif event == "save":
            on_disk = document.state
            document.saved(Path("x.ora"), document.history.present)
        assert modified(document) == (document.state is not on_disk)


def test_tile_changes_of_one_step_are_undone_in_reverse() -> None:
    document = picture_document(WIDTH, HEIGHT)
    pixels = document.state.layers[0].pixels
    before = pixels.array.copy()
    first = overwritten(pixels, Rect(0, 0, 90, 50), 1)
    change = first.change()
    assert isinstance(change, TileChange)
    second = overwritten(pixels, Rect(40, 20, 90, 50), 2)
    document.record("Both", first, second)
    after = pixels.array.copy()
    document.undo()
    assert np.array_equal(pixels.array, before)
    document.redo()
    assert np.array_equal(pixels.array, after)
