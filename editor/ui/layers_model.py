"""The layers of the document in front as a Qt model, top layer first; edits go through it."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from editor.document import operations
from editor.document.document import Changed, Document
from editor.document.layer import Blend, Layer
from editor.document.state import State
from editor.ui.blend_names import blend_name
from editor.ui.layers_thumbnails import Thumbnails

__all__ = ["ACTIVE", "LAYER", "LayersModel", "Toggle"]

Index = QModelIndex | QPersistentModelIndex

LAYER = Qt.ItemDataRole.UserRole
"""The role of the Layer itself."""

ACTIVE = Qt.ItemDataRole.UserRole + 1
"""The role that says whether tools work on it."""

THUMBNAIL_DELAY_MS = 120
MIME = "application/x-blendbrush-layer"
NOTHING = QModelIndex()


class Toggle(Enum):
    """What a row can switch."""

    VISIBLE = "visible"
    LOCKED = "locked"


class LayersModel(QAbstractListModel):
    """Follows one document; every edit made through it is one undo step.

    Signals:
        changing: the document is about to be changed from here; what is half done must be settled.
    """

    changing = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = Thumbnails()
        self._document: Document | None = None
        self._layers: tuple[Layer, ...] = ()
        self._active = 0
        self._stale: set[int] = set()
        self._timer = QTimer(self, singleShot=True, interval=THUMBNAIL_DELAY_MS)
        self._timer.timeout.connect(self.refresh_thumbnails)

    # -- following the document

    def set_document(self, document: Document | None) -> None:
        """Show another document's layers, or none."""
        self._timer.stop()
        self._stale.clear()
        self._document = document
        self.beginResetModel()
        self._layers = () if document is None else document.state.layers[::-1]
        self._active = 0 if document is None else document.state.active
        self.thumbnails.keep(())
        self.endResetModel()

    def follow(self, changed: Changed) -> None:
        """Take in a change of the document."""
        if self._document is None:
            return
        if changed.structure:
            self._take(self._document.state)
        if changed.layers:
            self._stale |= changed.layers
            self._timer.start()

    def _take(self, state: State) -> None:
        old, new = self._layers, state.layers[::-1]
        before, after = _numbers(old), _numbers(new)
        was_active = self._active
        if before != after:
            self.beginResetModel()
            self._layers, self._active = new, state.active
            self.thumbnails.keep(after)
            self.endResetModel()
            return
        self._layers, self._active = new, state.active
        touched = {was_active, state.active} if was_active != state.active else set()
        for row, (one, other) in enumerate(zip(old, new, strict=True)):
            if one is not other or other.number in touched:
                self.dataChanged.emit(self.index(row), self.index(row))

    @Slot()
    def refresh_thumbnails(self) -> None:
        """Let the layers that were painted on be drawn anew, now."""
        self._timer.stop()
        stale, self._stale = self._stale, set()
        self.thumbnails.drop(stale)
        for row, layer in enumerate(self._layers):
            if layer.number in stale:
                role = [Qt.ItemDataRole.DecorationRole]
                self.dataChanged.emit(self.index(row), self.index(row), role)

    # -- looking

    @property
    def active_row(self) -> int:
        """The row of the layer that tools work on; -1 where there is none."""
        numbers = _numbers(self._layers)
        return numbers.index(self._active) if self._active in numbers else -1

    @property
    def active_layer(self) -> Layer | None:
        """The layer that tools work on."""
        row = self.active_row
        return None if row < 0 else self._layers[row]

    def rowCount(self, parent: Index = NOTHING) -> int:
        """How many layers there are."""
        return 0 if parent.isValid() else len(self._layers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The layer's name, what a screen reader says of it, `LAYER` or `ACTIVE`."""
        if not index.isValid():
            return None
        layer = self._layers[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return layer.name
        if role == LAYER:
            return layer
        if role == ACTIVE:
            return layer.number == self._active
        if role == Qt.ItemDataRole.AccessibleTextRole:
            shown = self.tr("shown") if layer.visible else self.tr("hidden")
            return f"{layer.name}, {shown}, {self.summary(layer)}"
        return None

    def summary(self, layer: Layer) -> str:
        """How a layer mixes, in a few words."""
        percent = round(layer.opacity * 100)
        look = self.tr("{blend} · {percent} %").format(
            blend=blend_name(layer.blend), percent=percent
        )
        if not layer.locked:
            return look
        if percent == 100 and layer.blend is Blend.NORMAL:
            return self.tr("Locked")
        return self.tr("Locked · {look}").format(look=look)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A row can be chosen, renamed and dragged; drops go between rows."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    # -- editing

    def _settled(self, number: int) -> Document | None:
        """The document, once all half done is a step; None if the layer is not there any more."""
        self.changing.emit()
        document = self._document
        return document if document is not None and document.state.layer(number) else None

    def make_active(self, row: int) -> None:
        """Let tools work on a row's layer; no step."""
        number = self._layers[row].number
        if number == self._active:
            return
        document = self._settled(number)
        if document is not None:
            document.adopt(document.state.replaced(active=number))

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a layer; an empty name is not taken."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        name, layer = str(value).strip(), self._layers[index.row()]
        if not name or name == layer.name:
            return False
        self._set(layer.number, self.tr("Rename layer"), name=name)
        return True

    def toggle(self, row: int, what: Toggle) -> None:
        """Show or hide a row's layer, or lock or unlock it."""
        layer = self._layers[row]
        if what is Toggle.VISIBLE:
            label = self.tr("Hide layer") if layer.visible else self.tr("Show layer")
            self._set(layer.number, label, visible=not layer.visible)
        else:
            label = self.tr("Unlock layer") if layer.locked else self.tr("Lock layer")
            self._set(layer.number, label, locked=not layer.locked)

    def set_blend(self, blend: Blend) -> None:
        """Mix the active layer differently."""
        layer = self.active_layer
        if layer is not None and layer.blend is not blend:
            self._set(layer.number, self.tr("Blend mode"), blend=blend)

    def set_opacity(self, percent: int) -> None:
        """Make the active layer more or less opaque, 0 … 100; a drag becomes one step."""
        layer = self.active_layer
        if layer is not None and round(layer.opacity * 100) != percent:
            merge = f"opacity:{layer.number}"
            self._set(layer.number, self.tr("Layer opacity"), merge, opacity=percent / 100)

    def seal(self) -> None:
        """The next change is a step of its own, even if it goes on with the last."""
        if self._document is not None:
            self._document.history.seal()

    def _set(self, number: int, label: str, merge: str = "", **changes: object) -> None:
        document = self._settled(number)
        if document is not None:
            document.change(label, document.state.with_layer(number, **changes), merge)

    # -- order

    def shift(self, row: int, up: int) -> None:
        """Move a row's layer ``up`` places towards the top of the stack."""
        label = self.tr("Raise layer") if up > 0 else self.tr("Lower layer")
        self._move(row, row - up, label)

    def moveRows(
        self,
        source_parent: Index,
        source_row: int,
        count: int,
        target_parent: Index,
        target_row: int,
    ) -> bool:
        """Move one row in front of another, as a drag does; whether anything moved."""
        if count != 1 or source_parent.isValid() or target_parent.isValid():
            return False
        row = target_row - 1 if target_row > source_row else target_row
        return self._move(source_row, row, self.tr("Reorder layers"))

    def _move(self, row: int, to: int, label: str) -> bool:
        number = self._layers[row].number
        document = self._settled(number)
        if document is None:
            return False
        state = document.state
        moved = operations.move_layer(state, number, len(state.layers) - 1 - to)
        document.change(label, moved)
        return moved is not state

    def supportedDropActions(self) -> Qt.DropAction:
        """Layers are only ever moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Ours alone: no other application can take or bring a layer."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The number of the layer being dragged."""
        data = QMimeData()
        number = self._layers[indexes[0].row()].number
        data.setData(MIME, str(number).encode())
        return data


def _numbers(layers: tuple[Layer, ...]) -> list[int]:
    return [layer.number for layer in layers]
