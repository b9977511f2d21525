"""A picture on its larger canvas: reflection, fading new parts in, putting a candidate around it.

The original area is never touched: a candidate carries alpha 0 there, and every paste is checked.
Plain numpy.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.events import Box
from inference.region import Region, paste

__all__ = ["around", "blend", "cut", "extended", "new_area", "reflect", "sharpened"]

Pixels = NDArray[np.uint8]
BLUR = 1.5  # pixels of the model: single ones change without meaning anything
ANOTHER = 50.0  # levels: a place that has changed by so much shows something else


def extended(picture: Pixels, pixels: Pixels, box: Box) -> Pixels:
    """The picture with a candidate of an extension around it.

    Args:
        picture: (H, W, 3) or straight RGBA, (H, W, 4).
        pixels: the candidate's, straight RGBA, (box.height, box.width, 4).
        box: in pixels of the picture; left and top are negative or 0.

    Raises:
        InferenceError: a pixel of the picture would have changed. This is a fault of the program.
    """
    canvas = around(picture, box, 0)
    whole = Box(0, 0, box.width, box.height)
    return paste(canvas, pixels, whole, new_area(picture.shape[:2], box))


def around(picture: Pixels, box: Box, value: int) -> Pixels:
    """The picture on a canvas that fills a box, all the rest of one value."""
    height, width = picture.shape[:2]
    canvas = np.full((box.height, box.width, *picture.shape[2:]), value, np.uint8)
    canvas[-box.top : height - box.top, -box.left : width - box.left] = picture
    return canvas


def new_area(shape: tuple[int, ...], box: Box) -> Pixels:
    """0 where the picture of that shape (H, W) lies in the box, 255 around it."""
    return 255 - around(np.full(shape, 255, np.uint8), box, 0)


def cut(canvas: Pixels, box: Box) -> Pixels:
    """The part of a canvas in a box, as a view."""
    return canvas[box.top : box.top + box.height, box.left : box.left + box.width]


def reflect(canvas: Pixels, work: Box, fill: Box) -> None:
    """Fill a layer with the mirror image of what it lies beside, in place.

    Args:
        canvas: (H, W, 3).
        work: what is known, and the layer.
        fill: the layer: all of one edge of ``work``.
    """
    area = cut(canvas, work)
    depth, first = fill.width, fill.left == work.left
    if fill.width == work.width:
        area, depth, first = area.transpose(1, 0, 2), fill.height, fill.top == work.top
    if first:
        area = area[:, ::-1]
    length = area.shape[1] - depth  # from here on the layer is on the right
    steps = np.arange(depth) % (2 * length)
    area[:, length:] = area[:, np.where(steps < length, length - 1 - steps, steps - length)]


def blend(
    canvas: Pixels, pixels: NDArray[np.float32], box: Box, fades: tuple[int, int, int, int]
) -> None:
    """Lay pixels over a box of a canvas, faded in from its edges, in place.

    Args:
        pixels: (box.height, box.width, 3).
        fades: width of the fade at the left, top, right and bottom, in pixels; 0 is none.
    """
    left, top, right, bottom = fades
    across = _ramp(box.width, left, right)[None, :, None]
    down = _ramp(box.height, top, bottom)[:, None, None]
    under = cut(canvas, box)
    mixed = under + (pixels - under) * (across * down)
    under[...] = np.rint(mixed).clip(0, 255).astype(np.uint8)


def sharpened(
    canvas: Pixels, region: Region, box: Box, source: Pixels, result: Pixels
) -> NDArray[np.float32]:
    """A result at the picture's resolution, with what detail of the canvas fits it.

    A region is mostly larger than the model, so a result is soft beside the picture. Where the
    model has left a place about as it was, the canvas' own detail, too fine for the model to see,
    still belongs there; the more it has changed, the less of it is kept.

    Args:
        canvas: (H, W, 3); ``region`` and ``box`` are in its pixels.
        source, result: what the model saw and what it made of that, (S, S, 3).

    Returns:
        Shape (box.height, box.width, 3), about 0 … 255.
    """
    change = ndimage.gaussian_filter(result - source.astype(np.float32), (BLUR, BLUR, 0))
    kept = np.exp(-np.square(change / ANOTHER).sum(axis=2, keepdims=True))
    share = np.rint(np.repeat(kept, 3, axis=2) * 255).astype(np.uint8)
    detail = cut(canvas, box) - region.enlarge(source, box).astype(np.float32)
    fitting = detail * (region.enlarge(share, box).astype(np.float32) / 255)
    return (region.enlarge(result, box) + fitting).astype(np.float32)


def _ramp(length: int, first: int, last: int) -> NDArray[np.float32]:
    """Weights along an axis: from 0 up to 1 over ``first`` pixels, and down again over ``last``."""
    places = np.arange(length, dtype=np.float32) + 1
    rising = places / (first + 1)
    falling = (length + 1 - places) / (last + 1)
    return np.minimum(np.minimum(rising, falling), 1)
