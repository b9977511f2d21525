"""A hand on the prompt bar and on the candidates, besides all that a Driver does."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.document.compositor import flattened
from editor.ui.candidates.items import Item
from editor.ui.candidates.view import CandidatesView
from editor.ui.prompt_bar.bar import PromptBar
from resources import resource
from tests.editor.window.driver import Driver

__all__ = ["MEADOW", "STROKE", "Studio"]

MEADOW = resource("samples", "meadow.jpg")
STROKE = ((600, 500), (700, 520), (760, 500))


class Studio(Driver):
    """A hand on the prompt bar and on the candidates too."""

    def __init__(self, editor: Editor, qtbot: QtBot) -> None:
        super().__init__(editor, qtbot)
        editor.window.resize(1400, 900)
        editor.window.show()
        qtbot.waitExposed(editor.window)
        editor.window.activateWindow()
        self.closed = False

    @property
    def bar(self) -> PromptBar:
        return self.window.prompt_bar

    @property
    def items(self) -> list[Item]:
        return self.window.store.items

    @property
    def view_of_candidates(self) -> CandidatesView:
        found = self.window.candidates.findChild(CandidatesView)
        assert isinstance(found, CandidatesView)
        return found

    @property
    def message(self) -> str:
        told = self.context.messages.message
        return "" if told is None else told.text

    def type(self, prompt: str) -> None:
        self.bar.prompt.setFocus()
        QTest.keySequence(self.bar.prompt, "Ctrl+A")
        QTest.keyClicks(self.bar.prompt, prompt)

    def ready(self, prompt: str = "a red apple", candidates: int = 2) -> None:
        """A photo with a mask and a prompt."""
        if not self.context.has_document():
            self.open(MEADOW)
        self.drag(*STROKE)
        self.bar.candidates.setValue(candidates)
        self.type(prompt)

    def made(self, prompt: str = "a red apple", candidates: int = 2) -> None:
        """Ready, and run to the end."""
        self.ready(prompt, candidates)
        self.keys("Ctrl+Return", self.bar.prompt)
        self.until_idle()

    def until_idle(self, timeout: int = 15_000) -> None:
        """Wait for the end of all runs."""
        self.qtbot.waitUntil(lambda: not self.window.runner.busy, timeout=timeout)
        self.until(lambda: all(run.ended for run in self.window.store.runs))
        self.view_of_candidates.candidates.settle()

    def click_candidate(self, item: Item) -> None:
        view = self.view_of_candidates
        index = view.candidates.index(view.candidates.place(item))
        place = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def want(self, command: str, item: Item) -> None:
        """Choose from a candidate's menu."""
        self.window.candidates.action_wanted.emit(command, item)

    @property
    def colours(self) -> NDArray[np.uint8]:
        """What is shown of the picture, (H, W, 4)."""
        return flattened(self.document.shown).array.copy()

    def close(self) -> None:
        """End it, without questions."""
        if self.closed:
            return
        self.closed = True
        for document in self.window.documents:
            document.history.mark_saved(document.history.present)
        if self.window.isVisible():
            self.window.runner.close()
            self.window.close()
            self.editor.end()
        self.window.deleteLater()
        self.editor.deleteLater()
