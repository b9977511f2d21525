"""``extend`` as a user runs it: good input, bad input, Ctrl+C."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import inference.extrapolate
from inference.blended import blended_diffusion
from inference.commands import run
from tests.conftest import random_picture

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def job(tmp_path: Path, tiny_model: Path) -> list[str]:
    """The arguments of a quick extension, results in tmp_path/out."""
    Image.fromarray(random_picture(40, 60)).save(tmp_path / "photo.png")
    return [
        *("extend", str(tmp_path / "photo.png"), "--left", "9", "--bottom", "4"),
        *("--prompt", "grass", "--prompt-bottom", "sand"),
        *("--model", str(tiny_model), "--out", str(tmp_path / "out")),
        *("--candidates", "2", "--steps", "3", "--strength", "1", "--device", "cpu"),
    ]


def picture_in(path: Path) -> np.ndarray:
    with Image.open(path) as opened:
        return np.asarray(opened)


def test_a_whole_extension(
    job: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(job) == 0
    assert "2 results in" in capsys.readouterr().out
    out = tmp_path / "out"
    names = {path.name for path in out.iterdir()}
    assert names == {"rank-01.png", "rank-02.png", "contact_sheet.png", "results.json"}
    for rank in (1, 2):
        made = picture_in(out / f"rank-0{rank}.png")
        assert made.shape == (44, 69, 3)
        assert np.array_equal(made[:40, 9:], random_picture(40, 60))
    report = json.loads((out / "results.json").read_text())
    assert report["extend"] == {"left": 9, "bottom": 4}
    assert report["prompts"] == {"left": "grass", "bottom": "sand"}
    assert report["candidates"][0]["box"] == {"left": -9, "top": 0, "width": 69, "height": 44}
    scores = [row["scores"]["combined"] for row in report["candidates"]]
    assert scores == sorted(scores)
    with Image.open(out / "rank-01.png") as opened:
        assert "digitalsourcetype/compositeWithTrained" in opened.info["XML:com.adobe.xmp"]
        assert json.loads(opened.info["Blendbrush recipe"])["seed"] == 0


def test_the_recipe_in_a_result_makes_it_again(job: list[str], tmp_path: Path) -> None:
    assert run(job) == 0
    with Image.open(tmp_path / "out" / "rank-02.png") as opened:
        made, recipe = np.asarray(opened), json.loads(opened.info["Blendbrush recipe"])
    settings = {k: v for k, v in recipe["settings"].items() if k != "model"}
    kept = ("extend", "prompts", "negative", "seed", "candidate", "wave", "model_sha256")
    step = {name: recipe[name] for name in kept} | {"settings": settings}
    step["model"] = recipe["settings"]["model"]
    chain = {"version": 1, "picture": "photo.png", "steps": [step]}
    (tmp_path / "steps.json").write_text(json.dumps(chain))
    again = ["edit", "--recipe", str(tmp_path / "steps.json"), "--out", str(tmp_path / "again")]
    assert run([*again, "--device", "cpu"]) == 0
    assert np.array_equal(picture_in(tmp_path / "again" / "final.png"), made)


def test_a_transparent_picture_stays_transparent(job: list[str], tmp_path: Path) -> None:
    pixels = np.dstack([random_picture(40, 60), np.full((40, 60), 77, np.uint8)])
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    assert run(job) == 0
    made = picture_in(tmp_path / "out" / "rank-01.png")
    assert np.array_equal(made[:40, 9:], pixels)
    assert (made[:, :9, 3] == 255).all()


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("PICTURE", "missing.png", "There is no file"),
        ("PICTURE", "text.png", "not a picture"),
        ("--left", "-1", "left must lie between"),
        ("--left", "wide", "invalid int value"),
        ("--left", "40000", "left must lie between"),
        ("--candidates", "0", "candidates must lie between"),
        ("--steps", "5000", "steps must lie between"),
        ("--strength", "0", "strength must lie"),
        ("--seed", "-3", "seed must be"),
        ("--model", "no-such-model", "no model named"),
        ("--model", "adm-256", "is not installed"),
        ("--device", "tpu", "no device|cannot be used"),
        ("--out", "text.png", "choose another --out"),
        ("--mask", "mask.png", "unrecognized arguments"),
    ],
)
def test_bad_input_is_one_line_and_code_2(
    job: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    option: str,
    value: str,
    words: str,
) -> None:
    (tmp_path / "text.png").write_text("not a picture")
    if value.endswith(".png"):
        value = str(tmp_path / value)
    given = [job[0], value, *job[2:]] if option == "PICTURE" else [*job, option, value]
    assert run(given) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert re.search(words, error)
    assert not (tmp_path / "out").exists()


def test_a_side_has_to_be_named(job: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*job, "--left", "0", "--bottom", "0"]) == 2
    assert "say how far at least one side moves out" in capsys.readouterr().err


def test_a_failure_on_the_way_keeps_what_is_finished(
    job: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = 0

    def failing(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls > 4:  # the first candidate has two layers and two final passes
            raise MemoryError
        return blended_diffusion(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(inference.extrapolate, "blended_diffusion", failing)
    assert run(job) == 1
    error = capsys.readouterr().err
    assert "1 of 2 were finished and kept" in error
    assert "Not enough memory" in error
    assert picture_in(tmp_path / "out" / "rank-01.png").shape == (44, 69, 3)


def test_ctrl_c_keeps_the_finished_parts(job: list[str], tmp_path: Path) -> None:
    """In a process of its own: interrupted once the left side is made and the bottom begun."""
    script = (
        "import os, signal, sys, torch; torch.set_num_threads(1)\n"
        "import inference.extrapolate as extrapolate\n"
        "run_part = extrapolate.Extension._part\n"
        "def told(self, part, *rest):\n"
        "    if part.side == 'bottom': os.kill(os.getpid(), signal.SIGINT)\n"
        "    yield from run_part(self, part, *rest)\n"
        "extrapolate.Extension._part = told\n"
        "from inference.commands import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *job],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 128 + signal.SIGINT, done.stderr
    assert "Stopped: 0 of 2 finished and the finished parts of 1, in" in done.stderr
    out = tmp_path / "out"
    narrower = picture_in(out / "rank-01.png")
    assert narrower.shape == (40, 69, 3)
    assert np.array_equal(narrower[:, 9:], random_picture(40, 60))
    report = json.loads((out / "results.json").read_text())
    assert report["cancelled"]
    assert not list(out.glob(".blendbrush-*"))


def test_help_comes_without_torch() -> None:
    code = (
        "import sys; from inference.commands import run; code = run(['extend', '--help']); "
        "sys.exit(code or 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"--prompt-left" in done.stdout
