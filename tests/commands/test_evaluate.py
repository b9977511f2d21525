"""``evaluate`` and ``train judge`` as a user runs them."""

import json
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.commands import evaluate, run
from inference.evaluation.bench import Bench, Job, measure
from inference.evaluation.records import Ledger, Measured
from inference.models.load import file_sha256
from inference.training import judge_lessons
from tests.inference.evaluation.judges import write_packed, write_tiny_judge

Pixels = NDArray[np.uint8]


@pytest.fixture
def quick(tiny_model: Path, tmp_path: Path) -> list[str]:
    """Options for a run of a second."""
    judge = write_tiny_judge(tmp_path / "judge")
    given = ("--model", str(tiny_model), "--judge", str(judge), "--out", str(tmp_path / "report"))
    fixed = ("--device", "cpu", "--precision", "float32", "--strength", "0.03")
    return [*given, *fixed, "--candidates", "2"]


def test_a_judge_of_ones_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge_lessons, "CALIBRATION_PICTURES", 40)
    monkeypatch.setattr(judge_lessons, "MEASURED_PICTURES", 20)
    data, out = write_packed(tmp_path / "set.npz"), tmp_path / "mine"
    options = ["--pictures", "128", "--size", "32", "--device", "cpu"]
    runs = ["--run", str(tmp_path / "run"), "--out", str(out)]
    assert run(["train", "judge", str(data), *options, *runs]) == 0
    assert "is the judge: On fresh compositions" in capsys.readouterr().out
    description = json.loads((out / "judge.json").read_text())
    assert description["names"] == [["apple", "fruit"], ["ball"], ["sand"]]
    assert 0 <= description["figures"]["false_alarms_sample_photos"] <= 1
    assert (out / "judge.safetensors").stat().st_size < 4_000_000
    again = [*options, "--run", str(tmp_path / "more"), "--from", str(out)]
    assert run(["train", "judge", str(data), *again]) == 0
    begun_with = json.loads((tmp_path / "more" / "judge" / "judge.json").read_text())["begun_with"]
    assert begun_with == file_sha256(out / "judge.safetensors")
    assert run(["train", "judge", str(data), *again[:-2]]) == 2  # its beginning is the run's own
    assert "choose another --run" in capsys.readouterr().err
    description["network"]["size"] = 64
    (out / "judge.json").write_text(json.dumps(description))
    assert run(["train", "judge", str(data), *again]) == 2
    assert "a judge of other concepts, names or sizes" in capsys.readouterr().err
    description["network"]["size"] = 32
    description["names"].reverse()
    (out / "judge.json").write_text(json.dumps(description))
    assert run(["train", "judge", str(data), *again]) == 2
    assert "a judge of other concepts, names or sizes" in capsys.readouterr().err


def test_the_starters_report(
    quick: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--prompts", "apple", "--photos", "1", "--few", "1", "--few-candidates", "1"]
    assert run(["evaluate", "starter", *quick, *more]) == 0
    folder = tmp_path / "report"
    assert f"15 of 15 runs; the report is {folder / 'report.md'}" in capsys.readouterr().out
    page = (folder / "report.md").read_text()
    for heading in ("Is the prompted thing there?", "Variety and seam", "DDPM against DDIM"):
        assert f"## {heading}" in page
    assert "| photo | pairs | top-ranked candidate | any of the top 3 |" in page
    assert "| meadow | 1 | " in page
    for name in ("named", "pairs", "ranked", "augmentations", "steps", "methods"):
        assert f"({name}.png)" in page
        assert (folder / f"{name}.png").is_file()
    figures = json.loads((folder / "report.json").read_text())
    assert not figures["partial"]
    assert figures["methods"]["Algorithm 2"]["background"]["value"] == 0
    assert figures["methods"]["naive blend"]["background"]["value"] == 0
    assert figures["methods"]["Algorithm 1"]["background"]["value"] > 0
    assert figures["named"]["top-ranked candidate"]["count"] == 1


def test_the_papers_report(quick: list[str], tmp_path: Path) -> None:
    more = ["--inputs", "2", "--prompts", "apple,ball", "--candidates", "1"]
    assert run(["evaluate", "paper", *quick, *more]) == 0
    folder = tmp_path / "report"
    page = (folder / "report.md").read_text()
    assert "The judge, a classifier of 3 concepts" in page
    for name in ("figure_3", "figures_5_6", "figure_7", "figure_27", "figure_29"):
        assert f"({name}.png)" in page
        assert (folder / f"{name}.png").is_file()
    figures = json.loads((folder / "report.json").read_text())
    tests = figures["table_2"]
    assert len(tests) == 3
    assert all(len(test["pairs"]) == 6 for test in tests.values())
    assert figures["table_1"]["Algorithm 2 (blended)"]["background"]["value"] == 0


def test_a_stopped_evaluation_reports_and_goes_on(
    quick: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = ["--prompts", "2", "--photos", "1", "--parts", "top1"]
    with monkeypatch.context() as patch:
        patch.setattr(evaluate, "measure", stopping_after(2))
        assert run(["evaluate", "starter", *quick, *more]) == 130
    folder = tmp_path / "report"
    assert "**Partial: it was stopped" in (folder / "report.md").read_text()
    assert json.loads((folder / "report.json").read_text())["partial"]
    measured: list[str] = []
    add = Ledger.add

    def counted(ledger: Ledger, key: str, record: Measured, pictures: Sequence[Pixels]) -> None:
        measured.append(key)
        add(ledger, key, record, pictures)

    monkeypatch.setattr(Ledger, "add", counted)
    assert run(["evaluate", "starter", *quick, *more]) == 0
    assert len(measured) == 2  # the other two were kept
    assert not json.loads((folder / "report.json").read_text())["partial"]


def stopping_after(count: int) -> object:
    """A ``measure`` in which Ctrl+C is pressed after so many runs."""

    def measured(
        bench: Bench,
        jobs: Sequence[Job],
        cancelled: Callable[[], bool],
        report: Callable[[int], object],
    ) -> dict[str, list[Measured]]:
        finished: list[int] = []

        def counted(work: int) -> None:
            finished.append(work)
            report(work)
            if len(finished) == count:
                os.kill(os.getpid(), signal.SIGINT)

        return measure(bench, jobs, cancelled, counted)

    return measured


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["starter", "--parts", "top1,nonsense"], "There is no part 'nonsense'"),
        (["starter", "--photos", "9"], "--photos must lie between 1 and 5"),
        (["starter", "--few", "0"], "--few must be at least 1"),
        (["starter", "--prompts", "0"], "--prompts must be at least 1"),
        (["starter", "--prompts", ","], "--prompts must be a number"),
        (["starter", "--prompts", "unicorn"], "does not know 'unicorn'"),
        (["starter", "--candidates", "0"], "candidates must lie between 1 and 1000"),
        (["starter", "--seed", "-1"], "seed must be a whole number"),
        (["starter", "--judge", "missing"], "There is no judge in missing"),
        (["starter", "--model", "missing"], "There is no model named missing"),
        (["starter", "--guidance", "direct"], "sees nothing through noise"),
        (["starter", "--out", "file"], "Nothing can be written to file"),
        (["paper", "--inputs", "0"], "--inputs must lie between 1 and 1000"),
        (["paper", "--strength", "2"], "strength must lie above 0"),
        (["nonsense"], "invalid choice: 'nonsense'"),
        ([], "required: ACTION"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str],
    sentence: str,
    quick: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    given = quick if arguments and arguments[0] in {"starter", "paper"} else []
    assert run(["evaluate", *arguments[:1], *given, *arguments[1:]]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert sentence in error
    assert not (tmp_path / "report" / "report.md").exists()


def test_a_judge_wants_a_packed_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", "judge", str(tmp_path), "--run", str(tmp_path / "run")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
