"""Where the models' files are, and how much room is left there."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.ui.dialogs.export_estimate import readable_size
from editor.ui.dialogs.models.parts import show_as
from editor.ui.dialogs.parts import button, label

__all__ = ["PlaceRow"]


class PlaceRow(QWidget):
    """The folder's path and free space, and a button that shows it."""

    def __init__(self, root: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self.path = label(str(root), "secondary", wrap=True)
        self.path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.path.setAccessibleName(self.tr("Folder of the models"))
        self.free = label("", "secondary")
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.open_button = button(self.tr("Open Folder"))
        self.open_button.clicked.connect(self._open)
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self.path, self.free, self.error):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.open_button)
        self.refresh()

    def refresh(self) -> None:
        """Look how much room is left."""
        present = next(path for path in (self._root, *self._root.parents) if path.exists())
        free = readable_size(shutil.disk_usage(present).free)
        show_as(self.free, self.tr("{size} free").format(size=free), "secondary")

    @Slot()
    def _open(self) -> None:
        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            text = self.tr("{folder} cannot be made: {why}.")
            show_as(self.error, text.format(folder=self._root, why=error.strerror), "error")
            return
        show_as(self.error, "", "error")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._root)))
