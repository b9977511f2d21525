"""Requests are checked before anything starts."""

import sys
from typing import Any

import numpy as np
import pytest

from inference.errors import RequestError
from inference.request import PRESETS, EditRequest, EditSettings
from tests.conftest import box_mask, random_picture


@pytest.mark.parametrize(
    "values",
    [
        {"steps": 0},
        {"steps": 1001},
        {"strength": 0.0},
        {"strength": 1.01},
        {"strength": float("nan")},
        {"augmentations": 0},
        {"text_weight": -1.0},
        {"text_weight": float("inf")},
        {"soft_edge": -0.1},
        {"preview_every": -1},
        {"method": "magic"},
        {"sampler": "euler"},
    ],
)
def test_settings_out_of_range(values: dict[str, Any]) -> None:
    (name,) = values
    with pytest.raises(RequestError, match=name.replace("_", " ")):
        EditSettings(**values)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"mask": np.zeros((8, 8), np.uint8)}, "mask is empty"),
        (
            {"mask": box_mask(9, 7, (0, 0, 1, 1))},
            "The mask is 7 × 9 pixels but the picture is 8 × 8",
        ),
        ({"mask": np.ones((8, 8), bool)}, "8-bit grey"),
        ({"picture": np.zeros((8, 8), np.uint8)}, "8-bit RGB"),
        (
            {"picture": np.zeros((0, 8, 3), np.uint8), "mask": np.zeros((0, 8), np.uint8)},
            "no pixels",
        ),
        ({"candidates": 0}, "candidates must lie between 1 and 1000"),
        ({"candidates": 10**9}, "candidates must lie"),
        ({"seed": -1}, "seed must be"),
        ({"seed": 2**63}, "seed must be"),
        ({"prompt": "x" * 20_001}, "at most 20000 characters"),
    ],
)
def test_bad_requests_are_refused_with_a_sentence(values: dict[str, Any], words: str) -> None:
    good: dict[str, Any] = {
        "picture": random_picture(8, 8),
        "mask": box_mask(8, 8, (2, 2, 4, 4)),
    }
    EditRequest(**good)
    with pytest.raises(RequestError, match=words):
        EditRequest(**{**good, **values})


def test_strength_decides_how_many_steps_are_run() -> None:
    assert PRESETS["paper"].start == 75
    assert EditSettings(steps=10, strength=0.01).start == 1
    assert EditSettings(steps=40, strength=1.0).start == 40


def test_the_public_api_loads_without_torch() -> None:
    import subprocess  # noqa: PLC0415

    code = "import sys, inference; print('torch' in sys.modules or 'scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
