"""Which document a run belongs to, also after that was closed or the application restarted."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject

from editor.document.document import Document
from editor.ui.context import Context
from editor.ui.open_documents import OpenDocuments

__all__ = ["DocumentKey", "Whereabouts"]


@dataclass(frozen=True)
class DocumentKey:
    """A document as a run found it.

    Attributes:
        place: its file; its title where there is none.
        width, height: the picture's size at that moment.
    """

    place: str
    width: int
    height: int

    def __str__(self) -> str:
        """For the journal; ``parse`` reads it."""
        return f"{self.width}x{self.height} {self.place}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The inverse of str(); None where it is something else."""
        size, _, place = text.partition(" ")
        width, _, height = size.partition("x")
        if not (width.isdecimal() and height.isdecimal()):
            return None
        return cls(place, int(width), int(height))


class Whereabouts(QObject):
    """Knows the open documents by their keys."""

    def __init__(self, context: Context, documents: OpenDocuments) -> None:
        super().__init__(context.window)
        self._context = context
        self._documents = documents
        self._places: WeakKeyDictionary[Document, str] = WeakKeyDictionary()
        self._titles: set[str] = set()  # places of documents without a file, open or not

    def key(self, document: Document) -> DocumentKey:
        """What tells an open document apart from the others, and its present size."""
        if document not in self._places:
            self._places[document] = self._free(_place(document), document)
        return DocumentKey(self._places[document], document.state.width, document.state.height)

    def moved(self, document: Document) -> str:
        """A document may be in another file now; the place that it goes by from now on."""
        self._places[document] = self._free(_place(document), document)
        return self._places[document]

    def find(self, key: DocumentKey) -> Document | None:
        """The open document that a run was made for, whatever its size is now."""
        return next((d for d in self._documents if self.key(d).place == key.place), None)

    def reach(self, key: DocumentKey) -> Document | None:
        """Bring the document that a run was made for to the front; None, said why, if it cannot."""
        document = self.find(key)
        if document is None:
            self._context.tell(
                self.tr(
                    "The picture of this candidate is closed. Open {name} and try again."
                ).format(name=key.place)
            )
            return None
        if document is not self._context.current.document:
            self._documents.bring(document)
        if self.key(document) != key:
            self._context.tell(
                self.tr(
                    "This candidate was made for a picture of {width} × {height} pixels, and its "
                    "size has changed since. Undo that, or generate again."
                ).format(width=key.width, height=key.height)
            )
            return None
        return document

    def _free(self, wanted: str, document: Document) -> str:
        """``wanted``, with a number where another document goes by that name."""
        taken = {p for other, p in self._places.items() if other is not document}
        taken = {p for p in taken if any(self._places.get(d) == p for d in self._documents)}
        if _file(document) is None:
            taken |= self._titles  # the next "Untitled" has nothing of one that was closed
        number, place = 1, wanted
        while place in taken:
            number += 1
            place = f"{wanted} #{number}"
        if _file(document) is None:
            self._titles.add(place)
        return place


def _file(document: Document) -> Path | None:
    return document.path or document.origin.source


def _place(document: Document) -> str:
    return str(_file(document) or document.title)
