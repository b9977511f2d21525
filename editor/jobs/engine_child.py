"""The engine's process: the only code of the editor that brings torch into memory.

It ends by itself when the editor is gone, however that came about.
"""

import os
import queue
import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from editor.jobs.engine import Machine
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
from inference.errors import InferenceError
from inference.events import Event

if TYPE_CHECKING:
    from inference.engine import LocalEngine

__all__ = ["serve"]

NICE = 5  # the window goes first where both want the same core


def serve(connection: Connection, device: str | None, precision: str | None) -> None:
    """Carry out orders until the editor is gone or something unexpected happens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the editor
    if hasattr(os, "nice"):
        os.nice(NICE)
    inbox = Inbox(connection)
    threading.Thread(target=inbox.read, name="orders", daemon=True).start()
    office = Office(inbox, connection, device, precision)
    with suppress(BrokenPipeError, ConnectionResetError):
        while office.carry_out(inbox.orders.get()):
            pass


class Inbox:
    """Orders as they come, and what was cancelled of them.

    Attributes:
        orders: what is still to be done.
        cancelled: the highest number of a cancelled order; orders are numbered as they come.
    """

    def __init__(self, connection: Connection) -> None:
        self.orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self.cancelled = 0
        self._connection = connection

    def read(self) -> None:
        """Take messages until there is no editor any more; then end the process."""
        try:
            while True:
                message = receive(self._connection)
                if isinstance(message, Cancel):
                    self.cancelled = message.number
                else:
                    self.orders.put(message)
        except (EOFError, OSError):
            os._exit(0)  # the main thread may be deep in a step


class Office:
    """Carries out orders, one after the other."""

    def __init__(
        self, inbox: Inbox, connection: Connection, device: str | None, precision: str | None
    ) -> None:
        self._inbox = inbox
        self._connection = connection
        self._wanted = (device, precision)
        self._made: LocalEngine | None = None

    def carry_out(self, order: Order) -> bool:
        """Answer one order; False where the process is of no more use."""
        number = order.number
        answer: Answer
        try:
            answer = Done(number, self._do(order))
        except InferenceError as error:
            answer = Failed(number, error, traceback.format_exc())
        except (BrokenPipeError, ConnectionResetError):
            return False
        except Exception:  # noqa: BLE001  told to the editor, which starts a new process
            send(self._connection, Failed(number, None, traceback.format_exc()))
            return False
        send(self._connection, answer)
        return True

    def _do(self, order: Order) -> Machine | None:
        engine = self._engine()
        if isinstance(order, Describe):
            from inference.device import present_devices  # noqa: PLC0415  brings torch

            return Machine(engine.device.name, engine.device.precision, present_devices())
        if self._is_cancelled(order):
            return None
        if isinstance(order, Load):
            engine.load(order.model)
            return None
        for event in self._events(engine, order):
            send(self._connection, Streamed(order.number, event))
        return None

    def _events(self, engine: "LocalEngine", order: Run) -> Iterator[Event]:
        def cancelled() -> bool:
            return self._is_cancelled(order)

        if order.wave is None:
            return engine.run(order.request, cancelled)
        return engine.run_wave(order.request, order.wave, cancelled)

    def _is_cancelled(self, order: Order) -> bool:
        return order.number <= self._inbox.cancelled

    def _engine(self) -> "LocalEngine":
        if self._made is None:
            from inference.device import choose_device  # noqa: PLC0415  brings torch
            from inference.engine import LocalEngine  # noqa: PLC0415

            self._made = LocalEngine(device=choose_device(*self._wanted))
        return self._made
