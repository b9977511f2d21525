"""The bar at the bottom: zoom, size, what is masked, where the pointer is, what was just said."""

from PySide6.QtCore import QPointF, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from editor.document.document import Changed
from editor.document.mask_operations import share
from editor.document.words import number
from editor.ui.context import Context

__all__ = ["StatusBar"]

SAID_MS = 6000


class StatusBar(QStatusBar):
    """Facts at the left, the pointer's place at the right, passing sentences in between."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setSizeGripEnabled(False)
        self._zoom = QPushButton()
        self._zoom.setProperty("role", "quiet")
        self._zoom.setToolTip(self.tr("Switch between the whole picture and actual size"))
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._size, self._masked, self._said = QLabel(), QLabel(), QLabel()
        self._pointer = QLabel()
        self.state = QLabel()
        for label in (self._size, self._masked, self._said, self._pointer, self.state):
            label.setProperty("role", "secondary")
        for widget in (self._zoom, self._size, self._masked):
            self.addWidget(widget)
        self.addPermanentWidget(self._pointer)
        self.addPermanentWidget(self.state)
        view = context.view
        self._zoom.clicked.connect(self._switch_zoom)
        view.viewport_changed.connect(self._show_zoom)
        view.pointer_moved.connect(self._show_pointer)
        view.said.connect(self._say)
        context.current.replaced.connect(self._show_all)
        context.current.changed.connect(self._on_changed)
        context.background.busy_changed.connect(self._show_busy)
        self._show_all()

    @Slot()
    def _show_all(self) -> None:
        shown = self._context.has_document()
        for widget in (self._zoom, self._size, self._masked, self._pointer):
            widget.setVisible(shown)
        if shown:
            self._show_zoom()
            self._show_size()
            self._show_mask()

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if changed.structure:
            self._show_size()
        if changed.history or changed.structure:
            self._show_mask()

    @Slot()
    def _show_zoom(self) -> None:
        view = self._context.view
        percent = view.viewport.zoom * view.devicePixelRatioF() * 100
        text = f"{percent:.0f} %" if percent >= 10 else f"{number(percent, 1)} %"
        turned = view.viewport.rotation
        self._zoom.setText(f"{text} · {turned:.0f}°" if turned else text)

    def _show_size(self) -> None:
        shown = self._context.document.shown
        self._size.setText(f"{shown.width} × {shown.height}")

    def _show_mask(self) -> None:
        part = share(self._context.state.mask.array)
        if part == 0:
            self._masked.setText(self.tr("Nothing masked yet"))
        else:
            percent = number(part * 100, 1) if part >= 0.001 else f"< {number(0.1, 1)}"
            self._masked.setText(self.tr("Mask {share} %").format(share=percent))

    @Slot(object)
    def _show_pointer(self, at: QPointF | None) -> None:
        inside = at is not None and self._context.document.shown.rect.holds(at.x(), at.y())
        self._pointer.setText(f"{int(at.x())}, {int(at.y())}" if inside and at is not None else "")

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self.showMessage(sentence, SAID_MS)

    @Slot()
    def _show_busy(self) -> None:
        self.state.setText(self.tr("Working…") if self._context.background.busy else "")

    @Slot()
    def _switch_zoom(self) -> None:
        view = self._context.view
        if abs(view.viewport.zoom * view.devicePixelRatioF() - 1) < 1e-6:
            view.fit()
        else:
            view.zoom_to(1.0)
