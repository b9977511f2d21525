"""A result's layer keeps its original pixels: brought back exactly, through files and changes."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Document, Origin
from editor.document.edit import RasterEdit
from editor.document.geometry import Affine, Rect
from editor.document.layer import Kind, Layer
from editor.document.openraster import ProjectFile, read_project, write_project
from editor.document.operations import (
    duplicate_layer,
    flip,
    merge_down,
    resize_picture,
    rotate_quarter,
    transform_layer,
)
from editor.document.pixels import Pixels
from editor.document.state import State
from editor.document.strokes import Brush, Erase, Restore, Stroke, lay
from tests.editor.document.examples import random_mask, random_pixels, state_of, within_alpha
from tests.editor.document.openraster_files import zipped


def result(width: int = 30, height: int = 20, seed: int = 3) -> Layer:
    pixels = random_pixels(width, height, seed)
    return Layer(pixels, "a lemon", x=4, y=5, kind=Kind.RESULT, original=pixels.copy())


def picture(layer: Layer) -> State:
    return state_of(60, 50, Layer(random_pixels(60, 50), "Below"), layer)


def erased(layer: Layer, rect: Rect) -> None:
    part = rect.intersected(layer.pixels.rect)
    layer.pixels.array[part.slices] = 0


def saved(state: State) -> ProjectFile:
    with TemporaryDirectory() as folder:
        write_project(Path(folder) / "a.ora", state, Origin())
        return read_project(Path(folder) / "a.ora")


rects = st.builds(Rect, *[st.integers(0, 25)] * 2, *[st.integers(1, 30)] * 2)


@settings(max_examples=40, deadline=None)
@given(rects, st.integers(0, 99))
def test_what_was_erased_comes_back_through_a_file(rect: Rect, seed: int) -> None:
    layer = result(seed=seed)
    whole = layer.pixels.array.copy()
    erased(layer, rect)
    below, back = saved(picture(layer)).state.layers
    assert below.original is None
    assert np.array_equal(back.pixels.array, layer.pixels.array)
    assert back.original is not None
    assert np.array_equal(back.original.array, whole)


def test_a_layer_as_it_was_takes_no_more_room(tmp_path: Path) -> None:
    layer = result()
    plain = layer.replaced(original=None)
    for name, one in (("plain", plain), ("whole", layer)):
        write_project(tmp_path / name, picture(one), Origin())
    size = (tmp_path / "plain").stat().st_size
    assert (tmp_path / "whole").stat().st_size < size + 200
    (_, back) = read_project(tmp_path / "whole").state.layers
    assert back.original is not None
    assert back.original is not back.pixels
    assert np.array_equal(back.original.array, back.pixels.array)


@pytest.mark.parametrize("data", [b"nonsense", None])
def test_without_its_original_a_layer_is_still_there(tmp_path: Path, data: bytes | None) -> None:
    layer = result()
    erased(layer, Rect(0, 0, 9, 9))
    path = tmp_path / "a.ora"
    write_project(path, picture(layer), Origin())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert "data/original1.png" in parts
    if data is None:
        del parts["data/original1.png"]
    else:
        parts["data/original1.png"] = data
    project = read_project(zipped(path, parts))
    assert project.damaged
    (notice,) = project.notices
    assert notice.startswith("What was erased of the layer “a lemon” is lost")
    back = project.state.layers[1]
    assert back.original is None
    assert np.array_equal(back.pixels.array, layer.pixels.array)


def test_it_goes_along_with_the_pixels() -> None:
    layer = result()
    state = picture(layer)
    turn = Affine.about((20, 20), (1.5, 0.75), 0.3)
    for after in (
        resize_picture(state, 90, 33),
        rotate_quarter(state, 3),
        flip(state, horizontally=True),
        transform_layer(state, layer.number, turn),
        duplicate_layer(state, layer.number, "copy"),
    ):
        changed = after.layers[1]
        assert changed.original is not None
        assert np.array_equal(changed.original.array, changed.pixels.array)
    upper = Layer(random_pixels(8, 8), "Above")
    merged = merge_down(state_of(60, 50, layer, upper), upper.number).layers[0]
    assert merged.original is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_full_brush_brings_back_every_bit(path: list[tuple[int, int]]) -> None:
    layer = result()
    whole = layer.pixels.array.copy()
    pixels = Pixels.empty(30, 20)
    for ink in (Restore(whole), Erase(), Restore(whole)):
        stroke = Stroke(RasterEdit(pixels), Brush(6, hardness=1.0), ink)
        for x, y in path:
            stroke.to(x, y)
    # The rim of the tip is soft: its pixels are on their way only.
    assert within_alpha(pixels)
    exact = (pixels.array == whole).all(axis=2)
    for x, y in path:
        near = np.s_[max(0, y - 1) : y + 1, max(0, x - 1) : x + 1]
        assert exact[near].all()


def test_any_coverage_lies_between_what_was_there_and_the_original() -> None:
    before, whole = random_pixels(40, 30, 1), random_pixels(40, 30, 2)
    pixels = before.copy()
    edit, coverage = RasterEdit(pixels), random_mask(40, 30, 5).array
    edit.touch(pixels.rect)
    lay(edit, pixels.rect, coverage, Restore(whole.array))
    low = np.minimum(before.array, whole.array)
    high = np.maximum(before.array, whole.array)
    assert ((low <= pixels.array) & (pixels.array <= high)).all()
    assert np.array_equal(pixels.array[coverage == 255], whole.array[coverage == 255])
    assert np.array_equal(pixels.array[coverage == 0], before.array[coverage == 0])
    assert within_alpha(pixels)


def test_the_original_counts_as_memory_that_the_picture_needs() -> None:
    state = picture(result())
    document = Document(state, "a")
    number = state.active
    document.change("Hide", state.with_layer(number, visible=False))
    assert document.history.nbytes(document.state) == 0
    document.change("Delete", document.state.replaced(layers=document.state.layers[:1], active=0))
    assert document.history.nbytes(document.state) == 2 * 30 * 20 * 4
