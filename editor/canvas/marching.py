"""The clock of the marching outline."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

__all__ = ["March"]

PERIOD = 120  # milliseconds


class March(QObject):
    """Steps on while it is wanted.

    Args:
        stepped: is called after each step.

    Attributes:
        phase: how many steps were made.
    """

    def __init__(self, parent: QObject, stepped: Callable[[], None]) -> None:
        super().__init__(parent)
        self.phase = 0
        self._stepped = stepped
        self._timer = QTimer(self, interval=PERIOD)
        self._timer.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether it is wanted at present."""
        return self._timer.isActive()

    def run(self, wanted: bool) -> None:
        """Step on, or rest."""
        if wanted is not self.running:
            self._timer.start() if wanted else self._timer.stop()

    def _step(self) -> None:
        self.phase += 1
        self._stepped()
