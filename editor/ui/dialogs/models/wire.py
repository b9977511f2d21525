"""What goes over the pipe between the window and a process that works on models. Plain Python."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from inference.models.spec import ModelSpec

__all__ = ["Answer", "Done", "Failed", "Order", "Progress", "Stop", "Stopped", "Task", "Trouble"]


class Task(Enum):
    """What can be done about a model."""

    FETCH = "fetch"  # download, check, install
    IMPORT = "import"
    VERIFY = "verify"
    REMOVE = "remove"  # whatever is there of it, a part of a download too


class Trouble(Enum):
    """What was in the way."""

    NETWORK = "network"  # nobody answered, or not to the end
    SERVER = "server"  # it answered, but with no file
    OTHER = "other"  # the sentence says it


@dataclass(frozen=True)
class Order:
    """Do this, below this folder of models.

    Attributes:
        file: what is imported; None for any other task.
    """

    task: Task
    spec: ModelSpec
    root: Path
    file: Path | None = None


@dataclass(frozen=True)
class Stop:
    """End after the present block; what has arrived is kept."""


@dataclass(frozen=True)
class Progress:
    """Bytes of a download that are here, and in all (None while unknown)."""

    done: int
    total: int | None


@dataclass(frozen=True)
class Done:
    """The order is carried out.

    Attributes:
        sound: False where a file was verified and has changed since it was installed.
    """

    sound: bool = True


@dataclass(frozen=True)
class Stopped:
    """The download was stopped, as asked."""


@dataclass(frozen=True)
class Failed:
    """The order could not be carried out.

    Attributes:
        sentence: the library's, for the user; "" for an error that nobody expected.
        status: what a server answered, 0 where it did not.
        details: the traceback.
    """

    trouble: Trouble
    sentence: str
    status: int = 0
    details: str = ""


Answer = Progress | Done | Stopped | Failed
