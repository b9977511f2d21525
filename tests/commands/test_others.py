"""``models``, ``benchmark`` and ``train`` as a user runs them."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inference.commands import run
from inference.models import catalog
from inference.models.catalog import find_model
from inference.models.spec import ModelSpec
from inference.unet import UNet
from tests.conftest import TINY_UNET, random_picture
from tests.inference.test_store import small_spec


def test_models_from_import_to_removal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(catalog.PUBLIC_MODELS, "small", small_spec())
    torch.save(UNet(TINY_UNET).state_dict(), tmp_path / "small.pt")
    assert run(["models", "verify", "small"]) == 2
    assert run(["models", "import", "small", str(tmp_path / "small.pt")]) == 0
    assert run(["models", "verify", "small"]) == 0
    assert run(["models", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("small ") and " installed " in line for line in lines)
    assert any(line.startswith("adm-256 ") and "not installed" in line for line in lines)
    assert run(["models", "remove", "small"]) == 0
    assert run(["models", "remove", "small"]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["models"],
        ["models", "download", "no-such"],
        ["models", "remove", "starter"],
        ["models", "import", "adm-256", "missing.pt"],
        ["train", "diffusion", "missing"],
        ["train", "clip", "missing.npz"],
        ["train", "diffusion", ".", "--size", "50"],
        ["train", "diffusion", ".", "--threads", "-1"],
        ["train", "clip", "."],
        ["train", "export", "--run", "missing", "--out", "y"],
        ["benchmark", "--model", "no-such"],
        ["nonsense"],
        [],
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "Traceback" not in error


def test_a_folder_that_cannot_be_made_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    data = shapes_folder(tmp_path / "data")
    assert run(["train", "clip", str(data), "--run", str(tmp_path / "file" / "run")]) == 1
    assert capsys.readouterr().err.splitlines()[-1].endswith("Not a directory.")


def test_benchmark_counts_one_evaluation_a_step(
    tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    assert run(["benchmark", "--model", str(tiny_model), "--quick", "--out", str(out)]) == 0
    assert "A guided step" in capsys.readouterr().out
    figures = json.loads(out.read_text())
    assert [row["unet_evaluations"] for row in figures["steps"]] == [1, 1]
    assert figures["gflop"]["step"] > 0


def shapes_folder(folder: Path) -> Path:
    """Red and blue pictures with captions beside them or in their names."""
    folder.mkdir()
    for index in range(4):
        pixels = np.full((80, 96, 3), (250, 20, 20), np.uint8)
        Image.fromarray(pixels).save(folder / f"red_square_{index}.png")
        pixels[...] = (20, 20, 250)
        Image.fromarray(pixels).save(folder / f"b{index}.jpg")
        (folder / f"b{index}.txt").write_text("a blue wall\nblue\n")
    (folder / "broken.png").write_text("not a picture")
    return folder


def going_on(common: list[str], model: Path, runs: Path) -> None:
    """Train further from a model's weights; an unknown model, or a wild rate, is refused."""
    common = [*common[:2], str(runs), *common[3:]]
    for network in ("diffusion", "clip"):
        train = ["train", network, *common, "--pictures", "16"]
        assert run([*train, "--from", "nothing"]) == 2
        assert run([*train, "--from", str(model), "--rate", "2"]) == 2
    assert run(["train", "diffusion", *common, "--pictures", "16", "--from", str(model)]) == 0


def test_a_model_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Train on a folder, go on training, export, and edit with the result."""
    data, runs = shapes_folder(tmp_path / "data"), tmp_path / "run"
    common = [str(data), "--run", str(runs), "--device", "cpu", "--threads", "1", "--size", "32"]
    assert run(["train", "diffusion", *common, "--pictures", "32"]) == 0
    before = torch.load(runs / "diffusion.pt", weights_only=True)
    assert before["seen"] == 32
    assert run(["train", "diffusion", *common, "--pictures", "64"]) == 0
    assert torch.load(runs / "diffusion.pt", weights_only=True)["seen"] == 64
    curve = (runs / "diffusion.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in curve] == ["32", "64"]
    assert (runs / "samples.png").exists()
    assert run(["train", "diffusion", str(data), "--run", str(runs), "--size", "64"]) == 2
    assert "the training of another network" in capsys.readouterr().err
    assert run(["train", "clip", *common, "--pictures", "64"]) == 0
    assert "freshly drawn pictures it names" in capsys.readouterr().out
    model = tmp_path / "mine"
    export = ["train", "export", "--run", str(runs), "--out", str(model)]
    assert run([*export, "--label-interval", "0.8", "0.2"]) == 2
    assert "the lower one first" in capsys.readouterr().err
    assert not model.exists()
    assert run([*export, "--label-interval", "0.2", "0.8"]) == 0
    spec: ModelSpec = find_model(str(model))[0]
    assert spec.cost.activation_bytes > 0
    assert spec.tuning.label_interval == (0.2, 0.8)
    assert sorted(spec.labels) == [("blue wall", "blue"), ("red square",)]  # several pictures each
    assert (model / "MODEL_CARD.md").exists()
    going_on(common, model, tmp_path / "more")
    Image.fromarray(random_picture(40, 40)).save(tmp_path / "photo.png")
    Image.fromarray(np.full((40, 40), 255, np.uint8)).save(tmp_path / "mask.png")
    job = ["edit", str(tmp_path / "photo.png"), "--mask", str(tmp_path / "mask.png")]
    job += ["--model", str(model), "--prompt", "red square", "--steps", "2", "--candidates", "1"]
    assert run([*job, "--out", str(tmp_path / "out")]) == 0
