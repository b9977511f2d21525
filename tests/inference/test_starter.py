"""The bundled starter."""

import json

import numpy as np
import pytest
import torch

from inference.cost import clip_flops, unet_cost
from inference.device import choose_device
from inference.engine import LocalEngine
from inference.events import CandidateFinished
from inference.models.catalog import PUBLIC_MODELS, STARTER, find_model
from inference.models.load import LoadedModel
from inference.request import EditRequest, EditSettings
from resources import resource
from tests.conftest import box_mask, random_picture


@pytest.fixture(scope="module")
def starter() -> LoadedModel:
    return LocalEngine(device=choose_device("cpu", "float32")).load(STARTER)


def test_it_fits_the_budget(starter: LoadedModel) -> None:
    weights = sum(p.stat().st_size for p in resource("starter").glob("*.safetensors"))
    assert weights <= 45_000_000
    tower = sum(p.numel() for p in starter.clip.network.visual.parameters())
    assert tower <= 8_000_000
    assert starter.clip.image_size <= 112


def test_its_cost_is_what_is_counted(starter: LoadedModel) -> None:
    counted = unet_cost(starter.spec.unet)
    views = clip_flops(starter.clip, 8)
    # Versions of torch count attention differently, by a fraction of a thousandth.
    assert starter.spec.tuning.guidance == "direct"  # so nothing goes back through the U-Net
    assert starter.spec.tuning.label_weight > 1  # so it is asked with and without a label
    total = 2 * counted.forward_flops + views
    assert starter.spec.cost.flops == pytest.approx(total, rel=0.001)
    assert starter.spec.cost.activation_bytes == counted.saved_bytes


def test_the_catalogues_costs_are_what_is_counted() -> None:
    spec = PUBLIC_MODELS["adm-256"]
    counted = unet_cost(spec.unet, torch.float16)
    assert spec.cost.activation_bytes == counted.saved_bytes
    total = counted.forward_flops + counted.backward_flops
    assert spec.cost.flops == pytest.approx(total, rel=0.15)  # CLIP is the rest


def test_its_clip_tells_its_concepts_apart(starter: LoadedModel) -> None:
    concepts = json.loads((resource("starter") / "concepts.json").read_text())
    names = [row["name"] for row in concepts["things"]]
    words = torch.stack([starter.clip.encode_text(name) for name in names])
    words = words / words.norm(dim=1, keepdim=True)
    likeness = words @ words.T - torch.eye(len(names))
    assert likeness.max() < 0.98
    assert int((likeness > 0.9).sum()) // 2 <= 6  # cow and pig among them, see the model card
    plain = starter.clip.encode_text("a photo of a lemon")
    assert int((words @ plain).argmax()) == names.index("lemon")


def test_it_edits_a_picture() -> None:
    request = EditRequest(
        random_picture(90, 120),
        box_mask(90, 120, (30, 20, 80, 70)),
        "tennis ball",
        candidates=1,
        settings=EditSettings(steps=4, augmentations=2),
    )
    events = LocalEngine(device=choose_device("cpu")).run(request, lambda: False)
    (candidate,) = [event.candidate for event in events if isinstance(event, CandidateFinished)]
    assert candidate.scores is not None
    assert np.ptp(candidate.pixels[..., :3]) > 0
    assert find_model(STARTER)[0].name == candidate.recipe["model"] == "starter"
