"""What the list shows, from the top: runs, their candidates, and trays of stopped ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from editor.ui.candidates.items import Item, ItemState, Run

__all__ = ["Filter", "Row", "Section", "Sort", "Tray", "flattened", "held", "settled"]


class Filter(Enum):
    """Which candidates are shown."""

    ALL = "all"
    STARRED = "starred"
    RUNNING = "running"


class Sort(Enum):
    """In which order the candidates of a run are shown."""

    RANK = "rank"
    SEED = "seed"
    TIME = "time"


@dataclass(frozen=True)
class Tray:
    """Where a run's stopped candidates lie, folded away or not."""

    run: Run


Row = Run | Tray | Item


@dataclass(frozen=True)
class Section:
    """A run's part of the list.

    Attributes:
        items: shown as they are, in order.
        stopped: what lies in the tray; without any there is no tray.
        unfolded: whether the tray is open.
    """

    run: Run
    items: tuple[Item, ...]
    stopped: tuple[Item, ...]
    unfolded: bool

    @property
    def empty(self) -> bool:
        """Whether there is nothing below the header."""
        return not self.items and not self.stopped


LAST = float("inf")

WANTED: dict[Filter, Callable[[Item], bool]] = {
    Filter.ALL: lambda _item: True,
    Filter.STARRED: lambda item: item.starred,
    Filter.RUNNING: lambda item: item.state is ItemState.RUNNING,
}

ORDER: dict[Sort, Callable[[Item], Any]] = {
    Sort.RANK: lambda item: (item.rank is None, item.rank or 0),
    Sort.SEED: lambda item: (LAST if item.seed is None else item.seed, item.index),
    Sort.TIME: lambda item: item.number,
}


def settled(
    runs: Iterable[Run], shown: Filter, sort: Sort, unfolded: Callable[[Run], bool]
) -> list[Section]:
    """The sections as they ought to be, the newest run first.

    Args:
        runs: oldest first.
        unfolded: whether the tray of a run is open.
    """
    sections = []
    newest_first = list(reversed(list(runs)))
    for run in newest_first:
        wanted = [i for i in run.items.values() if not i.discarded and WANTED[shown](i)]
        ordered = sorted(wanted, key=ORDER[sort])
        items = tuple(item for item in ordered if item.state is not ItemState.STOPPED)
        stopped = tuple(item for item in ordered if item.state is ItemState.STOPPED)
        section = Section(run, items, stopped, unfolded(run))
        under_way = shown is not Filter.STARRED and not run.ended
        came_to_nothing = shown is Filter.ALL and run is newest_first[0] and not run.items
        if under_way or came_to_nothing or not section.empty:
            sections.append(section)
    return sections


def held(current: Sequence[Section], wanted: Sequence[Section]) -> list[Section]:
    """As ``wanted``, but what is shown now keeps its place: for while the pointer is there.

    What is new comes after the others of its run. Only what was discarded goes, and runs that are
    gone or have nothing left.
    """
    shown = {section.run: section for section in current}
    sections = [_held(shown.get(section.run), section) for section in wanted]
    lost = set(shown) - {section.run for section in wanted}
    for section in current:
        left = replace(section, items=_there(section.items), stopped=_there(section.stopped))
        if section.run in lost and (section.empty or not left.empty):
            sections.append(left)
    return sorted(sections, key=lambda section: section.run.number, reverse=True)


def _held(shown: Section | None, wanted: Section) -> Section:
    if shown is None:
        return wanted
    items, stopped = _there(shown.items), _there(shown.stopped)
    known = {*items, *stopped}
    return replace(
        wanted,
        items=items + tuple(item for item in wanted.items if item not in known),
        stopped=stopped + tuple(item for item in wanted.stopped if item not in known),
    )


def _there(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if not item.discarded)


def flattened(sections: Iterable[Section]) -> list[Row]:
    """The rows of some sections, from the top."""
    rows: list[Row] = []
    for section in sections:
        rows.append(section.run)
        rows.extend(section.items)
        if section.stopped:
            rows.append(Tray(section.run))
            rows.extend(section.stopped if section.unfolded else ())
    return rows
