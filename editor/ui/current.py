"""The document that the window is about at the moment; panels look here."""

from PySide6.QtCore import QObject, Signal

from editor.document.document import Changed, Document

__all__ = ["Current"]


class Current(QObject):
    """Which document is in front, and its changes as Qt signals.

    Signals:
        replaced: another document is in front, or none.
        changed: something changed in the one in front (a Changed).
    """

    replaced = Signal()
    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None

    @property
    def document(self) -> Document | None:
        """The document in front; None on the start page."""
        return self._document

    def set_document(self, document: Document | None) -> None:
        """Bring another document to the front."""
        if document is self._document:
            return
        if self._document is not None:
            self._document.unlisten(self._on_changed)
        self._document = document
        if document is not None:
            document.listen(self._on_changed)
        self.replaced.emit()

    def _on_changed(self, changed: Changed) -> None:
        self.changed.emit(changed)
