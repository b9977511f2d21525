"""Where keys lead in the candidates list."""

from PySide6.QtWidgets import QAbstractItemView

from editor.ui.candidates.grid import GAP, Grid

__all__ = ["target"]

Action = QAbstractItemView.CursorAction


def target(grid: Grid, place: int, action: QAbstractItemView.CursorAction, page: int) -> int:
    """The row that a key leads to; -1 where there is none.

    Args:
        place: the row it is pressed on; -1 for none.
        page: height of what is seen, in pixels.
    """
    if place < 0 or action is Action.MoveHome:
        return grid.beside(-1, 1)
    if action is Action.MoveEnd:
        return grid.count - 1
    if action is Action.MoveUp:
        return grid.above(place)
    if action is Action.MoveDown:
        return grid.below(place)
    if action in {Action.MovePageUp, Action.MovePageDown}:
        move = grid.below if action is Action.MovePageDown else grid.above
        for _ in range(max(1, page // (grid.cell + GAP))):
            place = move(place)
        return place
    return grid.beside(place, -1 if action in {Action.MoveLeft, Action.MovePrevious} else 1)
