"""The document: previews, steps and what listeners are told of them."""

import numpy as np

from editor.document import operations
from editor.document.compositor import flattened
from editor.document.document import Document, unique_name
from editor.document.geometry import Affine, Rect
from editor.document.layer import Layer
from editor.document.state import changed_rect
from editor.document.strokes import Brush, Colour, Stroke
from tests.editor.conftest import picture_document
from tests.editor.document.examples import Watcher, random_pixels


def test_painting_is_seen_where_a_preview_shows_it() -> None:
    document = picture_document(300, 80)
    layer = document.state.layers[0]
    turned = Affine(e=30.0, f=10.0)
    document.preview(document.state.with_layer(layer.number, preview=turned))
    document.composite.region(document.shown.rect)
    edit = document.edit(layer.pixels)
    dirty = Stroke(edit, Brush(20), Colour(0, 255, 0)).to(200, 40)
    document.touched(layer.pixels, dirty)
    shown = document.composite.region(document.shown.rect).array
    assert np.array_equal(shown, flattened(document.shown).array)


def test_listeners_hear_when_a_preview_becomes_the_state(document: Document) -> None:
    layer = document.state.layers[0]
    faded = document.state.with_layer(layer.number, opacity=0.5)
    document.preview(faded)
    watcher = Watcher(document)
    document.change("Opacity", faded)
    assert watcher.structure
    assert watcher.history


def test_listeners_hear_nothing_where_nothing_changes(document: Document) -> None:
    watcher = Watcher(document)
    document.preview(None)
    document.change("Nothing", document.state)
    document.adopt(document.state)
    document.undo()
    document.redo()
    edit = document.edit(document.state.mask)
    edit.touch(document.state.rect)
    assert not document.record("Nothing", edit)
    assert not document.record("Nothing", before=document.state)
    assert not watcher.structure
    assert not watcher.history
    document.unlisten(watcher)
    document.change("Rename", document.state.with_layer(document.state.active, name="x"))
    assert not watcher.structure


def test_strokes_are_told_with_their_layer_and_place(document: Document) -> None:
    layer = document.state.layers[0]
    moved = document.state.with_layer(layer.number, x=-20, y=10)
    document.change("Move", moved)
    watcher = Watcher(document)
    document.touched(layer.pixels, Rect(30, 40, 5, 6))
    assert watcher.picture == Rect(10, 50, 5, 6)
    assert watcher.layers == {layer.number}
    assert not watcher.structure
    document.touched(document.state.mask, Rect(1, 2, 3, 4))
    assert watcher.mask == Rect(1, 2, 3, 4)


def test_undoing_ends_a_preview(document: Document) -> None:
    layer = document.state.layers[0]
    document.change("Rename", document.state.with_layer(layer.number, name="a"))
    document.preview(document.state.with_layer(layer.number, opacity=0.1))
    document.undo()
    assert document.shown is document.state
    assert document.state.layers[0] is layer


def test_the_same_states_differ_nowhere(document: Document) -> None:
    state = document.state
    assert changed_rect(state, state).empty
    assert changed_rect(state, state.replaced(active=0)).empty
    assert changed_rect(state, operations.crop(state, Rect(0, 0, 50, 40))) == Rect(0, 0, 50, 40)


def test_a_new_document_has_one_locked_layer() -> None:
    document = picture_document(30, 20)
    layer = document.state.layers[0]
    assert layer.locked
    assert document.state.active_layer is layer
    assert document.state.mask.bounds.empty
    assert not document.modified


def test_names_are_unique() -> None:
    layers = [Layer(random_pixels(1, 1), name) for name in ("a", "a 2", "b")]
    assert unique_name("a", layers) == "a 3"
    assert unique_name("b", layers) == "b 2"
    assert unique_name("c", layers) == "c"
