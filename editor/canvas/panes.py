"""Where the pictures of a comparison lie in the view."""

from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize

from editor.canvas.comparison import Mode

__all__ = ["GAP", "Pane", "panes_of"]

GAP = 2
"""View pixels between panes."""


@dataclass(frozen=True)
class Pane:
    """A part of the view.

    Attributes:
        shift: how far its middle lies from the view's: what moves the view's middle into it.
    """

    rect: QRect
    shift: QPoint = field(default_factory=QPoint)


def panes_of(mode: Mode, count: int, size: QSize, split: float) -> tuple[Pane, ...]:
    """A pane for each of ``count`` pictures that is seen; one for what two of them make together.

    Args:
        split: the share of the width that is left of the divider.
    """
    whole = QRect(QPoint(), size)
    if mode is Mode.WIPE:
        left, right = QRect(whole), QRect(whole)
        at = round(size.width() * split)
        left.setWidth(at)
        right.setLeft(at)
        return Pane(left), Pane(right)
    if mode is Mode.SIDE_BY_SIDE:
        return _grid(count, size)
    return (Pane(whole),)


def _grid(count: int, size: QSize) -> tuple[Pane, ...]:
    wide = size.width() >= size.height()
    columns = 2 if count == 4 else count if wide else 1
    rows = count // columns
    lefts, tops = _cut(size.width(), columns), _cut(size.height(), rows)
    return tuple(_pane(x, y, size) for y in tops for x in lefts)


def _cut(length: int, count: int) -> list[tuple[int, int]]:
    """Start and length of equal parts with gaps between them."""
    edges = [(length + GAP) * number // count for number in range(count + 1)]
    return [(start, end - start - GAP) for start, end in pairwise(edges)]


def _pane(x: tuple[int, int], y: tuple[int, int], size: QSize) -> Pane:
    # Whole pixels, and the middle as Viewport has it, so that all panes look alike.
    shift = QPoint(
        x[0] + round(x[1] / 2) - round(size.width() / 2),
        y[0] + round(y[1] / 2) - round(size.height() / 2),
    )
    return Pane(QRect(x[0], y[0], x[1], y[1]), shift)
