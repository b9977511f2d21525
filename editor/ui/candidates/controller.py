"""Does what the user wants with candidates: previews, applies, stars, discards."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from editor.ui.candidates.commands import Command
from editor.ui.candidates.items import Item, ItemState, Run
from editor.ui.candidates.model import CandidatesModel
from editor.ui.candidates.queue import QueueCommand
from editor.ui.candidates.store import CandidateStore

__all__ = ["CandidatesController"]


class CandidatesController(QObject):
    """Between the list and the window.

    Signals:
        previewed: an Item is to be shown on the canvas; None ends it.
        applied: an Item is to become a layer.
        discarded, restored: a list of Items was put away, or brought back.
        action_wanted: the name of what is to be done, and the Item.
        queue_wanted: the name of what is to be done with a Run that waits, and the Run.
    """

    previewed = Signal(object)
    applied = Signal(object)
    discarded = Signal(list)
    restored = Signal(list)
    action_wanted = Signal(str, object)
    queue_wanted = Signal(str, object)

    def __init__(
        self, store: CandidateStore, model: CandidatesModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._model = model
        model.previewed_changed.connect(self._tell_previewed)
        store.items_restored.connect(self.restored)

    @property
    def previewed_item(self) -> Item | None:
        """What the canvas shows."""
        return self._model.previewed

    @property
    def can_undo(self) -> bool:
        """Whether a discarded candidate can be brought back."""
        return self._store.can_undo_discard

    def do(self, command: Command, item: Item) -> None:
        """Do a command with one candidate, if it can be done with it."""
        if not command.usable(item):
            return
        match command.name:
            case "preview":
                self.toggle_preview(item)
            case "apply":
                self.apply(item)
            case "star":
                self._store.star(item, not item.starred)
            case _:
                self.action_wanted.emit(command.name, item)

    def arrange(self, command: QueueCommand, run: Run) -> None:
        """Do a command with a run that waits, if it can be done with it."""
        if command.usable(run):
            self.queue_wanted.emit(command.name, run)

    def toggle_preview(self, item: Item) -> None:
        """Show a candidate on the canvas, or no more."""
        self.preview(None if item is self.previewed_item else item)

    def preview(self, item: Item | None) -> None:
        """Show a candidate on the canvas; None shows the picture as it is."""
        self._model.set_previewed(item)

    def apply(self, item: Item) -> None:
        """Make a finished candidate a layer; a preview of it would only lie above that."""
        if item.state is ItemState.FINISHED:
            self._model.set_previewed(None)
            self.applied.emit(item)

    def discard(self, items: Sequence[Item], following: Item | None) -> None:
        """Put candidates away.

        Args:
            following: previewed from now on where one of them was previewed.
        """
        previewed = self.previewed_item in items
        self._store.discard(items)
        if previewed:
            self._model.set_previewed(following)
        self.discarded.emit(list(items))

    def undo(self) -> list[Item]:
        """Bring back what was discarded last."""
        return self._store.undo_discard()

    def _tell_previewed(self) -> None:
        self.previewed.emit(self._model.previewed)
