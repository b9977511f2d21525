"""What the parts of the window share."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from editor.canvas.tool_settings import ToolSettings
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.document.library_words import in_users_words
from editor.document.settings import Settings
from editor.document.state import State
from editor.ui.actions import Actions
from editor.ui.background import Background
from editor.ui.current import Current
from editor.ui.messages import Message, MessageBar

__all__ = ["Context"]


@dataclass(frozen=True)
class Context:
    """The window and what every group of actions needs of it."""

    window: QWidget
    actions: Actions
    current: Current
    view: CanvasView
    tool_settings: ToolSettings
    settings: Settings
    background: Background
    messages: MessageBar

    @property
    def document(self) -> Document:
        """The document in front; only for actions that need one.

        Raises:
            LookupError: there is none.
        """
        if self.current.document is None:
            raise LookupError("no document")
        return self.current.document

    @property
    def state(self) -> State:
        """That document's state."""
        return self.document.state

    def has_document(self) -> bool:
        """Whether there is a picture to work on."""
        return self.current.document is not None

    def settle(self) -> None:
        """Let the tool in hand end what it has begun, before something else is done."""
        tool = self.view.tool
        if tool is not None:
            tool.leave()
            tool.enter()

    def change(self, label: str, state: State, merge: str = "") -> None:
        """Change the document in front as one step."""
        self.document.change(label, state, merge)

    def tell(self, text: str) -> None:
        """Say something in the message bar; the library's sentences in the user's words."""
        self.messages.tell(Message("info", in_users_words(text)))

    def warn(self, text: str, details: str = "") -> None:
        """Say in the message bar that something did not go as wanted."""
        self.messages.tell(Message("error", in_users_words(text), details))
