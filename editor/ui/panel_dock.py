"""A dock for one panel; its title is not repeated where a tab or the panel says it."""

from typing import cast

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

__all__ = ["PanelDock"]


class PanelDock(QDockWidget):
    """Can be moved, hidden and brought back (View → Panels).

    Args:
        name: what the window's layout is remembered by.
        own_title: the panel says by itself what it is.
    """

    def __init__(
        self, name: str, title: str, panel: QWidget, window: QMainWindow, *, own_title: bool = False
    ) -> None:
        super().__init__(title, window)
        self._window = window
        self._own_title = own_title
        self.setObjectName(name)
        self.setWidget(panel)
        self._no_title = QWidget(self)
        self._check = QTimer(self, singleShot=True, interval=0)
        self._check.timeout.connect(self._show_title)
        self.topLevelChanged.connect(self._check_later)
        self.dockLocationChanged.connect(self._check_later)
        self.visibilityChanged.connect(self._check_later)

    @Slot()
    def _check_later(self) -> None:
        """Qt tells of a move before the tabs are there."""
        self._check.start()

    @Slot()
    def _show_title(self) -> None:
        said = self._own_title or bool(self._window.tabifiedDockWidgets(self))
        hidden = said and not self.isFloating()
        if hidden == (self.titleBarWidget() is self._no_title):
            return
        self._no_title.setVisible(hidden)
        self.setTitleBarWidget(self._no_title if hidden else cast("QWidget", None))
        if not hidden:
            self._no_title.setParent(self)  # Qt lets go of it
