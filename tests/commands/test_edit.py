"""``edit`` as a user runs it: good input, bad input, Ctrl+C."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import inference.task
from inference.blended import blended_diffusion
from inference.commands import run
from tests.conftest import box_mask, random_picture

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def job(tmp_path: Path, tiny_model: Path) -> list[str]:
    """The arguments of a quick edit, results in tmp_path/out."""
    Image.fromarray(random_picture(60, 80)).save(tmp_path / "photo.png")
    Image.fromarray(box_mask(60, 80, (20, 15, 50, 40))).save(tmp_path / "mask.png")
    return [
        "edit",
        str(tmp_path / "photo.png"),
        *("--mask", str(tmp_path / "mask.png")),
        *("--model", str(tiny_model), "--out", str(tmp_path / "out")),
        *("--prompt", "a red apple", "--candidates", "2", "--steps", "3", "--device", "cpu"),
    ]


def test_a_whole_edit(job: list[str], tmp_path: Path) -> None:
    assert run([*job, "--video"]) == 0
    out = tmp_path / "out"
    names = {path.name for path in out.iterdir()}
    assert names == {
        *("rank-01.png", "rank-02.png", "rank-01.webp", "rank-02.webp"),
        *("contact_sheet.png", "results.json"),
    }
    source, mask = random_picture(60, 80), box_mask(60, 80, (20, 15, 50, 40))
    for rank in (1, 2):
        with Image.open(out / f"rank-0{rank}.png") as opened:
            edit = np.asarray(opened)
        assert np.array_equal(edit[mask == 0], source[mask == 0])
        assert not np.array_equal(edit, source)
    report = json.loads((out / "results.json").read_text())
    assert report["prompt"] == "a red apple"
    assert report["timings"]["seconds"] > 0
    assert len(report["model_sha256"]) == 64
    assert report["region"]["width"] == report["region"]["height"]
    scores = [row["scores"]["combined"] for row in report["candidates"]]
    assert scores == sorted(scores)


@pytest.mark.parametrize(
    "options",
    [
        ["--invert-mask"],
        ["--no-augmentations", "--sampler", "ddim", "--preset", "draft"],
        ["--method", "naive", "--negative", "a dog", "--soft-edge", "0"],
        ["--prompt", ""],
        ["--precision", "bfloat16", "--strength", "0.4", "--text-weight", "5"],
    ],
)
def test_options(job: list[str], tmp_path: Path, options: list[str]) -> None:
    assert run([*job, *options]) == 0
    assert (tmp_path / "out" / "rank-02.png").exists()


def test_the_recipe_makes_the_same_picture_again(job: list[str], tmp_path: Path) -> None:
    assert run(job) == 0
    first = (tmp_path / "out" / "rank-01.png").read_bytes()
    assert run(job) == 0
    assert (tmp_path / "out" / "rank-01.png").read_bytes() == first
    assert (tmp_path / "out" / "earlier" / "1" / "rank-01.png").read_bytes() == first


def swapped(job: list[str], option: str, value: str) -> list[str]:
    if option == "PICTURE":
        return [job[0], value, *job[2:]]
    return [*job, option, value]


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("PICTURE", "missing.png", "There is no file"),
        ("PICTURE", "text.png", "not a picture"),
        ("PICTURE", "empty.png", "is empty"),
        ("PICTURE", "truncated.png", "is damaged"),
        ("PICTURE", ".", "is not a picture file"),
        ("--mask", "missing.png", "There is no file"),
        ("--mask", "small.png", "mask is 8 × 8 pixels but the picture is 80 × 60"),
        ("--mask", "black.png", "The mask is empty"),
        ("--candidates", "0", "candidates must lie between"),
        ("--candidates", "many", "invalid int value"),
        ("--steps", "5000", "steps must lie between"),
        ("--strength", "nan", "strength must lie"),
        ("--seed", "-3", "seed must be"),
        ("--sampler", "euler", "invalid choice"),
        ("--model", "no-such-model", "no model named"),
        ("--model", "adm-256", "is not installed"),
        ("--device", "tpu", "no device|cannot be used"),
        ("--device", "cuda:99", "no device"),
        ("--precision", "int1", "no precision"),
        ("--out", "text.png", "choose another --out"),
        ("--nonsense", "1", "unrecognized arguments"),
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
    (tmp_path / "empty.png").touch()
    whole = (tmp_path / "photo.png").read_bytes()
    (tmp_path / "truncated.png").write_bytes(whole[: len(whole) // 2])
    Image.fromarray(box_mask(8, 8, (1, 1, 2, 2))).save(tmp_path / "small.png")
    Image.fromarray(np.zeros((60, 80), np.uint8)).save(tmp_path / "black.png")
    if value.endswith(".png") or value == ".":
        value = str(tmp_path / value)
    assert run(swapped(job, option, value)) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert re.search(words, error)
    assert not (tmp_path / "out").exists()


def test_without_a_log_file_there_is_still_no_traceback(job: list[str], tmp_path: Path) -> None:
    """In a process of its own, whose log folder cannot be made."""
    (tmp_path / "state").write_text("a file where a folder should be")
    code = (
        "import sys, inference.task\n"
        "def broken(*_): raise ValueError('a fault')\n"
        "inference.task.blended_diffusion = broken\n"
        "from inference.commands import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    done = subprocess.run(
        [sys.executable, "-c", code, *job],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "a fault" in done.stderr


def test_a_failed_run_is_one_line_and_code_1(
    job: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a fault of the program\nwith two lines")

    monkeypatch.setattr(inference.task, "blended_diffusion", broken)
    assert run(job) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "unexpected" in error
    assert not list((tmp_path / "out").iterdir())


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
        if calls == 2:
            raise MemoryError
        return blended_diffusion(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(inference.task, "blended_diffusion", failing)
    assert run(job) == 1
    assert "Not enough memory" in capsys.readouterr().err
    assert (tmp_path / "out" / "rank-01.png").exists()


def test_ctrl_c_keeps_what_is_finished(job: list[str], tmp_path: Path) -> None:
    """In a process of its own: interrupted once the first candidate is done."""
    slow = [*job, "--steps", "40", "--candidates", "500", "--video"]
    script = (
        "import sys, torch; torch.set_num_threads(1)\n"
        "import inference.commands.edit as edit\n"
        "from inference.events import CandidateFinished\n"
        "take = edit.RunLog.take\n"
        "def told(self, event):\n"
        "    take(self, event)\n"
        "    if isinstance(event, CandidateFinished): print('one', flush=True)\n"
        "edit.RunLog.take = told\n"
        "from inference.commands import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, *slow],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "one\n"
    asked = time.monotonic()
    os.kill(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    assert "Stopped: " in error
    assert time.monotonic() - asked < 60
    report = json.loads((tmp_path / "out" / "results.json").read_text())
    assert report["cancelled"]
    assert 1 <= len(report["candidates"]) < 500
    assert not list((tmp_path / "out").glob(".blendbrush-*"))


def test_help_comes_without_torch() -> None:
    code = (
        "import sys; from inference.commands import run; code = run(['edit', '--help']); "
        "sys.exit(code or 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"--prompt" in done.stdout
