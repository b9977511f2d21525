"""Guidance: the losses of a step and their gradient through one U-Net evaluation.

The paper, sections 3.1 to 3.3 and Algorithm 2. The same forward pass gives μ, Σ and, through its
graph, the gradient; the published code runs it twice with identical results.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from inference.augment import augmented
from inference.clip import spherical_distance
from inference.diffusion import Coefficients, log_variance, predicted_x0
from inference.noise import RandomStreams

__all__ = [
    "Guidance",
    "Prediction",
    "RangeTerm",
    "Term",
    "TextTerm",
    "View",
    "predict",
]


@dataclass(frozen=True)
class View:
    """What the loss terms look at in one step, each with shape (B, 3, S, S).

    Attributes:
        x0: x̂_0, the predicted picture.
        x_in: f x̂_0 + (1 − f) x_t with f = √(1 − ᾱ_t): steadier than x̂_0 in the last steps.
    """

    x0: Tensor
    x_in: Tensor


class Term(Protocol):
    """One loss term: a value for each candidate, and a score to show for it if it has one."""

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Tensor | None]:
        """The weighted loss, shape (B,), and the score, shape (B,), lower is better, or None."""
        ...


@dataclass(frozen=True)
class TextTerm:
    """λ_text mean_n D(CLIP(A_n(x_in ⊙ m)), CLIP(d)), and away from a negative prompt.

    Attributes:
        embed: pictures in [-1, 1] at CLIP's size to embeddings (B, D).
        target: the prompt's embedding, shape (D,).
        mask: m, 1 where the picture may change, shape (1, 1, S, S).
        size: side of CLIP's input.
        weight: λ_text.
        augmentations: N, the views that CLIP sees.
        negative: the negative prompt's embedding, or None; subtracted with negative_weight.
    """

    embed: Callable[[Tensor], Tensor]
    target: Tensor
    mask: Tensor
    size: int
    weight: float
    augmentations: int
    negative: Tensor | None = None
    negative_weight: float = 0.0

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Tensor | None]:
        """See Term. The score is the distance of the unwarped first view."""
        views = augmented(view.x_in * self.mask, self.augmentations, self.size, streams)
        embeddings = self.embed(views.flatten(0, 1)).reshape(*views.shape[:2], -1)
        distance = spherical_distance(embeddings, self.target)
        loss = distance.mean(dim=1)
        if self.negative is not None:
            away = spherical_distance(embeddings, self.negative).mean(dim=1)
            loss = loss - self.negative_weight * away
        return self.weight * loss, distance[:, 0].detach()


@dataclass(frozen=True)
class RangeTerm:
    """λ_range mean((x̂_0 − clamp(x̂_0, −1, 1))²): keeps colours where pictures have them."""

    weight: float

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Tensor | None]:
        """See Term."""
        del streams
        excess = view.x0 - view.x0.clamp(-1, 1)
        return self.weight * excess.square().mean(dim=(1, 2, 3)), None


@dataclass(frozen=True)
class Guidance:
    """The loss L of a run, a sum of terms. Without terms the run is plain inpainting."""

    terms: tuple[Term, ...]

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Tensor | None]:
        """L for each candidate, shape (B,), and the first score any term gives."""
        results = [term(view, streams) for term in self.terms]
        scores = [score for _, score in results if score is not None]
        return sum((loss for loss, _ in results[1:]), results[0][0]), scores[0] if scores else None


@dataclass(frozen=True)
class Prediction:
    """One evaluation of the network, without gradients attached; shapes (B, 3, S, S).

    Attributes:
        epsilon: ε̂.
        log_variance: log Σ.
        x0: x̂_0, not clipped.
        gradient: ∇_{x_t} L, or None in an unguided run.
        scores: text distance of the unwarped view, shape (B,), or None.
    """

    epsilon: Tensor
    log_variance: Tensor
    x0: Tensor
    gradient: Tensor | None
    scores: Tensor | None


def predict(
    unet: Callable[[Tensor, Tensor], Tensor],
    x_t: Tensor,
    c: Coefficients,
    guidance: Guidance | None,
    streams: RandomStreams,
) -> Prediction:
    """Evaluate the network once and, in a guided run, differentiate the loss through it.

    Args:
        unet: (x_t, timesteps) → ε̂ and v, shape (B, 6, S, S).
        x_t: noised pictures, shape (B, 3, S, S).
    """
    timesteps = torch.full((len(x_t),), c.timestep, device=x_t.device)
    if guidance is None:
        with torch.no_grad():
            epsilon, v = unet(x_t, timesteps).chunk(2, dim=1)
        x0 = predicted_x0(x_t, epsilon, c.alpha_bar)
        return Prediction(epsilon, log_variance(v, c), x0, None, None)
    with torch.enable_grad():
        x = x_t.detach().requires_grad_()
        epsilon, v = unet(x, timesteps).chunk(2, dim=1)
        x0 = predicted_x0(x, epsilon, c.alpha_bar)
        f = math.sqrt(1 - c.alpha_bar)
        losses, scores = guidance(View(x0, f * x0 + (1 - f) * x), streams)
        (gradient,) = torch.autograd.grad(losses.sum(), x)
    return Prediction(epsilon.detach(), log_variance(v.detach(), c), x0.detach(), gradient, scores)
