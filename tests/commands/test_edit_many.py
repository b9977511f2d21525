"""``edit`` on several devices and with weak candidates stopped, as a user runs it."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.commands import run
from tests.conftest import box_mask, random_picture


@pytest.fixture
def job(tmp_path: Path, tiny_model: Path) -> list[str]:
    Image.fromarray(random_picture(60, 80)).save(tmp_path / "photo.png")
    Image.fromarray(box_mask(60, 80, (20, 15, 50, 40))).save(tmp_path / "mask.png")
    return [
        "edit",
        str(tmp_path / "photo.png"),
        *("--mask", str(tmp_path / "mask.png"), "--model", str(tiny_model)),
        *("--prompt", "a red apple", "--steps", "4", "--precision", "float32"),
    ]


def test_two_devices_write_what_one_writes(job: list[str], tmp_path: Path) -> None:
    reports = []
    for device, out in (("cpu", tmp_path / "one"), ("cpu,cpu", tmp_path / "two")):
        more = ("--candidates", "14", "--device", device, "--out", str(out))
        assert run([*job, *more]) == 0
        reports.append(json.loads((out / "results.json").read_text()))
    one, two = reports
    assert (one["device"], two["device"]) == ("cpu", "cpu,cpu")
    assert one["candidates"] == two["candidates"]
    assert one["waves"] == two["waves"]
    names = [name for name in one["files"] if name.endswith(".png")]
    assert len(names) == 15
    for name in names:
        with Image.open(tmp_path / "one" / name) as a, Image.open(tmp_path / "two" / name) as b:
            assert np.array_equal(np.asarray(a), np.asarray(b))


def test_stopped_candidates_are_counted_and_listed(
    job: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    more = ("--candidates", "5", "--stop-weak", "--device", "cpu", "--out", str(out))
    assert run([*job, *more]) == 0
    report = json.loads((out / "results.json").read_text())
    assert report["settings"]["stop_weak"] is True
    assert len(report["candidates"]) == 3
    gone = {row["index"] for row in report["stopped"]}
    assert gone | {row["index"] for row in report["candidates"]} == set(range(5))
    told = capsys.readouterr().err
    assert told.count("stopped") == 1
    assert "2 of 5 candidates were stopped early as weaker." in told


@pytest.mark.parametrize("devices", ["cpu,none", "cpu,,cpu", "cpu,cuda:77"])
def test_a_device_that_is_not_there(
    job: list[str], tmp_path: Path, devices: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*job, "--device", devices, "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert told.startswith("blendbrush: This machine has no device")
    assert told.count("\n") == 1
    assert not (tmp_path / "out").exists()
