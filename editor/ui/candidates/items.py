"""A run and its candidates as the picker knows them: from the first preview to the last mark."""

import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from inference.events import Candidate, RunPlanned, Scores

__all__ = ["Item", "ItemState", "Pixels", "Run", "RunId", "match"]

Pixels = NDArray[np.uint8]
RunId = Hashable


class ItemState(Enum):
    """How far a candidate is."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(eq=False)
class Item:
    """One candidate in the picker. Only the store changes it.

    Attributes:
        index: its number in the run, from 0.
        number: counts all candidates in the order in which they came.
        seed: None until the engine has told it, with the result.
        rank: 1 is the best of its run; None where it has none: stopped or discarded.
        step: steps done.
        score: distance to the prompt, lower is better: streamed, in the end the combined one.
        scores: in a finished candidate of a run with a prompt.
        picture: the latest preview, (S, S, 3), while it is running.
        thumbnail: (h, w, 3), the longer side 160; None before the first preview.
        revision: another number whenever the thumbnail is another.
        candidate: the result; None where it was let go of, see `PixelStore`.
        reason: why it was stopped.
    """

    run: "Run"
    index: int
    number: int
    seed: int | None = None
    state: ItemState = ItemState.RUNNING
    rank: int | None = None
    step: int = 0
    score: float | None = None
    scores: Scores | None = None
    picture: Pixels | None = None
    thumbnail: Pixels | None = None
    revision: int = 0
    candidate: Candidate | None = None
    reason: str = ""
    starred: bool = False
    discarded: bool = False
    applied: bool = False

    @property
    def progress(self) -> float:
        """The share of its steps that is done, 0 … 1."""
        if self.state is not ItemState.RUNNING:
            return 1.0
        planned = self.run.planned
        return min(1.0, self.step / planned.steps) if planned is not None else 0.0

    def show(self, thumbnail: Pixels) -> None:
        """Give it another thumbnail, (h, w, 3)."""
        self.thumbnail = thumbnail
        self.revision += 1

    def give_up(self, reason: str) -> None:
        """It will not be finished."""
        self.state, self.reason, self.picture = ItemState.STOPPED, reason, None


@dataclass(eq=False)
class Run:
    """One request's candidates. Only the store changes it.

    Attributes:
        number: counts the runs in the order in which they began.
        label: the prompt, or what stands for it.
        document_key: whatever tells documents apart.
        total: candidates that were asked for.
        started: seconds since the epoch.
        planned: facts of the run; None until the engine has planned it.
        eta_seconds: estimated time that is left; None before the plan and after the end.
        seconds: how long it took, once it has ended by itself.
        notice: the last thing that the engine had to say.
        sentence: how it ended, where that needs words.
        ranking: indices of the finished candidates, best first, once the engine has told.
        picture: what the engine gets, (H, W, 3), until the run is planned.
        surroundings: the thumbnail of the region before the run, where it is known.
        items: by index.
        waiting: its place among the runs that wait, from 1; 0 where it does not.
        behind: how many wait behind it.
        expands: its candidates are larger than the picture.
    """

    id: RunId
    number: int
    label: str
    document_key: Hashable
    total: int
    started: float = field(default_factory=time.time)
    planned: RunPlanned | None = None
    eta_seconds: float | None = None
    seconds: float | None = None
    notice: str = ""
    sentence: str = ""
    ended: bool = False
    ranking: tuple[int, ...] = ()
    picture: Pixels | None = None
    surroundings: Pixels | None = None
    items: dict[int, Item] = field(default_factory=dict)
    waiting: int = 0
    behind: int = 0
    expands: bool = False

    @property
    def finished(self) -> int:
        """How many candidates have a result, discarded ones included."""
        return sum(item.state is ItemState.FINISHED for item in self.items.values())

    @property
    def progress(self) -> float:
        """The share of all work that is done, 0 … 1."""
        if self.ended:
            return 1.0
        done = sum(item.progress for item in self.items.values())
        return min(1.0, done / self.total) if self.total else 1.0


def match(scores: Scores) -> float:
    """How well a result fits the prompt, for people: 0 … 1, higher is better."""
    return min(1.0, max(0.0, 1 - scores.combined / 2))
