"""Dialogs about sizes: of the picture, of its canvas, of a new picture."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QGridLayout, QHBoxLayout, QToolButton, QWidget

from editor.document.geometry import Rect
from editor.ui.dialogs.anchor_grid import AnchorGrid, CanvasSketch
from editor.ui.dialogs.parts import Colour, ColourButton, Segments, button, label
from editor.ui.dialogs.size_fields import SideField, SizeDialog
from editor.ui.icons import icon

__all__ = ["CanvasSizeDialog", "NewDialog", "PictureSizeDialog"]

PRESETS = ((512, 512), (1024, 1024), (1920, 1080))
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
PIXELS, PERCENT = 0, 1  # units, as they stand side by side


class PictureSizeDialog(SizeDialog):
    """Asks what size a picture is to be scaled to, in pixels or percent.

    Args:
        width, height: its size now, in pixels.
    """

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(width, height, self.tr("Picture Size"), self.tr("Scale"), parent)
        self._before = (width, height)
        self.unit = Segments([self.tr("Pixels"), self.tr("Percent")])
        self.unit.chosen.connect(self._on_unit)
        self.link = self._new_link()
        self.width_field.valueChanged.connect(self._on_width)
        self.height_field.valueChanged.connect(self._on_height)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        fields.addWidget(label(self.tr("Width")), 0, 0)
        fields.addWidget(self.width_field, 0, 1)
        fields.addWidget(label(self.tr("Height")), 1, 0)
        fields.addWidget(self.height_field, 1, 1)
        fields.addWidget(self.link, 0, 2, 2, 1)
        fields.addWidget(self.unit, 0, 3, 2, 1)
        fields.setColumnStretch(1, 1)
        self.body.addLayout(fields)
        now = self.tr("Now {w} × {h} pixels").format(w=width, h=height)
        self.body.addWidget(label(now, "secondary"))
        self.refresh()

    def _new_link(self) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setChecked(True)
        made.setIcon(icon("link"))
        made.setIconSize(QSize(18, 18))
        made.setFixedWidth(32)
        made.setToolTip(self.tr("Keep the proportions"))
        made.setAccessibleName(self.tr("Keep the proportions"))
        made.toggled.connect(self._on_link)
        return made

    @property
    def size_wanted(self) -> tuple[int, int]:
        """Width and height in pixels."""
        if self.unit.current == PIXELS:
            return super().size_wanted
        width, height = self._before
        across, down = self.width_field.value() / 100, self.height_field.value() / 100
        return max(1, round(width * across)), max(1, round(height * down))

    def _on_unit(self, unit: int) -> None:
        fields = (self.width_field, self.height_field)
        for field, before in zip(fields, self._before, strict=True):
            if unit == PERCENT:
                field.show_percent(field.value() / before * 100)
            else:
                field.show_pixels(field.value() / 100 * before)
        self.refresh()

    def _on_width(self, value: float) -> None:
        self._follow(self.height_field, value, self._before[1] / self._before[0])

    def _on_height(self, value: float) -> None:
        self._follow(self.width_field, value, self._before[0] / self._before[1])

    def _follow(self, other: SideField, value: float, ratio: float) -> None:
        """Where sides are linked, let the other one follow."""
        if self.link.isChecked():
            other.put(value if self.unit.current == PERCENT else max(1, round(value * ratio)))
        self.refresh()

    def _on_link(self, on: bool) -> None:
        self.link.setIcon(icon("link" if on else "link-off"))
        if on:
            self._on_width(self.width_field.value())


class CanvasSizeDialog(SizeDialog):
    """Asks for a canvas, and where the picture stays in it.

    Args:
        width, height: the picture's size now, in pixels.
    """

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(width, height, self.tr("Canvas Size"), self.tr("Change"), parent)
        self._before = (width, height)
        self.anchor = AnchorGrid()
        self._sketch = CanvasSketch(width, height)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        fields.addWidget(label(self.tr("Width")), 0, 0)
        fields.addWidget(self.width_field, 0, 1)
        fields.addWidget(label(self.tr("Height")), 1, 0)
        fields.addWidget(self.height_field, 1, 1)
        stays = label(self.tr("Picture"))
        fields.addWidget(stays, 2, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.anchor, 2, 1, Qt.AlignmentFlag.AlignLeft)
        fields.setColumnStretch(1, 1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(fields)
        row.addWidget(self._sketch, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        for field in (self.width_field, self.height_field):
            field.valueChanged.connect(self.refresh)
        self.anchor.anchor_changed.connect(self.refresh)
        self.refresh()

    @property
    def rect_wanted(self) -> Rect:
        """The new canvas in the picture's coordinates; it may begin left of and above it."""
        width, height = self.size_wanted
        column, row = self.anchor.anchor
        x, y = (self._before[0] - width) * column // 2, (self._before[1] - height) * row // 2
        return Rect(x, y, width, height)

    def refresh(self) -> None:
        """Say what the size comes to, and draw it."""
        super().refresh()
        self._sketch.show_canvas(self.rect_wanted)


class NewDialog(SizeDialog):
    """Asks for the size and the ground of a new picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        width, height = PRESETS[1]
        super().__init__(width, height, self.tr("New Picture"), self.tr("Create"), parent)
        self.ground = Segments(
            [self.tr("White"), self.tr("Black"), self.tr("Transparent"), self.tr("Other")]
        )
        self.other = ColourButton((110, 168, 254), self.tr("Colour of the new picture"))
        self.other.setVisible(False)
        self.ground.chosen.connect(lambda number: self.other.setVisible(number == 3))
        self.body.addLayout(self._new_presets())
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("Width"), self.width_field)
        form.addRow(self.tr("Height"), self.height_field)
        colours = QHBoxLayout()
        colours.setSpacing(8)
        colours.addWidget(self.ground)
        colours.addWidget(self.other)
        colours.addStretch(1)
        form.addRow(self.tr("Filled with"), colours)
        self.body.addLayout(form)
        for field in (self.width_field, self.height_field):
            field.valueChanged.connect(self.refresh)
        self.refresh()

    def _new_presets(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        sizes = [(self.tr("{w} × {h}").format(w=w, h=h), w, h) for w, h in PRESETS]
        image = QGuiApplication.clipboard().image()
        if not image.isNull():
            told = self.tr("Clipboard {w} × {h}")
            w, h = image.width(), image.height()
            sizes.append((told.format(w=w, h=h), w, h))
        for text, width, height in sizes:
            preset = button(text, "chip")
            preset.clicked.connect(lambda _on=False, w=width, h=height: self._put(w, h))
            row.addWidget(preset)
        row.addStretch(1)
        return row

    def _put(self, width: int, height: int) -> None:
        self.width_field.put(width)
        self.height_field.put(height)
        self.refresh()

    @property
    def colour(self) -> Colour | None:
        """What it is filled with; None for transparent."""
        return (WHITE, BLACK, None, self.other.colour)[self.ground.current]
