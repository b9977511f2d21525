"""What is on screen is what the document is, drawn whole or in parts."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSizeF
from pytestqt.qtbot import QtBot

from editor.canvas.overlay import MaskLook
from editor.canvas.viewport import Viewport
from editor.document.document import Document
from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.document.operations import add_layer, crop
from editor.document.pixels import Mask, Pixels
from tests.editor.canvas.driving import Hand
from tests.editor.canvas.seeing import fresh, on_screen, picture
from tests.editor.conftest import picture_document

MIDDLE = QPointF(200, 150)
GROUND = (0x14, 0x15, 0x17)
# Turned pictures are blended with fewer bits at the end of a part, which noise shows most.
LAST_BITS = 16


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    """A canvas with a picture that is larger than itself, and a half transparent layer."""
    document = picture_document(700, 531)
    colours = np.random.default_rng(3).integers(0, 256, (200, 300, 4), dtype=np.uint8)
    layer = Layer(Pixels.from_straight(colours), "Above", x=120, y=90, opacity=0.7)
    document.adopt(add_layer(document.state, layer))
    return Hand(qtbot, document)


def colours_of(document: Document) -> NDArray[np.uint8]:
    return document.composite.region(document.state.rect).array[..., 2::-1]


def change_something(document: Document, rng: np.random.Generator) -> None:
    """Paint a dab on picture or mask, or move a layer."""
    state = document.state
    rect = Rect(*map(int, rng.integers(0, 500, 2)), *map(int, rng.integers(1, 30, 2)))
    kind = rng.integers(4)
    if kind == 0:
        pixels = state.layers[0].pixels
        pixels.array[rect.slices] = (*rng.integers(0, 256, 3), 255)
        document.touched(pixels, rect)
    elif kind == 1:
        x, y = map(int, rng.integers(0, 200, 2))
        document.change("Move", state.with_layer(state.active, x=x, y=y))
    else:
        state.mask.array[rect.slices] = rng.choice([0, 100, 200, 255])
        document.touched(state.mask, rect)


def test_at_100_percent_every_pixel_is_the_pictures_own(hand: Hand) -> None:
    hand.view.zoom_to(1)
    corner = hand.view.viewport.visible
    seen = on_screen(hand.view)
    assert np.array_equal(seen, colours_of(hand.document)[corner.slices])


@pytest.mark.parametrize("zoom", [2, 3, 8])
def test_when_enlarged_a_pixel_is_a_square(hand: Hand, zoom: int) -> None:
    hand.look(300, 200, zoom)
    seen = on_screen(hand.view)
    left, top = 300 - 200 / zoom, 200 - 150 / zoom
    columns = np.floor(left + (np.arange(400) + 0.5) / zoom).astype(int)
    rows = np.floor(top + (np.arange(300) + 0.5) / zoom).astype(int)
    assert np.array_equal(seen, colours_of(hand.document)[rows[:, None], columns])


@pytest.mark.parametrize("zoom", [0.0314, 0.229, 0.333, 0.5, 0.7, 0.99, 1, 1.3, 2, 3.37, 13.7])
def test_parts_look_like_the_whole(hand: Hand, qtbot: QtBot, zoom: float) -> None:
    rng = np.random.default_rng(round(zoom * 1000))
    hand.look(351.3, 265.8, zoom)
    on_screen(hand.view)
    for _ in range(25):
        change_something(hand.document, rng)
        on_screen(hand.view)
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))


@pytest.mark.parametrize("zoom", [0.333, 1, 3.37])
def test_parts_of_a_turned_view_look_like_the_whole(hand: Hand, qtbot: QtBot, zoom: float) -> None:
    rng = np.random.default_rng(5)
    hand.look(351.3, 265.8, zoom, 17)
    on_screen(hand.view)
    for _ in range(25):
        change_something(hand.document, rng)
        on_screen(hand.view)
    difference = np.abs(on_screen(hand.view).astype(int) - fresh(qtbot, hand.view))
    assert np.count_nonzero(difference.max(axis=2) > LAST_BITS) <= 2


@pytest.mark.parametrize("zoom", [0.25, 0.333, 1, 1.3, 4])
def test_panning_looks_like_being_there(hand: Hand, qtbot: QtBot, zoom: float) -> None:
    rng = np.random.default_rng(6)
    hand.look(351.3, 265.8, zoom)
    for step in range(30):
        hand.view.set_viewport(hand.view.viewport.panned(*map(int, rng.integers(-40, 40, 2))))
        if step % 3 == 0:
            on_screen(hand.view)
        if step % 5 == 0:
            change_something(hand.document, rng)
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))


def test_plain_colours_have_no_seams_at_any_zoom(qtbot: QtBot) -> None:
    grey = Pixels.from_straight(np.full((900, 900, 3), 120, np.uint8))
    hand = Hand(qtbot, Document.of_picture(grey, "Grey"))
    rng = np.random.default_rng(7)
    for zoom in (0.51, 0.6667, 0.99, 1.01, 1.7, 2.3, 5.21):
        for turn in (0, 17):
            hand.look(450, 450, zoom, turn)
            for _ in range(8):
                x, y = map(int, rng.integers(300, 600, 2))
                hand.document.touched(hand.document.state.layers[0].pixels, Rect(x, y, 40, 30))
                on_screen(hand.view)
            seen = on_screen(hand.view)
            inside = seen[100:200, 100:300]
            assert (inside == 120).all(), (zoom, turn)


def test_transparency_shows_checks_and_outside_shows_the_ground(qtbot: QtBot) -> None:
    pixels = Pixels.empty(100, 100)
    hand = Hand(qtbot, Document.of_picture(pixels, "Nothing"))
    hand.look(50, 50, 1)
    seen = on_screen(hand.view)
    inside = seen[100:200, 150:250]
    assert {tuple(colour) for colour in inside.reshape(-1, 3).tolist()} == {(200,) * 3, (169,) * 3}
    assert tuple(seen[10, 10]) == GROUND


@pytest.mark.parametrize(("width", "height"), [(1200, 800), (800, 1200), (331, 777)])
def test_nothing_shows_at_the_edge_of_an_opaque_picture(
    qtbot: QtBot, width: int, height: int
) -> None:
    """Also where a pixel of the screen lies half in the picture, as 3:2 photos fitted often do."""
    black = Pixels.from_straight(np.zeros((height, width, 3), np.uint8))
    hand = Hand(qtbot, Document.of_picture(black, "Black"))
    middle, size = QPointF(width / 2, height / 2), QSizeF(hand.view.size())
    for rows in range(100, 200, 3):
        for shift in (0, 0.25, 0.5):
            place = Viewport(size, middle, rows / height).settled().panned(shift, shift)
            hand.view.set_viewport(place)
            assert picture(hand.view).max() <= GROUND[2], (rows, shift)


def test_checks_stay_still_under_the_marching_outline(qtbot: QtBot) -> None:
    hand = Hand(qtbot, Document.of_picture(Pixels.empty(100, 100), "Nothing"))
    hand.view.set_mask_look(MaskLook(marching=True))
    before = on_screen(hand.view)
    hand.view._march._step()
    assert np.array_equal(before, on_screen(hand.view))


def test_the_mask_tints_what_is_under_it(hand: Hand) -> None:
    hand.document.state.mask.array[:] = 255
    hand.document.touched(hand.document.state.mask, hand.document.state.rect)
    hand.view.zoom_to(1)
    corner = hand.view.viewport.visible
    colours = colours_of(hand.document)[corner.slices]
    expected = colours * 0.55 + np.array([255, 77, 109]) * 0.45
    assert np.abs(on_screen(hand.view) - expected).max() <= 2


def test_a_hidden_mask_leaves_no_trace(hand: Hand) -> None:
    hand.look(300, 250, 1)
    plain = on_screen(hand.view)
    mask = hand.document.state.mask
    mask.array[200:300, 250:350] = 255
    hand.document.touched(mask, Rect(250, 200, 100, 100))
    assert not np.array_equal(on_screen(hand.view), plain)
    hand.view.hide_mask(True)
    assert np.array_equal(on_screen(hand.view), plain)


def test_another_mask_object_is_taken_up(hand: Hand, qtbot: QtBot) -> None:
    state = hand.document.state
    on_screen(hand.view)
    mask = Mask.empty(state.width, state.height)
    mask.array[100:400, 100:400] = 255
    hand.document.change("Mask", state.replaced(mask=mask))
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))


def test_another_size_is_shown_whole(hand: Hand, qtbot: QtBot) -> None:
    hand.look(10, 10, 8)
    hand.document.change("Crop", crop(hand.document.state, Rect(-20, 30, 300, 444)))
    assert hand.view.viewport.zoom < 1
    assert np.array_equal(on_screen(hand.view), fresh(qtbot, hand.view))


def test_the_grid_appears_when_near(hand: Hand) -> None:
    hand.look(300, 200, 16)
    seen = on_screen(hand.view).astype(int)
    own = colours_of(hand.document)[200, 300].astype(int)
    assert np.abs(seen[150 + 8, 200 + 8] - own).max() == 0
    line = own + (127 - own) * 90 / 255
    assert np.abs(seen[150 + 8, 200] - line).max() <= 2


def test_a_view_of_odd_size_is_exact_too(hand: Hand) -> None:
    hand.view.resize(401, 303)
    hand.view.set_viewport(Viewport(QSizeF(401, 303), QPointF(300.5, 200.5)))
    hand.view.zoom_to(1)
    corner = hand.view.viewport.to_picture.map(QPointF())
    x, y = round(corner.x()), round(corner.y())
    colours = colours_of(hand.document)[y : y + 303, x : x + 401]
    assert np.array_equal(on_screen(hand.view), colours)
