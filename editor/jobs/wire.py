"""What goes over the pipe between the editor and the engine's process, and how. Plain Python.

Arrays travel beside the message, not in it: they are never copied into another buffer, which for
a large picture would hold up every other thread of the editor.
"""

import pickle
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from editor.jobs.engine import Machine, Request
from inference.errors import InferenceError
from inference.events import Event

__all__ = [
    "Answer",
    "Cancel",
    "Describe",
    "Done",
    "Failed",
    "Load",
    "Order",
    "Run",
    "Streamed",
    "receive",
    "send",
]

COUNT_BYTES = 4


@dataclass(frozen=True)
class Describe:
    """Say where you compute: answered by Done with a Machine."""

    number: int


@dataclass(frozen=True)
class Load:
    """Load a model: answered by Done."""

    number: int
    model: str


@dataclass(frozen=True)
class Run:
    """Run a request, or one wave of it: answered by Streamed events, then Done."""

    number: int
    request: Request
    wave: range | None = None


@dataclass(frozen=True)
class Cancel:
    """Let this order, and any before it, be. It is answered as always."""

    number: int


@dataclass(frozen=True)
class Streamed:
    """An event of a run."""

    number: int
    event: Event


@dataclass(frozen=True)
class Done:
    """The order is carried out."""

    number: int
    machine: Machine | None = None


@dataclass(frozen=True)
class Failed:
    """The order could not be carried out.

    Attributes:
        error: what the user should know; None for an error that nobody expected, after which the
            process ends.
        details: the traceback.
    """

    number: int
    error: InferenceError | None
    details: str


Order = Describe | Load | Run
Answer = Streamed | Done | Failed


def send(connection: Connection, message: object) -> None:
    """Send a message; not from two threads at once.

    Raises:
        OSError: the other side is gone.
    """
    buffers: list[pickle.PickleBuffer] = []
    body = pickle.dumps(message, protocol=5, buffer_callback=buffers.append)
    connection.send_bytes(len(buffers).to_bytes(COUNT_BYTES))
    connection.send_bytes(body)
    for buffer in buffers:
        connection.send_bytes(buffer.raw())


def receive(connection: Connection) -> Any:  # noqa: ANN401  what was sent
    """Wait for a message. Its arrays are read-only.

    Raises:
        EOFError, OSError: the other side is gone.
    """
    count = int.from_bytes(connection.recv_bytes())
    body = connection.recv_bytes()
    buffers = [connection.recv_bytes() for _ in range(count)]
    return pickle.loads(body, buffers=buffers)  # noqa: S301  from our own process, over our own pipe
