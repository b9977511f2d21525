"""The log file, and what happens to errors that nobody expected."""

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from platformdirs import user_log_path
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

__all__ = ["ErrorHooks", "log_folder", "log_to_file"]

log = logging.getLogger(__name__)
Tell = Callable[[str], None]


def log_folder() -> Path:
    """Where the log file is."""
    return user_log_path("Blendbrush", False)


def log_to_file() -> TextIO | None:
    """Keep a log of bounded size, and the stacks of a crash in native code.

    Returns:
        The open file for crashes, to be kept as long as the application runs; None where nothing
        can be written.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        folder = user_log_path("Blendbrush", False, ensure_exists=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "editor.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
        crashes = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError:
        root.addHandler(logging.NullHandler())  # a read-only home is no reason not to work
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    faulthandler.enable(crashes)
    return crashes


class ErrorHooks:
    """Takes every unexpected error, in whatever thread: logged, told, and the work goes on.

    Args:
        tell: is given the details of an error; called in the thread in which it happened.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Begin."""
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        qInstallMessageHandler(_on_qt_message)

    def remove(self) -> None:
        """Leave everything as it was."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        self._tell("".join(traceback.format_exception(kind, error, trace)))

    def _on_thread_error(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self._on_error(found.exc_type, found.exc_value, found.exc_traceback)


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own complaints go to the log, too."""
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }
    logging.getLogger("qt").log(levels.get(kind, logging.ERROR), "%s", text)
