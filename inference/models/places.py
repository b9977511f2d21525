"""Where models lie on this machine, and which of them are there. Plain Python."""

import os
from pathlib import Path

from platformdirs import user_data_path

from inference.models.spec import ModelSpec

__all__ = ["RECORD", "UNET_FILE", "is_installed", "models_folder"]

FOLDER_VARIABLE = "BLENDBRUSH_MODELS"
RECORD = "installed.json"
UNET_FILE = "unet.safetensors"


def models_folder() -> Path:
    """The user's folder of models, or what BLENDBRUSH_MODELS names; it need not exist."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else user_data_path("Blendbrush", False) / "models"


def is_installed(root: Path, spec: ModelSpec) -> bool:
    """Whether a catalogue model is below a folder of models, whole."""
    folder = root / spec.name
    return (folder / UNET_FILE).is_file() and (folder / RECORD).is_file()
