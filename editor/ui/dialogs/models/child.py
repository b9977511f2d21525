"""The process that works on models: it brings torch into memory, which the window must not."""

import os
import signal
import time
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection

from editor.ui.dialogs.models.wire import (
    Answer,
    Done,
    Failed,
    Order,
    Progress,
    Stopped,
    Task,
    Trouble,
)
from inference.errors import Cancelled, InferenceError

__all__ = ["serve", "serve_process"]

NICE = 10  # checking and converting a model may take its time
TELL_SECONDS = 0.1


def serve_process(connection: Connection, order: Order) -> None:
    """Carry out an order as the only work of this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the editor
    if hasattr(os, "nice"):
        os.nice(NICE)
    serve(connection, order)


def serve(connection: Connection, order: Order) -> None:
    """Carry out an order, telling how far it is, and close the connection."""
    with connection, suppress(BrokenPipeError, ConnectionResetError):  # nobody listens any more
        connection.send(_answer(Reporter(connection), order))


class Reporter:
    """Tells progress, not too often, and listens for a Stop."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._told = 0.0

    def progress(self, done: int, total: int | None) -> None:
        """So many bytes are here, of so many."""
        now = time.monotonic()
        if done == total or now - self._told >= TELL_SECONDS:
            self._told = now
            self._connection.send(Progress(done, total))

    def stopped(self) -> bool:
        """Whether to end: Stop is all that is ever sent here, and the end of the pipe counts."""
        return self._connection.poll()


def _answer(reporter: Reporter, order: Order) -> Answer:
    try:
        return Done(_do(order, reporter))
    except Cancelled:
        return Stopped()
    except InferenceError as error:
        return _failure(error)
    except Exception:  # noqa: BLE001  the end of this process: told with its details
        return Failed(Trouble.OTHER, "", details=traceback.format_exc())


def _do(order: Order, reporter: Reporter) -> bool:
    from inference.models.store import ModelStore  # noqa: PLC0415  brings torch

    store = ModelStore(order.root)
    match order.task:
        case Task.FETCH:
            store.fetch(order.spec, reporter.progress, reporter.stopped)
        case Task.IMPORT if order.file is not None:
            store.import_file(order.spec, order.file)
        case Task.VERIFY:
            return store.verify(order.spec.name)
        case Task.REMOVE:
            store.remove(order.spec)
    return True


def _failure(error: InferenceError) -> Failed:
    """What went wrong: the library's sentence, and by its cause whether the network did it."""
    import requests  # noqa: PLC0415  the window imports this module and needs no network

    cause, trouble, status = error.__cause__, Trouble.OTHER, 0
    if isinstance(cause, requests.HTTPError) and cause.response is not None:
        trouble, status = Trouble.SERVER, cause.response.status_code
    elif isinstance(cause, requests.RequestException):
        trouble = Trouble.NETWORK
    return Failed(trouble, str(error), status, traceback.format_exc())
