"""Draws a document as it is seen: checks, picture, mask, pixel grid; only where it is asked to."""

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from editor.canvas.outline import MaskOutline
from editor.canvas.overlay import MaskLook, Tinted
from editor.canvas.patch import Patch
from editor.canvas.pyramid import Pyramid, at_level, level_for
from editor.canvas.viewport import Viewport
from editor.document.document import Changed, Document
from editor.document.geometry import Rect

__all__ = ["PicturePainter", "paint_patch"]

SMOOTH_BELOW = 2.0  # from this many device pixels on, a picture pixel is drawn as a square
GRID_FROM = 12.0  # device pixels a picture pixel from which the grid is drawn
HAIR = 0.02  # of a screen's pixel: more than an image's edge is moved by when it is drawn
STEP = 1 / 65536  # of an image's pixel, by which Qt goes through it
CHECK = 8  # view pixels a square of the pattern that stands for transparency


class PicturePainter:
    """Draws one document; told of its changes, it makes anew only what they touch."""

    def __init__(self, document: Document, look: MaskLook) -> None:
        state = document.shown
        self.size = (state.width, state.height)
        self._document = document
        self._look = look
        self._plain = Pyramid(document.composite.region, *self.size)
        self._checks = _checks()
        self._take_mask()

    def set_look(self, look: MaskLook) -> None:
        """Show the mask differently."""
        self._look = look
        self._take_mask()

    def _take_mask(self) -> None:
        look, mask = self._look, self._document.shown.mask
        self._mask = mask
        self._tinted = Tinted(self._document.composite.region, mask, look)
        self._masked = Pyramid(self._tinted.region, *self.size)
        self._outline = MaskOutline(mask, None if look.marching else QColor(look.colour))

    def mark(self, changed: Changed) -> None:
        """Take in a change that left the picture's size as it was."""
        self._plain.mark(changed.picture)
        if self._document.shown.mask is not self._mask:
            self._take_mask()
            return
        self._outline.mark(changed.mask)
        for rect in (changed.picture, changed.mask):
            self._tinted.mark(rect)
            self._masked.mark(rect)

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        dirty: QRect,
        ratio: float,
        *,
        mask: bool,
        phase: int = 0,
        patch: Patch | None = None,
    ) -> None:
        """Draw what lies in ``dirty``, a part of the view to which the painter is clipped.

        Args:
            ratio: device pixels a view pixel.
            mask: whether the mask is drawn.
            phase: how far a marching outline has gone on.
            patch: what is drawn in place of the document where it has something.
        """
        rect = _seen(viewport, dirty).intersected(self._mask.rect)
        if rect.empty:
            return
        copies = self._masked if mask and not self._look.marching else self._plain
        painter.save()
        painter.setTransform(viewport.to_view, combine=True)
        _clip(painter, self._mask.rect)
        self._paint_checks(painter, viewport, dirty)
        _paint_copy(painter, copies, rect, viewport)
        painter.restore()
        if patch is not None:
            paint_patch(painter, patch, viewport, dirty, self._paint_checks)
        if viewport.zoom * ratio >= GRID_FROM:
            _paint_grid(painter, viewport, rect, self._mask.rect)
        if mask:
            self._outline.paint(painter, viewport, dirty, ratio, phase)

    def _paint_checks(self, painter: QPainter, viewport: Viewport, dirty: QRect) -> None:
        """Checks that begin at the picture's corner but stay level: a turned pattern is slow."""
        painter.save()
        painter.setTransform(viewport.to_view.inverted()[0], combine=True)
        painter.setBrushOrigin(viewport.to_view.map(QPointF()).toPoint())
        painter.fillRect(dirty, QBrush(self._checks))
        painter.restore()


def paint_patch(
    painter: QPainter,
    patch: Patch,
    viewport: Viewport,
    dirty: QRect,
    paint_ground: Callable[[QPainter, Viewport, QRect], None],
) -> None:
    """Draw a patch where it lies in the picture.

    Args:
        paint_ground: hides what is there already, for the patch may be transparent.
    """
    rect = _seen(viewport, dirty).intersected(patch.area)
    if rect.empty:
        return
    painter.save()
    painter.setTransform(viewport.to_view, combine=True)
    _clip(painter, patch.area)
    paint_ground(painter, viewport, dirty)
    if level_for(_scale(painter)) == 0:
        _paint_copy(painter, patch.whole, rect, viewport)
    else:
        x, y = patch.window[:2]
        painter.translate(x, y)
        moved = replace(viewport, centre=viewport.centre - QPointF(x, y))
        _paint_copy(painter, patch.copies, rect.moved(-x, -y), moved)
    painter.restore()


def _clip(painter: QPainter, rect: Rect) -> None:
    """Draw only what a part of the picture, to which the painter is set, covers.

    Where a pixel of the screen lies half in it, Qt's clip has the pixel, but an image drawn there
    may not, and what is under the image would show as a line. So only what is surely covered.
    """
    box, device = QRectF(*rect), painter.deviceTransform()
    if not device.isRotating():
        seen = device.mapRect(box)
        left, top = math.ceil(seen.left() - 0.5 + HAIR), math.ceil(seen.top() - 0.5 + HAIR)
        right, bottom = math.ceil(seen.right() - 0.5 - HAIR), math.ceil(seen.bottom() - 0.5 - HAIR)
        covered = QRectF(left, top, max(0, right - left), max(0, bottom - top))
        box = device.inverted()[0].mapRect(covered)
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)


def _seen(viewport: Viewport, dirty: QRect) -> Rect:
    """The pixels of the picture that a part of the view shows, with one to spare on each side."""
    box = viewport.to_picture.mapRect(QRectF(dirty))
    return Rect.around(box.left(), box.top(), box.right(), box.bottom()).padded(1)


def _paint_copy(painter: QPainter, copies: Pyramid, rect: Rect, viewport: Viewport) -> None:
    """Draw ``rect`` of a picture, in its own coordinates, from the copy that suits the scale."""
    scale = _scale(painter)
    level = level_for(scale)
    # A smooth pixel takes in the next ones of the copy.
    copy = copies.region(level, at_level(rect, level).padded(2))
    smooth = scale < SMOOTH_BELOW and not (viewport.rotation == 0 and _is_one(scale))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=smooth)
    painter.scale(2**level, 2**level)
    if viewport.rotation or not _is_one(scale):
        _step_evenly(painter, viewport.centre / 2**level)
    # The whole image through a clip: a fractional source rectangle would leave seams.
    painter.drawImage(0, 0, copy.image)


def _scale(painter: QPainter) -> float:
    return abs(painter.deviceTransform().determinant()) ** 0.5


def _is_one(scale: float) -> bool:
    return abs(scale - 1) < 1e-9


def _step_evenly(painter: QPainter, centre: QPointF) -> None:
    """Change a painter's transform by a hair, so that an image looks the same drawn in parts.

    From pixel to pixel of the screen Qt goes through an image in rounded steps, beginning anew with
    every part. Whole steps lead to the same place from anywhere.

    Args:
        centre: a point of the image that stays where it is.
    """
    device = painter.deviceTransform()
    back, at = device.inverted()[0], device.map(centre)
    a, b, c, d = (round(m / STEP) * STEP for m in (back.m11(), back.m12(), back.m21(), back.m22()))
    # A quarter off, so that no pixel, seen at its middle, lies just between two steps.
    e = (math.floor((centre.x() - a * at.x() - c * at.y()) / STEP) + 0.25) * STEP
    f = (math.floor((centre.y() - b * at.x() - d * at.y()) / STEP) + 0.25) * STEP
    even = QTransform(a, b, c, d, e, f).inverted()[0]
    painter.setTransform(even * device.inverted()[0] * painter.transform())


def _paint_grid(painter: QPainter, viewport: Viewport, rect: Rect, whole: Rect) -> None:
    """Lines between pixels, dark and faint; each as long as the picture, to look alike in parts."""
    painter.save()
    painter.setPen(QPen(QColor(127, 127, 127, 90), 1))
    lines = [QLineF(x, whole.y, x, whole.bottom) for x in range(rect.x, rect.right + 1)]
    lines += [QLineF(whole.x, y, whole.right, y) for y in range(rect.y, rect.bottom + 1)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=viewport.rotation != 0)
    to_view = viewport.to_view
    painter.drawLines([to_view.map(line) for line in lines])
    painter.restore()


def _checks() -> QPixmap:
    tile = QPixmap(2 * CHECK, 2 * CHECK)
    tile.fill(QColor("#c8c8c8"))
    with QPainter(tile) as painter:
        painter.fillRect(0, 0, CHECK, CHECK, QColor("#a9a9a9"))
        painter.fillRect(CHECK, CHECK, CHECK, CHECK, QColor("#a9a9a9"))
    return tile
