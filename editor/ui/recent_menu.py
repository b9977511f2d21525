"""The submenu of files that were open before."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu

from editor.document.settings import recent_files
from editor.ui.context import Context
from editor.ui.icons import icon
from editor.ui.opening import Opening

__all__ = ["RecentMenu"]


class RecentMenu(QMenu):
    """Made anew each time it is opened."""

    def __init__(self, context: Context, opening: Opening) -> None:
        super().__init__(context.window)
        self._context = context
        self._opening = opening
        self.setTitle(self.tr("Open Recent"))
        self.setIcon(icon("recent"))
        self.aboutToShow.connect(self.fill)
        self.fill()

    @Slot()
    def fill(self) -> None:
        """List the files that still exist, the last one first."""
        self.clear()
        for path in recent_files(self._context.settings):
            if path.exists():
                action = self.addAction(path.name.replace("&", "&&"))
                action.setToolTip(str(path))
                action.triggered.connect(partial(self._open, path))
        if self.isEmpty():
            self.addAction(self.tr("None yet")).setEnabled(False)

    def _open(self, path: Path, _checked: bool = False) -> None:
        self._opening.open([path])
