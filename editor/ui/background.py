"""Work that takes longer than a frame: done in a thread, answered in the GUI thread."""

import itertools
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

__all__ = ["Background"]

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class _Answer:
    number: int
    value: Any
    error: Exception | None


class Background(QObject):
    """Runs functions that touch nothing but their arguments, one after the other.

    Signals:
        busy_changed: work has begun, or none is left.
    """

    busy_changed = Signal()
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[Callable[[Any], None], Callable[[Exception], None]]] = {}
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._waiting)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do ``work`` in the thread; then call ``done`` or ``failed`` in the GUI thread."""
        number = next(self._numbers)
        self._waiting[number] = (done, failed)
        self.busy_changed.emit()

        def tell(future: Future[T]) -> None:
            error = future.exception()
            if error is not None and not isinstance(error, Exception):
                raise error
            value = None if error is not None else future.result()
            self._answered.emit(_Answer(number, value, error))

        self._pool.submit(work).add_done_callback(tell)

    def close(self) -> None:
        """Wait until all the work is done (files must be whole); nobody is answered any more."""
        self._pool.shutdown(wait=True)
        self._waiting.clear()

    @Slot(object)
    def _on_answered(self, answer: _Answer) -> None:
        done, failed = self._waiting.pop(answer.number, (None, None))
        self.busy_changed.emit()
        if answer.error is not None and failed is not None:
            failed(answer.error)
        elif done is not None:
            done(answer.value)
