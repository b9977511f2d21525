"""The settings, as a dialog made from their table; what is changed there holds at once."""

from functools import partial
from itertools import groupby
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from editor.document.settings import SETTINGS, Setting, Settings
from editor.document.settings_table import Value
from editor.ui.dialogs.parts import ColourButton, FittedDialog, button, button_row, label
from editor.ui.theme import Mode, Theme

__all__ = ["PreferencesDialog"]

WIDTH, HIGHEST = 520, 560
CONTROL_WIDTH = 148


class PreferencesDialog(FittedDialog):
    """One row for every setting, in the order and the groups of the table."""

    def __init__(self, settings: Settings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self._theme = theme
        self.controls = {key: self._control(setting) for key, setting in SETTINGS.items()}
        self._restart = label(
            self.tr("The language changes when Blendbrush is started again."), "warning", wrap=True
        )
        self._restart.hide()
        self.reset_button = button(self.tr("Reset All"), "quiet")
        self.reset_button.clicked.connect(self.reset)
        done = button(self.tr("Done"), "primary")
        done.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = self._page()
        outer.addWidget(self._scroll, 1)
        end = QVBoxLayout()
        end.setContentsMargins(16, 8, 16, 16)
        end.setSpacing(8)
        end.addWidget(self._restart)
        end.addLayout(button_row(done, left=[self.reset_button]))
        outer.addLayout(end)
        self.resize(WIDTH, 0)

    def fit(self) -> None:
        """Show all rows, unless that is too much."""
        self._scroll.setMinimumHeight(min(HIGHEST, self._rows.totalHeightForWidth(WIDTH)))
        super().fit()

    # -- putting it together

    def _page(self) -> QScrollArea:
        page = QWidget()
        rows = self._rows = QVBoxLayout(page)
        rows.setContentsMargins(16, 16, 16, 8)
        rows.setSpacing(8)
        for number, (group, settings) in enumerate(
            groupby(SETTINGS.values(), key=lambda setting: setting.group)
        ):
            if number:
                rows.addSpacing(16)
            rows.addWidget(label(_translated(group), "title"))
            for setting in settings:
                rows.addLayout(self._row(setting))
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _row(self, setting: Setting) -> QGridLayout:
        control = self.controls[setting.key]
        title = label(_translated(setting.title))
        title.setBuddy(control)
        row = QGridLayout()
        row.setHorizontalSpacing(24)
        row.setVerticalSpacing(2)
        row.addWidget(title, 0, 0)
        row.addWidget(label(_translated(setting.help), "secondary", wrap=True), 1, 0)
        row.addWidget(control, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        row.setColumnStretch(0, 1)
        return row

    def _control(self, setting: Setting) -> QWidget:
        value, title = self._settings.get(setting.key), _translated(setting.title)
        control: QWidget
        if setting.kind == "choice":
            control = self._choice(setting)
        elif setting.kind == "integer":
            control = QSpinBox(minimum=setting.low, maximum=setting.high)
            control.setSuffix(f" {setting.unit}" if setting.unit else "")
            control.setValue(int(value))
            control.valueChanged.connect(partial(self._set, setting.key))
        else:
            control = ColourButton(_rgb(str(value)), title)
            control.colour_changed.connect(partial(self._set_colour, setting.key, control))
        control.setFixedWidth(CONTROL_WIDTH)
        control.setAccessibleName(title)
        control.setAccessibleDescription(_translated(setting.help))
        return control

    def _choice(self, setting: Setting) -> QComboBox:
        box = QComboBox()
        for choice in setting.choices:
            box.addItem(_translated(choice.title), choice.value)
        box.setCurrentIndex(box.findData(self._settings.get(setting.key)))
        box.currentIndexChanged.connect(
            lambda number: self._set(setting.key, str(box.itemData(number)))
        )
        return box

    # -- doing it

    def reset(self) -> None:
        """Give every setting the value that it comes with."""
        for key, setting in SETTINGS.items():
            self._show(key, setting.default)
            self._set(key, setting.default)

    def _set_colour(self, key: str, control: ColourButton) -> None:
        self._set(key, QColor(*control.colour).name())

    def _set(self, key: str, value: Value) -> None:
        if value == self._settings.get(key):
            return
        self._settings.set(key, value)
        if key == "theme":
            self._theme.set_mode(cast("Mode", value))
        if key == "language":
            self._restart.show()

    def _show(self, key: str, value: Value) -> None:
        control = self.controls[key]
        if isinstance(control, QComboBox):
            control.setCurrentIndex(control.findData(value))
        elif isinstance(control, QSpinBox):
            control.setValue(int(value))
        elif isinstance(control, ColourButton):
            control.colour = _rgb(str(value))


def _translated(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def _rgb(name: str) -> tuple[int, int, int]:
    colour = QColor(name)
    return colour.red(), colour.green(), colour.blue()
