"""The critic: trained apart, kept in a model's folder, and first to say which result is best."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from inference.commands import run
from inference.critic import Critic, CriticNetwork
from inference.device import choose_device
from inference.engine import LocalEngine
from inference.errors import ModelError, RequestError
from inference.evaluation.bench import Job, request_of
from inference.evaluation.cases import cases_of, scenes_of
from inference.events import Box, Candidate, CandidateFinished, RunFinished, Scores
from inference.extend_request import ExtendRequest, Side
from inference.models.catalog import STARTER, find_model
from inference.models.load import (
    CLIP_FILE,
    CRITIC_FILE,
    LoadedModel,
    load_critic,
    write_weights,
)
from inference.models.places import UNET_FILE
from inference.models.spec import CriticConfig
from inference.ranking import doubts_of, order
from inference.request import PRESETS, EditRequest, EditSettings
from inference.training.compose import CompositeSource, PackedSet
from inference.training.critic import CriticPlan, as_results_look, lesson_of, train_critic
from inference.unet import UNet
from tests.conftest import TINY_UNET, box_mask, random_picture
from tests.inference.evaluation.judges import write_packed

LABELS = (("apple", "fruit"), ("ball",), ("sand",), ("scene", "landscape", ""))
PICTURE, MASK = random_picture(150, 200), box_mask(150, 200, (60, 40, 140, 110))


@pytest.fixture
def model_folder(tiny_model: Path, tmp_path: Path) -> Path:
    """The tiny model, its network given the labels of the packed set of the judge's tests."""
    folder = tmp_path / "labelled"
    folder.mkdir()
    shutil.copy(tiny_model / CLIP_FILE, folder)
    unet = replace(TINY_UNET, num_classes=len(LABELS))
    write_weights(folder / UNET_FILE, UNet(unet).requires_grad_(requires_grad=False))
    data = json.loads((tiny_model / "model.json").read_text())
    data["unet"]["num_classes"] = len(LABELS)
    data["labels"] = LABELS
    (folder / "model.json").write_text(json.dumps(data))
    return folder


def request(folder: Path, prompt: str, candidates: int = 3) -> EditRequest:
    settings = EditSettings(str(folder), steps=4, strength=0.5, augmentations=2)
    return EditRequest(PICTURE, MASK, prompt, candidates=candidates, settings=settings)


def train(data: Path, folder: Path, runs: Path, *more: str) -> int:
    options = ["--size", "32", "--device", "cpu", "--pictures", "128", "--run", str(runs)]
    return run(["train", "critic", str(data), "--model", str(folder), *options, *more])


def test_a_model_is_given_a_critic(
    model_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("inference.commands.train.FRESH", 150)
    data = write_packed(tmp_path / "set.npz")
    assert train(data, model_folder, tmp_path / "run") == 0
    assert "has a critic; of 150 fresh pictures it names" in capsys.readouterr().out
    spec, _ = find_model(str(model_folder))
    assert spec.critic == CriticConfig(len(LABELS) + 1, 32)
    first = (model_folder / CRITIC_FILE).read_bytes()
    assert train(data, model_folder, tmp_path / "more", "--from", str(model_folder)) == 0
    assert (model_folder / CRITIC_FILE).read_bytes() != first
    events = list(LocalEngine().run(request(model_folder, "a ball"), lambda: False))
    made = [event.candidate for event in events if isinstance(event, CandidateFinished)]
    assert all(0 <= scores.doubt <= 1 for c in made if (scores := c.scores) and scores.doubt)
    assert len({c.scores.doubt for c in made if c.scores is not None}) == 3


def test_a_critic_of_other_labels_is_refused(
    model_folder: Path, tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_packed(tmp_path / "set.npz")
    assert train(data, tiny_model, tmp_path / "run") == 2
    assert "has other labels than" in capsys.readouterr().err
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    Image.fromarray(PICTURE).save(pictures / "an apple.png")
    assert train(pictures, model_folder, tmp_path / "run") == 2
    assert "learns from a packed set" in capsys.readouterr().err
    description = json.loads((model_folder / "model.json").read_text())
    for wrong in ({"classes": 3, "size": 32, "widths": [8]}, {"classes": 5}, 7):
        (model_folder / "model.json").write_text(json.dumps(description | {"critic": wrong}))
        with pytest.raises(ModelError, match="holds no model"):
            find_model(str(model_folder))


def test_a_critic_that_is_missing_or_damaged(tmp_path: Path) -> None:
    config, device = CriticConfig(5, 32, (8, 8)), choose_device("cpu", "float32")
    with pytest.raises(ModelError, match=r"critic\.safetensors"):
        load_critic(config, tmp_path, device)
    write_weights(tmp_path / CRITIC_FILE, CriticNetwork(config))
    assert load_critic(config, tmp_path, device).network.config == config
    with pytest.raises(ModelError, match="is not this model"):
        load_critic(replace(config, widths=(8, 16)), tmp_path, device)


def candidate(index: int, scores: Scores | None) -> Candidate:
    return Candidate(index, index, scores, Box(0, 0, 1, 1), PICTURE[:1, :1], {})


def test_what_it_doubts_stands_behind_what_it_does_not() -> None:
    scores = [Scores(0.7, 0.7, 0.9), Scores(0.8, 0.8, 0.2), Scores(0.9, 0.9, 0.1)]
    assert order([candidate(i, each) for i, each in enumerate(scores)]) == (2, 1, 0)
    assert Scores(0.8, 0.7, 0.25).combined == 0.5
    assert Scores(0.8, 0.7, 0.25).distance == Scores(0.8, 0.7).combined == 0.75
    half = candidate(3, Scores(0.1, 0.1))  # of a stopped extension, before the critic saw it
    assert order([half, candidate(4, scores[0]), candidate(5, None)]) == (4, 3, 5)


@pytest.mark.parametrize("scores", [Scores(0.5, 0.25), Scores(0.5, 0.25, 0.0), Scores(1, 2, 1)])
def test_scores_come_back_from_what_is_written_down(scores: Scores) -> None:
    assert Scores.of(json.loads(json.dumps(scores.values))) == scores
    assert len(scores.values) == (2 if scores.doubt is None else 3)


@pytest.mark.parametrize("values", [[0.5], [0.5, 1, 2], [0.5, 1, -0.1], [1, 2, float("nan")], "ab"])
def test_what_are_no_scores_is_refused(values: list[float]) -> None:
    with pytest.raises((TypeError, ValueError)):
        Scores.of(values)


class Scripted(Critic):
    """Doubts the results of a run in this way, in the order of their making."""

    said = (0.9, 0.1, 0.5, 0.2, 0.7)

    def doubts(self, pictures: Tensor, label: int) -> list[float]:
        """As Critic."""
        assert label == 0
        assert pictures.shape[1:] == (3, 32, 32)
        self.__dict__.setdefault("left", list(self.said))
        return [self.__dict__["left"].pop(0) for _ in pictures]


def with_critic(monkeypatch: pytest.MonkeyPatch, engine: LocalEngine, folder: Path) -> None:
    model = engine.load(str(folder))
    critic = Scripted(CriticNetwork(CriticConfig(len(LABELS) + 1, 16, (4,))), "sha")
    monkeypatch.setattr(engine, "_model", (str(folder), replace(model, critic=critic)))


def test_a_run_is_ordered_by_its_critic(
    model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = LocalEngine()
    with_critic(monkeypatch, engine, model_folder)
    events = list(engine.run(request(model_folder, "an apple", 5), lambda: False))
    assert isinstance(events[-1], RunFinished)
    assert events[-1].ranking == (1, 3, 2, 4, 0)
    (unknown,) = [
        event.candidate
        for event in engine.run(request(model_folder, "a zebra", 1), lambda: False)
        if isinstance(event, CandidateFinished)
    ]
    assert unknown.scores is not None
    assert unknown.scores.doubt is None


def test_a_critic_changes_no_pixel(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = LocalEngine()

    def pixels() -> list[bytes]:
        events = engine.run(request(model_folder, "an apple"), lambda: False)
        return [e.candidate.pixels.tobytes() for e in events if isinstance(e, CandidateFinished)]

    plain = pixels()
    with_critic(monkeypatch, engine, model_folder)
    assert pixels() == plain


def test_an_extension_is_doubted_side_by_side(
    model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = LocalEngine()
    settings = EditSettings(str(model_folder), steps=4, strength=0.5, augmentations=2)

    def doubt(*prompts: str) -> float | None:
        left, right = (Side(20, prompt) for prompt in prompts)
        extension = ExtendRequest(
            random_picture(40, 60), left=left, right=right, candidates=1, settings=settings
        )
        with monkeypatch.context() as patch:
            with_critic(patch, engine, model_folder)
            events = list(engine.run(extension, lambda: False))
        (made,) = [event.candidate for event in events if isinstance(event, CandidateFinished)]
        assert made.scores is not None
        return made.scores.doubt

    of_left, of_right = (0.9 + 0.1) / 2, (0.5 + 0.2) / 2  # each in two parts
    assert doubt("an apple", "fruit") == pytest.approx((of_left + of_right) / 2)
    assert doubt("an apple", "") == pytest.approx(of_left)  # nobody asked for anything there
    assert doubt("an apple", "a zebra") is None  # it would speak of one side alone


def test_it_learns_from_worn_pictures_and_from_nothing(tmp_path: Path) -> None:
    source = CompositeSource(PackedSet.read(write_packed(tmp_path / "set.npz")), 32)
    generator = torch.Generator().manual_seed(0)
    pictures, concepts = lesson_of(source, 100, generator)
    assert pictures.shape == (100, 3, 32, 32)
    assert pictures.abs().max() <= 1
    assert int((concepts == len(LABELS)).sum()) == 30  # nothing of the list
    assert set(concepts.tolist()) == {0, 1, 2, 3, 4}
    grey = torch.zeros(200, 3, 32, 32)
    grain = as_results_look(grey, generator).std(dim=(2, 3)).mean(dim=1)
    assert 60 < int((grain < 1e-6).sum()) < 100
    assert 0.1 < grain.max() < 0.16


def test_a_training_goes_on_where_it_was(tmp_path: Path) -> None:
    source = CompositeSource(PackedSet.read(write_packed(tmp_path / "set.npz")), 32)
    seen, rates = list[int](), {"learning_rate": 0.0, "warm_up": 0}
    plan = CriticPlan(32, batch=16)
    first = train_critic(source, tmp_path, plan, lambda count, _loss: seen.append(count))
    plan = CriticPlan(64, batch=16, **rates)  # type: ignore[arg-type]
    again = train_critic(source, tmp_path, plan, lambda count, _loss: seen.append(count))
    assert seen == [16, 32, 48, 64]
    learnt = torch.load(tmp_path / "critic.pt", weights_only=True)["network"]["head.weight"]
    assert not torch.equal(first.head.weight, CriticNetwork(first.config).head.weight)
    torch.testing.assert_close(again.head.weight, learnt, atol=0.02, rtol=0)
    other = CompositeSource(source.packed, 64)
    with pytest.raises(RequestError, match="another network"):
        train_critic(other, tmp_path, CriticPlan(64, batch=16), lambda *_: None)


def test_the_starters_critic_knows_what_the_starter_makes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = LocalEngine(device=choose_device("cpu", "float32"))
    model = engine.load(STARTER)
    assert model.critic is not None
    names, seen = [labels[0] for labels in model.spec.labels], list[Tensor]()

    def watched(model: LoadedModel, results: Tensor, prompt: str) -> list[float] | None:
        seen.append(results)
        return doubts_of(model, results, prompt)

    monkeypatch.setattr("inference.task.doubts_of", watched)
    case = cases_of(["lemon"], scenes_of(1), 0)[0]
    settings = replace(PRESETS["draft"], model=STARTER, strength=0.9)
    events = engine.run(request_of(Job("", case, settings, 1)), lambda: False)
    (made,) = [event.candidate for event in events if isinstance(event, CandidateFinished)]
    doubts = [model.critic.doubts(seen[0], label)[0] for label in range(len(names))]
    assert names[int(np.argmin(doubts))] == "lemon"
    assert min(doubts) < 0.5
    assert made.scores is not None
    assert made.scores.doubt == pytest.approx(min(doubts), abs=1e-5)
    assert doubts_of(model, seen[0], "a lighthouse") is None
