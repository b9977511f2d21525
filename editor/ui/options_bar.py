"""The bar under the menus: what can be set for the tool in hand."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from editor.canvas.tool_settings import Target
from editor.canvas.tools.crop import CropRatio
from editor.document.mask_operations import Combine
from editor.ui.context import Context
from editor.ui.icons import icon
from editor.ui.option_controls import ColourButton, NumberField, Segments, SliderField
from editor.ui.tool_actions import LARGEST, ToolActions

__all__ = ["OptionsBar"]

Rgb = tuple[int, int, int]
FIRST_COLOURS: tuple[Rgb, ...] = (
    (214, 48, 49),
    (240, 147, 43),
    (249, 202, 36),
    (88, 177, 90),
    (41, 128, 185),
    (108, 92, 231),
    (139, 90, 43),
    (45, 52, 54),
    (128, 128, 128),
    (255, 255, 255),
    (0, 0, 0),
)
GAP = 12
FAR = 100_000  # pixels: further than any picture reaches
MASK_TOOLS = ("mask-brush", "rectangle", "ellipse", "lasso", "polygon", "wand")


class OptionsBar(QToolBar):
    """Shows the options of the tool in hand and writes them to the tool settings."""

    def __init__(self, context: Context, tools: ToolActions, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._settings = context.tool_settings
        self._tools = tools
        self.setObjectName("options")
        self.setProperty("role", "options")
        self.setWindowTitle(self.tr("Tool options"))
        self.setMovable(False)
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setMinimumWidth(96)
        self.addWidget(self._title)
        self._parts: list[tuple[QAction, frozenset[str]]] = []
        self._add_brush()
        self._add_combine()
        self._add_colours()
        self._add_transform()
        self._add_crop()
        self._add_mask_buttons()
        self._settings.changed.connect(self.show_values)
        tools.chosen.connect(self._on_chosen)
        self._on_chosen(tools.name)

    # -- making

    def _add(self, widget: QWidget, *tools: str) -> None:
        """A part that is seen with these tools only."""
        spaced = QWidget()
        spaced.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(spaced)
        row.setContentsMargins(0, 0, GAP, 0)
        row.addWidget(widget)
        action = self.addWidget(spaced)
        action.setVisible(False)
        self._parts.append((action, frozenset(tools)))

    def _add_brush(self) -> None:
        brushes = ("mask-brush", "paint-brush", "eraser", "reveal")
        self._size = SliderField(self.tr("Size"), 1, int(LARGEST), " px", curved=True)
        self._hardness = SliderField(self.tr("Hardness"), 0, 100, " %")
        self._opacity = SliderField(self.tr("Opacity"), 1, 100, " %")
        self._pressure = QToolButton()
        self._pressure.setIcon(icon("pressure"))
        self._pressure.setCheckable(True)
        self._pressure.setAccessibleName(self.tr("Pen pressure sets the size"))
        self._pressure.setToolTip(self.tr("Pressing a pen harder makes the stroke wider"))
        self._size.changed.connect(lambda value: self._settings.set_brush(size=float(value)))
        self._hardness.changed.connect(lambda value: self._settings.set_brush(hardness=value / 100))
        self._opacity.changed.connect(lambda value: self._settings.set_brush(opacity=value / 100))
        self._pressure.toggled.connect(lambda on: self._settings.set_brush(pressure_size=on))
        self._add(self._size, *brushes)
        self._add(self._hardness, *brushes)
        self._add(self._opacity, "paint-brush", "reveal")
        self._add(self._pressure, *brushes)

    def _add_combine(self) -> None:
        self._combine = Segments(
            self.tr("New shapes"),
            [
                (Combine.ADD.name, self.tr("Add")),
                (Combine.SUBTRACT.name, self.tr("Subtract")),
                (Combine.INTERSECT.name, self.tr("Intersect")),
            ],
        )
        self._combine.chosen.connect(lambda name: self._settings.set(combine=Combine[name]))
        self._tolerance = SliderField(self.tr("Tolerance"), 0, 255)
        self._tolerance.changed.connect(lambda value: self._settings.set(tolerance=value))
        self._contiguous = QCheckBox(self.tr("Connected only"))
        self._contiguous.toggled.connect(lambda on: self._settings.set(contiguous=on))
        self._add(self._combine, *MASK_TOOLS)
        self._add(self._tolerance, "wand", "fill")
        self._add(self._contiguous, "wand", "fill")

    def _add_colours(self) -> None:
        self._colour = ColourButton(self.recent_colours, icon("palette"))
        self._colour.changed.connect(self._on_colour)
        self._add(self._colour, "paint-brush", "fill", "eyedropper")

    def _add_transform(self) -> None:
        names = (
            ("X", self.tr("Left edge"), -FAR, FAR, ""),
            ("Y", self.tr("Upper edge"), -FAR, FAR, ""),
            (self.tr("W"), self.tr("Width"), 1, FAR, ""),
            (self.tr("H"), self.tr("Height"), 1, FAR, ""),
            (self.tr("Turn"), self.tr("Turn, clockwise"), -180, 180, "°"),
        )
        self._numbers = [NumberField(*facts) for facts in names]
        for field in self._numbers:
            field.changed.connect(self._on_numbers)
        for field in self._numbers[:4]:
            self._add(field, "transform", "crop")
        self._add(self._numbers[4], "transform")
        self._keep_ratio = QCheckBox(self.tr("Keep ratio"))
        self._keep_ratio.toggled.connect(lambda on: self._settings.set(keep_ratio=on))
        self._add(self._keep_ratio, "transform")
        self._tools.transform.notifier.changed.connect(self._show_numbers)
        self._tools.crop.notifier.changed.connect(self._show_numbers)

    def _add_crop(self) -> None:
        self._ratio = QComboBox()
        self._ratio.setAccessibleName(self.tr("Ratio"))
        for ratio in CropRatio:
            self._ratio.addItem(self._ratio_name(ratio), ratio)
        self._ratio.activated.connect(
            lambda _index: self._tools.crop.set_ratio(self._ratio.currentData())
        )
        self._add(self._ratio, "crop")
        self._apply = QPushButton(self.tr("Apply"))
        self._apply.setProperty("role", "primary")
        self._apply.setToolTip(self.tr("Apply (Enter)"))
        self._apply.clicked.connect(self._on_apply)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Cancel (Escape)"))
        self._cancel.clicked.connect(self._on_cancel)
        for button in (self._apply, self._cancel):
            self._add(button, "transform", "crop")

    def _ratio_name(self, ratio: CropRatio) -> str:
        names = {CropRatio.FREE: self.tr("Any ratio"), CropRatio.ORIGINAL: self.tr("As it is")}
        return names.get(ratio, ratio.value)

    def _add_mask_buttons(self) -> None:
        for name, text in (
            ("mask-invert", self.tr("Invert")),
            ("mask-grow", self.tr("Grow…")),
            ("mask-clear", self.tr("Clear")),
        ):
            action = self._context.actions[name]
            button = QPushButton(text)
            button.setProperty("role", "quiet")
            button.setToolTip(action.toolTip())
            button.setAccessibleName(action.text())
            button.clicked.connect(action.trigger)
            action.changed.connect(lambda a=action, b=button: b.setEnabled(a.isEnabled()))
            button.setEnabled(action.isEnabled())
            self._add(button, *MASK_TOOLS)

    # -- showing

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self._title.setText(self._context.actions[name].text())
        for part, tools in self._parts:
            part.setVisible(name in tools)
        self.show_values()
        self._show_numbers()

    @Slot()
    def show_values(self) -> None:
        """Show the tool settings as they are."""
        values = self._settings.values
        brush = values.brush
        self._size.set_value(brush.size)
        self._hardness.set_value(brush.hardness * 100)
        self._opacity.set_value(brush.opacity * 100)
        self._tolerance.set_value(values.tolerance)
        self._combine.set_value(
            (Combine.ADD if values.combine is Combine.REPLACE else values.combine).name
        )
        self._colour.set_value(values.colour)
        for box, on in (
            (self._pressure, brush.pressure_size),
            (self._contiguous, values.contiguous),
            (self._keep_ratio, values.keep_ratio),
        ):
            with QSignalBlocker(box):
                box.setChecked(on)
        if values.target is Target.PICTURE:
            self._remember_colour(values.colour)

    @Slot()
    def _show_numbers(self) -> None:
        crop, transform = self._tools.crop, self._tools.transform
        if self._tools.name == "crop":
            numbers = [float(number) for number in crop.values]
            with QSignalBlocker(self._ratio):
                self._ratio.setCurrentIndex(self._ratio.findData(crop.ratio))
            busy = crop.busy
        elif self._tools.name == "transform" and transform.values is not None:
            values = transform.values
            numbers = [values.x, values.y, values.width, values.height, values.degrees]
            busy = transform.busy
        else:
            numbers, busy = [], False
        for field, number in zip(self._numbers, numbers, strict=False):
            field.set_value(number)
        for field in self._numbers:
            field.setEnabled(bool(numbers))
        for button in (self._apply, self._cancel):
            button.setEnabled(busy)

    # -- what the user sets

    def _on_numbers(self, _value: int) -> None:
        x, y, width, height, degrees = (field.value for field in self._numbers)
        if self._tools.name == "crop":
            rect = self._tools.crop.values._replace(x=x, y=y, w=width, h=height)
            self._tools.crop.set_values(rect)
        elif (values := self._tools.transform.values) is not None:
            if self._settings.values.keep_ratio and width != round(values.width):
                height = round(values.height * width / values.width)
            elif self._settings.values.keep_ratio and height != round(values.height):
                width = round(values.width * height / values.height)
            self._tools.transform.set_values(
                replace(values, x=x, y=y, width=width, height=height, degrees=degrees)
            )

    def _on_apply(self) -> None:
        if self._context.view.tool is not None:
            self._context.view.tool.finish()
        self._context.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cancel(self) -> None:
        if self._context.view.tool is not None:
            self._context.view.tool.cancel()
        self._context.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- colours

    def recent_colours(self) -> list[Rgb]:
        """The colours used last, the last one first; then some to begin with."""
        kept = self._context.settings.state("colours", [])
        used = [tuple(colour) for colour in kept] if isinstance(kept, list) else []
        valid = [c for c in used if len(c) == 3 and all(type(p) is int and 0 <= p < 256 for p in c)]
        return list(dict.fromkeys((*valid, *FIRST_COLOURS)))

    @Slot(object)
    def _on_colour(self, colour: Rgb) -> None:
        self._settings.set(colour=colour)
        self._remember_colour(colour)

    def _remember_colour(self, colour: Rgb) -> None:
        recent = self.recent_colours()
        if recent[0] != colour:
            recent = [colour, *(other for other in recent if other != colour)]
            self._context.settings.set_state("colours", [list(each) for each in recent[:12]])
