"""LPIPS: loaded only where it is used, and a sentence where its weights are missing."""

import functools
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError

import lpips
import pytest
import torch

from inference.errors import ModelError
from inference.perceptual import load_perceptual


def test_distances(monkeypatch: pytest.MonkeyPatch) -> None:
    """With random VGG weights: 0 for the same picture, a gradient for another."""
    monkeypatch.setattr(lpips, "LPIPS", functools.partial(lpips.LPIPS, pnet_rand=True))
    distance = load_perceptual(torch.device("cpu"))
    x = torch.rand(2, 3, 32, 32, requires_grad=True)
    assert distance(x, x).tolist() == [0, 0]
    other = distance(x, torch.rand(2, 3, 32, 32))
    assert other.shape == (2,)
    (gradient,) = torch.autograd.grad(other.sum(), x)
    assert gradient.any()


def test_missing_weights_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: object, **__: object) -> None:
        raise URLError("no network")

    monkeypatch.setattr(lpips, "LPIPS", offline)
    with pytest.raises(ModelError, match="VGG-16 weights"):
        load_perceptual(torch.device("cpu"))


def test_it_is_not_loaded_beforehand() -> None:
    code = "import sys, inference.engine; sys.exit('lpips' in sys.modules)"
    root = Path(__file__).parent.parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
