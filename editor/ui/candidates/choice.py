"""A quiet button that shows what is chosen and opens a menu of what else could be."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

__all__ = ["ChoiceButton"]


class ChoiceButton(QToolButton):
    """One of several values.

    Args:
        name: what is chosen, for screen readers and the tip.
        choices: values with their texts; the first is chosen.

    Signals:
        chosen: the user chose another value.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[Enum, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._group = QActionGroup(self)
        menu = QMenu(self)
        for value, text in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(value)
            self._group.addAction(action)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(name)
        self.set_value(choices[0][0])
        self._group.triggered.connect(self._on_triggered)

    @property
    def value(self) -> object:
        """What is chosen."""
        return self._group.checkedAction().data()

    def set_value(self, value: Enum) -> None:
        """Show another value without telling anybody."""
        for action in self._group.actions():
            if action.data() is value:
                action.setChecked(True)
                self._show(action)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self._show(action)
        self.chosen.emit(action.data())

    def _show(self, action: QAction) -> None:
        self.setText(action.text())
        self.setAccessibleName(f"{self._name}: {action.text()}")
