"""How far the picture is expanded to each side, in numbers, and what comes there."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QToolButton, QWidget

from editor.document.expanding import LONGEST_SIDE, Extent, to_ratio
from editor.document.geometry import Rect
from editor.ui.option_controls import NumberField
from inference.extend_request import SIDES, Side

__all__ = ["ExpandRow", "quarter"]

RATIOS = ((16, 9), (3, 2), (4, 3), (1, 1), (3, 4), (9, 16))
SHARE = 4  # the part of a side that "a quarter" adds


class ExpandRow(QWidget):
    """A number for each side; a side that moves has a field for words of its own, too.

    Signals:
        changed: the user wants other sizes or other words.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Rect(0, 0, 1, 1)
        self._numbers: dict[str, NumberField] = {}
        self._words: dict[str, QLineEdit] = {}
        self._shapes = QToolButton()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        titles = (self.tr("Left"), self.tr("Right"), self.tr("Top"), self.tr("Bottom"))
        for column, (name, title) in enumerate(zip(SIDES, titles, strict=True)):
            number, words = self._numbers[name], self._words[name] = self._new_side(title)
            grid.addWidget(number, 0, column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(words, 1, column)
            grid.setColumnStretch(column, 1)
        self._build_shapes()
        grid.addWidget(self._shapes, 0, len(SIDES))
        self._show_words()

    def _new_side(self, title: str) -> tuple[NumberField, QLineEdit]:
        number = NumberField(
            title, self.tr("Expand: {side}").format(side=title), 0, LONGEST_SIDE, " px"
        )
        number.changed.connect(self._on_number)
        words = QLineEdit(placeholderText=self.tr("As the prompt"))
        words.setAccessibleName(self.tr("What comes there: {side}").format(side=title))
        words.setToolTip(
            self.tr("What should be on this side; left empty, the prompt serves it too")
        )
        words.setMinimumWidth(80)
        words.textChanged.connect(self.changed)
        return number, words

    def _build_shapes(self) -> None:
        """A menu of ratios, and of shares of the picture."""
        self._shapes.setText(self.tr("Shape"))
        self._shapes.setToolTip(self.tr("Expand to a ratio, or by a quarter"))
        self._shapes.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._shapes)
        menu.addAction(self.tr("A Quarter Left and Right")).triggered.connect(self._widen)
        menu.addAction(self.tr("A Quarter All Around")).triggered.connect(self._grow)
        menu.addSeparator()
        for across, down in RATIOS:
            action = menu.addAction(f"{across} : {down}")
            action.triggered.connect(partial(self._on_ratio, across / down))
        menu.addSeparator()
        menu.addAction(self.tr("Not at All")).triggered.connect(self._on_none)
        self._shapes.setMenu(menu)

    # -- values

    @property
    def extent(self) -> Extent:
        """How far each side moves out."""
        return Extent(**{name: number.value for name, number in self._numbers.items()})

    @property
    def sides(self) -> dict[str, Side]:
        """The sides that move, with words of their own."""
        return {
            name: Side(number.value, " ".join(self._words[name].text().split()))
            for name, number in self._numbers.items()
            if number.value
        }

    @property
    def shapes(self) -> QMenu:
        """The menu of ratios and shares."""
        return self._shapes.menu()

    def number(self, side: str) -> NumberField:
        """The number of a side: "left", "right", "top" or "bottom"."""
        return self._numbers[side]

    def words(self, side: str) -> QLineEdit:
        """The field for words of a side."""
        return self._words[side]

    def set_picture(self, width: int, height: int) -> None:
        """What is expanded is of this size."""
        self._picture = Rect(0, 0, width, height)

    def show_extent(self, extent: Extent) -> None:
        """Show other sizes, chosen elsewhere."""
        if extent != self.extent:
            self._set(extent)

    def put(self, sides: Mapping[str, Side]) -> None:
        """Show sizes and words; sides that are not named do not move."""
        for name, words in self._words.items():
            words.setText(sides.get(name, Side()).prompt)
        self._set(Extent(**{name: side.pixels for name, side in sides.items()}))

    def commit(self) -> None:
        """Take numbers that are being written as they are."""
        for number in self._numbers.values():
            number.commit()

    def take_focus(self) -> None:
        """Let the first number be written."""
        self._numbers[SIDES[0]].take_focus()

    def _set(self, extent: Extent) -> None:
        for name, number in self._numbers.items():
            number.set_value(getattr(extent, name))
        self._on_number()

    # -- what the user does

    def _on_number(self) -> None:
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        for name, words in self._words.items():
            words.setVisible(bool(self._numbers[name].value))

    def _widen(self) -> None:
        self._set(quarter(self._picture))

    def _grow(self) -> None:
        down = self._picture.h // SHARE
        around = replace(quarter(self._picture), top=down, bottom=down)
        self._set(around.limited(self._picture))

    def _on_ratio(self, ratio: float) -> None:
        self._set(to_ratio(self._picture, ratio).limited(self._picture))

    def _on_none(self) -> None:
        self._set(Extent())


def quarter(picture: Rect) -> Extent:
    """A quarter of the picture on its left, and one on its right."""
    across = max(1, picture.w // SHARE)
    return Extent(left=across, right=across).limited(picture)
