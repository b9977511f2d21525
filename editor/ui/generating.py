"""Runs from the window's side: asks for them, and brings what they give to the panel."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from editor.document.compositor import flattened, over_matte
from editor.document.state import State
from editor.jobs.messages import JobEnded, JobEvent, JobState
from editor.jobs.runner import Runner
from editor.ui.candidates.items import Item
from editor.ui.candidates.panel import CandidatesPanel
from editor.ui.candidates.store import CandidateStore
from editor.ui.candidates.thumbnails import of_region
from editor.ui.context import Context
from editor.ui.messages import Message
from editor.ui.prompt_bar.advanced import new_seed
from editor.ui.prompt_bar.bar import PromptBar
from editor.ui.prompt_bar.modes import Mode, effective_mask
from editor.ui.runs.extend_order import UNREADABLE, AnyOrder, ExtendOrder, order_of
from editor.ui.runs.ledger import Ledger
from editor.ui.runs.order import Order
from editor.ui.runs.pace import Paces
from editor.ui.runs.preview import CandidatePreview, result_layer
from editor.ui.runs.queue import RunQueue
from editor.ui.runs.taking import CandidateTaking
from editor.ui.runs.telling import RunTelling
from editor.ui.runs.whereabouts import DocumentKey, Whereabouts
from inference.errors import RequestError
from inference.events import CandidateFinished, Notice, RunFinished
from inference.pictures import GREY

__all__ = ["LIKENESS", "Generating"]

LIKENESS = 0.5  # share of a run's strength that "more like this" has


def as_it_is(state: State) -> State:
    """The very same picture."""
    return state


class Generating(QObject):
    """Joins the prompt bar, the jobs, the candidates panel and the canvas.

    Attributes:
        telling: shows how far runs are.
    """

    def __init__(
        self,
        context: Context,
        whereabouts: Whereabouts,
        bar: PromptBar,
        runner: Runner,
        store: CandidateStore,
        panel: CandidatesPanel,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._whereabouts = whereabouts
        self._bar = bar
        self._runner = runner
        self._store = store
        self.ledger = Ledger(runner, store)
        self._paces = Paces(context.settings)
        self._sentence = ""  # what the engine last had to say
        self._add_actions()
        self.telling = RunTelling(context, whereabouts, bar, self.ledger, self._paces)
        self._taking = CandidateTaking(context, whereabouts, self.ledger, panel)
        self._preview = CandidatePreview(context, whereabouts, self.ledger, panel)
        RunQueue(runner, store, panel, self)
        bar.generate_wanted.connect(self.generate)
        bar.cancel_wanted.connect(self.cancel)
        bar.escaped.connect(self.cancel)
        panel.action_wanted.connect(self._on_wanted)
        runner.job_changed.connect(self._on_job_changed)
        runner.streamed.connect(self._on_streamed)
        runner.ended.connect(self._on_ended)
        runner.engine_changed.connect(self._on_engine_changed)

    def _add_actions(self) -> None:
        add = self._context.actions.add
        add(
            "generate",
            self.tr("Generate"),
            self.generate,
            icon_name="sparkle",
            keys=["Ctrl+Return", "Shift+Return", "Ctrl+Enter", "Shift+Enter"],
            tip=self.tr("Make candidates for what is masked"),
            usable=self._context.has_document,
        )
        add(
            "cancel-run",
            self.tr("Cancel Run"),
            self.cancel,
            icon_name="stop",
            keys=["Shift+X"],
            tip=self.tr("Stop the run; what is finished stays"),
            usable=self._is_busy,
        )

    def _is_busy(self) -> bool:
        return self._runner.busy

    # -- asking

    @Slot()
    def generate(self) -> None:
        """Begin a run, or put it behind those that go on; or show what is missing for it."""
        if not self._context.has_document() or not self._bar.insist():
            return
        self._context.settle()
        wish, state = self._bar.wish, self._context.state
        key = self._whereabouts.key(self._context.document)
        seed = new_seed() if wish.seed is None else wish.seed
        if wish.mode is Mode.EXPAND:
            order: AnyOrder = ExtendOrder.of_wish(wish, key, seed)
        else:
            order = Order.of_wish(wish, key, seed, effective_mask(wish.mode, state))
        if self.submit(order):
            self._bar.remember(wish)

    @Slot()
    def cancel(self) -> None:
        """Stop the run that goes on; the next one begins."""
        if self._runner.jobs:
            self._runner.cancel(self._runner.jobs[0].id)

    def submit(self, order: AnyOrder, seen: Callable[[State], State] = as_it_is) -> bool:
        """Ask for a run on what is visible of its document.

        Args:
            seen: turns the document's state into the one whose visible picture is meant.
        """
        document = self._whereabouts.reach(order.key)
        if document is None:
            return False
        self._context.settle()
        picture = over_matte(flattened(seen(document.state)), GREY)
        try:
            request = order.request(picture)
        except RequestError as error:
            self._context.warn(str(error))
            return False
        job = self._runner.submit(request, order.prompt, str(order.key), order.wave)
        run = self.ledger.enter(job, order)
        expands = isinstance(order, ExtendOrder)
        self._store.begin_run(
            run, order.prompt, order.key, order.candidates, picture, expands=expands
        )
        self.telling.show()
        return True

    def _with_candidate(self, state: State, item: Item) -> State:
        candidate = self._taking.result(item)
        if candidate is None:
            return state
        return state.replaced(layers=(*state.layers, result_layer(candidate, "")))

    @Slot(str, object)
    def _on_wanted(self, name: str, item: Item) -> None:
        order = self._order(item) if name in {"again", "more-like-this", "resume"} else None
        if order is None:
            return
        match name:
            case "again":
                self.submit(order.changed(seed=new_seed()))
            case "more-like-this" if isinstance(order, Order):
                strength = order.settings.strength * LIKENESS
                again = order.changed(seed=new_seed(), strength=strength)
                self.submit(again, lambda state: self._with_candidate(state, item))
            case "resume":
                self._resume(item, order)

    def _resume(self, item: Item, order: AnyOrder) -> None:
        """Make a candidate that was stopped, in its own wave: the very same that it would be."""
        before, wave = item.run, self.ledger.wave(item)
        if wave is None or not self.submit(order.part(wave)):
            return
        after, planned = self._store.runs[-1], before.planned
        if planned is None or after.picture is None or before.surroundings is None:
            return
        mirrored = not before.expands
        now = of_region(after.picture, planned.region, mirrored=mirrored)
        if not np.array_equal(now, before.surroundings):
            self._context.tell(
                self.tr(
                    "The picture has changed there since, so this will be another result than "
                    "the one that was stopped."
                )
            )

    def _order(self, item: Item) -> AnyOrder | None:
        """What a candidate's run was asked for; of an earlier session, from its recipe."""
        order, key = self.ledger.order(item.run.id), item.run.document_key
        if order is not None or not isinstance(key, DocumentKey):
            return order
        candidate = self._taking.result(item)
        if candidate is None:
            return None
        try:
            return order_of(candidate, key, item.run.total)
        except (*UNREADABLE, RequestError):
            self._context.tell(
                self.tr("This candidate was made by another version; its recipe cannot be run.")
            )
            return None

    # -- following the jobs

    @Slot(object)
    def _on_streamed(self, message: JobEvent) -> None:
        run = self.ledger.name(message.job)
        self._store.take(run, message.event)
        match message.event:
            case Notice(text):
                self._context.tell(text)
            case CandidateFinished(candidate):
                self.ledger.note(run, candidate)
            case RunFinished(cancelled=False, seconds=seconds):
                self._learn(run, seconds)

    def _learn(self, run_id: str, seconds: float) -> None:
        order = self.ledger.order(run_id)
        run = next((run for run in self._store.runs if run.id == run_id), None)
        if order is None or run is None or run.planned is None:
            return
        expands = isinstance(order, ExtendOrder)
        steps = order.candidates * (run.planned.steps if expands else order.settings.start)
        device, settings = self._runner.engine.device, order.settings
        self._paces.learn(device, settings, steps, seconds, expands=expands)

    @Slot(object)
    def _on_ended(self, message: JobEnded) -> None:
        self._store.end_run(self.ledger.name(message.job), message.sentence)
        if message.state is JobState.FAILED:
            self._context.warn(message.sentence, message.details)
        elif message.sentence:
            self._context.view.say(message.sentence)
        QApplication.alert(self._context.window)
        self._context.actions.refresh()

    @Slot(int)
    def _on_job_changed(self, _job: int) -> None:
        self._context.actions["cancel-run"].setEnabled(self._runner.busy)

    @Slot()
    def _on_engine_changed(self) -> None:
        sentence = self._runner.engine.sentence
        if sentence and sentence != self._sentence:
            self._context.messages.tell(Message("warning", sentence))
        self._sentence = sentence
