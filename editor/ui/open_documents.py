"""The documents that are open, as tabs."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from editor.canvas.view import CanvasView
from editor.canvas.viewport import Viewport
from editor.document.document import Changed, Document
from editor.ui.current import Current

__all__ = ["OpenDocuments"]


class OpenDocuments(QObject):
    """Which documents are open and which is in front; each keeps the place it was looked at.

    Signals:
        close_wanted: the user wants a document closed (a Document).
    """

    close_wanted = Signal(object)

    def __init__(self, current: Current, view: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self._current = current
        self._view = view
        self._documents: list[Document] = []
        self._viewports: dict[Document, Viewport] = {}
        self._nothing = view.document  # what the view shows while no document is open
        self.tabs = QTabBar(parent, documentMode=True, tabsClosable=True, movable=True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("Open pictures"))
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.tabMoved.connect(self._on_moved)
        self.tabs.tabCloseRequested.connect(self._on_close)
        self.tabs.hide()
        current.changed.connect(self._on_changed)

    def __iter__(self) -> Iterator[Document]:
        """Every open document, in the order of the tabs."""
        return iter(tuple(self._documents))

    def __len__(self) -> int:
        """How many are open."""
        return len(self._documents)

    def add(self, document: Document) -> None:
        """Open a document and bring it to the front."""
        self._documents.append(document)
        with QSignalBlocker(self.tabs):
            place = self.tabs.addTab(_tab_text(document))
        closer = self.tabs.tabButton(place, QTabBar.ButtonPosition.RightSide)
        if closer is not None:
            closer.setAccessibleName(self.tr("Close {name}").format(name=document.title))
        self.bring(document)

    def bring(self, document: Document) -> None:
        """Bring a document to the front."""
        before = self._current.document
        if before is not None and before is not document:
            before.preview(None)  # it may show more than the picture, and be looked at otherwise
            self._viewports[before] = self._view.viewport
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(self._documents.index(document))
        self._view.set_document(document, self._viewports.get(document))
        self._current.set_document(document)
        self.tabs.setVisible(len(self._documents) > 1)

    def remove(self, document: Document) -> None:
        """Close a document; its neighbour comes to the front."""
        place = self._documents.index(document)
        self._documents.remove(document)
        self._viewports.pop(document, None)
        with QSignalBlocker(self.tabs):
            self.tabs.removeTab(place)
        if self._documents:
            self.bring(self._documents[min(place, len(self._documents) - 1)])
        else:
            self._view.set_document(self._nothing)
            self._current.set_document(None)
        self.tabs.setVisible(len(self._documents) > 1)

    def refresh(self) -> None:
        """Show names and changes as they are."""
        for place, document in enumerate(self._documents):
            self.tabs.setTabText(place, _tab_text(document))

    def _on_changed(self, changed: Changed) -> None:
        if changed.history:
            self.refresh()

    def _on_tab(self, place: int) -> None:
        if 0 <= place < len(self._documents):
            self.bring(self._documents[place])

    def _on_moved(self, start: int, end: int) -> None:
        self._documents.insert(end, self._documents.pop(start))

    def _on_close(self, place: int) -> None:
        self.close_wanted.emit(self._documents[place])


def _tab_text(document: Document) -> str:
    # "&" would make the next letter a shortcut.
    return document.title.replace("&", "&&") + ("*" if document.modified else "")
