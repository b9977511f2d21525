"""Tells how far a run is and what the next one will take: in the prompt bar and on the canvas."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.document.document import Changed
from editor.jobs.messages import EngineState
from editor.ui.candidates.words import run_summary
from editor.ui.context import Context
from editor.ui.prompt_bar.bar import PromptBar
from editor.ui.prompt_bar.modes import Mode
from editor.ui.runs.extend_order import ExtendOrder
from editor.ui.runs.forecast import region_text
from editor.ui.runs.ledger import Ledger
from editor.ui.runs.next_run import NextRun
from editor.ui.runs.outline import RegionOutline
from editor.ui.runs.pace import Paces, about
from editor.ui.runs.whereabouts import Whereabouts
from inference.events import Box

__all__ = ["RunTelling"]

FORECAST_MS = 150
PREPARING = (EngineState.STARTING, EngineState.LOADING, EngineState.RESTARTING)


class RunTelling(QObject):
    """Follows jobs, runs, document and prompt bar.

    Attributes:
        outline: what is drawn on the canvas.

    Signals:
        told: how far the run is may be another.
    """

    told = Signal()

    def __init__(
        self,
        context: Context,
        whereabouts: Whereabouts,
        bar: PromptBar,
        ledger: Ledger,
        paces: Paces,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._bar = bar
        self._ledger = ledger
        self._next = NextRun(context, bar, paces)
        self._next.changed.connect(self.forecast)
        self.outline = RegionOutline(context.view)
        self._timer = QTimer(self, singleShot=True, interval=FORECAST_MS)
        self._timer.timeout.connect(self.forecast)
        bar.changed.connect(self._timer.start)
        bar.pointed_changed.connect(self._show_outline)
        context.current.replaced.connect(self._timer.start)
        context.current.changed.connect(self._on_changed)
        ledger.runner.job_changed.connect(self.show)
        ledger.runner.ended.connect(self.show)
        ledger.runner.engine_changed.connect(self.show)
        ledger.store.run_changed.connect(self.show)
        self.show()

    # -- how far it is

    @Slot()
    def show(self) -> None:
        """Show how far the run is, or how long one would take."""
        jobs, run = self._ledger.runner.jobs, self._ledger.current
        if jobs:
            waiting = len(jobs) - 1
            note = self.tr("{count} more waiting").format(count=waiting) if waiting else ""
            self._bar.show_running(self._progress(), 0.0 if run is None else run.progress, note)
        else:
            seconds = self._next.seconds(self._ledger.runner.engine.device)
            self._bar.show_idle("" if seconds is None else about(seconds), self._next.note)
        self._show_outline()
        self.told.emit()

    @property
    def share(self) -> float | None:
        """How much of the run that goes on is done, 0 … 1; None where none does."""
        if not self._ledger.runner.jobs:
            return None
        run = self._ledger.current
        return 0.0 if run is None else run.progress

    def _progress(self) -> str:
        runner, run = self._ledger.runner, self._ledger.current
        if runner.jobs[0].stopping:
            return self.tr("Stopping…")
        if run is None or run.planned is None:
            preparing = runner.engine_state in PREPARING
            return self.tr("Loading the model…") if preparing else self.tr("Starting…")
        return run_summary(run)

    # -- what it will take

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if changed.history or changed.structure:
            self._timer.start()

    @Slot()
    def forecast(self) -> None:
        """Find out what a run that would begin now takes, and show it."""
        self._next.look()
        memory = self._next.memory_bytes(self._ledger.runner.engine.device)
        about_memory = self.tr("About {mb} MB of memory").format(mb=round(memory / 1e6))
        self._bar.button.setToolTip("\n".join(filter(None, [self._next.note, about_memory])))
        self.show()

    @Slot()
    def _show_outline(self) -> None:
        """Draw the region of the run in this document, or the next one's while it is looked for."""
        run, document = self._ledger.current, self._context.current.document
        if document is None:
            self.outline.show(None)
        elif run is None:
            side, expands = self._bar.model.spec.unet.image_size, self._bar.mode is Mode.EXPAND
            self._outline(self._next.region if self._bar.pointed else None, side, expands=expands)
        else:
            here = run.document_key == self._whereabouts.key(document)
            order = self._ledger.order(run.id)
            if run.planned is not None and order is not None and here:
                # It may have been removed since; then the size is that of the next run's model.
                model = self._bar.models.get(order.settings.model, self._bar.model)
                side = model.spec.unet.image_size
                expands = isinstance(order, ExtendOrder)
                self._outline(run.planned.region, side, expands=expands)
            else:
                self.outline.show(None)

    def _outline(self, region: Box | None, side: int, *, expands: bool) -> None:
        if region is not None and expands:
            text = self.tr("{width} × {height} pixels")
            text = text.format(width=region.width, height=region.height)
            self.outline.show(region, text, beyond=True)
            return
        size = "" if region is None else region_text(region, side)
        self.outline.show(region, self.tr("region {size}").format(size=size))
