"""Reports: words, tables, pictures, JSON; and what happens without matplotlib."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.errors import RequestError
from inference.evaluation import plots
from inference.evaluation.grids import picture_grid, stacked, with_mask
from inference.evaluation.plots import check_plots, plot_bars, plot_curves
from inference.evaluation.report import Report, figure, share, write_report
from inference.evaluation.statistics import Interval, wilson
from tests.conftest import random_picture

NOTHING = Interval(math.nan, math.nan, math.nan, 0)


def test_figures_in_words() -> None:
    assert share(Interval(0.625, 0.5, 0.75, 8)) == "62 % (50–75)"
    assert figure(Interval(0.12345, 0.1, 0.2, 8)) == "0.123 (0.100 to 0.200)"
    assert share(NOTHING) == figure(NOTHING) == "–"


def test_a_report_is_a_page_its_pictures_and_its_figures(tmp_path: Path) -> None:
    def fill(report: Report) -> None:
        report.heading("One")
        report.table(("name", "value"), [("a | b", 1)])
        report.picture("grid.png", Image.new("RGB", (4, 4)), "four pixels")
        report.keep("rate", {"of": wilson(1, 2), "none": NOTHING})

    page = write_report(tmp_path, "Title", fill)
    text = page.read_text()
    assert text.startswith("# Title\n\n## One\n\n| name | value |\n| --- | ---: |\n| a \\| b | 1 |")
    assert "![four pixels](grid.png)" in text
    figures = json.loads((tmp_path / "report.json").read_text())
    assert figures["rate"]["of"]["value"] == 0.5
    assert figures["rate"]["none"]["value"] is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "grid.png",
        "report.json",
        "report.md",
    ]


def test_a_folder_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="could not be written"):
        write_report(tmp_path / "missing", "Title", lambda report: report.text("x"))


def test_plots(tmp_path: Path) -> None:
    plot_bars(tmp_path / "bars.png", "Bars", {"a": wilson(3, 4), "none": NOTHING}, "share")
    points = [(100.0, wilson(1, 4)), (50.0, wilson(2, 4))]
    plot_curves(tmp_path / "lines.png", "Lines", {"one": points, "two": points}, ("x", "y"))
    for name in ("bars.png", "lines.png"):
        with Image.open(tmp_path / name) as picture:
            assert picture.size == (768, 408)


def test_without_matplotlib_it_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    check_plots()
    monkeypatch.setattr(plots, "find_spec", lambda _: None)
    with pytest.raises(RequestError, match="needs matplotlib, which is not installed"):
        check_plots()


def test_a_grid_holds_its_pictures_where_they_belong() -> None:
    red = np.zeros((8, 8, 3), np.uint8)
    red[..., 0] = 255
    sheet = picture_grid([[None, red]], ["a very long name that must be cut somewhere"], cell=32)
    pixels = np.asarray(sheet)
    found = np.argwhere((pixels == [255, 0, 0]).all(axis=-1))
    assert len(found) == 32 * 32
    assert found[:, 1].min() > 132
    assert stacked([sheet, sheet]).size == (sheet.width, 2 * sheet.height)
    assert picture_grid([], []).width > 0


def test_a_mask_is_tinted_and_the_rest_left_alone() -> None:
    photo = random_picture(8, 8)
    mask = np.zeros((8, 8), bool)
    mask[2:4] = True
    tinted = with_mask(photo, mask)
    assert np.array_equal(tinted[~mask], photo[~mask])
    assert not np.array_equal(tinted[mask], photo[mask])
