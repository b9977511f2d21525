"""The layers panel: what the active layer is like, the stack, and buttons for it."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from editor.document.document import Changed
from editor.ui.current import Current
from editor.ui.layer_controls import LayerControls
from editor.ui.layers_model import LayersModel
from editor.ui.layers_view import LayersView

__all__ = ["LayersPanel"]


class LayersPanel(QWidget):
    """Shows the layers of the document in front, top layer first.

    Signals:
        changing: a change of the document is about to be made here; a tool that has begun
            something settles it now.
        delete_wanted: the Delete key was pressed in the list; the active layer is meant.
    """

    changing = Signal()
    delete_wanted = Signal()

    def __init__(self, current: Current, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = current
        self._model = LayersModel(self)
        self._controls = LayerControls(self._model)
        self._view = LayersView(self._model)
        self._empty = QLabel()
        self._row = QHBoxLayout()
        self._buttons: list[QToolButton] = []
        self._build()
        self._model.changing.connect(self.changing)
        self._view.delete_wanted.connect(self.delete_wanted)
        current.replaced.connect(self._on_replaced)
        current.changed.connect(self._on_changed)
        self._on_replaced()

    def _build(self) -> None:
        self._empty.setProperty("role", "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.setSpacing(4)
        self._row.addStretch()
        divider = QFrame()
        divider.setProperty("role", "divider")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._controls)
        column.addWidget(self._view, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(divider)
        column.addLayout(self._row)

    def set_menu_actions(self, actions: list[QAction]) -> None:
        """What the menu of a layer holds, separators included."""
        self._view.set_menu_actions(actions)

    def set_buttons(self, actions: list[QAction]) -> None:
        """Buttons under the list, from the left: add, duplicate, merge down, delete."""
        for old in self._buttons:
            old.deleteLater()
        self._buttons.clear()
        for place, action in enumerate(actions):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(20, 20))
            button.setFixedSize(28, 28)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text())
            self._row.insertWidget(place, button)
            self._buttons.append(button)

    # -- following the document

    @Slot()
    def _on_replaced(self) -> None:
        self._model.set_document(self._current.document)
        self._show_whether_empty()

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        self._model.follow(changed)
        if changed.structure:
            self._view.show_active()
            self._show_whether_empty()

    def _show_whether_empty(self) -> None:
        empty = self._model.rowCount() == 0
        self._view.setHidden(empty)
        self._empty.setVisible(empty)
        if self._current.document is None:
            self._empty.setText(self.tr("Open a picture to see its layers."))
        else:
            self._empty.setText(self.tr("No layers. Add one to paint on."))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is to happen later in a panel that nobody sees."""
        self._model.refresh_thumbnails()
        super().hideEvent(event)
