"""How far a run is and how long it will still take. Plain Python."""

import time
from collections.abc import Callable

from inference.events import CandidateFinished, CandidateStopped, Event, Preview, RunPlanned

__all__ = ["Progress"]


class Progress:
    """Counts the steps of all candidates of a run, and measures what one takes.

    Args:
        clock: seconds since any moment.

    Attributes:
        total: steps of all candidates together; 0 until it is planned.
        seconds_left: estimated time; None until it is planned.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.total = 0
        self.seconds_left: float | None = None
        self._clock = clock
        self._began = 0.0
        self._steps = 0
        self._done: dict[int, int] = {}

    @property
    def done(self) -> int:
        """Steps that are done."""
        return sum(self._done.values())

    def take(self, event: Event) -> None:
        """Learn from an event."""
        match event:
            case RunPlanned():
                self._began, self._steps = self._clock(), event.steps
                self.total = event.steps * sum(event.waves)
                self.seconds_left = event.seconds
            case Preview():
                self._set(event.candidate, event.step)
            case CandidateFinished():
                self._set(event.candidate.index, self._steps)
            case CandidateStopped():
                self._set(event.index, self._steps)

    def _set(self, candidate: int, steps: int) -> None:
        self._done[candidate] = steps  # fewer than before where memory ran out in between
        if self.done:
            pace = (self._clock() - self._began) / self.done
            self.seconds_left = pace * max(0, self.total - self.done)
