"""Paints the rows of the candidates list and says what they are under the pointer."""

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QHelpEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from editor.ui.candidates.grid import MARGIN
from editor.ui.candidates.header import button_at, paint_header, write
from editor.ui.candidates.items import Item, Run
from editor.ui.candidates.model import ROW, CandidatesModel
from editor.ui.candidates.rows import Row, Tray
from editor.ui.candidates.tile import Look, TilePainter
from editor.ui.candidates.words import item_tip, run_tip, tray_text
from editor.ui.icons import icon

__all__ = ["CandidatesDelegate"]

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag
Align = Qt.AlignmentFlag

CHEVRON = 14
CORNER = 6


class CandidatesDelegate(QStyledItemDelegate):
    """Draws candidates as tiles, runs and trays as lines across.

    Attributes:
        tiles: what draws a candidate.
    """

    def __init__(self, model: CandidatesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.tiles = TilePainter()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Whatever place the view gives."""
        return option.rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Item):
            self.tiles.paint(painter, option.rect, row, self._look(row, option))
        elif isinstance(row, Run):
            focused = bool(option.state & State.State_HasFocus) and row.waiting > 0
            paint_header(painter, option.rect, row, focused=focused)
        else:
            self._paint_tray(painter, option, row)
        painter.restore()

    def _look(self, item: Item, option: QStyleOptionViewItem) -> Look:
        return Look(
            previewed=item is self._model.previewed,
            chosen=bool(option.state & (State.State_Selected | State.State_HasFocus)),
            hovered=bool(option.state & State.State_MouseOver),
        )

    def _paint_tray(self, painter: QPainter, option: QStyleOptionViewItem, tray: Tray) -> None:
        palette = QGuiApplication.palette()
        place = option.rect.adjusted(MARGIN - 8, 2, 2 - MARGIN, -2)
        if option.state & State.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.light())
            painter.drawRoundedRect(place, CORNER, CORNER)
        if option.state & State.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.highlight(), 2))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)
        chevron = "chevron-down" if self._model.is_unfolded(tray.run) else "chevron-right"
        middle = place.center().y()
        square = QRect(place.left() + 8, middle - CHEVRON // 2, CHEVRON, CHEVRON)
        icon(chevron, QPalette.ColorRole.PlaceholderText).paint(painter, square)
        text = place.adjusted(8 + CHEVRON + 4, 0, -8, 0)
        colour = palette.color(QPalette.ColorRole.PlaceholderText)
        write(painter, text, tray_text(tray.run), colour, Align.AlignLeft)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Say all that is known of a candidate or a run."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(
            event.globalPos(), self._tip(index.data(ROW), option.rect, event.pos()), view
        )
        return True

    def _tip(self, row: Row, place: QRect, point: QPoint) -> str:
        if isinstance(row, Item):
            return item_tip(row)
        if isinstance(row, Run):
            button = button_at(place, row, point)
            if button is not None:
                return f"{QCoreApplication.translate('Candidates', button.text)} ({button.keys})"
            return run_tip(row)
        return self.tr("Candidates that came to nothing; they can be resumed")
