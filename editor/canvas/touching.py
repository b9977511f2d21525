"""A widget that takes mouse and pen as one kind of touch."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QMouseEvent, QTabletEvent
from PySide6.QtWidgets import QWidget

from editor.canvas.looking import LookingWidget
from editor.canvas.pointing import Hand, Touch

__all__ = ["TouchedWidget"]


class TouchedWidget(LookingWidget):
    """Leaves out the mouse events by which a system echoes a pen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = Hand()

    # -- what a subclass does

    def _down(self, touch: Touch, *, twice: bool = False) -> None:
        """A button or the pen went down, perhaps for the second time in short."""
        raise NotImplementedError

    def _moved(self, touch: Touch) -> None:
        """The pointer moved."""
        raise NotImplementedError

    def _up(self, touch: Touch) -> None:
        """A button or the pen went up."""
        raise NotImplementedError

    # -- mouse and pen

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin."""
        if not self._hand.pen:
            self._down(Touch.of(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what the button began."""
        if not self._hand.pen:
            self._moved(Touch.of(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        if not self._hand.pen:
            self._up(Touch.of(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second press soon after the first, which may mean more."""
        if not self._hand.pen:
            self._down(Touch.of(event), twice=True)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """The same with a pen, which has a pressure."""
        if event.type() == QEvent.Type.TabletPress:
            self._hand.pen = True
            self._down(Touch.of(event))
        elif event.type() == QEvent.Type.TabletMove:
            self._moved(Touch.of(event))
        elif event.type() == QEvent.Type.TabletRelease:
            self._up(Touch.of(event))
            self._hand.pen = False
        event.accept()
