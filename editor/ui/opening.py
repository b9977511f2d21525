"""Pictures and projects come in: new, open, recent files, recovered ones, layers from files."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from editor.document import operations
from editor.document.clipart import ClipArt
from editor.document.document import Document, Origin, unique_name
from editor.document.errors import EditorError
from editor.document.image_files import (
    FORMATS,
    OpenedPicture,
    Verdict,
    check_size,
    open_picture,
    probe,
)
from editor.document.layer import Kind, Layer
from editor.document.openraster import (
    PROJECT_SUFFIX,
    ProjectFile,
    read_project,
    read_project_runs,
)
from editor.document.pixels import Pixels
from editor.document.settings import add_recent_file
from editor.ui.context import Context
from editor.ui.dialogs.size_dialog import NewDialog
from editor.ui.open_documents import OpenDocuments

__all__ = ["Opening"]

T = TypeVar("T")
CLIP_ART_SHARE = 0.5  # of the picture, for a piece that was just added


class Opening(QObject):
    """Opens files in the background, each in a tab of its own.

    Signals:
        project_read: a project is about to be shown (the Document, and a sequence of KeptRuns).
    """

    project_read = Signal(object, object)

    def __init__(self, context: Context, documents: OpenDocuments) -> None:
        super().__init__(context.window)
        self._context = context
        self._documents = documents
        self._reading: set[Path] = set()
        add = context.actions.add
        add("new", self.tr("New…"), self.new, icon_name="new", keys=["Ctrl+N"])
        add("open", self.tr("Open…"), self.ask_open, icon_name="open", keys=["Ctrl+O"])
        add(
            "layer-from-file",
            self.tr("Layer from File…"),
            self.ask_layer,
            icon_name="import",
            keys=["Ctrl+Shift+O"],
            tip=self.tr("Put a picture file on a layer of its own"),
            usable=context.has_document,
        )

    def new(self) -> None:
        """Ask for a size and begin an empty picture."""
        dialog = NewDialog(self._context.window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            pixels = Pixels.empty(*dialog.size_wanted)
            if dialog.colour is not None:
                red, green, blue = dialog.colour
                pixels.array[...] = (blue, green, red, 255)
            self.add(Document.of_picture(pixels, self.tr("Untitled")))

    def add(self, document: Document) -> None:
        """Show a document that was made here."""
        megabytes = self._context.settings.number("undo_megabytes")
        document.history.limit = megabytes * 1_000_000
        self._documents.add(document)

    def ask_open(self) -> None:
        """Ask for files and open them."""
        self.open(self._ask(self.tr("Open"), projects=True))

    def _ask(self, title: str, *, projects: bool) -> list[Path]:
        suffixes = [f"*{suffix}" for of in FORMATS for suffix in of.suffixes] + ["*.avif", "*.gif"]
        if projects:
            suffixes.insert(0, f"*{PROJECT_SUFFIX}")
        kinds = self.tr("Pictures ({suffixes})").format(suffixes=" ".join(suffixes))
        every = self.tr("All files (*)")
        folder = str(self._context.settings.state("folder", ""))
        names, _ = QFileDialog.getOpenFileNames(
            self._context.window, title, folder, f"{kinds};;{every}"
        )
        return [Path(name) for name in names]

    def open(self, paths: Sequence[Path]) -> None:
        """Open files, each in a tab of its own; one that is open already comes to the front."""
        for path in (path.absolute() for path in paths):
            found = next(
                (each for each in self._documents if path in (each.path, each.origin.source)), None
            )
            if found is not None:
                self._documents.bring(found)
            elif path in self._reading:
                continue  # by a double click, for one
            elif path.suffix.lower() == PROJECT_SUFFIX:
                self._open(path, read_project, self._opened_project)
            elif self._fits(path):
                self._open(path, open_picture, self._opened_picture)

    def _open(
        self, path: Path, read: Callable[[Path], T], opened: Callable[[Path, T], None]
    ) -> None:
        def done(file: T) -> None:
            self._reading.discard(path)
            opened(path, file)

        def failed(error: Exception) -> None:
            self._reading.discard(path)
            self._failed(error)

        self._reading.add(path)
        self._context.background.run(partial(read, path), done, failed)

    def _fits(self, path: Path) -> bool:
        """Whether memory allows it, by the file's header; asks where it would take a lot."""
        try:
            info = probe(path)
        except EditorError as error:
            self._failed(error)
            return False
        verdict = check_size(info.width, info.height, 1, psutil.virtual_memory().available)
        told = {"name": path.name, "size": f"{info.width} × {info.height}"}
        if verdict is Verdict.REFUSE:
            self._context.warn(
                self.tr(
                    "{name} is {size} pixels, too large for the memory that is free here. "
                    "Make it smaller, or close other programs."
                ).format(**told)
            )
        if verdict is not Verdict.ASK:
            return verdict is Verdict.OK
        question = self.tr(
            "{name} is {size} pixels and will take much of the free memory. Open it?"
        ).format(**told)
        answer = QMessageBox.question(self._context.window, self.tr("Large picture"), question)
        return answer == QMessageBox.StandardButton.Yes

    def _opened_project(self, path: Path, file: ProjectFile) -> None:
        # A damaged file is never written over: what could not be read may still be saved by others.
        target = None if file.damaged else path
        document = Document(file.state, path.name, target, file.origin)
        self.project_read.emit(document, file.runs)
        self._show(document, path, file.notices)

    def recover(self, document: Document) -> None:
        """Show a document that a crash has left; its project's file still has its candidates."""
        if document.path is not None:
            try:
                self.project_read.emit(document, read_project_runs(document.path))
            except EditorError as error:
                self._context.tell(str(error))
        self.add(document)

    def _opened_picture(self, path: Path, file: OpenedPicture) -> None:
        origin = Origin(source=path, metadata=file.metadata)
        document = Document.of_picture(Pixels.from_straight(file.pixels), path.name, origin)
        self._show(document, path, file.notices)

    def _show(self, document: Document, path: Path, notices: Sequence[str]) -> None:
        add_recent_file(self._context.settings, path)
        self._context.settings.set_state("folder", str(path.parent))
        self.add(document)
        if notices:
            self._context.tell(" ".join((f"{path.name}:", *notices)))

    def ask_layer(self) -> None:
        """Ask for picture files and put each on a layer."""
        for path in self._ask(self.tr("Layer from File"), projects=False):
            self.add_layer(path)

    def add_layer(
        self,
        path: Path,
        at: tuple[float, float] | None = None,
        name: str | None = None,
        largest: float = 1.0,
    ) -> None:
        """Put a picture file on a layer of its own, as ``place`` does."""
        if self._fits(path):
            document = self._context.document
            self._context.background.run(
                lambda: open_picture(path),
                lambda file: self.place(
                    document, Pixels.from_straight(file.pixels), name or path.stem, at, largest
                ),
                self._failed,
            )

    def add_clip_art(self, piece: ClipArt, at: tuple[float, float] | None = None) -> None:
        """Put a piece of clip-art on a layer of its own; without a picture, open it as one."""
        if self._context.has_document():
            self.add_layer(piece.file, at, piece.name, CLIP_ART_SHARE)
        else:
            self.open([piece.file])

    def place(
        self,
        document: Document,
        pixels: Pixels,
        name: str,
        at: tuple[float, float] | None = None,
        largest: float = 1.0,
    ) -> None:
        """Put pixels on a new layer of a document, and take the transform tool in hand.

        Args:
            at: the point of the picture where their middle goes; the picture's own by default.
            largest: the share of the picture's sides that they may take, scaled down if need be.
        """
        self._context.settle()
        state = document.state
        x, y = at or (state.width / 2, state.height / 2)
        left, top = round(x - pixels.width / 2), round(y - pixels.height / 2)
        layer = Layer(pixels, unique_name(name, state.layers), left, top, kind=Kind.CLIP_ART)
        after = operations.add_layer(state, layer)
        room = largest * min(state.width / pixels.width, state.height / pixels.height)
        if room < 1:
            after = operations.scale_layer(after, layer.number, room)
        document.change(self.tr("Add {name}").format(name=name), after)
        self._context.actions["transform"].trigger()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EditorError):
            raise error  # the application's hook keeps and tells it
        self._context.warn(str(error))
