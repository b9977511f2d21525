"""The frozen table of models that the application knows. Plain Python."""

import json
from pathlib import Path
from typing import Any

from inference.errors import ModelError
from inference.models.spec import (
    ClipSpec,
    CriticConfig,
    ModelFile,
    ModelSpec,
    StepCost,
    Tuning,
    UNetConfig,
)
from resources import resource

__all__ = ["PUBLIC_MODELS", "STARTER", "find_model", "read_folder_spec"]

STARTER = "starter"
CONFIG_NAME = "model.json"

OPENAI = "https://openaipublic.blob.core.windows.net/diffusion/jul-2021"
COMMUNITY = "https://huggingface.co/lowlevelware/512x512_diffusion_unconditional_ImageNet"
VIT_B_16 = ClipSpec(name="ViT-B-16-quickgelu", pretrained="openai")
VIT_B_16_FLOPS, VIT_B_16_BYTES = 0.574e12, 300_000_000  # 8 views, forward and backward; fp16
ADM_256 = UNetConfig(256, 256, (1, 1, 2, 2, 4, 4), 2, (32, 16, 8))
ADM_512 = UNetConfig(512, 256, (0.5, 1, 1, 2, 2, 4, 4), 2, (32, 16, 8))
ADM_512_CLASSES = UNetConfig(512, 256, (0.5, 1, 1, 2, 2, 4, 4), 2, (32, 16, 8), num_classes=1000)

PUBLIC_MODELS: dict[str, ModelSpec] = {
    spec.name: spec
    for spec in (
        ModelSpec(
            name="adm-256",
            title="ADM 256 × 256",
            about="The paper's network: anything from ImageNet, at 256 pixels.",
            licence="MIT",
            unet=ADM_256,
            clip=VIT_B_16,
            cost=StepCost(4.491e12 + VIT_B_16_FLOPS, 3_910_610_688, 1_214_594_072 + VIT_B_16_BYTES),
            file=ModelFile(
                f"{OPENAI}/256x256_diffusion_uncond.pt",
                2_211_383_297,
                "a37c32fffd316cd494cf3f35b339936debdc1576dad13fe57c42399a5dbc78b1",
            ),
        ),
        ModelSpec(
            name="adm-512",
            title="ADM 512 × 512, unconditional finetune",
            about="The community's finetune for 512 pixels: finer detail, about twice the time.",
            licence="MIT",
            unet=ADM_512,
            clip=VIT_B_16,
            cost=StepCost(7.941e12 + VIT_B_16_FLOPS, 9_397_945_600, 1_229_106_456 + VIT_B_16_BYTES),
            file=ModelFile(
                f"{COMMUNITY}/resolve/main/512x512_diffusion_uncond_finetune_008100.pt",
                None,
                "9c111ab89e214862b76e1fa6a1b3f1d329b1a88281885943d2cdbe357ad57648",
            ),
        ),
        ModelSpec(
            name="adm-512-classes",
            title="ADM 512 × 512, class-conditional run without a class",
            about="The published 512 network with its label embedding left out.",
            licence="MIT",
            unet=ADM_512_CLASSES,
            clip=VIT_B_16,
            cost=StepCost(7.941e12 + VIT_B_16_FLOPS, 9_397_945_600, 1_233_202_456 + VIT_B_16_BYTES),
            file=ModelFile(f"{OPENAI}/512x512_diffusion.pt"),
        ),
    )
}


def read_folder_spec(folder: Path) -> ModelSpec:
    """The description of a model that lies in a folder: the starter, or one trained by a user.

    Raises:
        ModelError: there is no readable ``model.json``.
    """
    path = folder / CONFIG_NAME
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        clip = data["clip"]
        return ModelSpec(
            name=data["name"],
            title=data["title"],
            about=data["about"],
            licence=data["licence"],
            unet=UNetConfig.from_json(data["unet"]),
            clip=ClipSpec(config=clip["config"], mean=tuple(clip["mean"]), std=tuple(clip["std"])),
            cost=StepCost(**data["cost"]),
            tuning=Tuning.from_json(data["tuning"]),
            labels=_labels(data.get("labels", []), data["unet"]["num_classes"]),
            critic=_critic(data.get("critic"), len(data.get("labels", []))),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder} holds no model: its {CONFIG_NAME} cannot be read.") from error


def _labels(names: list[Any], classes: int) -> tuple[tuple[str, ...], ...]:
    """Raises ValueError where they are not a list of names for every class, or none at all."""
    labels = tuple(tuple(map(str, each)) for each in names if isinstance(each, list) and each)
    if len(labels) != len(names) or len(labels) not in {0, classes}:
        raise ValueError(names)
    return labels


def _critic(data: dict[str, Any] | None, labels: int) -> CriticConfig | None:
    """Raises ValueError where it is one of other labels."""
    if data is None:
        return None
    critic = CriticConfig.from_json(data)
    if critic.classes != labels + 1:
        raise ValueError(data)
    return critic


def find_model(name: str) -> tuple[ModelSpec, Path | None]:
    """The description behind a name, and its folder where it is not in the store.

    Args:
        name: "starter", a name of the catalogue, or the path of a folder with a model in it.

    Raises:
        ModelError: nothing of that name is known.
    """
    if name in PUBLIC_MODELS:
        return PUBLIC_MODELS[name], None
    folder = resource("starter") if name == STARTER else Path(name)
    if (folder / CONFIG_NAME).is_file():
        return read_folder_spec(folder), folder
    known = ", ".join([STARTER, *PUBLIC_MODELS])
    raise ModelError(f"There is no model named {name}; known are {known}, or a model's folder.")
