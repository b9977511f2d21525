"""Asks where a file is to go, and before another one that is there is written over."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from editor.document.image_files import FORMATS
from editor.ui.dialogs.export_target import with_suffix

__all__ = ["PNG", "ask_where", "png_path"]

PNG = FORMATS[0]  # the one without loss that everything reads
translate = QCoreApplication.translate


def ask_where(
    parent: QWidget, title: str, suggestion: str, kinds: str, complete: Callable[[Path], Path]
) -> Path | None:
    """The file that the user names; None for none.

    Args:
        kinds: as QFileDialog takes them.
        complete: gives a name its suffix.
    """
    name, _ = QFileDialog.getSaveFileName(parent, title, suggestion, kinds)
    if not name:
        return None
    typed = Path(name)
    path = complete(typed)
    # The dialog has asked about the name that was typed, and knows nothing of this one.
    if path != typed and path.exists() and not _may_replace(parent, title, path):
        return None
    return path


def png_path(path: Path) -> Path:
    """The same name with the suffix of a PNG file."""
    return with_suffix(path, PNG)


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    question = translate("AskWhere", "{name} exists already. Replace it?")
    answer = QMessageBox.question(parent, title, question.format(name=path.name))
    return answer == QMessageBox.StandardButton.Yes
