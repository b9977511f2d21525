"""Opens model files and checks them before anything is believed.

A checkpoint is a pickle only on the way in, read with weights_only; what is kept is safetensors.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import open_clip
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from inference.clip import Clip, new_clip
from inference.critic import Critic, CriticNetwork
from inference.device import Device
from inference.errors import ModelError
from inference.models.places import UNET_FILE
from inference.models.spec import ClipSpec, CriticConfig, ModelSpec, UNetConfig
from inference.unet import UNet

__all__ = [
    "LoadedModel",
    "check_shapes",
    "file_sha256",
    "load_model",
    "read_checkpoint",
    "read_weights",
    "write_weights",
]

CLIP_FILE = "clip.safetensors"
CRITIC_FILE = "critic.safetensors"
CLIP_CONTEXT = 77


@dataclass(frozen=True)
class LoadedModel:
    """A model on its device, weights frozen.

    Attributes:
        sha256: of the diffusion network's file; part of every recipe.
        clip_sha256: of CLIP's file, or open_clip's name for its weights.
        critic: None where CLIP alone ranks.
    """

    spec: ModelSpec
    unet: UNet
    clip: Clip
    device: Device
    sha256: str
    clip_sha256: str
    critic: Critic | None = None


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def expected_shapes(config: UNetConfig) -> dict[str, tuple[int, ...]]:
    """Parameter name → shape, without allocating any."""
    with torch.device("meta"):
        return {name: tuple(value.shape) for name, value in UNet(config).state_dict().items()}


def check_shapes(weights: Mapping[str, Tensor], expected: Mapping[str, tuple[int, ...]]) -> None:
    """Compare names and shapes with what an architecture wants.

    Raises:
        ModelError: naming the first difference.
    """
    for name, shape in expected.items():
        if name not in weights:
            raise ModelError(f"The file is not this model: {name} is missing from it.")
        if tuple(weights[name].shape) != shape:
            found = tuple(weights[name].shape)
            raise ModelError(f"The file is not this model: {name} has {found}, not {shape}.")
    if extra := sorted(set(weights) - set(expected)):
        raise ModelError(f"The file is not this model: it also holds {extra[0]}.")


def read_checkpoint(path: Path) -> dict[str, Tensor]:
    """The tensors of a ``.pt`` or ``.safetensors`` file. No code in it is ever run.

    Raises:
        ModelError: it cannot be read as plain tensors.
    """
    if path.suffix == ".safetensors":
        return read_weights(path)
    try:
        data: Any = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except FileNotFoundError as error:
        raise ModelError(f"There is no file {path}.") from error
    except Exception as error:
        # The unpickler meets whatever a stranger wrote: any failure means "not plain tensors".
        raise ModelError(
            f"{path.name} is damaged or holds more than plain tensors, and was not opened."
        ) from error
    if not isinstance(data, dict) or not all(isinstance(v, Tensor) for v in data.values()):
        raise ModelError(f"{path.name} holds no network's weights.")
    return data


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file, mapped rather than read.

    Raises:
        ModelError: it is missing, truncated or tampered with.
    """
    try:
        return load_file(path)
    except FileNotFoundError as error:
        raise ModelError(f"The model's file {path} is missing; install the model again.") from error
    except (SafetensorError, OSError, ValueError, KeyError) as error:
        raise ModelError(f"The model's file {path} is damaged; install the model again.") from error


def write_weights(path: Path, network: nn.Module) -> None:
    """Keep a network's weights as safetensors, half as large.

    A U-Net's torso goes to float16, which the public weights were made for, its embeddings and
    output stay as they are; any other network goes to float16 as a whole. The file is replaced as
    a whole, readable as any new file here; an interruption leaves the old one.
    """
    torso = network.torso_parameters() if isinstance(network, UNet) else None
    weights = {
        name: (_halved(value) if torso is None or name in torso else value).cpu().contiguous()
        for name, value in network.state_dict().items()
    }
    partial = path.with_name(path.name + ".part")
    try:
        partial.touch()
        mode = partial.stat().st_mode
        save_file(weights, partial)
        partial.chmod(mode)  # safetensors makes a file of its own, which nobody else may read
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    except SafetensorError as error:
        raise OSError(f"{path} could not be written: {error}") from error
    finally:
        partial.unlink(missing_ok=True)


def _halved(value: Tensor) -> Tensor:
    return value.half() if value.is_floating_point() else value


def load_unet(config: UNetConfig, path: Path, device: Device) -> UNet:
    """A frozen U-Net on its device; embeddings, norms and the output in float32.

    Raises:
        ModelError: the file is missing, damaged or of another architecture.
    """
    weights = read_weights(path)
    check_shapes(weights, expected_shapes(config))
    with torch.device("meta"):
        unet = UNet(config)
    floats = {name: value.to(device.torch, torch.float32) for name, value in weights.items()}
    unet.load_state_dict(floats, strict=True, assign=True)
    unet.set_torso_dtype(device.torso)
    unet.eval().requires_grad_(requires_grad=False)
    return unet.to(memory_format=torch.channels_last)


def load_clip(spec: ClipSpec, folder: Path, device: Device) -> Clip:
    """A frozen CLIP on its device: from the model's folder, or fetched by open_clip.

    Raises:
        ModelError: its weights are damaged, or not here and cannot be fetched.
    """
    if spec.config:
        network = new_clip(spec.config)
        weights = read_weights(folder / CLIP_FILE)
        check_shapes(weights, {k: tuple(v.shape) for k, v in network.state_dict().items()})
        network.load_state_dict(weights)
        network.to(memory_format=torch.channels_last)  # faster where it is convolutions
        tokenizer = open_clip.SimpleTokenizer(context_length=CLIP_CONTEXT)
    else:
        local = folder / CLIP_FILE
        try:
            network = open_clip.create_model(
                spec.name, pretrained=str(local) if local.is_file() else spec.pretrained
            )
        except Exception as error:
            # The hub's client fails in many ways; to the user they are one.
            raise ModelError(
                f"CLIP {spec.name} is not on this machine and cannot be fetched now; connect to "
                f"the network once, or put its open_clip weights at {local}."
            ) from error
        tokenizer = open_clip.get_tokenizer(spec.name)
    return Clip(network.to(device.torch), tokenizer, spec.mean, spec.std)


def load_critic(config: CriticConfig, folder: Path, device: Device) -> Critic:
    """A frozen critic on its device.

    Raises:
        ModelError: its weights are missing, damaged or of another architecture.
    """
    path = folder / CRITIC_FILE
    network = CriticNetwork(config)
    weights = read_weights(path)
    check_shapes(weights, {k: tuple(v.shape) for k, v in network.state_dict().items()})
    network.load_state_dict(weights)
    network.eval().requires_grad_(requires_grad=False)
    return Critic(network.to(device.torch), file_sha256(path))


def load_model(spec: ModelSpec, folder: Path, device: Device) -> LoadedModel:
    """Load the networks of a model.

    Raises:
        ModelError: something is missing or damaged.
    """
    unet_path = folder / UNET_FILE
    unet = load_unet(spec.unet, unet_path, device)
    clip = load_clip(spec.clip, folder, device)
    clip_path = folder / CLIP_FILE
    # CLIP steers too; one that open_clip fetched is known by its name.
    clip_sha256 = file_sha256(clip_path) if clip_path.is_file() else spec.clip.pretrained
    critic = load_critic(spec.critic, folder, device) if spec.critic is not None else None
    return LoadedModel(spec, unet, clip, device, file_sha256(unet_path), clip_sha256, critic)
