"""How a tool tells the options bar that its values are others now."""

from PySide6.QtCore import QObject, Signal

__all__ = ["Notifier"]


class Notifier(QObject):
    """A signal for something that is no QObject itself.

    Signals:
        changed: the values are others now.
    """

    changed = Signal()
