"""The clip-art panel: search the bundled library, drag a piece out or choose it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.clipart_delegate import ClipArtDelegate
from editor.ui.clipart_model import PIECE, THUMBNAIL, ClipArtModel
from editor.ui.icons import icon

__all__ = ["ClipArtPanel"]

CELL = THUMBNAIL + 6


class ClipArtPanel(QWidget):
    """Pieces to put into the picture.

    Signals:
        chosen: a piece (ClipArt) is wanted in the picture.
        file_wanted: a picture of the user's own is wanted.
    """

    chosen = Signal(object)
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ClipArtModel(self)
        self._search = _SearchField()
        self._grid = _Grid(self._model)
        self._nothing = QLabel()
        self._from_file = QPushButton(self.tr("From file…"))
        self._build()
        self._search.textChanged.connect(self._find)
        self._search.left.connect(self._grid.enter)
        self._grid.activated.connect(self._choose)
        self._from_file.clicked.connect(self.file_wanted)

    def _build(self) -> None:
        self._search.setPlaceholderText(self.tr("Search clip-art"))
        self._search.setAccessibleName(self.tr("Search clip-art"))
        self._nothing.setProperty("role", "secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.hide()
        self._from_file.setToolTip(self.tr("Put a picture of your own on a new layer"))
        divider = QFrame()
        divider.setProperty("role", "divider")
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.addWidget(self._search)
        bottom.setContentsMargins(16, 8, 16, 8)
        bottom.addWidget(self._from_file)
        bottom.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._grid, 1)
        column.addWidget(self._nothing, 1)
        column.addWidget(divider)
        column.addLayout(bottom)

    @Slot(str)
    def _find(self, query: str) -> None:
        self._model.find(query)
        nothing = self._model.rowCount() == 0
        self._grid.setHidden(nothing)
        self._nothing.setVisible(nothing)
        self._nothing.setText(self.tr("Nothing called “{query}”").format(query=query.strip()))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.chosen.emit(index.data(PIECE))

    def showEvent(self, event: QShowEvent) -> None:
        """Read the library the first time it is looked at."""
        if not self._model.rowCount():
            self._find(self._search.text())
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is to happen later in a panel that nobody sees."""
        self._model.rest()
        super().hideEvent(event)


class _SearchField(QLineEdit):
    """A field that Esc clears and that the Down key leaves, to the results.

    Signals:
        left: the results are wanted.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        # The buttons inside are as high as the field, not as buttons on their own.
        self.setStyleSheet("QToolButton { border: none; min-height: 0; max-height: 18px; }")
        self.setClearButtonEnabled(True)
        place = QLineEdit.ActionPosition.LeadingPosition
        self.addAction(QAction(icon("search"), "", self), place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class _Grid(QListView):
    """Thumbnails in as many columns as there is room for."""

    def __init__(self, model: ClipArtModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(ClipArtDelegate(model, self))
        self.setAccessibleName(self.tr("Clip-art"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setViewportMargins(12, 0, 0, 0)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    @Slot()
    def enter(self) -> None:
        """Go to the first result."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        # One pixel is left over, for with an exact fit Qt wraps the last column.
        room = self.viewport().width() - 1
        self.setGridSize(QSize(room // max(1, room // CELL), CELL))
        super().resizeEvent(event)
