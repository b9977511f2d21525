"""Lets rows glide from where they were to where they belong."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QVariantAnimation, Signal, Slot

from editor.ui.candidates.rows import Row

__all__ = ["Glide"]

DURATION_MS = 150


class Glide(QObject):
    """How far each row still is from its place.

    Signals:
        moved: the offsets are others now.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offsets: dict[Row, QPoint] = {}
        self._left = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(DURATION_MS)
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_value)
        self._animation.finished.connect(self.stop)

    def start(self, offsets: Mapping[Row, QPoint]) -> None:
        """Begin again, from these offsets."""
        self._animation.stop()
        self._offsets = dict(offsets)
        self._left = 1.0
        if self._offsets:
            self._animation.start()

    @Slot()
    def stop(self) -> None:
        """Put everything where it belongs."""
        self._animation.stop()
        if self._offsets:
            self._offsets = {}
            self.moved.emit()

    @property
    def running(self) -> bool:
        """Whether anything is on its way."""
        return bool(self._offsets)

    def offset(self, row: Row) -> QPoint:
        """Where a row is, from its place."""
        whole = self._offsets.get(row)
        return QPoint() if whole is None else whole * self._left

    def __iter__(self) -> Iterator[Row]:
        """The rows on their way."""
        return iter(self._offsets)

    @Slot(object)
    def _on_value(self, left: float) -> None:
        self._left = left
        self.moved.emit()
