"""Fill: an area of similar colours becomes mask, or gets another colour."""

import math

import numpy as np
from PySide6.QtCore import QCoreApplication

from editor.canvas.tool_settings import Target
from editor.canvas.tools.base import Pointer, Tool
from editor.canvas.tools.mask_edit import chosen_combine, put, similar_shape
from editor.canvas.tools.surface import Surface
from editor.document.mask_operations import Shape
from editor.document.pixels import Mask
from editor.document.strokes import Colour, lay

__all__ = ["FillTool"]


class FillTool(Tool):
    """Fills what has the colour of a pixel of the visible picture.

    Colour goes to the scribble layer, and no further than the mask where there is one.
    """

    name = "fill"

    def press(self, pointer: Pointer) -> None:
        """Fill what looks like this."""
        document, values = self.host.document, self.host.settings.values
        x, y = math.floor(pointer.x), math.floor(pointer.y)
        if not document.state.rect.holds(x, y):
            return
        shape = similar_shape(document, x, y, values)
        if values.target is Target.MASK:
            label = QCoreApplication.translate("Tools", "Fill mask")
            put(document, shape, chosen_combine(pointer, values), label)
        else:
            self._colour(_within(shape, document.state.mask))

    def _colour(self, shape: Shape) -> None:
        if not shape.coverage.any():
            self.host.say(
                QCoreApplication.translate(
                    "Tools", "Only the mask is filled. Click inside it, or clear it."
                )
            )
            return
        surface = Surface.of_scribble(self.host.document)
        place = shape.rect.moved(-surface.x, -surface.y)
        surface.edit.touch(place)
        lay(surface.edit, place, shape.coverage, Colour(*self.host.settings.values.colour))
        surface.touched(place)
        surface.record(QCoreApplication.translate("Tools", "Fill"))


def _within(shape: Shape, mask: Mask) -> Shape:
    """The part of a shape that lies under the mask; all of it where there is no mask."""
    if not mask.array.any():
        return shape
    return Shape(shape.rect, np.minimum(shape.coverage, mask.array[shape.rect.slices]))
