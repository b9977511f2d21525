"""The whole application in a window."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from editor.app import Editor, application
from tests.editor.window.driver import Driver


@pytest.fixture
def driver(qtbot: QtBot) -> Iterator[Driver]:
    """The whole application in a window of 1280 × 860, closed without questions at the end."""
    editor = Editor(application())
    editor.window.resize(1280, 860)
    editor.window.show()
    qtbot.waitExposed(editor.window)
    editor.window.activateWindow()
    yield Driver(editor, qtbot)
    for document in editor.window.documents:
        document.history.mark_saved(document.history.present)
    editor.window.close()
    editor.end()
    editor.window.deleteLater()
    editor.deleteLater()
