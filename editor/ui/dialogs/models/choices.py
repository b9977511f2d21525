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
Devices = tuple[tuple[str, str], ...]


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


def device_choices(present: str | None, found: Devices) -> Choices:
    """Devices by name.

    Args:
        present: what is chosen now; it is among them, whatever it is.
        found: what the engine has found, by name and title; empty until it has looked, for the
            window has no torch to ask. Then the usual names; the engine refuses what is not there.
    """
    best: Choices = [(translate("Models", "Best there is"), None)]
    choices = best + ([(title, name) for name, title in found] or _usual_devices())
    if present not in [value for _, value in choices]:
        choices.append((str(present), present))
    return choices


def _usual_devices() -> Choices:
    choices: Choices = [(translate("Models", "CPU"), "cpu")]
    if sys.platform == "darwin":
        choices.append((translate("Models", "Apple GPU (MPS)"), "mps"))
    else:
        choices.append((translate("Models", "GPU (CUDA)"), "cuda"))
    return choices


def precision_choices() -> Choices:
    """Precisions of the network's torso."""
    return [(translate("Models", "Automatic"), None), *((name, name) for name in PRECISIONS)]
