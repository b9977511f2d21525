"""What a brush stroke may and may not do, however its events arrive."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from editor.document.edit import RasterEdit
from editor.document.geometry import Rect
from editor.document.pixels import Mask, Pixels, Raster
from editor.document.strokes import (
    Brush,
    Colour,
    Erase,
    Ink,
    MaskAdd,
    MaskSubtract,
    Stroke,
    lay,
)
from tests.editor.document.examples import random_mask, random_pixels, within_alpha

Point = tuple[float, float, float]

WIDTH, HEIGHT = 150, 110
RED = Colour(200, 30, 10)
NOWHERE = Rect(0, 0, 0, 0)  # colours are the same everywhere
brushes = st.builds(
    Brush,
    size=st.sampled_from([1.0, 2.5, 8.0, 30.0]),
    hardness=st.sampled_from([0.0, 0.5, 1.0]),
    opacity=st.sampled_from([0.1, 0.5, 1.0]),
    pressure_size=st.booleans(),
    pressure_opacity=st.booleans(),
)
paths = st.lists(
    st.tuples(st.floats(-40, 190), st.floats(-40, 150), st.floats(0, 1)), min_size=1, max_size=5
)


def drawn(raster: Raster, brush: Brush, ink: Ink, path: list[Point]) -> RasterEdit:
    """A whole stroke."""
    edit = RasterEdit(raster)
    stroke = Stroke(edit, brush, ink)
    for x, y, pressure in path:
        stroke.to(x, y, pressure)
    return edit


def covered(brush: Brush, path: list[Point]) -> NDArray[np.uint8]:
    """A stroke's coverage of an empty mask."""
    mask = Mask.empty(WIDTH, HEIGHT)
    drawn(mask, brush, MaskAdd(), path)
    return mask.array


# -- one dab


@pytest.mark.parametrize("size", [2, 5, 40])
def test_a_hard_full_dab_is_the_exact_colour_in_the_middle(size: float) -> None:
    pixels = random_pixels(WIDTH, HEIGHT)
    drawn(pixels, Brush(size, hardness=1, opacity=1), RED, [(70.5, 50.5, 1)])
    assert pixels.straight()[50, 70].tolist() == [200, 30, 10, 255]


def test_erasing_fully_leaves_nothing() -> None:
    pixels, mask = random_pixels(WIDTH, HEIGHT), random_mask(WIDTH, HEIGHT)
    for raster, ink in ((pixels, Erase()), (mask, MaskSubtract())):
        drawn(raster, Brush(20, hardness=1), ink, [(70, 50, 1)])
        assert not raster.array[44:56, 64:76].any()


@pytest.mark.parametrize("size", [1.0, 2.0, 4.5, 15.0])
def test_a_dab_is_round_and_nowhere_cut_off(size: float) -> None:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    for quarter in range(4):
        x, y = 70 + quarter / 4, 50.75 - quarter / 4
        distance = np.hypot(columns - x - 0.125, rows - y - 0.125)  # the middle of that quarter
        expected = 255 * np.clip(size / 2 + 0.5 - distance, 0, 1)
        coverage = covered(Brush(size, hardness=1), [(x, y, 1)])
        assert np.abs(coverage - expected).max() <= 0.6


@pytest.mark.parametrize("size", [4.0, 15.0, 60.0])
def test_a_hard_dab_has_the_area_of_its_circle(size: float) -> None:
    coverage = covered(Brush(size, hardness=1), [(70.3, 51.8, 1)])
    assert coverage.sum() / 255 == pytest.approx(np.pi * size**2 / 4, rel=0.04)
    rows, columns = np.nonzero(coverage)
    assert (columns + 0.5).mean() == pytest.approx(70.3, abs=0.3)
    assert (rows + 0.5).mean() == pytest.approx(51.8, abs=0.3)
    assert np.hypot(columns + 0.5 - 70.3, rows + 0.5 - 51.8).max() <= size / 2 + 0.75


def test_a_soft_dab_fades_from_the_middle() -> None:
    row = covered(Brush(60, hardness=0), [(70.5, 50.5, 1)])[50].astype(int)
    assert row.max() == row[70] == 255
    assert (np.diff(row[:71]) >= 0).all()
    assert (np.diff(row[70:]) <= 0).all()
    assert 100 < row[85] < 155


def test_a_dab_outside_changes_nothing() -> None:
    mask = Mask.empty(WIDTH, HEIGHT)
    stroke = Stroke(RasterEdit(mask), Brush(20), MaskAdd())
    assert stroke.to(-500, 70).empty
    assert not mask.array.any()


# -- strokes


@settings(max_examples=40)
@given(paths, brushes)
def test_dabs_do_not_depend_on_how_events_are_batched(path: list[Point], brush: Brush) -> None:
    finer = path[:1]
    for (x1, y1, p1), (x2, y2, p2) in pairwise(path):
        for share in (0.13, 0.5, 0.50001, 1.0):
            finer.append((x1 + (x2 - x1) * share, y1 + (y2 - y1) * share, p1 + (p2 - p1) * share))
    whole, split = covered(brush, path), covered(brush, finer)
    # A dab may fall into the next quarter of a pixel by the last bit of a sum.
    difference = np.abs(whole.astype(int) - split)
    assert difference.mean() < 0.5
    assert (difference > 90).mean() < 0.001


@settings(max_examples=40)
@given(paths, brushes)
def test_coverage_stays_within_the_brushs_opacity(path: list[Point], brush: Brush) -> None:
    assert covered(brush, path + path[::-1] + path).max() <= round(brush.opacity * 255)


@settings(max_examples=40)
@given(paths, brushes, st.sampled_from([RED, Erase(), MaskAdd(), MaskSubtract()]))
def test_a_stroke_stays_in_what_it_reports_and_is_undone_exactly(
    path: list[Point], brush: Brush, ink: Ink
) -> None:
    colour = isinstance(ink, Colour | Erase)
    raster: Raster = random_pixels(WIDTH, HEIGHT) if colour else random_mask(WIDTH, HEIGHT)
    before = raster.array.copy()
    edit = RasterEdit(raster)
    stroke = Stroke(edit, brush, ink)
    for x, y, pressure in path:
        step = raster.array.copy()
        dirty = stroke.to(x, y, pressure)
        assert dirty.intersected(raster.rect) == dirty
        step[dirty.slices] = raster.array[dirty.slices]
        assert np.array_equal(step, raster.array)
    if isinstance(raster, Pixels):
        assert within_alpha(raster)
    after = raster.array.copy()
    change = edit.change()
    assert (change is None) == np.array_equal(before, after)
    if change is not None:
        change.swap()
        assert np.array_equal(raster.array, before)
        change.swap()
        assert np.array_equal(raster.array, after)
    edit.cancel()
    assert np.array_equal(raster.array, before)


@given(st.floats(0.05, 1.0))
def test_a_line_has_no_gaps_however_light_the_pen(pressure: float) -> None:
    path = [(10.5, 50.5, pressure), (140.5, 60.5, pressure)]
    coverage = covered(Brush(60, hardness=1, pressure_size=True), path)
    ridge = coverage.max(axis=0)[12:139].astype(int)
    assert ridge.min() >= 0.55 * ridge.max()


def test_crossing_ones_own_line_does_not_add_up() -> None:
    pixels = Pixels.empty(WIDTH, HEIGHT)
    path: list[Point] = [(20, 50, 1), (120, 50, 1), (70, 20, 1), (70, 90, 1), (20, 50, 1)]
    drawn(pixels, Brush(12, hardness=1, opacity=0.5), RED, path)
    assert set(np.unique(pixels.array[45:56, 60:81, 3])) <= set(range(129))
    assert pixels.array[50, 70, 3] == 128


def test_a_mask_stroke_never_takes_away_and_erasing_never_adds() -> None:
    mask = random_mask(WIDTH, HEIGHT)
    before = mask.array.copy()
    drawn(mask, Brush(30, opacity=0.5), MaskAdd(), [(20, 50, 1), (120, 60, 1)])
    assert (mask.array >= before).all()
    more = mask.array.copy()
    drawn(mask, Brush(30, opacity=0.5), MaskSubtract(), [(20, 50, 1), (120, 60, 1)])
    assert (mask.array <= more).all()


# -- inks


def test_inks_mix_to_the_nearest_value() -> None:
    below, coverage = np.mgrid[:256, :256].astype(np.uint8)
    before = np.stack([below, below // 2, below * 0, below], axis=2)
    share = coverage[..., None] / 255
    paint = np.array([10, 30, 200, 255])
    mixed = RED(before, coverage, NOWHERE)
    assert np.abs(mixed - (before * (1 - share) + paint * share)).max() <= 0.501
    erased = Erase()(before, coverage, NOWHERE)
    assert np.abs(erased - before * (1 - share)).max() <= 0.501


def test_laying_a_coverage_starts_from_what_was_there_before() -> None:
    pixels = random_pixels(20, 10)
    edit, rect = RasterEdit(pixels), Rect(3, 2, 10, 6)
    edit.touch(rect)
    before = pixels.array.copy()
    for strength in (255, 90, 0):
        lay(edit, rect, np.full((6, 10), strength, np.uint8), RED)
    assert np.array_equal(pixels.array, before)
