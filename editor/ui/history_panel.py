"""The history panel: every step by name, and a click to go there."""

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from editor.document.document import Changed
from editor.ui.current import Current
from editor.ui.history_delegate import ROW_HEIGHT, HistoryDelegate
from editor.ui.history_model import HistoryModel

__all__ = ["HistoryPanel"]

FOLLOW_DELAY_MS = 60


class HistoryPanel(QWidget):
    """Shows the history of the document in front.

    Signals:
        changing: the document is about to go to another step; a tool that has begun something
            settles it now.
    """

    changing = Signal()

    def __init__(self, current: Current, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = current
        self._model = HistoryModel(self)
        # Not a QListView: that lays out every row anew, asking the model each time, at each step.
        self._view = QTableView()
        self._empty = QLabel(self.tr("Open a picture to see what was done to it."))
        self._footer = QLabel()
        # Scrolling and counting bytes take as long as the history: once for a burst of steps.
        self._timer = QTimer(self, singleShot=True, interval=FOLLOW_DELAY_MS)
        self._timer.timeout.connect(self._catch_up)
        self._build()
        self._view.clicked.connect(self._go_to)
        self._view.activated.connect(self._go_to)
        current.replaced.connect(self._on_replaced)
        current.changed.connect(self._on_changed)
        self._on_replaced()

    def _build_view(self) -> None:
        view = self._view
        view.setModel(self._model)
        view.setItemDelegate(HistoryDelegate(self._model, view))
        view.setAccessibleName(self.tr("History"))
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.horizontalHeader().hide()
        view.horizontalHeader().setStretchLastSection(True)
        view.verticalHeader().hide()
        view.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _build(self) -> None:
        self._build_view()
        self._empty.setProperty("role", "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._footer.setProperty("role", "small")
        self._footer.setContentsMargins(16, 0, 16, 0)
        self._footer.setFixedHeight(44)
        self._footer.setAccessibleName(self.tr("Size of the history"))
        divider = QFrame()
        divider.setProperty("role", "divider")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self._view, 1), (self._empty, 1), (divider, 0), (self._footer, 0)):
            column.addWidget(widget, stretch)

    # -- following the document

    @Slot()
    def _on_replaced(self) -> None:
        document = self._current.document
        self._model.set_history(None if document is None else document.history)
        self._view.setHidden(document is None)
        self._empty.setVisible(document is None)
        self._catch_up()

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if changed.history:
            self._model.follow()
            if self.isVisible() and not self._timer.isActive():
                self._timer.start()

    @Slot()
    def _catch_up(self) -> None:
        self._timer.stop()
        self._view.setCurrentIndex(self._model.index(self._model.present_row))
        self._view.scrollTo(self._view.currentIndex())
        self._footer.setText(self._summary())

    def _summary(self) -> str:
        document = self._current.document
        if document is None:
            return ""
        count = self._model.count
        steps = self.tr("1 step") if count == 1 else self.tr("{count} steps")
        size = self.locale().formattedDataSize(
            document.history.nbytes(document.state), 1, QLocale.DataSizeFormat.DataSizeSIFormat
        )
        return f"{steps.format(count=self.locale().toString(count))} · {size}"

    def showEvent(self, event: QShowEvent) -> None:
        """Take in what happened while nobody looked."""
        super().showEvent(event)
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is to happen later in a panel that nobody sees."""
        self._timer.stop()
        super().hideEvent(event)

    # -- going there

    @Slot(QModelIndex)
    def _go_to(self, index: QModelIndex | QPersistentModelIndex) -> None:
        position = self._model.position(index.row())
        if position < 0:
            return
        row = QPersistentModelIndex(index)
        self.changing.emit()
        document = self._current.document
        if document is not None and row.isValid():
            document.go_to(position)
