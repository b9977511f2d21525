"""Say how far the picture is to be expanded, by pulling its edges outwards."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath

from editor.canvas.tools.base import Host, Pointer
from editor.canvas.tools.frame_tool import ARROWS, FrameTool, Held
from editor.canvas.tools.handle_drawing import draw_frame, draw_handles, outline
from editor.canvas.tools.handles import Box, Grip
from editor.canvas.viewport import Viewport
from editor.document.document import Document
from editor.document.expanding import Extent
from editor.document.geometry import Rect

__all__ = ["ExpandTool"]

NEW = QColor(255, 255, 255, 36)
PLATE = QColor(0, 0, 0, 170)
FONT_SIZE, PADDING, CORNER = 12, 6, 4
BELOW = 22  # view pixels from the frame to the middle of the size under it
REACH = 6  # beyond the frame, this part of the picture's longer side is to be seen
FAR = 10  # pixels that an arrow key moves an edge while Shift is held
SIDES = {
    Qt.Key.Key_Left: ("left", "right"),
    Qt.Key.Key_Right: ("right", "left"),
    Qt.Key.Key_Up: ("top", "bottom"),
    Qt.Key.Key_Down: ("bottom", "top"),
}
"""The edge that an arrow key moves, and the one across."""

Modifier = Qt.KeyboardModifier


class ExpandTool(FrameTool):
    """Changes nothing by itself: its values are for a run. They stay until the picture's size does.

    The handles are pulled as those of the crop tool, but never inwards past the picture's edge.
    """

    name = "expand"
    shows_mask = False

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._values = Extent()
        self._document: Document = host.document
        self._picture = host.document.state.rect

    @property
    def values(self) -> Extent:
        """How far each edge moves out."""
        return self._values

    def set_values(self, values: Extent) -> None:
        """Move the edges elsewhere."""
        if values != self._values:
            self._values = values
            self._changed()
            if self._held is None:
                self.host.refit()

    def look(self) -> None:
        """The document or its size may be another: then nothing is expanded yet."""
        if self._outdated():
            self._begin_anew()
            self.host.refit()

    @property
    def box(self) -> Box:
        """The picture with what is added."""
        return Box.of_rect(self._frame)

    @property
    def reach(self) -> Rect:
        """The frame, and where its handles can be pulled to."""
        return self._frame.padded(max(self._picture.w, self._picture.h) // REACH)

    @property
    def busy(self) -> bool:
        """Whether an edge is being pulled; what it came to stays, and is no step to take back."""
        return self._held is not None

    def release(self, pointer: Pointer) -> None:
        """Let go, and show all of it again."""
        super().release(pointer)
        self.host.refit()

    def cancel(self) -> None:
        """Put the edges back."""
        self._held = None
        self.set_values(Extent())

    def key(self, event: QKeyEvent) -> bool:
        """An arrow moves the edge on its side out by a pixel.

        By ten with Shift, back in with Ctrl, and the edge across likewise with Alt.
        """
        if event.key() not in ARROWS:
            return self._escaped(event)
        held, sides = event.modifiers(), SIDES[Qt.Key(event.key())]
        step = FAR if held & Modifier.ShiftModifier else 1
        if held & Modifier.ControlModifier:
            step = -step
        moved = sides if held & Modifier.AltModifier else sides[:1]
        changes = {side: max(0, getattr(self._values, side) + step) for side in moved}
        self.set_values(replace(self._values, **changes).limited(self._picture))
        return True

    def _escaped(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape or not self._values:
            return False
        self.cancel()
        return True

    # -- drawing

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Brighten what would be new, and write how large it is."""
        frame = outline(self.box, viewport)
        if self._values:
            new = QPainterPath()
            new.addPolygon(frame)
            new.addPolygon(outline(Box.of_rect(self._picture), viewport))
            painter.fillPath(new, NEW)
        draw_frame(painter, frame)
        draw_handles(painter, self.box, viewport)
        if self._values:
            font = QFont(painter.font())
            font.setPixelSize(FONT_SIZE)
            painter.setFont(font)
            self._write_sizes(painter, viewport)

    def _write_sizes(self, painter: QPainter, viewport: Viewport) -> None:
        """What is added to each side, and below the frame how large all of it is."""
        frame, picture, values = self._frame, self._picture, self._values
        x, y = picture.x + picture.w / 3, picture.y + picture.h / 3  # clear of the handles
        to_view = viewport.to_view
        for pixels, place in (
            (values.left, QPointF(frame.x + values.left / 2, y)),
            (values.right, QPointF(frame.right - values.right / 2, y)),
            (values.top, QPointF(x, frame.y + values.top / 2)),
            (values.bottom, QPointF(x, frame.bottom - values.bottom / 2)),
        ):
            if pixels:
                _write(painter, f"+{pixels}", to_view.map(place))
        below = to_view.map(QPointF(frame.x + frame.w / 2, frame.bottom)) + QPointF(0, BELOW)
        _write(painter, f"{frame.w} × {frame.h} px", below)

    # -- underneath

    @property
    def _frame(self) -> Rect:
        return self._values.frame(self._picture)

    def _take(self, box: Box) -> None:
        frame = Rect.around(
            round(box.x - box.width / 2),
            round(box.y - box.height / 2),
            round(box.x + box.width / 2),
            round(box.y + box.height / 2),
        )
        self.set_values(Extent.of_frame(frame, self._picture).limited(self._picture))

    def _grip(self, pointer: Pointer) -> Grip | None:
        grip = super()._grip(pointer)
        return None if grip is Grip.INSIDE else grip

    def _ratio(self, held: Held, pointer: Pointer) -> float | None:
        return held.box.width / held.box.height if pointer.shift else None

    def _outdated(self) -> bool:
        document = self.host.document
        return document is not self._document or document.state.rect != self._picture

    def _reset(self) -> None:
        if self._outdated():
            self._document = self.host.document
            self._picture, self._values = self._document.state.rect, Extent()


def _write(painter: QPainter, text: str, at: QPointF) -> None:
    """A text on a dark plate, its middle at a point of the view."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text) + 2 * PADDING
    plate = QRectF(0, 0, width, metrics.height() + PADDING)
    plate.moveCenter(at)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PLATE)
    painter.drawRoundedRect(plate, CORNER, CORNER)
    painter.setPen(QColor("white"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
