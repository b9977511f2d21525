"""What hand and keys do while pictures are compared on the canvas."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QSizeF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter

from editor.canvas.comparison import Comparison, Mode
from editor.canvas.comparison_painting import ComparisonPainter
from editor.canvas.painting import PicturePainter
from editor.canvas.tools.base import Host, Pointer, Tool
from editor.canvas.viewport import Viewport

__all__ = ["Comparing"]

GRIP = 8  # view pixels from the divider at which it is taken hold of
KEY_STEP = 16  # view pixels that an arrow key moves it
MIDDLE = 0.5


class Comparing(Tool):
    """Stands in for the tool in hand, and for the picture, while there is a comparison.

    A press on the divider drags it, and anywhere else the picture.

    Args:
        end: is called when Escape is pressed.

    Attributes:
        split: the share of the view that is left of the divider.
    """

    name = "comparing"
    shows_mask = False

    def __init__(self, host: Host, end: Callable[[], None]) -> None:
        super().__init__(host)
        self.split = MIDDLE
        self._end = end
        self._comparison: Comparison | None = None
        self._painter: ComparisonPainter | None = None
        self._told = False
        self._near = False  # the pointer is over the divider
        self._sliding = False
        self._held: QPointF | None = None  # the point of the picture that is dragged along

    # -- what is compared

    @property
    def comparison(self) -> Comparison | None:
        """What is drawn in place of the document."""
        return self._comparison

    def show(self, comparison: Comparison | None) -> None:
        """Compare; the divider stays where it is until there is nothing to compare."""
        if comparison is None:
            self.split, self._told = MIDDLE, False
        self.finish()
        self._near = False
        self._comparison, self._painter = comparison, None

    def renew(self) -> None:
        """The document has changed: what was made of it is out of date."""
        self._painter = None

    def _painting(self, comparison: Comparison) -> ComparisonPainter:
        if self._painter is None:
            self._painter = ComparisonPainter(comparison, self.host.document.shown)
        return self._painter

    # -- panes

    def room(self) -> QSizeF:
        """The size of a pane."""
        size = self.host.viewport.size
        if self._comparison is None or self._comparison.mode is not Mode.SIDE_BY_SIDE:
            return size
        panes = self._painting(self._comparison).panes(size.toSize(), self.split)
        return QSizeF(panes[0].rect.size())

    def shift_at(self, at: QPointF) -> QPointF:
        """How far what is seen at a point of the view lies from where one picture would have it."""
        if self._comparison is None:
            return QPointF()
        size = self.host.viewport.size.toSize()
        for pane in self._painting(self._comparison).panes(size, self.split):
            if pane.rect.contains(at.toPoint()):
                return QPointF(pane.shift)
        return QPointF()

    # -- drawing

    def paint_pictures(
        self,
        painter: QPainter,
        painting: PicturePainter,
        viewport: Viewport,
        dirty: QRect,
        ratio: float,
    ) -> None:
        """Draw the pictures in the document's place, as PicturePainter does that."""
        if self._comparison is not None:
            own = self._painting(self._comparison)
            own.paint_pictures(painter, painting, viewport, dirty, ratio, self.split)

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw what tells the pictures apart."""
        if self._comparison is not None:
            own = self._painting(self._comparison)
            own.paint_over(painter, viewport.size.toSize(), self.split)

    # -- the hand

    @property
    def cursor(self) -> QCursor:
        """An arrow with two heads over the divider, else a hand."""
        if self._near or self._sliding:
            return QCursor(Qt.CursorShape.SplitHCursor)
        holds = self._held is not None
        shape = Qt.CursorShape.ClosedHandCursor if holds else Qt.CursorShape.OpenHandCursor
        return QCursor(shape)

    @property
    def busy(self) -> bool:
        """Escape ends a comparison at any time."""
        return True

    def press(self, pointer: Pointer) -> None:
        """Take hold of the divider, or of the picture."""
        self._sliding = self._is_near(pointer)
        if not self._sliding:
            self._held = QPointF(pointer.x, pointer.y)
            self._tell()
        self.host.refresh()

    def drag(self, pointer: Pointer) -> None:
        """Pull it along."""
        if self._sliding:
            self._slide(self._in_view(pointer).x())
        elif self._held is not None:
            viewport = self.host.viewport
            drift = self._held - QPointF(pointer.x, pointer.y)
            self.host.set_viewport(replace(viewport, centre=viewport.centre + drift))

    def release(self, pointer: Pointer) -> None:
        """Let go."""
        self.finish()
        self.hover(pointer)
        self.host.refresh()

    def hover(self, pointer: Pointer) -> None:
        """Show what a press would take hold of."""
        near = self._is_near(pointer)
        if near is not self._near:
            self._near = near
            self.host.refresh()

    def double_click(self, pointer: Pointer) -> None:
        """On the divider: bring it back to the middle."""
        if self._is_near(pointer):
            self._slide(self.host.viewport.size.width() * MIDDLE)
        else:
            self.press(pointer)

    def finish(self) -> None:
        """Let go."""
        self._sliding, self._held = False, None

    def _is_near(self, pointer: Pointer) -> bool:
        if self._comparison is None or self._comparison.mode is not Mode.WIPE:
            return False
        return abs(self._in_view(pointer).x() - self._divider) <= GRIP

    @property
    def _divider(self) -> float:
        return self.split * self.host.viewport.size.width()

    def _in_view(self, pointer: Pointer) -> QPointF:
        return self.host.viewport.to_view.map(QPointF(pointer.x, pointer.y))

    def _slide(self, x: float) -> None:
        self.split = min(max(x / max(1.0, self.host.viewport.size.width()), 0.0), 1.0)
        self.host.refresh()

    def _tell(self) -> None:
        """Say once why nothing is painted."""
        if not self._told:
            self._told = True
            self.host.say(
                QCoreApplication.translate(
                    "Comparison",
                    "Tools rest while you compare; dragging moves the view. Escape ends it.",
                )
            )

    # -- keys

    def key(self, event: QKeyEvent) -> bool:
        """Left and right move the divider; Escape ends it all."""
        steps: dict[int, int] = {Qt.Key.Key_Left: -KEY_STEP, Qt.Key.Key_Right: KEY_STEP}
        comparison, step = self._comparison, steps.get(event.key())
        if step is not None and comparison is not None and comparison.mode is Mode.WIPE:
            self._slide(self._divider + step)
            return True
        return super().key(event)

    def cancel(self) -> None:
        """End the comparison."""
        self._end()
