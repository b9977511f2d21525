"""What few need: negative prompt, strength, seed, model, soft edge. Folded away at first."""

import secrets
from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, QSignalBlocker, Signal, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from editor.ui.icons import icon
from editor.ui.option_controls import Segments, SliderField
from editor.ui.prompt_bar.guidance_choice import GuidanceChoice
from editor.ui.prompt_bar.installed import Installed
from inference.request import REFINE, GuidanceName

__all__ = ["Advanced", "new_seed"]

NEW, FIXED = "new", "fixed"
SOFTEST = 16  # pixels of the model
DIGITS = QRegularExpression(r"\d{1,18}")  # all such numbers are seeds


def new_seed() -> int:
    """A seed that nobody chose, short enough to be written down."""
    return secrets.randbelow(2**31)


class Advanced(QFrame):
    """The settings that are folded away.

    Signals:
        changed: the user changed something.
        strength_changed: the user chose another strength, in (0, 1].
        model_changed: the user chose another model.
    """

    changed = Signal()
    strength_changed = Signal(float)
    model_changed = Signal()

    def __init__(self, models: Sequence[Installed], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._negative = QLineEdit()
        self._negative.setPlaceholderText(self.tr("What should not be there"))
        self._strength = SliderField(self.tr("Strength"), 1, 100, " %")
        self._strength.setToolTip(self.tr("How much of what is there is changed"))
        self._soft_edge = SliderField(self.tr("Soft edge"), 0, SOFTEST, " px")
        self._soft_edge.setToolTip(
            self.tr("How far the result fades in from the mask's edge, in pixels of the model")
        )
        self._soft_edge.set_value(1)
        self._stop_weak = QCheckBox(self.tr("Stop weaker ones early"))
        self._stop_weak.setToolTip(
            self.tr("Half-way, only the better half goes on; the others can be resumed")
        )
        self._refine = QCheckBox(self.tr("Refine at full resolution"))
        self._refine.setToolTip(
            self.tr("Run once more over results that were enlarged: finer, but slower")
        )
        self._guidance = GuidanceChoice()
        self._model = QComboBox()
        self._model.currentIndexChanged.connect(self._on_model)
        self.set_models(models)
        self._model.setToolTip(self.tr("Models that are installed"))
        self._new_or_fixed = Segments(
            self.tr("Seed"), [(NEW, self.tr("New each time")), (FIXED, self.tr("Fixed"))]
        )
        self._seed = QLineEdit()
        self._dice = QToolButton()
        self._build()
        self._connect()
        self._fix(on=False)

    def _build(self) -> None:
        self._seed.setValidator(QRegularExpressionValidator(DIGITS, self))
        self._seed.setFixedWidth(168)
        self._seed.setAccessibleName(self.tr("Seed"))
        self._seed.setToolTip(self.tr("The same seed and settings give the same candidates"))
        self._dice.setIcon(icon("redo"))
        self._dice.setToolTip(self.tr("Another seed"))
        self._dice.setAccessibleName(self.tr("Another seed"))
        seed = QHBoxLayout()
        seed.setSpacing(8)
        for widget in (self._new_or_fixed, self._seed, self._dice):
            seed.addWidget(widget)
        seed.addStretch(1)
        sliders = QHBoxLayout()
        sliders.setSpacing(24)
        sliders.addWidget(self._strength)
        sliders.addWidget(self._soft_edge)
        sliders.addWidget(self._stop_weak)
        sliders.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(3, 160)
        grid.addWidget(self._label(self.tr("Not"), self._negative), 0, 0)
        grid.addWidget(self._negative, 0, 1, 1, 3)
        grid.addWidget(self._label(self.tr("Seed"), self._seed), 1, 0)
        grid.addLayout(seed, 1, 1)
        grid.addWidget(self._label(self.tr("Model"), self._model), 1, 2)
        grid.addWidget(self._model, 1, 3)
        grid.addLayout(sliders, 2, 0, 1, 4)
        grid.addWidget(self._refine, 3, 0, 1, 2)
        grid.addWidget(self._label(self.tr("Guidance"), self._guidance), 3, 2)
        grid.addWidget(self._guidance, 3, 3)

    @staticmethod
    def _label(text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "secondary")
        label.setBuddy(buddy)
        return label

    def _connect(self) -> None:
        self._negative.textChanged.connect(self.changed)
        self._strength.changed.connect(self._on_strength)
        self._soft_edge.changed.connect(self.changed)
        self._refine.clicked.connect(self.changed)
        self._stop_weak.clicked.connect(self.changed)
        self._model.activated.connect(self.model_changed)
        self._guidance.activated.connect(self.changed)
        self._new_or_fixed.chosen.connect(self._on_new_or_fixed)
        self._seed.textEdited.connect(self.changed)
        self._dice.clicked.connect(self._on_dice)

    # -- values

    @property
    def negative(self) -> str:
        """What should not be there."""
        return " ".join(self._negative.text().split())

    @property
    def strength(self) -> float:
        """In (0, 1]."""
        return self._strength.value / 100

    def set_strength(self, strength: float) -> None:
        """Show a strength without telling anybody."""
        self._strength.set_value(strength * 100)

    def set_models(self, models: Sequence[Installed]) -> None:
        """Offer these; the first one is chosen."""
        self._specs = {model.name: model.spec for model in models}
        self._model.clear()
        for model in models:
            self._model.addItem(model.spec.title, model.name)

    def choose_model(self, name: str) -> None:
        """Choose a model; one that is not installed is passed over."""
        place = self._model.findData(name)
        if place >= 0 and place != self._model.currentIndex():
            self._model.setCurrentIndex(place)
            self.model_changed.emit()

    def put(self, negative: str, strength: float, seed: int, model: str, soft_edge: float) -> None:
        """Set everything; a model that is not installed is passed over."""
        self.choose_model(model)
        self._negative.setText(negative)
        self.set_strength(strength)
        self.strength_changed.emit(strength)
        self._soft_edge.set_value(soft_edge)
        self.set_seed(seed)

    @property
    def soft_edge(self) -> float:
        """In pixels of the model."""
        return float(self._soft_edge.value)

    @property
    def guidance(self) -> GuidanceName:
        """How CLIP steers."""
        return self._guidance.value

    def set_guidance(self, name: GuidanceName) -> None:
        """Show a way to steer without telling anybody."""
        self._guidance.set_value(name)

    @property
    def stop_weak(self) -> bool:
        """Whether weaker candidates are stopped early."""
        return self._stop_weak.isChecked()

    def set_stop_weak(self, *, on: bool) -> None:
        """Show whether they are, without telling anybody."""
        self._stop_weak.setChecked(on)

    @property
    def refine(self) -> float:
        """The strength of a refinement at full resolution; 0 is none."""
        return REFINE if self._refine.isChecked() else 0.0

    def set_refine(self, *, on: bool) -> None:
        """Show whether results are refined, without telling anybody."""
        self._refine.setChecked(on)

    @property
    def model(self) -> str:
        """The chosen model's name."""
        return str(self._model.currentData())

    @property
    def seed(self) -> int | None:
        """The seed that is fixed; None for a new one each time."""
        return int(self._seed.text() or 0) if self._seed.isEnabled() else None

    def set_seed(self, seed: int) -> None:
        """Fix a seed."""
        self._seed.setText(str(seed))
        self._fix(on=True)
        self.changed.emit()

    # -- what the user does

    def _fix(self, *, on: bool) -> None:
        self._new_or_fixed.set_value(FIXED if on else NEW)
        self._seed.setEnabled(on)

    @Slot(str)
    def _on_new_or_fixed(self, name: str) -> None:
        self._fix(on=name == FIXED)
        if name == FIXED and not self._seed.text():
            with QSignalBlocker(self._seed):
                self._seed.setText(str(new_seed()))
        self.changed.emit()

    @Slot()
    def _on_dice(self) -> None:
        self.set_seed(new_seed())

    @Slot(int)
    def _on_model(self, place: int) -> None:
        if place >= 0:
            self._guidance.suit(self._specs[self.model])

    @Slot(int)
    def _on_strength(self, percent: int) -> None:
        self.strength_changed.emit(percent / 100)
        self.changed.emit()
