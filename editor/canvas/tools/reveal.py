"""The brush that brings back what was erased of a result: the eraser's opposite."""

from typing import ClassVar

from PySide6.QtCore import QCoreApplication

from editor.canvas.tool_settings import Target
from editor.canvas.tools.base import Host
from editor.canvas.tools.brush import BrushTool
from editor.canvas.tools.surface import Surface
from editor.document.strokes import Ink, Restore

__all__ = ["RevealTool"]


class RevealTool(BrushTool):
    """Paints the active layer's original pixels back, whatever the options bar's target is."""

    shows_mask: ClassVar[bool] = False  # it would lie over what is painted in

    def __init__(self, host: Host) -> None:
        super().__init__(host, erase=True)
        self.name = "reveal"

    def _prepared(self, _target: Target) -> tuple[Surface, Ink] | None:
        layer = self._editable()
        if layer is None:
            return None
        if layer.original is None:
            self.host.say(_nothing_kept())
            return None
        return Surface.of_layer(self.host.document, layer), Restore(layer.original.array)


def _nothing_kept() -> str:
    return QCoreApplication.translate(
        "Tools", "There is nothing to bring back here. Choose the layer of a result."
    )
