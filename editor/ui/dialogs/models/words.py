"""What the model manager says: states, sizes, times and what went wrong."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from editor.document.library_words import in_users_words
from editor.document.words import number
from editor.ui.dialogs.export_estimate import readable_size
from editor.ui.dialogs.models.estimate import Estimate
from editor.ui.dialogs.models.status import ModelState, Status
from editor.ui.dialogs.models.wire import Failed, Trouble
from inference.models.spec import ModelSpec

__all__ = [
    "changed_text",
    "estimate_text",
    "failure_text",
    "kept_text",
    "lasting",
    "size_text",
    "status_text",
    "unharmed_text",
]

translate = QCoreApplication.translate


def lasting(seconds: float) -> str:
    """A time span in round figures: "40 s", "5 min", "3 h"."""
    if seconds < 100:
        return translate("Models", "{n} s").format(n=max(1, round(seconds)))
    if seconds < 100 * 60:
        return translate("Models", "{n} min").format(n=round(seconds / 60))
    return translate("Models", "{n} h").format(n=number(seconds / 3600, 0))


def status_text(status: Status) -> str:
    """A model's state in a few words."""
    if status.state is ModelState.DOWNLOADING:
        return _progress_text(status)
    if status.state is ModelState.PAUSED:
        return translate("Models", "Paused at {place}").format(place=_place(status))
    return {
        ModelState.ABSENT: translate("Models", "Not installed"),
        ModelState.WAITING: translate("Models", "Waits for the download before it"),
        ModelState.STARTING: translate("Models", "Starting…"),
        ModelState.INSTALLING: translate("Models", "All here; checking and installing…"),
        ModelState.PAUSING: translate("Models", "Stopping…"),
        ModelState.IMPORTING: translate("Models", "Checking and importing…"),
        ModelState.INSTALLED: translate("Models", "Installed"),
        ModelState.VERIFYING: translate("Models", "Checking its file…"),
        ModelState.DAMAGED: translate("Models", "Damaged"),
        ModelState.REMOVING: translate("Models", "Removing…"),
    }[status.state]


def _progress_text(status: Status) -> str:
    parts = [_place(status)]
    if status.speed is not None:
        parts.append(f"{readable_size(round(status.speed))}/s")
    if status.seconds_left is not None:
        left = lasting(status.seconds_left)
        parts.append(translate("Models", "{time} left").format(time=left))
    return " · ".join(parts)


def _place(status: Status) -> str:
    """How much of a download is here: "43 %", or its bytes where the whole is not known."""
    if status.total:
        return f"{number(100 * status.done // status.total)} %"
    return readable_size(status.done)


def size_text(spec: ModelSpec, kept: int) -> str:
    """What a model takes on the disk, or what there is to download.

    Args:
        kept: bytes of its files that are here, 0 where it is not installed.
    """
    if kept:
        return translate("Models", "{size} on disk").format(size=readable_size(kept))
    if spec.file is None or spec.file.size is None:
        size = translate("Models", "size not published")
    else:
        size = translate("Models", "{size} to download").format(size=readable_size(spec.file.size))
    if not spec.clip.name:
        return size
    return translate("Models", "{size}, and CLIP at first use").format(size=size)


def estimate_text(estimate: Estimate) -> str:
    """What a model asks of this machine; a warning where it is too much."""
    memory = readable_size(estimate.memory)
    if estimate.seconds is None:
        text = translate("Models", "{memory} of memory; the time is told once the engine is ready")
        return text.format(memory=memory)
    time = lasting(estimate.seconds)
    if estimate.short_of_memory:
        text = translate(
            "Models", "It needs {memory} of memory, and this machine has {present} in all"
        )
        return text.format(memory=memory, present=readable_size(estimate.present))
    if estimate.hopeless:
        text = translate(
            "Models",
            "About {time} for one candidate without a GPU (estimated), and {memory} of memory",
        )
    elif estimate.measured:
        text = translate(
            "Models", "About {time} for one candidate, as measured here; {memory} of memory"
        )
    else:
        text = translate("Models", "About {time} for one candidate (estimated), {memory} of memory")
    return text.format(time=time, memory=memory)


def failure_text(spec: ModelSpec, failed: Failed) -> str:
    """What went wrong and what to do, in one sentence."""
    if failed.trouble is not Trouble.OTHER and spec.file is not None:
        host = urlsplit(spec.file.url).hostname or spec.file.url
        if failed.trouble is Trouble.NETWORK:
            text = translate(
                "Models", "{host} cannot be reached; check the network, or import a file."
            )
            return text.format(host=host)
        text = translate(
            "Models", "{host} does not give the file ({status}); try again later, or import a file."
        )
        return text.format(host=host, status=failed.status)
    if failed.sentence:
        return in_users_words(failed.sentence)
    return translate("Models", "Something unexpected happened; try again, or look into the log.")


def kept_text() -> str:
    """The work on a model ended by itself, without a word."""
    return translate("Models", "It stopped unexpectedly; what has arrived is kept, so try again.")


def unharmed_text() -> str:
    """A file was verified and is well."""
    return translate("Models", "Its file is unharmed.")


def changed_text() -> str:
    """A file was verified and is not well."""
    return translate(
        "Models", "Its file has changed since it was installed; download or import it again."
    )
