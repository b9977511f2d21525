"""Where an exported picture goes: a name, its folder, and whether something is there already."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from editor.document.document import Document
from editor.document.image_files import FORMATS, FileFormat, format_of
from editor.ui.dialogs.parts import button, label
from resources import resource

__all__ = ["ExportTarget", "suggested_path", "with_suffix"]


def with_suffix(path: Path, form: FileFormat) -> Path:
    """The same name with a suffix of that format; one that is no format's is part of the name."""
    if path.suffix.lower() in form.suffixes:
        return path
    if format_of(path) is not None:
        return path.with_suffix(form.suffixes[0])
    return path.with_name(path.name + form.suffixes[0])


def suggested_path(document: Document, form: FileFormat, folder: str) -> Path:
    """A name beside the photo or the project; never the photo's own, nor beside a bundled one.

    Args:
        folder: where the last picture went, for a document without a file; may be empty.
    """
    source, project = document.origin.source, document.path
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    places = [file.parent for file in (source, project) if file]
    places += [Path(name) for name in (folder, pictures) if name]
    usable = (each for each in places if each.is_dir() and not each.is_relative_to(resource()))
    place = next(usable, Path.home())
    path = place / (Path(document.title).stem + form.suffixes[0])
    if path == source:
        edited = QCoreApplication.translate("ExportTarget", "{name} edited")
        path = path.with_stem(edited.format(name=path.stem))
    return path


class ExportTarget(QWidget):
    """A name field with the folder under it, and a button that asks for both.

    Args:
        source: the photo that was opened.

    Signals:
        changed: another path is wanted.
        format_typed: the name was given the suffix of another format (a FileFormat).
    """

    changed = Signal()
    format_typed = Signal(object)

    def __init__(self, path: Path, form: FileFormat, source: Path | None) -> None:
        super().__init__()
        self._folder, self._format, self._source = path.parent, form, source
        self.name = QLineEdit(path.name)
        self.name.setAccessibleName(self.tr("File name"))
        self.name.setMinimumWidth(220)
        self.browse = button(self.tr("Browse…"))
        self._place = label("", "secondary")
        self._place.setMinimumWidth(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.browse)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(row)
        outer.addWidget(self._place)
        self.name.textEdited.connect(self._on_edited)
        self.name.editingFinished.connect(self._on_finished)
        self.browse.clicked.connect(self._on_browse)
        self._show_place()

    @property
    def path(self) -> Path:
        """The file wanted, with the suffix of the format."""
        typed = Path(self.name.text().strip()).expanduser()
        return with_suffix(self._folder / typed, self._format)

    @property
    def problem(self) -> str:
        """Why nothing can be written there, as a sentence; empty where it can."""
        if not self.name.text().strip(" ./"):
            return self.tr("Type a name for the file.")
        if not self.path.parent.is_dir():
            return self.tr("There is no folder {folder}; choose another.").format(
                folder=self.path.parent
            )
        if self.path.is_dir():
            return self.tr("There is a folder of this name; choose another name.")
        return ""

    @property
    def warning(self) -> str:
        """What will be replaced, as a sentence; empty where nothing is there."""
        if self.problem or not self.path.exists():
            return ""
        if self._source is not None and self._source.exists() and self.path.samefile(self._source):
            return self.tr("This is the photo that you opened; it will be replaced.")
        return self.tr("{name} exists and will be replaced.").format(name=self.path.name)

    def set_format(self, form: FileFormat) -> None:
        """Another format was chosen: the name follows."""
        self._format = form
        text = self.name.text().strip()
        if text and str(with_suffix(Path(text), form)) != text:
            self.name.setText(str(with_suffix(Path(text), form)))
        self.changed.emit()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        """Follow the suffix to another format at once, so that a warning comes before Enter."""
        form = format_of(Path(text.strip()))
        if form is not None and form is not self._format:
            self.format_typed.emit(form)
        self.changed.emit()

    @Slot()
    def _on_finished(self) -> None:
        """What was typed of a folder goes where the folder stands."""
        if self.name.text().strip(" ./"):
            path = self.path
            self._folder = path.parent
            self.name.setText(path.name)
            self._show_place()

    @Slot()
    def _on_browse(self) -> None:
        kinds = ";;".join(
            f"{form.label} ({' '.join('*' + suffix for suffix in form.suffixes)})"
            for form in sorted(FORMATS, key=lambda form: form is not self._format)
        )
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export To"),
            str(self.path),
            kinds,
            options=QFileDialog.Option.DontConfirmOverwrite,  # the dialog itself asks
        )
        if name:
            self._folder = Path(name).parent
            self.name.setText(Path(name).name)
            self._show_place()
            self._on_edited(name)
            self._on_finished()

    def _show_place(self) -> None:
        self._place.setText(self.tr("in {folder}").format(folder=self._folder))
        self._place.setToolTip(str(self._folder))
