"""What only a CUDA GPU can show; skipped without one."""

import pytest
import torch

from inference.device import choose_device
from inference.engine import LocalEngine
from inference.noise import CandidateStreams
from inference.request import EditRequest, EditSettings
from inference.task import Task
from tests.conftest import box_mask, random_picture

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")


def test_a_step_does_not_wait_for_the_gpu() -> None:
    model = LocalEngine(device=choose_device("cuda")).load("starter")
    request = EditRequest(
        random_picture(64, 64),
        box_mask(64, 64, (16, 16, 48, 48)),
        "lemon",
        settings=EditSettings(steps=6),
    )
    task = Task(model, request)
    size, device = model.spec.unet.image_size, model.device.torch
    steps = task._steps(CandidateStreams([1, 2], size, device))
    next(steps)  # the first one sets up
    torch.cuda.set_sync_debug_mode("error")
    try:
        step = next(steps)
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert torch.isfinite(step.sample).all()


def test_the_same_noise_on_every_device() -> None:
    on_gpu = CandidateStreams([7], 8, torch.device("cuda")).normal()
    on_cpu = CandidateStreams([7], 8, torch.device("cpu")).normal()
    assert torch.equal(on_gpu.cpu(), on_cpu)
