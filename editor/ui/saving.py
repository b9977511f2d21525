"""Projects and pictures go out: save, export, and the question before something is closed."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from editor.document.compositor import flattened
from editor.document.document import Document
from editor.document.errors import EditorError
from editor.document.history import Step
from editor.document.image_files import Provenance, write_picture
from editor.document.kept_runs import MOST_BYTES, OfferedRun, pack_runs
from editor.document.openraster import PROJECT_SUFFIX, write_project
from editor.document.recovery import snapshot
from editor.document.settings import add_recent_file
from editor.document.state import State
from editor.document.story_files import ExportedStory, export_story
from editor.ui.asking_where import ask_where
from editor.ui.context import Context
from editor.ui.dialogs.export_dialog import ExportDialog
from editor.ui.open_documents import OpenDocuments

__all__ = ["Saving"]

Then = Callable[[], None]
GivenUp = tuple[Document, Step | None]


class Saving(QObject):
    """Writes files in the background; painting goes on meanwhile.

    Signals:
        saved: a document's state is in its file (the Document).
        closed: a document is open no more (the Document).
    """

    saved = Signal(object)
    closed = Signal(object)

    def __init__(self, context: Context, documents: OpenDocuments) -> None:
        super().__init__(context.window)
        self._context = context
        self._documents = documents
        self._runs_of: Callable[[Document], Sequence[OfferedRun]] = lambda _document: ()
        documents.close_wanted.connect(self.close)
        some = context.has_document
        add = context.actions.add
        add(
            "save",
            self.tr("Save"),
            self.save,
            icon_name="save",
            keys=["Ctrl+S"],
            tip=self.tr("Save the project with its layers and mask"),
            usable=some,
        )
        add(
            "save-as",
            self.tr("Save As…"),
            self.save_as,
            icon_name="save-as",
            keys=["Ctrl+Shift+S"],
            usable=some,
        )
        add(
            "export",
            self.tr("Export Picture…"),
            self.export,
            icon_name="export",
            keys=["Ctrl+Shift+E"],
            tip=self.tr("Write the picture as PNG, JPEG, WebP, TIFF or BMP"),
            usable=some,
        )
        add(
            "export-story",
            self.tr("Export Story…"),
            self.ask_story,
            icon_name="history",
            tip=self.tr("Write every edit as a strip of pictures and a recipe that repeats them"),
            usable=some,
        )
        add(
            "close",
            self.tr("Close"),
            lambda: self.close(self._context.document),
            icon_name="close",
            keys=["Ctrl+W"],
            usable=some,
        )

    # -- projects

    def set_runs(self, runs_of: Callable[[Document], Sequence[OfferedRun]]) -> None:
        """Say which runs a document's project keeps; before that, it keeps none."""
        self._runs_of = runs_of

    def save(self, document: Document | None = None, then: Then | None = None) -> None:
        """Save a project where it is, or ask where; ``then`` is called when it is written."""
        document = document or self._context.document
        if document.path is None:
            self.save_as(document, then)
        else:
            self.write(document, document.path, then)

    def save_as(self, document: Document | None = None, then: Then | None = None) -> None:
        """Ask where, and save the project there."""
        document = document or self._context.document
        here = document.path or document.origin.source
        folder = here.parent if here else Path(str(self._context.settings.state("folder", "")))
        suggestion = folder / Path(document.title).with_suffix(PROJECT_SUFFIX).name
        path = ask_where(
            self._context.window,
            self.tr("Save As"),
            str(suggestion),
            self.tr("OpenRaster project (*.ora)"),
            _project_path,
        )
        if path is not None:
            self.write(document, path, then)

    def write(self, document: Document, path: Path, then: Then | None = None) -> None:
        """Write a copy of the present state to this file."""
        self._context.settle()
        path = path.absolute()
        step, origin, state = document.history.present, document.origin, snapshot(document.state)
        runs = self._runs_of(document)

        def work() -> int:
            packed = pack_runs(runs)
            write_project(path, state, origin, packed.runs)
            return packed.left_out

        def done(left_out: int) -> None:
            document.saved(path, step)
            self._documents.refresh()
            add_recent_file(self._context.settings, path)
            self.saved.emit(document)
            if left_out:
                self._tell_left_out(left_out)
            if then is not None:
                then()

        self._context.background.run(work, done, self._failed)

    def _tell_left_out(self, count: int) -> None:
        text = self.tr(
            "Candidates that the project has no room for: {count}. It keeps {size} MB of them, "
            "those with a star first."
        )
        self._context.tell(text.format(count=count, size=round(MOST_BYTES / 1e6)))

    # -- pictures

    def export(self) -> None:
        """Ask for format and place, and write the visible picture there."""
        self._context.settle()
        document = self._context.document
        settings = self._context.settings
        provenance = provenance_of(document.state)
        dialog = ExportDialog(
            document, provenance is not None, settings.state("export", {}), self._context.window
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        settings.set_state("export", dialog.remembered)
        path, options = dialog.path, dialog.options
        pixels, metadata = flattened(document.state).straight(), document.origin.metadata
        told = provenance if options.provenance else None
        if told is not None and not dialog.with_prompts:
            told = Provenance(told.model, None)

        def done(_nothing: None) -> None:
            self._context.tell(self.tr("The picture is in {path}.").format(path=path))

        self._context.background.run(
            lambda: write_picture(path, pixels, options, metadata, told), done, self._failed
        )

    # -- the story

    def ask_story(self) -> None:
        """Ask for a new folder and write the chain of edits there."""
        document = self._context.document
        folder = Path(str(self._context.settings.state("folder", "")))
        name = self.tr("{title} story").format(title=Path(document.title).stem)
        chosen, _ = QFileDialog.getSaveFileName(
            self._context.window, self.tr("Export Story"), str(folder / name)
        )
        if chosen:
            self.export_story(Path(chosen))

    def export_story(self, folder: Path) -> None:
        """Write the chain of edits that led to what is visible to this new folder."""
        self._context.settle()
        state = snapshot(self._context.state)

        def done(exported: ExportedStory) -> None:
            told = self.tr("The story is in {folder}.").format(folder=folder)
            self._context.tell(" ".join((told, *exported.notices)))

        self._context.background.run(lambda: export_story(state, folder), done, self._failed)

    # -- closing

    def close(self, document: Document) -> None:
        """Close a document; where something is not saved, ask first."""
        self._documents.bring(document)
        self._context.settle()
        if not document.modified:
            self._close(document)
            return
        answer = self._ask_unsaved(document)
        if answer == QMessageBox.StandardButton.Save:
            self.save(document, lambda: self._close_saved(document))
        elif answer == QMessageBox.StandardButton.Discard:
            self._close(document)

    def _close_saved(self, document: Document) -> None:
        """Close what was saved for it; what was done meanwhile is asked about again."""
        if document in self._documents:
            self.close(document)

    def _close(self, document: Document) -> None:
        if document in self._documents:  # it may have been closed while a question stood
            self._documents.remove(document)
            self.closed.emit(document)

    def close_all(self, then: Then, given_up: Sequence[GivenUp] = ()) -> None:
        """Close every document once none holds unsaved work, and call ``then``.

        It asks about one after the other; "Cancel" leaves open what is open.

        Args:
            given_up: what may be lost: documents as they were when that was said of them.
        """
        if self._context.has_document():
            self._context.settle()  # what the tool in hand holds is work, too

        def unsaved(each: Document) -> bool:
            now = each.history.present
            return each.modified and not any(d is each and step is now for d, step in given_up)

        document = next(filter(unsaved, self._documents), None)
        if document is None:
            for each in self._documents:
                self._close(each)
            then()
            return
        self._documents.bring(document)
        answer = self._ask_unsaved(document)
        if answer == QMessageBox.StandardButton.Save:
            self.save(document, lambda: self.close_all(then, given_up))
        elif answer == QMessageBox.StandardButton.Discard:
            self.close_all(then, (*given_up, (document, document.history.present)))

    def _ask_unsaved(self, document: Document) -> QMessageBox.StandardButton:
        box = QMessageBox(self._context.window)
        box.setWindowTitle(self.tr("Not saved"))
        box.setText(self.tr("Save the changes to {name}?").format(name=document.title))
        box.setInformativeText(self.tr("Without saving, they are lost."))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        return QMessageBox.StandardButton(box.exec())

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EditorError):
            raise error  # the application's hook keeps and tells it
        self._context.warn(str(error))


def _project_path(path: Path) -> Path:
    if path.suffix.lower() == PROJECT_SUFFIX:
        return path
    return path.with_name(path.name + PROJECT_SUFFIX)


def provenance_of(state: State) -> Provenance | None:
    """Which model took part in what is visible; None where none did."""
    recipes = [layer.recipe for layer in state.layers if layer.visible and layer.recipe]
    if not recipes:
        return None
    models = dict.fromkeys(str(recipe["model"]) for recipe in recipes)
    prompts = dict.fromkeys(str(recipe.get("prompt", "")) for recipe in recipes)
    return Provenance(", ".join(models), tuple(prompts))
