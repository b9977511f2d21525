"""Fixtures of the editor's tests: no screen, nothing left behind."""

import os
import threading
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication

from editor.document.document import Document
from editor.document.pixels import Pixels


@pytest.fixture
def document() -> Document:
    """A picture of random colours, 200 × 150."""
    return picture_document(200, 150)


def picture_document(width: int, height: int, seed: int = 0) -> Document:
    """A document of one layer with random opaque colours."""
    rgb = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Document.of_picture(Pixels.from_straight(rgb), "Noise")


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fail a test that leaves a window, a thread or a running timer."""
    before = set(threading.enumerate())
    yield
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    owners: list[QObject] = [app, *app.topLevelWidgets()]
    shown = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
    timers = [timer for owner in owners for timer in owner.findChildren(QTimer)]
    threads = [thread for owner in owners for thread in owner.findChildren(QThread)]
    left = [_told(widget) for widget in shown]
    left += [_told(timer) for timer in timers if timer.isActive()]
    left += [_told(thread) for thread in threads if thread.isRunning()]
    # Python makes up a thread object for every thread of Qt's that logs something; it never ends.
    begun = {t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)}
    left += [thread.name for thread in begun - before if thread.is_alive()]
    for widget in shown:
        widget.close()
    assert not left, f"left behind: {left}"


def _told(thing: QObject) -> str:
    return f"{type(thing).__name__} {thing.objectName()!r}"
