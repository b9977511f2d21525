"""What tests of dialogs do with their hands: show one, press its buttons, type into its fields."""

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

__all__ = ["press", "shown", "tick", "type_into"]

W = TypeVar("W", bound=QWidget)


def shown(qtbot: QtBot, widget: W) -> W:
    """Show a widget; it is closed at the end of the test."""
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def press(parent: QWidget, text: str) -> None:
    """Click the visible push button with this text."""
    found = [each for each in parent.findChildren(QPushButton) if each.text() == text]
    [visible] = [each for each in found if each.isVisible()]
    QTest.mouseClick(visible, Qt.MouseButton.LeftButton)


def tick(box: QCheckBox) -> None:
    """Click a check box; it is wider than what can be clicked of it."""
    QTest.mouseClick(
        box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(8, box.height() // 2)
    )


def type_into(field: QLineEdit | QAbstractSpinBox, text: str) -> None:
    """Type over what a field holds."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
