"""Drives the real window as a person would: opens files, drags on the canvas, presses keys."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.document.document import Document
from editor.document.state import State

__all__ = ["Driver"]

Left, Plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Driver:
    """A running editor and a hand on it."""

    def __init__(self, editor: Editor, qtbot: QtBot) -> None:
        self.editor = editor
        self.window = editor.window
        self.context = editor.window.context
        self.view = self.context.view
        self.qtbot = qtbot

    @property
    def document(self) -> Document:
        """The document in front."""
        return self.context.document

    @property
    def state(self) -> State:
        """Its state."""
        return self.document.state

    def open(self, path: Path) -> Document:
        """Open a file through the File menu's own code, and wait until it is there."""
        before = len(self.window.documents)
        self.window.opening.open([path])
        self.until(lambda: len(self.window.documents) > before)
        return self.document

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition."""
        self.qtbot.waitUntil(condition, timeout=15_000)

    def at(self, x: float, y: float) -> QPoint:
        """Where a point of the picture is on the canvas."""
        return self.view.viewport.to_view.map(QPointF(x, y)).toPoint()

    def drag(self, *points: tuple[float, float], keys: Qt.KeyboardModifier = Plain) -> None:
        """Press at the first point of the picture, move along, release at the last."""
        places = [self.at(x, y) for x, y in points]
        QTest.mousePress(self.view, Left, keys, places[0])
        for place in places[1:]:
            QTest.mouseMove(self.view, place)
        QTest.mouseRelease(self.view, Left, keys, places[-1])

    def click(self, x: float, y: float, keys: Qt.KeyboardModifier = Plain) -> None:
        """Click on a point of the picture."""
        self.drag((x, y), keys=keys)

    def keys(self, sequence: str, widget: QWidget | None = None) -> None:
        """Press a shortcut where the focus is, as the window system would deliver it."""
        QTest.keySequence(widget or self.focused, sequence)
        QApplication.processEvents()

    @property
    def focused(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.focusWidget() or self.view

    def trigger(self, name: str) -> None:
        """Choose an action from its menu."""
        action = self.context.actions[name]
        assert action.isEnabled(), f"{name} cannot be used now"
        action.trigger()
