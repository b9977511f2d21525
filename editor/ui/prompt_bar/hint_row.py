"""The line under the prompt: what is missing and a button that helps, or a note."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from editor.ui.prompt_bar.advice import Advice

__all__ = ["HintRow"]

HEIGHT = 32


class HintRow(QWidget):
    """Says one thing at a time; advice goes before notes.

    Signals:
        tool_wanted: the button was pressed (the name of a tool's action).
    """

    tool_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice, self._note = Advice(), ""
        self._stressed = False
        self._text, self._help = QLabel(), QPushButton()
        self._text.setProperty("role", "secondary")
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._text.setMinimumWidth(1)  # a long sentence is cut rather than widening the window
        self._help.setProperty("role", "quiet")
        self._help.clicked.connect(self._on_help)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._text)
        row.addWidget(self._help)
        row.addStretch(1)
        self._show()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    @property
    def help_button(self) -> QPushButton:
        """The button that helps."""
        return self._help

    def advise(self, advice: Advice) -> None:
        """Say what is missing."""
        self._stressed = self._stressed and advice == self._advice
        self._advice = advice
        self._show()

    def note(self, text: str) -> None:
        """Say this where nothing is missing."""
        self._note = text
        self._show()

    def stress(self) -> None:
        """The user wants to go on without what is missing: say it more loudly."""
        self._stressed = True
        self._show()

    def _show(self) -> None:
        text, role = self._advice.text or self._note, "warning" if self._stressed else "secondary"
        self._text.setText(text)
        self._text.setToolTip(text)
        if self._text.property("role") != role:
            self._text.setProperty("role", role)
            self._text.style().unpolish(self._text)
            self._text.style().polish(self._text)
        self._help.setText(self._advice.tool_text)
        self._help.setAccessibleName(self._advice.tool_text or self.tr("Help"))
        self._help.setVisible(bool(self._advice.tool))

    @Slot()
    def _on_help(self) -> None:
        self.tool_wanted.emit(self._advice.tool)
