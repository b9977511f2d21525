"""The canvas: shows a document, and turns what hand and pen do into calls to the tool in hand."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from editor.canvas.comparing import Comparing
from editor.canvas.comparison import Comparison
from editor.canvas.framing import Framing
from editor.canvas.marching import March
from editor.canvas.overlay import MaskLook
from editor.canvas.painting import PicturePainter
from editor.canvas.pointing import ARROWS, Touch, gestured, wheeled
from editor.canvas.ring import paint_ring, ring_rect
from editor.canvas.tool_settings import ToolSettings
from editor.canvas.tools.base import Tool
from editor.canvas.touching import TouchedWidget
from editor.canvas.viewport import Viewport
from editor.document.document import Changed, Document
from editor.document.geometry import Rect

__all__ = ["CanvasView"]

Left, Middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class CanvasView(TouchedWidget):
    """Shows one document at a time; it is the Host of the tools.

    Signals:
        pointer_moved: the picture coordinates under the pointer (QPointF), or None.
        comparison_changed: something else is compared, or nothing.
        said: a sentence for the status bar.
        tool_changed: another tool was taken in hand.
    """

    pointer_moved = Signal(object)
    comparison_changed = Signal()
    said = Signal(str)
    tool_changed = Signal()

    def __init__(
        self, document: Document, settings: ToolSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.ground = QColor("#141517")
        self.decorate: Callable[[QPainter, Viewport], None] | None = None
        self._document = document
        self._painting = PicturePainter(document, MaskLook())
        self._look = MaskLook()
        self._mask_hidden = False
        self._tool: Tool | None = None
        self._frame, self._framing = document.frame, Framing()
        self._comparing = Comparing(self, partial(self.set_comparison, None))
        self._march = March(self, self.update)
        document.listen(self._on_changed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Canvas"))
        self.setMinimumSize(200, 150)

    # -- the document

    @property
    def document(self) -> Document:
        """What is shown and edited."""
        return self._document

    def set_document(self, document: Document, viewport: Viewport | None = None) -> None:
        """Show another document, as it was looked at before, or whole."""
        if document is self._document:
            return
        self.set_comparison(None)
        if self._tool is not None:
            self._tool.leave()
        self._document.unlisten(self._on_changed)
        self._document = document
        self._frame, self._framing = document.frame, Framing()
        document.listen(self._on_changed)
        self._painting = PicturePainter(document, self._look)
        if viewport is None:
            self.fit()
        else:
            self.set_viewport(viewport.resized(QSizeF(self.size())))
        if self._tool is not None:
            self._tool.enter()
        self.update()

    def _on_changed(self, changed: Changed) -> None:
        if self._frame != self._document.frame:
            self._reframe()
            return
        self._painting.mark(changed)
        if self.comparison is not None:
            self._comparing.renew()
            self.update()
            return
        for rect in (changed.picture, changed.mask):
            if not rect.empty:
                self.update(self._viewport.view_rect(rect))

    def _reframe(self) -> None:
        """The picture has become another size, or a preview shows more of it."""
        before, self._frame = self._frame, self._document.frame
        self.set_comparison(None)
        self._painting = PicturePainter(self._document, self._look)
        fit, home = self._fit_wanted, self._document.state.rect
        seen = None if fit else self._framing.follow(self._viewport, before, self._frame, home)
        self.fit() if seen is None else self.set_viewport(seen)
        self.refresh()

    # -- looking

    def picture_rect(self) -> Rect:
        """The whole picture, and what the tool in hand has around it."""
        tool, rect = self._in_hand, self._document.shown.rect
        return rect if tool is None else rect.united(tool.reach)

    def room(self) -> QSizeF:
        """Where the whole picture has to fit in: the view, or a pane of it."""
        return self._comparing.room()

    @property
    def _can_scroll(self) -> bool:
        """Whether all that is on screen may move as it is, pixel by pixel of the screen."""
        if self.decorate is not None or ((tool := self._in_hand) is not None and tool.busy):
            return False
        # Elsewhere parts differ by a hair, unseen until the hand lets go and all is drawn.
        ratio, moving = self.devicePixelRatioF(), self._hand.panning or self._hand.drawing
        return ratio.is_integer() and (moving or self._viewport.even)

    def _show_moved(self, step: QPoint | None) -> None:
        """Move what is on screen, if it may, and draw only what comes into view."""
        if step is None or not self._can_scroll:
            self.update()
            return
        self.scroll(step.x(), step.y(), self.rect())
        at = self._hand.at
        self._update_ring(at, None if at is None else at + step)

    def set_mask_look(self, look: MaskLook) -> None:
        """Show the mask in another colour, or as an outline."""
        self._look = look
        self._painting.set_look(look)
        self._watch_march()
        self.update()

    def hide_mask(self, hidden: bool) -> None:
        """Leave the mask out, to judge a picture."""
        self._mask_hidden = hidden
        self._watch_march()
        self.update()

    @property
    def mask_shown(self) -> bool:
        """Whether the mask is drawn at present."""
        tool = self._in_hand
        return not self._mask_hidden and (tool is None or tool.shows_mask)

    def _watch_march(self) -> None:
        self._march.run(self._look.marching and self.mask_shown and self.isVisible())

    # -- comparing

    @property
    def comparison(self) -> Comparison | None:
        """What is shown in place of the document."""
        return self._comparing.comparison

    def set_comparison(self, comparison: Comparison | None) -> None:
        """Show pictures in place of the document, mask and tool; None shows these again."""
        if self.comparison is None:
            if comparison is None:
                return
            if self._tool is not None:
                self._tool.finish()
        self._comparing.show(comparison)
        if comparison is None and self._fit_wanted:
            self.fit()
        self._watch_march()
        self.refresh()
        self.comparison_changed.emit()

    # -- tools

    @property
    def tool(self) -> Tool | None:
        """The tool in hand."""
        return self._tool

    @property
    def _in_hand(self) -> Tool | None:
        """What pointer and keys go to; none where a preview has other coordinates."""
        if self.comparison is not None:
            return self._comparing
        return self._tool if self._frame == self._document.state.rect else None

    def set_tool(self, tool: Tool) -> None:
        """Take another tool in hand; what the old one had begun is finished."""
        if tool is self._tool:
            return
        if self._tool is not None:
            self._tool.leave()
        self._tool = tool
        tool.enter()
        self.refit()
        self._watch_march()
        self._show_cursor()
        self.update()
        self.tool_changed.emit()

    def say(self, sentence: str) -> None:
        """Tell the user something in passing."""
        self.said.emit(sentence)

    def refresh(self) -> None:
        """Draw the tool's overlay, and its cursor, again."""
        self._show_cursor()
        self.update()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dirty part: ground, picture, mask, and the tool's overlay on top."""
        with QPainter(self) as painter:
            painter.setClipRect(event.rect())
            painter.fillRect(event.rect(), self.ground)
            self._paint_picture(painter, event.rect())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            tool = self._in_hand
            decorate = self.decorate if tool is self._tool else None
            for paint in (decorate, None if tool is None else tool.paint):
                if paint is not None:
                    painter.save()
                    paint(painter, self._viewport)
                    painter.restore()
            self._paint_ring(painter)

    def _paint_picture(self, painter: QPainter, dirty: QRect) -> None:
        painting, where = self._painting, (self._viewport, dirty, self.devicePixelRatioF())
        if self.comparison is not None:
            self._comparing.paint_pictures(painter, painting, *where)
        else:
            painting.paint(painter, *where, mask=self.mask_shown, phase=self._march.phase)

    @property
    def _ring_radius(self) -> float | None:
        """Half the brush's size in view pixels; None where no ring is drawn."""
        tool = self._in_hand
        size = tool.brush_size if tool is not None else None
        return None if size is None else size / 2 * self._viewport.zoom

    def _paint_ring(self, painter: QPainter) -> None:
        hand, radius = self._hand, self._ring_radius
        if radius is not None and hand.at is not None and not (hand.panning or hand.space):
            paint_ring(painter, hand.at, radius)

    def _update_ring(self, *places: QPointF | None) -> None:
        radius = self._ring_radius
        for at in places:
            if radius is not None and at is not None:
                self.update(ring_rect(at, radius))

    def _show_cursor(self) -> None:
        if self._hand.panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._hand.space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif (tool := self._in_hand) is not None:
            self.setCursor(tool.cursor)

    # -- mouse and pen

    def leaveEvent(self, _event: QEvent) -> None:
        """The ring goes with the pointer."""
        self._update_ring(self._hand.at)
        self._hand.at = None
        if (tool := self._in_hand) is not None:
            tool.away()
        self.pointer_moved.emit(None)

    def _down(self, touch: Touch, *, twice: bool = False) -> None:
        hand, tool = self._hand, self._in_hand
        if hand.drawing or hand.panning:
            return
        hand.at = touch.at
        if touch.button == Middle or (touch.button == Left and hand.space):
            hand.panning = True
            self.refresh()
        elif touch.button == Left and tool is not None:
            hand.drawing = True
            press = tool.double_click if twice else tool.press
            press(touch.pointer(self._viewport))
        elif touch.button == Left:
            self._document.preview(None)

    def _moved(self, touch: Touch) -> None:
        hand, tool = self._hand, self._in_hand
        before, hand.at = hand.at, touch.at
        if hand.panning and before is not None:
            step = touch.at - before
            self.set_viewport(self._viewport.panned(step.x(), step.y()))
            return
        shift = self._comparing.shift_at(touch.at)
        self.pointer_moved.emit(self._viewport.to_picture.map(touch.at - shift))
        pointer = touch.pointer(self._viewport)
        if tool is not None:
            tool.drag(pointer) if hand.drawing else tool.hover(pointer)
            self._update_ring(before, touch.at)

    def _up(self, touch: Touch) -> None:
        hand, tool = self._hand, self._in_hand
        if hand.panning and touch.button in (Left, Middle):
            hand.panning = False
            self.refresh()
        elif hand.drawing and touch.button == Left and tool is not None:
            hand.drawing = False
            tool.release(touch.pointer(self._viewport))

    # -- wheel, pinch and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or pan."""
        shift = self._comparing.shift_at(event.position())
        seen = wheeled(self._viewport.panned(shift.x(), shift.y()), event)
        self.set_viewport(seen.panned(-shift.x(), -shift.y()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinch and turn on a touchpad; an outline marches only while it is seen."""
        if isinstance(event, QNativeGestureEvent):
            shift = self._comparing.shift_at(event.position())
            seen = gestured(self._viewport.panned(shift.x(), shift.y()), event)
            if seen is not None:
                self.set_viewport(seen.panned(-shift.x(), -shift.y()))
                return True
        done = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._watch_march()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space to pan; then the tool; then arrows to pan."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hand.space = True
            self.refresh()
        elif (tool := self._in_hand) is not None and tool.key(event):
            event.accept()
        elif event.key() in ARROWS:
            self.set_viewport(self._viewport.panned(*ARROWS[Qt.Key(event.key())]))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hand.space = False
            self.refresh()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Where space is let go then, the view will not hear."""
        self._hand.space = False
        self._show_cursor()
        super().focusOutEvent(event)
