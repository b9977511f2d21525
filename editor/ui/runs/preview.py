"""Shows a candidate in the picture, in its place, without changing anything."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from editor.document.document import Changed, Document
from editor.document.errors import EditorError
from editor.document.expanding import framed, placed, with_result
from editor.document.geometry import Affine, Rect
from editor.document.layer import Kind, Layer
from editor.document.pixels import Pixels
from editor.document.state import State
from editor.ui.candidates.items import Item, ItemState
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.context import Context
from editor.ui.runs.extend_order import ExtendOrder
from editor.ui.runs.ledger import Ledger
from editor.ui.runs.whereabouts import DocumentKey, Whereabouts
from inference.events import Candidate

__all__ = ["CandidatePreview", "result_layer", "with_candidate"]

FOLLOW_MS = 80  # a running candidate is drawn anew no more often


@dataclass(frozen=True, eq=False)
class Base:
    """A picture, and how it is seen in a frame."""

    state: State
    frame: Rect
    seen: State


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
        self._base: Base | None = None
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
            shown = self._shown(document, item)
        except EditorError as error:
            self._context.warn(str(error))
            shown = None
        if shown is None:
            self._end()
            if item.state is ItemState.STOPPED:
                self._context.view.say(item.reason)
            return
        frame, layer = shown
        base = self._framed(document.state, frame)
        self._document = document
        self._state = base.replaced(layers=(*base.layers, layer))
        document.preview(self._state, frame)
        self._context.view.hide_mask(True)

    def _shown(self, document: Document, item: Item) -> tuple[Rect, Layer] | None:
        """A candidate as it is at present and what is seen of it; None before there is anything.

        The layer lies in the frame, which is the picture or, where that is expanded, more.
        """
        picture = document.state.rect
        if item.state is ItemState.FINISHED:
            candidate = self._ledger.store.pixels.candidate(item)
            frame, layer = result_frame(candidate, picture), result_layer(candidate, "")
            return frame, placed(layer, frame)
        order, planned, preview = self._ledger.order(item.run.id), item.run.planned, item.picture
        if order is None or planned is None or preview is None:
            return None
        height, width = preview.shape[:2]
        region = planned.region
        if isinstance(order, ExtendOrder):
            frame, alpha = order.frame, order.alpha(height, width)
            place = Affine(a=region.width / width, d=region.height / height)
        else:
            frame, alpha, scale = picture, order.alpha_at(region, width), region.width / width
            place = Affine(a=scale, d=scale, e=region.left, f=region.top)
        # As a layer under a map, it is enlarged only where it is looked at.
        pixels = Pixels.from_straight(np.dstack([preview, alpha]))
        return frame, Layer(pixels, "", kind=Kind.RESULT, preview=place)

    def _framed(self, state: State, frame: Rect) -> State:
        """The picture in a frame, made once, so that steps of a preview differ in a layer alone."""
        if self._base is None or (self._base.state, self._base.frame) != (state, frame):
            self._base = Base(state, frame, framed(state, frame))
        return self._base.seen

    def _end(self) -> None:
        self._timer.stop()
        document, state = self._document, self._state
        self._document = self._state = self._base = None
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
        painted = not (changed.mask.empty or changed.structure)  # a preview may have its own mask
        if self._document.shown is not self._state or painted:
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


def result_frame(candidate: Candidate, picture: Rect) -> Rect:
    """What a picture becomes with a candidate: more than it was where the candidate reaches out."""
    box = candidate.box
    return picture.united(Rect(box.left, box.top, box.width, box.height))


def with_candidate(state: State, candidate: Candidate, layer: Layer) -> State:
    """The picture with a finished candidate, as a layer above all others."""
    return with_result(state, layer, result_frame(candidate, state.rect))
