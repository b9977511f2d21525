"""Runs and their finished candidates as a project keeps them: packed without loss, in bounds."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from editor.document.errors import FileError
from editor.document.geometry import Rect
from editor.document.kept_mask import KeptMask
from editor.document.openraster_archive import Unreadable
from editor.document.openraster_png import decode_png, encode_png
from editor.document.words import translate
from inference.events import Box, Candidate, Scores

__all__ = [
    "MOST_BYTES",
    "MOST_CANDIDATES",
    "MOST_RAW",
    "KeptCandidate",
    "KeptRun",
    "OfferedCandidate",
    "OfferedRun",
    "PackedRuns",
    "RunFacts",
    "about",
    "pack_runs",
    "values_in",
]

Array = NDArray[np.uint8]
MOST_BYTES = 2**27  # of all that is kept in one project, packed
MOST_RAW = 2**30  # of the same, unpacked
MOST_CANDIDATES = 2000
MOST_TEXT, MOST_VALUES = 2**24, 400_000  # bytes of recipes and the like, and values in them


@dataclass(frozen=True)
class RunFacts:
    """What is known of a run besides its candidates.

    Attributes:
        key: tells runs apart, as editor.jobs.journal.new_run makes it.
        label: the prompt, or what stands for it.
        width, height: of the picture at that moment.
        total: candidates that were asked for.
        mode: what the prompt bar calls the run's mode; "" where it is not known.
        ranking: indices of the candidates, best first.
    """

    key: str
    label: str
    width: int
    height: int
    total: int
    mode: str = ""
    ranking: tuple[int, ...] = ()


class Readable(Protocol):
    """A candidate that is kept somewhere."""

    def read(self) -> Candidate:
        """All of it, or a FileError."""
        ...


@dataclass(frozen=True, eq=False)
class KeptCandidate:
    """A finished candidate with packed pixels.

    Attributes:
        index, seed, scores, box, recipe: see inference.events.Candidate.
        png: its pixels.
    """

    index: int
    seed: int
    scores: Scores | None
    box: Box
    recipe: dict[str, Any]
    starred: bool
    png: bytes

    @classmethod
    def of(cls, candidate: Candidate, *, starred: bool) -> Self:
        """Pack a candidate."""
        facts = candidate.index, candidate.seed, candidate.scores, candidate.box, candidate.recipe
        return cls(*facts, starred, b"".join(encode_png(np.ascontiguousarray(candidate.pixels))))

    def read(self) -> Candidate:
        """The candidate with its pixels, each as it was.

        Raises:
            FileError: they are damaged.
        """
        try:
            pixels = decode_png(self.png, "RGBA")
        except Unreadable as error:
            text = translate("Projects", "A candidate that the project kept is damaged: {why}.")
            raise FileError(text.format(why=error)) from error
        return Candidate(self.index, self.seed, self.scores, self.box, pixels, self.recipe)


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run in a project.

    Attributes:
        mask: what it was asked to change, where that is known.
    """

    facts: RunFacts
    mask: KeptMask | None
    candidates: tuple[KeptCandidate, ...]


@dataclass(frozen=True, eq=False)
class OfferedCandidate:
    """A candidate that is to be kept, in memory or where it can be read from."""

    source: Candidate | Readable
    starred: bool


@dataclass(frozen=True, eq=False)
class OfferedRun:
    """A run that is to be kept.

    Attributes:
        mask: where it is not empty and what it is there, or that packed; None where it is not
            known.
        candidates: best first.
    """

    facts: RunFacts
    mask: tuple[Rect, Array] | KeptMask | None
    candidates: tuple[OfferedCandidate, ...]


@dataclass(frozen=True, eq=False)
class PackedRuns:
    """Runs ready to be written.

    Attributes:
        left_out: candidates that found no room, or could not be read.
    """

    runs: tuple[KeptRun, ...] = ()
    left_out: int = 0


def pack_runs(offered: Sequence[OfferedRun], most_bytes: int = MOST_BYTES) -> PackedRuns:
    """Pack what fits: starred candidates first, then those of the latest run, the best first.

    Args:
        offered: the latest run last.
    """
    room, given = _Room(most_bytes), [run.mask for run in offered]
    masks = [KeptMask.of_part(*mask) if isinstance(mask, tuple) else mask for mask in given]
    kept: list[list[KeptCandidate]] = [[] for _ in offered]
    left_out = 0
    for place, candidate in _by_worth(offered):
        packed, mask = _packed(candidate), masks[place]
        first = 0 if mask is None or kept[place] else len(mask.png)
        if packed is not None and room.take(packed, first):
            kept[place].append(packed)
        else:
            left_out += 1
    runs = zip(offered, masks, kept, strict=True)
    return PackedRuns(
        tuple(KeptRun(run.facts, mask, tuple(some)) for run, mask, some in runs if some), left_out
    )


def _by_worth(offered: Sequence[OfferedRun]) -> Iterator[tuple[int, OfferedCandidate]]:
    for starred in (True, False):
        for place in reversed(range(len(offered))):
            for candidate in offered[place].candidates:
                if candidate.starred is starred:
                    yield place, candidate


def _packed(offered: OfferedCandidate) -> KeptCandidate | None:
    source = offered.source
    if isinstance(source, KeptCandidate):
        return replace(source, starred=offered.starred)
    try:
        candidate = source if isinstance(source, Candidate) else source.read()
    except FileError:  # another window may just have removed it
        return None
    return KeptCandidate.of(candidate, starred=offered.starred)


def about(candidate: KeptCandidate) -> dict[str, Any]:
    """All of a candidate but its pixels, as JSON values."""
    return {
        "index": candidate.index,
        "seed": candidate.seed,
        "scores": None if candidate.scores is None else candidate.scores.values,
        "box": asdict(candidate.box),
        "starred": candidate.starred,
        "recipe": candidate.recipe,
    }


def values_in(data: bytes) -> int:
    """At least as many as there are values in the JSON; each takes far more memory than bytes."""
    return sum(data.count(mark) for mark in b"[{,:")


class _Room:
    """What is left of what a reader will take."""

    def __init__(self, most_bytes: int) -> None:
        self._left = [MOST_CANDIDATES, most_bytes, MOST_RAW, MOST_TEXT, MOST_VALUES]

    def take(self, candidate: KeptCandidate, more: int) -> bool:
        """Whether there is room for a candidate and ``more`` bytes beside it; then it is taken."""
        text = json.dumps(about(candidate)).encode()
        raw = candidate.box.width * candidate.box.height * 4
        needed = (1, len(candidate.png) + more, raw, len(text), values_in(text))
        left = [room - amount for room, amount in zip(self._left, needed, strict=True)]
        if min(left) < 0:
            return False
        self._left = left
        return True
