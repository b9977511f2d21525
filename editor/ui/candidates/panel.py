"""The candidates panel: what is shown and how, the list, and what keys do."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from editor.ui.candidates.choice import ChoiceButton
from editor.ui.candidates.controller import CandidatesController
from editor.ui.candidates.grid_view import DEFAULT_SIDE
from editor.ui.candidates.hint import HintLine
from editor.ui.candidates.items import Item, Run
from editor.ui.candidates.model import CandidatesModel
from editor.ui.candidates.rows import Filter, Sort
from editor.ui.candidates.store import CandidateStore
from editor.ui.candidates.view import CandidatesView

__all__ = ["CandidatesPanel"]

SMALLEST, LARGEST = 96, 240
WHEEL_STEP = 16


def _never() -> bool:
    return False


class CandidatesPanel(QWidget):
    """Shows the candidates of a store, best first.

    Args:
        still: asked before rows are moved: whether they are to jump instead of glide.

    Signals:
        previewed: an Item is to be shown on the canvas; None ends it. What it looks like comes
            from the store: its `item_changed` tells when that is another.
        applied: an Item is to become a layer; `CandidateStore.mark_applied` marks it.
        discarded, restored: a list of Items was put away, or brought back.
        action_wanted: the Item is wanted for: "again", "more-like-this", "resume", "copy-seed",
            "copy-prompt", "copy-recipe" or "save-as".
        queue_wanted: the Run that waits is to go "sooner" or "later", or is to be "cancel"led.
    """

    previewed = Signal(object)
    applied = Signal(object)
    discarded = Signal(list)
    restored = Signal(list)
    action_wanted = Signal(str, object)
    queue_wanted = Signal(str, object)

    def __init__(
        self,
        store: CandidateStore,
        parent: QWidget | None = None,
        *,
        still: Callable[[], bool] = _never,
    ) -> None:
        super().__init__(parent)
        self._reveal = False
        self._model = CandidatesModel(store, self)
        self._controller = CandidatesController(store, self._model, self)
        self._view = CandidatesView(self._model, self._controller, still)
        self._empty = QLabel()
        self._filter = ChoiceButton(self.tr("Show"), self._filters())
        self._sort = ChoiceButton(self.tr("Order"), self._sorts())
        self._size = QSlider(Qt.Orientation.Horizontal)
        self._footer = QWidget()
        self._build()
        self._connect(store)
        self._show_whether_empty()

    def _filters(self) -> list[tuple[Filter, str]]:
        return [
            (Filter.ALL, self.tr("All")),
            (Filter.STARRED, self.tr("Starred")),
            (Filter.RUNNING, self.tr("Running")),
        ]

    def _sorts(self) -> list[tuple[Sort, str]]:
        return [
            (Sort.RANK, self.tr("Best first")),
            (Sort.SEED, self.tr("By seed")),
            (Sort.TIME, self.tr("By time")),
        ]

    def _build(self) -> None:
        title = QLabel(self.tr("Candidates"))
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.setSpacing(4)
        head.addWidget(title, 1)
        head.addWidget(self._filter)
        head.addWidget(self._sort)
        self._empty.setProperty("role", "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._build_footer()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._view, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._footer)

    def _build_footer(self) -> None:
        self._size.setRange(SMALLEST, LARGEST)
        self._size.setSingleStep(WHEEL_STEP)
        self._size.setValue(DEFAULT_SIDE)
        self._size.setFixedWidth(48)
        self._size.setAccessibleName(self.tr("Size of thumbnails"))
        self._size.setToolTip(self.tr("Size of thumbnails (Ctrl+wheel)"))
        hints = [
            (self.tr("Preview"), self.tr("Space")),
            (self.tr("Apply"), self.tr("Enter")),
            (self.tr("Discard"), self.tr("Del")),
        ]
        row = QHBoxLayout(self._footer)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(HintLine(hints), 1)
        row.addWidget(self._size)

    def _connect(self, store: CandidateStore) -> None:
        self._filter.chosen.connect(self._model.set_filter)
        self._sort.chosen.connect(self._model.set_sort)
        self._size.valueChanged.connect(self._view.set_side)
        self._view.resized_by.connect(self._resize_by)
        self._model.arranged.connect(self._show_whether_empty)
        store.run_began.connect(self._on_run_began)
        controller = self._controller
        controller.previewed.connect(self.previewed)
        controller.applied.connect(self.applied)
        controller.discarded.connect(self.discarded)
        controller.restored.connect(self.restored)
        controller.action_wanted.connect(self.action_wanted)
        controller.queue_wanted.connect(self.queue_wanted)

    # -- for the window

    @property
    def previewed_item(self) -> Item | None:
        """What the canvas is to show."""
        return self._model.previewed

    def end_preview(self) -> None:
        """The canvas goes back to the picture as it is."""
        self._controller.preview(None)

    def set_document(self, key: Hashable) -> None:
        """Show the runs of one document only."""
        self._controller.preview(None)
        self._model.set_document(key)

    @property
    def thumbnail_side(self) -> int:
        """Pixels that a thumbnail's side has, nearly: 96 … 240."""
        return self._size.value()

    def set_thumbnail_side(self, side: int) -> None:
        """Show thumbnails of another size."""
        self._size.setValue(side)

    # -- following

    @Slot(int)
    def _resize_by(self, notches: int) -> None:
        self._size.setValue(self._size.value() + WHEEL_STEP * notches)

    @Slot(object)
    def _on_run_began(self, _run: Run) -> None:
        """Show the new run: at once, or when the pointer has gone."""
        self._reveal = self._model.held
        if not self._reveal:
            self._view.scrollToTop()

    @Slot()
    def _show_whether_empty(self) -> None:
        empty = self._model.rowCount() == 0
        texts = {
            Filter.ALL: self.tr("Candidates appear here, best first"),
            Filter.STARRED: self.tr("Nothing is starred yet"),
            Filter.RUNNING: self.tr("Nothing is running"),
        }
        self._empty.setText(texts[self._model.filter])
        self._empty.setVisible(empty)
        self._view.setHidden(empty)
        self._footer.setHidden(empty)

    # -- nothing moves under the pointer

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is here: everything keeps its place."""
        self._view.hold(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone: everything takes its place."""
        self._release()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden panel is not told that the pointer has gone."""
        self._release()
        super().hideEvent(event)

    def _release(self) -> None:
        self._view.hold(False)
        if self._reveal:
            self._reveal = False
            self._view.scrollToTop()

    def sizeHint(self) -> QSize:
        """As wide as the window's right side."""
        return QSize(344, 480)
