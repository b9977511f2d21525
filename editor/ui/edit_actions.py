"""The Edit menu: undo, the clipboard, preferences."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage

from editor.document.clipart import ClipArt, library
from editor.document.compositor import flattened
from editor.document.document import Document
from editor.document.pixels import Pixels
from editor.ui.clipart_model import CLIPART_MIME
from editor.ui.context import Context
from editor.ui.opening import Opening

__all__ = ["EditActions"]


class EditActions(QObject):
    """Takes steps back, and moves pictures through the clipboard."""

    def __init__(self, context: Context, opening: Opening) -> None:
        super().__init__(context.window)
        self._context = context
        self._opening = opening
        add = context.actions.add
        some = context.has_document
        add(
            "undo",
            self.tr("Undo"),
            self.undo,
            icon_name="undo",
            keys=["Ctrl+Z"],
            usable=self.can_undo,
        )
        add(
            "redo",
            self.tr("Redo"),
            self.redo,
            icon_name="redo",
            keys=["Ctrl+Shift+Z", "Ctrl+Y"],
            usable=self.can_redo,
        )
        add(
            "copy",
            self.tr("Copy Layer"),
            self.copy,
            icon_name="copy",
            keys=["Ctrl+C"],
            tip=self.tr("Copy the active layer; under a mask, what is masked of it"),
            usable=self._has_layer,
        )
        add(
            "copy-picture",
            self.tr("Copy Picture"),
            self.copy_picture,
            icon_name="copy",
            keys=["Ctrl+Shift+C"],
            tip=self.tr("Copy all that is visible; under a mask, what is masked of it"),
            usable=some,
        )
        add(
            "paste",
            self.tr("Paste"),
            self.paste,
            icon_name="paste",
            keys=["Ctrl+V"],
            tip=self.tr("Put the picture in the clipboard on a layer of its own"),
        )

    # -- history

    def _busy(self) -> bool:
        tool = self._context.view.tool
        return tool is not None and tool.busy

    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        document = self._context.current.document
        return document is not None and document.history.position > 0

    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        document = self._context.current.document
        return document is not None and document.history.position < len(document.history.steps)

    def undo(self) -> None:
        """Take the last step back; what a tool has only begun counts as the last step."""
        if self._busy() and self._context.view.tool is not None:
            self._context.view.tool.cancel()
        else:
            self._context.document.undo()

    def redo(self) -> None:
        """Do the next step again."""
        self._context.settle()
        self._context.document.redo()

    # -- clipboard

    def _has_layer(self) -> bool:
        document = self._context.current.document
        return document is not None and document.state.active_layer is not None

    def copy(self) -> None:
        """Copy the active layer as it is placed in the picture."""
        self._context.settle()
        state = self._context.state
        alone = state.layers[state.index(state.active)].replaced(visible=True)
        self._copy(flattened(state.replaced(layers=(alone,))), self._context.document)

    def copy_picture(self) -> None:
        """Copy all that is visible."""
        self._context.settle()
        self._copy(flattened(self._context.state), self._context.document)

    def _copy(self, pixels: Pixels, document: Document) -> None:
        mask = document.state.mask
        if mask.array.any():
            share = mask.array[..., None].astype("uint16")
            pixels.array[...] = (pixels.array * share + 127) // 255
        bounds = pixels.bounds
        if bounds.empty:
            self._context.tell(self.tr("There is nothing to copy here."))
            return
        part = Pixels(pixels.array[bounds.slices].copy())
        QGuiApplication.clipboard().setImage(
            part.image.convertToFormat(QImage.Format.Format_ARGB32)
        )
        self._context.view.say(self.tr("Copied {w} × {h} pixels").format(w=bounds.w, h=bounds.h))

    def paste(self) -> None:
        """Paste a picture, or picture files."""
        if not self.take(QGuiApplication.clipboard().mimeData(), None):
            self._context.tell(self.tr("The clipboard holds no picture."))

    def take(self, data: QMimeData | None, at: tuple[float, float] | None) -> bool:
        """Take in pasted or dropped data; whether there was a picture in it.

        Args:
            at: the point of the picture where it was dropped.
        """
        if data is None:
            return False
        piece = _clip_art_in(data)
        if piece is not None:
            self._opening.add_clip_art(piece, at)
            return True
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            if self._context.has_document():
                for path in paths:
                    self._opening.add_layer(path, at)
            else:
                self._opening.open(paths)
            return True
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            return False
        pixels = Pixels.from_image(image)
        if self._context.has_document():
            name = self.tr("Pasted picture")
            self._opening.place(self._context.document, pixels, name, at)
        else:
            self._opening.add(Document.of_picture(pixels, self.tr("Pasted picture")))
        return True


def _clip_art_in(data: QMimeData) -> ClipArt | None:
    """The bundled piece that was dragged from its panel."""
    name = data.data(CLIPART_MIME).toStdString()
    return next((piece for piece in library() if name and piece.file.name == name), None)
