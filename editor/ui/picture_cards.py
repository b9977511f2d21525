"""Pictures to choose from: cards with a thumbnail and a name, in as many columns as fit."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from editor.ui.icons import icon
from editor.ui.theme import SECONDARY_SIZE, SMALL_SIZE, text_font

__all__ = ["PictureCard", "PictureGrid"]

GAP, ROW_GAP = 16, 20
NARROWEST = 180
TEXT_HEIGHT = 44
RADIUS = 6.0


class PictureCard(QAbstractButton):
    """One picture file.

    Args:
        note: a second line under the name.
    """

    def __init__(self, path: Path, name: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._name, self._note = name, note
        self._image = QImage()
        self._pixmap = QPixmap()
        self.setAccessibleName(self.tr("Open {name}").format(name=name))
        self.setAccessibleDescription(note)
        self.setToolTip(str(path))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def image(self) -> QImage:
        """The thumbnail; null until there is one."""
        return self._image

    def set_image(self, image: QImage) -> None:
        """Show this thumbnail."""
        self._image = image
        self._pixmap = QPixmap()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens as Space does; the grid knows what the arrows do."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in PictureGrid.STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette, role = self.palette(), QPalette.ColorRole
        frame = self.rect().adjusted(0, 0, 0, -TEXT_HEIGHT)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(frame), RADIUS, RADIUS)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.save()
            painter.setClipPath(shape)
            painter.fillRect(frame, palette.color(role.Base))
            if self._image.isNull():
                self._paint_placeholder(painter, frame)
            else:
                painter.drawPixmap(frame.topLeft(), self._scaled(frame.size()))
            painter.restore()
            if self.hasFocus():
                self._outline(painter, frame, role.Base, 5.0)
                self._outline(painter, frame, role.Highlight, 3.0)
            elif self.underMouse():
                self._outline(painter, frame, role.PlaceholderText, 2.0)
            self._paint_words(painter, frame)

    def _paint_placeholder(self, painter: QPainter, frame: QRect) -> None:
        place = QRect(0, 0, 28, 28)
        place.moveCenter(frame.center())
        icon("picture", QPalette.ColorRole.PlaceholderText).paint(painter, place)

    def _outline(
        self, painter: QPainter, frame: QRect, role: QPalette.ColorRole, width: float
    ) -> None:
        """A line just inside the thumbnail's edge."""
        painter.setPen(QPen(self.palette().color(role), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2
        ring = QRectF(frame).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ring, RADIUS - inset, RADIUS - inset)

    def _paint_words(self, painter: QPainter, frame: QRect) -> None:
        palette, role = self.palette(), QPalette.ColorRole
        lines = (
            (self._name, text_font(SECONDARY_SIZE), role.WindowText, frame.bottom() + 8),
            (self._note, text_font(SMALL_SIZE), role.PlaceholderText, frame.bottom() + 25),
        )
        for words, font, colour, top in lines:
            line = QRect(frame.left(), top, frame.width(), 16)
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
            painter.setFont(font)
            painter.setPen(palette.color(colour))
            painter.drawText(
                line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown
            )

    def _scaled(self, size: QSize) -> QPixmap:
        """The thumbnail so that it covers ``size``, in device pixels; kept until that changes."""
        scale = self.devicePixelRatioF()
        wanted = QSize(round(size.width() * scale), round(size.height() * scale))
        if self._pixmap.size() != wanted:
            covering = self._image.scaled(
                wanted,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            cut = QRect(QPoint(0, 0), wanted)
            cut.moveCenter(covering.rect().center())
            self._pixmap = QPixmap.fromImage(covering.copy(cut))
            self._pixmap.setDevicePixelRatio(scale)
        return self._pixmap


class PictureGrid(QWidget):
    """Cards in rows of equal columns; arrow keys go from card to card.

    Signals:
        chosen: the path of the card that was clicked.
    """

    STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[PictureCard] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def columns(self) -> int:
        """How many cards stand side by side."""
        return max(2, min(5, (self.width() + GAP) // (NARROWEST + GAP)))

    def show_cards(self, cards: Sequence[PictureCard]) -> None:
        """Show these instead of those before."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = list(cards)
        for card in self.cards:
            card.setParent(self)
            card.clicked.connect(lambda _on=False, path=card.path: self.chosen.emit(path))
            card.show()
        self._arrange()

    def remove(self, path: Path) -> None:
        """Take a card away."""
        for card in [card for card in self.cards if card.path == path]:
            self.cards.remove(card)
            card.hide()
            card.deleteLater()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next card in a direction."""
        focused = next((at for at, card in enumerate(self.cards) if card.hasFocus()), None)
        if focused is None or event.key() not in self.STEPS:
            super().keyPressEvent(event)
            return
        step = (-1, 1, -self.columns, self.columns)[self.STEPS.index(Qt.Key(event.key()))]
        if 0 <= focused + step < len(self.cards):
            self.cards[focused + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _arrange(self) -> None:
        columns = self.columns
        width = (self.width() - (columns - 1) * GAP) // columns
        height = width * 2 // 3 + TEXT_HEIGHT
        for number, card in enumerate(self.cards):
            row, column = divmod(number, columns)
            card.setGeometry(column * (width + GAP), row * (height + ROW_GAP), width, height)
        rows = -(-len(self.cards) // columns)
        self.setFixedHeight(max(0, rows * (height + ROW_GAP) - ROW_GAP))
