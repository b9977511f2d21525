"""Small controls that the options bar is made of."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QColorDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
    QWidgetAction,
)

__all__ = ["ColourButton", "NumberField", "Segments", "SliderField", "Swatch"]

Rgb = tuple[int, int, int]
RECENT = 12


class SliderField(QWidget):
    """A label, a slider and a number that follow each other.

    Args:
        curved: the slider gives small values more room, as sizes need it.

    Signals:
        changed: the user chose another value (int).
    """

    changed = Signal(int)

    def __init__(
        self, label: str, low: int, high: int, suffix: str = "", *, curved: bool = False
    ) -> None:
        super().__init__()
        self._low, self._high, self._curved = low, high, curved
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 1000)
        self._slider.setFixedWidth(80)
        self._slider.setAccessibleName(label)
        self._number = QSpinBox(minimum=low, maximum=high, suffix=suffix)
        self._number.setProperty("role", "plain")
        self._number.setFixedWidth(72)
        self._number.setAccessibleName(label)
        self._number.setKeyboardTracking(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        text = QLabel(label)
        text.setProperty("role", "secondary")
        for widget in (text, self._slider, self._number):
            row.addWidget(widget)
        self._slider.valueChanged.connect(self._on_slider)
        self._number.valueChanged.connect(self._on_number)

    @property
    def value(self) -> int:
        """The present value."""
        return self._number.value()

    def set_value(self, value: float) -> None:
        """Show a value without telling anybody."""
        with QSignalBlocker(self._number), QSignalBlocker(self._slider):
            self._number.setValue(round(value))
            self._slider.setValue(self._place(self._number.value()))

    def _place(self, value: int) -> int:
        share = (value - self._low) / (self._high - self._low)
        return round(1000 * (share ** (1 / 3) if self._curved else share))

    def _on_slider(self, place: int) -> None:
        share = (place / 1000) ** (3 if self._curved else 1)
        with QSignalBlocker(self._number):
            self._number.setValue(round(self._low + share * (self._high - self._low)))
        self.changed.emit(self._number.value())

    def _on_number(self, value: int) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._place(value))
        self.changed.emit(value)


class NumberField(QWidget):
    """A short label and a number.

    Signals:
        changed: the user chose another value (int).
    """

    changed = Signal(int)

    def __init__(self, label: str, name: str, low: int, high: int, suffix: str = "") -> None:
        super().__init__()
        self._number = QSpinBox(minimum=low, maximum=high, suffix=suffix)
        self._number.setProperty("role", "plain")
        self._number.setFixedWidth(76)
        self._number.setAccessibleName(name)
        self._number.setToolTip(name)
        self._number.setKeyboardTracking(False)
        text = QLabel(label)
        text.setProperty("role", "secondary")
        text.setBuddy(self._number)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(text)
        row.addWidget(self._number)
        self._number.valueChanged.connect(self.changed)

    @property
    def value(self) -> int:
        """The present value."""
        return self._number.value()

    def set_value(self, value: float) -> None:
        """Show a value without telling anybody."""
        with QSignalBlocker(self._number):
            self._number.setValue(round(value))

    def commit(self) -> None:
        """Take what is written as if Enter had been pressed."""
        self._number.interpretText()

    def take_focus(self) -> None:
        """Let the number be written."""
        self._number.setFocus(Qt.FocusReason.OtherFocusReason)
        self._number.selectAll()


class Segments(QFrame):
    """Buttons of which one is down.

    Args:
        choices: name and text of each.

    Signals:
        chosen: the user chose one (its name).
    """

    chosen = Signal(str)

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("role", "segments")
        self.setAccessibleName(title)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, text in choices:
            button = QPushButton(text)
            button.setProperty("role", "segment")
            button.setCheckable(True)
            button.setAccessibleName(f"{title}: {text}")
            button.clicked.connect(partial(self._on_clicked, name))
            self._group.addButton(button)
            self._buttons[name] = button
            row.addWidget(button)

    def set_value(self, name: str) -> None:
        """Show a choice without telling anybody."""
        self._buttons[name].setChecked(True)

    def _on_clicked(self, name: str, _checked: bool = False) -> None:
        self.chosen.emit(name)


class Swatch(QAbstractButton):
    """A button that shows a colour."""

    def __init__(self, colour: Rgb, side: int = 24) -> None:
        super().__init__()
        self._colour = colour
        self._side = side
        self.setFixedSize(side, side)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def colour(self) -> Rgb:
        """Red, green, blue."""
        return self._colour

    def set_colour(self, colour: Rgb) -> None:
        """Show another colour."""
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded field with a line around it that is seen on any ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette = self.palette()
            line = palette.highlight() if self.hasFocus() else palette.mid()
            painter.setPen(QColor(line.color()))
            painter.setBrush(QColor(*self._colour))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)


class ColourButton(QWidget):
    """The colour to paint with: a swatch that opens recent colours and the colour dialog.

    Args:
        recent: the colours used before, the last one first.

    Signals:
        changed: the user chose a colour (a tuple of three integers).
    """

    changed = Signal(object)

    def __init__(self, recent: Callable[[], Sequence[Rgb]], palette_icon: QIcon) -> None:
        super().__init__()
        self._recent = recent
        self._swatch = Swatch((0, 0, 0))
        name = self.tr("Colour to paint with")
        self._swatch.setAccessibleName(name)
        self._swatch.setToolTip(name)
        self._more = QToolButton()
        self._more.setIcon(palette_icon)
        self._more.setToolTip(self.tr("Recent colours"))
        self._more.setAccessibleName(self.tr("Recent colours"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._more.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._swatch)
        row.addWidget(self._more)
        self._swatch.clicked.connect(self._ask)

    def set_value(self, colour: Rgb) -> None:
        """Show a colour."""
        self._swatch.set_colour(colour)

    def _ask(self) -> None:
        colour = QColorDialog.getColor(
            QColor(*self._swatch.colour), self.window(), self.tr("Colour to paint with")
        )
        if colour.isValid():
            self.changed.emit((colour.red(), colour.green(), colour.blue()))

    def _fill(self) -> None:
        self._menu.clear()
        field = QWidget()
        grid = QGridLayout(field)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setSpacing(6)
        for place, colour in enumerate(list(self._recent())[:RECENT]):
            swatch = Swatch(colour)
            swatch.setAccessibleName(QColor(*colour).name())
            swatch.setToolTip(QColor(*colour).name())
            swatch.clicked.connect(partial(self._choose, colour))
            grid.addWidget(swatch, place // 6, place % 6)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(field)
        self._menu.addAction(action)
        self._menu.addAction(self.tr("Other Colour…")).triggered.connect(self._ask)

    def _choose(self, colour: Rgb, _checked: bool = False) -> None:
        self._menu.close()
        self.changed.emit(colour)
