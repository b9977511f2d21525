"""Paints a row of the layers list: thumbnail, name, how it mixes, and its two switches."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QHelpEvent,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from editor.document.layer import Layer
from editor.ui.icons import icon
from editor.ui.layers_model import ACTIVE, LAYER, LayersModel, Toggle
from editor.ui.layers_thumbnails import THUMBNAIL
from editor.ui.theme import SECONDARY_SIZE, TEXT_SIZE, text_font

__all__ = ["LayersDelegate"]

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 56
MARGIN, PADDING, GAP = 8, 8, 12
CORNER = 6
ICON = 20
TOGGLE = 28
NAME_HEIGHT = 20
EDITOR_HEIGHT = 28
QUIET = 0.55  # opacity of what is hidden or off; icons keep a contrast of 3 : 1


class LayersDelegate(QStyledItemDelegate):
    """Draws rows in the palette's colours and says where their switches are.

    Attributes:
        hovered: the row and the switch under the pointer.
    """

    def __init__(self, model: LayersModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.hovered: tuple[int, Toggle] | None = None
        self._model = model

    # -- places

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As wide as the list is; always as high."""
        return QSize(0, ROW_HEIGHT)

    @staticmethod
    def toggle_at(row: QRect, x: int) -> Toggle | None:
        """The switch at a horizontal place of a row."""
        for what in Toggle:
            area = _toggle_rect(row, what)
            if area.left() <= x <= area.right():
                return what
        return None

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        layer: Layer = index.data(LAYER)
        active = bool(index.data(ACTIVE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, option, active=active)
        self._paint_thumbnail(painter, option.rect, layer)
        self._paint_text(painter, option.rect, layer, active=active)
        for what in Toggle:
            self._paint_toggle(painter, option, index.row(), layer, what)
        painter.restore()

    @staticmethod
    def _paint_card(painter: QPainter, option: QStyleOptionViewItem, *, active: bool) -> None:
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        palette = QGuiApplication.palette()
        card = _card(option.rect)
        if active or hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.light() if hover else palette.base())
            painter.drawRoundedRect(card, CORNER, CORNER)
        if focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.highlight(), 2))
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)

    def _paint_thumbnail(self, painter: QPainter, row: QRect, layer: Layer) -> None:
        scale = painter.device().devicePixelRatioF()
        pixmap = self._model.thumbnails.pixmap(layer, scale)
        place = QRect(0, 0, round(pixmap.width() / scale), round(pixmap.height() / scale))
        place.moveCenter(_thumbnail_rect(row).center())
        painter.setOpacity(1.0 if layer.visible else QUIET)
        painter.drawPixmap(place.topLeft(), pixmap)
        painter.setOpacity(1.0)

    def _paint_text(self, painter: QPainter, row: QRect, layer: Layer, *, active: bool) -> None:
        palette = QGuiApplication.palette()
        secondary = palette.color(QPalette.ColorRole.PlaceholderText)
        name = palette.color(QPalette.ColorRole.Text) if layer.visible else secondary
        weight = QFont.Weight.DemiBold if active else QFont.Weight.Normal
        first = _text_rect(row)
        second = first.translated(0, NAME_HEIGHT)
        _write(painter, first, layer.name, text_font(TEXT_SIZE, weight), name)
        summary = self._model.summary(layer)
        _write(painter, second, summary, text_font(SECONDARY_SIZE), secondary)

    def _paint_toggle(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: int,
        layer: Layer,
        what: Toggle,
    ) -> None:
        area = _toggle_rect(option.rect, what)
        hovered = self.hovered == (row, what)
        near = bool(
            option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        )
        if what is Toggle.LOCKED and not layer.locked and not near:
            return
        if hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QGuiApplication.palette().mid())
            painter.drawRoundedRect(area, CORNER, CORNER)
        quiet = not layer.visible if what is Toggle.VISIBLE else not layer.locked
        painter.setOpacity(QUIET if quiet and not hovered else 1.0)
        inset = (TOGGLE - ICON) // 2
        place = area.adjusted(inset, inset, -inset, -inset)
        icon(_icon_name(layer, what)).paint(painter, place)
        painter.setOpacity(1.0)

    # -- the name's editor, and tips

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """A field for the layer's name."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Name of the layer"))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Put the field where the name is, its text over the name's."""
        place = _text_rect(option.rect)
        middle = place.center().y()
        editor.setGeometry(
            place.x() - PADDING, middle - EDITOR_HEIGHT // 2, place.width() + PADDING, EDITOR_HEIGHT
        )

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Say what a switch would do, or a layer's whole name."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        layer: Layer = index.data(LAYER)
        what = self.toggle_at(option.rect, event.pos().x())
        area = option.rect if what is None else _toggle_rect(option.rect, what)
        QToolTip.showText(event.globalPos(), self._tip(layer, what), view, area)
        return True

    def _tip(self, layer: Layer, what: Toggle | None) -> str:
        if what is Toggle.VISIBLE:
            return self.tr("Hide layer (Space)") if layer.visible else self.tr("Show layer (Space)")
        if what is Toggle.LOCKED:
            return self.tr("Unlock layer") if layer.locked else self.tr("Lock layer")
        return layer.name


def _icon_name(layer: Layer, what: Toggle) -> str:
    if what is Toggle.VISIBLE:
        return "eye" if layer.visible else "eye-off"
    return "lock" if layer.locked else "lock-open"


def _card(row: QRect) -> QRect:
    return row.adjusted(MARGIN, 2, -MARGIN, -2)


def _thumbnail_rect(row: QRect) -> QRect:
    card = _card(row)
    top = card.top() + (card.height() - THUMBNAIL.height()) // 2
    return QRect(card.left() + PADDING, top, THUMBNAIL.width(), THUMBNAIL.height())


def _toggle_rect(row: QRect, what: Toggle) -> QRect:
    card = _card(row)
    from_right = TOGGLE if what is Toggle.VISIBLE else 2 * TOGGLE
    left = card.right() + 1 - PADDING // 2 - from_right
    return QRect(left, card.top() + (card.height() - TOGGLE) // 2, TOGGLE, TOGGLE)


def _text_rect(row: QRect) -> QRect:
    """Where the name stands; the second line is just below."""
    left = _thumbnail_rect(row).right() + 1 + GAP
    right = _toggle_rect(row, Toggle.LOCKED).left() - PADDING // 2
    top = _card(row).top() + (_card(row).height() - 2 * NAME_HEIGHT) // 2
    return QRect(left, top, right - left, NAME_HEIGHT)


def _write(painter: QPainter, place: QRect, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, flags, fitting)
