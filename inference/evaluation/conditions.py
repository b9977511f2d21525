"""Conditions that evaluations compare: each changes one thing of the same settings."""

from dataclasses import replace
from typing import get_args

from inference.request import EditSettings, SamplerName

__all__ = ["STEPS", "algorithm_1", "step_conditions"]

STEPS = (100, 50, 25, 12)
PAPER_TEXT_WEIGHT = 1000.0  # that the published weights of the background go with


def step_conditions(base: EditSettings) -> dict[str, EditSettings]:
    """DDPM and DDIM with 100, 50, 25 and 12 steps: "ddpm 100" and so on."""
    return {
        f"{sampler} {steps}": replace(base, sampler=sampler, steps=steps)
        for sampler in get_args(SamplerName)
        for steps in STEPS
    }


def algorithm_1(
    base: EditSettings, text_weight: float, share: float, *, lpips: bool
) -> EditSettings:
    """Algorithm 1 with its background weights in the published proportion to the text's.

    Args:
        text_weight: λ_text of the runs.
        share: of the published λ for the background; 0 leaves the background free.
        lpips: whether its weights are here; without them the perceptual term is left out.
    """
    scale = share * text_weight / PAPER_TEXT_WEIGHT
    published = EditSettings()
    return replace(
        base,
        method="local-guided",
        mse_weight=published.mse_weight * scale,
        perceptual_weight=published.perceptual_weight * scale if lpips else 0.0,
    )
