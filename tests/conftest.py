"""Shared fixtures: a tiny model in a folder of its own, an engine over it, pictures and masks."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.models.spec import StepCost, Tuning, UNetConfig

if TYPE_CHECKING:
    from inference.engine import LocalEngine

if "PYTEST_XDIST_WORKER" in os.environ:
    # For the processes that tests start: threads that wait spin, and starve the other worker's.
    os.environ["OMP_NUM_THREADS"] = "1"

TINY_UNET = UNetConfig(32, 32, (1, 2), 1, (16,), 16)
TINY_CLIP: dict[str, Any] = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 16, "patch_size": None},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    """Small tensors: more threads only wait for one another. Tests of the window need no torch."""
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's folders, or asks a hub for anything."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("BLENDBRUSH_MODELS", str(tmp_path / "home" / "models"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def write_tiny_model(folder: Path, seed: int = 0, *, noise_aware: bool = False) -> Path:
    """A model's folder with small random networks of the published layout."""
    import torch

    from inference.models.load import write_weights
    from inference.training.clip import MEAN, STD, new_clip
    from inference.unet import UNet

    torch.manual_seed(seed)
    config = {**TINY_CLIP, "noise_aware": True} if noise_aware else TINY_CLIP
    unet, clip = UNet(TINY_UNET), new_clip(config)
    for parameter in unet.parameters():
        # The published initialisation leaves residual branches at zero, which would test nothing.
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.02)
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(folder / "unet.safetensors", unet)
    write_weights(folder / "clip.safetensors", clip)
    description = {
        "name": "tiny",
        "title": "Tiny",
        "about": "for tests",
        "licence": "MIT",
        "unet": asdict(TINY_UNET),
        "clip": {"config": config, "mean": MEAN, "std": STD},
        "cost": asdict(StepCost(1e9, 10_000_000, 1_000_000)),
        "tuning": asdict(Tuning(text_weight=100.0, min_mask_share=0.25)),
    }
    (folder / "model.json").write_text(json.dumps(description))
    return folder


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tiny model."""
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def engine() -> "LocalEngine":
    """An engine on the CPU; its model is loaded at the first run."""
    from inference.device import choose_device
    from inference.engine import LocalEngine

    return LocalEngine(device=choose_device("cpu", "float32"))


def random_picture(height: int, width: int, seed: int = 0) -> NDArray[np.uint8]:
    """Random colours, (height, width, 3)."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def box_mask(height: int, width: int, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """255 in left, top, right, bottom."""
    left, top, right, bottom = box
    mask = np.zeros((height, width), np.uint8)
    mask[top:bottom, left:right] = 255
    return mask
