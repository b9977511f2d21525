"""What of the candidates panel can be compared on the canvas."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from editor.canvas.comparison import MaskPart
from editor.document.errors import EditorError
from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.ui.candidates.items import Item, ItemState
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.runs.extend_order import ExtendOrder
from editor.ui.runs.ledger import Ledger
from editor.ui.runs.preview import result_layer

__all__ = ["PanelCandidates"]

AT_ONCE = 4  # candidates that are ever seen together


class PanelCandidates(QObject):
    """The candidates of the panel, as CompareActions asks for them.

    Signals:
        changed: another candidate is previewed, or it stands elsewhere in its run.
    """

    changed = Signal()

    def __init__(self, panel: CandidatesPanel, ledger: Ledger) -> None:
        super().__init__(panel)
        self._panel = panel
        self._ledger = ledger
        self._layers: dict[Item, Layer] = {}  # of those asked for last
        panel.previewed.connect(self.changed)
        ledger.store.ranks_changed.connect(self.changed)

    @property
    def previewed(self) -> Item | None:
        """The candidate that the document shows as a preview."""
        return self._panel.previewed_item

    def best(self, item: Item) -> Sequence[Item]:
        """The finished candidates of its run, best first."""
        ranked = [one for one in item.run.items.values() if one.rank is not None]
        finished = [one for one in ranked if one.state is ItemState.FINISHED]
        return sorted(finished, key=lambda one: one.rank or 0)

    def layer(self, item: Item) -> Layer | None:
        """A finished candidate as a layer; None where its result is gone."""
        if item not in self._layers:
            try:
                self._layers[item] = result_layer(self._ledger.store.pixels.candidate(item), "")
            except (EditorError, LookupError):
                return None
            while len(self._layers) > AT_ONCE:
                del self._layers[next(iter(self._layers))]
        return self._layers[item]

    def mask(self, item: Item) -> MaskPart | None:
        """What a finished candidate's run was asked to change."""
        order = self._ledger.order(item.run.id)
        if order is None or item.state is not ItemState.FINISHED:
            return None
        if isinstance(order, ExtendOrder):
            return self._around(item, order)
        return MaskPart(order.area, order.mask)

    def _around(self, item: Item, order: ExtendOrder) -> MaskPart | None:
        """What an expanding candidate adds, in coordinates of the picture with it."""
        try:
            box = self._ledger.store.pixels.candidate(item).box
        except (EditorError, LookupError):
            return None
        added = np.full((box.height, box.width), 255, np.uint8)
        picture = Rect(-box.left, -box.top, order.key.width, order.key.height)
        added[picture.slices] = 0
        return MaskPart(Rect(0, 0, box.width, box.height), added, around=True)
