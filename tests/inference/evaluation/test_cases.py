"""Prompts on photos, and conditions that differ in one thing."""

import numpy as np
import pytest

from inference.errors import RequestError
from inference.evaluation.cases import SCENES, Scene, cases_of, few_of, scenes_of, spread
from inference.evaluation.conditions import algorithm_1, step_conditions
from inference.evaluation.paper import LOCAL, METHODS, PaperPlan
from inference.evaluation.starter import PARTS, StarterPlan
from inference.request import EditSettings


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_is_a_photo_with_an_ellipse(scene: Scene) -> None:
    photo, mask = scene.photo, scene.mask
    assert mask.shape == photo.shape[:2]
    assert set(np.unique(mask)) == {0, 255}
    assert 0.01 < (mask > 0).mean() < 0.25
    assert not mask[0].any()
    assert not mask[:, 0].any()


def test_every_prompt_on_every_scene_with_a_seed_of_its_own() -> None:
    cases = cases_of(["a", "b"], scenes_of(3), seed=10)
    assert [case.seed for case in cases] == list(range(10, 16))
    assert len({(case.prompt, case.scene) for case in cases}) == 6
    assert [case.prompt for case in cases[:2]] == ["a", "b"]


@pytest.mark.parametrize("count", [0, 6, -1])
def test_photos_that_there_are_not(count: int) -> None:
    with pytest.raises(RequestError, match="--photos must lie between 1 and 5"):
        scenes_of(count)


def test_spread_reaches_over_the_whole_list() -> None:
    assert spread(list(range(10)), 3) == [0, 3, 6]
    assert spread([1, 2], 5) == [1, 2]


def test_a_few_cases_are_of_many_prompts_and_all_scenes() -> None:
    cases = cases_of([str(number) for number in range(40)], scenes_of(3), 0)
    few = few_of(cases, 12)
    assert len({case.prompt for case in few}) == 12
    assert len({case.scene for case in few}) == 3
    assert few_of(cases, 1000) == few_of(cases, 120)
    assert set(few_of(cases, 120)) == set(cases)
    more = few_of(cases, 50)
    assert len(set(more)) == 50
    assert len({case.prompt for case in more}) == 40


def test_each_condition_changes_its_own_thing() -> None:
    base = EditSettings(steps=25)
    steps = step_conditions(base)
    assert list(steps) == [f"{name} {n}" for name in ("ddpm", "ddim") for n in (100, 50, 25, 12)]
    assert steps["ddpm 25"] == base
    assert (steps["ddim 12"].sampler, steps["ddim 12"].steps) == ("ddim", 12)


def test_the_background_keeps_the_published_proportion_to_the_text() -> None:
    own = algorithm_1(EditSettings(), 1000.0, 1.0, lpips=True)
    assert (own.mse_weight, own.perceptual_weight) == (10_000, 1000)
    small = algorithm_1(EditSettings(), 30.0, 0.1, lpips=False)
    assert small.mse_weight == pytest.approx(30)
    assert small.perceptual_weight == 0


def test_a_plan_runs_what_its_parts_name() -> None:
    cases = cases_of(["a", "b"], scenes_of(2), 0)
    plan = StarterPlan(cases, EditSettings(), 8, 2, 1, ["top1"])
    jobs = plan.jobs(30.0, lpips=False)
    assert [job.condition for job in jobs] == ["guided", "unguided"] * 4
    assert [job.candidates for job in jobs[:2]] == [8, 1]
    assert not jobs[1].guided
    whole = StarterPlan(cases, EditSettings(), 8, 2, 1, PARTS).jobs(30.0, lpips=False)
    assert len(whole) == 8 + 2 * (5 + 2 + 8 + 3)
    weights = [job.settings.label_weight for job in whole if job.condition.startswith("label")]
    assert weights == 2 * [0, 1, 2, 3, 5]


def test_the_papers_methods_share_input_and_seed() -> None:
    cases = cases_of(["a"], scenes_of(1), 3)
    jobs = PaperPlan(cases, EditSettings(), 2).jobs(1000.0, lpips=True)
    assert {job.case for job in jobs} == set(cases)
    by_name = {job.condition: job.settings for job in jobs}
    assert set(METHODS) <= set(by_name)
    assert by_name[LOCAL].method == "local-guided"
    assert by_name[LOCAL].mse_weight == 10_000
