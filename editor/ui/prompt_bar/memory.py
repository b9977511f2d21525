"""What the prompt bar remembers from one start to the next."""

from collections.abc import Sequence

from editor.document.settings import Settings
from inference.request import PRESETS

__all__ = ["PromptMemory"]

KEY = "prompt-bar"
PRESET, CANDIDATES = "fast", 8


class PromptMemory:
    """Keeps prompts and choices among the settings; damaged ones count as not there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def keep(self, history: Sequence[str], preset: str, candidates: int) -> None:
        """Remember what a run was begun with.

        Args:
            history: prompts, the oldest first.
        """
        kept = {"history": list(history), "preset": preset, "candidates": candidates}
        self._settings.set_state(KEY, kept)

    def recall(self, most: int) -> tuple[list[str], str, int]:
        """History, preset and number of candidates.

        Args:
            most: candidates that there may be.
        """
        kept = self._settings.state(KEY, {})
        values = kept if isinstance(kept, dict) else {}
        history = values.get("history", [])
        prompts = [p for p in history if isinstance(p, str)] if isinstance(history, list) else []
        preset, candidates = values.get("preset"), values.get("candidates")
        return (
            prompts,
            preset if isinstance(preset, str) and preset in PRESETS else PRESET,
            min(max(candidates, 1), most) if isinstance(candidates, int) else CANDIDATES,
        )
