"""The magic wand: masks what has the colour of a pixel."""

import math

from PySide6.QtCore import QCoreApplication

from editor.canvas.tools.base import Pointer, Tool
from editor.canvas.tools.mask_edit import chosen_combine, put, similar_shape

__all__ = ["WandTool"]


class WandTool(Tool):
    """Masks similar colours of the visible picture; Shift adds, Alt takes away, both cut."""

    name = "wand"

    def press(self, pointer: Pointer) -> None:
        """Mask what looks like this."""
        document, values = self.host.document, self.host.settings.values
        x, y = math.floor(pointer.x), math.floor(pointer.y)
        if not document.state.rect.holds(x, y):
            return
        shape = similar_shape(document, x, y, values)
        label = QCoreApplication.translate("Tools", "Magic wand")
        put(document, shape, chosen_combine(pointer, values), label)
