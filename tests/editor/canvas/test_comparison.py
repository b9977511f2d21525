"""Pictures compared in place: each is where it would be alone, and nothing is copied whole."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.canvas import difference, patch
from editor.canvas.comparison import Comparison, MaskPart, Mode, Picture
from editor.canvas.difference import changed_outside
from editor.canvas.panes import Pane, panes_of
from editor.canvas.tool_settings import ToolSettings
from editor.canvas.tools.brush import BrushTool
from editor.canvas.view import CanvasView
from editor.document.compositor import Composite, flattened
from editor.document.document import Document
from editor.document.geometry import Affine, Rect
from editor.document.layer import Layer
from editor.document.operations import crop
from editor.document.pixels import Pixels
from editor.document.state import State
from tests.editor.canvas.driving import NONE, Hand
from tests.editor.canvas.seeing import on_screen
from tests.editor.conftest import picture_document

WIDTH, HEIGHT = 400, 300
LEFT = Qt.MouseButton.LeftButton
ZOOMS = [(0.0314, 0), (0.229, 0), (0.5, 0), (1, 0), (1.3, 0), (3.37, 0), (13.5, 0), (0.333, 17)]
CAPTIONS = slice(0, 40)  # rows of the view that they are in
KNOB = 20  # view pixels from the divider that its knob reaches
# Turned pictures are blended with fewer bits at the end of a part, which noise shows most.
LAST_BITS = 16


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    """A picture with three candidates, of which the document previews the first."""
    document = picture_document(1100, 831)
    hand = Hand(qtbot, document)
    document.preview(with_candidate(document, 1))
    hand.look(500, 400, 1)
    return hand


def with_candidate(document: Document, number: int) -> State:
    """The picture with a candidate on top: noise, half transparent at its rim."""
    noise = np.random.default_rng(number).integers(0, 256, (200, 240, 4), dtype=np.uint8)
    noise[20:-20, 20:-20, 3] = 255
    layer = Layer(Pixels.from_straight(noise), "", x=400, y=310)
    return document.state.replaced(layers=(*document.state.layers, layer))


def compare(hand: Hand, mode: Mode, count: int = 2, mask: MaskPart | None = None) -> Comparison:
    """Compare the picture as it was, its preview, and others."""
    document = hand.document
    states = [document.state, document.shown]
    states += [with_candidate(document, number) for number in range(2, count)]
    pictures = tuple(Picture(f"Picture {n}", state) for n, state in enumerate(states[:count]))
    comparison = Comparison(mode, pictures, mask=mask)
    hand.view.set_comparison(comparison)
    return comparison


def alone(qtbot: QtBot, hand: Hand, state: State, shift: QPoint | None = None) -> NDArray[np.uint8]:
    """What a canvas of its own shows of a state, without a mask: (H, W, 3)."""
    document = Document(state, "Alone")
    view = CanvasView(document, ToolSettings())
    qtbot.addWidget(view)
    view.resize(hand.view.size())
    view.show()
    qtbot.waitExposed(view)
    view.hide_mask(True)
    shift = shift or QPoint()
    view.set_viewport(hand.view.viewport.panned(shift.x(), shift.y()))
    seen = on_screen(view)
    view.hide()
    return seen


def same(one: NDArray[np.uint8], other: NDArray[np.uint8], *, turned: bool = False) -> bool:
    off = np.abs(one.astype(int) - other).max(axis=2)
    return bool(np.count_nonzero(off > (LAST_BITS if turned else 0)) <= (2 if turned else 0))


def panes(hand: Hand, mode: Mode, count: int) -> tuple[Pane, ...]:
    return panes_of(mode, count, hand.view.size(), hand.view._comparing.split)


def box(rect: QRect) -> tuple[slice, slice]:
    return slice(rect.top() + 40, rect.bottom() + 1), slice(rect.left(), rect.right() + 1)


def divider(hand: Hand) -> int:
    return round(hand.view._comparing.split * hand.view.width())


def slide(hand: Hand, start: int, end: int) -> None:
    QTest.mousePress(hand.view, LEFT, NONE, QPoint(start, 200))
    move(hand, end)
    QTest.mouseRelease(hand.view, LEFT, NONE, QPoint(end, 200))


def move(hand: Hand, x: int, y: int = 200) -> None:
    at = QPointF(x, y)
    event = QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, LEFT, NONE)
    QApplication.sendEvent(hand.view, event)


# -- what is seen


@pytest.mark.parametrize(("zoom", "turn"), ZOOMS)
def test_before_shows_the_picture_as_it_was(
    hand: Hand, qtbot: QtBot, zoom: float, turn: float
) -> None:
    hand.look(503.3, 398.8, zoom, turn)
    shown = on_screen(hand.view)
    compare(hand, Mode.BEFORE, 1)
    seen, before = on_screen(hand.view), alone(qtbot, hand, hand.document.state)
    assert same(seen[40:], before[40:], turned=bool(turn))
    assert not same(seen[40:], shown[40:], turned=bool(turn))


@pytest.mark.parametrize(("zoom", "turn"), ZOOMS)
def test_left_of_the_divider_is_before_and_right_is_after(
    hand: Hand, qtbot: QtBot, zoom: float, turn: float
) -> None:
    hand.look(503.3, 398.8, zoom, turn)
    compare(hand, Mode.WIPE)
    slide(hand, 200, 230)
    at = divider(hand)
    assert at == 230
    seen = on_screen(hand.view)
    before = alone(qtbot, hand, hand.document.state)
    after = alone(qtbot, hand, hand.document.shown)
    left, right = np.s_[40:, : at - KNOB], np.s_[40:, at + KNOB :]
    assert same(seen[left], before[left], turned=bool(turn))
    assert same(seen[right], after[right], turned=bool(turn))
    assert not same(before[40:], after[40:])


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize(("zoom", "turn"), [(0.229, 0), (1, 0), (3.37, 0), (0.333, 17)])
def test_panes_show_the_same_point_at_the_same_place(
    hand: Hand, qtbot: QtBot, zoom: float, turn: float, count: int
) -> None:
    hand.look(503.3, 398.8, zoom, turn)
    comparison = compare(hand, Mode.SIDE_BY_SIDE, count)
    seen = on_screen(hand.view)
    found = panes(hand, Mode.SIDE_BY_SIDE, count)
    for pane, picture in zip(found, comparison.pictures, strict=True):
        expected = alone(qtbot, hand, picture.state, pane.shift)
        assert same(seen[box(pane.rect)], expected[box(pane.rect)], turned=bool(turn))


def test_panes_fill_the_view_and_have_their_middles_in_common() -> None:
    for size in (QSize(400, 300), QSize(401, 303), QSize(300, 700)):
        for count in (2, 3, 4):
            found = panes_of(Mode.SIDE_BY_SIDE, count, size, 0.5)
            assert len(found) == count
            covered = np.zeros((size.height(), size.width()), int)
            for pane in found:
                rect = pane.rect
                rows = slice(rect.top(), rect.bottom() + 1)
                covered[rows, rect.left() : rect.right() + 1] += 1
                middle = QPoint(round(size.width() / 2), round(size.height() / 2)) + pane.shift
                inner = QPoint(round(rect.width() / 2), round(rect.height() / 2))
                assert middle == rect.topLeft() + inner
            assert covered.max() == 1
            gaps = np.count_nonzero(covered == 0)
            assert gaps <= 2 * 2 * (size.width() + size.height())


@pytest.mark.parametrize("layer_map", [None, Affine(a=3.7, d=3.7, e=-40, f=25)])
def test_pictures_at_the_edge_and_under_a_map_are_right_too(
    hand: Hand, qtbot: QtBot, layer_map: Affine | None
) -> None:
    document = hand.document
    pixels = Pixels.from_straight(
        np.random.default_rng(9).integers(0, 256, (150, 150, 3), dtype=np.uint8)
    )
    layer = Layer(pixels, "", x=-30, y=-20, preview=layer_map)
    state = document.state.replaced(layers=(*document.state.layers, layer))
    for zoom in (0.11, 0.25, 1):
        hand.look(100, 80, zoom)
        hand.view.set_comparison(Comparison(Mode.BEFORE, (Picture("Edge", state),)))
        seen, expected = on_screen(hand.view), alone(qtbot, hand, state)
        off = np.abs(seen[40:].astype(int) - expected[40:]).max(axis=2)
        assert np.count_nonzero(off > (0 if layer_map is None else 3)) == 0


def test_transparency_of_a_patch_hides_what_the_document_shows(qtbot: QtBot) -> None:
    document = Document.of_picture(Pixels.empty(300, 200), "Nothing")
    hand = Hand(qtbot, document)
    hand.look(150, 100, 1)
    before = on_screen(hand.view)
    document.preview(with_candidate(document, 1).replaced(width=300, height=200))
    red = Layer(Pixels.from_straight(np.full((90, 90, 3), 200, np.uint8)), "", x=60, y=60)
    document.preview(document.state.replaced(layers=(*document.state.layers, red)))
    assert not same(before, on_screen(hand.view))
    compare(hand, Mode.BEFORE, 1)
    assert same(on_screen(hand.view)[100:], before[100:])


# -- difference


def test_the_difference_is_amplified_and_exact(hand: Hand) -> None:
    compare(hand, Mode.DIFFERENCE)
    hand.view.zoom_to(1)
    corner = hand.view.viewport.visible
    before, after = (
        flattened(state).array[corner.slices].astype(int)
        for state in (hand.document.state, hand.document.shown)
    )
    expected = np.minimum(np.abs(after - before)[..., 2::-1] * 4, 255)
    assert same(on_screen(hand.view)[40:], expected[40:].astype(np.uint8))
    assert (expected > 0).any()
    assert (expected == 0).all(axis=2).any()


def test_outside_the_picture_a_difference_shows_the_ground(hand: Hand) -> None:
    compare(hand, Mode.DIFFERENCE)
    hand.look(-150, 400, 1)
    seen = on_screen(hand.view)
    assert seen[100, 10].tolist() == [0x14, 0x15, 0x17]
    assert seen[100, 390].tolist() == [0, 0, 0]


def test_what_changed_outside_the_mask_is_counted_exactly(document: Document) -> None:
    rng = np.random.default_rng(4)
    rgba = rng.integers(0, 256, (90, 110, 4), dtype=np.uint8)
    rgba[..., 3] *= rng.random((90, 110)) > 0.4
    layer = Layer(Pixels.from_straight(rgba), "", x=37, y=-12)
    before = document.state
    after = before.replaced(layers=(*before.layers, layer))
    area = Rect(50, 10, 80, 40)
    array = (rng.random((40, 80)) > 0.5).astype(np.uint8)
    whole = np.zeros((before.height, before.width), np.uint8)
    whole[area.slices] = array
    differs = (flattened(before).array != flattened(after).array).any(axis=2)
    expected = np.count_nonzero(differs & (whole == 0))
    assert expected > 0
    assert changed_outside(before, after, MaskPart(area, array)) == expected
    everything = MaskPart(before.rect, np.ones_like(whole))
    assert changed_outside(before, after, everything) == 0
    assert changed_outside(before, before, MaskPart(area, array)) == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (0, "0 pixels changed outside the mask"),
        (1, "1 pixel changed outside the mask"),
        (1200, "1,200 pixels changed outside the mask"),
    ],
)
def test_the_caption_tells_the_count(hand: Hand, changed: int, sentence: str) -> None:
    document = hand.document
    pixels = Pixels.empty(1200, 1)
    pixels.array[:, :changed] = (1, 2, 3, 255)
    layer = Layer(pixels, "", x=0, y=7)
    wide = document.state.replaced(layers=(*document.state.layers, layer))
    if changed == 1200:  # the picture is 1100 wide
        pixels = Pixels.from_straight(np.full((2, 600, 3), 77, np.uint8))
        wide = document.state.replaced(layers=(*document.state.layers, Layer(pixels, "")))
        document.state.layers[0].pixels.array[:2, :600] = 0
    document.preview(wide)
    compare(hand, Mode.DIFFERENCE, mask=MaskPart(Rect(0, 0, 0, 0), np.zeros((0, 0), np.uint8)))
    comparing = hand.view._comparing
    assert comparing.comparison is not None
    caption = comparing._painting(comparing.comparison)._captions
    assert caption == [f"Difference × 4 · {sentence}"]


# -- hand and keys


def test_the_divider_follows_the_hand_and_the_keys(hand: Hand, qtbot: QtBot) -> None:
    compare(hand, Mode.WIPE)
    place = hand.view.viewport
    slide(hand, 203, 310)
    assert divider(hand) == 310
    for key, at in ((Qt.Key.Key_Left, 294), (Qt.Key.Key_Right, 310), (Qt.Key.Key_Right, 326)):
        QTest.keyClick(hand.view, key)
        assert divider(hand) == at
    slide(hand, 326, 900)
    assert divider(hand) == WIDTH
    slide(hand, WIDTH - 1, 100)
    assert divider(hand) == 100
    QTest.mouseDClick(hand.view, LEFT, NONE, QPoint(100, 60))
    assert divider(hand) == WIDTH // 2
    assert hand.view.viewport == place


def test_the_cursor_tells_what_a_press_takes_hold_of(hand: Hand) -> None:
    compare(hand, Mode.WIPE)
    QTest.mouseMove(hand.view, QPoint(200, 80))
    assert hand.view.cursor().shape() == Qt.CursorShape.SplitHCursor
    QTest.mouseMove(hand.view, QPoint(250, 80))
    assert hand.view.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_the_divider_stays_when_another_candidate_is_compared(hand: Hand) -> None:
    compare(hand, Mode.WIPE)
    slide(hand, 200, 120)
    hand.document.preview(with_candidate(hand.document, 2))
    compare(hand, Mode.BEFORE, 1)
    compare(hand, Mode.WIPE)
    assert divider(hand) == 120
    hand.view.set_comparison(None)
    compare(hand, Mode.WIPE)
    assert divider(hand) == 200


def test_dragging_in_one_pane_moves_all(hand: Hand, qtbot: QtBot) -> None:
    comparison = compare(hand, Mode.SIDE_BY_SIDE, 4)
    centre = hand.view.viewport.centre
    QTest.mousePress(hand.view, LEFT, NONE, QPoint(300, 200))
    move(hand, 150, 220)
    QTest.mouseRelease(hand.view, LEFT, NONE, QPoint(150, 220))
    moved = hand.view.viewport.centre - centre
    assert (moved.x(), moved.y()) == pytest.approx((150, -20))
    seen = on_screen(hand.view)
    for pane, picture in zip(panes(hand, Mode.SIDE_BY_SIDE, 4), comparison.pictures, strict=True):
        expected = alone(qtbot, hand, picture.state, pane.shift)
        assert same(seen[box(pane.rect)], expected[box(pane.rect)])


@pytest.mark.parametrize("at", [QPointF(70, 90), QPointF(330, 90), QPointF(290, 260)])
def test_the_wheel_zooms_at_the_pointer_in_every_pane(hand: Hand, at: QPointF) -> None:
    compare(hand, Mode.SIDE_BY_SIDE, 4)
    heard: list[QPointF] = []
    hand.view.pointer_moved.connect(heard.append)
    QTest.mouseMove(hand.view, at.toPoint())
    no, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 240), no, NONE, phase, False)
    QApplication.sendEvent(hand.view, event)
    QTest.mouseMove(hand.view, at.toPoint() + QPoint(1, 0))
    QTest.mouseMove(hand.view, at.toPoint())
    assert hand.view.viewport.zoom == pytest.approx(1.25**2)
    drift = heard[-1] - heard[0]
    assert (drift.x(), drift.y()) == pytest.approx((0, 0), abs=1e-6)


def test_fit_shows_the_whole_picture_in_every_pane(hand: Hand) -> None:
    place = hand.view.viewport
    compare(hand, Mode.SIDE_BY_SIDE, 2)
    assert hand.view.viewport == place
    hand.view.fit()
    assert hand.view.viewport.zoom == pytest.approx((199 - 64) / 1100)
    corner = hand.view.viewport.to_view.map(QPointF())
    assert (corner.x() % 1, corner.y() % 1) == pytest.approx((0, 0))
    hand.view.set_comparison(None)
    assert hand.view.viewport.zoom == pytest.approx((300 - 64) / 831)


def test_tools_rest_and_that_is_said_once(hand: Hand) -> None:
    hand.view.set_tool(BrushTool(hand.view, erase=False))
    compare(hand, Mode.WIPE)
    for _ in range(2):
        slide(hand, 60, 90)
    assert not hand.document.state.mask.array.any()
    assert hand.document.history.position == 0
    assert hand.said == ["Tools rest while you compare; dragging moves the view. Escape ends it."]
    hand.view.set_comparison(None)
    hand.click(500, 400)
    assert hand.document.state.mask.array.any()


def test_a_stroke_that_goes_on_is_ended_first(hand: Hand) -> None:
    hand.view.set_tool(BrushTool(hand.view, erase=False))
    hand.press(500, 400)
    hand.drag(520, 400)
    compare(hand, Mode.WIPE)
    assert hand.document.history.position == 1
    painted = hand.document.state.mask.array.copy()
    hand.drag(600, 450)
    hand.view.set_comparison(None)
    hand.drag(640, 450)
    hand.release(640, 450)
    assert np.array_equal(hand.document.state.mask.array, painted)


# -- beginning and end


@pytest.mark.parametrize("mode", list(Mode))
def test_mask_and_overlays_are_hidden_and_come_back(hand: Hand, mode: Mode) -> None:
    hand.document.state.mask.array[300:500, 300:600] = 255
    hand.document.touched(hand.document.state.mask, Rect(300, 300, 300, 200))
    hand.view.set_tool(BrushTool(hand.view, erase=False))
    hand.hover(500, 400)
    plain, place = on_screen(hand.view), hand.view.viewport
    compare(hand, mode, 1 if mode is Mode.BEFORE else 2)
    assert not hand.view.mask_shown
    assert not np.array_equal(on_screen(hand.view), plain)
    ended: list[None] = []
    hand.view.comparison_changed.connect(lambda: ended.append(None))
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    assert hand.view.comparison is None
    assert ended == [None]
    assert np.array_equal(on_screen(hand.view), plain)
    assert hand.view.viewport == place


def test_no_mask_is_seen_in_any_picture(hand: Hand, qtbot: QtBot) -> None:
    hand.document.state.mask.array[:] = 255
    hand.document.touched(hand.document.state.mask, hand.document.state.rect)
    compare(hand, Mode.BEFORE, 1)
    assert same(on_screen(hand.view)[40:], alone(qtbot, hand, hand.document.state)[40:])


def test_another_document_or_size_ends_it(hand: Hand) -> None:
    compare(hand, Mode.WIPE)
    first = hand.document
    hand.view.set_document(picture_document(90, 60))
    assert hand.view.comparison is None
    hand.view.set_document(first)
    compare(hand, Mode.WIPE)
    first.change("Crop", crop(first.state, Rect(10, 10, 300, 200)))
    assert hand.view.comparison is None


def test_a_change_of_the_document_is_seen_at_once(hand: Hand, qtbot: QtBot) -> None:
    compare(hand, Mode.BEFORE, 1)
    on_screen(hand.view)
    pixels = hand.document.state.layers[0].pixels
    pixels.array[390:420, 480:520] = (9, 8, 7, 255)
    hand.document.touched(pixels, Rect(480, 390, 40, 30))
    assert same(on_screen(hand.view)[40:], alone(qtbot, hand, hand.document.state)[40:])


def test_a_mode_takes_its_number_of_pictures_of_one_size(document: Document) -> None:
    one = Picture("One", document.state)
    other = Picture("Other", picture_document(20, 20).state)
    for mode, count in ((Mode.BEFORE, 2), (Mode.WIPE, 1), (Mode.SIDE_BY_SIDE, 5)):
        with pytest.raises(ValueError, match=mode.name):
            Comparison(mode, (one,) * count)
    with pytest.raises(ValueError, match="one size"):
        Comparison(Mode.WIPE, (one, other))


# -- quick, and in parts


@pytest.mark.parametrize(("mode", "count"), [(Mode.WIPE, 2), (Mode.SIDE_BY_SIDE, 4)])
@pytest.mark.parametrize("zoom", [0.333, 1, 3.37])
def test_parts_look_like_the_whole(hand: Hand, mode: Mode, count: int, zoom: float) -> None:
    hand.look(503.3, 398.8, zoom)
    compare(hand, mode, count)
    whole = on_screen(hand.view)
    rng = np.random.default_rng(8)
    for _ in range(30):
        x, y = map(int, rng.integers(0, 380, 2))
        hand.view.repaint(QRect(x, y % HEIGHT, *map(int, rng.integers(1, 90, 2))))
    assert np.array_equal(on_screen(hand.view), whole)


def test_only_what_is_seen_of_a_huge_picture_is_made(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Rect] = []
    document = Document.of_picture(Pixels.empty(6000, 4000), "Huge")
    hand = Hand(qtbot, document)
    candidate = Layer(Pixels.empty(5000, 3000), "", x=500, y=500)
    document.preview(document.state.replaced(layers=(*document.state.layers, candidate)))
    hand.look(3000, 2000, 1)
    on_screen(hand.view)
    monkeypatch.setattr(patch, "Composite", _noting(made))
    monkeypatch.setattr(difference, "flattened", _noting_flattened(made))
    compare(hand, Mode.WIPE)
    on_screen(hand.view)
    assert made
    assert all(rect.area <= 500 * 400 for rect in made)
    made.clear()
    compare(hand, Mode.DIFFERENCE)
    on_screen(hand.view)
    assert made
    assert sum(rect.area for rect in made) <= 2 * 12 * 256 * 256


def _noting(made: list[Rect]) -> type[Composite]:
    class Noting(Composite):
        def region(self, rect: Rect) -> Pixels:
            made.append(rect.intersected(self.rect))
            return super().region(rect)

    return Noting


def _noting_flattened(made: list[Rect]) -> Callable[[State], Pixels]:
    def noting(state: State) -> Pixels:
        made.append(state.rect)
        return flattened(state)

    return noting


def test_a_candidate_in_a_huge_picture_takes_no_copy_of_it(qtbot: QtBot) -> None:
    document = Document.of_picture(Pixels.empty(6000, 4000), "Huge")
    copy = document.state.rect.area * 4
    hand = Hand(qtbot, document)
    document.preview(with_candidate(document, 1))
    hand.view.fit()
    on_screen(hand.view)
    before = psutil.Process().memory_info().rss
    for zoom in (hand.view.viewport.zoom, 0.3, 1, 4):
        hand.look(520, 410, zoom)
        compare(hand, Mode.SIDE_BY_SIDE, 4)
        on_screen(hand.view)
        # Three pictures more: one copy of each would be three times this.
        assert psutil.Process().memory_info().rss - before < 2 * copy


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_fine_screens_show_the_pictures_own_pixels(ratio: float) -> None:
    root = Path(__file__).parents[3]
    environment = os.environ | {
        "QT_SCALE_FACTOR": str(ratio),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(root),
    }
    command = [sys.executable, "-m", "tests.editor.canvas.fine_comparison", str(ratio)]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
