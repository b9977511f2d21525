"""Eyes for tests: what of a canvas is on the screen, as arrays."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from editor.canvas.tool_settings import ToolSettings
from editor.canvas.view import CanvasView

__all__ = ["as_rgb", "fresh", "on_screen", "picture"]


def on_screen(widget: QWidget) -> NDArray[np.uint8]:
    """What a shown widget has drawn so far, its pending updates included: (H, W, 3)."""
    QApplication.processEvents()
    # Not the widget's own screen(): PySide would delete the screen together with the widget.
    return as_rgb(QGuiApplication.primaryScreen().grabWindow(widget.winId()))


def fresh(qtbot: QtBot, view: CanvasView) -> NDArray[np.uint8]:
    """What another view, just made, shows of the same place."""
    other = CanvasView(view.document, ToolSettings())
    qtbot.addWidget(other)
    other.resize(view.size())
    other.show()
    qtbot.waitExposed(other)
    other.set_viewport(view.viewport)
    try:
        return on_screen(other)
    finally:
        other.hide()
        view.document.unlisten(other._on_changed)


def picture(view: CanvasView) -> NDArray[np.uint8]:
    """A full repaint into a new picture: (H, W, 3)."""
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image, QPoint())
    return as_rgb(image)


def as_rgb(image: QImage | QPixmap) -> NDArray[np.uint8]:
    """The colours of a Qt picture: (H, W, 3)."""
    if isinstance(image, QPixmap):
        image = image.toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    memory = np.frombuffer(image.constBits(), np.uint8)
    return memory.reshape(image.height(), image.width(), 4)[..., 2::-1].copy()
