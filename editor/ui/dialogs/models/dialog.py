"""The model manager: one row a model; downloads go on when it is closed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from editor.document.settings import Settings
from editor.jobs.runner import Runner
from editor.ui.dialogs.models.choices import chosen_model, keep_model
from editor.ui.dialogs.models.downloads import Downloads
from editor.ui.dialogs.models.engine_choice import EngineChoice
from editor.ui.dialogs.models.estimate import estimate
from editor.ui.dialogs.models.model_row import ModelRow
from editor.ui.dialogs.models.place_row import PlaceRow
from editor.ui.dialogs.models.status import ModelState, Status, folder_size
from editor.ui.dialogs.parts import FittedDialog, button, button_row
from inference.models.catalog import STARTER, find_model
from inference.models.spec import ModelSpec
from resources import resource

__all__ = ["ModelsDialog"]

WIDTH, HIGHEST = 720, 640


class ModelsDialog(FittedDialog):
    """Models to install and choose, where to compute, and where the files are.

    Args:
        settings: among them, the model, device and precision that are chosen.
        runner: told of another device or model.
        downloads: does the work; it is older than this dialog and goes on after it.

    Signals:
        model_chosen: another model is to be used (its name).
    """

    model_chosen = Signal(str)

    def __init__(
        self,
        settings: Settings,
        runner: Runner,
        downloads: Downloads,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Models"))
        self._settings, self._runner, self._downloads = settings, runner, downloads
        self._group = QButtonGroup(self)
        self.rows: dict[str, ModelRow] = {}
        self._add(STARTER, find_model(STARTER)[0])
        for name, spec in downloads.specs.items():
            self._add(name, spec)
        self.engine = EngineChoice(settings, runner, downloads)
        self.place = PlaceRow(downloads.root)
        self._build()
        for name in self.rows:
            self._show(name)
        self._show_estimates()
        self._show_chosen()
        downloads.changed.connect(self._on_changed)
        downloads.installed_changed.connect(self._on_installed_changed)
        runner.engine_changed.connect(self._show_estimates)

    # -- putting it together

    def _add(self, name: str, spec: ModelSpec) -> None:
        row = self.rows[name] = ModelRow(name, spec, bundled=name == STARTER)
        self._group.addButton(row.radio)
        row.chosen.connect(partial(self._choose, name))
        row.wanted.connect(partial(self._on_wanted, name))

    def _build(self) -> None:
        page = QWidget()
        self._list = QVBoxLayout(page)
        self._list.setContentsMargins(16, 16, 16, 8)
        self._list.setSpacing(8)
        for row in self.rows.values():
            self._list.addWidget(row)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = QFrame()
        line.setProperty("role", "divider")
        done = button(self.tr("Done"), "primary")
        done.clicked.connect(self.accept)
        end = QVBoxLayout()
        end.setContentsMargins(16, 12, 16, 16)
        end.setSpacing(12)
        end.addWidget(self.engine)
        end.addWidget(self.place)
        end.addLayout(button_row(done))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(line)
        outer.addLayout(end)
        self.resize(WIDTH, 0)

    def fit(self) -> None:
        """Show all rows, unless that is too much."""
        self._scroll.setMinimumHeight(self._wanted_height())
        super().fit()

    def _wanted_height(self) -> int:
        return min(HIGHEST, self._list.totalHeightForWidth(WIDTH))

    # -- showing

    @Slot(str)
    def _on_changed(self, name: str) -> None:
        self._show(name)
        if self.isVisible() and self._wanted_height() > self._scroll.minimumHeight():
            self.fit()  # a row has more to say

    def _show(self, name: str) -> None:
        if name == STARTER:
            self.rows[name].show_status(
                Status(ModelState.INSTALLED), folder_size(resource(STARTER))
            )
            return
        folder = self._downloads.root / self._downloads.specs[name].name
        self.rows[name].show_status(self._downloads.status(name), folder_size(folder))

    @Slot()
    def _show_estimates(self) -> None:
        for name, row in self.rows.items():
            spec = self._downloads.specs.get(name) or find_model(name)[0]
            row.show_estimate(estimate(name, spec, self._runner.engine, self._settings))

    def _show_chosen(self) -> None:
        self.rows[chosen_model(self._settings, self._downloads)].radio.setChecked(True)

    @Slot()
    def _on_installed_changed(self) -> None:
        self.place.refresh()
        if self._settings.state("model", STARTER) != chosen_model(self._settings, self._downloads):
            self._choose(STARTER)

    # -- doing it

    def _choose(self, name: str) -> None:
        before = self._settings.state("model", STARTER)
        keep_model(self._settings, name)
        self._show_chosen()
        if name != before:
            self.model_chosen.emit(name)
            if not self._runner.busy:
                self._runner.warm_up(name)

    @Slot(str, str)
    def _on_wanted(self, name: str, action: str) -> None:
        downloads = self._downloads
        match action:
            case "download" | "resume":
                downloads.download(name)
            case "pause":
                downloads.pause(name)
            case "cancel":
                downloads.cancel(name)
            case "verify":
                downloads.verify(name)
            case "remove":
                downloads.remove(name)
            case "import":
                self._ask_file(name)

    def _ask_file(self, name: str) -> None:
        title = self.tr("Import {model}").format(model=self._downloads.specs[name].title)
        kinds = self.tr("Checkpoints (*.pt *.pth *.safetensors);;All files (*)")
        file, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if file:
            self._downloads.import_file(name, Path(file))
