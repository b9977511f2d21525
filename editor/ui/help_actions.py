"""Actions about the application itself: search, shortcuts, preferences, log, about."""

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from editor.log import log_folder
from editor.ui.context import Context
from editor.ui.dialogs.about import AboutDialog
from editor.ui.dialogs.command_search import CommandSearch
from editor.ui.dialogs.preferences import PreferencesDialog
from editor.ui.dialogs.shortcuts import ShortcutsDialog, apply_saved_shortcuts
from editor.ui.theme import Theme

__all__ = ["HelpActions"]


class HelpActions(QObject):
    """What is the same for every picture."""

    def __init__(self, context: Context, theme: Theme) -> None:
        super().__init__(context.window)
        self._context = context
        self._theme = theme
        add = context.actions.add
        add(
            "search-commands",
            self.tr("Search Commands…"),
            self.search,
            icon_name="command",
            keys=["Ctrl+K"],
            tip=self.tr("Find any command by its name"),
        )
        add(
            "shortcuts",
            self.tr("Keyboard Shortcuts…"),
            self.shortcuts,
            icon_name="keyboard",
            keys=["Ctrl+Alt+K"],
        )
        add(
            "preferences",
            self.tr("Preferences…"),
            self.preferences,
            icon_name="settings",
            keys=["Ctrl+,"],
        )
        add(
            "open-log",
            self.tr("Open Log Folder"),
            self.open_log,
            icon_name="bug",
            tip=self.tr("Show where the log file is, for a report of a fault"),
        )
        add("about", self.tr("About Blendbrush"), self.about, icon_name="about")

    def restore_shortcuts(self) -> None:
        """Give actions the shortcuts that the user chose; every action must have been made."""
        apply_saved_shortcuts(self._context.actions, self._context.settings)

    def search(self) -> None:
        """Find any command by its name."""
        CommandSearch(self._context.actions, self._context.window).open()

    def shortcuts(self) -> None:
        """Show and change all shortcuts."""
        ShortcutsDialog(self._context.actions, self._context.settings, self._context.window).exec()

    def preferences(self) -> None:
        """Show and change the settings."""
        PreferencesDialog(self._context.settings, self._theme, self._context.window).exec()

    def open_log(self) -> None:
        """Show the folder of the log in the system's file manager, or say where it is."""
        folder = log_folder()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._context.tell(self.tr("The log is in {folder}.").format(folder=folder))

    def about(self) -> None:
        """Say what this is."""
        AboutDialog(self._context.window).exec()
