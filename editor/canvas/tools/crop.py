"""Crop the picture, or enlarge it, by a frame of handles or by numbers."""

from enum import Enum

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from editor.canvas.tools.base import Host, Pointer
from editor.canvas.tools.frame_tool import FrameTool, Held
from editor.canvas.tools.handle_drawing import draw_frame, draw_handles, draw_lines, outline
from editor.canvas.tools.handles import Box, Grip, resized
from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect
from editor.document.operations import crop

__all__ = ["LONGEST_SIDE", "CropRatio", "CropTool"]

LONGEST_SIDE = 30_000  # pixels; Qt draws no picture beyond 32,767
SHADE = QColor(0, 0, 0, 150)
THIRDS_FROM = 60.0  # view pixels: a smaller frame shows no lines at its thirds
PLACES = (-1 / 3, 1 / 3)
JITTER = 4.0  # view pixels that the hand may slip in a click


class CropRatio(Enum):
    """Width to height of what is left; ORIGINAL is the picture's own."""

    FREE = "free"
    ORIGINAL = "original"
    SQUARE = "1:1"
    FOUR_THREE = "4:3"
    THREE_TWO = "3:2"
    SIXTEEN_NINE = "16:9"


class CropTool(FrameTool):
    """Crops the picture, as one step once it is confirmed; what was not is dropped on leaving."""

    name = "crop"
    shows_mask = False

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._picture = host.document.state.rect
        self._rect = self._picture
        self._ratio_kept = CropRatio.FREE
        self._began: tuple[int, int] | None = None

    @property
    def values(self) -> Rect:
        """What would be left of the picture; it may reach beyond it."""
        return self._rect

    def set_values(self, rect: Rect) -> None:
        """Leave another part; each side is kept within 1 … LONGEST_SIDE."""
        width, height = (min(max(side, 1), LONGEST_SIDE) for side in (rect.w, rect.h))
        self._rect = Rect(rect.x, rect.y, width, height)
        self._changed()

    @property
    def ratio(self) -> CropRatio:
        """Width to height that the frame keeps."""
        return self._ratio_kept

    def set_ratio(self, ratio: CropRatio) -> None:
        """Keep another ratio: the frame shrinks to it about its centre."""
        self._ratio_kept = ratio
        number = self._ratio_number
        if number is not None:
            width = max(1, round(min(self._rect.w, self._rect.h * number)))
            height = max(1, round(width / number))
            x = self._rect.x + (self._rect.w - width) // 2
            y = self._rect.y + (self._rect.h - height) // 2
            self._rect = Rect(x, y, width, height)
        self._changed()

    @property
    def box(self) -> Box:
        """The frame."""
        return Box.of_rect(self._rect)

    @property
    def busy(self) -> bool:
        """Whether the frame is another than the picture's edge."""
        return self._rect != self._picture

    def press(self, pointer: Pointer) -> None:
        """Hold the frame, or begin a new one where there is nothing to hold."""
        super().press(pointer)
        self._began = None if self._held else (round(pointer.x), round(pointer.y))

    def drag(self, pointer: Pointer) -> None:
        """Pull the frame, or draw a new one."""
        if self._began is None:
            super().drag(pointer)
            return
        x, y = self._began
        dx, dy = pointer.x - x, pointer.y - y
        if max(abs(dx), abs(dy)) * self.host.viewport.zoom >= JITTER:
            grip = _towards(dx, dy)
            across, down = grip.value
            corner = Box(x + across / 2, y + down / 2, 1, 1)
            ratio = self._ratio_number or (1.0 if pointer.shift else None)
            self._take(resized(corner, grip, (pointer.x, pointer.y), ratio))

    def release(self, pointer: Pointer) -> None:
        """Let go."""
        self._began = None
        super().release(pointer)

    def leave(self) -> None:
        """Drop a frame that was not confirmed: a picture is never cropped unasked."""
        self.cancel()
        super().leave()

    def finish(self) -> None:
        """Crop the picture, as one step."""
        if self.busy:
            document = self.host.document
            label = QCoreApplication.translate("Tools", "Crop")
            document.change(label, crop(document.state, self._rect))

    def cancel(self) -> None:
        """Put the frame back around the picture."""
        self._held = self._began = None
        if self.busy:
            self._rect = self._picture
            self._changed()

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Darken what would be cut away, and draw the frame with lines at its thirds."""
        frame = outline(self.box, viewport)
        away = QPainterPath()
        away.addRect(QRectF(QPointF(), viewport.size))
        away.addPolygon(frame)
        away.closeSubpath()
        painter.fillPath(away, SHADE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.busy and min(self._rect.w, self._rect.h) * viewport.zoom >= THIRDS_FROM:
            painter.setOpacity(0.5)
            draw_lines(painter, _thirds(self.box, viewport))
            painter.setOpacity(1.0)
        draw_frame(painter, frame)
        draw_handles(painter, self.box, viewport)

    def _grip(self, pointer: Pointer) -> Grip | None:
        grip = super()._grip(pointer)
        # A frame around the whole picture is not worth moving: draw a new one instead.
        return None if grip is Grip.INSIDE and not self.busy else grip

    def _take(self, box: Box) -> None:
        left, top = round(box.x - box.width / 2), round(box.y - box.height / 2)
        right, bottom = round(box.x + box.width / 2), round(box.y + box.height / 2)
        self.set_values(Rect(left, top, right - left, bottom - top))

    def _ratio(self, held: Held, pointer: Pointer) -> float | None:
        if pointer.shift and self._ratio_number is None:
            return held.box.width / held.box.height
        return self._ratio_number

    @property
    def _ratio_number(self) -> float | None:
        if self._ratio_kept is CropRatio.FREE:
            return None
        if self._ratio_kept is CropRatio.ORIGINAL:
            return self._picture.w / self._picture.h
        width, height = map(int, self._ratio_kept.value.split(":"))
        return width / height

    def _outdated(self) -> bool:
        return self.host.document.state.rect != self._picture

    def _reset(self) -> None:
        self._began = None
        self._picture = self._rect = self.host.document.state.rect


def _towards(dx: float, dy: float) -> Grip:
    """The corner that lies in a direction."""
    return Grip((1 if dx >= 0 else -1, 1 if dy >= 0 else -1))


def _thirds(box: Box, viewport: Viewport) -> list[QLineF]:
    to_view = viewport.to_view
    lines = []
    for place in PLACES:
        for ends in (((place, -1), (place, 1)), ((-1, place), (1, place))):
            start, end = (QPointF(*box.point(*end)) for end in ends)
            lines.append(QLineF(to_view.map(start), to_view.map(end)))
    return lines
