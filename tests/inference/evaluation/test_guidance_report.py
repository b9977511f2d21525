"""``evaluate guidance``: what it runs, what it calls best, and its page."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from inference.commands import run
from inference.device import choose_device
from inference.engine import LocalEngine
from inference.evaluation import guidance_report
from inference.evaluation.cases import cases_of, scenes_of
from inference.evaluation.guidance_report import (
    GuidancePlan,
    GuidanceReport,
    best_of,
    spared,
    step_seconds,
)
from inference.evaluation.records import Ledger, Measured
from inference.evaluation.report import write_report
from inference.request import PRESETS, EditSettings
from tests.conftest import write_tiny_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("models") / "noisy", noise_aware=True)


@pytest.fixture(scope="module")
def plan(folder: Path) -> GuidancePlan:
    settings = EditSettings(model=str(folder), steps=10, augmentations=2)
    cases = cases_of(["lemon", "owl"], scenes_of(1), 5)
    return GuidancePlan(cases, settings, 2, {"published": (30.0, 60.0), "direct": (90.0,)}, 1.62)


def measured(prompt: str, confidence: float, strip: str) -> Measured:
    """A run of two candidates, the better one ranked first."""
    return Measured(
        prompt=prompt,
        scene="meadow",
        indices=[1, 0],
        confidences=[confidence, 0.1],
        named=[confidence > 0.5, False],
        seams=[0.0, 0.1],
        backgrounds=[0.0, 0.0],
        backgrounds_lpips=None,
        variety=0.2,
        variety_lpips=None,
        agreement=1.0,
        before_confidence=0.0,
        before_named=False,
        seconds=3.0,
        strip=strip,
    )


def test_each_way_has_weights_and_direct_guidance_the_time_saved(plan: GuidancePlan) -> None:
    conditions = plan.conditions()
    told = {name: (s.guidance, s.text_weight, s.steps) for name, s in conditions.items()}
    assert told == {
        "published 30": ("published", 30.0, 10),
        "published 60": ("published", 60.0, 10),
        "direct 90": ("direct", 90.0, 10),
        "direct 90, 16 steps": ("direct", 90.0, 16),
    }
    jobs = plan.jobs()
    assert [job.condition for job in jobs] == 2 * list(conditions)
    assert {job.case.prompt for job in jobs[:4]} == {"lemon"}


def test_both_ways_are_timed(plan: GuidancePlan, folder: Path) -> None:
    model = LocalEngine(device=choose_device("cpu", "float32")).load(str(folder))
    seconds = step_seconds(model, plan, 2)
    assert set(seconds) == {"published", "direct"}
    assert all(math.isfinite(value) and value > 0 for value in seconds.values())
    assert spared(model, plan.settings) > 1.2  # forward and backward against forward


def test_the_page_shows_the_better_weight_of_each_way(plan: GuidancePlan, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "measured")
    sure = {"published 30": 0.2, "published 60": 0.7, "direct 90": 0.8, "direct 90, 16 steps": 0.9}
    runs: dict[str, list[Measured]] = {}
    for name, confidence in sure.items():
        for case in plan.cases:
            record = measured(case.prompt, confidence, f"{len(runs)}{case.prompt}")
            ledger.add(record.strip, record, [np.full((32, 32, 3), 90, np.uint8)] * 4)
            runs.setdefault(name, []).append(record)
    assert best_of(runs, "published") == "published 60"
    assert best_of(runs, "direct") == "direct 90"
    seconds = {"published": 0.2, "direct": 0.1}
    report = GuidanceReport(plan, runs, seconds, ledger, "A judge.")
    page = write_report(tmp_path, "Guidance", report.fill)
    text = page.read_text(encoding="utf-8")
    assert "| direct 90, 16 steps | 100 %" in text
    assert "| published 30 | 0 %" in text
    figures = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert figures["best"] == {"published": "published 60", "direct": "direct 90"}
    assert figures["conditions"]["published 60"]["confidence"]["value"] == pytest.approx(0.7)
    assert figures["seconds_a_candidate"]["published"] == pytest.approx(1.5)
    assert (tmp_path / "same-seeds.png").is_file()


def test_the_command_gives_both_ways_as_much_of_a_label(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left to the model, the published way would go without."""
    monkeypatch.setattr(guidance_report, "WEIGHTS", {"published": (30.0,), "direct": (90.0,)})
    quick = {**PRESETS, "draft": EditSettings(steps=4, augmentations=2)}
    monkeypatch.setattr("inference.evaluation.session.PRESETS", quick)
    command = ["evaluate", "guidance", "--model", str(folder), "--prompts", "lemon"]
    command += ["--photos", "1", "--candidates", "1", "--device", "cpu", "--out", str(tmp_path)]
    for extra, weight in (([], 0.0), (["--label-weight", "2"], 2.0)):
        assert run([*command, *extra]) == 0
        figures = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
        assert figures["settings"]["label_weight"] == weight
        assert set(figures["conditions"]) > {"published 30", "direct 90"}
