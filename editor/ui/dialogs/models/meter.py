"""How fast something arrives, and how long the rest will take. Plain Python."""

from collections import deque

__all__ = ["Meter"]

SPAN_SECONDS = 8.0  # long enough to be calm, short enough to notice a change


class Meter:
    """Speed over the last seconds."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def add(self, now: float, done: int) -> None:
        """So much is there.

        Args:
            now: seconds of a clock that only goes forward.
            done: bytes; fewer than before means that it began anew.
        """
        if self._marks and done < self._marks[-1][1]:
            self._marks.clear()
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[1][0] > SPAN_SECONDS:
            self._marks.popleft()

    @property
    def speed(self) -> float | None:
        """Bytes a second; None before it can be told."""
        if len(self._marks) < 2:
            return None
        (began, first), (now, last) = self._marks[0], self._marks[-1]
        return (last - first) / (now - began) if now > began else None

    def seconds_left(self, total: int | None) -> float | None:
        """How long the rest takes at this speed; None where it cannot be told."""
        speed = self.speed
        if total is None or not speed:
            return None
        return max(0.0, total - self._marks[-1][1]) / speed
