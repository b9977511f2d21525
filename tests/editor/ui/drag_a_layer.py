"""A program that drags the bottom layer to the top with the mouse, and says what became of it.

The offscreen platform does not drag, so the test starts this on the minimal one, which does.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from editor.document import operations
from editor.document.document import Document
from editor.document.layer import Layer
from editor.document.pixels import Pixels
from editor.ui.current import Current
from editor.ui.layers_panel import LayersPanel
from editor.ui.layers_view import LayersView

Left, NoKey = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def main(across: int) -> None:
    """Drag from this far to the right in the bottom row; print the order and the steps."""
    app = QApplication([])
    document = Document.of_picture(Pixels.empty(40, 30), "Bottom")
    for name in ("Middle", "Top"):
        document.adopt(operations.add_layer(document.state, Layer(Pixels.empty(40, 30), name)))
    current = Current()
    current.set_document(document)
    panel = LayersPanel(current)
    panel.resize(344, 420)
    panel.show()
    app.processEvents()
    drag(panel, across)
    print([layer.name for layer in document.state.layers])  # noqa: T201  read by the test
    print([step.label for step in document.history.steps])  # noqa: T201


class Dropper(QObject):
    """Lets go of the button as soon as something is being dragged over the list."""

    def __init__(self, view: QListView, drop: Callable[[], None]) -> None:
        super().__init__(view)
        self._drop = drop
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.DragEnter:
            QTimer.singleShot(0, self, self._drop)
        return False


def drag(panel: LayersPanel, across: int) -> None:
    view, window = panel.findChildren(LayersView)[0], panel.windowHandle()

    def place(row: int, x: int, down: int) -> QPoint:
        corner = view.visualRect(view.model().index(row, 0)).topLeft()
        return view.viewport().mapTo(panel, corner + QPoint(x, down))

    start, end = place(2, across, 28), place(0, across, 4)

    def drop() -> None:
        QTest.mouseMove(window, end - QPoint(0, 2))
        QTest.mouseMove(window, end)
        QTest.mouseRelease(window, Left, NoKey, end)

    Dropper(view, drop)
    QTest.mouseClick(window, Left, NoKey, place(2, 100, 28))  # an old press must not count
    QTest.mousePress(window, Left, NoKey, start)
    for up in (15, 30, 45):  # where a drag begins, it goes on inside of this until the drop
        QTest.mouseMove(window, start - QPoint(0, up))
    QApplication.processEvents()


if __name__ == "__main__":
    main(int(sys.argv[1]))
