"""The 512 × 512 class-conditional layout through a whole run: its label embedding is left out.

A small network stands for the published one: a narrow first level and an embedding of labels,
imported as the .pt file that a user would have.
"""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch

import inference.models.load
from inference.clip import Clip
from inference.device import Device, choose_device
from inference.engine import LocalEngine
from inference.events import Candidate, CandidateFinished
from inference.models import catalog
from inference.models.catalog import PUBLIC_MODELS
from inference.models.load import load_clip, load_model
from inference.models.spec import ClipSpec, ModelSpec, StepCost, Tuning, UNetConfig
from inference.models.store import ModelStore
from inference.region import paste
from inference.request import EditRequest, EditSettings
from inference.unet import UNet
from tests.conftest import TINY_CLIP, box_mask, random_picture

CLASSES = UNetConfig(64, 64, (0.5, 1, 1, 2), 1, (16, 8), head_channels=32, num_classes=10)
PICTURE = random_picture(150, 200)
MASK = box_mask(150, 200, (60, 40, 140, 110))


def spec_of(unet: UNetConfig) -> ModelSpec:
    return ModelSpec(
        name="classes",
        title="Classes",
        about="",
        licence="MIT",
        unet=unet,
        clip=ClipSpec(name="ViT-B-16-quickgelu", pretrained="openai"),
        cost=StepCost(1e9, 10_000_000, 1_000_000),
        tuning=Tuning(text_weight=100.0, min_mask_share=0.25),
    )


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    """A .pt file as published; nothing in it is zero, the labels least of all."""
    torch.manual_seed(3)
    unet = UNet(CLASSES)
    for parameter in unet.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.02)
    torch.save(unet.state_dict(), tmp_path / "classes.pt")
    return tmp_path / "classes.pt"


@pytest.fixture(autouse=True)
def _tiny_clip(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network's own CLIP is large and lies elsewhere."""
    tiny = ClipSpec(config=TINY_CLIP)

    def load(_spec: ClipSpec, _folder: Path, device: Device) -> Clip:
        return load_clip(tiny, tiny_model, device)

    monkeypatch.setattr(inference.models.load, "load_clip", load)


def engine_with(
    checkpoint: Path, unet: UNetConfig, root: Path, patch: pytest.MonkeyPatch
) -> LocalEngine:
    spec = spec_of(unet)
    patch.setitem(catalog.PUBLIC_MODELS, "classes", spec)
    store = ModelStore(root)
    store.import_file(spec, checkpoint)
    return LocalEngine(store, choose_device("cpu", "float32"))


def made(engine: LocalEngine, prompt: str = "a red apple", **values: object) -> list[Candidate]:
    settings = EditSettings(
        "classes",
        steps=12,
        strength=1 / 3,
        augmentations=2,
        **values,  # type: ignore[arg-type]
    )
    request = EditRequest(PICTURE, MASK, prompt, candidates=2, settings=settings)
    events = engine.run(request, lambda: False)
    return [event.candidate for event in events if isinstance(event, CandidateFinished)]


@pytest.mark.parametrize(("prompt", "refine"), [("a red apple", 0.25), ("", 0.0)])
def test_a_run_makes_candidates_and_leaves_the_background(
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    prompt: str,
    refine: float,
) -> None:
    engine = engine_with(checkpoint, CLASSES, tmp_path / "store", monkeypatch)
    candidates = made(engine, prompt, refine=refine)
    assert [candidate.index for candidate in candidates] == [0, 1]
    for candidate in candidates:
        assert (candidate.scores is not None) == bool(prompt)
        assert candidate.recipe["settings"]["refine"] == refine
        edited = paste(PICTURE, candidate.pixels, candidate.box, MASK)
        assert np.array_equal(edited[MASK == 0], PICTURE[MASK == 0])
        assert (edited[MASK > 0] != PICTURE[MASK > 0]).any()


def test_no_label_takes_part(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other labels in the file, the same results; without the embedding as well."""
    (first, _) = made(engine_with(checkpoint, CLASSES, tmp_path / "one", monkeypatch))
    weights = torch.load(checkpoint, weights_only=True)
    weights["label_emb.weight"] += 100
    other, without = tmp_path / "other.pt", tmp_path / "without.pt"
    torch.save(weights, other)
    del weights["label_emb.weight"]
    torch.save(weights, without)
    (second, _) = made(engine_with(other, CLASSES, tmp_path / "two", monkeypatch))
    plain = UNetConfig(**{**asdict(CLASSES), "num_classes": 0})
    (third, _) = made(engine_with(without, plain, tmp_path / "three", monkeypatch))
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.pixels, third.pixels)
    assert first.recipe["model_sha256"] != second.recipe["model_sha256"]


def test_the_embedding_is_loaded_along(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with(checkpoint, CLASSES, tmp_path / "store", monkeypatch)
    spec, folder = engine.store.locate("classes")
    model = load_model(spec, folder, engine.device)
    kept = torch.load(checkpoint, weights_only=True)["label_emb.weight"]
    assert torch.equal(model.unet.label_emb.weight.float(), kept)


def test_the_small_network_has_the_published_ones_layout() -> None:
    published = PUBLIC_MODELS["adm-512-classes"].unet
    assert published.num_classes > 0
    assert CLASSES.num_classes > 0
    assert CLASSES.channel_mult[:3] == published.channel_mult[:3] == (0.5, 1, 1)
