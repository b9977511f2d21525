"""Remembers which file "Save As" took a run to; the journal knows it by the one before."""

from collections.abc import Iterable

from editor.document.settings import Settings

__all__ = ["moved_runs", "note_moved"]

STATE, MOST = "moved-runs", 500


def moved_runs(settings: Settings) -> dict[str, str]:
    """The places of the runs that were moved, by their names, the latest last."""
    stored = settings.state(STATE, {})
    if not isinstance(stored, dict):
        return {}
    return {str(run): str(place) for run, place in stored.items()}


def note_moved(settings: Settings, runs: Iterable[str], place: str) -> None:
    """Remember that runs belong to another file from now on."""
    noted = dict.fromkeys(runs, place)
    if not noted:
        return
    before = {run: old for run, old in moved_runs(settings).items() if run not in noted}
    settings.set_state(STATE, dict(list((before | noted).items())[-MOST:]))
