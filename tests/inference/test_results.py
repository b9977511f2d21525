"""What a run leaves in its folder."""

import errno
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from inference.errors import InferenceError, RequestError
from inference.events import Box, Candidate, Scores
from inference.results import ResultFolder
from tests.conftest import box_mask, random_picture

PICTURE, MASK = random_picture(40, 50), box_mask(40, 50, (10, 10, 30, 20))


def candidate(index: int, prompt: str = "a red apple") -> Candidate:
    pixels = np.full((10, 20, 4), 255, np.uint8)
    pixels[..., 0] = index
    recipe: dict[str, Any] = {
        "prompt": prompt,
        "model": "tiny",
        "model_sha256": "0" * 64,
        "settings": {"method": "blended"},
    }
    return Candidate(index, 7, Scores(0.5, 0.7), Box(10, 10, 20, 10), pixels, recipe)


def test_ranked_pngs_with_their_recipes(tmp_path: Path) -> None:
    ResultFolder(tmp_path / "out").write(PICTURE, MASK, [candidate(3), candidate(1)], {"seed": 7})
    with Image.open(tmp_path / "out" / "rank-01.png") as opened:
        pixels, text = np.asarray(opened), opened.info
    assert np.array_equal(pixels[MASK == 0], PICTURE[MASK == 0])
    assert (pixels[MASK > 0] == (3, 255, 255)).all()
    assert json.loads(text["Blendbrush recipe"])["prompt"] == "a red apple"
    assert "digitalsourcetype/compositeWithTrainedAlgorithmicMedia" in text["XML:com.adobe.xmp"]
    report = json.loads((tmp_path / "out" / "results.json").read_text())
    assert [row["index"] for row in report["candidates"]] == [3, 1]
    assert report["candidates"][0]["scores"] == {
        "masked": 0.5,
        "context": 0.7,
        "doubt": None,
        "combined": 0.6,
    }
    assert sorted(report["files"]) == sorted(p.name for p in (tmp_path / "out").iterdir())
    with Image.open(tmp_path / "out" / "contact_sheet.png") as sheet:
        assert sheet.width > 800


def test_an_earlier_run_is_put_aside_not_overwritten(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path)
    (tmp_path / "mine.png").write_bytes(b"the user's")
    for index in range(3):
        folder.write(PICTURE, MASK, [candidate(index)], {})
    for number, index in ((1, 0), (2, 1)):
        with Image.open(tmp_path / "earlier" / str(number) / "rank-01.png") as opened:
            assert np.asarray(opened)[15, 15, 0] == index
    assert (tmp_path / "mine.png").read_bytes() == b"the user's"


@pytest.mark.parametrize("report", ['{"files": null}', '{"files": [3, "../x"]}', "[]", "text"])
def test_foreign_files_of_the_same_names_are_put_aside(tmp_path: Path, report: str) -> None:
    (tmp_path / "results.json").write_text(report)
    (tmp_path / "rank-01.png").write_bytes(b"the user's")
    ResultFolder(tmp_path).write(PICTURE, MASK, [candidate(0)], {})
    assert (tmp_path / "earlier" / "1" / "rank-01.png").read_bytes() == b"the user's"
    assert (tmp_path / "earlier" / "1" / "results.json").read_text() == report


@pytest.mark.parametrize("prompt", ["\ud800", "a\x00b", "🍎", "<&>]]>"])
def test_odd_prompts_survive_in_the_recipe(tmp_path: Path, prompt: str) -> None:
    ResultFolder(tmp_path).write(PICTURE, MASK, [candidate(0, prompt)], {"prompt": prompt})
    with Image.open(tmp_path / "rank-01.png") as opened:
        assert json.loads(opened.info["Blendbrush recipe"])["prompt"] == prompt


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ResultFolder(tmp_path)
    folder.write(PICTURE, MASK, [candidate(0)], {})
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(InferenceError, match="No space left"):
        folder.write(PICTURE, MASK, [candidate(1)], {})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(RequestError, match="choose another --out"):
        ResultFolder(tmp_path / "file" / "out")


def test_videos_lie_beside_their_candidates(tmp_path: Path) -> None:
    frames = [np.full((32, 32, 3), shade, np.uint8) for shade in (0, 128, 255)]
    ResultFolder(tmp_path).write(PICTURE, MASK, [candidate(4)], {}, {4: frames})
    with Image.open(tmp_path / "rank-01.webp") as film:
        assert getattr(film, "n_frames", 1) == 3
