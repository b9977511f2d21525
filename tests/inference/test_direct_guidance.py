"""Direct guidance: a noise-aware CLIP steers on x_t, the network keeps no graph."""

import dataclasses
import math
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from inference.augment import resized
from inference.chain import read_chain
from inference.clip import spherical_distance
from inference.device import choose_device
from inference.diffusion import Coefficients
from inference.engine import LocalEngine
from inference.errors import RequestError
from inference.events import CandidateFinished, Preview
from inference.guidance import Guidance, NoisyTextTerm, RangeTerm, TextTerm, predict
from inference.models.load import LoadedModel
from inference.noise import CandidateStreams
from inference.request import EditRequest, EditSettings, GuidanceName
from inference.schedule import Schedule
from inference.task import Task
from tests.conftest import box_mask, random_picture, write_tiny_model

CPU = torch.device("cpu")
MASK = F.pad(torch.ones(1, 1, 16, 16), (8, 8, 8, 8))
C = Coefficients.at(Schedule.respaced(20), 10)
LEVEL = math.sqrt(1 - C.alpha_bar)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("models") / "noisy", noise_aware=True)


@pytest.fixture(scope="module")
def model(folder: Path) -> LoadedModel:
    return LocalEngine(device=choose_device("cpu", "float32")).load(str(folder))


def settings(model: Path | str, guidance: GuidanceName = "direct") -> EditSettings:
    return EditSettings(model=str(model), steps=4, augmentations=2, guidance=guidance)


def request(given: EditSettings) -> EditRequest:
    mask = box_mask(60, 60, (20, 20, 45, 45))
    return EditRequest(random_picture(60, 60), mask, "lemon", candidates=2, settings=given)


def embed(pictures: Tensor, level: float = 0.0) -> Tensor:
    """Sees pictures of another noise level differently."""
    return torch.sin((3 + level) * pictures.flatten(1)[:, 200:900:31])


def term(target: Tensor, **values: object) -> NoisyTextTerm:
    arguments = {"size": 32, "weight": 10.0, "augmentations": 1, "embed_noisy": embed}
    return NoisyTextTerm(embed, target, MASK, **{**arguments, **values})  # type: ignore[arg-type]


def shift(x: Tensor, t: Tensor) -> Tensor:
    """A network that is no identity."""
    del t
    return torch.cat([torch.sin(x), torch.zeros_like(x)], dim=1)


def test_the_network_is_evaluated_once_and_without_a_graph() -> None:
    recorded = list[bool]()

    def unet(x: Tensor, t: Tensor) -> Tensor:
        recorded.append(torch.is_grad_enabled())
        return shift(x, t)

    streams = CandidateStreams([1, 2], 32, CPU)
    x_t, target = streams.normal(), torch.randn(23)
    direct = Guidance((term(target), RangeTerm(50.0)), direct=True)
    predict(unet, x_t, C, direct, streams)
    assert recorded == [False]
    predict(unet, x_t, C, Guidance((TextTerm(embed, target, MASK, 32, 10.0, 1),)), streams)
    assert recorded == [False, True]


def test_the_gradient_is_that_of_the_distance_at_x_t() -> None:
    target = torch.randn(23, dtype=torch.float64)
    streams = CandidateStreams([3], 32, CPU)
    x = streams.normal().double()
    gradient = predict(shift, x, C, Guidance((term(target),), direct=True), streams).gradient
    assert gradient is not None

    def loss(at: Tensor) -> float:
        return 10.0 * float(spherical_distance(embed(at * MASK, LEVEL), target).sum())

    direction = torch.randn_like(x)
    difference = (loss(x + 1e-6 * direction) - loss(x - 1e-6 * direction)) / 2e-6
    assert float((gradient * direction).sum()) == pytest.approx(difference, rel=1e-4)
    assert not (gradient * (1 - MASK)).any()


def test_the_range_is_kept_by_the_signal_that_is_in_x_t() -> None:
    """∂x̂_0/∂x_t = √ᾱ_t stands in for the network's own."""
    streams = CandidateStreams([4], 32, CPU)
    x = 3 * streams.normal()
    found = predict(shift, x, C, Guidance((RangeTerm(50.0),), direct=True), streams)
    excess = found.x0 - found.x0.clamp(-1, 1)
    wanted = 50.0 * 2 * excess / excess[0].numel() * math.sqrt(C.alpha_bar)
    assert found.gradient is not None
    assert found.gradient.any()
    assert torch.allclose(found.gradient, wanted, rtol=1e-4, atol=1e-7)


def test_both_ways_tell_the_same_score() -> None:
    target = torch.randn(23)
    told = []
    for one, direct in ((term(target), True), (TextTerm(embed, target, MASK, 32, 10.0, 1), False)):
        streams = CandidateStreams([5, 6], 32, CPU)
        prediction = predict(shift, streams.normal(), C, Guidance((one,), direct), streams)
        told.append(prediction.distances())
    assert len(told[0]) == 2
    assert told[0] == pytest.approx(told[1], abs=1e-6)


def test_a_score_that_nobody_asks_for_costs_no_pass_of_clip() -> None:
    asked = list[float]()

    def seen(pictures: Tensor, level: float = 0.0) -> Tensor:
        asked.append(level)
        return embed(pictures, level)

    one = NoisyTextTerm(seen, torch.randn(23), MASK, 32, 10.0, 1, embed_noisy=seen)
    streams = CandidateStreams([7], 32, CPU)
    prediction = predict(shift, streams.normal(), C, Guidance((one,), direct=True), streams)
    assert asked == [LEVEL]
    prediction.distances()
    assert asked == [LEVEL, 0.0]


def test_a_noise_aware_clip_is_told_the_level(model: LoadedModel) -> None:
    pictures = torch.randn(2, 3, 32, 32)
    clean, noisy = model.clip.encode_pictures(pictures), model.clip.encode_pictures(pictures, 0.9)
    assert model.clip.noise_aware
    assert model.spec.clip.noise_aware
    assert not torch.allclose(clean, noisy)
    assert torch.equal(clean, model.clip.encode_pictures(pictures, 0.0))


def test_an_ordinary_clip_is_as_it_was(tiny_model: Path) -> None:
    ordinary = LocalEngine(device=choose_device("cpu", "float32")).load(str(tiny_model))
    assert not ordinary.clip.noise_aware
    assert not ordinary.spec.clip.noise_aware
    pictures = torch.randn(2, 3, 32, 32)
    found = ordinary.clip.encode_pictures(pictures)
    assert torch.equal(found, ordinary.clip.network.encode_image(((pictures + 1) / 2 - 0.5) / 0.5))


def test_each_way_has_its_weight(model: LoadedModel, folder: Path) -> None:
    tuning = dataclasses.replace(model.spec.tuning, text_weight=7.0, direct_text_weight=70.0)

    def weight(guidance: GuidanceName, own: str, chosen: float | None = None) -> float:
        spec = dataclasses.replace(
            model.spec,
            tuning=dataclasses.replace(tuning, guidance=own),  # type: ignore[arg-type]
        )
        given = dataclasses.replace(settings(folder, guidance), text_weight=chosen)
        return Task(dataclasses.replace(model, spec=spec), request(given)).text_weight

    assert weight("published", "direct") == 7.0
    assert weight("direct", "published") == 70.0
    assert weight("model", "published") == 7.0
    assert weight("model", "direct") == 70.0
    assert weight("direct", "published", chosen=3.0) == 3.0


def test_a_run_says_how_it_was_steered(folder: Path) -> None:
    engine = LocalEngine(device=choose_device("cpu", "float32"))
    made: dict[str, CandidateFinished] = {}
    ways: tuple[GuidanceName, ...] = ("published", "direct", "model")
    for way in ways:
        events = list(engine.run(request(settings(folder, way)), lambda: False))
        assert all(event.score is not None for event in events if isinstance(event, Preview))
        made[way] = next(event for event in events if isinstance(event, CandidateFinished))
        assert made[way].candidate.scores is not None
    told = {way: event.candidate.recipe["guidance"] for way, event in made.items()}
    assert told == {"published": "published", "direct": "direct", "model": "published"}
    pixels = {way: event.candidate.pixels for way, event in made.items()}
    assert (pixels["published"] == pixels["model"]).all()
    assert (pixels["published"] != pixels["direct"]).any()


def test_an_ordinary_clip_cannot_steer_on_noise(tiny_model: Path) -> None:
    engine = LocalEngine(device=choose_device("cpu", "float32"))
    with pytest.raises(RequestError, match="choose published guidance"):
        list(engine.run(request(settings(tiny_model)), lambda: False))


def test_a_recipe_file_names_the_guidance(tmp_path: Path) -> None:
    path = tmp_path / "chain.json"
    step = '{"mask": "m.png", "settings": {"guidance": "%s"}}'
    text = '{"version": 1, "picture": "a.png", "steps": [' + step + "]}"
    path.write_text(text % "direct")
    (read,) = read_chain(path).steps
    assert read.settings.guidance == "direct"  # type: ignore[union-attr]
    path.write_text(text % "sideways")
    with pytest.raises(RequestError, match="guidance must be one of model, published, direct"):
        read_chain(path)


def test_views_are_those_of_x_t() -> None:
    """What CLIP is shown in the first view is x_t under the mask, at its noise level."""
    shown: list[tuple[Tensor, float]] = []

    def embed_noisy(pictures: Tensor, level: float) -> Tensor:
        shown.append((pictures.detach(), level))
        return embed(pictures, level)

    streams = CandidateStreams([1], 32, CPU)
    x_t = streams.normal()
    noisy = term(torch.randn(23), augmentations=3, embed_noisy=embed_noisy)
    predict(shift, x_t, C, Guidance((noisy,), direct=True), streams)
    ((views, level),) = shown
    assert level == pytest.approx(LEVEL)
    assert torch.equal(views[:1], resized(x_t * MASK, 32))
