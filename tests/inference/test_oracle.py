"""Agreement with the published implementation, number by number (see tests/data/README.md)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from inference.blended import blended_diffusion
from inference.guidance import Guidance, RangeTerm, Term, TextTerm
from inference.local_guided import BackgroundTerm, guided_diffusion
from inference.models.catalog import PUBLIC_MODELS
from inference.models.load import expected_shapes
from inference.models.spec import UNetConfig
from inference.samplers import SAMPLERS, GuidedRun
from inference.schedule import Schedule, ddim_timesteps
from inference.unet import UNet

DATA = Path(__file__).parent.parent / "data" / "oracle"
CLIP_MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).reshape(1, 3, 1, 1)
CLIP_STD = torch.tensor([0.26862954, 0.26130258, 0.27577711]).reshape(1, 3, 1, 1)
TABLES = (
    "betas",
    "alphas_cumprod",
    "alphas_cumprod_prev",
    "posterior_variance",
    "posterior_log_variance_clipped",
    "posterior_mean_coef1",
    "posterior_mean_coef2",
)


@pytest.mark.parametrize("spacing", ["1000", "100", "50", "25", "12", "10,20,30", "ddim25"])
def test_schedule(spacing: str) -> None:
    if spacing == "ddim25":
        schedule = Schedule.keeping(ddim_timesteps(25))
    else:
        schedule = Schedule.respaced([int(count) for count in spacing.split(",")])
    with np.load(DATA / "schedule.npz") as wanted:
        assert list(schedule.timesteps) == wanted[f"{spacing}/timestep_map"].tolist()
        for table in TABLES:
            error = np.abs(getattr(schedule, table) - wanted[f"{spacing}/{table}"]).max()
            assert error <= 1e-12, table


@pytest.mark.parametrize(
    ("model", "shapes"),
    [
        ("adm-256", "adm_256_unconditional_shapes.json"),
        ("adm-512", "adm_512_unconditional_shapes.json"),
        ("adm-512-classes", "adm_512_class_conditional_shapes.json"),
    ],
)
def test_parameter_names_and_shapes(model: str, shapes: str) -> None:
    wanted = json.loads((DATA / shapes).read_text())
    found = expected_shapes(PUBLIC_MODELS[model].unet)
    assert {name: list(shape) for name, shape in found.items()} == wanted


def test_parameter_count_of_the_papers_network() -> None:
    shapes = expected_shapes(PUBLIC_MODELS["adm-256"].unet)
    assert sum(int(np.prod(shape)) for shape in shapes.values()) == 552_814_086


@pytest.fixture(scope="module")
def unet() -> UNet:
    """The small network of the reference runs."""
    with np.load(DATA / "weights.npz") as weights:
        state = {name: torch.from_numpy(weights[name]) for name in weights.files}
    network = UNet(UNetConfig(32, 32, (1, 2), 1, (16,), 16))
    network.load_state_dict(state, strict=True)
    return network.requires_grad_(requires_grad=False)


def test_one_evaluation(unet: UNet) -> None:
    with np.load(DATA / "blended_ddpm.npz") as run:
        found = unet(torch.from_numpy(run["unet_x"]), torch.from_numpy(run["unet_t"]))
        assert relative_error(found, run["unet_out"]) <= 1e-5


class Recorded:
    """RandomStreams that replay the noise of a reference run."""

    def __init__(self, noises: Iterator[Tensor]) -> None:
        self._noises = noises

    def normal(self) -> Tensor:
        return next(self._noises)

    def uniform(self, count: int) -> Tensor:
        raise AssertionError(f"the reference runs have no augmentations, but {count} were drawn")


def recorded_noise(run: dict[str, Tensor], config: dict[str, Any]) -> Iterator[Tensor]:
    yield run["noise_init"]
    for index in range(len(run["noise_step"])):
        if not config["ddim"]:
            yield run["noise_step"][index]
        if config["blend"]:
            yield run["noise_background"][index].expand(config["batch"], -1, -1, -1)


def guidance_of(run: dict[str, Tensor], config: dict[str, Any]) -> Guidance | None:
    """The linear stand-in for CLIP that the reference runs used."""
    if config["no_prompt"]:
        return None
    weights, mask = config["lambdas"], run["mask"].reshape(1, 1, 32, 32)

    def embed(pictures: Tensor) -> Tensor:
        normalised = ((pictures + 1) / 2 - CLIP_MEAN) / CLIP_STD
        pooled = F.adaptive_avg_pool2d(normalised, config["enc_pool"])
        return pooled.flatten(1) @ run["encoder_weight"].T

    target = run["text_embedding"].flatten()
    terms: list[Term] = [
        TextTerm(embed, target, mask, 32, weights["clip"], 1),
        RangeTerm(weights["range"]),
    ]
    if config["background_loss"]:
        # The reference averages over the batch; ours adds up, so that each candidate is on its own.
        source = run["init_image"].reshape(1, 3, 32, 32)
        terms.append(BackgroundTerm(source, mask, weights["l2"] / config["batch"]))
    return Guidance(tuple(terms))


@pytest.mark.parametrize("name", ["blended_ddpm", "blended_ddim", "no_prompt", "local_clip_guided"])
def test_every_step_of_a_run(name: str, unet: UNet) -> None:
    with np.load(DATA / f"{name}.npz") as data:
        config = json.loads(str(data["config"]))
        run = {k: torch.from_numpy(data[k]) for k in data.files if k != "config"}
    mask, source = run["mask"].reshape(1, 1, 32, 32), run["init_image"].reshape(1, 3, 32, 32)
    loop = GuidedRun(
        unet,
        Schedule.respaced(int(config["timestep_respacing"])),
        SAMPLERS["ddim" if config["ddim"] else "ddpm"],
        int(config["timestep_respacing"]) - config["skip_timesteps"],
        source.expand(config["batch"], -1, -1, -1),
        guidance_of(run, config),
        Recorded(recorded_noise(run, config)),
    )
    steps = list(blended_diffusion(loop, mask) if config["blend"] else guided_diffusion(loop))
    assert len(steps) == len(run["samples"])
    for index, step in enumerate(steps):
        assert relative_error(step.sample, run["samples"][index]) <= 1e-4
        assert relative_error(step.x0, run["pred_x0"][index]) <= 1e-4
        if step.prediction.gradient is not None:
            assert relative_error(-step.prediction.gradient, run["guidance"][index]) <= 1e-4
    final = steps[-1].x0
    if config["blend"]:
        final = torch.where(mask > 0, final, source)
    assert relative_error(final, run["final"]) <= 1e-4


def relative_error(found: Tensor, wanted: Tensor | NDArray[np.float32]) -> float:
    """The largest difference as a share of the largest value."""
    wanted = torch.as_tensor(wanted)
    return float((found.detach() - wanted).abs().max() / wanted.abs().max())
