"""The bar of tools at the left, whose buttons are lower where the window is."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QToolBar

__all__ = ["ToolBar"]


class ToolBar(QToolBar):
    """Groups of tools, one below the other.

    Args:
        groups: a separator stands between two of them.
    """

    def __init__(self, title: str, groups: Iterable[Sequence[QAction]]) -> None:
        super().__init__(title)
        self.setObjectName("tools")
        self.setProperty("role", "tools")
        self.setProperty("compact", False)
        self._full_height = 0
        self.setIconSize(QSize(20, 20))
        self.setMovable(False)
        for number, group in enumerate(groups):
            if number:
                self.addSeparator()
            self.addActions(group)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.property("compact"):
            self._full_height = self.sizeHint().height()
        self._set_compact(self.height() < self._full_height)

    def _set_compact(self, compact: bool) -> None:
        if compact == self.property("compact"):
            return
        self.setProperty("compact", compact)
        for action in self.actions():
            button = self.widgetForAction(action)
            button.style().unpolish(button)
            button.style().polish(button)
