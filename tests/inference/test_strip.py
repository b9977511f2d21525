"""The strip: every moment of a chain in one picture."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.provenance import Provenance
from inference.strip import CAPTION, GAP, SIDE, Frame, write_strip


def frames(count: int, height: int = 30, width: int = 40, label: str = "apple") -> list[Frame]:
    shades = (np.full((height, width, 3), 40 + 20 * number, np.uint8) for number in range(count))
    return [Frame.of(shade, label) for shade in shades]


def test_moments_stand_side_by_side_and_wrap(tmp_path: Path) -> None:
    write_strip(tmp_path / "strip.png", frames(6), Provenance("tiny"))
    with Image.open(tmp_path / "strip.png") as opened:
        strip = np.asarray(opened)
        assert "compositeWithTrained" in opened.info["XML:com.adobe.xmp"]
    cell = (SIDE * 30 // 40 + CAPTION + GAP, SIDE + GAP)
    assert strip.shape == (2 * cell[0] + GAP, 4 * cell[1] + GAP, 3)
    for number in range(6):
        row, column = divmod(number, 4)
        inside = strip[GAP + row * cell[0] + 5, GAP + column * cell[1] + 5]
        assert (inside == 40 + 20 * number).all()


@pytest.mark.parametrize(("height", "width"), [(1, 3000), (3000, 1), (1, 1)])
@pytest.mark.parametrize("label", ["", "a very long prompt " * 500, "two\nlines \ud800 \0 ü"])
def test_any_size_and_any_label(tmp_path: Path, height: int, width: int, label: str) -> None:
    write_strip(tmp_path / "strip.png", frames(2, height, width, label), None)
    with Image.open(tmp_path / "strip.png") as strip:
        assert strip.width <= 2 * (SIDE + GAP) + GAP
        assert not strip.info
