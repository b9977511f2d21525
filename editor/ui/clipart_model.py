"""Clip-art as a Qt model: what a search finds, with small pictures made when they are looked at."""

from collections import deque
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    QUrl,
    Slot,
)
from PySide6.QtGui import QImageReader, QPixmap

from editor.document.clipart import ClipArt, library, search

__all__ = ["CLIPART_MIME", "PIECE", "THUMBNAIL", "ClipArtModel"]

Index = QModelIndex | QPersistentModelIndex

CLIPART_MIME = "application/x-blendbrush-clipart"
"""Dragged data of this kind is the name of a library file, in UTF-8."""

PIECE = Qt.ItemDataRole.UserRole
"""The role of the ClipArt itself."""

THUMBNAIL = 72
"""Device independent pixels of a thumbnail's longest side."""

NOTHING = QModelIndex()


class ClipArtModel(QAbstractListModel):
    """The pieces that the present query finds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces: list[ClipArt] = []
        self._pixmaps: dict[ClipArt, QPixmap] = {}
        self._scale = 1.0
        self._wanted: deque[ClipArt] = deque()
        # One piece each time the event loop is idle: scrolling never waits for decoding.
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._decode_one)

    def find(self, query: str) -> None:
        """Show what a query finds; an empty one finds everything."""
        self.beginResetModel()
        self._pieces = search(query, library())
        self.endResetModel()

    # -- thumbnails

    def thumbnail(self, piece: ClipArt, scale: float) -> QPixmap | None:
        """A small picture of a piece; None until it has been decoded, which this begins.

        Args:
            scale: device pixels to a device independent one.
        """
        if scale != self._scale:
            self._pixmaps.clear()
            self._scale = scale
        pixmap = self._pixmaps.get(piece)
        if pixmap is None and piece not in self._wanted:
            self._wanted.append(piece)
            self._timer.start()
        return pixmap

    def rest(self) -> None:
        """Decode nothing more until it is looked at again."""
        self._timer.stop()
        self._wanted.clear()

    @Slot()
    def _decode_one(self) -> None:
        if not self._wanted:
            self._timer.stop()
            return
        piece = self._wanted.popleft()
        self._pixmaps[piece] = _decoded(piece, self._scale)
        if piece in self._pieces:
            index = self.index(self._pieces.index(piece))
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    # -- the model

    def rowCount(self, parent: Index = NOTHING) -> int:
        """How many pieces were found."""
        return 0 if parent.isValid() else len(self._pieces)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Pieces can be chosen and dragged out."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The piece's name, its credit as a tip, or `PIECE`."""
        if not index.isValid():
            return None
        piece = self._pieces[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return piece.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("{name}, by {author}").format(name=piece.name, author=piece.author)
        if role == PIECE:
            return piece
        return None

    def supportedDragActions(self) -> Qt.DropAction:
        """The library keeps what is dragged out of it."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Ours for the canvas, a file for everything else."""
        return [CLIPART_MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The piece being dragged, as its name in the library and as a file."""
        file = self._pieces[indexes[0].row()].file
        data = QMimeData()
        data.setData(CLIPART_MIME, file.name.encode())
        data.setUrls([QUrl.fromLocalFile(str(file))])
        return data


def _decoded(piece: ClipArt, scale: float) -> QPixmap:
    """A piece's thumbnail; nothing at all where its file can not be read."""
    most = round(THUMBNAIL * scale)
    reader = QImageReader(str(piece.file))
    size = reader.size().scaled(QSize(most, most), Qt.AspectRatioMode.KeepAspectRatio)
    reader.setScaledSize(size)
    pixmap = QPixmap.fromImageReader(reader)
    pixmap.setDevicePixelRatio(scale)
    return pixmap
