"""How a person expands a picture in the window; what tests of it have in common."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSpinBox

from editor.document.layer import Layer
from editor.ui.candidates.items import Item
from editor.ui.prompt_bar.modes import Mode
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import MEADOW

__all__ = [
    "alike",
    "apply",
    "chip",
    "everything",
    "expand_mode",
    "item_of",
    "made",
    "pull",
    "spin",
    "write",
]

Left, None_ = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def chip(studio: ScriptedStudio, mode: Mode) -> None:
    QTest.mouseClick(studio.bar.modes.chip(mode), Left)


def expand_mode(studio: ScriptedStudio) -> None:
    """A photo, and the mode chosen by its chip."""
    studio.open(MEADOW)
    chip(studio, Mode.EXPAND)


def pull(
    studio: ScriptedStudio, *points: tuple[float, float], keys: Qt.KeyboardModifier = None_
) -> None:
    """Drag along points of the picture with keys held all the way."""
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(points) - 1)]
    for kind, point in zip(
        [*kinds, QEvent.Type.MouseButtonRelease], [*points, points[-1]], strict=True
    ):
        at = studio.at(*point).toPointF()
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Left
        QApplication.sendEvent(studio.view, QMouseEvent(kind, at, at, button, Left, keys))


def spin(studio: ScriptedStudio, side: str) -> QSpinBox:
    found = studio.bar.expand.number(side).findChild(QSpinBox)
    assert isinstance(found, QSpinBox)
    return found


def write(studio: ScriptedStudio, **pixels: int) -> None:
    """Write numbers into the fields of sides."""
    for side, number in pixels.items():
        spin(studio, side).setFocus()
        spin(studio, side).selectAll()
        QTest.keyClicks(spin(studio, side), str(number))
        QTest.keyClick(spin(studio, side), Qt.Key.Key_Tab)


def made(studio: ScriptedStudio, candidates: int = 2, **pixels: int) -> None:
    """A photo, expanded to the end of a run."""
    expand_mode(studio)
    write(studio, **(pixels or {"left": 200, "bottom": 100}))
    studio.bar.candidates.setValue(candidates)
    studio.type("a meadow")
    studio.keys("Ctrl+Return", studio.bar.prompt)
    studio.until_idle()


def apply(studio: ScriptedStudio, index: int = 0) -> Layer:
    """Apply a candidate as a person does; its layer."""
    studio.click_candidate(item_of(studio, index))
    QTest.keyClick(studio.view_of_candidates, Qt.Key.Key_Return)
    return studio.state.layers[-1]


def item_of(studio: ScriptedStudio, index: int) -> Item:
    return studio.window.store.runs[-1].items[index]


def everything(studio: ScriptedStudio) -> list[NDArray[np.uint8]]:
    """All bytes of the picture: size, mask, layers."""
    state = studio.state
    size = np.array([state.width % 256, state.height % 256], np.uint8)
    return [size, state.mask.array.copy(), *(layer.pixels.array.copy() for layer in state.layers)]


def alike(one: list[NDArray[np.uint8]], other: list[NDArray[np.uint8]]) -> bool:
    return len(one) == len(other) and all(map(np.array_equal, one, other))
