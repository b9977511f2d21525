"""Where docks and bars of the window are, from one start to the next."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from editor.document.settings import Settings

__all__ = ["LAYOUT_VERSION", "keep_layout", "restore_layout"]

LAYOUT_VERSION = 2  # raised when docks or bars change, so that an old layout is not restored
KEY = "layout"


def restore_layout(window: QMainWindow, settings: Settings) -> None:
    """Put everything where it was; a damaged memory counts as none."""
    layout = settings.state(KEY, {})
    if isinstance(layout, dict):
        window.restoreGeometry(_bytes(layout.get("geometry")))
        window.restoreState(_bytes(layout.get("docks")), LAYOUT_VERSION)


def keep_layout(window: QMainWindow, settings: Settings, docks: QByteArray) -> None:
    """Remember where everything is.

    Args:
        docks: as QMainWindow.saveState tells it.
    """
    kept = {
        "geometry": window.saveGeometry().toBase64().toStdString(),
        "docks": docks.toBase64().toStdString(),
    }
    settings.set_state(KEY, kept)


def _bytes(text: object) -> QByteArray:
    """What was kept as base64; nothing where it is something else."""
    return QByteArray.fromBase64(text.encode("ascii", "ignore") if isinstance(text, str) else b"")
