"""How a model is on this machine, as a row of the dialog shows it. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from inference.models.places import is_installed
from inference.models.spec import ModelSpec

__all__ = ["ModelState", "Status", "arrived", "folder_size", "on_disk"]

DOWNLOAD = "download.pt"  # as the store names what it fetches; beside it ".part"


class ModelState(Enum):
    """What is the matter with a model."""

    ABSENT = "absent"
    WAITING = "waiting"  # for the download before it
    STARTING = "starting"
    DOWNLOADING = "downloading"
    INSTALLING = "installing"  # all has arrived: it is checked and converted
    PAUSING = "pausing"
    PAUSED = "paused"
    IMPORTING = "importing"
    INSTALLED = "installed"
    VERIFYING = "verifying"
    DAMAGED = "damaged"
    REMOVING = "removing"


@dataclass(frozen=True)
class Status:
    """A model's state and what goes with it.

    Attributes:
        done, total: bytes of the download; total is None while unknown.
        speed: bytes a second, None while unknown.
        seconds_left: of the download, None while unknown.
        sentence: how the last thing that was done about it ended, where that must be told.
        well: whether that sentence is good news.
    """

    state: ModelState
    done: int = 0
    total: int | None = None
    speed: float | None = None
    seconds_left: float | None = None
    sentence: str = ""
    well: bool = False


def on_disk(root: Path, spec: ModelSpec, damaged: Collection[str]) -> Status:
    """What the files say, while nothing is being done about a model.

    Args:
        root: the folder of models.
        damaged: names of models whose files were found to have changed.
    """
    installed = is_installed(root, spec)
    if installed and spec.name not in damaged:
        return Status(ModelState.INSTALLED)
    done, total = arrived(root, spec), spec.file.size if spec.file is not None else None
    if done:
        return Status(ModelState.PAUSED, done, total)
    return Status(ModelState.DAMAGED if installed else ModelState.ABSENT, 0, total)


def arrived(root: Path, spec: ModelSpec) -> int:
    """Bytes of a download that are here, whole or in part."""
    for name in (DOWNLOAD, f"{DOWNLOAD}.part"):
        try:
            return (root / spec.name / name).stat().st_size
        except OSError:
            continue
    return 0


def folder_size(folder: Path) -> int:
    """Bytes of the files in a folder; 0 where there is none."""
    try:
        return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    except OSError:
        return 0
