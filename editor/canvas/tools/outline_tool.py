"""What tools have in common that draw a closed line, whose inside then goes into the mask."""

from PySide6.QtGui import QPainter, QPolygonF

from editor.canvas.tools.base import Host, Pointer, Tool
from editor.canvas.tools.handle_drawing import draw_frame
from editor.canvas.tools.mask_edit import chosen_combine, put
from editor.canvas.viewport import Viewport
from editor.document.mask_operations import Combine, Shape

__all__ = ["OutlineTool"]


class OutlineTool(Tool):
    """Draws a shape; a subclass says which. ``finish`` puts it into the mask, as one step.

    What the shape does to the mask is settled when it is begun, by keys and options bar.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._how: Combine | None = None

    # -- what a subclass is about

    @property
    def label(self) -> str:
        """What the step is called."""
        raise NotImplementedError

    def shape(self, width: int, height: int) -> Shape:
        """What was drawn, in a picture of that size."""
        raise NotImplementedError

    def line(self, viewport: Viewport) -> QPolygonF:
        """What was drawn, as a closed line in view coordinates."""
        raise NotImplementedError

    # -- from begin to end

    @property
    def busy(self) -> bool:
        """Whether a shape has begun."""
        return self._how is not None

    def begin(self, pointer: Pointer) -> None:
        """Start a shape."""
        self._how = chosen_combine(pointer, self.host.settings.values)

    def finish(self) -> None:
        """Put the shape into the mask."""
        how, self._how = self._how, None
        if how is not None:
            document = self.host.document
            put(document, self.shape(document.state.width, document.state.height), how, self.label)
            self.host.refresh()

    def cancel(self) -> None:
        """Drop the shape."""
        self._how = None
        self.host.refresh()

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the line."""
        if self.busy:
            draw_frame(painter, self.line(viewport))
