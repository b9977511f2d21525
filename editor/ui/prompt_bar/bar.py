"""The prompt bar: modes, prompt, candidates, preset and the button that makes it."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.document.document import Changed
from editor.ui.context import Context
from editor.ui.icons import icon
from editor.ui.prompt_bar.advanced import Advanced
from editor.ui.prompt_bar.advice import Advice, Facts, advise
from editor.ui.prompt_bar.expand_row import ExpandRow
from editor.ui.prompt_bar.generate_button import GenerateButton
from editor.ui.prompt_bar.hint_row import HintRow
from editor.ui.prompt_bar.installed import Installed, installed_models
from editor.ui.prompt_bar.memory import PromptMemory
from editor.ui.prompt_bar.mode_chips import ModeChips
from editor.ui.prompt_bar.modes import Mode, strength_of
from editor.ui.prompt_bar.prompt_edit import PromptEdit
from editor.ui.prompt_bar.tokens import TokenCounter
from editor.ui.prompt_bar.wish import Wish
from inference.request import PRESETS

__all__ = ["PromptBar"]

MOST_CANDIDATES = 64
NATIVE = QKeySequence.SequenceFormat.NativeText


class PromptBar(QFrame):
    """Shows what is wanted, what is missing for it, and how far a run is.

    Attributes:
        models: what is installed, by name.
        modes, expand, prompt, advanced, candidates, preset, button, hint: its parts.
        pointed: whether the pointer is over it.

    Signals:
        changed: something else is wanted.
        generate_wanted, cancel_wanted: the button was pressed.
        escaped: Escape was pressed in the prompt.
        pointed_changed: the pointer came or went.
    """

    changed = Signal()
    generate_wanted = Signal()
    cancel_wanted = Signal()
    escaped = Signal()
    pointed_changed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._context = context
        self.models = {model.name: model for model in installed_models()}
        self.pointed = False
        self._memory = PromptMemory(context.settings)
        self._facts, self._advice = Facts(), Advice()
        self._running = False
        self._strengths: dict[Mode, float] = {}  # that the user chose
        self._tokens: TokenCounter | None = None
        self._counter_wanted = False
        self.modes = ModeChips()
        self.advanced = Advanced(list(self.models.values()))
        self.expand = ExpandRow()
        self.prompt = PromptEdit()
        self.candidates = QSpinBox(minimum=1, maximum=MOST_CANDIDATES)
        self.preset = QComboBox()
        self.button = GenerateButton()
        self.hint = HintRow()
        self._fold = QToolButton()
        self._build()
        self._recall()
        self._connect()
        self._on_mode()

    # -- making

    def _build(self) -> None:
        self._fold.setText(self.tr("Advanced"))
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        modes = QHBoxLayout()
        modes.addWidget(self.modes)
        modes.addStretch(1)
        modes.addWidget(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 4)
        column.setSpacing(8)
        column.addWidget(self.advanced)
        column.addLayout(modes)
        column.addWidget(self.expand)
        column.addLayout(self._prompt_row())
        column.addSpacing(-4)
        column.addWidget(self.hint)

    def _prompt_row(self) -> QHBoxLayout:
        titles = {"paper": self.tr("Paper"), "fast": self.tr("Fast"), "draft": self.tr("Draft")}
        for name, settings in PRESETS.items():
            text = self.tr("{preset} · {steps} steps")
            self.preset.addItem(text.format(preset=titles[name], steps=settings.steps), name)
        self.preset.setToolTip(self.tr("More steps take longer and come out finer"))
        row = QHBoxLayout()
        row.setSpacing(8)
        bottom = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.prompt, 1, bottom)
        row.addLayout(_labelled(self.tr("Candidates"), self.candidates, 80))
        row.addLayout(_labelled(self.tr("Preset"), self.preset, 152))
        row.addWidget(self.button, 0, bottom)
        return row

    def _recall(self) -> None:
        history, preset, candidates = self._memory.recall(MOST_CANDIDATES)
        for prompt in history:
            self.prompt.remember(prompt)
        self.preset.setCurrentIndex(self.preset.findData(preset))
        self.candidates.setValue(candidates)
        self._unfold(on=False)

    def _connect(self) -> None:
        self.modes.chosen.connect(self._on_mode)
        self._fold.clicked.connect(self._on_fold)
        self.expand.changed.connect(self._on_value)
        self.prompt.textChanged.connect(self._on_prompt)
        self.prompt.escaped.connect(self.escaped)
        self.candidates.valueChanged.connect(self._on_value)
        self.preset.activated.connect(self._on_value)
        self.advanced.changed.connect(self._on_value)
        self.advanced.strength_changed.connect(self._on_strength)
        self.advanced.model_changed.connect(self._on_mode)
        self.button.clicked.connect(self._on_button)
        self.hint.tool_wanted.connect(self._on_tool_wanted)
        self._context.current.replaced.connect(self._look)
        self._context.current.changed.connect(self._on_changed)

    # -- what is wanted

    @property
    def mode(self) -> Mode:
        """The mode that is on."""
        return self.modes.mode

    @property
    def model(self) -> Installed:
        """The model that is chosen."""
        return self.models[self.advanced.model]

    def refresh_models(self) -> None:
        """Offer the models that are installed now; the one in use stays while it is there."""
        present = self.advanced.model
        self.models = {model.name: model for model in installed_models()}
        self.advanced.set_models(list(self.models.values()))
        self.choose_model(present)

    @Slot(str)
    def choose_model(self, name: str) -> None:
        """Use another model."""
        self.advanced.choose_model(name)

    @property
    def wish(self) -> Wish:
        """All that is set."""
        return Wish(
            mode=self.mode,
            prompt=self.prompt.prompt,
            negative=self.advanced.negative,
            candidates=self.candidates.value(),
            preset=str(self.preset.currentData()),
            strength=self.advanced.strength,
            seed=self.advanced.seed,
            model=self.advanced.model,
            soft_edge=self.advanced.soft_edge,
            guidance=self.advanced.guidance,
            refine=self.advanced.refine,
            stop_weak=self.advanced.stop_weak,
            sides=self.expand.sides if self.mode is Mode.EXPAND else {},
        )

    def put(self, wish: Wish) -> None:
        """Show what is wanted, all of it, and let the prompt be edited."""
        self.modes.choose(wish.mode)
        if wish.mode is Mode.EXPAND:
            self.expand.put(wish.sides)
        self.prompt.set_prompt(wish.prompt)
        self.preset.setCurrentIndex(self.preset.findData(wish.preset))
        seed = wish.seed or 0
        self.advanced.put(wish.negative, wish.strength, seed, wish.model, wish.soft_edge)
        self.advanced.set_guidance(wish.guidance)
        self.advanced.set_refine(on=wish.refine > 0)
        self.advanced.set_stop_weak(on=wish.stop_weak)
        self._unfold(on=True)
        self.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    def insist(self) -> bool:
        """Whether all is there for a run; where it is not, say so clearly and go there."""
        self.expand.commit()
        if not self._advice.missing:
            return True
        self.hint.stress()
        if self._advice.missing == "extent":
            self.expand.take_focus()
        if self._advice.missing == "prompt":
            self.prompt.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def remember(self, wish: Wish) -> None:
        """A run was begun like this."""
        self.prompt.remember(wish.prompt)
        self._memory.keep(self.prompt.history, wish.preset, wish.candidates)

    # -- what is told

    def show_idle(self, estimate: str, note: str) -> None:
        """No run goes on.

        Args:
            estimate: about how long one takes; "" where that is not known.
            note: said under the prompt where nothing is missing.
        """
        self._running = False
        shortcut = self._context.actions["generate"].shortcut().toString(NATIVE)
        keys = shortcut.replace("Return", self.tr("Enter"))
        both = self.tr("{keys} · about {time}").format(keys=keys, time=estimate)
        self.button.show_lines(self.tr("Generate"), both if estimate else keys)
        self.hint.note(note)
        self._show_role()

    def show_running(self, progress: str, share: float, note: str) -> None:
        """A run goes on.

        Args:
            progress: how far it is, in words.
            share: 0 … 1.
            note: said under the prompt where nothing is missing.
        """
        self._running = True
        self.button.show_lines(self.tr("Cancel"), progress, share)
        self.hint.note(note)
        self._show_role()

    def _show_role(self) -> None:
        """Only what is to be done next has the accent."""
        ready = not self._running and not self._advice.missing
        self.button.set_role("primary" if ready else "plain")

    # -- following

    @Slot()
    def _on_mode(self) -> None:
        own = strength_of(self.mode, self.model.spec.tuning.strength)
        self.advanced.set_strength(self._strengths.get(self.mode, own))
        self.expand.setVisible(self.mode is Mode.EXPAND)
        questions = {
            Mode.REMOVE: self.tr("What is behind it?"),
            Mode.EXPAND: self.tr("What comes there? Empty goes on with the picture"),
        }
        self.prompt.setPlaceholderText(questions.get(self.mode, self.tr("What should be there?")))
        self._on_value()

    @Slot(float)
    def _on_strength(self, strength: float) -> None:
        self._strengths[self.mode] = strength

    @Slot()
    def _on_prompt(self) -> None:
        if self.prompt.prompt and not self._counter_wanted:
            self._counter_wanted = True
            self._context.background.run(TokenCounter, self._on_counter, self._on_no_counter)
        self._on_value()

    def _on_counter(self, counter: TokenCounter) -> None:
        self._tokens = counter
        self._advise()

    @staticmethod
    def _on_no_counter(error: Exception) -> None:
        raise error  # the application's hook tells of it; prompts can be written all the same

    @Slot()
    def _on_value(self) -> None:
        concepts = self.model.concepts
        self.prompt.set_words(concepts.words if concepts is not None else ())
        self._advise()
        self.changed.emit()

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if changed.history or changed.structure:
            self._look()

    @Slot()
    def _look(self) -> None:
        document = self._context.current.document
        self._facts = Facts() if document is None else Facts.of(document.state)
        self.expand.set_picture(self._facts.width, self._facts.height)
        self._advise()

    def _advise(self) -> None:
        limit = self.model.token_limit
        tokens = None if self._tokens is None else self._tokens.count(self.prompt.prompt)
        tip = self.tr("Words are read in pieces; the model reads {limit} of them")
        self.prompt.show_count(f"{tokens}/{limit}" if tokens else "", tip.format(limit=limit))
        self._advice = advise(self.wish, self._facts, self.model, tokens)
        self.hint.advise(self._advice)
        self._show_role()

    # -- what the user does

    @Slot()
    def _on_fold(self) -> None:
        self._unfold(on=self.advanced.isHidden())

    def _unfold(self, *, on: bool) -> None:
        self.advanced.setVisible(on)
        self._fold.setIcon(icon("chevron-down" if on else "chevron-up"))

    @Slot()
    def _on_button(self) -> None:
        (self.cancel_wanted if self._running else self.generate_wanted).emit()

    @Slot(str)
    def _on_tool_wanted(self, tool: str) -> None:
        self._context.actions[tool].trigger()
        self._context.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is here."""
        super().enterEvent(event)
        self._point(on=True)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone."""
        super().leaveEvent(event)
        self._point(on=False)

    def _point(self, *, on: bool) -> None:
        self.pointed = on
        self.pointed_changed.emit()


def _labelled(text: str, control: QWidget, width: int) -> QVBoxLayout:
    """A control under its small label, as high as the prompt."""
    label = QLabel(text)
    label.setProperty("role", "small")
    label.setBuddy(control)
    control.setFixedWidth(width)
    control.setAccessibleName(text)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addStretch(1)
    column.addWidget(label)
    column.addWidget(control)
    return column
