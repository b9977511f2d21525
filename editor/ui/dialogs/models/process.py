"""A process for one order about a model. One that is stalled in the network can still be ended."""

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from editor.ui.dialogs.models.child import serve_process
from editor.ui.dialogs.models.wire import Answer, Order, Stop

__all__ = ["Begin", "StoreProcess", "Work"]

END_SECONDS = 0.5  # for a process that was killed to be gone


class Work(Protocol):
    """An order that is being carried out elsewhere."""

    def receive(self) -> Answer | None:
        """The next answer, or None where none has come yet.

        Raises:
            EOFError: none will come any more.
        """
        ...

    def stop(self) -> None:
        """Ask it to end soon."""
        ...

    def kill(self) -> None:
        """End it at once; files stay as they are in that moment."""
        ...

    def close(self) -> None:
        """Let everything go, ending it if need be."""
        ...


Begin = Callable[[Order], Work]


class StoreProcess:
    """See Work. It begins when it is made."""

    def __init__(self, order: Order) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve_process, args=(theirs, order), name="models", daemon=True
        )
        self._process.start()
        theirs.close()  # else the pipe would not end with the process

    def receive(self) -> Answer | None:
        """See Work."""
        try:
            if not self._connection.poll():
                return None
            answer: Answer = self._connection.recv()
        except OSError as error:
            raise EOFError from error
        return answer

    def stop(self) -> None:
        """See Work."""
        with suppress(OSError):  # it has just ended
            self._connection.send(Stop())

    def kill(self) -> None:
        """See Work."""
        self._process.kill()

    def close(self) -> None:
        """See Work."""
        self._process.kill()
        self._process.join(END_SECONDS)
        self._connection.close()
        if self._process.exitcode is not None:
            self._process.close()
