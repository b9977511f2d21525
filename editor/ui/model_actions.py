"""Models from the window: the dialog, the downloads behind it, and the words at the first start."""

from PySide6.QtCore import QObject, Slot

from editor.jobs.runner import Runner
from editor.ui.context import Context
from editor.ui.dialogs.models.choices import chosen_device, chosen_model, keep_model
from editor.ui.dialogs.models.dialog import ModelsDialog
from editor.ui.dialogs.models.downloads import Downloads
from editor.ui.dialogs.models.first_words import first_words
from editor.ui.prompt_bar.bar import PromptBar

__all__ = ["ModelActions"]

TOLD = "first words"  # the state that remembers that a newcomer was told what to expect


class ModelActions(QObject):
    """Chooses, downloads and imports models; downloads go on while the dialog is closed."""

    def __init__(self, context: Context, runner: Runner, prompt_bar: PromptBar) -> None:
        super().__init__(context.window)
        self._context = context
        self._runner = runner
        self._prompt_bar = prompt_bar
        self._downloads = Downloads(parent=self)
        context.actions.add(
            "models",
            self.tr("Models…"),
            self.manage,
            icon_name="download",
            keys=["Ctrl+Alt+P"],
            tip=self.tr("Download, import and choose models, and where they compute"),
        )
        self._downloads.installed_changed.connect(self._on_installed)
        prompt_bar.advanced.model_changed.connect(self._on_chosen)
        prompt_bar.choose_model(chosen_model(context.settings, self._downloads))

    def warm_up(self) -> None:
        """Start the engine where it was chosen to be, and load the chosen model."""
        settings = self._context.settings
        self._runner.engine_changed.connect(self._on_engine)
        self._runner.set_device(*chosen_device(settings))
        self._runner.warm_up(chosen_model(settings, self._downloads))

    def manage(self) -> None:
        """Open the dialog."""
        dialog = ModelsDialog(
            self._context.settings, self._runner, self._downloads, self._context.window
        )
        dialog.model_chosen.connect(self._prompt_bar.choose_model)
        dialog.exec()
        dialog.deleteLater()

    def close(self) -> None:
        """Stop downloads; what was fetched stays, and goes on the next time."""
        self._downloads.close()

    @Slot()
    def _on_installed(self) -> None:
        self._prompt_bar.refresh_models()
        self._prompt_bar.choose_model(chosen_model(self._context.settings, self._downloads))

    @Slot()
    def _on_chosen(self) -> None:
        keep_model(self._context.settings, self._prompt_bar.advanced.model)

    @Slot()
    def _on_engine(self) -> None:
        """Say once, on a machine without a GPU, what to expect."""
        settings = self._context.settings
        words = first_words(self._runner.engine, settings)
        if words and not settings.state(TOLD, False):
            settings.set_state(TOLD, True)
            self._context.tell(words)
