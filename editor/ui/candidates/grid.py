"""Where rows of the candidates list lie: headers across, candidates in columns. Plain numbers."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect

from editor.ui.candidates.items import Item, Run
from editor.ui.candidates.rows import Row

__all__ = ["GAP", "MARGIN", "Grid"]

MARGIN, GAP = 16, 8
RUN_HEIGHT, TRAY_HEIGHT = 40, 32


class Grid:
    """Places of rows in a list without end; coordinates in device independent pixels.

    Args:
        rows: from the top.
        width: of the list.
        side: of a thumbnail, nearly: columns fill the width.
    """

    def __init__(self, rows: Sequence[Row], width: int, side: int) -> None:
        room = max(1, width - 2 * MARGIN)
        self.columns = max(1, round((room + GAP) / (side + GAP)))
        self.cell = max(1, (room - GAP * (self.columns - 1)) // self.columns)
        self._rows = rows
        self._width = width
        self._tops: list[int] = []
        self._lefts: list[int] = []
        self.height = self._lay_out()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._tops)

    def _lay_out(self) -> int:
        step, top, column = self.cell + GAP, 0, 0
        for row in self._rows:
            if isinstance(row, Item):
                self._put(MARGIN + column * step, top)
                column += 1
                if column == self.columns:
                    column, top = 0, top + step
                continue
            if column:
                column, top = 0, top + step
            self._put(0, top)
            top += RUN_HEIGHT if isinstance(row, Run) else TRAY_HEIGHT
        return top + step if column else top

    def _put(self, left: int, top: int) -> None:
        self._lefts.append(left)
        self._tops.append(top)

    def rect(self, place: int) -> QRect:
        """The rectangle of a row; empty where there is none of that number."""
        if not 0 <= place < len(self._tops):
            return QRect()
        row = self._rows[place]
        if isinstance(row, Item):
            return QRect(self._lefts[place], self._tops[place], self.cell, self.cell)
        height = RUN_HEIGHT if isinstance(row, Run) else TRAY_HEIGHT
        return QRect(0, self._tops[place], self._width, height)

    def between(self, top: int, bottom: int) -> Iterator[int]:
        """The numbers of the rows that reach into a stretch, from the top."""
        tallest = max(self.cell, RUN_HEIGHT)
        for place in range(bisect_left(self._tops, top - tallest), bisect_left(self._tops, bottom)):
            if self.rect(place).bottom() >= top:
                yield place

    def at(self, x: int, y: int) -> int:
        """The number of the row at a point; -1 in a gap."""
        for place in self.between(y, y + 1):
            if self.rect(place).contains(x, y):
                return place
        return -1

    def above(self, place: int) -> int:
        """The row over a row that a key can go to, or the row itself."""
        return self._nearest(place, range(place - 1, -1, -1))

    def below(self, place: int) -> int:
        """The row under a row that a key can go to, or the row itself."""
        return self._nearest(place, range(place + 1, len(self._rows)))

    def beside(self, place: int, step: int) -> int:
        """The next row that a key can go to, ``step`` rows on or back, or the row itself."""
        found = place
        while 0 <= found + step < len(self._rows):
            found += step
            if not _passed(self._rows[found]):
                return found
        return place

    def _nearest(self, place: int, candidates: range) -> int:
        """The row of the next line that lies nearest across."""
        line: list[int] = []
        for other in candidates:
            if self._tops[other] == self._tops[place] or _passed(self._rows[other]):
                continue
            if line and self._tops[other] != self._tops[line[0]]:
                break
            line.append(other)
        if not line:
            return place
        return min(line, key=lambda other: abs(self._lefts[other] - self._lefts[place]))


def _passed(row: Row) -> bool:
    """Whether keys go past a row: a header is only to be read, unless its run waits."""
    return isinstance(row, Run) and not row.waiting
