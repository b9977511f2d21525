"""An engine in a child process: a crash there leaves the editor standing. Plain Python.

Importing torch would hold up the window for a quarter of a second, and a fault of a GPU cannot be
repaired in the process where it happened; so neither happens in the editor's.
"""

import itertools
import multiprocessing
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from editor.document.words import translate
from editor.jobs.engine import Cancelled, EngineCrashed, EngineError, Machine, Request
from editor.jobs.engine_child import serve
from editor.jobs.wire import (
    Answer,
    Cancel,
    Describe,
    Done,
    Failed,
    Load,
    Order,
    Run,
    Streamed,
    receive,
    send,
)
from inference.events import Event, RunFinished

__all__ = ["ProcessEngine"]

POLL_SECONDS = 0.05
END_SECONDS = 1.0  # for a process whose pipe is closed to be gone


class ProcessEngine:
    """See JobEngine. The process is started when it is first needed.

    Args:
        device, precision: as inference.device.choose_device takes them.
    """

    def __init__(self, device: str | None = None, precision: str | None = None) -> None:
        self._wanted = (device, precision)
        self._numbers = itertools.count(1)
        self._child: Child | None = None

    @property
    def alive(self) -> bool:
        """See JobEngine."""
        return self._child is None or self._child.alive

    @property
    def pid(self) -> int | None:
        """The process's number; None before it is started."""
        return self._child.process.pid if self._child is not None else None

    def start(self, cancelled: Cancelled) -> Machine | None:
        """See JobEngine."""
        for answer in self._answers(Describe(next(self._numbers)), cancelled):
            if isinstance(answer, Done):
                return answer.machine
        return None

    def load(self, model: str, cancelled: Cancelled) -> bool:
        """See JobEngine. A model whose loading has begun is loaded to the end."""
        answers = self._answers(Load(next(self._numbers), model), cancelled)
        return any(isinstance(answer, Done) for answer in answers)

    def run(
        self, request: Request, cancelled: Cancelled, wave: range | None = None
    ) -> Iterator[Event]:
        """See JobEngine. One that is cancelled before its first event ends at once."""
        began, last = time.monotonic(), None
        for answer in self._answers(Run(next(self._numbers), request, wave), cancelled):
            if isinstance(answer, Streamed):
                last = answer.event
                yield last
        if last is None and cancelled():
            yield RunFinished((), cancelled=True, seconds=time.monotonic() - began)

    def kill(self) -> None:
        """See JobEngine."""
        if self._child is not None:
            with suppress(ValueError):  # closed in the same moment
                self._child.process.kill()

    def close(self) -> None:
        """See JobEngine. The process holds nothing that could be lost, so it is killed."""
        if self._child is not None:
            self._child.close()

    def _answers(self, order: Order, cancelled: Cancelled) -> Iterator[Streamed | Done]:
        """Give an order and pass on what is answered to it, up to Done."""
        if self._child is None:
            self._child = Child(*self._wanted)
        child, told, begun, done = self._child, False, False, False
        child.send(order)
        try:
            while not done:
                if cancelled() and not told:
                    told = True
                    child.send(Cancel(order.number))
                    if not begun:
                        return
                answer = child.receive()
                if answer is None or answer.number != order.number:
                    continue  # nothing, or about an order that was given up
                if isinstance(answer, Failed):
                    done = True
                    raise _error(answer)
                begun, done = True, isinstance(answer, Done)
                yield answer
        finally:
            if not (done or told):
                with suppress(EngineCrashed):
                    child.send(Cancel(order.number))


def _error(answer: Failed) -> Exception:
    error: Exception = answer.error or EngineError(
        translate(
            "EngineHost", "The engine met an unexpected error; try again, or report the details."
        )
    )
    error.add_note(f"In the engine's process:\n{answer.details}")
    return error


class Child:
    """The process and the pipe to it."""

    def __init__(self, device: str | None, precision: str | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe(duplex=True)
        self.process: BaseProcess = context.Process(
            target=serve, args=(theirs, device, precision), name="engine", daemon=True
        )
        self.process.start()
        theirs.close()  # else the pipe would not end with the process

    @property
    def alive(self) -> bool:
        """Whether it has not ended yet."""
        return not wait([self.process.sentinel], timeout=0)

    def send(self, message: Order | Cancel) -> None:
        """Send a message.

        Raises:
            EngineCrashed: nobody is there to take it.
        """
        try:
            send(self._connection, message)
        except OSError as error:
            raise self._crash() from error

    def receive(self) -> Answer | None:
        """The next answer, or None where none came within POLL_SECONDS.

        Raises:
            EngineCrashed: none will come any more.
        """
        try:
            ready = wait([self._connection, self.process.sentinel], timeout=POLL_SECONDS)
            if self._connection in ready:  # first what it said before it ended
                answer: Answer = receive(self._connection)
                return answer
        except (EOFError, OSError) as error:
            raise self._crash() from error
        if ready:
            raise self._crash()
        return None

    def close(self) -> None:
        """End it and let its resources go."""
        self.process.kill()
        self.process.join(END_SECONDS)
        self._connection.close()
        if self.process.exitcode is not None:  # a GPU's driver may still hold it
            self.process.close()

    def _crash(self) -> EngineCrashed:
        self.process.join(END_SECONDS)
        code = self.process.exitcode
        error = EngineCrashed(
            translate(
                "EngineHost", "The engine stopped unexpectedly; the next run starts it again."
            )
        )
        error.add_note(f"The engine's process {self.process.pid} {_how_it_ended(code)}.")
        return error


def _how_it_ended(code: int | None) -> str:
    if code is None:
        return "closed its pipe but still runs"
    if code < 0:
        names = {number.value: number.name for number in signal.Signals}
        return f"was ended by signal {names.get(-code, -code)}"
    return f"ended with exit code {code}"
