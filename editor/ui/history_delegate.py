"""Paints a row of the history list."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor.ui.history_model import UNDONE, HistoryModel
from editor.ui.theme import SECONDARY_SIZE, TEXT_SIZE, text_font

__all__ = ["ROW_HEIGHT", "HistoryDelegate"]

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag

ROW_HEIGHT = 32
"""Device independent pixels."""

MARGIN, PADDING, CORNER = 8, 8, 6


class HistoryDelegate(QStyledItemDelegate):
    """The present step stands out; what was undone recedes."""

    def __init__(self, model: HistoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, option, index)
        self._paint_label(painter, option, index)
        painter.restore()

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = QGuiApplication.palette()
        card = option.rect.adjusted(MARGIN, 1, -MARGIN, -1)
        enabled = bool(option.state & State.State_Enabled)
        hover = enabled and bool(option.state & State.State_MouseOver)
        if hover or index.row() == self._model.present_row:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.light() if hover else palette.base())
            painter.drawRoundedRect(card, CORNER, CORNER)
        if option.state & State.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.highlight(), 2))
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)

    def _paint_label(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        enabled = bool(option.state & State.State_Enabled)
        present = index.row() == self._model.present_row
        weight = QFont.Weight.DemiBold if present else QFont.Weight.Normal
        font = text_font(TEXT_SIZE if enabled else SECONDARY_SIZE, weight)
        quiet = index.data(UNDONE) or not enabled
        role = QPalette.ColorRole.PlaceholderText if quiet else QPalette.ColorRole.Text
        place = option.rect.adjusted(MARGIN + PADDING, 0, -MARGIN - PADDING, 0)
        label = QFontMetrics(font).elidedText(
            index.data(), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.setFont(font)
        painter.setPen(QGuiApplication.palette().color(role))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
