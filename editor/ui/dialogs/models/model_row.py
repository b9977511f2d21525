"""One model in the list: what it is, how it is, and what can be done about it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.dialogs.export_estimate import readable_size
from editor.ui.dialogs.models.estimate import Estimate
from editor.ui.dialogs.models.parts import show_as
from editor.ui.dialogs.models.status import ModelState, Status
from editor.ui.dialogs.models.words import estimate_text, size_text, status_text
from editor.ui.dialogs.parts import button, label
from inference.models.spec import ModelSpec

__all__ = ["ModelRow"]

INDENT = 34  # under the title
WHOLE = 1000  # of the progress bar

BUTTONS = {
    ModelState.ABSENT: ("import", "download"),
    ModelState.WAITING: ("cancel",),
    ModelState.STARTING: ("cancel", "pause"),
    ModelState.DOWNLOADING: ("cancel", "pause"),
    ModelState.PAUSED: ("cancel", "import", "resume"),
    ModelState.INSTALLED: ("verify", "remove"),
    ModelState.DAMAGED: ("remove", "import", "download"),
}
"""By state, from left to right; in states that are not here one can only wait."""

WITH_BAR = {
    ModelState.STARTING,
    ModelState.DOWNLOADING,
    ModelState.INSTALLING,
    ModelState.PAUSING,
    ModelState.PAUSED,
}


class ModelRow(QFrame):
    """A card. What would delete much is asked for again, in its place.

    Args:
        name: what a request calls the model.
        bundled: whether it comes with the application and stays.

    Signals:
        chosen: the user wants this model used.
        wanted: the user wants something done: a name of BUTTONS.
    """

    chosen = Signal()
    wanted = Signal(str)

    def __init__(self, name: str, spec: ModelSpec, *, bundled: bool) -> None:
        super().__init__()
        self.name = name
        self._spec = spec
        self._bundled = bundled
        self._status = Status(ModelState.ABSENT)
        self._kept = 0
        self._asking = ""  # what is asked about: "cancel" or "remove"
        self.setProperty("role", "card")
        self.radio = QRadioButton()
        self.radio.setAccessibleName(self.tr("Use {model}").format(model=spec.title))
        self.radio.setAutoExclusive(False)  # a group of the dialog's sees to that
        self.radio.clicked.connect(self.chosen)
        self.facts = label("", "secondary", wrap=True)
        self.forecast = label("", "secondary", wrap=True)
        self.forecast.setToolTip(self.tr("With the preset Fast"))
        self.said = label("", "secondary", wrap=True)
        self.error = label("", "error", wrap=True)
        self.bar = QProgressBar(maximum=WHOLE, textVisible=False)
        self.bar.setAccessibleName(self.tr("Download of {model}").format(model=spec.title))
        self._make_buttons()
        self._build()

    def _make_buttons(self) -> None:
        texts = {
            "cancel": (self.tr("Cancel"), self.tr("Stop, and delete what has arrived")),
            "pause": (self.tr("Pause"), self.tr("Stop for now, and keep what has arrived")),
            "verify": (self.tr("Verify"), self.tr("See whether its file is as it was installed")),
            "remove": (self.tr("Remove"), self.tr("Delete its files from this machine")),
            "import": (self.tr("Import…"), self.tr("Install from a file that you have")),
            "download": (self.tr("Download"), ""),
            "resume": (self.tr("Resume"), self.tr("Go on where the download was stopped")),
        }
        self.buttons: dict[str, QPushButton] = {}
        for action, (text, tip) in texts.items():
            made = self.buttons[action] = self._button(text, "quiet" if action == "cancel" else "")
            made.setToolTip(tip)
            made.clicked.connect(lambda _on=False, action=action: self._on_pressed(action))
        self.keep = self._button(self.tr("Keep"), "quiet")
        self.keep.clicked.connect(self._on_keep)
        self.really = self._button("", "danger")
        self.really.clicked.connect(self._on_really)

    def _button(self, text: str, role: str) -> QPushButton:
        made = button(text, role)
        made.setAccessibleName(f"{text}: {self._spec.title}")
        return made

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.radio)
        head.addWidget(label(self._spec.title, "title", wrap=True), 1)
        for each in (*self.buttons.values(), self.keep, self.really):
            head.addWidget(each)
        words = QVBoxLayout()
        words.setContentsMargins(INDENT, 0, 0, 0)
        words.setSpacing(4)
        about = label(self._spec.about, wrap=True)
        for widget in (about, self.facts, self.forecast, self.bar, self.said, self.error):
            words.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(words)

    # -- showing

    def show_status(self, status: Status, kept: int) -> None:
        """Show how the model is.

        Args:
            kept: bytes of its files that are here.
        """
        self._status, self._kept = status, kept
        if self._asking not in BUTTONS.get(status.state, ()):
            self._asking = ""
        self.radio.setEnabled(status.state is ModelState.INSTALLED)
        installed = status.state in (ModelState.INSTALLED, ModelState.VERIFYING)
        side = self._spec.unet.image_size
        facts = (
            self.tr("{side} × {side} pixels").format(side=side),
            size_text(self._spec, kept if installed else 0),
            self.tr("licence: {name}").format(name=self._spec.licence),
        )
        self.facts.setText(" · ".join(facts))
        self.bar.setVisible(status.state in WITH_BAR and bool(status.total))
        self.bar.setValue(WHOLE * status.done // status.total if status.total else 0)
        good_or_bad = "good" if status.well else "error"
        show_as(self.error, status.sentence, good_or_bad)
        self._show_state()

    def show_estimate(self, estimate: Estimate) -> None:
        """Show what this machine can do with the model."""
        warns = estimate.short_of_memory or estimate.hopeless
        show_as(self.forecast, estimate_text(estimate), "warning" if warns else "secondary")

    def _show_state(self) -> None:
        """The line about the state, or the question in its place, and the buttons with it."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        usable = () if self._bundled or self._asking else BUTTONS.get(self._status.state, ())
        for action, made in self.buttons.items():
            made.setVisible(action in usable)
        for each in (self.keep, self.really):
            each.setVisible(bool(self._asking))
        well = self._status.state is ModelState.INSTALLED
        if self._asking:
            show_as(self.said, self._question(), "")
        else:
            show_as(self.said, status_text(self._status), "good" if well else "secondary")
        self.bar.setAccessibleDescription(self.said.text())
        if had_focus:
            self._keep_focus()

    def _question(self) -> str:
        if self._asking == "remove":
            return self.tr("Remove {size}?").format(size=readable_size(self._kept))
        size = readable_size(self._status.done)
        return self.tr("Delete the {size} that have arrived?").format(size=size)

    def _keep_focus(self) -> None:
        """Qt gives the focus away from a button that goes; keep it in this row."""
        here: list[QWidget] = [self.keep, *self.buttons.values(), self.radio]
        if not any(each.hasFocus() for each in here):
            visible = [each for each in here if not each.isHidden() and each.isEnabled()]
            if visible:
                visible[0].setFocus()

    # -- what the user does

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole card chooses the model, where it can be used."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside and self.radio.isEnabled():
            self.chosen.emit()
        super().mouseReleaseEvent(event)

    def _on_pressed(self, action: str) -> None:
        deletes = action == "remove" or (
            action == "cancel"
            and self._status.state is not ModelState.WAITING
            and self._status.done
        )
        if not deletes:
            self.wanted.emit(action)
            return
        self._asking = action
        self.really.setText(self.tr("Remove") if action == "remove" else self.tr("Delete"))
        self.really.setAccessibleName(f"{self.really.text()}: {self._spec.title}")
        self._show_state()

    @Slot()
    def _on_keep(self) -> None:
        self._asking = ""
        self._show_state()

    @Slot()
    def _on_really(self) -> None:
        action, self._asking = self._asking, ""
        self._show_state()
        self.wanted.emit(action)
