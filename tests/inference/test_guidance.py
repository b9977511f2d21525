"""Guidance: what a step costs, and what the parts of the loss promise."""

import math

import pytest
import torch
from kornia.geometry.transform import homography_warp
from torch import Tensor

from inference.augment import DRAWS_A_COPY, augmented, random_homographies, resized
from inference.clip import spherical_distance
from inference.diffusion import Coefficients
from inference.guidance import Guidance, RangeTerm, TextTerm, View, predict
from inference.noise import CandidateStreams, candidate_seed
from inference.schedule import Schedule
from inference.unet import UNet
from tests.conftest import TINY_UNET

CPU = torch.device("cpu")


def embed(pictures: Tensor) -> Tensor:
    return pictures.flatten(1)[:, ::97]


def text_term(target: Tensor, **values: object) -> TextTerm:
    arguments: dict[str, object] = {
        "embed": embed,
        "target": target,
        "mask": torch.ones(1, 1, 32, 32),
        "size": 32,
        "weight": 10.0,
        "augmentations": 3,
    }
    return TextTerm(**{**arguments, **values})  # type: ignore[arg-type]


def test_a_guided_step_evaluates_the_network_once() -> None:
    unet, calls = UNet(TINY_UNET).requires_grad_(requires_grad=False), list[int]()

    def counted(x: Tensor, t: Tensor) -> Tensor:
        calls.append(len(x))
        return unet(x, t)

    target = torch.randn(32)
    guidance = Guidance((text_term(target), RangeTerm(50.0)))
    c = Coefficients.at(Schedule.respaced(20), 10)
    streams = CandidateStreams([1, 2], 32, CPU)
    prediction = predict(counted, streams.normal(), c, guidance, streams)
    assert calls == [2]
    assert prediction.gradient is not None
    assert torch.isfinite(prediction.gradient).all()
    assert prediction.gradient.any()
    assert all(p.grad is None for p in unet.parameters())


def test_the_gradient_is_that_of_the_loss() -> None:
    """Against a finite difference in double precision, with a network that is no identity."""

    def unet(x: Tensor, t: Tensor) -> Tensor:
        del t
        return torch.cat([torch.sin(x), torch.zeros_like(x)], dim=1)

    target = torch.randn(32, dtype=torch.float64)
    guidance = Guidance((text_term(target, augmentations=1), RangeTerm(50.0)))
    c = Coefficients.at(Schedule.respaced(20), 10)
    streams = CandidateStreams([3], 32, CPU)
    x = streams.normal().double()
    gradient = predict(unet, x, c, guidance, streams).gradient
    assert gradient is not None

    def loss(at: Tensor) -> float:
        x0 = (at - math.sqrt(1 - c.alpha_bar) * torch.sin(at)) / math.sqrt(c.alpha_bar)
        f = math.sqrt(1 - c.alpha_bar)
        return float(guidance(View(x0, f * x0 + (1 - f) * at, at, f), streams)[0].sum())

    direction = torch.randn_like(x)
    step = 1e-6 * direction
    difference = (loss(x + step) - loss(x - step)) / 2e-6
    assert float((gradient * direction).sum()) == pytest.approx(difference, rel=1e-5)


def test_a_negative_prompt_pushes_the_other_way() -> None:
    target, unwanted = torch.randn(32), torch.randn(32)
    streams = CandidateStreams([1], 32, CPU)
    x = torch.randn(1, 3, 32, 32)
    view = View(x, x, x, 0.0)
    plain, _ = text_term(target, augmentations=1)(view, streams)
    repelled, _ = text_term(target, augmentations=1, negative=unwanted, negative_weight=0.5)(
        view, streams
    )
    away = spherical_distance(embed(x), unwanted)
    assert torch.allclose(repelled, plain - 10.0 * 0.5 * away)


def test_spherical_distance_is_the_squared_angle() -> None:
    """D = 2 arcsin²(chord / 2) = angle² / 2."""
    first = torch.tensor([1.0, 0.0])
    for angle in (0.0, 0.3, math.pi / 2, 3.0):
        second = 5 * torch.tensor([math.cos(angle), math.sin(angle)])
        assert float(spherical_distance(first, second)) == pytest.approx(angle**2 / 2, abs=1e-5)


def test_the_first_view_is_the_picture_itself() -> None:
    pictures = torch.randn(2, 3, 64, 64)
    views = augmented(pictures, 4, 32, CandidateStreams([1, 2], 64, CPU))
    assert views.shape == (2, 4, 3, 32, 32)
    assert torch.equal(views[:, 0], resized(pictures, 32))
    assert not torch.equal(views[:, 1], views[:, 2])


def test_warps_stay_near_the_picture() -> None:
    """The middle of a view lies within the picture, and a draw of no warp leaves it as it is."""
    draws = torch.rand(500, DRAWS_A_COPY, generator=torch.Generator().manual_seed(1))
    maps = random_homographies(draws)
    centres = maps @ torch.tensor([0.0, 0.0, 1.0])
    assert (centres[:, :2] / centres[:, 2:]).abs().max() < 1
    unwarped = draws.clone()
    unwarped[:, 0] = unwarped[:, 4] = 0.99
    unmoved = random_homographies(unwarped)
    assert torch.allclose(unmoved, torch.eye(3).expand(500, 3, 3), atol=1e-5)
    picture = torch.rand(1, 3, 32, 32)
    warped = homography_warp(picture, unmoved[:1], (32, 32), normalized_homography=True)
    assert torch.allclose(warped, picture, atol=1e-4)


def test_a_candidates_numbers_do_not_depend_on_its_neighbours() -> None:
    seeds = [candidate_seed(7, index) for index in range(4)]
    together = CandidateStreams(seeds, 8, CPU)
    alone = CandidateStreams(seeds[2:3], 8, CPU)
    assert torch.equal(together.normal()[2:3], alone.normal())
    assert torch.equal(together.uniform(5)[2:3], alone.uniform(5))
    assert len(set(seeds)) == 4
