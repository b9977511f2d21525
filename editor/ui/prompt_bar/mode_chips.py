"""The modes as chips, of which one is on."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from editor.ui.prompt_bar.modes import Mode, mode_text, mode_tip

__all__ = ["ModeChips"]


class ModeChips(QWidget):
    """One chip a mode.

    Signals:
        chosen: the user chose a mode.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[Mode, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for mode in Mode:
            chip = QPushButton(QCoreApplication.translate("Modes", mode_text(mode)))
            chip.setToolTip(QCoreApplication.translate("Modes", mode_tip(mode)))
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.clicked.connect(self.chosen)
            self._group.addButton(chip)
            self._chips[mode] = chip
            row.addWidget(chip)
        self._chips[Mode.FILL].setChecked(True)

    @property
    def mode(self) -> Mode:
        """The mode that is on."""
        return next(mode for mode, chip in self._chips.items() if chip.isChecked())

    def choose(self, mode: Mode) -> None:
        """Turn a mode on."""
        self._chips[mode].setChecked(True)
        self.chosen.emit()

    def chip(self, mode: Mode) -> QPushButton:
        """A mode's button."""
        return self._chips[mode]
