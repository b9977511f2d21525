"""Tiles cover what a mask touches, and the tiled network is one network over a larger picture."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from inference.refine import TiledUNet
from inference.tiles import plan_tiles, tent
from tests.conftest import box_mask


@given(
    st.integers(16, 90), st.integers(16, 90), st.sampled_from([4, 8, 16]), st.integers(0, 2**32 - 1)
)
@settings(max_examples=100, deadline=None)
def test_every_pixel_of_a_mask_lies_in_a_tile(
    height: int, width: int, size: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    mask = rng.random((height, width)) < rng.choice([0.001, 0.1, 1.0])
    mask[rng.integers(height), rng.integers(width)] = True
    tiling = plan_tiles(mask, size)
    box, covered = tiling.box, np.zeros_like(mask)
    assert 0 <= box.left <= box.left + box.width <= width
    assert 0 <= box.top <= box.top + box.height <= height
    for y, x in tiling.corners:
        assert 0 <= y <= box.height - size
        assert 0 <= x <= box.width - size
        covered[box.top + y : box.top + y + size, box.left + x : box.left + x + size] = True
    assert not (mask & ~covered).any()


def test_neighbouring_tiles_share_at_least_a_quarter() -> None:
    tiling = plan_tiles(np.ones((100, 100), np.bool_), 16)
    rows = sorted({y for y, _ in tiling.corners})
    assert rows[0] == 0
    assert rows[-1] == 84
    assert max(np.diff(rows)) <= 12


def test_tiles_see_what_surrounds_a_mask_and_leave_out_the_rest() -> None:
    mask = box_mask(400, 400, (100, 200, 140, 210)) > 0
    tiling = plan_tiles(mask, 32)
    assert (tiling.box.left, tiling.box.width) == (92, 56)
    assert tiling.box.height == 32
    assert tiling.box.top <= 195
    mask[390, 390] = True
    far = plan_tiles(mask, 32)
    assert len(far.corners) < 12, "the tiles between the two are left out"


def test_a_tent_is_never_nothing_and_highest_in_the_middle() -> None:
    falling = tent(8)
    assert falling.min() > 0
    assert falling.max() == falling[3, 3] == falling[4, 4] == 1


def pixelwise(x: Tensor, timesteps: Tensor) -> Tensor:
    """A network that looks at single pixels only."""
    return torch.cat([x * 2, x - 1], dim=1) * timesteps[:, None, None, None]


@pytest.mark.parametrize("at_a_time", [1, 3, 100])
def test_tiles_of_a_network_without_neighbours_are_the_network(at_a_time: int) -> None:
    tiling = plan_tiles(np.ones((40, 50), np.bool_), 16)
    x, t = torch.randn(1, 3, 40, 50), torch.tensor([3.0])
    tiled = TiledUNet(pixelwise, tiling, at_a_time, lambda: None)
    assert torch.allclose(tiled(x, t), pixelwise(x, t), atol=1e-5)


def test_overlapping_tiles_are_averaged_without_a_step() -> None:
    """Tiles that say different things fade into one another."""
    calls: list[int] = []

    def stubborn(x: Tensor, timesteps: Tensor) -> Tensor:
        del timesteps
        answers = torch.arange(len(calls), len(calls) + len(x), dtype=torch.float32)
        calls.extend([0] * len(x))
        return answers[:, None, None, None].expand(-1, 6, 16, 16)

    tiling = plan_tiles(np.ones((16, 100), np.bool_), 16)
    x = torch.zeros(1, 3, 16, 100)
    row = TiledUNet(stubborn, tiling, 2, lambda: None)(x, torch.tensor([1.0]))[0, 0, 8]
    assert row[0] == 0
    assert row[-1] == len(tiling.corners) - 1
    assert (row.diff() >= -1e-6).all()
    assert row.diff().max() < 0.5


def test_the_batches_are_asked_between() -> None:
    tiling = plan_tiles(np.ones((40, 50), np.bool_), 16)
    asked: list[int] = []
    tiled = TiledUNet(pixelwise, tiling, 4, lambda: asked.append(1))
    tiled(torch.randn(1, 3, 40, 50), torch.tensor([1.0]))
    assert len(asked) == -(-len(tiling.corners) // 4)
