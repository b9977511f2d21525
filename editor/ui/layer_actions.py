"""The Layer menu."""

from PySide6.QtCore import QObject

from editor.document import operations
from editor.document.document import unique_name
from editor.document.geometry import Affine
from editor.document.layer import Kind, Layer
from editor.document.pixels import Pixels
from editor.document.state import State
from editor.ui.context import Context

__all__ = ["LayerActions"]


class LayerActions(QObject):
    """Adds, copies, orders, merges and mirrors layers."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._add_stack()
        self._add_look()
        self._add_merging()

    def _add_stack(self) -> None:
        context, usable, add = self._context, self._has_active, self._context.actions.add
        add(
            "layer-add",
            self.tr("New Layer"),
            self.add,
            icon_name="layer-add",
            keys=["Ctrl+Shift+N"],
            tip=self.tr("Add an empty layer above the active one"),
            usable=context.has_document,
        )
        add(
            "layer-duplicate",
            self.tr("Duplicate Layer"),
            self.duplicate,
            icon_name="duplicate",
            keys=["Ctrl+J"],
            usable=usable,
        )
        add(
            "layer-delete",
            self.tr("Delete Layer"),
            self.delete,
            icon_name="delete",
            keys=["Ctrl+Shift+Backspace"],
            usable=self._can_delete,
        )
        add(
            "layer-raise",
            self.tr("Raise Layer"),
            lambda: self.shift(1),
            icon_name="layer-up",
            keys=["Ctrl+]"],
            usable=lambda: self._can_shift(1),
        )
        add(
            "layer-lower",
            self.tr("Lower Layer"),
            lambda: self.shift(-1),
            icon_name="layer-down",
            keys=["Ctrl+["],
            usable=lambda: self._can_shift(-1),
        )

    def _add_look(self) -> None:
        usable, add = self._has_active, self._context.actions.add
        add(
            "layer-visible",
            self.tr("Show or Hide Layer"),
            self.toggle_visible,
            icon_name="eye",
            keys=["Ctrl+Alt+H"],
            usable=usable,
        )
        add(
            "layer-lock",
            self.tr("Lock or Unlock Layer"),
            self.toggle_locked,
            icon_name="lock",
            keys=["Ctrl+/"],
            usable=usable,
        )
        add(
            "layer-flip-horizontal",
            self.tr("Flip Layer Left to Right"),
            lambda: self.mirror(horizontally=True),
            icon_name="flip-horizontal",
            usable=self._can_edit,
        )
        add(
            "layer-flip-vertical",
            self.tr("Flip Layer Upside Down"),
            lambda: self.mirror(horizontally=False),
            icon_name="flip-vertical",
            usable=self._can_edit,
        )

    def _add_merging(self) -> None:
        context, add = self._context, self._context.actions.add
        add(
            "layer-merge-down",
            self.tr("Merge Down"),
            self.merge_down,
            icon_name="merge-down",
            keys=["Ctrl+E"],
            tip=self.tr("Draw this layer onto the one below"),
            usable=self._can_merge,
        )
        add(
            "picture-flatten",
            self.tr("Flatten Picture"),
            self.flatten,
            icon_name="flatten",
            keys=["Ctrl+Shift+M"],
            tip=self.tr("Make one layer of all that is visible"),
            usable=lambda: context.has_document() and len(context.state.layers) > 1,
        )

    # -- what can be done at present

    @property
    def _active(self) -> Layer | None:
        document = self._context.current.document
        return document.state.active_layer if document is not None else None

    def _has_active(self) -> bool:
        return self._active is not None

    def _can_edit(self) -> bool:
        return self._active is not None and not self._active.locked

    def _can_delete(self) -> bool:
        return self._can_edit() and len(self._context.state.layers) > 1

    def _can_shift(self, by: int) -> bool:
        if self._active is None:
            return False
        place = self._context.state.index(self._active.number) + by
        return 0 <= place < len(self._context.state.layers)

    def _can_merge(self) -> bool:
        if not self._can_edit() or self._active is None:
            return False
        state = self._context.state
        place = state.index(self._active.number)
        return place > 0 and not state.layers[place - 1].locked

    # -- doing it

    def add(self) -> None:
        """Add an empty layer."""
        state = self._settled()
        name = unique_name(self.tr("Layer"), state.layers)
        layer = Layer(Pixels.empty(state.width, state.height), name, kind=Kind.SCRIBBLE)
        self._context.change(self.tr("New layer"), operations.add_layer(state, layer))

    def duplicate(self) -> None:
        """Copy the active layer."""
        state = self._settled()
        layer = state.layers[state.index(state.active)]
        name = unique_name(self.tr("{name} copy").format(name=layer.name), state.layers)
        after = operations.duplicate_layer(state, layer.number, name)
        self._context.change(self.tr("Duplicate layer"), after)

    def delete(self) -> None:
        """Take the active layer away."""
        state = self._settled()
        self._context.change(self.tr("Delete layer"), operations.delete_layer(state, state.active))

    def shift(self, by: int) -> None:
        """Move the active layer in the stack."""
        state = self._settled()
        after = operations.move_layer(state, state.active, state.index(state.active) + by)
        label = self.tr("Raise layer") if by > 0 else self.tr("Lower layer")
        self._context.change(label, after)

    def toggle_visible(self) -> None:
        """Show or hide the active layer."""
        state = self._settled()
        shown = state.layers[state.index(state.active)].visible
        label = self.tr("Hide layer") if shown else self.tr("Show layer")
        self._context.change(label, state.with_layer(state.active, visible=not shown))

    def toggle_locked(self) -> None:
        """Lock or unlock the active layer."""
        state = self._settled()
        locked = state.layers[state.index(state.active)].locked
        label = self.tr("Unlock layer") if locked else self.tr("Lock layer")
        self._context.change(label, state.with_layer(state.active, locked=not locked))

    def mirror(self, *, horizontally: bool) -> None:
        """Flip the active layer in its place."""
        state = self._settled()
        bounds = state.layers[state.index(state.active)].bounds
        centre = (bounds.x + bounds.w / 2, bounds.y + bounds.h / 2)
        scale = (-1.0, 1.0) if horizontally else (1.0, -1.0)
        after = operations.transform_layer(state, state.active, Affine.about(centre, scale, 0.0))
        self._context.change(self.tr("Flip layer"), after)

    def merge_down(self) -> None:
        """Draw the active layer onto the one below."""
        state = self._settled()
        self._context.change(self.tr("Merge down"), operations.merge_down(state, state.active))

    def flatten(self) -> None:
        """Make one layer of all that is visible."""
        state = self._settled()
        self._context.change(
            self.tr("Flatten picture"), operations.flatten(state, self._context.document.title)
        )

    def _settled(self) -> State:
        self._context.settle()
        return self._context.state
