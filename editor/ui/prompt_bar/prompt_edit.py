"""The field for the prompt: one line that grows, with history, suggestions and a token count."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QLabel, QListView, QPlainTextEdit, QWidget

__all__ = ["PromptEdit"]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LINE, PADDING, MOST_LINES = 44, 24, 4  # pixels: height of one line, and what is not text
COUNT_WIDTH = 60
HISTORY = 50
STEPS = {Key.Key_Up: -1, Key.Key_Down: 1}
RUN_KEYS = {Key.Key_Return, Key.Key_Enter}
POPUP_KEYS = {Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape}


class PromptEdit(QPlainTextEdit):
    """Ctrl+Up and Ctrl+Down step through what was asked for before.

    Signals:
        escaped: Escape was pressed while no suggestions were shown.
    """

    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "prompt")
        self.setAccessibleName(self.tr("Prompt"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, COUNT_WIDTH, 0)
        self.history: list[str] = []  # the oldest first
        self._place = 0  # in the history; its length is what is being written
        self._draft = ""
        self._count = QLabel(self)
        self._count.setProperty("role", "small")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self.set_prompt)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def prompt(self) -> str:
        """What is written, in one line."""
        return " ".join(self.toPlainText().split())

    @property
    def suggestions(self) -> QListView:
        """The list of suggestions; hidden where there is none."""
        return self._popup

    @Slot(str)
    def set_prompt(self, text: str) -> None:
        """Write something else; it can be taken back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def set_words(self, words: Sequence[str]) -> None:
        """Suggest these while something is written; none suggests nothing."""
        self._words.setStringList(list(words))

    def show_count(self, text: str, tip: str) -> None:
        """Show how long the prompt is."""
        self._count.setText(text)
        self._count.setToolTip(tip)

    # -- history

    def remember(self, prompt: str) -> None:
        """A run was begun with this prompt."""
        if prompt:
            others = [other for other in self.history if other != prompt]
            self.history = [*others, prompt][-HISTORY:]
        self._place = len(self.history)

    def _step(self, step: int) -> None:
        if self._place >= len(self.history):
            self._draft = self.toPlainText()
        place = min(max(self._place + step, 0), len(self.history))
        if place != self._place:
            self._place = place
            self.set_prompt([*self.history, self._draft][place])

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Leave Shift+Enter to the window: it begins a run."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            shift = event.modifiers() & ~Modifier.KeypadModifier == Modifier.ShiftModifier
            if shift and event.key() in RUN_KEYS:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the history; leave keys of the suggestions to them."""
        if self._popup.isVisible() and event.key() in POPUP_KEYS:
            event.ignore()
            return
        control = event.modifiers() & ~Modifier.KeypadModifier == Modifier.ControlModifier
        if control and event.key() in STEPS:
            self._step(STEPS[Key(event.key())])
            return
        if event.key() == Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)
        if event.text().isprintable() and event.text():
            self._suggest()
        else:
            self._popup.hide()

    def _suggest(self) -> None:
        """Show words that hold what is written."""
        text = self.prompt
        self._completer.setCompletionPrefix(text)
        found = self._completer.completionCount()
        if not text or not found or (found == 1 and self._completer.currentCompletion() == text):
            self._popup.hide()
            return
        place = self.cursorRect()
        place.setWidth(240)
        place.translate(self.viewport().pos())
        self._completer.complete(place)

    # -- size

    @Slot()
    def _fit(self) -> None:
        """Be as high as the text, up to some lines."""
        lines = min(max(round(self.document().size().height()), 1), MOST_LINES)
        text = lines * self.fontMetrics().lineSpacing()
        self.setFixedHeight(max(LINE, text + PADDING))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower field needs more lines."""
        super().resizeEvent(event)
        self._count.setGeometry(
            self.width() - COUNT_WIDTH - 12, self.height() - LINE, COUNT_WIDTH, LINE
        )
        self._fit()
