"""``edit --recipe`` as a user runs it: good input, bad input, Ctrl+C."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import inference.task
from inference.blended import blended_diffusion
from inference.commands import run
from inference.models.load import file_sha256
from tests.conftest import random_picture, write_tiny_model
from tests.inference.chains import HEIGHT, WIDTH, edit_step, mask, write_chain

ROOT = Path(__file__).parent.parent.parent


def arguments(path: Path, *options: str) -> list[str]:
    out = str(path.parent / "out")
    return ["edit", "--recipe", str(path), "--out", out, "--device", "cpu", *options]


@pytest.fixture
def chain(tmp_path: Path, tiny_model: Path) -> Path:
    """Two edits with a picture laid over between them."""
    steps = [edit_step(tiny_model, 1), {"paste": "patch.png", "x": 5}, edit_step(tiny_model, 2)]
    return write_chain(tmp_path, steps)


def picture_in(path: Path) -> np.ndarray:
    with Image.open(path) as opened:
        return np.asarray(opened)


def test_a_model_is_for_the_steps_that_name_none(
    tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, own = edit_step(tiny_model, 1), edit_step(tiny_model, 2)
    del plain["model"]
    path = write_chain(tmp_path, [plain, own])
    assert run([*arguments(path), "--model", "no-such"]) == 2
    assert "no-such" in capsys.readouterr().err
    assert run([*arguments(path), "--model", str(tiny_model)]) == 0
    report = json.loads((tmp_path / "out" / "results.json").read_text())
    assert {step["model_sha256"] for step in report["steps"]} == {
        report["steps"][1]["model_sha256"]
    }


def test_a_whole_chain(chain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(chain)) == 0
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {"final.png", "strip.png", "results.json"}
    assert "3 steps in" in capsys.readouterr().out
    report = json.loads((out / "results.json").read_text())
    assert report["finished"]
    assert [row["label"] for row in report["steps"]] == ["a red apple 1", "patch", "a red apple 2"]
    assert len(report["steps"][2]["model_sha256"]) == 64
    assert report["steps"][0]["scores"]["combined"] > 0
    final = picture_in(out / "final.png")
    source = random_picture(HEIGHT, WIDTH)
    assert final.shape == source.shape
    free = (mask(1) == 0) & (mask(2) == 0)
    free[:10, 5:25] = False
    assert np.array_equal(final[free], source[free])
    with Image.open(out / "strip.png") as strip:
        assert strip.width > 3.5 * strip.height
    with Image.open(out / "final.png") as opened:
        assert "digitalsourcetype/compositeWithTrained" in opened.info["XML:com.adobe.xmp"]
        assert len(json.loads(opened.info["Blendbrush recipe"])) == 2


def test_the_same_picture_comes_again(chain: Path, tmp_path: Path) -> None:
    assert run(arguments(chain)) == 0
    first = picture_in(tmp_path / "out" / "final.png")
    assert run(arguments(chain)) == 0
    assert np.array_equal(picture_in(tmp_path / "out" / "final.png"), first)
    assert np.array_equal(picture_in(tmp_path / "out" / "earlier" / "1" / "final.png"), first)


def test_one_step_is_what_edit_makes(tmp_path: Path, tiny_model: Path) -> None:
    """The command without a recipe rounds at the soft edge exactly as a chain does."""
    path = write_chain(tmp_path, [edit_step(tiny_model, 1)])
    assert run(arguments(path)) == 0
    single = [
        *("edit", str(tmp_path / "photo.png"), "--mask", str(tmp_path / "mask-1.png")),
        *("--prompt", "a red apple 1", "--seed", "1", "--candidates", "1", "--device", "cpu"),
        *("--model", str(tiny_model), "--steps", "4", "--strength", "1"),
        *("--out", str(tmp_path / "single")),
    ]
    views = {"steps": 4, "strength": 1.0}
    path = write_chain(tmp_path, [edit_step(tiny_model, 1, settings=views)])
    assert run(arguments(path)) == 0
    assert run(single) == 0
    one, chained = tmp_path / "single" / "rank-01.png", tmp_path / "out" / "final.png"
    assert np.array_equal(picture_in(one), picture_in(chained))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--prompt", "x"], "--prompt cannot be given beside it"),
        (["photo.png"], "PICTURE cannot be given beside it"),
        (["--mask", "m.png"], "--mask cannot be given"),
        (["--no-augmentations"], "--no-augmentations cannot be given"),
        (["--recipe", "missing.json"], "There is no file missing.json"),
        (["--device", "cuda:99"], "no device"),
        (["--out", "{folder}/photo.png"], "choose another --out"),
    ],
)
def test_bad_options(
    chain: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    given = [option.format(folder=chain.parent) for option in options]
    assert run([*arguments(chain), *given]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not (chain.parent / "out").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 2}, "is of version 2; this Blendbrush reads version 1"),
        ({"picture": "none.png"}, "There is no file"),
        ({"colour": 1}, "“colour” is not known here"),
        ({"steps": [{"paste": "none.png"}]}, "There is no file"),
        ({"steps": [{"prompt": "x"}]}, "step 1 has no “mask”"),
        ({"steps": [{"mask": "patch.png"}]}, "mask is 20 × 10 pixels but the picture is 80 × 60"),
        ({"steps": [{"mask": "mask-1.png", "model": "adm-256"}]}, "is not installed"),
    ],
)
def test_bad_chains(
    tmp_path: Path,
    tiny_model: Path,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, object],
    words: str,
) -> None:
    path = write_chain(tmp_path, [edit_step(tiny_model, 1)])
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert run(arguments(path)) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("options", [[], ["photo.png"], ["--mask", "mask.png"]])
def test_without_a_recipe_edit_wants_a_picture_and_a_mask(
    capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert run(["edit", *options]) == 2
    assert "a PICTURE and its --mask, or a --recipe" in capsys.readouterr().err


def test_another_model_is_refused_unless_it_is_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = write_tiny_model(tmp_path / "model")
    sha256 = file_sha256(model / "unet.safetensors")
    path = write_chain(tmp_path, [edit_step(model, 1, model_sha256=sha256)])
    assert run(arguments(path)) == 0
    write_tiny_model(tmp_path / "model", seed=1)
    first = picture_in(tmp_path / "out" / "final.png")
    assert run(arguments(path)) == 2
    error = capsys.readouterr().err
    assert "Step 1 was made with another Tiny" in error
    assert "--other-model" in error
    assert not (tmp_path / "out" / "earlier").exists()
    assert run(arguments(path, "--other-model")) == 0
    assert "its result will differ" in capsys.readouterr().err
    assert not np.array_equal(picture_in(tmp_path / "out" / "final.png"), first)


def test_another_precision_is_told(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = {"device": "cuda:0", "precision": "float16"}
    path = write_chain(tmp_path, [edit_step(tiny_model, 1, **made)])
    assert run(arguments(path, "--precision", "float32")) == 0
    error = capsys.readouterr().err
    assert "made on cuda:0 in float16 and runs here on cpu in float32" in error


def test_a_failure_on_the_way_keeps_the_steps_before(
    chain: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = 0

    def failing(*given: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise MemoryError
        return blended_diffusion(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(inference.task, "blended_diffusion", failing)
    assert run(arguments(chain)) == 1
    assert "2 of 3 steps were finished and kept" in capsys.readouterr().err
    report = json.loads((tmp_path / "out" / "results.json").read_text())
    assert not report["finished"]
    assert len(report["steps"]) == 2


def test_ctrl_c_keeps_the_steps_that_are_done(tmp_path: Path, tiny_model: Path) -> None:
    """In a process of its own: interrupted once the first step is done."""
    long = edit_step(tiny_model, 2, settings={"steps": 1000, "strength": 1.0})
    path = write_chain(tmp_path, [edit_step(tiny_model, 1), long])
    script = (
        "import sys, torch; torch.set_num_threads(1)\n"
        "import inference.commands.recipe as recipe\n"
        "from inference.replay import StepFinished\n"
        "take = recipe.ReplayLog.take\n"
        "def told(self, event):\n"
        "    take(self, event)\n"
        "    if isinstance(event, StepFinished): print('one', flush=True)\n"
        "recipe.ReplayLog.take = told\n"
        "from inference.commands import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "one\n"
    os.kill(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    assert "Stopped: 1 of 2 steps finished" in error
    report = json.loads((tmp_path / "out" / "results.json").read_text())
    assert [row["step"] for row in report["steps"]] == [1]
    assert (tmp_path / "out" / "final.png").exists()
