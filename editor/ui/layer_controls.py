"""How the active layer mixes: blend mode, opacity and lock, above the layers list."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QSpinBox, QToolButton, QWidget

from editor.document.layer import Blend
from editor.ui.blend_names import blend_name
from editor.ui.icons import icon
from editor.ui.layers_model import LayersModel, Toggle

__all__ = ["LayerControls"]

BLEND_WIDTH, SPIN_WIDTH = 132, 76


class LayerControls(QWidget):
    """Follows the model's active layer and changes it."""

    def __init__(self, model: LayersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._blend = QComboBox()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._spin = QSpinBox()
        self._lock = QToolButton()
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        for blend in Blend:
            self._blend.addItem(blend_name(blend), blend.value)
        self._blend.setMaxVisibleItems(len(Blend))
        self._blend.setFixedWidth(BLEND_WIDTH)
        _name(self._blend, self.tr("Blend mode"), self.tr("How the layer mixes with those below"))
        self._slider.setRange(0, 100)
        self._slider.setPageStep(10)
        self._spin.setRange(0, 100)
        self._spin.setSuffix(self.tr(" %"))
        self._spin.setFixedWidth(SPIN_WIDTH)
        self._spin.setKeyboardTracking(False)
        for control in (self._slider, self._spin):
            _name(control, self.tr("Opacity"), self.tr("Opacity of the layer"))
        self._lock.setIconSize(QSize(20, 20))
        self._lock.setFixedSize(28, 28)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._blend)
        row.addWidget(self._slider, 1)
        row.addWidget(self._spin)
        row.addWidget(self._lock)

    def _connect(self) -> None:
        self._blend.activated.connect(self._on_blend)
        self._slider.valueChanged.connect(self._model.set_opacity)
        self._slider.sliderReleased.connect(self._model.seal)
        self._spin.valueChanged.connect(self._model.set_opacity)
        self._spin.editingFinished.connect(self._model.seal)
        self._lock.clicked.connect(self._on_lock)
        self._model.modelReset.connect(self.refresh)
        self._model.dataChanged.connect(self._on_data)

    # -- from the model

    @Slot(QModelIndex, QModelIndex, list)
    def _on_data(
        self,
        first: QModelIndex | QPersistentModelIndex,
        _last: QModelIndex | QPersistentModelIndex,
        _roles: list[int],
    ) -> None:
        if first.row() == self._model.active_row:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the active layer's properties."""
        layer = self._model.active_layer
        free = layer is not None and not layer.locked
        for control in (self._blend, self._slider, self._spin):
            control.setEnabled(free)
        self._lock.setEnabled(layer is not None)
        locked = layer is not None and layer.locked
        self._lock.setIcon(icon("lock" if locked else "lock-open"))
        doing = self.tr("Unlock layer") if locked else self.tr("Lock layer")
        _name(self._lock, doing, doing)
        if layer is None:
            return
        with (
            QSignalBlocker(self._blend),
            QSignalBlocker(self._slider),
            QSignalBlocker(self._spin),
        ):
            self._blend.setCurrentIndex(self._blend.findData(layer.blend.value))
            self._slider.setValue(round(layer.opacity * 100))
            self._spin.setValue(round(layer.opacity * 100))

    # -- to the model

    @Slot(int)
    def _on_blend(self, index: int) -> None:
        self._model.set_blend(Blend(self._blend.itemData(index)))

    @Slot()
    def _on_lock(self) -> None:
        row = self._model.active_row
        if row >= 0:
            self._model.toggle(row, Toggle.LOCKED)


def _name(control: QWidget, name: str, tip: str) -> None:
    control.setAccessibleName(name)
    control.setToolTip(tip)
