"""The Mask menu."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from editor.document import mask_operations
from editor.document.atomic import write_atomically
from editor.document.document import Document
from editor.document.errors import EditorError
from editor.document.layer import Kind
from editor.document.pixels import Mask
from editor.ui.asking_where import ask_where, png_path
from editor.ui.context import Context
from editor.ui.dialogs.amount_dialog import AmountDialog
from inference.errors import RequestError
from inference.pictures import read_mask

__all__ = ["MaskActions", "put_mask"]

Array = NDArray[np.uint8]
FURTHEST = 200  # pixels that the mask may grow, shrink or fade by


class MaskActions(QObject):
    """Changes the mask as a whole."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        document, masked = context.has_document, self.has_mask
        add = self._add
        add("mask-all", self.tr("Mask All"), self.mask_all, ["Ctrl+A"], document)
        add("mask-clear", self.tr("Clear Mask"), self.clear, ["Ctrl+D", "Ctrl+Shift+A"], masked)
        add("mask-invert", self.tr("Invert Mask"), self.invert, ["Ctrl+Shift+I"], document)
        add("mask-grow", self.tr("Grow Mask…"), self.grow, ["Ctrl+Alt+G"], masked)
        add("mask-shrink", self.tr("Shrink Mask…"), self.shrink, ["Ctrl+Alt+S"], masked)
        add("mask-feather", self.tr("Feather Inwards…"), self.feather, ["Shift+F6"], masked)
        add(
            "mask-from-layer",
            self.tr("Mask from Layer"),
            self.from_layer,
            ["Ctrl+Alt+M"],
            self.has_layer,
            self.tr("Mask what is visible of the active layer"),
        )
        add(
            "mask-from-scribble",
            self.tr("Mask from Scribble…"),
            self.from_scribble,
            ["Ctrl+Alt+B"],
            self.has_scribble,
            self.tr("Mask the scribble and some pixels around it"),
        )
        add("mask-open", self.tr("Load Mask…"), self.load, [], document)
        add("mask-save", self.tr("Save Mask…"), self.save, [], masked)

    def _add(
        self,
        name: str,
        text: str,
        run: Callable[[], None],
        keys: list[str],
        usable: Callable[[], bool],
        tip: str = "",
    ) -> None:
        self._context.actions.add(
            name, text, run, icon_name=name, keys=keys, usable=usable, tip=tip
        )

    # -- what can be done at present

    def has_mask(self) -> bool:
        """Whether anything is masked."""
        return self._context.has_document() and bool(self._context.state.mask.array.any())

    def has_layer(self) -> bool:
        """Whether there is an active layer."""
        return self._context.has_document() and self._context.state.active_layer is not None

    def has_scribble(self) -> bool:
        """Whether there is a scribble to mask."""
        return self._context.has_document() and any(
            layer.kind is Kind.SCRIBBLE and layer.visible for layer in self._context.state.layers
        )

    # -- doing it

    def mask_all(self) -> None:
        """Everything may change."""
        self._put(self.tr("Mask all"), np.full_like(self._array(), 255))

    def clear(self) -> None:
        """Nothing may change."""
        self._put(self.tr("Clear mask"), np.zeros_like(self._array()))

    def invert(self) -> None:
        """What may change may not, and the other way round."""
        self._put(self.tr("Invert mask"), mask_operations.invert(self._array()))

    def grow(self) -> None:
        """Ask by how much, and grow."""
        self._ask(self.tr("Grow Mask"), self.tr("Grow by"), 8, mask_operations.grow)

    def shrink(self) -> None:
        """Ask by how much, and shrink."""
        self._ask(self.tr("Shrink Mask"), self.tr("Shrink by"), 8, mask_operations.shrink)

    def feather(self) -> None:
        """Ask how far, and fade the edge inwards."""
        self._ask(
            self.tr("Feather Inwards"), self.tr("Fade over"), 12, mask_operations.feather_inwards
        )

    def from_layer(self) -> None:
        """Mask what is visible of the active layer."""
        state = self._context.state
        layer = state.layers[state.index(state.active)]
        shape = mask_operations.from_alpha(layer, state.width, state.height)
        if not shape.any():
            self._context.tell(self.tr("This layer is empty, so there is nothing to mask."))
            return
        self._put(self.tr("Mask from layer"), shape)

    def from_scribble(self) -> None:
        """Mask the scribble and what lies around it."""
        state = self._context.state
        scribbles = [
            layer for layer in state.layers if layer.kind is Kind.SCRIBBLE and layer.visible
        ]

        def around(_mask: Array, pixels: int) -> Array:
            return mask_operations.from_scribble(scribbles, state.width, state.height, pixels)

        if not around(state.mask.array, 0).any():
            self._context.tell(self.tr("There is no scribble yet. Draw one with the paint brush."))
            return
        self._ask(self.tr("Mask from Scribble"), self.tr("Wider by"), 16, around)

    def load(self) -> None:
        """Take the mask from a picture file."""
        name, _ = QFileDialog.getOpenFileName(
            self._context.window, self.tr("Load Mask"), "", self.tr("Pictures (*.png *.tif *.webp)")
        )
        if name:
            self.load_from(Path(name))

    def load_from(self, path: Path) -> None:
        """Take the mask from this file; one of another size is refused."""
        try:
            array = read_mask(path)
        except RequestError as error:
            self._context.warn(str(error))
            return
        state = self._context.state
        if array.shape != (state.height, state.width):
            height, width = array.shape
            self._context.warn(
                self.tr(
                    "This mask is {width} × {height} pixels but the picture is {w} × {h}. "
                    "Choose one of the picture's size."
                ).format(width=width, height=height, w=state.width, h=state.height)
            )
            return
        self._put(self.tr("Load mask"), array.copy())

    def save(self) -> None:
        """Write the mask to a picture file."""
        path = ask_where(
            self._context.window,
            self.tr("Save Mask"),
            "mask.png",
            self.tr("PNG (*.png)"),
            png_path,
        )
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the mask to this PNG file."""
        picture = Image.fromarray(self._array())
        try:
            write_atomically(path, lambda file: picture.save(file, "PNG"))
        except EditorError as error:
            self._context.warn(str(error))
            return
        self._context.tell(self.tr("The mask is in {name}.").format(name=path.name))

    # -- underneath

    def _array(self) -> Array:
        self._context.settle()
        return self._context.state.mask.array

    def _put(self, label: str, array: Array) -> None:
        put_mask(self._context.document, label, array)

    def _ask(
        self, title: str, label: str, value: int, operation: Callable[[Array, int], Array]
    ) -> None:
        """Ask for a number of pixels while its effect is shown, then do it."""
        document = self._context.document
        before = self._array()

        def preview(pixels: int | None) -> None:
            if pixels is None:
                document.preview(None)
            else:
                shown = Mask(operation(before, pixels))
                document.preview(document.state.replaced(mask=shown))

        dialog = AmountDialog(title, label, value, 1, FURTHEST, preview, self._context.window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        after = operation(before, dialog.value)
        self._put(title, after)
        if before.all() and np.array_equal(after, before):
            self._context.tell(
                self.tr(
                    "The mask covers the whole picture, whose border is no edge: nothing changes."
                )
            )


def put_mask(document: Document, label: str, array: Array) -> None:
    """Write a whole mask, (H, W), as one step; only tiles that differ are kept for undo."""
    mask = document.state.mask
    edit = document.edit(mask)
    dirty = Mask(array ^ mask.array).bounds
    if dirty.empty:
        return
    edit.touch(dirty)
    mask.array[dirty.slices] = array[dirty.slices]
    document.touched(mask, dirty)
    document.record(label, edit)
