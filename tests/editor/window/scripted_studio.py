"""The studio over a scripted engine."""

from tests.editor.window.scripted_engine import ScriptedEngine
from tests.editor.window.studio import Studio

__all__ = ["ScriptedStudio"]


class ScriptedStudio(Studio):
    """Over an engine that does what a test says."""

    engine: ScriptedEngine
