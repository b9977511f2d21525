"""An evaluation made ready: model, settings, who judges, and what the report says of it."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import torch

from inference.device import choose_device
from inference.engine import LocalEngine
from inference.evaluation.bench import Bench, lpips_or_none
from inference.evaluation.records import Ledger
from inference.evaluation.text_match import TextMatch
from inference.request import PRESETS, EditSettings
from inference.results import ResultFolder
from inference.steering import (
    check_guidance,
    is_direct,
    label_interval,
    label_weight,
    text_weight,
)

__all__ = ["Session", "open_session"]


@dataclass(frozen=True)
class Session:
    """What an evaluation runs with.

    Attributes:
        title: of the model.
        settings: of the guided runs.
        text_weight: λ_text that comes of them.
        about: paragraphs for the report.
        facts: the same for the JSON.
    """

    title: str
    bench: Bench
    settings: EditSettings
    text_weight: float
    facts: dict[str, Any]
    about: list[str] = field(default_factory=list)


def open_session(options: argparse.Namespace, match: TextMatch, prompts: Sequence[str]) -> Session:
    """Load the model and make the folder for the report.

    Args:
        prompts: of the guided runs.

    Raises:
        InferenceError: the model is not here, the settings do not fit it, or the folder cannot be
            written to.
    """
    engine = LocalEngine(device=choose_device(options.device, options.precision))
    model = engine.load(options.model)
    settings = replace(
        PRESETS[options.preset],
        model=options.model,
        strength=model.spec.tuning.strength if options.strength is None else options.strength,
        text_weight=options.text_weight,
        label_weight=options.label_weight,
        guidance=options.guidance,
        preview_every=0,
    )
    check_guidance(model, settings)
    weight, labels = text_weight(model, settings, prompts), label_weight(model, settings)
    weights = sorted({text_weight(model, settings, [prompt]) for prompt in prompts})
    interval = label_interval(model, labels)
    between = "" if interval is None else f" from t/T {interval[1]:g} to {interval[0]:g}"
    folder = ResultFolder(options.out).folder
    perceptual = lpips_or_none(torch.device("cpu"))
    bench = Bench(engine, match, perceptual, Ledger(folder / "measured"))
    guidance = "direct" if is_direct(model, settings) else "published"
    facts = {
        "model": model.spec.name,
        "model_sha256": model.sha256,
        "clip_sha256": model.clip_sha256,
        "critic_sha256": model.critic.sha256 if model.critic is not None else None,
        "text_match": match.about,
        "settings": asdict(settings),
        "guidance": guidance,
        "text_weight": weight,
        "label_weight": labels,
        "label_interval": interval,
        "device": model.device.name,
        "precision": model.device.precision,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "seed": options.seed,
        "lpips": perceptual is not None,
    }
    about = [
        f"Model: {model.spec.title} (weights {model.sha256[:12]}), preset {options.preset}: "
        f"{settings.sampler.upper()}, {settings.steps} steps, strength {settings.strength:g}, "
        f"{settings.augmentations} views, {guidance} guidance, λ_text "
        f"{' or '.join(f'{each:g}' for each in weights)}, label weight {labels:g}"
        f"{between}. "
        f"On {model.device.name} in {model.device.precision}, "
        f"{torch.get_num_threads()} threads, seeds from {options.seed}.",
        f"Text match: {match.about} {match.figures}".strip(),
    ]
    if perceptual is None:
        about.append(
            "LPIPS was not measured, since its VGG-16 weights are not on this machine; for the "
            "same reason Algorithm 1 ran without its perceptual term, on the squared error alone."
        )
    return Session(model.spec.title, bench, settings, weight, facts, about)
