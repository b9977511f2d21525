"""What a run that would begin now takes: its region, its time, its memory."""

from PySide6.QtCore import QObject, Signal

from editor.ui.context import Context
from editor.ui.prompt_bar.bar import PromptBar
from editor.ui.prompt_bar.modes import Mode
from editor.ui.runs.expand_forecast import Expansion, Planner, load_planner
from editor.ui.runs.forecast import memory_bytes, next_region, region_text
from editor.ui.runs.pace import Paces
from inference.events import Box

__all__ = ["NextRun"]


class NextRun(QObject):
    """Told to look, it finds out from the prompt bar and the document in front.

    Attributes:
        region: what would be worked on, in pixels of the picture; None where nothing would.

    Signals:
        changed: more can be found out now.
    """

    changed = Signal()

    def __init__(self, context: Context, bar: PromptBar, paces: Paces) -> None:
        super().__init__(context.window)
        self._context = context
        self._bar = bar
        self._paces = paces
        self.region: Box | None = None
        self._expansion: Expansion | None = None
        self._planner: Planner | None = None
        self._planner_wanted = False

    def look(self) -> None:
        """Find out."""
        document, wish = self._context.current.document, self._bar.wish
        self.region = self._expansion = None
        if document is None:
            return
        if wish.mode is not Mode.EXPAND:
            self.region = next_region(wish.mode, document.state, self._bar.model)
        elif wish.sides:
            frame = self._bar.expand.extent.frame(document.state.rect)
            self.region = Box(frame.x, frame.y, frame.w, frame.h)
            self._plan()

    def _plan(self) -> None:
        if self._planner is not None:
            state = self._context.state
            self._expansion = self._planner(self._bar.wish, state, self._bar.model)
        elif not self._planner_wanted:
            self._planner_wanted = True
            self._context.background.run(load_planner, self._on_planner, self._on_no_planner)

    def _on_planner(self, planner: Planner) -> None:
        self._planner = planner
        self.changed.emit()

    @staticmethod
    def _on_no_planner(error: Exception) -> None:
        raise error  # the application's hook tells of it; runs can be begun all the same

    # -- in words

    @property
    def note(self) -> str:
        """Its region in words; "" where there is none."""
        if self.region is None:
            return ""
        if self._bar.mode is not Mode.EXPAND:
            side = self._bar.model.spec.unet.image_size
            return self.tr("Region {size} pixels").format(size=region_text(self.region, side))
        size = f"{self.region.width} × {self.region.height}"
        if self._expansion is None:
            return self.tr("New size {size} pixels").format(size=size)
        text = self.tr("New size {size} pixels · {parts} parts, {steps} steps")
        return text.format(size=size, parts=self._expansion.parts, steps=self._expansion.steps)

    def seconds(self, device: str) -> float | None:
        """About how long it takes; None where that is not known."""
        wish, expansion = self._bar.wish, self._expansion
        if wish.mode is not Mode.EXPAND:
            return self._paces.seconds(device, wish.settings, wish.candidates)
        if expansion is None:
            return None
        return self._paces.seconds_to_expand(
            device, wish.settings, wish.candidates, expansion.steps, expansion.work
        )

    def memory_bytes(self, device: str) -> int:
        """About what it takes."""
        return memory_bytes(self._bar.model, self._bar.wish.candidates, device)
