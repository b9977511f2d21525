"""Builds the application, and takes it down in the right order."""

import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QTranslator,
    Signal,
    Slot,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from editor.document import words
from editor.document.document import Document
from editor.document.errors import EditorError
from editor.document.recovery import Offer, RecoveryStore
from editor.document.settings import Settings
from editor.jobs.engine import EngineFactory
from editor.jobs.engine_process import ProcessEngine
from editor.log import ErrorHooks, log_to_file
from editor.ui.dialogs.recovery_dialog import RecoveryDialog
from editor.ui.main_window import MainWindow
from editor.ui.messages import Message
from editor.ui.theme import Mode, Theme
from resources import resource

__all__ = ["Editor", "application", "run"]


SAVE_MS = 500


class Editor(QObject):
    """The application's parts, from the settings to the window.

    Args:
        engine_factory: makes what computes.

    Signals:
        failed: something unexpected happened, in whatever thread (the details).
    """

    failed = Signal(str)

    def __init__(self, app: QApplication, engine_factory: EngineFactory = ProcessEngine) -> None:
        super().__init__()
        self.settings = Settings()
        self._translators = _translate(app, self.settings.text("language"))
        self.theme = Theme()
        self._set_theme(self.settings.text("theme"))
        self.theme.apply(app)
        self.settings.connect("theme", self._set_theme)
        self._save_settings = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._save_settings.timeout.connect(self.settings.save)
        self.settings.connect_unsaved(self._save_settings.start)
        self.store = RecoveryStore()
        self.window = MainWindow(self.settings, self.theme, self.store, engine_factory)
        self.failed.connect(self._on_failed)

    def _set_theme(self, mode: object) -> None:
        self.theme.set_mode(cast("Mode", mode))

    def begin(self, paths: Sequence[Path]) -> None:
        """Show the window, then what was asked for, then what a crash left; load the model."""
        self.window.show()
        self.window.models.warm_up()
        self.window.opening.open(paths)
        for notice in self.settings.take_notices():
            self.window.context.tell(notice)
        QTimer.singleShot(0, self.offer_recovery)

    def end(self) -> None:
        """Keep what is to be remembered."""
        self._save_settings.stop()
        self.settings.save()

    @Slot()
    def offer_recovery(self) -> None:
        """Ask about documents that were open when the application ended unexpectedly."""
        offers = self.store.offers()
        if not offers:
            return
        dialog = RecoveryDialog(offers, self.window)
        dialog.exec()
        self._for_each(dialog.discarded, self.store.discard)
        self._for_each(dialog.recovered, self._recover)

    def _for_each(self, offers: Sequence[Offer], do: Callable[[Offer], None]) -> None:
        """One that is damaged, or taken by another window, does not stop the others."""
        for offer in offers:
            try:
                do(offer)
            except EditorError as error:
                self.window.context.warn(str(error))

    def _recover(self, offer: Offer) -> None:
        file = self.store.claim(offer)
        origin = replace(file.origin, source=offer.source)
        document = Document(file.state, offer.title, offer.path, origin)
        document.history.mark_unsaved()
        self.window.autosave.adopt(document, offer.document_id)
        self.window.opening.recover(document)

    @Slot(str)
    def _on_failed(self, details: str) -> None:
        self.window.autosave.keep()
        text = self.tr(
            "Something unexpected happened. Your work is still here; save it, and go on."
        )
        self.window.context.messages.tell(Message("error", text, details))


def application() -> QApplication:
    """The one application of this process."""
    present = QApplication.instance()
    return present if isinstance(present, QApplication) else QApplication(sys.argv[:1])


def run(paths: Sequence[Path]) -> int:
    """Open the editor with these files and return when it is closed."""
    crashes = log_to_file()
    app = application()
    app.setApplicationName("Blendbrush")
    app.setDesktopFileName("blendbrush")
    app.setWindowIcon(QIcon(str(resource("app.svg"))))
    # Python sees Ctrl+C only between two events; the default handler ends us at once instead.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    editor = Editor(app)
    hooks = ErrorHooks(editor.failed.emit)
    hooks.install()
    try:
        editor.begin(paths)
        return app.exec()
    finally:
        editor.end()
        hooks.remove()
        if crashes is not None:
            crashes.close()


def _translate(app: QApplication, language: str) -> list[QTranslator]:
    """Install what there is for a language; English needs none.

    Args:
        language: its code, or "system".
    """
    if language != "system":
        QLocale.setDefault(QLocale(language))  # numbers and dates go with the words
    locale = _spoken(QLocale())
    words.speak(
        QCoreApplication.translate,
        lambda value, digits: locale.toString(float(value), "f", digits),
    )
    found = []
    for folder, name in (
        (resource("translations"), "blendbrush"),
        (Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), "qtbase"),
    ):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", str(folder)):
            app.installTranslator(translator)
            found.append(translator)
    return found


def _spoken(locale: QLocale) -> QLocale:
    """The first of the user's languages that there are words in."""
    for each in map(QLocale, locale.uiLanguages()):
        file = f"blendbrush_{QLocale.languageToCode(each.language())}.qm"
        if each.language() == QLocale.Language.English or resource("translations", file).exists():
            return each
    return QLocale(QLocale.Language.English)
