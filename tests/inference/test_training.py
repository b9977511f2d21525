"""The training loss, and composed pictures."""

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inference.critic import CriticNetwork
from inference.device import Device
from inference.errors import InferenceError, ModelError, RequestError
from inference.models.catalog import find_model
from inference.models.load import CLIP_FILE, CRITIC_FILE, read_weights, write_weights
from inference.models.places import UNET_FILE
from inference.models.spec import CriticConfig, Tuning
from inference.schedule import Schedule
from inference.training import precision
from inference.training.checkpoint import learning_rate_factor, load_checkpoint
from inference.training.clip import ClipPlan, train_clip
from inference.training.compose import CompositeSource, PackedSet
from inference.training.diffusion import DiffusionPlan, TrainingLoss, train_diffusion
from inference.training.export import Label, add_critic, export_model
from inference.training.grids import sample_grid
from inference.training.views import random_masks
from inference.unet import NO_LABEL, UNet
from tests.conftest import TINY_UNET


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A packed set of two things and one material."""
    rng = np.random.default_rng(0)
    cutouts = np.zeros((3, 128, 128, 4), np.uint8)
    cutouts[:, 30:98, 20:108] = [200, 30, 30, 255]
    np.savez(
        tmp_path / "set.npz",
        cutouts=cutouts,
        cutout_concepts=np.array([0, 1, 1]),
        grounds=rng.integers(0, 255, (5, 128, 128, 3), dtype=np.uint8),
        ground_concepts=np.array([-1, -1, -1, 2, 2]),
        distractors=cutouts[:2],
        words=np.array(
            json.dumps(
                {
                    "names": [["apple", "fruit"], ["ball"], ["sand"]],
                    "forms": ["{article} {name}"],
                    "place_forms": ["{article} {name} {place}"],
                    "places": {"2": "on sand"},
                    "bare": ["sand"],
                }
            )
        ),
    )
    return tmp_path / "set.npz"


def test_composed_pictures(packed: Path) -> None:
    source = CompositeSource(PackedSet.read(packed), 32)
    batch = source.draw(200, torch.Generator().manual_seed(1))
    assert batch.pictures.shape == (200, 3, 32, 32)
    assert batch.pictures.min() >= -1
    assert batch.pictures.max() <= 1
    plain = {"an apple", "a fruit", "a ball"}
    placed = {f"{thing} on sand" for thing in plain}
    assert set(batch.captions) == {*plain, *placed, "sand", "a scene", "a landscape"}
    things = (batch.concepts == 0) | (batch.concepts == 1)
    assert 0.6 < float(things.float().mean()) < 0.85
    inside = batch.subjects[things].mean(dim=(1, 2, 3))
    assert inside.min() > 0.03
    assert inside.max() < 0.9
    assert (batch.subjects[~things] == 1).all()
    again = source.draw(200, torch.Generator().manual_seed(1))
    assert torch.equal(batch.pictures, again.pictures)
    strange = source.draw_distractors(10, torch.Generator().manual_seed(2))
    assert strange.shape == (10, 3, 32, 32)


def test_a_file_that_is_no_packed_set(tmp_path: Path) -> None:
    (tmp_path / "set.npz").write_bytes(b"nothing")
    with pytest.raises(InferenceError, match="not a packed training set"):
        PackedSet.read(tmp_path / "set.npz")


def test_the_loss_is_zero_for_the_exact_answer() -> None:
    """The true noise, and v = −1, which is the posterior's own variance."""
    loss_of = TrainingLoss(torch.device("cpu"))
    noise, t = torch.randn(4, 3, 8, 8), torch.tensor([1, 10, 500, 999])
    exact = torch.cat([noise, -torch.ones_like(noise)], dim=1)
    simple, bound = loss_of(exact, t, noise)
    assert float(simple) == 0
    assert float(bound) == pytest.approx(0, abs=1e-6)
    wrong = torch.cat([noise + 0.1, torch.zeros_like(noise)], dim=1)
    assert all(float(term) > 0 for term in loss_of(wrong, t, noise))


def test_the_bound_leaves_the_mean_alone() -> None:
    loss_of = TrainingLoss(torch.device("cpu"))
    output = torch.randn(2, 6, 8, 8, requires_grad=True)
    _, bound = loss_of(output, torch.tensor([5, 500]), torch.randn(2, 3, 8, 8))
    (gradient,) = torch.autograd.grad(bound, output)
    assert not gradient[:, :3].any()
    assert gradient[:, 3:].any()


def test_the_noise_of_training_is_that_of_the_run() -> None:
    loss_of, schedule = TrainingLoss(torch.device("cpu")), Schedule.respaced(1000)
    x, noise = torch.randn(1, 3, 8, 8), torch.randn(1, 3, 8, 8)
    a = schedule.alphas_cumprod[700]
    wanted = a**0.5 * x + (1 - a) ** 0.5 * noise
    assert torch.allclose(loss_of.noised(x, torch.tensor([700]), noise), wanted, atol=1e-6)


def test_the_learning_rate_warms_up_and_decays() -> None:
    factors = [learning_rate_factor(seen, 1000, 100) for seen in (0, 50, 100, 550, 1000, 2000)]
    assert factors == pytest.approx([0, 0.475, 0.9, 0.45, 0, 0])


@pytest.mark.parametrize("faster", [torch.float32, torch.bfloat16])
def test_a_cpu_that_has_to_imitate_bfloat16_goes_without(
    monkeypatch: pytest.MonkeyPatch, faster: torch.dtype
) -> None:
    cpu = torch.device("cpu")
    monkeypatch.setattr(precision, "choose_device", lambda _name: Device(cpu, faster))
    with precision.shortened(cpu):
        assert torch.nn.functional.linear(torch.ones(1, 2), torch.ones(2, 2)).dtype == faster


def test_a_damaged_checkpoint_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "diffusion.pt").write_bytes(b"half a file")
    with pytest.raises(InferenceError, match="delete it to start the training anew"):
        load_checkpoint(tmp_path / "diffusion.pt")
    assert load_checkpoint(tmp_path / "none.pt") is None
    torch.save({"weights": torch.zeros(1)}, tmp_path / "strange.pt")
    with pytest.raises(InferenceError, match="no checkpoint of a training"):
        load_checkpoint(tmp_path / "strange.pt")


def test_masks_are_of_many_shapes_and_never_empty() -> None:
    subjects = torch.zeros(300, 1, 32, 32)
    subjects[..., 8:24, 8:24] = 1
    masks = random_masks(subjects, torch.Generator().manual_seed(3))
    assert set(torch.unique(masks).tolist()) == {0.0, 1.0}
    shares = masks.mean(dim=(1, 2, 3))
    assert shares.min() > 0.1
    assert shares.std() > 0.05


def test_a_stopped_training_is_kept_and_goes_on(packed: Path, tmp_path: Path) -> None:
    source = CompositeSource(PackedSet.read(packed), 32)
    plan = DiffusionPlan(64, batch=8, unet=TINY_UNET)
    seen: list[int] = []
    stopped = lambda: len(seen) >= 3  # noqa: E731
    train_diffusion(source, tmp_path, plan, lambda count, _: seen.append(count), stopped)
    assert seen == [8, 16, 24]
    train_diffusion(source, tmp_path, plan, lambda count, _: seen.append(count))
    assert seen == [8, 16, 24, 32, 40, 48, 56, 64]
    kept = load_checkpoint(tmp_path / "diffusion.pt")
    assert kept is not None
    assert kept["config"]["labels"] == source.labels
    assert kept["average"]["values"]["label_emb.weight"].shape == (4, 4 * TINY_UNET.model_channels)
    other = dataclasses.replace(plan, unet=dataclasses.replace(TINY_UNET, norm_groups=8))
    with pytest.raises(RequestError, match="training of another network"):
        train_diffusion(source, tmp_path, other, lambda *_: None)


def test_labels_are_learnt_and_sometimes_kept_back(packed: Path, tmp_path: Path) -> None:
    """Photos of nothing have the last label."""
    source = CompositeSource(PackedSet.read(packed), 32)
    asked: list[torch.Tensor] = []
    forward = UNet.forward

    def watched(
        self: UNet, x: torch.Tensor, t: torch.Tensor, labels: torch.Tensor | None = None
    ) -> torch.Tensor:
        assert labels is not None
        asked.append(labels)
        return forward(self, x, t, labels)

    plan = DiffusionPlan(400, batch=40, unet=TINY_UNET, warm_up=40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(UNet, "forward", watched)
        unet = train_diffusion(source, tmp_path, plan, lambda *_: None)
    labels = torch.cat(asked)
    shares = {label: float((labels == label).float().mean()) for label in (NO_LABEL, 0, 1, 2, 3)}
    assert sum(shares.values()) == pytest.approx(1)
    assert 0.04 < shares[NO_LABEL] < 0.18
    assert 0.05 < shares[3] < 0.19
    assert min(shares[0], shares[1]) > 0.2
    torch.manual_seed(plan.seed)
    fresh = UNet(unet.config)
    assert (unet.label_emb.weight != fresh.label_emb.weight).any(dim=1).all()


def quick_grid(unet: UNet, count: int, steps: int) -> Image.Image:
    """A sample of each label, after one step of the many."""
    assert (count, steps) == (4, 100)
    return sample_grid(unet, count, steps=1)


def test_a_model_keeps_what_its_labels_are_called(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the training knew by number, a prompt asks for by name."""
    monkeypatch.setattr("inference.training.export.sample_grid", quick_grid)
    source, runs = CompositeSource(PackedSet.read(packed), 32), tmp_path / "run"
    train_diffusion(source, runs, DiffusionPlan(8, batch=8, unet=TINY_UNET), lambda *_: None)
    train_clip(source, runs, ClipPlan(8, batch=8, size=32), lambda *_: None)
    label = Label("own", "Own", "Trained here.", "none")
    flops = []
    for weight in (0.0, 1.0, 2.0):
        export_model(runs, tmp_path / "own", label, Tuning(label_weight=weight))
        spec, _ = find_model(str(tmp_path / "own"))
        assert spec.labels == (("apple", "fruit"), ("ball",), ("sand",), ("scene", "landscape", ""))
        assert spec.unet.num_classes == 4
        assert spec.tuning.label_weight == weight
        flops.append(spec.cost.flops)
    # Only more than the label itself is compared with no label.
    assert flops[0] == flops[1] < flops[2] < 2 * flops[1]


@pytest.fixture
def _one_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """An export draws a single sample, in a single step."""
    monkeypatch.setattr(
        "inference.training.export.sample_grid", lambda unet, *_, **__: sample_grid(unet, 1, 1)
    )


class Unlabelled(CompositeSource):
    """As a folder in which every picture has a caption of its own."""

    @property
    def labels(self) -> list[list[str]]:
        return []


@pytest.mark.usefixtures("_one_sample")
def test_a_model_without_labels_pays_for_none(packed: Path, tmp_path: Path) -> None:
    """The weight that an export gives of itself plays no part in it."""
    source, runs = Unlabelled(PackedSet.read(packed), 32), tmp_path / "run"
    train_diffusion(source, runs, DiffusionPlan(8, batch=8, unet=TINY_UNET), lambda *_: None)
    train_clip(source, runs, ClipPlan(8, batch=8, size=32), lambda *_: None)
    flops = []
    for weight in (0.0, 3.0):
        label = Label("own", "Own", "Trained here.", "none")
        export_model(runs, tmp_path / "own", label, Tuning(label_weight=weight))
        spec, _ = find_model(str(tmp_path / "own"))
        assert spec.labels == ()
        flops.append(spec.cost.flops)
    assert flops[0] == flops[1]


@pytest.mark.usefixtures("_one_sample")
def test_what_a_run_has_not_trained_stays_the_models(packed: Path, tmp_path: Path) -> None:
    """Its CLIP to the byte, and its critic as long as the labels are the same."""
    source = CompositeSource(PackedSet.read(packed), 32)
    runs, out = tmp_path / "run", tmp_path / "own"
    label, told = Label("own", "Own", "Trained here.", "none"), lambda *_: None
    with pytest.raises(RequestError, match=r"no training at .*diffusion\.pt"):
        export_model(runs, out, label, Tuning())
    train_diffusion(source, runs, DiffusionPlan(8, batch=8, unet=TINY_UNET), told)
    with pytest.raises(RequestError, match=r"no training at .*clip\.pt"):
        export_model(runs, out, label, Tuning())
    train_clip(source, runs, ClipPlan(8, batch=8, size=32), told)
    export_model(runs, out, label, Tuning())
    add_critic(out, CriticNetwork(CriticConfig(len(source.labels) + 1, 32, (8, 8))), 128)
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.suffix != ".png"}
    written = (out / CLIP_FILE).stat().st_mtime_ns

    train_diffusion(source, tmp_path / "on", DiffusionPlan(24, batch=8, unet=TINY_UNET), told)
    export_model(tmp_path / "on", out, label, Tuning())
    changed = {name for name, data in before.items() if (out / name).read_bytes() != data}
    assert changed == {UNET_FILE, "model.json"}
    spec, _ = find_model(str(out))
    assert spec.critic == CriticConfig(len(source.labels) + 1, 32, (8, 8))
    trained = json.loads((out / "model.json").read_text())["trained"]
    assert trained == {"diffusion_pictures": 24, "clip_pictures": 8, "critic_pictures": 128}

    unlabelled = Unlabelled(source.packed, 32)
    train_diffusion(unlabelled, tmp_path / "no", DiffusionPlan(8, batch=8, unet=TINY_UNET), told)
    export_model(tmp_path / "no", out, label, Tuning())
    assert find_model(str(out))[0].critic is None
    assert not (out / CRITIC_FILE).exists()
    assert (out / CLIP_FILE).read_bytes() == before[CLIP_FILE]
    assert (out / CLIP_FILE).stat().st_mtime_ns == written

    write_weights(out / CLIP_FILE, CriticNetwork(CriticConfig(5, 32, (8, 8))))
    with pytest.raises(ModelError, match="is not this model"):
        export_model(tmp_path / "on", out, label, Tuning())


@pytest.mark.usefixtures("_one_sample")
def test_a_mean_of_before_and_after(packed: Path, tmp_path: Path) -> None:
    """Every weight lies half-way; the model that training began with stays as it was."""
    source = CompositeSource(PackedSet.read(packed), 32)
    label, told = Label("own", "Own", "", "none"), lambda *_: None
    plan = DiffusionPlan(8, batch=8, learning_rate=0.01, warm_up=1, unet=TINY_UNET)
    runs, first, mean = tmp_path / "run", tmp_path / "first", tmp_path / "mean"
    train_diffusion(source, runs, plan, told)
    train_clip(source, runs, ClipPlan(8, batch=8, size=32), told)
    export_model(runs, first, label, Tuning())
    before, kept = read_weights(first / UNET_FILE), (first / UNET_FILE).read_bytes()
    longer = dataclasses.replace(plan, pictures=24)
    after = train_diffusion(source, tmp_path / "on", longer, told, begin=before).state_dict()
    shutil.copy(runs / "clip.pt", tmp_path / "on")
    export_model(tmp_path / "on", mean, label, Tuning(), begun_with=first)

    assert (first / UNET_FILE).read_bytes() == kept
    for name, weight in read_weights(mean / UNET_FILE).items():
        half_way = (before[name].float() + after[name]) / 2
        torch.testing.assert_close(weight.float(), half_way, rtol=1e-3, atol=1e-6)
    assert max(float((before[name] - after[name]).abs().max()) for name in before) > 0.005

    with pytest.raises(RequestError, match="choose another --out"):
        export_model(tmp_path / "on", first, label, Tuning(), begun_with=first)
    (tmp_path / "on" / "diffusion.pt").unlink()
    with pytest.raises(RequestError, match=r"needs a training at .*diffusion\.pt"):
        export_model(tmp_path / "on", mean, label, Tuning(), begun_with=first)
    write_weights(first / UNET_FILE, CriticNetwork(CriticConfig(5, 32, (8, 8))))
    with pytest.raises(ModelError, match="is not this model"):
        export_model(runs, mean, label, Tuning(), begun_with=first)
