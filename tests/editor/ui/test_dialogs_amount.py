"""The dialog that asks for pixels: its effect is shown, and goes once however it closes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from editor.ui.dialogs.amount_dialog import AmountDialog
from tests.editor.ui.hands import shown


@pytest.fixture
def previews() -> list[int | None]:
    """What was shown."""
    return []


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window that is shown."""
    window = QWidget()
    window.setGeometry(0, 0, 700, 500)
    return shown(qtbot, window)


@pytest.fixture
def dialog(qtbot: QtBot, previews: list[int | None], window: QWidget) -> AmountDialog:
    """A dialog over a window."""
    dialog = AmountDialog("Grow Mask", "Grow by", 8, 1, 200, previews.append, window)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_first_effect_is_shown_unasked(
    dialog: AmountDialog, qtbot: QtBot, previews: list[int | None]
) -> None:
    qtbot.waitUntil(lambda: previews == [8])
    dialog.reject()


def test_slider_and_field_are_one(
    dialog: AmountDialog, qtbot: QtBot, previews: list[int | None]
) -> None:
    QTest.keyClick(dialog.slider, Qt.Key.Key_Right)
    assert dialog.value == 9
    assert dialog.field.hasFocus()
    QTest.keyClicks(dialog.field, "2")
    assert dialog.slider.value() == dialog.value
    qtbot.waitUntil(lambda: previews[-1:] == [dialog.value])
    dialog.reject()


def test_a_drag_shows_only_where_it_rests(
    dialog: AmountDialog, qtbot: QtBot, previews: list[int | None]
) -> None:
    for value in range(10, 60):
        dialog.slider.setValue(value)
    qtbot.waitUntil(lambda: bool(previews))
    assert previews == [59]
    dialog.reject()


@pytest.mark.parametrize(
    "end",
    [
        QDialog.accept,
        QDialog.reject,
        QDialog.close,
        lambda dialog: (dialog.accept(), dialog.close(), dialog.reject()),
    ],
    ids=["accept", "reject", "close", "several"],
)
def test_effect_goes_once(
    dialog: AmountDialog, qtbot: QtBot, previews: list[int | None], end: Callable[[QDialog], object]
) -> None:
    qtbot.waitUntil(lambda: previews == [8])
    dialog.slider.setValue(50)  # its effect is still to come, and must not
    end(dialog)
    assert previews == [8, None]
    assert not dialog._timer.isActive()


def test_escape_and_enter(dialog: AmountDialog) -> None:
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    dialog.show()
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_opens_at_the_top_right(dialog: AmountDialog, window: QWidget) -> None:
    corner = window.mapToGlobal(QPoint(window.width(), 0)) - dialog.geometry().topRight()
    assert 0 < corner.x() < 40
    assert -120 < corner.y() < 0
    dialog.reject()
