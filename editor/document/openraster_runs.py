"""The runs in a project file: a list of them, and a folder of PNGs that other programs pass over.

No name in the list is ever used as a path: the names of all parts follow from keys and numbers.
"""

import json
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

import psutil

from editor.document.expanding import LONGEST_SIDE
from editor.document.kept_mask import KeptMask
from editor.document.kept_runs import (
    MOST_BYTES,
    MOST_CANDIDATES,
    MOST_RAW,
    KeptCandidate,
    KeptRun,
    RunFacts,
    about,
)
from editor.document.openraster_archive import Archive, Unreadable
from editor.document.openraster_names import MAX_OURS, RUNS, RUNS_FOLDER
from editor.document.openraster_ours import parse_json
from editor.document.openraster_png import HEADER_BYTES, PngHeader, read_png_header
from editor.document.openraster_stack import Notes
from editor.document.words import translate
from inference.events import Box, Scores

__all__ = ["read_runs", "run_parts"]

KEY = re.compile("[0-9a-f]{24}")
VERSION = 1
MOST_SIDE, MOST_INDEX, LONGEST_LABEL = 1_000_000, 9999, 20_000
SHARE_OF_MEMORY = 4  # a candidate takes no more than this part of what is free
WRONG = (KeyError, TypeError, ValueError, OverflowError, AttributeError)


def run_parts(runs: Sequence[KeptRun]) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the parts that runs are kept in; none where there are no runs."""
    if runs:
        yield RUNS, json.dumps({"version": VERSION, "runs": [*map(_fields, runs)]}).encode()
    for run in runs:
        if run.mask is not None:
            yield _mask_name(run.facts.key), run.mask.png
        for candidate in run.candidates:
            yield _name(run.facts.key, candidate.index), candidate.png


def _mask_name(key: str) -> str:
    return f"{RUNS_FOLDER}{key}/mask.png"


def _name(key: str, index: int) -> str:
    return f"{RUNS_FOLDER}{key}/{index:04d}.png"


def _fields(run: KeptRun) -> dict[str, Any]:
    facts, mask = run.facts, run.mask
    return {
        "key": facts.key,
        "label": facts.label,
        "size": [facts.width, facts.height],
        "total": facts.total,
        "mode": facts.mode,
        "ranking": facts.ranking,
        "mask": None if mask is None else [mask.left, mask.top],
        "candidates": [about(candidate) for candidate in run.candidates],
    }


def read_runs(archive: Archive, notes: Notes) -> tuple[KeptRun, ...]:
    """The runs in a file, their pixels still packed; what cannot be read is left out and told."""
    if RUNS not in archive.names:
        return ()
    try:
        listed = _runs_in(archive.read(RUNS, MAX_OURS))
    except (Unreadable, *WRONG):
        notes.lost(translate("Projects", "The candidates that it keeps could not be read."))
        return ()
    reader = _Reader(archive)
    runs = [run for run in map(reader.run, listed) if run is not None and run.candidates]
    if reader.lost:
        text = translate("Projects", "Some candidates that it keeps could not be read: {count}.")
        notes.lost(text.format(count=reader.lost))
    return tuple(runs)


def _runs_in(data: bytes) -> list[Any]:
    content = parse_json(data)
    if content["version"] != VERSION:
        raise Unreadable("of another version")
    return _listed(content["runs"])


class _Reader:
    """Reads runs and counts what is damaged.

    Attributes:
        lost: candidates, masks and runs that could not be read.
    """

    def __init__(self, archive: Archive) -> None:
        self.lost = 0
        self._archive = archive
        self._keys: set[str] = set()
        self._left, self._raw_left, self._count_left = MOST_BYTES, MOST_RAW, MOST_CANDIDATES
        self._most_raw = psutil.virtual_memory().available // SHARE_OF_MEMORY

    def run(self, fields: Any) -> KeptRun | None:  # noqa: ANN401  whatever the file holds
        """One run; None where nothing of it can be read."""
        try:
            facts, listed = self._facts(fields), _listed(fields["candidates"])
        except WRONG:
            self.lost += 1
            return None
        candidates: dict[int, KeptCandidate] = {}
        for each in listed:
            candidate = self._candidate(facts, each)
            if candidate is None or candidate.index in candidates:
                self.lost += 1
            else:
                candidates[candidate.index] = candidate
        return KeptRun(facts, self._mask(facts, fields.get("mask")), tuple(candidates.values()))

    def _facts(self, fields: Any) -> RunFacts:  # noqa: ANN401
        facts = _facts(fields)
        if facts.key in self._keys:
            raise ValueError(facts.key)
        self._keys.add(facts.key)
        return facts

    def _candidate(self, facts: RunFacts, fields: Any) -> KeptCandidate | None:  # noqa: ANN401
        try:
            index, box = _whole(fields["index"], 0, MOST_INDEX), _box(fields["box"])
            scores = fields["scores"]
            return KeptCandidate(
                index,
                _whole(fields["seed"], 0, 2**64),
                None if scores is None else _scores(scores),
                box,
                _object(fields["recipe"]),
                fields["starred"] is True,
                self._png(_name(facts.key, index), box),
            )
        except (Unreadable, *WRONG):
            return None

    def _png(self, name: str, box: Box) -> bytes:
        header = self._header(name)
        raw = box.width * box.height * 4
        if (header.width, header.height) != (box.width, box.height):
            raise Unreadable("of another size")
        if header.depth != 8 or header.raw_bytes != raw + box.height:
            raise Unreadable("no RGBA")
        if raw > min(self._most_raw, self._raw_left) or not self._count_left:
            raise Unreadable("too large")
        data = self._archive.read(name, min(header.max_bytes, self._left))
        self._left -= len(data)
        self._raw_left -= raw
        self._count_left -= 1
        return data

    def _mask(self, facts: RunFacts, place: Any) -> KeptMask | None:  # noqa: ANN401
        """A run's mask; without it, only what a candidate changed is known."""
        if place is None:
            return None
        try:
            left, top = (_whole(value, 0, MOST_SIDE) for value in place)
            return KeptMask(left, top, self._mask_png(facts))
        except (Unreadable, *WRONG):
            self.lost += 1
            return None

    def _mask_png(self, facts: RunFacts) -> bytes:
        name = _mask_name(facts.key)
        header = self._header(name)
        if header.raw_bytes > min(self._most_raw, facts.height * (facts.width + 1)):
            raise Unreadable("too large")
        data = self._archive.read(name, min(header.max_bytes, self._left))
        self._left -= len(data)
        return data

    def _header(self, name: str) -> PngHeader:
        return read_png_header(self._archive.beginning(name, HEADER_BYTES))


def _facts(fields: Any) -> RunFacts:  # noqa: ANN401  whatever the file holds
    key, label, mode = (_text(fields[name]) for name in ("key", "label", "mode"))
    if not KEY.fullmatch(key):
        raise ValueError(key)
    width, height = (_whole(side, 1, MOST_SIDE) for side in fields["size"])
    ranking = tuple(_whole(index, 0, MOST_INDEX) for index in _listed(fields["ranking"]))
    total = _whole(fields["total"], 1, MOST_INDEX)
    return RunFacts(key, label, width, height, total, mode, ranking)


def _box(fields: Any) -> Box:  # noqa: ANN401
    """A candidate that expands the picture reaches beyond it."""
    left, top = (_whole(fields[name], -MOST_SIDE, MOST_SIDE) for name in ("left", "top"))
    width, height = (_whole(fields[name], 1, LONGEST_SIDE) for name in ("width", "height"))
    return Box(left, top, width, height)


def _scores(values: Any) -> Scores:  # noqa: ANN401
    scores = Scores.of(values)
    if not (math.isfinite(scores.distance) and math.isfinite(scores.combined)):
        raise ValueError(scores)
    return scores


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _text(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str) or len(value) > LONGEST_LABEL:
        raise ValueError(value)
    return value


def _whole(value: Any, low: int, high: int) -> int:  # noqa: ANN401
    if type(value) is not int or not low <= value <= high:
        raise ValueError(value)
    return value
