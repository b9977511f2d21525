"""Checks comparisons on a screen of other fineness; run as a program by test_comparison.

Prints nothing and returns 0 if all is well.
"""

import sys

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from editor.canvas.comparison import Comparison, Mode, Picture
from editor.canvas.tool_settings import ToolSettings
from editor.canvas.view import CanvasView
from editor.document.compositor import flattened
from editor.document.layer import Layer
from editor.document.pixels import Pixels
from tests.editor.canvas.seeing import on_screen
from tests.editor.conftest import picture_document


def main(ratio: float) -> None:
    """Compare at 100 % of the screen's pixels: left of the divider is before."""
    application = QApplication([])
    document = picture_document(1300, 1000)
    grey = Layer(Pixels.from_straight(np.full((500, 900, 3), 90, np.uint8)), "", x=200, y=200)
    document.preview(document.state.replaced(layers=(*document.state.layers, grey)))
    view = CanvasView(document, ToolSettings())
    view.resize(400, 300)
    view.show()
    assert view.devicePixelRatioF() == ratio
    view.zoom_to(1)
    pictures = (Picture("Before", document.state), Picture("1", document.shown))
    view.set_comparison(Comparison(Mode.WIPE, pictures))
    # Of a fine screen, Qt's offscreen platform hands out the upper left 400 × 300 pixels.
    seen = on_screen(view)
    corner = view.viewport.to_picture.map(QPointF())
    x, y = round(corner.x()), round(corner.y())
    before, after = (
        flattened(picture.state).array[y : y + 300, x : x + 400, 2::-1] for picture in pictures
    )
    top, divider, knob = int(40 * ratio), int(200 * ratio), int(20 * ratio)
    assert np.array_equal(seen[top:, : divider - knob], before[top:, : divider - knob])
    assert np.array_equal(seen[top:, divider + knob :], after[top:, divider + knob :])
    assert not np.array_equal(before[top:], after[top:])
    view.close()
    application.processEvents()


if __name__ == "__main__":
    main(float(sys.argv[1]))
