"""The bar that says what happened, under the options bar: never in the way, never a box."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.icon_label import IconLabel
from editor.ui.icons import icon

__all__ = ["Kind", "Message", "MessageBar"]

Kind = Literal["info", "warning", "error"]
INFO_MS = 8000


@dataclass(frozen=True)
class Message:
    """Something to be told.

    Attributes:
        text: a sentence or two.
        details: for a developer; offered to be shown and copied.
    """

    kind: Kind
    text: str
    details: str = ""


class MessageBar(QFrame):
    """Shows one message at a time; later ones wait. Information goes away by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._waiting = deque[Message]()
        self._shown: Message | None = None
        self._icon = IconLabel("info", 20)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = QPushButton(self.tr("Details"))
        self._more.setProperty("role", "quiet")
        self._more.setCheckable(True)
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setProperty("role", "quiet")
        self._close = QToolButton()
        self._close.setIcon(icon("close"))
        self._close.setToolTip(self.tr("Dismiss this message"))
        self._close.setAccessibleName(self.tr("Dismiss this message"))
        self._details = QPlainTextEdit(readOnly=True)
        self._details.setAccessibleName(self.tr("Details of the message"))
        self._details.setMaximumHeight(140)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._icon, self._text, self._more, self._copy, self._close):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.addLayout(row)
        column.addWidget(self._details)
        self._timer = QTimer(self, singleShot=True, interval=INFO_MS)
        self._timer.timeout.connect(self.dismiss)
        self._more.toggled.connect(self._details.setVisible)
        self._copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self.dismiss)
        self.hide()

    @property
    def message(self) -> Message | None:
        """What is being told."""
        return self._shown

    def tell(self, message: Message) -> None:
        """Show a message, at once or after those that are waiting; the same one not twice."""
        if message == self._shown or message in self._waiting:
            return
        self._waiting.append(message)
        if self._shown is None or (self._shown.kind == "info" and message.kind != "info"):
            self._next()

    def dismiss(self) -> None:
        """Go on to the next message, or away."""
        self._timer.stop()
        self._shown = None
        self._next()

    def _next(self) -> None:
        self._timer.stop()
        if not self._waiting:
            self.hide()
            return
        message = self._shown = self._waiting.popleft()
        self.setProperty("kind", message.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.show_icon(message.kind)
        self._text.setText(message.text)
        self._more.setChecked(False)
        self._details.hide()
        self._details.setPlainText(message.details)
        for button in (self._more, self._copy):
            button.setVisible(bool(message.details))
        self.show()
        if message.kind == "info":
            self._timer.start()

    def _on_copy(self) -> None:
        if self._shown is not None:
            QGuiApplication.clipboard().setText(f"{self._shown.text}\n\n{self._shown.details}")
