"""A widget that looks at part of a picture: zoom, turn, pan, and the whole of it."""

from PySide6.QtCore import QPoint, QPointF, QSizeF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from editor.canvas.pointing import ZOOM_STEP
from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect

__all__ = ["LookingWidget"]


class LookingWidget(QWidget):
    """Keeps a viewport.

    Signals:
        viewport_changed: zoom, rotation or place changed.
    """

    viewport_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = Viewport(QSizeF(self.size()), QPointF())
        self._fit_wanted = True

    # -- what a subclass says and does

    def picture_rect(self) -> Rect:
        """The whole picture."""
        raise NotImplementedError

    def room(self) -> QSizeF:
        """Where the whole picture has to fit in."""
        return self._viewport.size

    def _show_moved(self, step: QPoint | None) -> None:
        """Another viewport is to be seen; ``step`` where everything moved by whole pixels."""
        raise NotImplementedError

    # -- looking

    @property
    def viewport(self) -> Viewport:
        """What is on screen."""
        return self._viewport

    def set_viewport(self, viewport: Viewport) -> None:
        """Show another part of the picture."""
        self._fit_wanted = False
        if viewport != self._viewport:
            step = self._viewport.shift_to(viewport)
            self._viewport = viewport
            self._show_moved(step)
            self.viewport_changed.emit()

    def fit(self) -> None:
        """Show the whole picture, and keep doing so while the view is resized."""
        fitted = self._viewport.resized(self.room()).fitted(self.picture_rect())
        self.set_viewport(fitted.resized(self._viewport.size))
        self._fit_wanted = True

    def refit(self) -> None:
        """The picture may be larger or smaller now: show the whole of it, if that is wanted."""
        if self._fit_wanted:
            self.fit()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a view point, the middle by default."""
        self.set_viewport(self._viewport.zoomed(self._viewport.zoom * factor, at))

    def zoom_in(self) -> None:
        """One step larger."""
        self.zoom_by(ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step smaller."""
        self.zoom_by(1 / ZOOM_STEP)

    def zoom_to(self, zoom: float) -> None:
        """A zoom in device pixels: 1 shows every picture pixel as one of the screen's."""
        self.set_viewport(self._viewport.zoomed(zoom / self.devicePixelRatioF()).settled())

    def rotate_to(self, degrees: float) -> None:
        """Show the picture turned; the picture itself stays."""
        self.set_viewport(self._viewport.rotated(degrees))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle, or the whole picture, in view."""
        fit = self._fit_wanted
        self.set_viewport(self._viewport.resized(QSizeF(event.size())))
        if fit:
            self.fit()
