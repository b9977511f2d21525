"""Asks for a number of pixels while its effect is shown on the picture."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSlider, QSpinBox, QWidget

from editor.ui.dialogs.parts import button, button_row, column, label

__all__ = ["AmountDialog"]

PREVIEW_MS = 60
INSET = QPoint(24, 88)  # from the window's top right corner, below its bars


class AmountDialog(QDialog):
    """A slider and a field for the same number, out of the picture's way.

    Args:
        title: of the dialog, and of the button that does it.
        low, high: bounds of the value, both included.
        preview: shows the effect of a value; called with None once, when the dialog closes.
    """

    def __init__(
        self,
        title: str,
        label_text: str,
        value: int,
        low: int,
        high: int,
        preview: Callable[[int | None], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._preview = preview
        self._ended = False
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(low, high)
        self.slider.setAccessibleName(label_text)
        self.field = QSpinBox(minimum=low, maximum=high)
        self.field.setSuffix(self.tr(" px"))
        self.field.setAccessibleName(label_text)
        self.field.setFixedWidth(96)
        self.field.setValue(value)
        self.slider.setValue(value)
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._timer.timeout.connect(self._show_preview)
        self.slider.valueChanged.connect(self.field.setValue)
        self.field.valueChanged.connect(self._on_value)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        accept, cancel = button(title, "primary"), button(self.tr("Cancel"))
        accept.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        outer = column(self, 360)
        outer.addWidget(label(label_text, "secondary"))
        outer.addLayout(row)
        outer.addLayout(button_row(cancel, accept))
        self.field.selectAll()
        self.field.setFocus()

    @property
    def value(self) -> int:
        """The number of pixels."""
        return self.field.value()

    def showEvent(self, event: QShowEvent) -> None:
        """Open near the top right of the window, and show the first effect."""
        super().showEvent(event)
        window = self.parentWidget()
        if window is not None:
            window = window.window()
            right = window.mapToGlobal(QPoint(window.width(), 0))
            place = right + QPoint(-self.width() - INSET.x(), INSET.y())
            room = window.screen().availableGeometry()
            self.move(max(room.left(), place.x()), max(room.top(), place.y()))
        self._timer.start()

    def done(self, result: int) -> None:
        """End in any way: what was shown goes, once."""
        self._timer.stop()
        if not self._ended:
            self._ended = True
            self._preview(None)
        super().done(result)

    @Slot(int)
    def _on_value(self, value: int) -> None:
        self.slider.setValue(value)
        self._timer.start()

    @Slot()
    def _show_preview(self) -> None:
        self._preview(self.value)
