"""A list in columns with headers across, that paints only what is seen and moves it gently."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Slot,
)
from PySide6.QtGui import (
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from editor.ui.candidates.cursor import target
from editor.ui.candidates.glide import Glide
from editor.ui.candidates.grid import GAP, Grid
from editor.ui.candidates.items import Item
from editor.ui.candidates.model import CandidatesModel
from editor.ui.candidates.rows import Row

__all__ = ["DEFAULT_SIDE", "GridView"]

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemView.ScrollHint
ENSURE_VISIBLE = Hint.EnsureVisible

DEFAULT_SIDE = 152
LINE_STEP = 48


class GridView(QAbstractItemView):
    """Shows a model's rows; while the model is held, what is under the pointer stays there.

    Args:
        still: whether rows are to jump instead of glide.

    Attributes:
        candidates: the model.
        glide: how far rows are from their places.
    """

    def __init__(
        self, model: CandidatesModel, still: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.candidates = model
        self._still = still
        self._side = DEFAULT_SIDE
        self._grid = Grid([], 1, self._side)
        self.glide = Glide(self)
        self._pointer: QPoint | None = None
        self._seen: dict[Row, QPoint] = {}
        self._anchor: tuple[Row, int] | None = None
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setAutoScroll(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(LINE_STEP)
        self.glide.moved.connect(self.viewport().update)
        model.arranging.connect(self._before)
        model.arranged.connect(self._after)
        self._after()

    # -- places

    @property
    def side(self) -> int:
        """Pixels that a thumbnail's side has, nearly."""
        return self._side

    def set_side(self, side: int) -> None:
        """Show thumbnails of another size; the first one that is seen stays in sight."""
        if side != self._side:
            self._side = side
            self._lay_out_again()

    def visualRect(self, index: Index) -> QRect:
        """Where a row belongs in the viewport; it may still be on its way."""
        return self._grid.rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a point of the viewport."""
        place = self._grid.at(point.x(), point.y() + self.verticalOffset())
        return self.candidates.index(place) if place >= 0 else QModelIndex()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = ENSURE_VISIBLE) -> None:
        """Scroll as little as needed, or so that the row is in the middle or at the top."""
        rect = self._grid.rect(index.row())
        if rect.isNull():
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if hint is Hint.PositionAtTop:
            bar.setValue(rect.top())
        elif hint is Hint.PositionAtCenter:
            bar.setValue(rect.center().y() - height // 2)
        elif rect.top() - GAP < bar.value():
            bar.setValue(rect.top() - GAP)
        elif rect.bottom() + GAP > bar.value() + height:
            bar.setValue(rect.bottom() + GAP - height)

    def horizontalOffset(self) -> int:
        """Nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far the list is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:
        """What is in the model is shown."""
        return False

    def _visible(self) -> Iterator[int]:
        top = self.verticalOffset()
        return self._grid.between(top, top + self.viewport().height())

    # -- choosing

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The row that a key leads to."""
        page = self.viewport().height()
        place = target(self._grid, self.currentIndex().row(), action, page)
        return self.candidates.index(place) if place >= 0 else QModelIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the candidates that a rectangle of the viewport touches."""
        area = rect.normalized().translated(0, self.verticalOffset())
        selection = QItemSelection()
        for place in self._grid.between(area.top(), area.bottom() + 1):
            chosen = isinstance(self.candidates.rows[place], Item)
            if chosen and self._grid.rect(place).intersects(area):
                index = self.candidates.index(place)
                selection.select(index, index)
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What has to be painted anew where the choice changes, frames included."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index).adjusted(-4, -4, 4, 4)
        return region

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands here."""

    # -- rows come, go and move

    @Slot()
    def _before(self) -> None:
        self._anchor = None
        offset = QPoint(0, self.verticalOffset())
        self._seen = {}
        for place in self._visible():
            row = self.candidates.rows[place]
            self._seen[row] = self._grid.rect(place).topLeft() - offset + self.glide.offset(row)
        place = self._held_place() if self.candidates.held else -1
        if place >= 0:
            top = self._grid.rect(place).top() - offset.y()
            self._anchor = self.candidates.rows[place], top

    def _held_place(self) -> int:
        """The row that must not move: the one under the pointer, or else the first seen."""
        offset = self.verticalOffset()
        if self._pointer is not None:
            place = self._grid.at(self._pointer.x(), self._pointer.y() + offset)
            if place >= 0:
                return place
        return next(self._visible(), -1)

    @Slot()
    def _after(self) -> None:
        self._grid = self._new_grid()
        row, top = self._anchor or (None, 0)
        place = -1 if row is None else self.candidates.place(row)
        self._set_range(self._grid.rect(place).top() - top if place >= 0 else None)
        self._start_glide()
        self.viewport().update()

    def _new_grid(self) -> Grid:
        # The bar takes no room from the columns: they would jump when it comes.
        return Grid(list(self.candidates.rows), self.width(), self._side)

    def _set_range(self, wanted: int | None) -> None:
        """Let the bar reach all rows, and ``wanted`` even where that is beyond the ends."""
        bar, page = self.verticalScrollBar(), self.viewport().height()
        least, most = 0, max(0, self._grid.height - page)
        if wanted is not None:
            least, most = min(least, wanted), max(most, wanted)
        bar.setPageStep(page)
        bar.setRange(least, most)
        if wanted is not None:
            bar.setValue(wanted)

    def _start_glide(self) -> None:
        seen, self._seen = self._seen, {}
        if self._still() or not self.isVisible():
            self.glide.stop()
            return
        offset = QPoint(0, self.verticalOffset())
        offsets = {}
        for row, before in seen.items():
            place = self.candidates.place(row)
            moved = before - (self._grid.rect(place).topLeft() - offset)
            if place >= 0 and not moved.isNull():
                offsets[row] = moved
        self.glide.start(offsets)

    def _lay_out_again(self) -> None:
        first = next(self._visible(), -1)
        self.glide.stop()
        self._grid = self._new_grid()
        self._set_range(None)
        if self.verticalOffset() > 0 and first >= 0:
            self.scrollTo(self.candidates.index(first), Hint.PositionAtTop)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns follow the width."""
        super().resizeEvent(event)
        self._lay_out_again()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves in a list that nobody sees."""
        self.glide.stop()
        super().hideEvent(event)

    # -- painting

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """All that is seen is painted anew; it is not much."""
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen, those on their way last."""
        gliding = {self.candidates.place(row) for row in self.glide}
        with QPainter(self.viewport()) as painter:
            for place in self._visible():
                if place not in gliding:
                    self._paint_row(painter, place, event.rect())
            for place in sorted(gliding, reverse=True):
                self._paint_row(painter, place, event.rect())

    def _paint_row(self, painter: QPainter, place: int, dirty: QRect) -> None:
        index = self.candidates.index(place)
        glide = self.glide.offset(self.candidates.rows[place])
        rect = self.visualRect(index).translated(glide)
        if not rect.adjusted(-4, -4, 4, 4).intersects(dirty):
            return
        option = QStyleOptionViewItem()
        option.initFrom(self)
        option.rect = rect
        option.state &= ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        if self._pointer is not None and rect.contains(self._pointer):
            option.state |= QStyle.StateFlag.State_MouseOver
        if self.hasFocus() and index == self.currentIndex():
            option.state |= QStyle.StateFlag.State_HasFocus
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        self.itemDelegate().paint(painter, option, index)

    # -- the pointer

    @property
    def pointer(self) -> QPoint | None:
        """Where it is in the viewport; None where it is elsewhere."""
        return self._pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press tells where the pointer is, as a move does."""
        self._point_to(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is under the pointer."""
        self._point_to(event.position().toPoint())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._point_to(None)
        super().leaveEvent(event)

    def _point_to(self, pointer: QPoint | None) -> None:
        before, self._pointer = self._pointer, pointer
        places = {self.indexAt(point).row() for point in (before, pointer) if point is not None}
        if len(places) > 1 or pointer is None or before is None:
            self.viewport().update()

    def hold(self, on: bool) -> None:
        """Keep everything where it is, or bring it into order."""
        if on:
            self.glide.stop()
        self.candidates.hold(on)
