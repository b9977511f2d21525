"""Checks the canvas on a screen of other fineness; run as a program by test_view with a scale.

Prints nothing and returns 0 if all is well.
"""

import sys

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from editor.canvas.tool_settings import ToolSettings
from editor.canvas.view import CanvasView
from editor.document.geometry import Rect
from tests.editor.canvas.seeing import on_screen
from tests.editor.conftest import picture_document


def main(ratio: float) -> None:
    """Show a picture at 100 % of the screen's pixels, change it, pan it."""
    application = QApplication([])
    document = picture_document(1300, 1000)
    view = CanvasView(document, ToolSettings())
    view.resize(400, 300)
    view.show()
    assert view.devicePixelRatioF() == ratio
    view.zoom_to(1)
    pixels = document.state.layers[0].pixels

    def check() -> None:
        # Of a fine screen, Qt's offscreen platform hands out the upper left 400 × 300 pixels.
        seen = on_screen(view)
        corner = view.viewport.to_picture.map(QPointF())
        x, y = round(corner.x()), round(corner.y())
        expected = pixels.array[y : y + seen.shape[0], x : x + seen.shape[1], 2::-1]
        assert np.array_equal(seen, expected)

    check()
    for x, y in ((600, 450), (500, 400)):
        pixels.array[y : y + 20, x : x + 30, :3] = 99
        document.touched(pixels, Rect(x, y, 30, 20))
        check()
        view.set_viewport(view.viewport.panned(12, -6))
        check()
    view.close()
    application.processEvents()


if __name__ == "__main__":
    main(float(sys.argv[1]))
