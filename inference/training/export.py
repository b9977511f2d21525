"""Turns finished trainings into a model's folder, which loads like the big models."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import open_clip
from torch import Tensor, nn

from inference.clip import Clip, new_clip
from inference.cost import clip_flops, unet_cost
from inference.critic import CriticNetwork
from inference.errors import RequestError
from inference.models.catalog import CONFIG_NAME, read_folder_spec
from inference.models.load import CLIP_FILE, CRITIC_FILE, check_shapes, read_weights, write_weights
from inference.models.places import UNET_FILE
from inference.models.spec import StepCost, Tuning, UNetConfig
from inference.training.checkpoint import load_checkpoint
from inference.training.clip import MEAN, STD
from inference.training.grids import sample_grid
from inference.unet import UNet

__all__ = ["Label", "add_critic", "export_model"]

VIEWS = 8
MOST_SAMPLES = 64


@dataclass(frozen=True)
class Label:
    """What a person reads about a model."""

    name: str
    title: str
    about: str
    licence: str


def export_model(
    run: Path, out: Path, label: Label, tuning: Tuning, begun_with: Path | None = None
) -> None:
    """Write weights, ``model.json``, a grid of samples and, where there is none, a model card.

    A network that the run has not trained stays the one that ``out`` has. So does a critic where
    the labels stay; with others the model has none until it is given one (``train critic``).

    Args:
        run: the folder of the trainings.
        out: the model's folder.
        begun_with: the folder of the model that the diffusion network's training began with; what
            is written is the mean of the weights before and after. After a short course that is
            often better than either (Wortsman et al. 2022, "Model soups"). Another than ``out``,
            or a second export would come half as near to the training as the first.

    Raises:
        RequestError: a network is neither trained nor at ``out``, or was trained by an early
            version; or the mean is asked for, and the diffusion network was not trained, or it
            would replace what it is the mean of.
        ModelError: what is at ``out`` and is to stay cannot be read, or ``begun_with`` is another
            network.
    """
    before = _description(out)
    diffusion, clip = _networks(run, out, before)
    if begun_with is not None and diffusion.kept:
        raise RequestError(f"--average needs a training at {run / 'diffusion.pt'}.")
    if begun_with is not None and begun_with.resolve() == out.resolve():
        raise RequestError("--average and --out are the same model; choose another --out.")
    unet = UNet(UNetConfig.from_json(diffusion.config["unet"]))
    _fill(unet, diffusion.weights)
    if begun_with is not None:
        _average(unet, read_weights(begun_with / UNET_FILE))
    tower = new_clip(clip.config)
    _fill(tower, clip.weights)
    out.mkdir(parents=True, exist_ok=True)
    if not diffusion.kept:
        write_weights(out / UNET_FILE, unet.eval())
    if not clip.kept:
        write_weights(out / CLIP_FILE, tower.eval())
    description = {
        **asdict(label),
        "unet": asdict(unet.config),
        "clip": {"config": clip.config, "mean": MEAN, "std": STD},
        "cost": asdict(_cost(unet, tower, tuning)),
        "tuning": asdict(tuning),
        "labels": diffusion.config["labels"],
        "trained": {"diffusion_pictures": diffusion.pictures, "clip_pictures": clip.pictures},
    }
    if "critic" in before and before.get("labels") == description["labels"]:
        description["critic"] = before["critic"]
        description["trained"]["critic_pictures"] = _pictures(before, "critic")
    else:
        (out / CRITIC_FILE).unlink(missing_ok=True)
    _describe(out, description)
    count = min(unet.config.num_classes or 32, MOST_SAMPLES)
    grid = sample_grid(unet, count, steps=100)  # fewer leave grain
    grid.resize((grid.width * 2, grid.height * 2)).save(out / "samples.png")
    card = out / "MODEL_CARD.md"
    if not card.exists():
        card.write_text(_card(label, diffusion.pictures, clip.pictures), encoding="utf-8")


def add_critic(folder: Path, network: CriticNetwork, pictures: int) -> None:
    """Give a model's folder a critic, or another one.

    Args:
        pictures: how many it has seen.
    """
    description = json.loads((folder / CONFIG_NAME).read_text(encoding="utf-8"))
    description["critic"] = asdict(network.config)
    description["trained"] = description.get("trained", {}) | {"critic_pictures": pictures}
    write_weights(folder / CRITIC_FILE, network)
    _describe(folder, description)


def _describe(folder: Path, description: dict[str, Any]) -> None:
    """Write ``model.json``, replaced as a whole; an interruption leaves the old one."""
    path = folder / CONFIG_NAME
    partial = path.with_name(path.name + ".part")
    partial.write_text(json.dumps(description, indent=1), encoding="utf-8")
    partial.replace(path)


@dataclass(frozen=True)
class _Network:
    """One of a model's networks.

    Attributes:
        pictures: how many it has seen.
        kept: its weights lie where they belong already.
    """

    config: dict[str, Any]
    weights: dict[str, Tensor]
    pictures: int
    kept: bool = False


def _description(folder: Path) -> dict[str, Any]:
    """What ``model.json`` says of the model at a folder; nothing where there is none."""
    if not (folder / CONFIG_NAME).exists():
        return {}
    read_folder_spec(folder)  # or one sentence about what is wrong with it
    description: dict[str, Any] = json.loads((folder / CONFIG_NAME).read_text(encoding="utf-8"))
    return description


def _pictures(description: dict[str, Any], network: str) -> int:
    return int(description.get("trained", {}).get(f"{network}_pictures", 0))


def _networks(run: Path, out: Path, before: dict[str, Any]) -> tuple[_Network, _Network]:
    """The diffusion network and the CLIP, trained or kept; see export_model."""
    diffusion = _trained(run / "diffusion.pt") or _kept_unet(out, before)
    clip = _trained(run / "clip.pt") or _kept_clip(out, before)
    if diffusion is None or clip is None:
        missing = "diffusion" if diffusion is None else "clip"
        path = run / f"{missing}.pt"
        raise RequestError(f"There is no training at {path}; run train {missing} first.")
    if "unet" not in diffusion.config:
        raise RequestError(
            f"{run / 'diffusion.pt'} is a training of before there were labels; train anew, or "
            "begin with an exported model of it (--from)."
        )
    return diffusion, clip


def _trained(path: Path) -> _Network | None:
    state = load_checkpoint(path)
    if state is None:
        return None
    return _Network(state["config"], state["average"]["values"], state["seen"])


def _kept_unet(folder: Path, description: dict[str, Any]) -> _Network | None:
    if not description:
        return None
    config = {"unet": description["unet"], "labels": description.get("labels", [])}
    pictures = _pictures(description, "diffusion")
    return _Network(config, read_weights(folder / UNET_FILE), pictures, kept=True)


def _kept_clip(folder: Path, description: dict[str, Any]) -> _Network | None:
    if not description:
        return None
    config, pictures = description["clip"]["config"], _pictures(description, "clip")
    return _Network(config, read_weights(folder / CLIP_FILE), pictures, kept=True)


def _fill(network: nn.Module, weights: dict[str, Tensor]) -> None:
    """Raises ModelError where they are another network's."""
    check_shapes(weights, {name: tuple(v.shape) for name, v in network.state_dict().items()})
    network.load_state_dict(weights)


def _average(network: nn.Module, weights: dict[str, Tensor]) -> None:
    """Half its own weights, half others; raises ModelError where they are another network's."""
    own = {name: value.clone() for name, value in network.state_dict().items()}
    _fill(network, weights)
    for name, value in network.state_dict().items():
        value.lerp_(own[name], 0.5)


def _cost(unet: UNet, tower: nn.Module, tuning: Tuning) -> StepCost:
    """Of a step as the model is steered of itself.

    Directly needs no way back through the U-Net; a label, where there are any, is compared with
    none unless its weight is 0 or 1 (outside its interval it is not, and a step costs less).
    """
    counted = unet_cost(unet.config)
    ways = 2 if unet.config.num_classes and tuning.label_weight not in {0, 1} else 1
    backward = 0 if tuning.guidance == "direct" else counted.backward_flops
    clip = Clip(tower, open_clip.SimpleTokenizer(context_length=77), MEAN, STD)
    weights = sum(p.nbytes for p in tower.parameters())
    return StepCost(
        flops=ways * (counted.forward_flops + backward) + clip_flops(clip, VIEWS),
        activation_bytes=counted.saved_bytes,
        weight_bytes=counted.parameter_bytes + weights,
    )


def _card(label: Label, diffusion_pictures: int, clip_pictures: int) -> str:
    return (
        f"# {label.title}\n\n{label.about}\n\nLicence: {label.licence}\n\n"
        f"The diffusion network has seen {diffusion_pictures:,} pictures, the CLIP "
        f"{clip_pictures:,}.\n\nSamples, first seeds, not picked:\n\n"
        "![samples](samples.png)\n\nSay here what data it learnt from, under which licences, and "
        "what it is bad at.\n"
    )
