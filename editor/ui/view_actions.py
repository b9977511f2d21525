"""The View menu: zoom, turn, mask, full screen."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt

from editor.canvas.overlay import MaskLook
from editor.ui.context import Context

__all__ = ["ViewActions"]

TURN = 15.0


class ViewActions(QObject):
    """Changes what is seen, never the picture."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        view = context.view
        add = self._add
        add("zoom-in", self.tr("Zoom In"), view.zoom_in, "Ctrl++", "Ctrl+=")
        add("zoom-out", self.tr("Zoom Out"), view.zoom_out, "Ctrl+-")
        add("zoom-fit", self.tr("Fit in Window"), view.fit, "Ctrl+0")
        add("zoom-100", self.tr("Actual Size"), partial(view.zoom_to, 1.0), "Ctrl+1")
        add("view-turn-left", self.tr("Turn View Left"), partial(self.turn, -TURN), "Ctrl+Alt+Left")
        add(
            "view-turn-right",
            self.tr("Turn View Right"),
            partial(self.turn, TURN),
            "Ctrl+Alt+Right",
        )
        add(
            "view-upright", self.tr("Turn View Upright"), partial(view.rotate_to, 0.0), "Ctrl+Alt+0"
        )
        self._checkable("mask-show", self.tr("Show Mask"), self.show_mask, "Ctrl+H", "eye")
        context.actions["mask-show"].setChecked(True)
        self._checkable(
            "mask-outline",
            self.tr("Marching Outline"),
            self.outline,
            "Ctrl+Shift+H",
            "mask-outline",
        )
        full = context.actions.add(
            "full-screen",
            self.tr("Full Screen"),
            self.full_screen,
            icon_name="full-screen",
            keys=["F11"],
            checkable=True,
        )
        full.setChecked(context.window.isFullScreen())
        for key in ("mask_colour", "mask_opacity", "mask_style"):
            context.settings.connect(key, self.apply_look)
        self.apply_look()

    def _add(self, name: str, text: str, run: Callable[[], None], *keys: str) -> None:
        icon = {"view-turn-left": "rotate-left", "view-turn-right": "rotate-right"}.get(name, name)
        icon = "rotate-view" if name == "view-upright" else icon
        self._context.actions.add(
            name, text, run, icon_name=icon, keys=keys, usable=self._context.has_document
        )

    def _checkable(
        self, name: str, text: str, run: Callable[[], None], keys: str, icon: str
    ) -> None:
        self._context.actions.add(
            name,
            text,
            run,
            icon_name=icon,
            keys=[keys],
            checkable=True,
            usable=self._context.has_document,
        )

    def turn(self, degrees: float) -> None:
        """Turn the view further."""
        view = self._context.view
        view.rotate_to(view.viewport.rotation + degrees)

    def show_mask(self) -> None:
        """Show the mask or leave it out."""
        self._context.view.hide_mask(not self._context.actions["mask-show"].isChecked())

    def outline(self) -> None:
        """Show the mask as a marching outline or as a tint, and remember it."""
        marching = self._context.actions["mask-outline"].isChecked()
        self._context.settings.set("mask_style", "outline" if marching else "tint")

    def apply_look(self, _value: object = None) -> None:
        """Show the mask as the settings say."""
        settings = self._context.settings
        marching = settings.text("mask_style") == "outline"
        opacity = settings.number("mask_opacity") / 100
        look = MaskLook(settings.text("mask_colour"), opacity, marching)
        self._context.actions["mask-outline"].setChecked(marching)
        self._context.view.set_mask_look(look)

    def full_screen(self) -> None:
        """Fill the screen, or leave it."""
        window = self._context.window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
