"""Holds the one engine: starts it when needed, loads ahead, restarts it, says how it is."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from editor.document.errors import EditorError
from editor.document.library_words import in_users_words
from editor.jobs.engine import Cancelled, EngineFactory, JobEngine, Request
from editor.jobs.messages import EngineInfo, EngineState, UseDevice
from inference.errors import InferenceError
from inference.events import Event, RunFinished

__all__ = ["EngineHost"]

translate = QCoreApplication.translate
UNDERWAY = (EngineState.STARTING, EngineState.LOADING, EngineState.RESTARTING)


class EngineHost:
    """Belongs to the worker's thread, all but ``kill``.

    Args:
        make_engine: called with a device and a precision.
        show: told of every change of ``info``.

    Attributes:
        info: how the engine is.
    """

    def __init__(self, make_engine: EngineFactory, show: Callable[[EngineInfo], None]) -> None:
        self.info = EngineInfo()
        self._make_engine = make_engine
        self._show = show
        self._engine: JobEngine | None = None
        self._wanted = self._made_for = UseDevice(None, None)
        self._restarted_idle = False

    def use(self, device: UseDevice) -> None:
        """Compute there from the next run or warm-up on."""
        self._wanted = device

    def run(
        self, request: Request, cancelled: Cancelled, wave: range | None = None
    ) -> Iterator[Event]:
        """Stream a run, starting the engine for it if need be. Call ``settle`` afterwards.

        Args:
            wave: see JobEngine.

        Raises:
            InferenceError: the run failed, or there is no such device or model.
            Exception: whatever the engine raised; it is let go.
        """
        self._restarted_idle = False
        try:
            yield from self._run(request, cancelled, wave)
        except InferenceError as error:
            self._refuse(error)
            raise
        except Exception:
            self._let_go(EngineInfo(EngineState.RESTARTING))
            raise

    def settle(self, model: str, cancelled: Cancelled) -> None:
        """After a run: restart what crashed, load to the end what was being loaded, be ready."""
        if self.info.state in UNDERWAY:
            self.warm_up(model, cancelled)
        elif self.info.state is EngineState.BUSY:
            self._tell(EngineState.READY)

    def warm_up(self, model: str, cancelled: Cancelled) -> None:
        """Start the engine and load a model; what goes wrong is shown, not raised."""
        try:
            engine = self._started(cancelled)
            if engine is None:
                return
            if model and model != self.info.model:
                self._advance(EngineState.LOADING)
                if not engine.load(model, cancelled):
                    return
            self._tell(EngineState.READY, model)
        except InferenceError as error:
            self._refuse(error)
        except Exception as error:  # noqa: BLE001  nobody waits for an answer: the status tells
            unknown = translate("EngineHost", "The engine could not be started; try again.")
            sentence = str(error) if isinstance(error, EditorError) else unknown
            details = "".join(traceback.format_exception(error))
            self._let_go(EngineInfo(EngineState.UNAVAILABLE, sentence=sentence, details=details))

    def look(self, cancelled: Cancelled) -> None:
        """Restart an idle engine that has crashed: once, until there is something to run."""
        if self._engine is None or self._engine.alive:
            return
        model = self.info.model
        if self._restarted_idle:
            sentence = translate("EngineHost", "The engine stopped again; the next run starts it.")
            self._let_go(EngineInfo(EngineState.UNAVAILABLE, sentence=sentence))
            return
        self._restarted_idle = True
        sentence = translate("EngineHost", "The engine stopped and is being restarted.")
        self._let_go(EngineInfo(EngineState.RESTARTING, sentence=sentence))
        self.warm_up(model, cancelled)

    def kill(self) -> None:
        """End the engine at once; callable from any thread."""
        engine = self._engine
        if engine is not None:
            engine.kill()

    def close(self) -> None:
        """Let the engine go for good."""
        self._let_go(EngineInfo())

    def _run(self, request: Request, cancelled: Cancelled, wave: range | None) -> Iterator[Event]:
        engine = self._started(cancelled)
        if engine is None:
            yield RunFinished((), cancelled=True, seconds=0.0)
            return
        model = request.settings.model
        loading = model != self.info.model
        self._tell(EngineState.LOADING if loading else EngineState.BUSY, "" if loading else model)
        for event in engine.run(request, cancelled, wave):
            if self.info.state is EngineState.LOADING and not isinstance(event, RunFinished):
                self._tell(EngineState.BUSY, model)
            yield event

    def _started(self, cancelled: Cancelled) -> JobEngine | None:
        """The engine, knowing where it computes; None where waiting for it was cancelled."""
        if cancelled():
            return None
        outdated = self._made_for != self._wanted
        if self._engine is not None and (outdated or not self._engine.alive):
            self._let_go(EngineInfo())
        if self._engine is None:
            self._advance(EngineState.STARTING)
            self._made_for = self._wanted
            self._engine = self._make_engine(self._wanted.device, self._wanted.precision)
        if not self.info.device:
            machine = self._engine.start(cancelled)
            if machine is None:
                return None
            self.info = replace(
                self.info,
                device=machine.device,
                precision=machine.precision,
                devices=machine.devices,
            )
        return self._engine

    def _refuse(self, error: InferenceError) -> None:
        """The engine is well, but did not do what was asked."""
        if self.info.state is EngineState.BUSY:
            self._tell(EngineState.READY)
        else:
            self._set(
                replace(
                    self.info, state=EngineState.UNAVAILABLE, sentence=in_users_words(str(error))
                )
            )

    def _let_go(self, info: EngineInfo) -> None:
        engine, self._engine = self._engine, None
        self._set(info)
        if engine is not None:
            engine.close()

    def _advance(self, state: EngineState) -> None:
        """Show progress, but a restart as what it is until it is done."""
        if self.info.state is not EngineState.RESTARTING:
            self._tell(state, "")

    def _tell(self, state: EngineState, model: str | None = None) -> None:
        model = self.info.model if model is None else model
        self._set(replace(self.info, state=state, model=model, sentence="", details=""))

    def _set(self, info: EngineInfo) -> None:
        if info != self.info:
            self.info = info
            self._show(info)
