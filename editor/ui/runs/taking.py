"""Takes candidates: as layers, to the clipboard, to files."""

import json
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from editor.document.applied import result_recipe
from editor.document.compositor import flattened
from editor.document.document import Changed, Document, unique_name
from editor.document.errors import EditorError
from editor.document.image_files import ExportOptions, Provenance, write_picture
from editor.document.layer import Layer
from editor.document.story_expand import expanding_recipe
from editor.ui.asking_where import PNG, ask_where, png_path
from editor.ui.candidates.items import Item
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.context import Context
from editor.ui.runs.extend_order import UNREADABLE, AnyOrder, ExtendOrder, order_of
from editor.ui.runs.ledger import Ledger
from editor.ui.runs.preview import result_layer, with_candidate
from editor.ui.runs.whereabouts import DocumentKey, Whereabouts
from editor.ui.saving import provenance_of
from inference.errors import RequestError
from inference.events import Candidate

__all__ = ["CandidateTaking"]

LONGEST_NAME = 40


class CandidateTaking(QObject):
    """Applies candidates as layers, and hands out what else they hold."""

    def __init__(
        self,
        context: Context,
        whereabouts: Whereabouts,
        ledger: Ledger,
        panel: CandidatesPanel,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._ledger = ledger
        self._store = ledger.store
        self._applied: dict[int, Item] = {}  # by the number of its layer
        panel.applied.connect(self.apply)
        panel.action_wanted.connect(self._on_wanted)
        context.current.changed.connect(self._on_changed)

    def result(self, item: Item) -> Candidate | None:
        """A finished candidate's result; None, said why, where it is gone."""
        try:
            return self._store.pixels.candidate(item)
        except EditorError as error:
            self._context.warn(str(error))
        except LookupError:
            self._context.tell(self.tr("This candidate has no result yet."))
        return None

    def reach(self, item: Item) -> Document | None:
        """Bring a candidate's document to the front; None, said why, where that cannot be."""
        key = item.run.document_key
        return self._whereabouts.reach(key) if isinstance(key, DocumentKey) else None

    @Slot(object)
    def apply(self, item: Item) -> None:
        """Put a candidate on a layer of its own above all others, as one step."""
        candidate, document = self.result(item), self.reach(item)
        if candidate is None or document is None:
            return
        self._context.settle()
        state = document.state
        order = self._order(item, candidate)
        expands = isinstance(order, ExtendOrder)
        wanted = item.run.label or (self.tr("Expanded") if expands else self.tr("Removed"))
        layer = self._layer(candidate, order, unique_name(_brief(wanted), state.layers))
        self._applied[layer.number] = item
        text = self.tr("Expand: “{prompt}”") if expands else self.tr("Apply “{prompt}”")
        document.change(text.format(prompt=_brief(wanted)), with_candidate(state, candidate, layer))

    def _order(self, item: Item, candidate: Candidate) -> AnyOrder | None:
        """What a candidate was asked for, as far as that is known."""
        order, key = self._ledger.order(item.run.id), item.run.document_key
        if order is not None or not isinstance(key, DocumentKey):
            return order
        try:
            return order_of(candidate, key, item.run.total)
        except (*UNREADABLE, RequestError):
            return None  # of another version: only a picture

    @staticmethod
    def _layer(candidate: Candidate, order: AnyOrder | None, name: str) -> Layer:
        """A layer that can be made again, as far as that is known of a candidate."""
        layer = result_layer(candidate, name)
        if isinstance(order, ExtendOrder):
            size = (order.key.width, order.key.height)
            recipe = expanding_recipe(candidate, layer, size, order.prompt)
            return layer.replaced(recipe=recipe)
        layer = layer.replaced(original=layer.pixels.copy())
        if order is None:
            return layer
        recipe = result_recipe(candidate, layer, order.whole_mask, order.mode.value)
        return layer.replaced(recipe=recipe)

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        """Mark what is a layer, also after undo and redo."""
        document = self._context.current.document
        if document is None or not (changed.structure or changed.history):
            return
        key = self._whereabouts.key(document)
        numbers = {layer.number for layer in document.state.layers}
        mine = {
            number: item
            for number, item in self._applied.items()
            if getattr(item.run.document_key, "place", None) == key.place
        }
        there = {item for number, item in mine.items() if number in numbers}
        for item in set(mine.values()):
            self._store.mark_applied(item, on=item in there)

    # -- what else a candidate holds

    @Slot(str, object)
    def _on_wanted(self, name: str, item: Item) -> None:
        match name:
            case "copy-prompt":
                self._copy(item.run.label, self.tr("Copied the prompt"))
            case "copy-seed":
                self._copy_seed(item)
            case "copy-recipe":
                candidate = self.result(item)
                if candidate is not None:
                    recipe = json.dumps(candidate.recipe, indent=1, ensure_ascii=False)
                    self._copy(recipe, self.tr("Copied the recipe"))
            case "save-as":
                self._save(item)

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._context.view.say(said)

    def _copy_seed(self, item: Item) -> None:
        """The run's seed: with it and the same settings the run gives the same candidates."""
        candidate = self.result(item)
        if candidate is not None:
            self._copy(str(candidate.recipe["seed"]), self.tr("Copied the run's seed"))

    def _save(self, item: Item) -> None:
        """Write the visible picture with a candidate on top of it as a PNG file."""
        candidate, document = self.result(item), self.reach(item)
        if candidate is None or document is None:
            return
        folder = str(self._context.settings.state("folder", ""))
        suggestion = Path(folder, f"{_file_name(item.run.label or document.title)}.png")
        path = ask_where(
            self._context.window,
            self.tr("Save Candidate"),
            str(suggestion),
            self.tr("PNG (*.png)"),
            png_path,
        )
        if path is not None:
            self.save_to(candidate, document, path)

    def save_to(self, candidate: Candidate, document: Document, path: Path) -> None:
        """Write the visible picture with a candidate on top of it to this PNG file."""
        shown = with_candidate(document.state, candidate, result_layer(candidate, ""))
        pixels, options = flattened(shown).straight(), ExportOptions(PNG)
        models = provenance_of(shown)
        told = Provenance(models.model) if models is not None else None

        def done(_nothing: None) -> None:
            self._context.tell(self.tr("The picture is in {path}.").format(path=path))

        self._context.background.run(
            lambda: write_picture(path, pixels, options, document.origin.metadata, told),
            done,
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EditorError):
            raise error  # the application's hook keeps and tells it
        self._context.warn(str(error))


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


def _file_name(text: str) -> str:
    """What of a text every file system takes."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in text)
    return " ".join(kept.split())[:LONGEST_NAME] or "candidate"
