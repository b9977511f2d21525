"""How CLIP steers a run: which way, how strongly, and the loss term that does it."""

from torch import Tensor

from inference.errors import RequestError
from inference.guidance import NoisyTextTerm, TextTerm
from inference.models.load import LoadedModel
from inference.request import EditSettings

__all__ = ["check_guidance", "is_direct", "text_term", "text_weight"]


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


def text_weight(model: LoadedModel, settings: EditSettings) -> float:
    """λ_text: the request's, or the model's own for this way to steer."""
    if settings.text_weight is not None:
        return settings.text_weight
    tuning = model.spec.tuning
    return tuning.direct_text_weight if is_direct(model, settings) else tuning.text_weight


def text_term(
    model: LoadedModel,
    settings: EditSettings,
    target: Tensor,
    negative: Tensor | None,
    mask: Tensor,
) -> TextTerm:
    """The loss term of a prompt.

    Args:
        target, negative: embeddings of the prompt and of what should not be there, shape (D,).
        mask: m, shape (1, 1, S, S).
    """
    clip = model.clip
    values = (
        clip.encode_pictures,
        target,
        mask,
        clip.image_size,
        text_weight(model, settings),
        settings.augmentations,
        negative,
        settings.negative_weight,
    )
    if is_direct(model, settings):
        return NoisyTextTerm(*values, embed_noisy=clip.encode_pictures)
    return TextTerm(*values)
