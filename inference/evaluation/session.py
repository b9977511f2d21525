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
from inference.models.load import LoadedModel
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
    settings = _settings(options, model)
    check_guidance(model, settings)
    bench = Bench(
        engine,
        match,
        lpips_or_none(torch.device("cpu")),
        Ledger(ResultFolder(options.out).folder / "measured"),
    )
    weight = text_weight(model, settings, prompts)
    facts = _facts(bench, model, settings) | {"text_weight": weight, "seed": options.seed}
    weights = sorted({text_weight(model, settings, [prompt]) for prompt in prompts})
    about = _about(bench, model, settings, options, weights)
    return Session(model.spec.title, bench, settings, weight, facts, about)


def _settings(options: argparse.Namespace, model: LoadedModel) -> EditSettings:
    return replace(
        PRESETS[options.preset],
        model=options.model,
        strength=model.spec.tuning.strength if options.strength is None else options.strength,
        text_weight=options.text_weight,
        label_weight=options.label_weight,
        guidance=options.guidance,
        preview_every=0,
    )


def _guidance(model: LoadedModel, settings: EditSettings) -> str:
    return "direct" if is_direct(model, settings) else "published"


def _facts(bench: Bench, model: LoadedModel, settings: EditSettings) -> dict[str, Any]:
    labels = label_weight(model, settings)
    return {
        "model": model.spec.name,
        "model_sha256": model.sha256,
        "clip_sha256": model.clip_sha256,
        "critic_sha256": model.critic.sha256 if model.critic is not None else None,
        "text_match": bench.match.about,
        "settings": asdict(settings),
        "guidance": _guidance(model, settings),
        "label_weight": labels,
        "label_interval": label_interval(model, labels),
        "device": model.device.name,
        "precision": model.device.precision,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "lpips": bench.perceptual is not None,
    }


def _about(
    bench: Bench,
    model: LoadedModel,
    settings: EditSettings,
    options: argparse.Namespace,
    weights: Sequence[float],
) -> list[str]:
    labels = label_weight(model, settings)
    interval = label_interval(model, labels)
    between = "" if interval is None else f" from t/T {interval[1]:g} to {interval[0]:g}"
    about = [
        f"Model: {model.spec.title} (weights {model.sha256[:12]}), preset {options.preset}: "
        f"{settings.sampler.upper()}, {settings.steps} steps, strength {settings.strength:g}, "
        f"{settings.augmentations} views, {_guidance(model, settings)} guidance, λ_text "
        f"{' or '.join(f'{each:g}' for each in weights)}, label weight {labels:g}"
        f"{between}. "
        f"On {model.device.name} in {model.device.precision}, "
        f"{torch.get_num_threads()} threads, seeds from {options.seed}.",
        f"Text match: {bench.match.about} {bench.match.figures}".strip(),
    ]
    if bench.perceptual is None:
        about.append(
            "LPIPS was not measured, since its VGG-16 weights are not on this machine; for the "
            "same reason Algorithm 1 ran without its perceptual term, on the squared error alone."
        )
    return about
