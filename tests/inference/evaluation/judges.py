"""A packed set and a judge small enough for tests."""

import json
from pathlib import Path

import numpy as np
import torch

from inference.training.judge import Judge, save_judge
from inference.training.judge_network import JudgeConfig, JudgeNetwork

NAMES = [["apple", "fruit"], ["ball"], ["sand"]]


def write_packed(path: Path) -> Path:
    """Two things of one colour each, a material of another, and photos of noise."""
    rng = np.random.default_rng(0)
    cutouts = np.zeros((3, 128, 128, 4), np.uint8)
    cutouts[0, 20:108, 20:108] = [220, 20, 20, 255]
    cutouts[1:, 40:88, 10:118] = [20, 20, 220, 255]
    grounds = rng.integers(0, 255, (8, 128, 128, 3), dtype=np.uint8)
    grounds[6:] = [230, 220, 120]
    others = np.zeros((2, 128, 128, 4), np.uint8)
    others[:, 30:98, 60:70] = [20, 220, 20, 255]
    np.savez(
        path,
        cutouts=cutouts,
        cutout_concepts=np.array([0, 1, 1]),
        grounds=grounds,
        ground_concepts=np.array([-1] * 6 + [2] * 2),
        distractors=others,
        words=np.array(json.dumps({"names": NAMES, "forms": ["{name}"]})),
    )
    return path


def tiny_judge(threshold: float = 0.5) -> Judge:
    """An untrained judge of three concepts."""
    torch.manual_seed(0)
    network = JudgeNetwork(JudgeConfig(len(NAMES) + 1, 32, (8, 16), (0, 1)))
    return Judge(network.eval().requires_grad_(requires_grad=False), NAMES, threshold)


def write_tiny_judge(folder: Path) -> Path:
    """An untrained judge in a folder."""
    save_judge(folder, tiny_judge(), {})
    return folder
