"""The reports about ranking and stopping: their measures, and that they write what they say."""

import argparse
import json
from pathlib import Path

import numpy as np
import pytest

from inference.engine import LocalEngine
from inference.errors import RequestError
from inference.evaluation import ranking_report, stopping_report
from inference.evaluation.cases import SCENES, Case
from inference.evaluation.planted import Place, parts, piece_for, plate, signs, whole
from inference.evaluation.remedies import spread_out, variety
from inference.evaluation.stopping import agreement, cost, cost_by_lot, left_after
from inference.evaluation.stopping_report import Timed
from inference.evaluation.watched import Watched, known_prompts, some_cases
from inference.events import Preview
from tests.conftest import box_mask, random_picture
from tests.inference.test_engine import STEPS, finished, never, request_for

WAVES, STEPS_WATCHED = (1, 8, 7), 20
PLACE = Place(random_picture(64, 64), box_mask(64, 64, (16, 20, 50, 48)) > 0)


def watched(seed: int, noise: float = 0.0) -> Watched:
    """A made-up run: the streamed distances are the final ones, with some noise."""
    rng = np.random.default_rng(seed)
    final = rng.random(16)
    streamed = final[:, None] + noise * rng.standard_normal((16, STEPS_WATCHED))
    photo = random_picture(64, 64, seed)
    pictures = np.repeat(photo[None], 16, axis=0)
    pictures[:, 20:48, 16:50] = rng.integers(0, 256, (16, 28, 34, 3), dtype=np.uint8)
    case = Case(known_prompts(3)[seed % 3], SCENES[seed % 5], seed)
    return Watched(case, WAVES, streamed, final + 0.1, final - 0.1, final, pictures)


RUNS = [watched(seed, 0.05) for seed in range(4)]


def test_distances_that_tell_the_end_cost_little() -> None:
    runs = [watched(seed) for seed in range(6)]
    assert all(agreement(run, 0.5) == pytest.approx(1) for run in runs)
    told, lot = cost(runs, (0.5,)), cost_by_lot(runs, (0.5,))
    assert told.best_stays == 1
    assert told.regret_of_best == 0
    assert told.spared == lot.spared == pytest.approx(7 / 32)
    assert 0 <= told.regret < lot.regret
    assert told.first_stay > lot.first_stay


def test_noise_tells_nothing() -> None:
    runs = [watched(seed, 1000.0) for seed in range(40)]
    assert abs(np.mean([agreement(run, 0.5) for run in runs])) < 0.2
    assert cost(runs, (0.5,)).first_stay == pytest.approx(
        cost_by_lot(runs, (0.5,)).first_stay, abs=0.1
    )


def test_those_that_are_left_are_those_that_the_engine_leaves(
    engine: LocalEngine, tiny_model: Path
) -> None:
    streamed = np.zeros((8, STEPS))
    for event in engine.run(request_for(tiny_model, 8), never):
        if isinstance(event, Preview):
            streamed[event.candidate, event.step - 1] = event.score
    events = list(engine.run(request_for(tiny_model, 8, stop_weak=True), never))
    kept = [candidate.index for candidate in finished(events)]
    assert left_after((1, 4, 3), streamed, (0.5,)) == kept


def test_planted_pictures_keep_to_the_mask() -> None:
    piece = piece_for("a red apple")
    assert piece is not None
    planted = [whole(PLACE, piece), *parts(PLACE, piece), *signs(PLACE, "red apple")]
    assert len(planted) == 9
    for picture in planted:
        assert np.array_equal(picture[~PLACE.mask], PLACE.photo[~PLACE.mask])
        assert not np.array_equal(picture, PLACE.photo)
    assert len({picture.tobytes() for picture in planted}) == 9


def test_a_sign_shows_its_words() -> None:
    one, other = plate(64, "red apple"), plate(64, "lemon")
    assert (one < 100).any()
    assert not np.array_equal(one, other)
    assert piece_for("a thing that nobody drew") is None


def test_spreading_out_trades_distance_for_difference() -> None:
    run = watched(1)
    rows = [spread_out(run, trade) for trade in (0.0, 1.0, 1000.0)]
    assert rows[0].loss == pytest.approx(0)
    assert rows[0].loss <= rows[1].loss <= rows[2].loss
    assert rows[2].least >= rows[0].least
    assert variety(run).nearest <= rows[0].least


def test_every_prompt_has_a_scene_and_a_seed_of_its_own() -> None:
    cases = some_cases(known_prompts(7))
    assert [case.seed for case in cases] == list(range(7))
    assert len({case.prompt for case in cases}) == 7
    assert {case.scene for case in cases} == set(SCENES)
    with pytest.raises(RequestError, match="at least 1"):
        known_prompts(0)


@pytest.mark.parametrize("name", ["stopping", "ranking"])
def test_a_report_is_a_page_and_its_figures(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = {"stopping": stopping_report, "ranking": ranking_report}[name]
    monkeypatch.setattr(module, "watch", lambda *_: iter(RUNS))
    monkeypatch.setattr(
        stopping_report, "_timed", lambda *_: Timed("lemon", (10.0, 8.0), (20.0, 15.0))
    )
    options = argparse.Namespace(out=tmp_path / "reports", prompts="4", candidates=16)
    assert module.run(options) == 0
    page = (tmp_path / "reports" / f"{name}.md").read_text(encoding="utf-8")
    figures = json.loads((tmp_path / "reports" / f"{name}.json").read_text(encoding="utf-8"))
    assert f"python main.py evaluate {name}" in page
    assert "nan" not in page
    wanted = {
        "stopping": {"about", "agreement", "costs", "spread", "times"},
        "ranking": {"about", "parts", "orders", "judge", "words", "variety"},
    }
    assert set(figures) == wanted[name]
    assert {path.name for path in (tmp_path / "reports").iterdir()} == {
        f"{name}.md",
        f"{name}.json",
    }
