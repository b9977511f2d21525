"""Bounds the memory of finished candidates: what was not used for longest is let go of first."""

from collections.abc import Callable

from editor.ui.candidates.items import Item, ItemState
from inference.events import Candidate

__all__ = ["BUDGET", "PixelStore"]

BUDGET = 500_000_000
"""Bytes that the pixels of finished candidates may take."""


class PixelStore:
    """Which candidates' pixels are in memory, and where the others are read back from.

    Args:
        budget: bytes that they may take together; one candidate is always held.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._sizes: dict[Item, int] = {}  # the one used last is the last
        self._load: Callable[[Item], Candidate] | None = None
        self._on_evict: Callable[[Item], bool] | None = None

    def set_journal(
        self, load: Callable[[Item], Candidate], on_evict: Callable[[Item], bool]
    ) -> None:
        """Say where results can be had again; before that, none is let go of.

        Args:
            load: reads a finished candidate back.
            on_evict: asked before a candidate is let go of: whether ``load`` would find it.
        """
        self._load = load
        self._on_evict = on_evict

    @property
    def nbytes(self) -> int:
        """What is in memory takes this much."""
        return sum(self._sizes.values())

    def hold(self, item: Item, candidate: Candidate) -> None:
        """Keep an item's candidate as the one used last, letting go of others for it."""
        self._sizes.pop(item, None)
        self._sizes[item] = candidate.pixels.nbytes
        item.candidate = candidate
        self._make_room(item)

    def candidate(self, item: Item) -> Candidate:
        """A finished item's result, read back where it was let go of.

        Raises:
            LookupError: it has no result.
        """
        candidate = item.candidate
        if candidate is None:
            if item.state is not ItemState.FINISHED or self._load is None:
                raise LookupError(f"candidate {item.index} has no result")
            candidate = self._load(item)
        self.hold(item, candidate)
        return candidate

    def drop(self, item: Item) -> None:
        """Let go of an item."""
        self._sizes.pop(item, None)
        item.candidate = None

    def _make_room(self, newest: Item) -> None:
        excess = self.nbytes - self._budget
        if excess <= 0 or self._on_evict is None:
            return
        # Sorting keeps the order of use; discarded ones go first and starred ones last.
        for item in sorted(self._sizes, key=lambda one: (not one.discarded, one.starred)):
            if excess > 0 and item is not newest and self._on_evict(item):
                excess -= self._sizes[item]
                self.drop(item)
