"""Small parts that dialogs share: labels, buttons, segments, a button that shows a colour."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QColorDialog,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from editor.ui.theme import text_font

__all__ = [
    "MARGIN",
    "SPACING",
    "Colour",
    "ColourButton",
    "FittedDialog",
    "Segments",
    "button",
    "button_row",
    "column",
    "label",
]

MARGIN, SPACING = 16, 8
SWATCH = 16
GAP = 4  # between an icon and its text, more than Qt leaves
SEGMENT_PADDING = 24

Colour = tuple[int, int, int]
"""Red, green and blue, 0 … 255."""


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label; ``role`` is one of the style sheet's, or none for text of the usual size."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def button(text: str, role: str = "") -> QPushButton:
    """A push button that the Enter key reaches only as the primary one, or with the focus."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    made.setDefault(role == "primary")
    return made


def button_row(*right: QWidget, left: Sequence[QWidget] = ()) -> QHBoxLayout:
    """The last row of a dialog: what ends it at the right."""
    row = QHBoxLayout()
    row.setSpacing(SPACING)
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return row


def column(parent: QWidget, width: int) -> QVBoxLayout:
    """The column of a dialog, with the usual margins; the dialog is at least so wide."""
    made = QVBoxLayout(parent)
    made.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    made.setSpacing(12)
    made.addStrut(width - 2 * MARGIN)
    return made


class FittedDialog(QDialog):
    """A dialog as high as its texts are when they are wrapped; Qt's own guess is too high."""

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that fits before the place on screen is found."""
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """Take the height that fits."""
        layout = self.layout()
        if layout is not None:
            width = max(self.width(), layout.minimumSize().width())
            self.resize(width, layout.totalHeightForWidth(width))


class Segments(QFrame):
    """A few choices side by side, one of which is on.

    Signals:
        chosen: the user or ``choose`` turned on the choice of this number.
    """

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "segments")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        for number, title in enumerate(titles):
            segment = button(title, "segment")
            segment.setCheckable(True)
            widest = QFontMetrics(text_font(weight=QFont.Weight.DemiBold))  # of the one that is on
            segment.setMinimumWidth(widest.horizontalAdvance(title) + SEGMENT_PADDING)
            self._group.addButton(segment, number)
            row.addWidget(segment)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._on_toggled)

    @property
    def current(self) -> int:
        """Which one is on."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Turn one on."""
        self._group.button(number).setChecked(True)

    def _on_toggled(self, number: int, on: bool) -> None:
        if on:
            self.chosen.emit(number)


class ColourButton(QPushButton):
    """Shows a colour, and asks for another when pressed.

    Signals:
        colour_changed: the user chose another one.
    """

    colour_changed = Signal()

    def __init__(self, colour: Colour, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.setAutoDefault(False)
        self.setIconSize(QSize(SWATCH + GAP, SWATCH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        self.setToolTip(self.tr("Choose a colour"))
        self.clicked.connect(self._ask)
        self.colour = colour

    @property
    def colour(self) -> Colour:
        """The colour shown."""
        return self._colour

    @colour.setter
    def colour(self, colour: Colour) -> None:
        self._colour = colour
        self.setText(QColor(*colour).name().upper())
        self.setAccessibleDescription(self.text())
        self.setIcon(self._swatch())

    def _swatch(self) -> QIcon:
        scale = self.devicePixelRatio()
        pixmap = QPixmap(round((SWATCH + GAP) * scale), round(SWATCH * scale))
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1))
            painter.setBrush(QColor(*self._colour))
            painter.drawRoundedRect(QRectF(0.5, 0.5, SWATCH - 1, SWATCH - 1), 4, 4)
        return QIcon(pixmap)

    def _ask(self) -> None:
        wanted = QColorDialog.getColor(QColor(*self._colour), self, self._title)
        if wanted.isValid():
            self.colour = (wanted.red(), wanted.green(), wanted.blue())
            self.colour_changed.emit()
