"""The crop tool: frame, handles, ratio, numbers, confirmation."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.canvas.tools.crop import LONGEST_SIDE, CropRatio, CropTool
from editor.canvas.tools.hand import HandTool
from editor.document.document import Document
from editor.document.geometry import Rect
from tests.editor.canvas.driving import SHIFT, Hand, content
from tests.editor.canvas.seeing import on_screen

WHOLE = Rect(0, 0, 200, 150)


@pytest.fixture
def hand(qtbot: QtBot, document: Document) -> Hand:
    hand = Hand(qtbot, document)
    hand.look(100, 75, 1)
    return hand


@pytest.fixture
def tool(hand: Hand) -> CropTool:
    tool = CropTool(hand.view)
    hand.view.set_tool(tool)
    return tool


def labels(hand: Hand) -> list[str]:
    return [step.label for step in hand.document.history.steps]


def test_it_begins_around_the_whole_picture(tool: CropTool) -> None:
    assert tool.values == WHOLE
    assert not tool.busy


def test_a_new_frame_is_drawn_and_confirmed(hand: Hand, tool: CropTool) -> None:
    before = content(hand.document)
    own = hand.document.composite.region(WHOLE).array.copy()
    hand.stroke((40, 30), (120, 100))
    assert tool.values == Rect(40, 30, 80, 70)
    assert labels(hand) == []
    hand.key(Qt.Key.Key_Return)
    state = hand.document.state
    assert (state.width, state.height) == (80, 70)
    seen = hand.document.composite.region(state.rect).array
    assert np.array_equal(seen, own[30:100, 40:120])
    assert labels(hand) == ["Crop"]
    assert (tool.values, tool.busy) == (Rect(0, 0, 80, 70), False)
    hand.document.undo()
    assert content(hand.document) == before
    assert tool.values == WHOLE


@pytest.mark.parametrize(
    ("end", "rect"),
    [
        ((60, 40), Rect(60, 40, 40, 35)),
        ((140, 110), Rect(100, 75, 40, 35)),
        ((60, 110), Rect(60, 75, 40, 35)),
        ((140, 40), Rect(100, 40, 40, 35)),
    ],
)
def test_a_frame_is_drawn_in_any_direction(
    hand: Hand, tool: CropTool, end: tuple[int, int], rect: Rect
) -> None:
    hand.stroke((100, 75), end)
    assert tool.values == rect


def test_handles_reach_beyond_the_picture_and_enlarge_it(hand: Hand, tool: CropTool) -> None:
    hand.stroke((200, 75), (230, 75))
    hand.stroke((0, 0), (-20, -10))
    assert tool.values == Rect(-20, -10, 250, 160)
    hand.key(Qt.Key.Key_Enter)
    assert (hand.document.state.width, hand.document.state.height) == (250, 160)
    corner = hand.document.composite.region(Rect(0, 0, 250, 160)).array[0, 0]
    assert corner.tolist() == [0, 0, 0, 0]


def test_inside_moves_the_frame(hand: Hand, tool: CropTool) -> None:
    hand.stroke((40, 30), (120, 100))
    hand.stroke((80, 65), (90, 60))
    assert tool.values == Rect(50, 25, 80, 70)
    hand.key(Qt.Key.Key_Left)
    QTest.keyClick(hand.view, Qt.Key.Key_Down, SHIFT)
    assert tool.values == Rect(49, 35, 80, 70)


def test_a_second_click_confirms(hand: Hand, tool: CropTool) -> None:
    hand.stroke((40, 30), (120, 100))
    hand.click(80, 65)
    hand.second_click(80, 65)
    assert (hand.document.state.width, hand.document.state.height) == (80, 70)
    assert labels(hand) == ["Crop"]


def test_escape_and_other_tools_drop_the_frame(hand: Hand, tool: CropTool) -> None:
    before = content(hand.document)
    hand.stroke((40, 30), (120, 100))
    hand.key(Qt.Key.Key_Escape)
    assert (tool.values, tool.busy) == (WHOLE, False)
    hand.stroke((40, 30), (120, 100))
    hand.view.set_tool(HandTool(hand.view))
    assert content(hand.document) == before
    assert labels(hand) == []
    hand.view.set_tool(tool)
    assert tool.values == WHOLE


def test_escape_in_the_middle_of_a_pull_ends_it(hand: Hand, tool: CropTool) -> None:
    hand.press(40, 30)
    hand.drag(120, 100)
    hand.key(Qt.Key.Key_Escape)
    hand.drag(130, 110)
    hand.release(130, 110)
    assert tool.values == WHOLE


def test_a_click_changes_nothing(hand: Hand, tool: CropTool) -> None:
    hand.click(100, 75)
    hand.key(Qt.Key.Key_Return)
    assert (tool.values, labels(hand)) == (WHOLE, [])


@pytest.mark.parametrize(
    ("ratio", "number"),
    [
        (CropRatio.ORIGINAL, 200 / 150),
        (CropRatio.SQUARE, 1),
        (CropRatio.FOUR_THREE, 4 / 3),
        (CropRatio.THREE_TWO, 3 / 2),
        (CropRatio.SIXTEEN_NINE, 16 / 9),
    ],
)
def test_a_ratio_is_kept_however_the_frame_is_pulled(
    hand: Hand, tool: CropTool, ratio: CropRatio, number: float
) -> None:
    tool.set_ratio(ratio)
    assert tool.values.intersected(WHOLE) == tool.values
    for start, end in (((20, 20), (140, 70)), ((20, 20), (10, 15))):
        hand.stroke(start, end)
        rect = tool.values
        assert abs(rect.w - rect.h * number) <= 1 + number


def test_shift_draws_a_square(hand: Hand, tool: CropTool) -> None:
    hand.press(20, 20)
    hand.drag(90, 80, SHIFT)
    hand.release(90, 80)
    assert tool.values.w == tool.values.h


def test_numbers_are_shown_and_set(hand: Hand, tool: CropTool) -> None:
    heard: list[Rect] = []
    tool.notifier.changed.connect(lambda: heard.append(tool.values))
    tool.set_values(Rect(-5, 10, 60, 70))
    assert heard == [Rect(-5, 10, 60, 70)]
    assert tool.busy
    tool.set_values(Rect(0, 0, 0, 10**6))
    assert tool.values == Rect(0, 0, 1, LONGEST_SIDE)
    hand.key(Qt.Key.Key_Escape)
    assert heard[-1] == WHOLE


def test_what_is_cut_away_is_darkened(hand: Hand, tool: CropTool) -> None:
    plain = on_screen(hand.view).astype(int)
    hand.stroke((40, 30), (120, 100))
    hand.hover(190, 140)
    seen = on_screen(hand.view)
    away = seen[75 + 5 : 75 + 25, 100 + 150 : 100 + 190].astype(int)
    before = plain[75 + 5 : 75 + 25, 100 + 150 : 100 + 190]
    assert np.abs(away - before * (1 - 150 / 255)).max() <= 2
    kept = slice(75 + 60, 75 + 70), slice(100 + 55, 100 + 60)
    assert np.array_equal(seen[kept], plain[kept])
    thirds = 75 + 30 + round(70 / 3)
    assert not np.array_equal(seen[thirds, 145:155], plain[thirds, 145:155])


def test_handles_show_what_they_do(hand: Hand, tool: CropTool) -> None:
    for x, y, shape in (
        (0, 0, Qt.CursorShape.SizeFDiagCursor),
        (200, 75, Qt.CursorShape.SizeHorCursor),
        (100, 75, Qt.CursorShape.ArrowCursor),
    ):
        hand.hover(x, y)
        assert hand.view.cursor().shape() == shape
    hand.stroke((40, 30), (120, 100))
    hand.hover(80, 60)
    assert hand.view.cursor().shape() == Qt.CursorShape.SizeAllCursor


def test_a_left_tool_hears_nothing_more(hand: Hand, tool: CropTool) -> None:
    listeners = len(hand.document._listeners)
    hand.view.set_tool(HandTool(hand.view))
    assert len(hand.document._listeners) == listeners - 1
