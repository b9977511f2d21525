"""What is compared on the canvas, and how: a value."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from editor.document.geometry import Rect
from editor.document.state import State

__all__ = ["Comparison", "ComparisonLook", "MaskPart", "Mode", "Picture"]


class Mode(Enum):
    """How pictures are set against each other."""

    BEFORE = "before"
    WIPE = "wipe"
    SIDE_BY_SIDE = "side by side"
    DIFFERENCE = "difference"


TAKES = {
    Mode.BEFORE: (1, 1),
    Mode.WIPE: (2, 2),
    Mode.SIDE_BY_SIDE: (1, 4),
    Mode.DIFFERENCE: (2, 2),
}
"""How many pictures a mode takes, least and most."""


@dataclass(frozen=True, eq=False)
class Picture:
    """One of the pictures. It takes no memory: states of one picture share their layers."""

    label: str
    state: State


@dataclass(frozen=True, eq=False)
class MaskPart:
    """A mask as a run was given it.

    Attributes:
        area: where the array lies in the picture; outside it nothing may change.
        array: (area.h, area.w), 0 where nothing may change.
        around: that is the whole picture: a result only adds at its edges.
    """

    area: Rect
    array: NDArray[np.uint8]
    around: bool = False

    def outside(self, rect: Rect) -> NDArray[np.bool_]:
        """Where in a rectangle of the picture nothing may change: (rect.h, rect.w)."""
        free = np.ones((rect.h, rect.w), bool)
        common = rect.intersected(self.area)
        if not common.empty:
            mask = self.array[common.moved(-self.area.x, -self.area.y).slices]
            free[common.moved(-rect.x, -rect.y).slices] = mask == 0
        return free


@dataclass(frozen=True)
class ComparisonLook:
    """Colours, as "#rrggbb", of captions, divider and the lines between panes."""

    text: str = "#e8eaed"
    ground: str = "#232529"
    line: str = "#747b86"


@dataclass(frozen=True, eq=False)
class Comparison:
    """Pictures of one size that are seen in place of the document.

    Attributes:
        pictures: BEFORE shows the first alone, WIPE the first left and the second right of a
            divider, SIDE_BY_SIDE each in a pane, DIFFERENCE by how much the second differs.
        mask: outside which DIFFERENCE counts what has changed; None counts nothing.

    Raises:
        ValueError: the mode takes another number of pictures, or their sizes differ.
    """

    mode: Mode
    pictures: tuple[Picture, ...]
    look: ComparisonLook = ComparisonLook()
    mask: MaskPart | None = None

    def __post_init__(self) -> None:
        least, most = TAKES[self.mode]
        if not least <= len(self.pictures) <= most:
            raise ValueError(f"{self.mode.name} does not take {len(self.pictures)} pictures")
        if len({picture.state.rect for picture in self.pictures}) > 1:
            raise ValueError("pictures that are compared have one size")
