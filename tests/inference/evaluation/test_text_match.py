"""The second CLIP as a judge."""

from pathlib import Path

import pytest
import torch

from inference.engine import LocalEngine
from inference.errors import ModelError
from inference.evaluation import text_match
from inference.evaluation.text_match import ClipMatch, load_second_clip


def test_it_names_the_nearest_prompt(engine: LocalEngine, tiny_model: Path) -> None:
    clip = engine.load(str(tiny_model)).clip
    match = ClipMatch(clip, ["apple", "ball", "sand"], "tiny")
    pictures = torch.rand(4, 3, 48, 48, generator=torch.Generator().manual_seed(0)) * 2 - 1
    found = {prompt: match.match(pictures, prompt) for prompt in match.prompts}
    for number in range(4):
        confidences = {prompt: values[0][number] for prompt, values in found.items()}
        assert sum(confidences.values()) == pytest.approx(1, abs=1e-5)
        named = [prompt for prompt, values in found.items() if values[1][number]]
        assert named == [max(confidences, key=confidences.__getitem__)]
    assert "chance alone names 33%" in match.about


def test_without_its_weights_it_is_one_sentence(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: object, **__: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr("inference.models.load.open_clip.create_model", offline)
    with pytest.raises(ModelError, match="CLIP ViT-B-32 is not on this machine"):
        load_second_clip(["apple"], engine.device)
    assert text_match.SECOND_CLIP.name != "ViT-B-16-quickgelu"  # which guides
