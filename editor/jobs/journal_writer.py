"""The journal's own thread: what is asked of it is done in order, and nobody waits for the disk."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from editor.document.kept_mask import KeptMask
from editor.jobs.journal import Journal, JournalRun
from editor.jobs.journal_file import Origin
from inference.events import Candidate

__all__ = ["JournalWriter"]

log = logging.getLogger(__name__)
T = TypeVar("T")


class JournalWriter:
    """Does what a Journal does, later. Each future holds the Journal's answer or its error."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._later(journal.tidy)

    def add(
        self, origin: Origin, candidate: Candidate, mask: KeptMask | None = None
    ) -> Future[None]:
        """See Journal. The pixels must not be changed afterwards."""
        return self._later(partial(self._journal.add, origin, candidate, mask))

    def runs(self) -> Future[list[JournalRun]]:
        """See Journal."""
        return self._later(self._journal.runs)

    def star(self, run: str, index: int, *, starred: bool) -> Future[None]:
        """See Journal."""
        return self._later(partial(self._journal.star, run, index, starred=starred))

    def discard(self, run: str, index: int) -> Future[None]:
        """See Journal."""
        return self._later(partial(self._journal.discard, run, index))

    def close(self) -> None:
        """Take no more, and wait until all that was asked for is done."""
        self._thread.shutdown(wait=True)

    def _later(self, work: Callable[[], T]) -> Future[T]:
        return self._thread.submit(_logged, work)


def _logged(work: Callable[[], T]) -> T:
    try:
        return work()
    except Exception:
        log.exception("the journal")
        raise
