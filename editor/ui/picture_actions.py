"""The Picture menu: what changes the picture as a whole."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from editor.document import operations
from editor.document.state import State
from editor.ui.context import Context
from editor.ui.dialogs.size_dialog import CanvasSizeDialog, PictureSizeDialog

__all__ = ["PictureActions"]


class PictureActions(QObject):
    """Sizes, turns and mirrors the picture."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._add(
            "picture-resize",
            self.tr("Picture Size…"),
            self.resize,
            "resize",
            "Ctrl+Alt+I",
            self.tr("Scale the whole picture"),
        )
        self._add(
            "picture-canvas",
            self.tr("Canvas Size…"),
            self.resize_canvas,
            "canvas-size",
            "Ctrl+Alt+C",
            self.tr("Add room around the picture, or cut it away"),
        )
        self._add(
            "picture-rotate-right",
            self.tr("Rotate Right"),
            lambda: self._apply(self.tr("Rotate right"), lambda s: operations.rotate_quarter(s, 1)),
            "rotate-right",
            "Ctrl+Alt+R",
        )
        self._add(
            "picture-rotate-left",
            self.tr("Rotate Left"),
            lambda: self._apply(self.tr("Rotate left"), lambda s: operations.rotate_quarter(s, 3)),
            "rotate-left",
            "Ctrl+Alt+L",
        )
        self._add(
            "picture-flip-horizontal",
            self.tr("Flip Left to Right"),
            lambda: self._apply(
                self.tr("Flip left to right"), lambda s: operations.flip(s, horizontally=True)
            ),
            "flip-horizontal",
            "",
        )
        self._add(
            "picture-flip-vertical",
            self.tr("Flip Upside Down"),
            lambda: self._apply(
                self.tr("Flip upside down"), lambda s: operations.flip(s, horizontally=False)
            ),
            "flip-vertical",
            "",
        )

    def _add(
        self, name: str, text: str, run: Callable[[], None], icon: str, keys: str, tip: str = ""
    ) -> None:
        self._context.actions.add(
            name,
            text,
            run,
            icon_name=icon,
            keys=[keys] if keys else [],
            tip=tip,
            usable=self._context.has_document,
        )

    def _apply(self, label: str, operation: Callable[[State], State]) -> None:
        self._context.settle()
        self._context.change(label, operation(self._context.state))

    def resize(self) -> None:
        """Ask for a size and scale the picture to it."""
        state = self._context.state
        dialog = PictureSizeDialog(state.width, state.height, self._context.window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            width, height = dialog.size_wanted
            self._apply(
                self.tr("Picture size"), lambda s: operations.resize_picture(s, width, height)
            )

    def resize_canvas(self) -> None:
        """Ask for a canvas and cut or enlarge the picture to it."""
        state = self._context.state
        dialog = CanvasSizeDialog(state.width, state.height, self._context.window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            rect = dialog.rect_wanted
            self._apply(self.tr("Canvas size"), lambda s: operations.crop(s, rect))
