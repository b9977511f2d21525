"""Paints a piece of clip-art in its grid."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor.ui.clipart_model import PIECE, THUMBNAIL, ClipArtModel

__all__ = ["ClipArtDelegate"]

State = QStyle.StateFlag
CORNER = 6


class ClipArtDelegate(QStyledItemDelegate):
    """A thumbnail in the middle of its cell, lit up under the pointer."""

    def __init__(self, model: ClipArtModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A thumbnail's; the grid's cells are larger."""
        return QSize(THUMBNAIL, THUMBNAIL)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one piece, or its empty place until it is decoded."""
        palette = QGuiApplication.palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (State.State_MouseOver | State.State_Selected):
            hover = bool(option.state & State.State_MouseOver)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.light() if hover else palette.base())
            painter.drawRoundedRect(option.rect, CORNER, CORNER)
        scale = painter.device().devicePixelRatioF()
        pixmap = self._model.thumbnail(index.data(PIECE), scale)
        if pixmap is not None:
            place = QRect(0, 0, round(pixmap.width() / scale), round(pixmap.height() / scale))
            place.moveCenter(option.rect.center())
            painter.drawPixmap(place.topLeft(), pixmap)
        if option.state & State.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.highlight(), 2))
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)
        painter.restore()
