"""What is measured is kept, and what an interruption cut short is not believed."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from inference.evaluation.records import Ledger, Measured
from tests.conftest import random_picture

RECORD = Measured(
    prompt="apple",
    scene="meadow",
    indices=[1, 0],
    confidences=[0.9, 0.1],
    named=[True, False],
    seams=[0.1, 0.2],
    backgrounds=[0.0, 0.0],
    backgrounds_lpips=None,
    variety=0.3,
    variety_lpips=None,
    agreement=1.0,
    before_confidence=0.01,
    before_named=False,
    seconds=1.5,
    strip="abc",
)
PICTURES = [random_picture(8, 8, seed) for seed in range(4)]


def test_a_run_comes_back(tmp_path: Path) -> None:
    Ledger(tmp_path).add("key", RECORD, PICTURES)
    again = Ledger(tmp_path)
    assert again.get("key") == RECORD
    assert again.get("other") is None
    strip = again.pictures(RECORD)
    found = [strip.photo, strip.masked, *strip.ranked]
    assert all(np.array_equal(a, b) for a, b in zip(found, PICTURES, strict=True))
    assert np.array_equal(strip.first, PICTURES[3])  # index 0 is ranked second


def test_a_line_cut_short_is_passed_over(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.add("key", RECORD, PICTURES)
    ledger.add("more", replace(RECORD, strip="def"), PICTURES)
    lines = tmp_path / "measured.jsonl"
    lines.write_text(lines.read_text()[:-20])
    again = Ledger(tmp_path)
    assert again.get("key") == RECORD
    assert again.get("more") is None
    again.add("after", replace(RECORD, strip="ghi"), PICTURES)
    assert Ledger(tmp_path).get("after") is not None


def test_figures_without_their_pictures_are_measured_again(tmp_path: Path) -> None:
    Ledger(tmp_path).add("key", RECORD, PICTURES)
    (tmp_path / "abc.png").unlink()
    assert Ledger(tmp_path).get("key") is None
