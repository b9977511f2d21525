"""Draws a comparison: pictures in their panes, captions, divider; only where it is asked to."""

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from editor.canvas.captions import paint_caption, paint_divider
from editor.canvas.comparison import Comparison, Mode
from editor.canvas.difference import GAIN, changed_outside, difference_patch
from editor.canvas.painting import PicturePainter, paint_patch
from editor.canvas.panes import GAP, Pane, panes_of
from editor.canvas.patch import Patch, state_patch
from editor.canvas.viewport import Viewport
from editor.document.state import State
from editor.document.words import number

__all__ = ["ComparisonPainter"]

translate = QCoreApplication.translate


class ComparisonPainter:
    """Draws one comparison; what it needs is made where it is looked at.

    Args:
        shown: what the document shows, from which the pictures differ in parts alone.
    """

    def __init__(self, comparison: Comparison, shown: State) -> None:
        self._comparison = comparison
        self._whole = QRect(*shown.rect)
        states = [picture.state for picture in comparison.pictures]
        if comparison.mode is Mode.DIFFERENCE:
            self._patches = [difference_patch(*states)]
            self._captions = [_difference_caption(comparison)]
        else:
            self._patches = [state_patch(shown, state) for state in states]
            self._captions = [picture.label for picture in comparison.pictures]

    def panes(self, size: QSize, split: float) -> tuple[Pane, ...]:
        """Where the pictures lie in a view of this size."""
        return panes_of(self._comparison.mode, len(self._comparison.pictures), size, split)

    def paint_pictures(
        self,
        painter: QPainter,
        painting: PicturePainter,
        viewport: Viewport,
        dirty: QRect,
        ratio: float,
        split: float,
    ) -> None:
        """Draw what lies in ``dirty``, a part of the view to which the painter is clipped.

        Args:
            painting: draws the document.
            ratio: device pixels a view pixel.
            split: the share of the width that is left of the divider.
        """
        panes = self.panes(viewport.size.toSize(), split)
        for pane, patch in zip(panes, self._patches, strict=True):
            part = pane.rect.intersected(dirty)
            if part.isEmpty():
                continue
            painter.save()
            painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
            shifted = viewport.panned(pane.shift.x(), pane.shift.y())
            if self._comparison.mode is Mode.DIFFERENCE:
                self._paint_difference(painter, patch, shifted, part)
            else:
                painting.paint(painter, shifted, part, ratio, mask=False, patch=patch)
            painter.restore()

    def _paint_difference(
        self, painter: QPainter, patch: Patch | None, viewport: Viewport, dirty: QRect
    ) -> None:
        """Black, but where something differs."""
        painter.save()
        painter.setTransform(viewport.to_view, combine=True)
        painter.fillRect(self._whole, Qt.GlobalColor.black)
        painter.restore()
        if patch is not None:
            paint_patch(painter, patch, viewport, dirty, _no_ground)

    def paint_over(self, painter: QPainter, size: QSize, split: float) -> None:
        """Draw captions, divider and the lines between panes."""
        comparison, panes = self._comparison, self.panes(size, split)
        if comparison.mode is Mode.SIDE_BY_SIDE:
            for pane in panes:
                _paint_gaps(painter, pane.rect, size, QColor(comparison.look.line))
        for place, (pane, caption) in enumerate(zip(panes, self._captions, strict=True)):
            right = comparison.mode is Mode.WIPE and place == 1
            paint_caption(painter, caption, pane.rect, comparison.look, right=right)
        if comparison.mode is Mode.WIPE:
            paint_divider(painter, panes[1].rect.left(), size.height(), comparison.look)


def _no_ground(_painter: QPainter, _viewport: Viewport, _dirty: QRect) -> None:
    """A difference is opaque."""


def _paint_gaps(painter: QPainter, pane: QRect, size: QSize, colour: QColor) -> None:
    """Fill the gaps right of a pane and below it, where there are any."""
    if pane.right() + 1 < size.width():
        painter.fillRect(pane.right() + 1, 0, GAP, size.height(), colour)
    if pane.bottom() + 1 < size.height():
        painter.fillRect(0, pane.bottom() + 1, size.width(), GAP, colour)


def _difference_caption(comparison: Comparison) -> str:
    before, after = comparison.pictures
    told = translate("Comparison", "Difference × {gain}").format(gain=GAIN)
    if comparison.mask is None:
        return told
    count = changed_outside(before.state, after.state, comparison.mask)
    changed = translate("Comparison", "{count} pixels changed outside the mask").format(
        count=number(count)
    )
    if comparison.mask.around:
        changed = translate("Comparison", "{count} pixels of the picture changed").format(
            count=number(count)
        )
    elif count == 1:
        changed = translate("Comparison", "1 pixel changed outside the mask")
    return f"{told} · {changed}"
