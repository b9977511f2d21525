"""Operations on the mask as plain arrays: (H, W), uint8, 0 where nothing may change.

None of them writes to what it is given. The picture's border is no edge: nothing grows in from
there, shrinks away from there or fades towards it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF

from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.document.pixels import Mask

__all__ = [
    "Combine",
    "Shape",
    "combine",
    "ellipse",
    "feather_inwards",
    "from_alpha",
    "from_scribble",
    "grow",
    "invert",
    "polygon",
    "rectangle",
    "share",
    "shrink",
    "similar",
]

Array = NDArray[np.uint8]
Box = tuple[float, float, float, float]
TILE = 256


class Combine(Enum):
    """What a new shape does to the mask that is there."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


@dataclass(frozen=True, eq=False)
class Shape:
    """A part of the picture, softly bounded.

    Attributes:
        rect: lies inside the picture; nothing outside it belongs to the shape.
        coverage: (rect.h, rect.w), 0 … 255.
    """

    rect: Rect
    coverage: Array

    @classmethod
    def of_mask(cls, mask: Array) -> Self:
        """All that a mask (H, W) as large as the picture covers."""
        rect = Mask(mask).bounds
        return cls(rect, mask[rect.slices])


def combine(old: Array, shape: Shape, how: Combine) -> Array:
    """A mask after a shape was laid upon it."""
    new = old.copy() if how in (Combine.ADD, Combine.SUBTRACT) else np.zeros_like(old)
    under, part = old[shape.rect.slices], new[shape.rect.slices]
    match how:
        case Combine.REPLACE:
            part[...] = shape.coverage
        case Combine.ADD:
            np.maximum(under, shape.coverage, out=part)
        case Combine.SUBTRACT:
            np.minimum(under, 255 - shape.coverage, out=part)
        case Combine.INTERSECT:
            np.minimum(under, shape.coverage, out=part)
    return new


# -- shapes


def rectangle(width: int, height: int, box: Box) -> Shape:
    """An upright rectangle in a picture of that size.

    Args:
        box: two opposite corners in pixels, as x, y, x, y; may reach beyond the picture.
    """
    left, top, right, bottom = _ordered(box)
    path = QPainterPath()
    path.addRect(QRectF(left, top, right - left, bottom - top))
    return _filled(path, width, height)


def ellipse(width: int, height: int, box: Box) -> Shape:
    """The ellipse that touches all sides of a box, given as for ``rectangle``."""
    left, top, right, bottom = _ordered(box)
    path = QPainterPath()
    path.addEllipse(QRectF(left, top, right - left, bottom - top))
    return _filled(path, width, height)


def polygon(width: int, height: int, points: Sequence[tuple[float, float]]) -> Shape:
    """All that a closed line goes round, also where it crosses itself."""
    path = QPainterPath()
    if len(points) > 2:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        path.closeSubpath()
    return _filled(path, width, height)


def _ordered(box: Box) -> Box:
    x1, y1, x2, y2 = box
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _filled(path: QPainterPath, width: int, height: int) -> Shape:
    """The coverage of a path, on the part of the picture that it reaches."""
    box = path.boundingRect()
    around = Rect.around(box.left(), box.top(), box.right(), box.bottom())
    rect = around.intersected(Rect(0, 0, width, height))
    if rect.empty:
        return Shape(rect, np.zeros((0, 0), np.uint8))
    stride = -(-rect.w // 4) * 4  # Qt wants every row to begin at a whole word
    rows = np.zeros((rect.h, stride), np.uint8)
    image = QImage(rows.data, rect.w, rect.h, stride, QImage.Format.Format_Alpha8)
    path.setFillRule(Qt.FillRule.WindingFill)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-rect.x, -rect.y)
        painter.fillPath(path, QColor("white"))
    return Shape(rect, rows[:, : rect.w])


# -- changes


def invert(mask: Array) -> Array:
    """What might change may not, and the other way round."""
    return 255 - mask


def grow(mask: Array, pixels: int) -> Array:
    """Every value spreads as far as ``pixels`` in all directions; the strongest one stays."""
    bounds = Mask(mask).bounds
    area = bounds.padded(pixels).intersected(_whole(mask))
    grown = mask.copy()
    if not bounds.empty:
        grown[area.slices] = _dilated(mask[area.slices], pixels)
    return grown


def shrink(mask: Array, pixels: int) -> Array:
    """Every value gives way to weaker ones as near as ``pixels``: ``grow`` of what is left free."""
    # A ring of one pixel is as near as anything outside it.
    area = Mask(mask).bounds.padded(1).intersected(_whole(mask))
    shrunk = mask.copy()
    if not area.empty:
        shrunk[area.slices] = 255 - _dilated(255 - mask[area.slices], pixels)
    return shrunk


def feather_inwards(mask: Array, pixels: int) -> Array:
    """Fade towards the edge within the mask, linearly over ``pixels``; no value becomes larger."""
    from scipy.ndimage import distance_transform_edt  # noqa: PLC0415  half a second to import

    faded = mask.copy()
    whole, side = _whole(mask), max(TILE, 2 * pixels)
    for column, row in Mask(mask).bounds.tiles(side):
        tile = Rect(column * side, row * side, side, side).intersected(whole)
        near = tile.padded(pixels).intersected(whole)
        around = mask[near.slices]
        if around.all() or not mask[tile.slices].any():
            continue  # deep inside or outside, where distances would take long and change nothing
        inner = tile.moved(-near.x, -near.y)
        ramp = np.minimum(distance_transform_edt(around)[inner.slices] / (pixels + 1), 1)
        faded[tile.slices] = np.rint(mask[tile.slices] * ramp)
    return faded


def _whole(mask: Array) -> Rect:
    height, width = mask.shape
    return Rect(0, 0, width, height)


def _dilated(values: Array, radius: int) -> Array:
    """Every value's maximum over a disc.

    A disc is a stack of rows, the shorter ones further from the middle. So the maximum over ever
    longer rows is kept, and taken up and down as far as a row of that length lies in the disc.
    """
    height, width = values.shape
    roomy = np.pad(values, ((0, 0), (radius, radius)))
    along, grown = values.copy(), values.copy()
    reach = 0
    for off in range(radius, -1, -1):
        while reach < math.isqrt(radius * radius - off * off):
            reach += 1
            for start in (radius - reach, radius + reach):
                np.maximum(along, roomy[:, start : start + width], out=along)
        if off < height:
            np.maximum(grown[off:], along[: height - off], out=grown[off:])
            np.maximum(grown[: height - off], along[off:], out=grown[: height - off])
    return grown


# -- from the picture


def similar(rgba: Array, x: int, y: int, tolerance: int, *, contiguous: bool) -> Array:
    """The mask of what has the colour of a pixel.

    Args:
        rgba: straight colours, (H, W, 4).
        x, y: the pixel; it lies in the picture.
        tolerance: how far any channel may differ, 0 … 255.
        contiguous: only what is connected with the pixel, by sides.
    """
    colour = rgba[y, x].astype(np.int16)
    low = np.clip(colour - tolerance, 0, 255).astype(np.uint8)
    high = np.clip(colour + tolerance, 0, 255).astype(np.uint8)
    # What lies below the lowest value wraps round to something large.
    near = (rgba - low) <= (high - low)
    alike = near.view(np.uint32)[..., 0] == 0x01010101
    if contiguous:
        from scipy.ndimage import label  # noqa: PLC0415  half a second to import

        places, _ = label(alike)
        alike = places == places[y, x]
    return alike.astype(np.uint8) * np.uint8(255)


def from_alpha(layer: Layer, width: int, height: int) -> Array:
    """The mask of a layer's pixels, as strong as they are opaque, in a picture of that size."""
    mask = np.zeros((height, width), np.uint8)
    inside = layer.bounds.intersected(Rect(0, 0, width, height))
    if not inside.empty:
        part = inside.moved(-layer.x, -layer.y)
        mask[inside.slices] = layer.pixels.array[..., 3][part.slices]
    return mask


def from_scribble(layers: Iterable[Layer], width: int, height: int, dilate_pixels: int) -> Array:
    """The mask of all that is drawn on some layers, however faintly, and of what is that near."""
    drawn = np.zeros((height, width), np.uint8)
    for layer in layers:
        drawn |= from_alpha(layer, width, height)
    return grow(np.where(drawn, np.uint8(255), np.uint8(0)), dilate_pixels)


def share(mask: Array) -> float:
    """The fraction of the picture that may change, 0 … 1."""
    return float(np.count_nonzero(mask)) / mask.size
