"""The whole application in a window."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from editor.app import Editor, application
from tests.editor.window.driver import Driver
from tests.editor.window.scripted_engine import ScriptedEngine
from tests.editor.window.scripted_studio import ScriptedStudio


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


@pytest.fixture
def make_studio(qtbot: QtBot) -> Iterator[Callable[[], ScriptedStudio]]:
    """Makes editors over scripted engines; closes them in the end."""
    studios: list[ScriptedStudio] = []

    def make() -> ScriptedStudio:
        engines: list[ScriptedEngine] = [ScriptedEngine()]
        first = engines[0]

        def factory(_device: str | None, _precision: str | None) -> ScriptedEngine:
            engine = first if first.alive else ScriptedEngine()
            engine.requests, engine.waves = first.requests, first.waves
            return engine

        studio = ScriptedStudio(Editor(application(), factory), qtbot)
        studio.engine = first
        studios.append(studio)
        return studio

    yield make
    for studio in studios:
        studio.close()


@pytest.fixture
def studio(make_studio: Callable[[], ScriptedStudio]) -> ScriptedStudio:
    return make_studio()
