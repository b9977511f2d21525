"""What the CLIP learns from: views as guidance shows them, noise levels, worsened pictures."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from inference.clip import new_clip, with_level
from inference.device import choose_device
from inference.models.load import load_clip
from inference.models.load import write_weights as keep
from inference.models.spec import ClipSpec
from inference.training import clip as clip_training
from inference.training.clip import MEAN, STARTER_CLIP, STD, ClipPlan, retrieval, train_clip
from inference.training.compose import CompositeSource, PackedSet
from inference.training.views import as_guidance_sees, random_levels
from tests.conftest import TINY_CLIP


@pytest.fixture
def source(tmp_path: Path) -> CompositeSource:
    """A red thing, a blue thing and sand."""
    rng = np.random.default_rng(0)
    cutouts = np.zeros((2, 128, 128, 4), np.uint8)
    cutouts[0, 20:108, 20:108] = [230, 20, 20, 255]
    cutouts[1, 20:108, 20:108] = [20, 20, 230, 255]
    words = {"names": [["apple"], ["ball"], ["sand"]], "forms": ["{article} {name}"]}
    np.savez(
        tmp_path / "set.npz",
        cutouts=cutouts,
        cutout_concepts=np.array([0, 1]),
        grounds=rng.integers(100, 160, (4, 128, 128, 3), dtype=np.uint8),
        ground_concepts=np.array([-1, -1, -1, 2]),
        distractors=rng.integers(0, 255, (2, 128, 128, 4), dtype=np.uint8),
        words=np.array(json.dumps(words)),
    )
    return CompositeSource(PackedSet.read(tmp_path / "set.npz"), 32)


def test_levels_are_those_of_the_schedule() -> None:
    levels = random_levels(4000, 0.5, torch.Generator().manual_seed(1))
    assert 0.47 < float((levels == 0).float().mean()) < 0.53
    noisy = levels[levels > 0]
    assert noisy.min() >= 0.0099  # √β_0
    assert 0.9999 < noisy.max() < 1
    assert not random_levels(50, 0.0, torch.Generator()).any()


def test_views_have_the_noise_that_their_level_says() -> None:
    """The variance of a grey picture's view is that of its noise, and its mean sinks with it."""
    levels = torch.tensor([0.3, 0.6, 0.9]).repeat_interleave(200)
    grey = torch.full((600, 3, 16, 16), 0.5)
    views = as_guidance_sees(grey, torch.ones(600, 1, 16, 16), levels, torch.Generator())
    middle = views[:, :, 6:10, 6:10].reshape(3, 200, -1)
    signal = torch.tensor([0.91, 0.64, 0.19]).sqrt() * 0.5
    assert torch.allclose(middle.mean(dim=(1, 2)), signal, atol=0.05)
    assert (middle.std(dim=(1, 2)).diff() > 0.1).all()
    alike = as_guidance_sees(grey, torch.ones(600, 1, 16, 16), levels, torch.Generator())
    assert torch.equal(views, alike)


def test_worsened_pictures_are_harder_to_name_and_near() -> None:
    torch.manual_seed(2)
    network = new_clip({**TINY_CLIP, "noise_aware": True}).train()
    inputs = with_level(torch.randn(16, 3, 32, 32), torch.rand(16))
    words, targets = 20 * torch.randn(32, 5), torch.randint(5, (16,))
    before = {name: value.clone() for name, value in network.state_dict().items()}
    worsened = clip_training._worsened(network, inputs, words, targets, 2.0, torch.Generator())
    assert network.training
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert torch.equal(worsened[:, 3], inputs[:, 3])
    moved = (worsened - inputs).flatten(1).norm(dim=1)
    assert int((moved > 0).sum()) == 8
    assert float(moved.max()) <= 2.0 + 1e-4
    network.eval()

    @torch.no_grad()
    def error(shown: torch.Tensor) -> float:
        return float(clip_training._error(network, shown[moved > 0], words, targets[moved > 0]))

    assert error(worsened) > error(inputs)


def test_a_trained_tower_is_noise_aware_and_loads_again(
    source: CompositeSource, tmp_path: Path
) -> None:
    plan = ClipPlan(96, batch=16, size=32)
    network = train_clip(source, tmp_path, plan, lambda *_: None, source.draw_distractors)
    assert 0 <= retrieval(network, source, 32, 5, noisy_share=1.0) <= 1
    keep(tmp_path / "clip.safetensors", network)
    vision = {**STARTER_CLIP["vision_cfg"], "image_size": 32}
    spec = ClipSpec(config={**STARTER_CLIP, "vision_cfg": vision}, mean=MEAN, std=STD)
    clip = load_clip(spec, tmp_path, choose_device("cpu", "float32"))
    assert clip.noise_aware
    pictures = torch.rand(2, 3, 32, 32) * 2 - 1
    with torch.no_grad():
        inputs = with_level(pictures, torch.tensor([0.5, 0.5]))
        wanted = clip.network.encode_image(inputs)
    assert torch.allclose(clip.encode_pictures(pictures, 0.5), wanted, atol=1e-4)
