"""What can be done with an applied candidate's layer: run again, vary, edit, soften, combine."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from editor.document.applied import is_applied, placed_mask
from editor.document.document import Document
from editor.document.errors import EditorError
from editor.document.layer import Layer
from editor.document.mask_operations import invert
from editor.document.soft_edge import SoftEdge
from editor.document.story_expand import is_expansion
from editor.document.strokes import Erase, lay
from editor.ui.context import Context
from editor.ui.dialogs.amount_dialog import AmountDialog
from editor.ui.generating import LIKENESS, Generating
from editor.ui.mask_actions import put_mask
from editor.ui.prompt_bar.advanced import new_seed
from editor.ui.prompt_bar.bar import PromptBar
from editor.ui.prompt_bar.modes import Mode
from editor.ui.runs.expanded_layer import ExpandedLayerTips, in_common
from editor.ui.runs.extend_order import UNREADABLE, AnyOrder, ExtendOrder
from editor.ui.runs.order import Order
from editor.ui.runs.whereabouts import Whereabouts
from inference.errors import RequestError
from inference.extend_request import Side
from inference.request import PRESETS

__all__ = ["AppliedActions"]


class AppliedActions(QObject):
    """Actions for the active layer, where it is a result that keeps its recipe and mask."""

    def __init__(
        self, context: Context, whereabouts: Whereabouts, bar: PromptBar, generating: Generating
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._bar = bar
        self._generating = generating
        self._add_runs()
        self._add_changes()
        ExpandedLayerTips(context)

    def _add_runs(self) -> None:
        add = self._context.actions.add
        add(
            "layer-run-again",
            self.tr("Run Again"),
            self.run_again,
            icon_name="redo",
            tip=self.tr("Make this result again with a new seed, from what lies below it"),
            usable=self._is_result,
        )
        add(
            "layer-vary",
            self.tr("Vary"),
            self.vary,
            icon_name="sparkle",
            tip=self.tr("Make more like this result: from it, with less strength"),
            usable=self._is_result,
        )
        add(
            "layer-edit-prompt",
            self.tr("Edit Prompt…"),
            self.edit_prompt,
            icon_name="advanced",
            tip=self.tr("Put this result's prompt, settings and mask back, to change them"),
            usable=self._has_prompt,
        )

    def _add_changes(self) -> None:
        add = self._context.actions.add
        add(
            "layer-soft-edge",
            self.tr("Soft Edge…"),
            self.soft_edge,
            icon_name="mask-feather",
            tip=self.tr("Fade this result in from its mask's edge, more or less than it does"),
            usable=self._can_change,
        )
        add(
            "layer-keep-masked",
            self.tr("Keep Masked Part"),
            self.keep_masked,
            icon_name="mask-intersect",
            tip=self.tr("Erase what is not masked of this result, to combine it with another"),
            usable=self._can_keep_masked,
        )

    # -- what can be done at present

    def _is_result(self) -> bool:
        return self._context.has_document() and is_applied(self._context.state.active_layer)

    def _has_prompt(self) -> bool:
        return self._is_result() or (
            self._context.has_document() and is_expansion(self._context.state.active_layer)
        )

    def _can_change(self) -> bool:
        layer = self._context.state.active_layer if self._is_result() else None
        return layer is not None and not layer.locked

    def _can_keep_masked(self) -> bool:
        return self._can_change() and bool(self._context.state.mask.array.any())

    # -- running it again

    def run_again(self) -> None:
        """The same with a new seed, from what is visible without this layer."""
        _, layer = self._settled()
        order = self._order(layer)
        if order is not None:
            self._generating.submit(
                order.changed(seed=new_seed()),
                lambda state: state.with_layer(layer.number, visible=False),
            )

    def vary(self) -> None:
        """More like this: from what is visible with this layer, with less strength."""
        _, layer = self._settled()
        order = self._order(layer)
        if order is not None:
            strength = order.settings.strength * LIKENESS
            self._generating.submit(
                order.changed(seed=new_seed(), strength=strength),
                lambda state: state.with_layer(layer.number, visible=True),
            )

    def edit_prompt(self) -> None:
        """Put all that the result was made from into the prompt bar, and its mask back."""
        document, layer = self._settled()
        if is_expansion(layer):
            self._put_expansion(document, layer)
            return
        order = self._order(layer)
        if order is None:
            return
        mask = order.whole_mask
        put_mask(
            document,
            self.tr("Mask of “{name}”").format(name=layer.name),
            invert(mask) if order.mode is Mode.BACKGROUND else mask,
        )
        self._put(order, order.prompt)

    def _put_expansion(self, document: Document, layer: Layer) -> None:
        """Its sizes take the place of a mask: as much again is added to the picture as it is."""
        try:
            order = ExtendOrder.of_recipe(layer.recipe, self._whereabouts.key(document), 1)
        except (*UNREADABLE, RequestError):
            self._tell_unknown()
            return
        self._put(order, *in_common(order.sides))

    def _put(self, order: AnyOrder, prompt: str, sides: Mapping[str, Side] | None = None) -> None:
        wish, settings = self._bar.wish, order.settings
        presets = (name for name, preset in PRESETS.items() if preset.steps == settings.steps)
        self._bar.put(
            replace(
                wish,
                mode=order.mode,
                prompt=prompt,
                sides=sides or {},
                negative=order.negative,
                preset=next(presets, wish.preset),
                strength=settings.strength,
                seed=order.seed,
                model=settings.model,
                soft_edge=settings.soft_edge,
                refine=settings.refine,
                stop_weak=settings.stop_weak,
                guidance=settings.guidance,
            )
        )

    def _order(self, layer: Layer) -> Order | None:
        """What a layer was made from, in the picture as it is; None, said why, if unknown."""
        document = self._context.document
        try:
            area, mask = placed_mask(layer)
        except EditorError as error:
            self._context.warn(str(error))
            return None
        inside = area.intersected(document.state.rect)
        part = mask[inside.moved(-area.x, -area.y).slices]
        if inside.empty or not part.any():
            self._context.tell(
                self.tr("This layer lies outside the picture. Move it back in and try again.")
            )
            return None
        key, count = self._whereabouts.key(document), self._bar.wish.candidates
        try:
            return Order.of_recipe(layer.recipe, key, count, inside, part)
        except (KeyError, TypeError, RequestError):
            self._tell_unknown()
            return None

    def _tell_unknown(self) -> None:
        self._context.tell(
            self.tr("This layer was made by another version; its recipe cannot be run.")
        )

    # -- changing it

    def soft_edge(self) -> None:
        """Ask how far it fades in from the mask's edge while that is shown, then do it."""
        document, layer = self._settled()
        try:
            edge = SoftEdge(layer)
        except EditorError as error:
            self._context.warn(str(error))
            return

        def preview(width: int | None) -> None:
            shown = None
            if width is not None:
                shown = document.state.with_layer(layer.number, pixels=edge.pixels(width))
            document.preview(shown)
            # The mask would lie over the very edge that is looked at.
            wanted = self._context.actions["mask-show"].isChecked()
            self._context.view.hide_mask(shown is not None or not wanted)

        dialog = AmountDialog(
            self.tr("Soft Edge"),
            self.tr("Fade over"),
            edge.width,
            0,
            edge.widest,
            preview,
            self._context.window,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.value != edge.width:
            softened = edge.layer(dialog.value)
            after = document.state.with_layer(
                layer.number,
                pixels=softened.pixels,
                recipe=softened.recipe,
                original=softened.original,
            )
            document.change(self.tr("Soft edge"), after)

    def keep_masked(self) -> None:
        """Erase of the layer what is not masked."""
        document, layer = self._settled()
        inside = layer.bounds.intersected(document.state.rect)
        part = inside.moved(-layer.x, -layer.y)
        edit = document.edit(layer.pixels)
        edit.touch(part)
        lay(edit, part, invert(document.state.mask.array[inside.slices]), Erase())
        document.touched(layer.pixels, part)
        document.record(self.tr("Keep masked part"), edit)

    def _settled(self) -> tuple[Document, Layer]:
        self._context.settle()
        state = self._context.state
        return self._context.document, state.layers[state.index(state.active)]
