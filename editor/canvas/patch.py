"""A part of a picture that is drawn in place of what the document shows there."""

from collections.abc import Callable
from dataclasses import dataclass

from editor.canvas.pyramid import Pyramid, at_level
from editor.document.compositor import Composite
from editor.document.geometry import Affine, Rect
from editor.document.layer import Layer
from editor.document.pixels import Mask, Pixels
from editor.document.state import State, changed_rect

__all__ = ["Patch", "part_of", "patch_over", "state_patch"]

COARSEST = 6  # the smallest copy that is ever drawn
CELL = 2**COARSEST  # a window that begins at a whole cell has the same copies as the picture
REACH = 2 * CELL  # a pixel is seen in its cell of the coarsest copy, and smoothed into the next


Source = Callable[[Rect], Callable[[Rect], Pixels]]
"""Gives, for a window in the picture, what gives its raster, up to date inside a rectangle, in the
window's own coordinates."""


@dataclass(frozen=True, eq=False)
class Patch:
    """What is drawn over a part of a picture.

    Attributes:
        area: where it is drawn; past that it looks like the picture around it.
        whole: is drawn where nothing is halved. It is as large as the picture, for Qt rounds where
            an image begins; memory is taken only by what is looked at.
        window: what the copies cover, so much more that they can be smoothed at the area's edge.
        copies: of the window alone, for a tile of a copy stands for many pixels.
    """

    area: Rect
    whole: Pyramid
    window: Rect
    copies: Pyramid


def patch_over(area: Rect, whole: Rect, source: Source) -> Patch:
    """A patch that covers what has changed in ``area`` of a picture.

    Args:
        whole: the picture.
        source: gives the rasters.
    """
    cells = at_level(area.padded(2 * REACH), COARSEST)
    window = Rect(cells.x * CELL, cells.y * CELL, cells.w * CELL, cells.h * CELL)
    window = window.intersected(whole)
    drawn = area.padded(REACH).intersected(whole)
    return Patch(drawn, _pyramid(source, whole), window, _pyramid(source, window))


def _pyramid(source: Source, window: Rect) -> Pyramid:
    return Pyramid(source(window), window.w, window.h)


def state_patch(shown: State, state: State) -> Patch | None:
    """What is to be drawn over one state for it to look like another; None where they are alike."""
    area = changed_rect(shown, state)
    if area.empty:
        return None
    return patch_over(area, state.rect, lambda window: Composite(part_of(state, window)).region)


def part_of(state: State, rect: Rect) -> State:
    """A part of a picture as a picture of its own, whose layers share the pixels."""
    layers = tuple(_moved(layer, -rect.x, -rect.y) for layer in state.layers)
    return State(rect.w, rect.h, layers, state.active, Mask.empty(rect.w, rect.h))


def _moved(layer: Layer, dx: int, dy: int) -> Layer:
    if layer.preview is None:
        return layer.replaced(x=layer.x + dx, y=layer.y + dy)
    return layer.replaced(preview=layer.preview.then(Affine(e=dx, f=dy)))
