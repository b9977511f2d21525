"""Keeps the picture where it is on screen while a preview shows more than the picture."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF

from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect

__all__ = ["Framing"]


@dataclass(frozen=True)
class Left:
    """How the picture was looked at before a preview showed more.

    Attributes:
        viewport, frame: at that moment.
        given: the viewport that took their place; as long as it stays, they can come back.
    """

    viewport: Viewport
    frame: Rect
    given: Viewport


class Framing:
    """Finds the viewport where what is shown becomes larger for a while."""

    def __init__(self) -> None:
        self._left: Left | None = None

    def follow(self, seen: Viewport, before: Rect, frame: Rect, home: Rect) -> Viewport | None:
        """The viewport for another frame; None where the picture itself became another.

        Args:
            seen: the viewport so far.
            before, frame: what was shown and what is, in coordinates of the picture.
            home: the picture.
        """
        drift = QPointF(before.x - frame.x, before.y - frame.y)
        moved = replace(seen, centre=seen.centre + drift)
        left = self._left
        if frame == home:
            self._left = None
            if left is None or left.frame != home:
                return None
            return left.viewport if seen == left.given else moved
        whole = Rect(0, 0, frame.w, frame.h)
        given = moved if moved.visible.intersected(whole) == whole else moved.fitted(whole)
        first = (seen, before) if left is None else (left.viewport, left.frame)
        self._left = Left(*first, given)
        return given
