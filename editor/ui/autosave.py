"""Keeps a copy of every changed document in the recovery folder while it is being edited."""

from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Slot

from editor.document.document import Document
from editor.document.errors import EditorError
from editor.document.history import Step
from editor.document.recovery import RecoveryStore, snapshot
from editor.ui.context import Context
from editor.ui.open_documents import OpenDocuments

__all__ = ["Autosave"]


class Autosave(QObject):
    """Writes what has changed at a steady pace, so that steady work cannot postpone it."""

    def __init__(self, context: Context, documents: OpenDocuments, store: RecoveryStore) -> None:
        super().__init__(context.window)
        self._context = context
        self._documents = documents
        self._store = store
        self._kept: dict[Document, Step | None] = {}
        self._names: dict[Document, str] = {}
        self._told = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        context.settings.connect("autosave_seconds", self._set_pace)
        self._set_pace()

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _set_pace(self, _value: object = None) -> None:
        self._timer.setInterval(self._context.settings.number("autosave_seconds") * 1000)

    def adopt(self, document: Document, name: str) -> None:
        """A recovered document has a copy already, under this name."""
        self._names[document] = name

    @Slot()
    def keep(self) -> None:
        """Write every document that has changed since it was last kept."""
        tool = self._context.view.tool
        for document in self._documents:
            step = document.history.present
            drawing = document is self._context.current.document and tool is not None and tool.busy
            changed = document.modified and self._kept.get(document, False) is not step
            if changed and not drawing:
                self._keep(document, step)

    def _keep(self, document: Document, step: Step | None) -> None:
        self._kept[document] = step
        state, origin = snapshot(document.state), document.origin
        name = self._names.setdefault(document, uuid4().hex)
        title, path = document.title, document.path
        self._context.background.run(
            lambda: self._store.keep(name, state, origin, title, path),
            self._on_kept,
            partial(self._on_not_kept, document),
        )

    def _on_kept(self, _nothing: None) -> None:
        self._told = False  # what fails after this is news

    def _on_not_kept(self, document: Document, error: Exception) -> None:
        self._kept.pop(document, None)  # so that it is tried again
        self._failed(error)

    def forget(self, document: Document) -> None:
        """What is in its file, or thrown away, needs no copy."""
        self._kept.pop(document, None)
        name = self._names.pop(document, None)
        if name is None:
            return  # nothing was kept
        self._context.background.run(
            lambda: self._store.forget(name), lambda _nothing: None, self._failed
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EditorError):
            raise error
        if not self._told:
            self._context.warn(str(error))
            self._told = True
