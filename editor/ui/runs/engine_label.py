"""What the status bar says of the engine: model, device, precision, state."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel

from editor.jobs.messages import EngineState
from editor.jobs.runner import Runner
from editor.ui.theme import Theme

__all__ = ["EngineLabel"]


class EngineLabel(QLabel):
    """A line such as "starter · cpu · float32 ● ready"."""

    def __init__(self, runner: Runner, theme: Theme) -> None:
        super().__init__()
        self._runner = runner
        self._theme = theme
        self.setProperty("role", "secondary")
        self.setTextFormat(Qt.TextFormat.RichText)
        runner.engine_changed.connect(self._show)
        theme.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        engine = self._runner.engine
        known = (engine.model, engine.device.upper(), engine.precision)
        facts = " · ".join(fact for fact in known if fact)
        words, colour = self._state(engine.state)
        dot = f'<span style="color: {colour}">●</span>'
        self.setText(f"{facts} {dot} {words}")
        self.setAccessibleName(f"{facts} {words}")
        self.setToolTip(engine.sentence)

    def _state(self, state: EngineState) -> tuple[str, str]:
        colours = self._theme.colours
        return {
            EngineState.STARTING: (self.tr("starting"), colours.secondary),
            EngineState.LOADING: (self.tr("loading the model"), colours.secondary),
            EngineState.READY: (self.tr("ready"), colours.good),
            EngineState.BUSY: (self.tr("working"), colours.good),
            EngineState.RESTARTING: (self.tr("restarting"), colours.warning),
            EngineState.UNAVAILABLE: (self.tr("not available"), colours.error),
        }[state]
