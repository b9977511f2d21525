"""Keys while pictures are compared, wherever the focus is: one that is held, and Escape."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

__all__ = ["CompareKeys"]

Key = Qt.Key
MODIFIERS = {Key.Key_Shift, Key.Key_Control, Key.Key_Alt, Key.Key_AltGr, Key.Key_Meta}
CHOOSING = {Key.Key_Return, Key.Key_Enter, Key.Key_Space}
PRESSES = {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}


class CompareKeys(QObject):
    """Listens in on the application's keys, only while it is wanted.

    Signals:
        let_go: the key that was down at ``hold`` is up, or the window lost the keyboard.
        escaped: Escape was pressed; nobody else gets it.
    """

    let_go = Signal()
    escaped = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._others: set[int] = set()  # keys that went down later
        self._listening = False

    def listen(self, wanted: bool) -> None:
        """Begin, or end."""
        app = QCoreApplication.instance()
        if app is None or wanted is self._listening:
            return
        self._listening = wanted
        if wanted:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)

    def hold(self) -> None:
        """A key has just gone down: listen until it is let go."""
        self._others.clear()
        self.listen(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at every key; take Escape away."""
        kind = event.type()
        if kind == QEvent.Type.WindowDeactivate and watched is self._window:
            self.let_go.emit()
        elif isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            if kind in PRESSES and event.key() == Key.Key_Escape and _is_ours():
                event.accept()
                if kind == QEvent.Type.KeyPress:
                    self.escaped.emit()
                return True
            self._look_at(kind, event.key())
        return False

    def _look_at(self, kind: QEvent.Type, key: int) -> None:
        """Tell the held key by this: it is the one whose press was not seen.

        Its own code may change meanwhile, where a modifier that it needed goes up first. Keys that
        choose from a menu go up after what they have chosen.
        """
        if kind in PRESSES:
            self._others.add(key)
        elif kind == QEvent.Type.KeyRelease and key not in self._others | MODIFIERS | CHOOSING:
            self.let_go.emit()


def _is_ours() -> bool:
    """Whether neither menu nor dialog is in front, to which Escape would belong."""
    return QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None
