"""The undo history: reversible steps, bounded in bytes.

A change of pixels keeps the tiles that differ and swaps them with the raster when it is undone, so
one side is stored, never both. A change of structure keeps the state before and the state after,
which share every raster that did not change.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from editor.document.geometry import EMPTY, Rect
from editor.document.pixels import Raster
from editor.document.state import State

__all__ = ["TILE", "Change", "History", "StateChange", "Step", "TileChange"]

TILE = 64
ALWAYS_KEPT = 20
MEGABYTE = 1_000_000


class Change(Protocol):
    """One reversible part of a step."""

    @property
    def nbytes(self) -> int:
        """Memory that only this change holds, rasters left out."""
        ...

    @property
    def rasters(self) -> Iterable[Raster]:
        """Rasters that it keeps alive."""
        ...


class TileChange:
    """The tiles of one raster that an edit changed.

    Args:
        tiles: by column and row, the raster's content there before the edit.
    """

    def __init__(self, raster: Raster, tiles: Mapping[tuple[int, int], NDArray[np.uint8]]) -> None:
        self.raster = raster
        # Masks shrink twenty-fold; photographic colours hardly, for ten times the time.
        self._packed = raster.array.ndim == 2
        self._tiles = {place: self._pack(tile) for place, tile in tiles.items()}

    @property
    def nbytes(self) -> int:
        """Bytes of the tiles kept."""
        return sum(map(len, self._tiles.values()))

    @property
    def rasters(self) -> tuple[Raster]:
        """The raster that was edited."""
        return (self.raster,)

    @property
    def rect(self) -> Rect:
        """The part of the raster that differs."""
        dirty = EMPTY
        for place in self._tiles:
            dirty = dirty.united(self._rect(place))
        return dirty

    def swap(self) -> None:
        """Exchange what is kept with what the raster holds; its own inverse."""
        for place, kept in self._tiles.items():
            part = self.raster.array[self._rect(place).slices]
            present = self._pack(part)
            data = zlib.decompress(kept) if self._packed else kept
            part[...] = np.frombuffer(data, np.uint8).reshape(part.shape)
            self._tiles[place] = present

    def _rect(self, place: tuple[int, int]) -> Rect:
        column, row = place
        return Rect(column * TILE, row * TILE, TILE, TILE).intersected(self.raster.rect)

    def _pack(self, tile: NDArray[np.uint8]) -> bytes:
        data = tile.tobytes()
        return zlib.compress(data, 1) if self._packed else data


@dataclass(frozen=True, eq=False)
class StateChange:
    """A change of structure: layers, their properties, sizes."""

    before: State
    after: State

    @property
    def nbytes(self) -> int:
        """Nothing beside the rasters."""
        return 0

    @property
    def rasters(self) -> Iterator[Raster]:
        """Rasters of both sides."""
        yield from self.before.rasters
        yield from self.after.rasters


@dataclass(frozen=True, eq=False)
class Step:
    """What one undo takes back.

    Attributes:
        label: as the history panel shows it.
        merge: steps of the same non-empty key that follow each other become one.
    """

    label: str
    changes: tuple[Change, ...]
    merge: str = ""


class History:
    """Steps done, and steps undone that can be done again.

    Args:
        limit: bytes to keep at most; the last 20 steps are kept in any case.
    """

    def __init__(self, limit: int = 512 * MEGABYTE) -> None:
        self.limit = limit
        self.steps: list[Step] = []
        self.position = 0
        self.forgotten = False
        self._saved: Step | None = None
        self._sealed = False
        self._ledger = _Ledger()

    @property
    def present(self) -> Step | None:
        """The last step done; None at the beginning."""
        return self.steps[self.position - 1] if self.position else None

    @property
    def modified(self) -> bool:
        """Whether something differs from what was last saved."""
        return self.present is not self._saved

    def mark_saved(self, step: Step | None) -> None:
        """The file holds what was there after ``step``; None for the beginning."""
        self._saved = step
        self._sealed = True

    def mark_unsaved(self) -> None:
        """What is there now is in no file."""
        self._saved = Step("", ())

    def seal(self) -> None:
        """The next step starts anew, whatever its key."""
        self._sealed = True

    def push(self, step: Step, current: State) -> None:
        """Take in a step that has been done; what could be done again is dropped."""
        while len(self.steps) > self.position:
            self._ledger.remove(self.steps.pop())
        last = self.present
        if last is not None and step.merge and last.merge == step.merge and not self._sealed:
            self._ledger.remove(self.steps.pop())
            step = _merged(last, step)
        self.steps.append(step)
        self._ledger.add(step)
        self.position = len(self.steps)
        self._sealed = False
        self.trim(current)

    def trim(self, current: State) -> None:
        """Forget the oldest steps until the rest fits the limit."""
        while self.position > ALWAYS_KEPT and self.nbytes(current) > self.limit:
            if self._saved is None:
                self.mark_unsaved()  # nobody can come back to that beginning
            elif self._saved is self.steps[0]:
                self._saved = None
            self._ledger.remove(self.steps.pop(0))
            self.position -= 1
            self.forgotten = True

    def nbytes(self, current: State) -> int:
        """Memory that the steps hold beside what the picture itself needs."""
        return self._ledger.nbytes - self._ledger.shared(current)


class _Ledger:
    """Adds up what steps hold, so that nobody has to walk thousands of them at every stroke."""

    def __init__(self) -> None:
        self.nbytes = 0
        self._tiles: dict[Step, int] = {}
        self._holders: Counter[Raster] = Counter()

    def add(self, step: Step) -> None:
        """A step is kept; its rasters count once, however many steps hold them."""
        # A mask's tiles can pack to another size when they are swapped: what was added is taken.
        self._tiles[step] = sum(change.nbytes for change in step.changes)
        self.nbytes += self._tiles[step]
        for raster in self._rasters(step):
            if not self._holders[raster]:
                self.nbytes += raster.nbytes
            self._holders[raster] += 1

    def remove(self, step: Step) -> None:
        """A step is kept no longer."""
        self.nbytes -= self._tiles.pop(step)
        for raster in self._rasters(step):
            self._holders[raster] -= 1
            if not self._holders[raster]:
                del self._holders[raster]
                self.nbytes -= raster.nbytes

    def shared(self, state: State) -> int:
        """Bytes counted here that a state needs anyway."""
        return sum(raster.nbytes for raster in set(state.rasters) if raster in self._holders)

    @staticmethod
    def _rasters(step: Step) -> set[Raster]:
        return {raster for change in step.changes for raster in change.rasters}


def _merged(first: Step, second: Step) -> Step:
    """Two steps as one; only changes of structure are ever given a key."""
    before, after = first.changes[0], second.changes[-1]
    if not isinstance(before, StateChange) or not isinstance(after, StateChange):
        return Step(second.label, first.changes + second.changes, second.merge)
    return Step(second.label, (StateChange(before.before, after.after),), second.merge)
