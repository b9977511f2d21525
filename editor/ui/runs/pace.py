"""How long runs take here: measured, remembered, and told before the next one."""

from editor.document.settings import Settings
from inference.request import EditSettings

__all__ = ["Paces", "about"]

KEY = "paces"
EXPANDS = " expands"


class Paces:
    """Seconds that one step of one candidate took, by what it depends on."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def learn(
        self,
        device: str,
        settings: EditSettings,
        candidate_steps: int,
        seconds: float,
        *,
        expands: bool = False,
    ) -> None:
        """A run took that long on a device.

        Args:
            expands: it was one that expands the picture.
        """
        if candidate_steps:
            pace = seconds / candidate_steps
            kind = _kind(device, settings) + (EXPANDS if expands else "")
            self._settings.set_state(KEY, {**self._known(), kind: pace})

    def seconds(self, device: str, settings: EditSettings, candidates: int) -> float | None:
        """How long a run will take; None before the first of its kind.

        Args:
            device: as a person writes it; "" while it is not known.
        """
        pace = self._known().get(_kind(device, settings))
        return None if pace is None else pace * candidates * settings.start

    def seconds_to_expand(
        self, device: str, settings: EditSettings, candidates: int, steps: int, work: float
    ) -> float | None:
        """How long a run that expands the picture will take; from edits before the first of them.

        Args:
            device: as for ``seconds``.
            steps: of one candidate, through all parts.
            work: as many steps of an edit take about as long.
        """
        known, kind = self._known(), _kind(device, settings)
        if (pace := known.get(kind + EXPANDS)) is not None:
            return pace * candidates * steps
        pace = known.get(kind)
        return None if pace is None else pace * candidates * work

    def _known(self) -> dict[str, float]:
        kept = self._settings.state(KEY, {})
        found = kept.items() if isinstance(kept, dict) else ()
        return {key: float(pace) for key, pace in found if isinstance(pace, int | float)}


def _kind(device: str, settings: EditSettings) -> str:
    """All that decides how long a step takes; a refinement and stopped candidates, too."""
    extras = [
        *(["refined"] if settings.refine else []),
        *(["halved"] if settings.stop_weak else []),
    ]
    how = (settings.model, settings.method, settings.guidance, settings.augmentations)
    return " ".join(map(str, (device, *how, *extras)))


def about(seconds: float) -> str:
    """A time span in round figures: "9 s", "3 min"."""
    if seconds < 100:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
