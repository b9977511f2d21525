"""Shows a candidate in the picture, in its place, without changing anything."""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from editor.document.document import Changed, Document
from editor.document.errors import EditorError
from editor.document.geometry import Affine
from editor.document.layer import Kind, Layer
from editor.document.pixels import Pixels
from editor.document.state import State
from editor.ui.candidates.items import Item, ItemState
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.context import Context
from editor.ui.runs.ledger import Ledger
from editor.ui.runs.whereabouts import DocumentKey, Whereabouts
from inference.events import Candidate

__all__ = ["CandidatePreview", "result_layer"]

FOLLOW_MS = 80  # a running candidate is drawn anew no more often


class CandidatePreview(QObject):
    """What the panel calls previewed lies on top of the picture; the mask is out of the way.

    It ends when the mask or the picture is changed, for then it would be in the way itself.
    """

    def __init__(
        self,
        context: Context,
        whereabouts: Whereabouts,
        ledger: Ledger,
        panel: CandidatesPanel,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._ledger = ledger
        self._panel = panel
        self._document: Document | None = None
        self._state: State | None = None
        self._timer = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._timer.timeout.connect(self._follow)
        panel.previewed.connect(self.show)
        ledger.store.item_changed.connect(self._on_item_changed)
        context.current.changed.connect(self._on_changed)
        context.current.replaced.connect(self._on_replaced)

    @Slot(object)
    def show(self, item: Item | None) -> None:
        """Show a candidate; None shows the picture as it is."""
        if item is None:
            self._end()
            return
        key = item.run.document_key
        document = self._whereabouts.reach(key) if isinstance(key, DocumentKey) else None
        if document is None:
            self._panel.end_preview()
            return
        if document is not self._document:
            self._end()
            self._context.settle()
        self._put(document, item)

    def _put(self, document: Document, item: Item) -> None:
        try:
            layer = self._layer(item)
        except EditorError as error:
            self._context.warn(str(error))
            layer = None
        if layer is None:
            self._end()
            if item.state is ItemState.STOPPED:
                self._context.view.say(item.reason)
            return
        self._document = document
        self._state = document.state.replaced(layers=(*document.state.layers, layer))
        document.preview(self._state)
        self._context.view.hide_mask(True)

    def _layer(self, item: Item) -> Layer | None:
        """A candidate as it is at present; None before there is anything to see."""
        if item.state is ItemState.FINISHED:
            return result_layer(self._ledger.store.pixels.candidate(item), "")
        order, planned, picture = self._ledger.order(item.run.id), item.run.planned, item.picture
        if order is None or planned is None or picture is None:
            return None
        side, region = picture.shape[0], planned.region
        alpha = order.alpha_at(region, side)
        scale = region.width / side
        # As a layer under a map, it is enlarged only where it is looked at.
        place = Affine(a=scale, d=scale, e=region.left, f=region.top)
        pixels = Pixels.from_straight(np.dstack([picture, alpha]))
        return Layer(pixels, "", kind=Kind.RESULT, preview=place)

    def _end(self) -> None:
        self._timer.stop()
        document, state = self._document, self._state
        self._document = self._state = None
        if document is not None and document.shown is state:
            document.preview(None)
        if document is not None:
            shown = self._context.actions["mask-show"].isChecked()
            self._context.view.hide_mask(not shown)

    # -- following

    @Slot(object)
    def _on_item_changed(self, item: Item) -> None:
        if item is self._panel.previewed_item and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _follow(self) -> None:
        item = self._panel.previewed_item
        if item is not None:
            self.show(item)

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if self._document is None or self._document is not self._context.current.document:
            return
        if self._document.shown is not self._state or not changed.mask.empty:
            self._panel.end_preview()

    @Slot()
    def _on_replaced(self) -> None:
        if self._document is not None and self._document is not self._context.current.document:
            self._panel.end_preview()


def result_layer(candidate: Candidate, name: str) -> Layer:
    """A finished candidate as a layer in its place."""
    return Layer(
        Pixels.from_straight(candidate.pixels),
        name,
        x=candidate.box.left,
        y=candidate.box.top,
        kind=Kind.RESULT,
        recipe=candidate.recipe,
    )
