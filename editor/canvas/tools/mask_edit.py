"""How a shape comes into the mask: added, taken away, cut with it or in its stead, as one step."""

from editor.canvas.tool_settings import ToolValues
from editor.canvas.tools.base import Pointer
from editor.document.document import Document
from editor.document.mask_operations import Combine, Shape, combine, similar

__all__ = ["chosen_combine", "put", "similar_shape"]


def chosen_combine(pointer: Pointer, values: ToolValues) -> Combine:
    """What a shape that begins with this press does to the mask.

    Shift adds, Alt takes away, both cut; else it is what the options bar says.
    """
    if pointer.shift and pointer.alt:
        return Combine.INTERSECT
    if pointer.shift:
        return Combine.ADD
    if pointer.alt:
        return Combine.SUBTRACT
    return values.combine


def put(document: Document, shape: Shape, how: Combine, label: str) -> bool:
    """Combine a shape with the mask, as one step; whether anything had changed.

    A shape that covers nothing means nothing: it does not replace a mask either.
    """
    if not shape.coverage.any():
        return False
    mask = document.state.mask
    area = shape.rect
    if how in (Combine.REPLACE, Combine.INTERSECT):
        area = area.united(mask.bounds)
    edit = document.edit(mask)
    edit.touch(area)
    within = Shape(shape.rect.moved(-area.x, -area.y), shape.coverage)
    mask.array[area.slices] = combine(mask.array[area.slices], within, how)
    document.touched(mask, area)
    return document.record(label, edit)


def similar_shape(document: Document, x: int, y: int, values: ToolValues) -> Shape:
    """What has the colour of a pixel of the visible picture, as the options bar says."""
    visible = document.composite.region(document.state.rect).straight()
    alike = similar(visible, x, y, values.tolerance, contiguous=values.contiguous)
    return Shape.of_mask(alike)
