"""What the worker asks of an engine, wherever it computes. Plain Python without torch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from editor.document.errors import EditorError
from inference.events import Event
from inference.extend_request import ExtendRequest
from inference.request import EditRequest

__all__ = [
    "Cancelled",
    "EngineCrashed",
    "EngineError",
    "EngineFactory",
    "JobEngine",
    "Machine",
    "Request",
]

Request = EditRequest | ExtendRequest
Cancelled = Callable[[], bool]


class EngineCrashed(EditorError):  # noqa: N818  it says what happened
    """The process that computes is gone. What it had told before is whole."""


class EngineError(EditorError):
    """The engine met an error that nobody expected; its notes hold the traceback."""


@dataclass(frozen=True)
class Machine:
    """Where an engine computes.

    Attributes:
        device: as a person writes it: cpu, cuda:0, mps.
        precision: float32, float16 or bfloat16.
        devices: all that this machine has, by name and what each is called, the best first.
    """

    device: str
    precision: str
    devices: tuple[tuple[str, str], ...] = ()


class JobEngine(Protocol):
    """An engine (see inference.engine.Engine) with a beginning and an end.

    All but ``kill`` belongs to the thread that made it.
    """

    @property
    def alive(self) -> bool:
        """False once it has crashed."""
        ...

    def start(self, cancelled: Cancelled) -> Machine | None:
        """Make it ready to load models; None where that was cancelled, and it goes on starting.

        Raises:
            InferenceError: there is no such device or precision.
            EditorError: it could not be started.
        """
        ...

    def load(self, model: str, cancelled: Cancelled) -> bool:
        """Load a model ahead of a run; False where waiting for it was cancelled.

        Raises:
            InferenceError: the model is unknown, not installed or damaged.
            EditorError: the engine failed.
        """
        ...

    def run(
        self, request: Request, cancelled: Cancelled, wave: range | None = None
    ) -> Iterator[Event]:
        """Stream a run's events; the last is RunFinished. Cancelling takes effect in one step.

        Args:
            wave: numbers of candidates that are computed together, and no others, so that they
                come again to the bit (see inference.engine.LocalEngine.run_wave); None computes
                all of the request's.

        Raises:
            InferenceError: the run failed, with a sentence for the user.
            EngineCrashed: the engine is gone; finished candidates were yielded before.
            EditorError: the engine failed.
        """
        ...

    def kill(self) -> None:
        """End it at once, whatever it does; callable from any thread."""
        ...

    def close(self) -> None:
        """Let everything go. It is not used afterwards."""
        ...


EngineFactory = Callable[[str | None, str | None], JobEngine]
