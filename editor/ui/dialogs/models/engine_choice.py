"""Where the engine computes and how precisely, to be chosen."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from editor.document.settings import Settings
from editor.jobs.messages import EngineState
from editor.jobs.runner import Runner
from editor.ui.dialogs.models.choices import (
    Choices,
    chosen_device,
    chosen_model,
    device_choices,
    keep_device,
    keep_precision,
    precision_choices,
)
from editor.ui.dialogs.models.downloads import Downloads
from editor.ui.dialogs.models.parts import show_as
from editor.ui.dialogs.parts import label

__all__ = ["EngineChoice"]

DEVICE_WIDTH, PRECISION_WIDTH = 240, 128
SETTLE_MS = 300  # arrow keys walk past choices that nobody wants


class EngineChoice(QWidget):
    """Two lists, and a line that says what came of them."""

    def __init__(
        self,
        settings: Settings,
        runner: Runner,
        downloads: Downloads,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._runner, self._downloads = settings, runner, downloads
        self._waits = False  # for the present run to end
        device, precision = chosen_device(settings)
        self._devices = runner.engine.devices
        self.device = self._box(self.tr("Device"), DEVICE_WIDTH)
        fill(self.device, device_choices(device, self._devices), device)
        self.precision = self._box(self.tr("Precision"), PRECISION_WIDTH)
        fill(self.precision, precision_choices(), precision)
        self.precision.setToolTip(
            self.tr("Automatic takes what suits the device; float32 is exact, others are quicker")
        )
        self.said = label("", "secondary", wrap=True)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._start_again)
        self._build()
        self.device.activated.connect(self._on_device)
        self.precision.activated.connect(self._on_precision)
        runner.engine_changed.connect(self._on_engine)
        runner.ended.connect(self._on_ended)
        self._tell()

    def _box(self, title: str, width: int) -> QComboBox:
        box = QComboBox()
        box.setFixedWidth(width)
        box.setAccessibleName(title)
        return box

    def _build(self) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(8)
        for title, box in (
            (self.tr("Device"), self.device),
            (self.tr("Precision"), self.precision),
        ):
            name = label(title)
            name.setBuddy(box)
            lists.addWidget(name)
            lists.addWidget(box)
            lists.addSpacing(16)
        lists.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(lists)
        column.addWidget(self.said)

    # -- doing it

    @Slot(int)
    def _on_device(self, number: int) -> None:
        keep_device(self._settings, self.device.itemData(number))
        self._use()

    @Slot(int)
    def _on_precision(self, number: int) -> None:
        keep_precision(self._settings, self.precision.itemData(number))
        self._use()

    def _use(self) -> None:
        self._runner.set_device(*chosen_device(self._settings))
        self._waits = self._runner.busy
        if not self._waits:
            self._settle.start()
        self._tell()

    @Slot()
    def _start_again(self) -> None:
        self._waits = self._runner.busy
        if not self._waits:
            self._runner.warm_up(chosen_model(self._settings, self._downloads))
        self._tell()

    @Slot(object)
    def _on_ended(self, _ended: object) -> None:
        if self._waits and not self._runner.busy:
            self._start_again()

    @Slot()
    def _on_engine(self) -> None:
        if self._runner.engine_state is EngineState.STARTING:
            self._waits = False
        found = self._runner.engine.devices
        if found and found != self._devices:
            self._devices, chosen = found, chosen_device(self._settings)[0]
            fill(self.device, device_choices(chosen, found), chosen)
        self._tell()

    def _tell(self) -> None:
        engine, role = self._runner.engine, "secondary"
        if self._waits:
            text = self.tr("Takes effect when the engine starts again, after the present run.")
        elif engine.sentence:
            text, role = engine.sentence, "error"
        elif engine.device:
            text = self.tr("The engine computes on {device} in {precision}.").format(
                device=engine.device, precision=engine.precision
            )
        else:
            text = self.tr("The engine is starting.")
        show_as(self.said, text, role)


def fill(box: QComboBox, choices: Choices, present: str | None) -> None:
    """Offer choices in a list, the present one chosen; long titles are told in full by a tip."""
    box.clear()
    for number, (text, value) in enumerate(choices):
        box.addItem(text, value)
        box.setItemData(number, text, Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex([value for _, value in choices].index(present))
