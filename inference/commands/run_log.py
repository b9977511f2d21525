"""Follows a run at the terminal: a progress bar, and what the result files need of it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from inference.console import say
from inference.events import (
    Candidate,
    CandidateFinished,
    CandidateStopped,
    Event,
    Notice,
    Preview,
    RunFinished,
    RunPlanned,
)
from inference.halving import WEAKER
from inference.ranking import order

__all__ = ["RunLog", "follow"]

Pixels = NDArray[np.uint8]


class RunLog:
    """Follows a run on a progress bar and keeps what the result files need.

    Args:
        about: what results.json says of the request.
        candidates: how many were asked for.

    Attributes:
        cancelled: whether the user stopped it.
    """

    def __init__(
        self, about: Mapping[str, Any], candidates: int, *, keep_previews: bool = False
    ) -> None:
        self.cancelled = False
        self._about, self._candidates = about, candidates
        self._finished: dict[int, Candidate] = {}
        self._stopped: dict[int, CandidateStopped] = {}
        self._facts: dict[str, Any] = {}
        self._previews: dict[int, list[Pixels]] = {}
        self._keep_previews = keep_previews
        self._steps = 0  # of one candidate
        self._bar = tqdm(unit="step", disable=None, dynamic_ncols=True, leave=False)
        self._progress: dict[int, int] = {}
        self._best = float("inf")

    @property
    def ranked(self) -> list[Candidate]:
        """The finished candidates, best first."""
        return [self._finished[index] for index in order(list(self._finished.values()))]

    @property
    def videos(self) -> dict[int, list[Pixels]]:
        """The previews of each finished candidate, where they were kept."""
        return {i: frames for i, frames in self._previews.items() if i in self._finished}

    @property
    def weaker(self) -> int:
        """How many candidates were stopped early."""
        return sum(event.reason == WEAKER for event in self._stopped.values())

    def facts(self) -> dict[str, Any]:
        """What results.json says besides the candidates; some must be finished."""
        recipe = self.ranked[0].recipe
        return {
            **self._about,
            "model": recipe["model"],
            "model_sha256": recipe["model_sha256"],
            "cancelled": self.cancelled,
            "stopped": [asdict(event) for event in self._stopped.values()],
            **self._facts,
        }

    def take(self, event: Event) -> None:
        """Show one event and keep what matters of it."""
        match event:
            case RunPlanned():
                self._plan(event)
            case Preview():
                self._show(event)
            case CandidateFinished(candidate):
                self._finish(candidate)
            case CandidateStopped():
                self._stop(event)
            case Notice():
                say(event.text)
            case RunFinished():
                self.cancelled = event.cancelled
                seconds = round(event.seconds, 3)
                each = round(seconds / max(1, len(event.ranking)), 3)
                self._facts["timings"] = {"seconds": seconds, "seconds_a_candidate": each}

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()

    def _plan(self, event: RunPlanned) -> None:
        self._steps = event.steps
        self._bar.reset(total=event.steps * self._candidates)
        self._facts |= {
            "region": asdict(event.region),
            "waves": list(event.waves),
            "device": event.device,
            "precision": event.precision,
        }

    def _show(self, event: Preview) -> None:
        self._reach(event.candidate, event.step)
        if self._keep_previews:
            self._previews.setdefault(event.candidate, []).append(event.picture)

    def _finish(self, candidate: Candidate) -> None:
        self._finished[candidate.index] = candidate
        self._stopped.pop(candidate.index, None)  # made after all, in a smaller wave
        self._reach(candidate.index, self._steps)
        if candidate.scores is not None:
            self._best = min(self._best, candidate.scores.combined)
            self._bar.set_postfix_str(f"best {self._best:.3f}")

    def _stop(self, event: CandidateStopped) -> None:
        self._stopped[event.index] = event
        self._reach(event.index, self._steps)
        if event.reason != WEAKER:  # which many may be: they are counted at the end
            say(f"Candidate {event.index + 1} stopped. {event.reason}")

    def _reach(self, candidate: int, step: int) -> None:
        self._bar.update(step - self._progress.get(candidate, 0))
        self._progress[candidate] = step


def follow(events: Iterator[Event], log: RunLog) -> Exception | None:
    """Take every event; a failure is returned, so that what is finished can be kept first."""
    try:
        for event in events:
            log.take(event)
    except Exception as error:  # noqa: BLE001  raised again once the results are safe
        return error
    finally:
        log.close()
    return None
