"""Dialogs about sizes: what is typed, what follows, what is refused, and where a canvas lies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from editor.document.geometry import Rect
from editor.ui.dialogs.parts import Colour
from editor.ui.dialogs.size_dialog import CanvasSizeDialog, NewDialog, PictureSizeDialog
from editor.ui.dialogs.size_fields import size_facts, size_problem
from tests.editor.ui.hands import press, shown, type_into

Accepted = QDialog.DialogCode.Accepted


@pytest.mark.parametrize(
    ("width", "height", "part"),
    [
        (1, 1, ""),
        (20_000, 20_000, ""),
        (30_000, 13_333, ""),
        (30_000, 13_334, "400 are possible"),
        (20_000, 20_001, "400 are possible"),
        (30_001, 1, "30,000 pixels"),
        (1, 30_001, "30,000 pixels"),
    ],
)
def test_what_is_refused(width: int, height: int, part: str) -> None:
    problem = size_problem(width, height)
    assert bool(problem) == bool(part)
    assert part in problem


def test_facts() -> None:
    assert size_facts(4000, 3000) == "12.0 megapixels · 48.0 MB a layer"
    assert size_facts(100, 100) == "0.01 megapixels · 0.04 MB a layer"


class TestPictureSize:
    def test_linked_sides_follow_each_other(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, PictureSizeDialog(4000, 3000))
        assert dialog.width_field.hasFocus()
        type_into(dialog.width_field, "1000")
        assert dialog.size_wanted == (1000, 750)
        type_into(dialog.height_field, "1500")
        assert dialog.size_wanted == (2000, 1500)

    def test_unlinked_sides_do_not(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, PictureSizeDialog(4000, 3000))
        QTest.mouseClick(dialog.link, Qt.MouseButton.LeftButton)
        type_into(dialog.width_field, "1000")
        assert dialog.size_wanted == (1000, 3000)
        QTest.mouseClick(dialog.link, Qt.MouseButton.LeftButton)
        assert dialog.size_wanted == (1000, 750)

    def test_percent(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, PictureSizeDialog(400, 300))
        press(dialog, "Percent")
        assert dialog.size_wanted == (400, 300)
        type_into(dialog.width_field, "50")
        assert dialog.height_field.value() == 50
        assert dialog.size_wanted == (200, 150)
        press(dialog, "Pixels")
        assert dialog.width_field.value() == 200
        assert dialog.size_wanted == (200, 150)

    def test_a_strip_keeps_a_pixel(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, PictureSizeDialog(1000, 2))
        type_into(dialog.width_field, "10")
        assert dialog.size_wanted == (10, 1)

    def test_too_large_is_said_and_not_taken(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, PictureSizeDialog(4000, 3000))
        type_into(dialog.width_field, "40000")
        assert not dialog.accept_button.isEnabled()
        assert "30,000" in dialog.problem.text()
        assert dialog.problem.isVisible()
        assert not dialog.facts.isVisible()
        QTest.keyClick(dialog.width_field, Qt.Key.Key_Return)
        assert dialog.isVisible()
        type_into(dialog.width_field, "2000")
        assert dialog.accept_button.isEnabled()
        assert not dialog.problem.isVisible()

    def test_enter_takes_and_escape_does_not(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, PictureSizeDialog(40, 30))
        QTest.keyClick(dialog.width_field, Qt.Key.Key_Return)
        assert dialog.result() == Accepted
        dialog = shown(qtbot, PictureSizeDialog(40, 30))
        QTest.keyClick(dialog.width_field, Qt.Key.Key_Escape)
        assert dialog.result() != Accepted
        assert not dialog.isVisible()


class TestCanvasSize:
    def test_grows_around_the_middle(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, CanvasSizeDialog(100, 80))
        type_into(dialog.width_field, "140")
        assert dialog.rect_wanted == Rect(-20, 0, 140, 80)

    def test_anchor_by_keys(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, CanvasSizeDialog(100, 80))
        type_into(dialog.width_field, "140")
        type_into(dialog.height_field, "60")
        dialog.anchor._group.button(4).setFocus()
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Right)
        assert dialog.anchor.anchor == (2, 1)
        assert dialog.rect_wanted == Rect(-40, 10, 140, 60)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        assert dialog.rect_wanted == Rect(-40, 20, 140, 60)

    def test_sketch_shows_the_canvas(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, CanvasSizeDialog(100, 80))
        before = dialog._sketch.grab().toImage()
        type_into(dialog.width_field, "400")
        assert dialog._sketch.grab().toImage() != before

    @given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 8))
    def test_what_is_anchored_stays_at_its_edge(self, width: int, height: int, place: int) -> None:
        dialog = CanvasSizeDialog(100, 80)
        dialog.width_field.setValue(width)
        dialog.height_field.setValue(height)
        dialog.anchor._group.button(place).setChecked(True)
        rect = dialog.rect_wanted
        assert (rect.w, rect.h) == (width, height)
        column, row = place % 3, place // 3
        for at, first, last, end in (
            (column, rect.x, rect.right, 100),
            (row, rect.y, rect.bottom, 80),
        ):
            if at == 0:
                assert first == 0
            elif at == 2:
                assert last == end
            else:
                assert abs((first + last) - end) <= 1
        dialog.deleteLater()


def colour_of(dialog: NewDialog) -> Colour | None:
    return dialog.colour


class TestNew:
    @pytest.fixture(autouse=True)
    def _empty_clipboard(self, qtbot: QtBot) -> None:
        QGuiApplication.clipboard().clear()

    def test_preset(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, NewDialog())
        press(dialog, "1920 × 1080")
        assert dialog.size_wanted == (1920, 1080)

    def test_clipboard(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, NewDialog())
        assert not any("Clip" in each.text() for each in dialog.findChildren(QPushButton))
        QGuiApplication.clipboard().setImage(QImage(64, 48, QImage.Format.Format_RGB32))
        dialog = shown(qtbot, NewDialog())
        press(dialog, "Clipboard 64 × 48")
        assert dialog.size_wanted == (64, 48)
        QGuiApplication.clipboard().clear()

    def test_colours(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, NewDialog())
        assert colour_of(dialog) == (255, 255, 255)
        press(dialog, "Black")
        assert colour_of(dialog) == (0, 0, 0)
        press(dialog, "Transparent")
        assert colour_of(dialog) is None
        assert not dialog.other.isVisible()
        press(dialog, "Other")
        assert dialog.other.isVisible()
        dialog.other.colour = (1, 2, 3)
        assert colour_of(dialog) == (1, 2, 3)
