"""A hand for tests: drives a real canvas with mouse, pen and keys, in picture coordinates."""

from PySide6.QtCore import QEvent, QPointF, QSizeF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.canvas.tool_settings import ToolSettings
from editor.canvas.view import CanvasView
from editor.canvas.viewport import Viewport
from editor.document.document import Document

__all__ = ["ALT", "NONE", "SHIFT", "Hand", "content"]

Key = Qt.KeyboardModifier
NONE, SHIFT, ALT = Key.NoModifier, Key.ShiftModifier, Key.AltModifier
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Holds the mouse over a canvas of 400 × 300 that shows a document.

    Attributes:
        said: the sentences that tools have said.
    """

    def __init__(self, qtbot: QtBot, document: Document) -> None:
        self.view = CanvasView(document, ToolSettings())
        self.view.resize(400, 300)
        qtbot.addWidget(self.view)
        self.view.show()
        qtbot.waitExposed(self.view)
        self._pen = _new_pen()  # events point at it, they do not keep it
        self.said: list[str] = []
        self.view.said.connect(self.said.append)

    @property
    def document(self) -> Document:
        """What is shown."""
        return self.view.document

    def look(self, x: float, y: float, zoom: float, rotation: float = 0.0) -> None:
        """Bring a point of the picture to the middle."""
        self.view.set_viewport(Viewport(QSizeF(400, 300), QPointF(x, y), zoom, rotation))

    def press(self, x: float, y: float, keys: Key = NONE) -> None:
        """The button goes down at a point of the picture."""
        QTest.mousePress(self.view, LEFT, keys, self._at(x, y).toPoint())

    def drag(self, x: float, y: float, keys: Key = NONE) -> None:
        """The mouse moves with the button down."""
        at = self._at(x, y)
        self._send(QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, LEFT, keys))

    def hover(self, x: float, y: float) -> None:
        """The mouse moves."""
        QTest.mouseMove(self.view, self._at(x, y).toPoint())

    def release(self, x: float, y: float, keys: Key = NONE) -> None:
        """The button goes up."""
        QTest.mouseRelease(self.view, LEFT, keys, self._at(x, y).toPoint())

    def stroke(self, *points: tuple[float, float], keys: Key = NONE) -> None:
        """Press, move along points, release; the keys are held at the press alone."""
        self.press(*points[0], keys)
        for point in points[1:]:
            self.drag(*point)
        self.release(*points[-1])

    def click(self, x: float, y: float, keys: Key = NONE) -> None:
        """Press and release."""
        self.stroke((x, y), keys=keys)

    def second_click(self, x: float, y: float) -> None:
        """What a system sends for the second click of a double click."""
        at = self._at(x, y)
        self._send(QMouseEvent(QEvent.Type.MouseButtonDblClick, at, at, LEFT, LEFT, NONE))
        self.release(x, y)

    def key(self, key: Qt.Key) -> None:
        """A key goes down and up."""
        QTest.keyClick(self.view, key)

    def pen(self, *points: tuple[float, float, float]) -> None:
        """Draw with a pen through x, y, pressure; it is lifted, without pressure, 8 px further."""
        self._send(self._pen_event(QEvent.Type.TabletPress, *points[0]))
        for point in points[1:]:
            self._send(self._pen_event(QEvent.Type.TabletMove, *point))
        x, y, _ = points[-1]
        self._send(self._pen_event(QEvent.Type.TabletRelease, x + 8, y, 0.0))

    def _at(self, x: float, y: float) -> QPointF:
        return self.view.viewport.to_view.map(QPointF(x, y))

    def _send(self, event: QEvent) -> None:
        QApplication.sendEvent(self.view, event)

    def _pen_event(self, kind: QEvent.Type, x: float, y: float, pressure: float) -> QTabletEvent:
        at = self._at(x, y)
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletRelease else LEFT
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletMove else LEFT
        return QTabletEvent(
            kind, self._pen, at, at, pressure, 0.0, 0.0, 0.0, 0.0, 0.0, NONE, button, held
        )


def _new_pen() -> QPointingDevice:
    return QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
    )


def content(document: Document) -> tuple[object, ...]:
    """Every byte of a document and where it lies, to compare."""
    state = document.state
    layers = [
        (layer.number, layer.name, layer.bounds, layer.pixels.array.tobytes())
        for layer in state.layers
    ]
    return state.width, state.height, state.mask.array.tobytes(), tuple(layers)
