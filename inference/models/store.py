"""The models on this machine: install, import, verify, remove.

One folder a model below the user's data folder, or below BLENDBRUSH_MODELS where that is set.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from filelock import FileLock, Timeout

from inference.errors import DownloadError, ModelError
from inference.models.catalog import find_model
from inference.models.download import Progress, download
from inference.models.load import (
    check_shapes,
    expected_shapes,
    file_sha256,
    read_checkpoint,
    write_weights,
)
from inference.models.places import RECORD, UNET_FILE, is_installed, models_folder
from inference.models.spec import ModelSpec
from inference.unet import UNet

__all__ = ["InstalledRecord", "ModelStore"]


@dataclass(frozen=True)
class InstalledRecord:
    """What is known of an installed model's file.

    Attributes:
        source_sha256: of the checkpoint it was made from.
        file_sha256: of the file that is kept.
        published: whether source_sha256 was compared with a published one.
    """

    source_sha256: str
    file_sha256: str
    published: bool


class ModelStore:
    """The models below one folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root if root is not None else models_folder()

    def locate(self, name: str) -> tuple[ModelSpec, Path]:
        """A model's description and the folder that it can be loaded from.

        Raises:
            ModelError: unknown, or not installed.
        """
        spec, folder = find_model(name)
        if folder is not None:
            return spec, folder
        if not self.is_installed(spec):
            raise ModelError(
                f"{spec.title} is not installed; use: python main.py models download {name}, or "
                f"fetch {spec.file.url if spec.file else 'its file'} yourself and use: "
                f"python main.py models import {name} FILE. The starter works without either."
            )
        return spec, self.root / spec.name

    def is_installed(self, spec: ModelSpec) -> bool:
        """Whether a catalogue model is here, whole."""
        return is_installed(self.root, spec)

    def fetch(
        self, spec: ModelSpec, progress: Progress, cancelled: Callable[[], bool] = lambda: False
    ) -> InstalledRecord:
        """Download and install a model; see download for what can go wrong."""
        if spec.file is None:
            raise ModelError(f"{spec.title} has no address to fetch it from.")
        with self._locked(spec):
            target = self.root / spec.name / "download.pt"
            known = spec.file.sha256
            if not (target.is_file() and known is not None and file_sha256(target) == known):
                download(spec.file, target, progress, cancelled)
            record = self._install(spec, target)
            target.unlink()  # kept where installing failed, so that it need not be fetched again
            return record

    def import_file(self, spec: ModelSpec, path: Path) -> InstalledRecord:
        """Install a checkpoint that the user already has; the file itself is left alone.

        Raises:
            ModelError: it is not this model, or not the published file.
        """
        if not path.is_file():
            raise ModelError(f"There is no file {path}.")
        if not os.access(path, os.R_OK):
            raise ModelError(f"{path} may not be read.")
        with self._locked(spec):
            return self._install(spec, path)

    def verify(self, name: str) -> bool:
        """Whether an installed model's file is still the one that was installed."""
        spec, folder = self.locate(name)
        record_path = folder / RECORD
        if not record_path.is_file():
            raise ModelError(
                f"{spec.title} was not installed here, so nothing is known of its file."
            )
        return file_sha256(folder / UNET_FILE) == read_record(record_path).file_sha256

    def remove(self, spec: ModelSpec) -> None:
        """Delete an installed model."""
        folder = self.root / spec.name
        if not folder.is_dir():
            raise ModelError(f"{spec.title} is not installed.")
        with self._locked(spec):
            shutil.rmtree(folder)

    def _install(self, spec: ModelSpec, path: Path) -> InstalledRecord:
        digest = file_sha256(path)
        published = spec.file.sha256 if spec.file is not None else None
        if published is not None and path.suffix != ".safetensors" and digest != published:
            raise ModelError(f"{path.name} is not the published file: its SHA-256 differs.")
        weights = read_checkpoint(path)
        check_shapes(weights, expected_shapes(spec.unet))
        with torch.device("meta"):
            network = UNet(spec.unet)
        network.load_state_dict(weights, strict=True, assign=True)
        folder = self.root / spec.name
        folder.mkdir(parents=True, exist_ok=True)
        write_weights(folder / UNET_FILE, network)
        record = InstalledRecord(digest, file_sha256(folder / UNET_FILE), digest == published)
        partial = folder / (RECORD + ".part")
        partial.write_text(json.dumps(vars(record), indent=1), encoding="utf-8")
        partial.replace(folder / RECORD)
        return record

    @contextmanager
    def _locked(self, spec: ModelSpec) -> Iterator[None]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / f"{spec.name}.lock", timeout=0)
            with lock:
                yield
        except Timeout as error:
            raise ModelError(f"Another Blendbrush is installing {spec.title} just now.") from error
        except OSError as error:
            why = error.strerror or error
            raise DownloadError(f"The model folder {self.root} cannot be used: {why}.") from error


def read_record(path: Path) -> InstalledRecord:
    """The record beside an installed model.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        return InstalledRecord(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"{path} is damaged; install the model again.") from error
