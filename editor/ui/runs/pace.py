"""How long runs take here: measured, remembered, and told before the next one."""

from editor.document.settings import Settings
from inference.request import EditSettings

__all__ = ["Paces", "about"]

KEY = "paces"


class Paces:
    """Seconds that one step of one candidate took, by what it depends on."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def learn(self, settings: EditSettings, candidate_steps: int, seconds: float) -> None:
        """A run took that long."""
        if candidate_steps:
            self._settings.set_state(
                KEY, {**self._known(), _kind(settings): seconds / candidate_steps}
            )

    def seconds(self, settings: EditSettings, candidates: int) -> float | None:
        """How long a run will take; None before the first of its kind."""
        pace = self._known().get(_kind(settings))
        return None if pace is None else pace * candidates * settings.start

    def _known(self) -> dict[str, float]:
        kept = self._settings.state(KEY, {})
        found = kept.items() if isinstance(kept, dict) else ()
        return {key: float(pace) for key, pace in found if isinstance(pace, int | float)}


def _kind(settings: EditSettings) -> str:
    return f"{settings.model} {settings.method} {settings.augmentations}"


def about(seconds: float) -> str:
    """A time span in round figures: "9 s", "3 min"."""
    if seconds < 100:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
