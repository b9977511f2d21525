"""Chooses how CLIP steers, where the model lets one choose."""

from PySide6.QtWidgets import QComboBox, QWidget

from inference.models.spec import ModelSpec
from inference.request import GuidanceName

__all__ = ["GuidanceChoice"]


class GuidanceChoice(QComboBox):
    """The ways to steer; only a model whose CLIP sees through noise has more than its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Guidance"))
        self.setToolTip(
            self.tr(
                "How the prompt steers: as published, through the network and without labels, or "
                "directly, faster"
            )
        )
        self.addItem(self.tr("Model's own"), "model")
        self.addItem(self.tr("Published"), "published")
        self.addItem(self.tr("Direct"), "direct")

    @property
    def value(self) -> GuidanceName:
        """The chosen way; the model's own where there is no choice."""
        name: GuidanceName = self.currentData() if self.isEnabled() else "model"
        return name

    def set_value(self, name: GuidanceName) -> None:
        """Choose a way without telling anybody who listens to ``activated``."""
        self.setCurrentIndex(self.findData(name))

    def suit(self, spec: ModelSpec) -> None:
        """Offer a choice where the model has one."""
        self.setEnabled(spec.clip.noise_aware)
