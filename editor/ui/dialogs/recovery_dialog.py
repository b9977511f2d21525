"""Offers documents that were open when the application ended unexpectedly."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from editor.document.errors import EditorError
from editor.document.recovery import Offer
from editor.ui.dialogs.parts import FittedDialog, button, button_row, column, label
from editor.ui.file_thumbnails import project_thumbnail
from editor.ui.icons import icon

__all__ = ["RecoveryDialog", "told_ago"]

THUMBNAIL = QSize(80, 60)
ROW_HEIGHT, SHOWN_ROWS = 84, 4


def told_ago(then: datetime, now: datetime) -> str:
    """How long ago something was, in words."""
    translate = QCoreApplication.translate
    minutes = int((now - then).total_seconds() // 60)
    for size, one, several in (
        (
            24 * 60,
            translate("RecoveryDialog", "yesterday"),
            translate("RecoveryDialog", "{n} days ago"),
        ),
        (
            60,
            translate("RecoveryDialog", "1 hour ago"),
            translate("RecoveryDialog", "{n} hours ago"),
        ),
        (
            1,
            translate("RecoveryDialog", "1 minute ago"),
            translate("RecoveryDialog", "{n} minutes ago"),
        ),
    ):
        if minutes >= size:
            number = minutes // size
            return one if number == 1 else several.format(n=number)
    return translate("RecoveryDialog", "just now")


class _Thumbnail(QWidget):
    """A project's small picture; an icon where it has none."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.setFixedSize(THUMBNAIL)
        try:
            self._image = project_thumbnail(offer.project)
        except EditorError:
            self._image = QImage()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self.rect()), 4, 4)
            painter.setClipPath(shape)
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
            if self._image.isNull():
                picture = icon("picture", QPalette.ColorRole.PlaceholderText)
                picture.paint(painter, self.rect().adjusted(28, 18, -28, -18))
                return
            covering = Qt.AspectRatioMode.KeepAspectRatioByExpanding
            size = self._image.size().scaled(THUMBNAIL, covering)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(target, self._image)


class _Row(QFrame):
    """One offer, with its buttons. Deleting is asked for twice, in the same place.

    Args:
        alone: whether there is no other, so that the dialog's own button recovers it.

    Signals:
        recovered, discarded: what the user chose.
    """

    recovered = Signal()
    discarded = Signal()

    def __init__(self, offer: Offer, *, alone: bool) -> None:
        super().__init__()
        self.offer = offer
        self._alone = alone
        self.setProperty("role", "card")
        self.setFixedHeight(ROW_HEIGHT)
        self.delete = button(self.tr("Delete"), "quiet")
        self.keep = button(self.tr("Keep"), "quiet")
        self.really = button(self.tr("Delete for Good"), "danger")
        self.recover = button(self.tr("Recover"))
        for each in (self.delete, self.keep, self.really, self.recover):
            each.setAccessibleName(f"{each.text()}: {offer.title}")
        self.delete.clicked.connect(lambda: self._ask(sure=True))
        self.keep.clicked.connect(lambda: self._ask(sure=False))
        self.really.clicked.connect(self.discarded)
        self.recover.clicked.connect(self.recovered)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(offer.title, "title"))
        words.addWidget(label(self._when(), "secondary"))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(_Thumbnail(offer))
        row.addSpacing(4)
        row.addLayout(words, 1)
        for each in (self.keep, self.really, self.delete, self.recover):
            row.addWidget(each)
        self._ask(sure=False)

    def _when(self) -> str:
        when = told_ago(self.offer.saved_at, datetime.now(UTC))
        if self.offer.path is None:
            return self.tr("{when}, never saved").format(when=when)
        return self.tr("{when}, in {folder}").format(when=when, folder=self.offer.path.parent)

    def _ask(self, *, sure: bool) -> None:
        for each in (self.keep, self.really):
            each.setVisible(sure)
        self.delete.setVisible(not sure)
        self.recover.setVisible(not sure and not self._alone)
        if self.isVisible():
            (self.keep if sure else self.delete).setFocus()


class RecoveryDialog(FittedDialog):
    """Each offer can be recovered or deleted; what is left when it closes is offered again later.

    Attributes:
        recovered: what the user wants back.
        discarded: what may be deleted.
    """

    def __init__(self, offers: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recover Pictures"))
        self.recovered: list[Offer] = []
        self.discarded: list[Offer] = []
        self.rows: list[_Row] = []
        self._page = QWidget()
        self._list = QVBoxLayout(self._page)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        for offer in offers:
            self._add(offer, alone=len(offers) == 1)
        self._list.addStretch(1)
        self.later = button(self.tr("Later"))
        self.later.setToolTip(self.tr("Keep them, and ask at the next start"))
        self.later.clicked.connect(self.reject)
        several = len(offers) > 1
        self.all = button(self.tr("Recover All") if several else self.tr("Recover"), "primary")
        self.all.clicked.connect(self._recover_all)
        outer = column(self, 600)
        said = self.tr(
            "Blendbrush ended unexpectedly. These pictures had changes that were not saved."
        )
        outer.addWidget(label(said, wrap=True))
        outer.addWidget(self._scroll(), 1)
        outer.addLayout(button_row(self.later, self.all))
        self.resize(600, 0)

    def _scroll(self) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setWidget(self._page)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown = min(len(self.rows), SHOWN_ROWS)
        scroll.setMinimumHeight(shown * ROW_HEIGHT + max(0, shown - 1) * 8)
        return scroll

    def _add(self, offer: Offer, *, alone: bool) -> None:
        row = _Row(offer, alone=alone)
        row.recovered.connect(lambda: self._take(row, self.recovered))
        row.discarded.connect(lambda: self._take(row, self.discarded))
        self.rows.append(row)
        self._list.addWidget(row)

    def _take(self, row: _Row, to: list[Offer]) -> None:
        to.append(row.offer)
        self.rows.remove(row)
        row.hide()  # it goes with the dialog: its button is still being pressed
        if not self.rows:
            self.accept()
        else:
            self.all.setFocus()

    def _recover_all(self) -> None:
        self.recovered += [row.offer for row in self.rows]
        self.rows.clear()
        self.accept()
