"""What a tool is: it gets the pointer in picture coordinates and draws its own overlay."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter

from editor.canvas.tool_settings import ToolSettings
from editor.canvas.viewport import Viewport
from editor.document.document import Document
from editor.document.geometry import EMPTY, Rect

__all__ = ["Host", "Pointer", "Tool"]


@dataclass(frozen=True)
class Pointer:
    """Where the mouse or pen is.

    Attributes:
        x, y: in picture coordinates.
        pressure: 0 … 1; a mouse has 1.
        shift, control, alt: keys that are held.
    """

    x: float
    y: float
    pressure: float = 1.0
    shift: bool = False
    control: bool = False
    alt: bool = False


class Host(Protocol):
    """What the view offers to its tools."""

    @property
    def document(self) -> Document:
        """What is being edited."""
        ...

    @property
    def viewport(self) -> Viewport:
        """What is on screen."""
        ...

    @property
    def settings(self) -> ToolSettings:
        """The values of the options bar."""
        ...

    def set_viewport(self, viewport: Viewport) -> None:
        """Show another part of the picture."""
        ...

    def say(self, sentence: str) -> None:
        """Tell the user something in passing, without asking for anything."""
        ...

    def refresh(self) -> None:
        """Draw the tool's overlay again."""
        ...

    def refit(self) -> None:
        """Show the whole picture, the reach of the tool included, where all of it is looked at."""
        ...


class Tool:
    """A tool. Every method does nothing unless a tool has something to do there.

    The view calls ``press``, ``drag`` and ``release`` for the left button in this order, ``hover``
    in between, and ``leave`` before another tool or document takes over. A press that follows
    quickly on another in the same place is a ``double_click`` instead. A tool that has begun
    something ends it in ``finish`` (as if the user had confirmed it) or ``cancel`` (as if nothing
    had happened); ``drag`` and ``release`` may follow that, and then mean nothing.

    Attributes:
        name: unique, as shortcuts and settings know it.
        shows_mask: whether the mask is drawn while the tool is in hand.
    """

    name: str
    shows_mask: ClassVar[bool] = True

    def __init__(self, host: Host) -> None:
        self.host = host

    @property
    def cursor(self) -> QCursor:
        """The pointer's shape over the picture."""
        return QCursor(Qt.CursorShape.CrossCursor)

    @property
    def brush_size(self) -> float | None:
        """Diameter, in picture pixels, of the ring that is drawn around the pointer."""
        return None

    @property
    def reach(self) -> Rect:
        """What is to be seen around the picture while the tool is in hand; empty for nothing."""
        return EMPTY

    @property
    def busy(self) -> bool:
        """Whether something has begun that ``cancel`` would take back."""
        return False

    def press(self, pointer: Pointer) -> None:
        """The button went down."""

    def drag(self, pointer: Pointer) -> None:
        """The pointer moved with the button down."""

    def release(self, pointer: Pointer) -> None:
        """The button went up."""

    def hover(self, pointer: Pointer) -> None:
        """The pointer moved with no button down."""

    def away(self) -> None:
        """The pointer left the view."""

    def double_click(self, pointer: Pointer) -> None:
        """The button went down for the second time; a press like any other by default."""
        self.press(pointer)

    def key(self, event: QKeyEvent) -> bool:
        """A key went down over the view; whether the tool used it. Escape cancels by default."""
        if event.key() != Qt.Key.Key_Escape or not self.busy:
            return False
        self.cancel()
        return True

    def enter(self) -> None:
        """The tool was taken in hand."""

    def leave(self) -> None:
        """Another tool is taken in hand, or another document."""
        self.finish()

    def finish(self) -> None:
        """Confirm what has begun."""

    def cancel(self) -> None:
        """Take back what has begun."""

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw over the picture, in view coordinates."""
