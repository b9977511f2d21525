"""The list in the layers panel: turns clicks, drags and keys into edits of the layers."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from editor.ui.layers_delegate import LayersDelegate
from editor.ui.layers_model import LayersModel, Toggle

__all__ = ["LayersView"]

Key = Qt.Key
OWN_KEYS = {
    (Key.Key_Up, Qt.KeyboardModifier.AltModifier),
    (Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    (Key.Key_Space, Qt.KeyboardModifier.NoModifier),
    (Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    (Key.Key_F2, Qt.KeyboardModifier.NoModifier),
}
"""Keys that mean something here, whatever the window uses them for elsewhere."""


class LayersView(QListView):
    """The row that is current is the layer that is active.

    Signals:
        delete_wanted: the Delete key was pressed; the active layer is meant.
    """

    delete_wanted = Signal()

    def __init__(self, model: LayersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = model
        self._delegate = LayersDelegate(model, self)
        self._switching = False
        self._menu_actions: list[QAction] = []
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Layers"))
        self._set_behaviour()
        model.modelReset.connect(self.show_active)

    def _set_behaviour(self) -> None:
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_menu_actions(self, actions: list[QAction]) -> None:
        """What the menu of a row holds."""
        self._menu_actions = actions

    @Slot()
    def show_active(self) -> None:
        """Make the active layer's row the current one."""
        row = self._layers.active_row
        if row != self.currentIndex().row():
            self.setCurrentIndex(self._layers.index(row))

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A row was chosen, by hand or by key."""
        super().currentChanged(current, previous)
        if current.isValid():
            self._layers.make_active(current.row())

    # -- mouse

    def _toggle_at(self, point: QPoint) -> tuple[int, Toggle] | None:
        index = self.indexAt(point)
        what = self._delegate.toggle_at(self.visualRect(index), point.x())
        return (index.row(), what) if index.isValid() and what is not None else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A switch is switched without choosing its row."""
        hit = self._toggle_at(event.position().toPoint())
        self._switching = hit is not None and event.button() == Qt.MouseButton.LeftButton
        if hit is not None and self._switching:
            self._layers.toggle(*hit)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a switch, the second click is a click like the first."""
        if self._toggle_at(event.position().toPoint()) is not None:
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the switch under the pointer; a drag never begins on one."""
        self._set_hovered(self._toggle_at(event.position().toPoint()))
        if not self._switching:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        if not self._switching:
            super().mouseReleaseEvent(event)
        self._switching = False

    def leaveEvent(self, event: QEvent) -> None:
        """No switch is under the pointer any more."""
        self._set_hovered(None)
        super().leaveEvent(event)

    def _set_hovered(self, hovered: tuple[int, Toggle] | None) -> None:
        if hovered != self._delegate.hovered:
            self._delegate.hovered = hovered
            self.viewport().update()

    # -- keys and menu

    def event(self, event: QEvent) -> bool:
        """Claim this list's keys before the window's shortcuts get them."""
        claimed = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (event.key(), event.modifiers()) in OWN_KEYS
            and self.currentIndex().isValid()
        )
        if claimed:
            event.accept()
        return claimed or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move the layer, Space shows or hides it, Delete asks to delete it."""
        row = self.currentIndex().row()
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if row < 0:
            super().keyPressEvent(event)
        elif alt and event.key() in {Key.Key_Up, Key.Key_Down}:
            self._layers.shift(row, 1 if event.key() == Key.Key_Up else -1)
        elif event.key() == Key.Key_Space:
            self._layers.toggle(row, Toggle.VISIBLE)
        elif event.key() == Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of the row under the pointer, or of the current one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid() or not self._menu_actions:
            return
        self.setCurrentIndex(index)
        middle = self.viewport().mapToGlobal(self.visualRect(index).center())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._menu_actions)
        menu.popup(middle if by_key else event.globalPos())
