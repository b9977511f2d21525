"""What the options bar sets and the tools use."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Signal

from editor.document.mask_operations import Combine
from editor.document.strokes import Brush

__all__ = ["Target", "ToolSettings", "ToolValues"]

MASK_BRUSH = Brush(size=80.0, hardness=0.9)
PAINT_BRUSH = Brush(size=24.0, hardness=0.8)


class Target(Enum):
    """What brush and eraser work on."""

    MASK = "mask"
    PICTURE = "picture"


@dataclass(frozen=True)
class ToolValues:
    """The values of every tool's options.

    Attributes:
        target: what brush and eraser work on.
        mask_brush, paint_brush: the tip, for either target; erasers use their target's tip.
        combine: what a new shape does to the mask.
        tolerance: how far a colour may differ for the wand and for fill, 0 … 255.
        contiguous: wand and fill take connected pixels only.
        colour, other_colour: red, green, blue to paint with, and the one to swap with.
        keep_ratio: transforming keeps width to height.
    """

    target: Target = Target.MASK
    mask_brush: Brush = MASK_BRUSH
    paint_brush: Brush = PAINT_BRUSH
    combine: Combine = Combine.ADD
    tolerance: int = 32
    contiguous: bool = True
    colour: tuple[int, int, int] = (214, 48, 49)
    other_colour: tuple[int, int, int] = (255, 255, 255)
    keep_ratio: bool = True

    @property
    def brush(self) -> Brush:
        """The tip for the present target."""
        return self.mask_brush if self.target is Target.MASK else self.paint_brush


class ToolSettings(QObject):
    """The present values, and a signal when they change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values = ToolValues()

    @property
    def values(self) -> ToolValues:
        """The present values."""
        return self._values

    def set(self, **changes: Any) -> None:  # noqa: ANN401  the fields' own types
        """Replace some values."""
        values = replace(self._values, **changes)
        if values != self._values:
            self._values = values
            self.changed.emit()

    def set_brush(self, **changes: Any) -> None:  # noqa: ANN401  the fields' own types
        """Replace some values of the tip for the present target."""
        name = "mask_brush" if self._values.target is Target.MASK else "paint_brush"
        self.set(**{name: replace(self._values.brush, **changes)})
