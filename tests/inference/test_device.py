"""Which precision a CPU computes in."""

import time
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from inference.device import choose_device, flops_a_second

CALL = 2e-4  # seconds that a call takes besides computing


class Chip:
    """A CPU on which time goes by as fast as it computes, in FLOP a second for each precision."""

    def __init__(self, speeds: dict[torch.dtype, float]) -> None:
        self.speeds, self.now = speeds, 0.0

    def conv2d(self, x: Tensor, weight: Tensor, padding: int) -> Tensor:
        assert padding == 1
        self.now += CALL + 2 * x.numel() * weight[0].numel() / self.speeds[x.dtype]
        return x

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def chip(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chip]:
    made = Chip({torch.float32: 5e10})
    monkeypatch.setattr(torch.nn.functional, "conv2d", made.conv2d)
    monkeypatch.setattr(time, "perf_counter", made.perf_counter)
    flops_a_second.cache_clear()
    yield made
    flops_a_second.cache_clear()


@pytest.mark.parametrize(
    ("times", "chosen"), [(0.01, "float32"), (1.2, "float32"), (4, "bfloat16")]
)
def test_a_cpu_computes_in_what_is_clearly_faster(chip: Chip, times: float, chosen: str) -> None:
    chip.speeds[torch.bfloat16] = times * chip.speeds[torch.float32]
    assert choose_device("cpu").precision == chosen


def test_many_fast_cores_are_not_hidden_by_what_a_call_costs(chip: Chip) -> None:
    chip.speeds |= {torch.float32: 1e12, torch.bfloat16: 4e12}
    assert choose_device("cpu").precision == "bfloat16"


def test_to_find_out_is_quick_where_bfloat16_is_imitated(chip: Chip) -> None:
    """8e8 FLOP a second is what two cores without the instructions were seen to do."""
    chip.speeds[torch.bfloat16] = 8e8
    choose_device("cpu")
    flops_a_second(choose_device("cpu", "bfloat16"))
    assert chip.now < 0.5


def test_the_measured_speed_is_that_of_the_chip(chip: Chip) -> None:
    assert flops_a_second(choose_device("cpu", "float32")) == pytest.approx(5e10, rel=0.02)
