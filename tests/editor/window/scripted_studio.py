"""The studio over a scripted engine."""

from PySide6.QtCore import QCoreApplication

from tests.editor.window.scripted_engine import ScriptedEngine, Stop
from tests.editor.window.studio import Studio

__all__ = ["ScriptedStudio"]


class ScriptedStudio(Studio):
    """Over an engine that does what a test says."""

    engine: ScriptedEngine

    def until_held(self, stop: Stop) -> None:
        """Wait until the engine is held there, and the window knows all that came before."""
        self.until(stop.reached.is_set)
        QCoreApplication.processEvents()  # what the worker told is queued, maybe not yet delivered
