"""Which model is used and where it computes: what was chosen, and what can be."""

import sys

from PySide6.QtCore import QCoreApplication

from editor.document.settings import Settings
from editor.ui.dialogs.models.downloads import Downloads
from editor.ui.dialogs.models.status import ModelState
from inference.models.catalog import STARTER

__all__ = [
    "chosen_device",
    "chosen_model",
    "device_choices",
    "keep_device",
    "keep_model",
    "keep_precision",
    "precision_choices",
]

MODEL, DEVICE, PRECISION = "model", "device", "precision"
PRECISIONS = ("float32", "float16", "bfloat16")
translate = QCoreApplication.translate

Choices = list[tuple[str, str | None]]
"""Titles and values; None leaves the choice to the engine."""


def chosen_model(settings: Settings, downloads: Downloads) -> str:
    """The model that was chosen, as a request calls it; the starter where that one is not here."""
    name = settings.state(MODEL, STARTER)
    if not isinstance(name, str) or name not in downloads.specs:
        return STARTER
    return name if downloads.status(name).state is ModelState.INSTALLED else STARTER


def keep_model(settings: Settings, name: str) -> None:
    """Remember the model that was chosen."""
    settings.set_state(MODEL, name)


def chosen_device(settings: Settings) -> tuple[str | None, str | None]:
    """Device and precision that were chosen, as Runner.set_device takes them."""
    device, precision = settings.state(DEVICE), settings.state(PRECISION)
    return (
        device if isinstance(device, str) else None,
        precision if isinstance(precision, str) and precision in PRECISIONS else None,
    )


def keep_device(settings: Settings, device: str | None) -> None:
    """Remember a device; None forgets it."""
    settings.set_state(DEVICE, device)


def keep_precision(settings: Settings, precision: str | None) -> None:
    """Remember a precision; None forgets it."""
    settings.set_state(PRECISION, precision)


def device_choices(present: str | None) -> Choices:
    """Devices by name: the window has no torch to ask which there are; the engine refuses others.

    Args:
        present: what is chosen now; it is among them, whatever it is.
    """
    choices: Choices = [
        (translate("Models", "Best there is"), None),
        (translate("Models", "CPU"), "cpu"),
    ]
    if sys.platform == "darwin":
        choices.append((translate("Models", "Apple GPU (MPS)"), "mps"))
    else:
        choices.append((translate("Models", "GPU (CUDA)"), "cuda"))
        choices.append((translate("Models", "Second GPU (CUDA)"), "cuda:1"))
    if present not in [value for _, value in choices]:
        choices.append((str(present), present))
    return choices


def precision_choices() -> Choices:
    """Precisions of the network's torso."""
    return [(translate("Models", "Automatic"), None), *((name, name) for name in PRECISIONS)]
