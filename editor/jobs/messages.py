"""What crosses between the GUI thread and the worker's thread: frozen values. Plain Python."""

import threading
from dataclasses import dataclass
from enum import Enum

from editor.jobs.engine import Request
from inference.events import Event

__all__ = [
    "Command",
    "EngineInfo",
    "EngineState",
    "JobEnded",
    "JobEvent",
    "JobState",
    "RunJob",
    "Stop",
    "UseDevice",
    "WarmUp",
]


class JobState(Enum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


class EngineState(Enum):
    """What the engine is doing."""

    STARTING = "starting"  # also before it is needed for the first time
    LOADING = "loading"  # a model
    READY = "ready"
    BUSY = "busy"
    RESTARTING = "restarting"  # after a crash
    UNAVAILABLE = "unavailable"  # it could not be started; the next job tries again


@dataclass(frozen=True)
class EngineInfo:
    """The engine as the status bar shows it.

    Attributes:
        device, precision: as a person writes them, such as cuda:0 and float16; "" until known.
        model: what is loaded, "" while nothing is.
        sentence: for the user, where something went wrong; else "".
        details: a traceback to copy, or "".
        devices: all that this machine has, by name and what each is called; empty until known.
    """

    state: EngineState = EngineState.STARTING
    device: str = ""
    precision: str = ""
    model: str = ""
    sentence: str = ""
    details: str = ""
    devices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class JobEvent:
    """Something that a running job's engine told."""

    job: int
    event: Event


@dataclass(frozen=True)
class JobEnded:
    """A job is over, whichever way.

    Attributes:
        state: FINISHED, CANCELLED or FAILED.
        sentence: for the user; "" for a job that simply finished.
        details: a traceback to copy, or "".
    """

    job: int
    state: JobState
    sentence: str = ""
    details: str = ""


@dataclass(frozen=True)
class UseDevice:
    """From its next start on, the engine computes there; None leaves the choice to it."""

    device: str | None
    precision: str | None


@dataclass(frozen=True)
class WarmUp:
    """Start the engine and load a model, so that the first job need not wait for it."""

    model: str


@dataclass(frozen=True)
class RunJob:
    """Run a request.

    Attributes:
        run: what the journal knows the run by.
        label: what the user knows it by.
        document: key of the document that it edits.
        wave: see JobEngine.run.
        cancelled: set by the GUI thread to stop it; read between events.
    """

    job: int
    request: Request
    run: str
    label: str
    document: str
    wave: range | None
    cancelled: threading.Event


@dataclass(frozen=True)
class Stop:
    """The last command: let the engine go and end the thread."""


Command = UseDevice | WarmUp | RunJob | Stop
