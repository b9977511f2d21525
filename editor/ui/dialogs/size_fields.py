"""What the dialogs about sizes share: width and height, what they come to, whether they may be."""

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QPushButton, QVBoxLayout, QWidget

from editor.document.words import number
from editor.ui.dialogs.parts import button, button_row, column, label

__all__ = ["MAX_PIXELS", "MAX_SIDE", "SideField", "SizeDialog", "size_facts", "size_problem"]

MAX_SIDE = 30_000
MAX_PIXELS = 400_000_000
TYPED_MOST = 999_999  # more than allowed, so that a sentence can say what is
LAYER_BYTES = 4  # of a pixel


def size_problem(width: int, height: int) -> str:
    """Why a picture cannot have this size, as a sentence; empty where it can."""
    translate = QCoreApplication.translate
    if max(width, height) > MAX_SIDE:
        return translate(
            "PictureSize", "A side can have {most} pixels at most; make it smaller."
        ).format(most=number(MAX_SIDE))
    if width * height > MAX_PIXELS:
        return translate(
            "PictureSize",
            "{size} megapixels are too many; {most} are possible. Make it smaller.",
        ).format(size=number(width * height / 1e6), most=MAX_PIXELS // 1_000_000)
    return ""


def size_facts(width: int, height: int) -> str:
    """What a size comes to: megapixels, and the memory of one layer."""
    pixels = width * height
    return QCoreApplication.translate(
        "PictureSize", "{megapixels} megapixels · {megabytes} MB a layer"
    ).format(megapixels=_short(pixels / 1e6), megabytes=_short(pixels * LAYER_BYTES / 1e6))


def _short(value: float) -> str:
    return number(value, 0 if value >= 100 else 1 if value >= 1 else 2)


class SideField(QDoubleSpinBox):
    """A width or a height, in pixels or in percent."""

    def __init__(self, name: str, pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMinimumWidth(120)
        self.show_pixels(pixels)

    def show_pixels(self, value: float) -> None:
        """Whole pixels from now on, and so many; nobody is told."""
        with QSignalBlocker(self):
            self.setDecimals(0)
            self.setRange(1, TYPED_MOST)
            self.setSuffix(self.tr(" px"))
            self.setValue(value)

    def show_percent(self, value: float) -> None:
        """Percent from now on, and so much; nobody is told."""
        with QSignalBlocker(self):
            self.setDecimals(1)
            self.setRange(0.1, 10_000)
            self.setSuffix(self.tr(" %"))
            self.setValue(value)

    def put(self, value: float) -> None:
        """Show another value; nobody is told."""
        with QSignalBlocker(self):
            self.setValue(value)


class SizeDialog(QDialog):
    """A dialog that asks for a size: its fields, the facts, and the buttons.

    Whoever derives from it fills ``body`` and calls ``refresh``.
    """

    def __init__(
        self, width: int, height: int, title: str, accept: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.width_field = SideField(self.tr("Width"), width)
        self.height_field = SideField(self.tr("Height"), height)
        self.facts = label("", "secondary")
        self.problem = label("", "error", wrap=True)
        self.accept_button: QPushButton = button(accept, "primary")
        self.accept_button.clicked.connect(self.accept)
        cancel = button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer = column(self, 380)
        outer.addLayout(self.body)
        outer.addWidget(self.facts)
        outer.addWidget(self.problem)
        outer.addStretch(1)
        outer.addLayout(button_row(cancel, self.accept_button))

    @property
    def size_wanted(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return round(self.width_field.value()), round(self.height_field.value())

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the width."""
        super().showEvent(event)
        self.width_field.setFocus()
        self.width_field.selectAll()

    def refresh(self) -> None:
        """Say what the size comes to, and whether it can be."""
        width, height = self.size_wanted
        problem = size_problem(width, height)
        self.facts.setText(size_facts(width, height))
        self.facts.setVisible(not problem)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.accept_button.setEnabled(not problem)
        for field in (self.width_field, self.height_field):
            field.setProperty("invalid", bool(problem))
            field.style().unpolish(field)
            field.style().polish(field)
