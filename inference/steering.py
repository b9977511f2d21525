"""What steers a run: CLIP, which way and how strongly, and the label that a prompt names."""

from collections.abc import Collection

from torch import Tensor

from inference.concepts import concept_of
from inference.errors import RequestError
from inference.guidance import NoisyTextTerm, TextTerm
from inference.label_guidance import LabelledUNet
from inference.models.load import LoadedModel
from inference.request import EditSettings
from inference.unet import UNet

__all__ = [
    "check_guidance",
    "graphs",
    "is_direct",
    "label_interval",
    "label_name",
    "label_of",
    "label_weight",
    "network_for",
    "text_term",
    "text_weight",
]


def is_direct(model: LoadedModel, settings: EditSettings) -> bool:
    """Whether CLIP looks at x_t itself: the request's choice, or the model's own."""
    own = model.spec.tuning.guidance
    return (own if settings.guidance == "model" else settings.guidance) == "direct"


def check_guidance(model: LoadedModel, settings: EditSettings) -> None:
    """Raises RequestError where the model's CLIP cannot steer in the way that is wanted."""
    if is_direct(model, settings) and not model.clip.noise_aware:
        raise RequestError(
            f"The CLIP of {model.spec.title} sees nothing through noise, which direct guidance "
            "needs; choose published guidance."
        )


def text_weight(model: LoadedModel, settings: EditSettings, prompts: Collection[str]) -> float:
    """λ_text: the request's, or the model's own for this way to steer.

    Args:
        prompts: of the run; its weight is that beside a label where each of them names a thing.
    """
    if settings.text_weight is not None:
        return settings.text_weight
    tuning = model.spec.tuning
    if not is_direct(model, settings):
        return tuning.text_weight
    names = {label_name(model, settings, prompt) for prompt in prompts}
    if tuning.labelled_text_weight is None or names & {None, *tuning.materials}:
        return tuning.direct_text_weight
    return tuning.labelled_text_weight


def label_weight(model: LoadedModel, settings: EditSettings) -> float:
    """How much of a label: the request's choice, or the model's own; none in published guidance."""
    if settings.label_weight is not None:
        return settings.label_weight
    return 0.0 if settings.guidance == "published" else model.spec.tuning.label_weight


def label_interval(model: LoadedModel, weight: float) -> tuple[float, float] | None:
    """Where a label's weight holds, see LabelledUNet.

    One that is asked for in full or less is nowhere asked for more.
    """
    return model.spec.tuning.label_interval if weight > 1 else None


def label_of(model: LoadedModel, settings: EditSettings, prompt: str) -> int | None:
    """The class that steers a run with this prompt; None where none does."""
    if label_weight(model, settings) == 0:
        return None
    return concept_of(prompt, model.spec.labels)


def network_for(model: LoadedModel, settings: EditSettings, prompt: str) -> UNet | LabelledUNet:
    """The network that a prompt is run with."""
    label = label_of(model, settings, prompt)
    if label is None:
        return model.unet
    weight = label_weight(model, settings)
    if not prompt.strip():  # to overdo it would be to keep away from what lies around
        weight = min(weight, 1.0)
    return LabelledUNet(model.unet, label, weight, label_interval(model, weight))


def graphs(model: LoadedModel, settings: EditSettings, network: UNet | LabelledUNet) -> int:
    """How many passes of the U-Net a step keeps in memory for their gradient, at least 1."""
    if is_direct(model, settings) or not isinstance(network, LabelledUNet):
        return 1
    return network.evaluations


def label_name(model: LoadedModel, settings: EditSettings, prompt: str) -> str | None:
    """What a recipe says of the label: the name of its class."""
    label = label_of(model, settings, prompt)
    return None if label is None else model.spec.labels[label][0]


def text_term(
    model: LoadedModel,
    settings: EditSettings,
    weight: float,
    target: Tensor,
    negative: Tensor | None,
    mask: Tensor,
) -> TextTerm:
    """The loss term of a prompt.

    Args:
        weight: λ_text.
        target, negative: embeddings of the prompt and of what should not be there, shape (D,).
        mask: m, shape (1, 1, S, S).
    """
    clip = model.clip
    values = (
        clip.encode_pictures,
        target,
        mask,
        clip.image_size,
        weight,
        settings.augmentations,
        negative,
        settings.negative_weight,
    )
    if is_direct(model, settings):
        return NoisyTextTerm(*values, embed_noisy=clip.encode_pictures)
    return TextTerm(*values)
