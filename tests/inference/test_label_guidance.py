"""Labels that a prompt names: in the network, in a run, and from a training to a model."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from inference.engine import LocalEngine
from inference.errors import ModelError, RequestError
from inference.events import Candidate, CandidateFinished
from inference.extend_request import ExtendRequest, Side
from inference.label_guidance import LabelledUNet
from inference.models.catalog import find_model
from inference.models.load import CLIP_FILE, write_weights
from inference.models.places import UNET_FILE
from inference.models.spec import Tuning, UNetConfig
from inference.region import paste
from inference.request import EditRequest, EditSettings, GuidanceName
from inference.steering import graphs, label_weight, network_for, text_weight
from inference.unet import NO_LABEL, UNet
from tests.conftest import TINY_UNET, box_mask, random_picture, write_tiny_model

LABELS = (("apple", "red apple"), ("ball",), ("scene", ""))
PICTURE = random_picture(150, 200)
MASK = box_mask(150, 200, (60, 40, 140, 110))
LABELLED = replace(TINY_UNET, num_classes=len(LABELS))


def random_unet(config: UNetConfig) -> UNet:
    """Nothing in it is zero."""
    torch.manual_seed(5)
    unet = UNet(config).eval().requires_grad_(requires_grad=False)
    for parameter in unet.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.05)
    return unet


@pytest.fixture(scope="module")
def unet() -> UNet:
    return random_unet(LABELLED)


@pytest.fixture
def x() -> Tensor:
    return torch.randn(3, 3, 32, 32, generator=torch.Generator().manual_seed(1))


T = torch.tensor([10, 500, 990])


def test_a_label_changes_what_the_network_says(unet: UNet, x: Tensor) -> None:
    plain, none = unet(x, T), unet(x, T, torch.full((3,), NO_LABEL))
    assert torch.equal(plain, none)
    mixed = unet(x, T, torch.tensor([0, NO_LABEL, 1]))
    changed = (mixed != plain).flatten(1).any(dim=1)
    assert changed.tolist() == [True, False, True]
    assert not torch.equal(unet(x, T, torch.tensor([0] * 3)), unet(x, T, torch.tensor([1] * 3)))


def test_the_weight_goes_from_none_over_the_label_beyond(unet: UNet, x: Tensor) -> None:
    """Equation 6: linear in w, through the two predictions."""
    plain, labelled = unet(x, T), unet(x, T, torch.tensor([1] * 3))
    assert torch.equal(LabelledUNet(unet, 1, 1.0)(x, T), labelled)
    beyond = LabelledUNet(unet, 1, 3.0)(x, T)
    close = partial(torch.allclose, atol=1e-4, rtol=1e-4)  # in a larger batch sums round otherwise
    assert close(beyond[:, :3], plain[:, :3] + 3 * (labelled - plain)[:, :3])
    assert close(beyond[:, 3:], labelled[:, 3:])  # v is the label's own
    assert not close(beyond[:, 3:], plain[:, 3:])


@pytest.mark.parametrize(
    ("timestep", "holds"), [(149, False), (150, True), (750, True), (751, False)]
)
def test_outside_its_interval_the_weight_is_one(
    unet: UNet, x: Tensor, timestep: int, *, holds: bool
) -> None:
    """Kynkäänniemi et al., arXiv 2404.07724; and there the network is asked only once."""
    t = torch.full((3,), timestep)
    network = LabelledUNet(unet, 1, 3.0, (0.15, 0.75))
    whole, label = LabelledUNet(unet, 1, 3.0)(x, t), unet(x, t, torch.tensor([1] * 3))
    asked: list[int] = []
    watch = unet.register_forward_pre_hook(lambda _unet, inputs: asked.append(len(inputs[0])))
    assert torch.equal(network(x, t), whole if holds else label)
    watch.remove()
    assert asked == [6 if holds else 3]
    assert not torch.equal(whole, label)


@pytest.mark.parametrize("weight", [0.5, 1.0, 2.0])
def test_an_interval_is_for_what_is_overdone(engine: LocalEngine, weight: float) -> None:
    """A label asked for less than in full is nowhere asked for more."""
    model, settings = engine.load("labelled"), EditSettings("labelled", label_weight=weight)
    tuning = replace(model.spec.tuning, label_interval=(0.15, 0.75))
    limited = replace(model, spec=replace(model.spec, tuning=tuning))
    network = network_for(limited, settings, "a ball")
    assert isinstance(network, LabelledUNet)
    assert network.interval == ((0.15, 0.75) if weight > 1 else None)
    assert network_for(model, settings, "a ball") == replace(network, interval=None)


@pytest.mark.parametrize("interval", [[0.5], [0.1, 0.2, 0.3], ["a", "b"], 0.5])
def test_an_interval_that_is_none_is_no_model(
    tiny_model: Path, tmp_path: Path, interval: Any
) -> None:
    data = json.loads((tiny_model / "model.json").read_text())
    data["tuning"]["label_interval"] = [0.15, 0.75]
    (tmp_path / "model.json").write_text(json.dumps(data))
    assert find_model(str(tmp_path))[0].tuning.label_interval == (0.15, 0.75)
    data["tuning"]["label_interval"] = interval
    (tmp_path / "model.json").write_text(json.dumps(data))
    with pytest.raises(ModelError, match="holds no model"):
        find_model(str(tmp_path))


def test_weights_from_zero_to_a_hundred() -> None:
    assert EditSettings(label_weight=0).label_weight == 0
    for wrong in (-1, 101, float("nan")):
        with pytest.raises(RequestError, match="label weight must lie between 0 and 100"):
            EditSettings(label_weight=wrong)


@pytest.fixture
def engine(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalEngine:
    """The tiny model, its network given labels."""
    spec, _ = find_model(str(tiny_model))
    shutil.copy(tiny_model / CLIP_FILE, tmp_path)
    write_weights(tmp_path / UNET_FILE, random_unet(LABELLED))
    tuning = replace(spec.tuning, label_weight=2.0, min_mask_share=0.25)
    spec = replace(spec, unet=LABELLED, labels=LABELS, tuning=tuning)
    monkeypatch.setattr("inference.models.store.find_model", lambda _name: (spec, tmp_path))
    return LocalEngine()


def made(engine: LocalEngine, prompt: str, **values: Any) -> Candidate:
    settings = EditSettings("labelled", steps=8, strength=0.5, augmentations=2, **values)
    request = EditRequest(PICTURE, MASK, prompt, candidates=1, settings=settings)
    events = engine.run(request, lambda: False)
    (candidate,) = [event.candidate for event in events if isinstance(event, CandidateFinished)]
    return candidate


def watched_labels(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> set[int]:
    """The labels that the network is asked for on the way."""
    seen: set[int] = set()
    forward = UNet.forward

    def watched(self: UNet, x: Tensor, t: Tensor, labels: Tensor | None = None) -> Tensor:
        seen.update([] if labels is None else labels[labels != NO_LABEL].tolist())
        return forward(self, x, t, labels)

    with monkeypatch.context() as patch:
        patch.setattr(UNet, "forward", watched)
        act()
    return seen


@pytest.mark.parametrize(
    ("prompt", "labels"),
    [
        ("a red apple on a table", {0}),
        ("two balls", {1}),
        ("a zebra", set()),
        ("a scene", {2}),
        ("  ", {2}),
    ],
)
def test_a_run_asks_for_what_its_prompt_is_about(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch, prompt: str, labels: set[int]
) -> None:
    assert watched_labels(monkeypatch, lambda: made(engine, prompt)) == labels


def test_a_labelled_run_keeps_the_background_and_comes_again(engine: LocalEngine) -> None:
    first, again = made(engine, "a ball"), made(engine, "a ball")
    assert np.array_equal(first.pixels, again.pixels)
    edited = paste(PICTURE, first.pixels, first.box, MASK)
    assert np.array_equal(edited[MASK == 0], PICTURE[MASK == 0])
    assert first.recipe["label_weight"] == 2.0
    assert not np.array_equal(first.pixels, made(engine, "a ball", label_weight=0.0).pixels)


def test_published_guidance_is_without_labels(engine: LocalEngine) -> None:
    """As the paper has it; who wants both says so."""
    model = engine.load("labelled")
    weights = [
        label_weight(model, EditSettings(guidance=way, label_weight=own))  # type: ignore[arg-type]
        for way, own in (("model", None), ("direct", None), ("published", None), ("published", 3.0))
    ]
    assert weights == [2.0, 2.0, 0.0, 3.0]
    published = made(engine, "a ball", guidance="published")
    plain = made(engine, "a ball", guidance="published", label_weight=0.0)
    assert np.array_equal(published.pixels, plain.pixels)


def test_the_estimate_tells_labelled_runs_apart(engine: LocalEngine) -> None:
    """They evaluate the network twice a step."""
    tasks = [engine.prepare(_request(prompt)) for prompt in ("a ball", "a zebra")]
    assert [task.labelled for task in tasks] == [True, False]
    engine.learn(tasks[0], 10.0)
    slow, fast = (engine.plan(task, (1,)).seconds for task in tasks)
    assert slow == pytest.approx(10.0 * tasks[0].steps)
    assert fast < slow


@pytest.mark.parametrize(
    ("guidance", "weight", "passes"),
    [("direct", 2.0, 1), ("published", 2.0, 2), ("published", 1.0, 1), ("published", 0.0, 1)],
)
def test_memory_for_what_the_gradient_goes_through(
    engine: LocalEngine, guidance: GuidanceName, weight: float, passes: int
) -> None:
    model = engine.load("labelled")
    settings = EditSettings("labelled", guidance=guidance, label_weight=weight)
    # The tiny CLIP is not noise-aware, which plays no part here.
    network = network_for(model, settings, "a ball")
    assert graphs(model, settings, network) == passes
    if guidance == "published":
        task = engine.prepare(EditRequest(PICTURE, MASK, "a ball", settings=settings))
        assert task.bytes_each == passes * model.spec.cost.activation_bytes


def test_an_empty_prompt_is_not_overdone(engine: LocalEngine) -> None:
    """Beyond the label lies the way away from everything else, the surroundings among it."""
    model, settings = engine.load("labelled"), EditSettings("labelled")
    networks = [network_for(model, settings, prompt) for prompt in ("", "a scene", "a zebra")]
    weights = [n.weight if isinstance(n, LabelledUNet) else 0 for n in networks]
    assert weights == [1.0, 2.0, 0]


def test_recipes_say_what_was_understood(engine: LocalEngine) -> None:
    told = {prompt: made(engine, prompt).recipe["label"] for prompt in ("two balls", "a zebra", "")}
    assert told == {"two balls": "ball", "a zebra": None, "": "scene"}


def test_every_side_of_an_extension_has_its_label(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = EditSettings("labelled", steps=4, strength=0.5, augmentations=2)
    request = ExtendRequest(
        random_picture(40, 60),
        left=Side(20, "a ball"),
        right=Side(20, "a zebra"),
        top=Side(20, ""),
        candidates=1,
        settings=settings,
    )
    seen = watched_labels(monkeypatch, lambda: list(engine.run(request, lambda: False)))
    assert seen == {1, 2}
    task = engine.prepare(request)
    assert task.labelled


@pytest.fixture
def direct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalEngine:
    """A tiny labelled model that is steered directly, more weakly beside a label of a thing."""
    folder = write_tiny_model(tmp_path / "direct", noise_aware=True)
    write_weights(folder / UNET_FILE, random_unet(LABELLED))
    spec, _ = find_model(str(folder))
    tuning = Tuning(
        text_weight=5,
        guidance="direct",
        direct_text_weight=700,
        labelled_text_weight=70,
        materials=("apple",),
        label_weight=2,
        min_mask_share=0.25,
    )
    spec = replace(spec, unet=LABELLED, labels=LABELS, tuning=tuning)
    monkeypatch.setattr("inference.models.store.find_model", lambda _name: (spec, folder))
    return LocalEngine()


@pytest.mark.parametrize(
    ("prompt", "weight"), [("a ball", 70.0), ("red apple", 700.0), ("a zebra", 700.0)]
)
def test_beside_a_label_the_text_has_a_weight_of_its_own(
    direct: LocalEngine, prompt: str, weight: float
) -> None:
    own = made(direct, prompt)
    assert own.recipe["text_weight"] == weight
    assert np.array_equal(own.pixels, made(direct, prompt, text_weight=weight).pixels)
    assert not np.array_equal(own.pixels, made(direct, prompt, text_weight=0.0).pixels)
    assert made(direct, prompt, guidance="published").recipe["text_weight"] == 5


def test_an_extension_has_one_text_weight_for_all_sides(direct: LocalEngine) -> None:
    model, settings = direct.load("labelled"), EditSettings("labelled")
    assert text_weight(model, settings, ["a ball", "two balls", ""]) == 70
    assert text_weight(model, settings, ["a ball", "an apple", ""]) == 700
    assert text_weight(model, settings, ["a ball", "a zebra"]) == 700
    assert text_weight(model, replace(settings, label_weight=0.0), ["a ball"]) == 700
    assert text_weight(model, replace(settings, text_weight=3.0), ["a ball"]) == 3
    ball, zebra = Side(20, "a ball"), Side(20, "a zebra")
    request = ExtendRequest(
        random_picture(40, 60),
        left=ball,
        candidates=1,
        settings=replace(settings, steps=4, strength=0.5, augmentations=2),
    )
    for right, weight in ((zebra, 700), (replace(zebra, pixels=0), 70)):
        events = direct.run(replace(request, right=right), lambda: False)
        (recipe,) = [e.candidate.recipe for e in events if isinstance(e, CandidateFinished)]
        assert recipe["text_weight"] == weight


@pytest.mark.parametrize("labels", [[["apple"]], ["apple", "ball", "scene"], [[], ["a"], ["b"]]])
def test_labels_that_do_not_fit_the_network_are_no_model(
    tiny_model: Path, tmp_path: Path, labels: list[Any]
) -> None:
    data = json.loads((tiny_model / "model.json").read_text())
    data["unet"]["num_classes"] = 3
    for names in ([["apple"], ["ball"], ["scene"]], []):
        (tmp_path / "model.json").write_text(json.dumps(data | {"labels": names}))
        assert find_model(str(tmp_path))[0].labels == tuple(map(tuple, names))
    (tmp_path / "model.json").write_text(json.dumps(data | {"labels": labels}))
    with pytest.raises(ModelError, match="holds no model"):
        find_model(str(tmp_path))


def _request(prompt: str) -> EditRequest:
    settings = EditSettings("labelled", steps=8, strength=0.5)
    return EditRequest(PICTURE, MASK, prompt, settings=settings)


def test_big_models_know_no_labels_by_name(tiny_model: Path) -> None:
    spec, _ = find_model(str(tiny_model))
    assert spec.labels == ()
    assert spec.tuning.label_weight == Tuning().label_weight == 0
