"""The judge: what it learns from, that it learns, that it is strict, and its files."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from inference.errors import ModelError, RequestError
from inference.evaluation.text_match import JudgeMatch
from inference.training import judge_lessons
from inference.training.compose import PackedSet
from inference.training.judge import Judge, load_judge, save_judge
from inference.training.judge_lessons import JudgePlan, calibrated, measured, train_judge
from inference.training.judge_network import JudgeConfig, JudgeNetwork
from inference.training.judge_pictures import JudgePictures
from inference.training.judge_wear import blobs, coarse_jpeg, grids, turned_hues, worn
from tests.inference.evaluation.judges import NAMES, tiny_judge, write_packed


@pytest.fixture
def source(tmp_path: Path) -> JudgePictures:
    return JudgePictures(PackedSet.read(write_packed(tmp_path / "set.npz")), 32)


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_what_it_learns_from(source: JudgePictures) -> None:
    pictures, labels = source.draw(100, seeded())
    assert pictures.shape == (100, 3, 32, 32)
    assert pictures.min() >= -1
    assert pictures.max() <= 1
    assert int((labels >= source.none).sum()) == 35
    assert int((labels == source.scene).sum()) == 7
    assert set(labels.tolist()) == {0, 1, 2, 3, 4}
    again, _ = source.draw(100, seeded())
    assert torch.equal(pictures, again)
    colours = pictures.mean(dim=(2, 3))
    assert colours[labels == 0, 0].mean() > colours[labels == 1, 0].mean()  # red, and blue


@pytest.mark.parametrize("count", [2, 3, 7])
def test_few_pictures_are_pictures_too(source: JudgePictures, count: int) -> None:
    assert len(source.draw(count, seeded())[0]) == count
    assert [len(each) for each in source.draw_none(count, seeded())] == [count, count]


def test_a_scene_may_show_a_material_but_no_thing(source: JudgePictures) -> None:
    right = source.right(torch.tensor([1, source.none, source.scene]))
    assert right.tolist() == [
        [False, True, False, False],
        [False, False, False, True],
        [False, False, True, True],  # apple, ball, sand, none
    ]
    logits = torch.tensor([[0.0, 0.0, 9.0, 0.0]])
    assert judge_lessons._error(logits, right[2:]) < judge_lessons._error(logits, right[1:2])
    plain = torch.nn.functional.cross_entropy(logits, torch.tensor([1]), label_smoothing=0.1)
    assert torch.allclose(judge_lessons._error(logits, right[:1]), plain)


def test_photos_that_are_held_out_are_never_learnt_from(tmp_path: Path) -> None:
    packed = PackedSet.read(write_packed(tmp_path / "set.npz"))
    packed.grounds[:6] = torch.arange(6, dtype=torch.uint8).mul(40)[:, None, None, None]

    def levels(*, held_out: bool) -> set[int]:
        source = JudgePictures(packed, 32, held_out=held_out)
        rows = source._photo_rows(200, seeded())
        return set(packed.grounds[rows, 0, 0, 0].tolist())

    assert levels(held_out=True) == {200}
    assert levels(held_out=False) == {0, 40, 80, 120, 160}
    learnt = JudgePictures(packed, 32)._others
    unseen = JudgePictures(packed, 32, held_out=True)._others
    assert len(learnt) + len(unseen) == len(packed.distractors)
    assert torch.equal(torch.cat([learnt, unseen]), packed.distractors)


def test_a_blob_is_about_the_middle_and_a_grid_moves_what_it_says() -> None:
    drawn = blobs(50, 32, seeded())
    assert drawn[:, 0, 12:20, 12:20].mean() > 0.8
    assert drawn[:, 0, 0].mean() < 0.1
    picture = torch.zeros(1, 1, 33, 33)
    picture[..., 16, 16] = 1
    where = grids(torch.zeros(1), torch.ones(1, 2), torch.tensor([[0.5, 0.0]]), 33)
    moved = torch.nn.functional.grid_sample(picture, where, align_corners=False)
    assert moved[0, 0].argmax() == 16 * 33 + 24


def test_jpeg_without_steps_is_the_picture_and_with_coarse_ones_is_not() -> None:
    pictures = torch.rand(2, 3, 32, 32, generator=seeded())
    fine = coarse_jpeg(pictures, torch.full((2, 1, 1, 1), 1e-5))
    assert torch.allclose(fine, pictures, atol=1e-4)
    coarse = coarse_jpeg(pictures, torch.full((2, 1, 1, 1), 0.5))
    assert not torch.allclose(coarse, pictures, atol=0.05)
    assert worn(pictures, seeded()).shape == pictures.shape


def test_turned_hues_leave_grey_alone_and_make_every_colour() -> None:
    grey = torch.full((8, 3, 4, 4), 0.4)
    assert torch.allclose(turned_hues(grey, seeded()), grey, atol=1e-6)
    green = torch.tensor([0.48, 0.54, 0.42])[:, None, None].expand(200, 3, 4, 4)
    turned = turned_hues(green, seeded())
    assert torch.allclose(turned.mean(dim=1), green.mean(dim=1), atol=1e-6)
    assert set(turned[:, :, 0, 0].argmax(dim=1).tolist()) == {0, 1, 2}
    vivid = turned[:, :, 0, 0].std(dim=1) / green[:, :, 0, 0].std(dim=1)
    assert 0.7 - 1e-3 <= vivid.min() < 1
    assert 2.5 < vivid.max() <= 3 + 1e-3


def test_photos_are_of_all_colours_and_materials_of_their_own(tmp_path: Path) -> None:
    packed = PackedSet.read(write_packed(tmp_path / "set.npz"))
    packed.grounds[:] = torch.tensor([60, 90, 40], dtype=torch.uint8)
    source = JudgePictures(packed, 32)
    photos = source._ground(source._photo_rows(200, seeded()), seeded())
    green = (photos[:, :, 0, 0].argmax(dim=1) == 1).float().mean()
    assert 0.4 < green < 0.8
    materials = source._ground(source._textures[torch.zeros(50, dtype=torch.int64)], seeded())
    assert torch.allclose(materials[:, :, 0, 0], torch.tensor([60, 90, 40]) / 255, atol=1e-5)


def test_things_on_a_given_ground(source: JudgePictures) -> None:
    ground = torch.tensor([0.1, 0.9, 0.1])[:, None, None].expand(60, 3, 32, 32)
    pictures, labels = source.draw_things_on(ground, seeded())
    assert set(labels.tolist()) == {0, 1}  # the ball and the apple, but no sand
    assert ((pictures[:, 1] > pictures[:, 0] + 0.5).float().mean(dim=(1, 2)) > 0.05).all()
    middle = pictures[:, :, 12:20, 12:20].mean(dim=(2, 3))
    assert middle[labels == 0, 0].mean() > middle[labels == 1, 0].mean() + 0.3


def test_it_goes_on_from_an_earlier_judge(source: JudgePictures, tmp_path: Path) -> None:
    plan = JudgePlan(32, batch=32, learning_rate=1e-9)
    first, second = tmp_path / "first", tmp_path / "second"
    network = train_judge(source, first, JudgePlan(32, batch=32, seed=1), lambda *_: None)
    begin = Judge(network, NAMES, 0.5, sha256="abc")
    later = train_judge(source, second, plan, lambda *_: None, begin=begin)
    for name, value in later.state_dict().items():
        assert torch.allclose(value, network.state_dict()[name], atol=1e-6)
    with pytest.raises(RequestError, match="choose another --run"):  # it would train nothing
        train_judge(source, first, plan, lambda *_: None, begin=begin)
    with pytest.raises(RequestError, match="choose another --run"):
        train_judge(source, second, plan, lambda *_: None)


def test_it_learns_stops_and_goes_on(source: JudgePictures, tmp_path: Path) -> None:
    """A few hundred pictures are enough to tell red from blue from sand."""
    plan = JudgePlan(640, batch=32, warm_up=64, save_every=320)
    seen: list[int] = []
    stopped = lambda: len(seen) >= 5  # noqa: E731
    train_judge(source, tmp_path, plan, lambda count, _: seen.append(count), stopped)
    assert seen[-1] == 160
    network = train_judge(source, tmp_path, plan, lambda count, _: seen.append(count))
    assert seen[-1] == 640
    pictures, labels = source.draw_known(200, seeded(5))
    answers = network(pictures).argmax(dim=1)
    assert (answers == labels).float().mean() > 0.5
    larger = JudgePictures(source.packed, 64)
    with pytest.raises(RequestError, match="training of another network"):
        train_judge(larger, tmp_path, plan, lambda *_: None)


class Sure(JudgeNetwork):
    """Says the first concept of every picture, with a confidence that grows with its light."""

    def __init__(self, config: JudgeConfig, least: float = 4.0) -> None:
        super().__init__(config)
        self.least = least

    def forward(self, pictures: Tensor) -> Tensor:
        logits = torch.zeros(len(pictures), self.config.classes)
        logits[:, 0] = self.least + 2 * pictures.mean(dim=(1, 2, 3))
        return logits


def test_the_bar_lets_one_false_alarm_in_a_hundred_through(source: JudgePictures) -> None:
    judge = Judge(Sure(JudgeConfig(4, 32, (8,), (0,))), NAMES, 0.0)
    bar = calibrated(judge, source, 400, seed=1)
    assert 0.5 <= bar <= 0.8
    assert bar == 0.8  # it is so sure that only the highest bar is left
    dimmer = Sure(JudgeConfig(4, 32, (8,), (0,)), 0.5)
    bar = calibrated(Judge(dimmer, NAMES, 0.0), source, 400, seed=1)
    unseen, _ = source.draw_none(400, seeded(9))
    called = Judge(dimmer, NAMES, 0.0).confidences(unseen)[:, 0]
    assert 0.5 < bar < 0.8
    assert float((called >= bar).float().mean()) == pytest.approx(0.01, abs=0.01)
    timid = tiny_judge()
    assert calibrated(timid, source, 400, seed=1) == 0.5


def test_its_figures_count_what_it_names(source: JudgePictures) -> None:
    always = Judge(Sure(JudgeConfig(4, 32, (8,), (0,))), NAMES, 0.5)
    figures = measured(always, source, 60, seed=2)
    assert figures["accuracy_things"] == pytest.approx(1 / 2, abs=0.2)
    assert figures["accuracy_materials"] == 0
    assert figures["false_alarms_photos"] == figures["false_alarms_sample_photos"] == 1
    assert "on the bowl" in JudgeMatch(replace(always, figures=figures)).figures
    never = Judge(always.network, NAMES, 1.1)
    strict = measured(never, source, 60, seed=2)
    assert strict["named_things"] == strict["false_alarms_scrambled"] == 0
    assert strict["named_on_meadow"] == 0


def test_its_figures_tell_the_photos_apart(source: JudgePictures) -> None:
    """One that answers only where the ground is red does so on the bowl."""

    class Reddened(Sure):
        def forward(self, pictures: Tensor) -> Tensor:
            red = pictures[:, 0].mean(dim=(1, 2)) - pictures[:, 2].mean(dim=(1, 2)) > 0.6
            logits = torch.zeros(len(pictures), self.config.classes)
            logits[:, 0] = 9.0 * red
            logits[:, 3] = 9.0 * ~red
            return logits

    judge = Judge(Reddened(JudgeConfig(4, 32, (8,), (0,))), NAMES, 0.5)
    figures = measured(judge, source, 60, seed=2)
    assert figures["named_on_bowl"] > figures["named_on_trail"] + 0.1


def test_it_comes_back_from_its_files(tmp_path: Path) -> None:
    judge = tiny_judge(0.7)
    save_judge(tmp_path / "judge", judge, {"pictures": 3})
    again = load_judge(tmp_path / "judge")
    assert (again.names, again.threshold) == (NAMES, 0.7)
    pictures = torch.rand(3, 3, 64, 64, generator=seeded()) * 2 - 1
    found = again.confidences(pictures)
    assert torch.allclose(found, judge.confidences(pictures), atol=1e-3)
    assert torch.allclose(found.sum(dim=1), torch.ones(3))
    assert len(again.sha256) == 64


def test_its_weights_are_small() -> None:
    network = JudgeNetwork(JudgeConfig(61))
    count = sum(parameter.numel() for parameter in network.parameters())
    assert 500_000 < count < 1_500_000
    assert math.prod(network(torch.zeros(2, 3, 64, 64)).shape) == 2 * 61


def test_no_judge_or_a_damaged_one_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no judge in"):
        load_judge(tmp_path)
    save_judge(tmp_path, tiny_judge(), {})
    (tmp_path / "judge.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="damaged"):
        load_judge(tmp_path)
    (tmp_path / "judge.json").write_text("[]")
    with pytest.raises(ModelError, match="There is no judge in"):
        load_judge(tmp_path)


def test_it_names_only_what_it_knows_and_is_sure_of() -> None:
    judge = Judge(Sure(JudgeConfig(4, 32, (8,), (0,))), NAMES, 0.9)
    match = JudgeMatch(judge)
    bright, dark = torch.ones(1, 3, 32, 32), -torch.ones(1, 3, 32, 32)
    confidences, named = match.match(torch.cat([bright, dark]), " Fruit ")
    assert named == [True, False]
    assert confidences[0] > 0.9 > confidences[1]
    assert match.match(bright, "ball")[1] == [False]
    with pytest.raises(RequestError, match="does not know 'unicorn'; it knows apple, ball, sand"):
        match.match(bright, "unicorn")


def test_a_plain_name_goes_before_a_synonym() -> None:
    names = [["green apple", "apple"], ["apple"]]
    judge = Judge(Sure(JudgeConfig(3, 32, (8,), (0,))), names, 0.5)
    assert judge.concept("apple") == 1
