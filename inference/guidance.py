"""Guidance: the losses of a step and their gradient, with one U-Net evaluation.

The paper, sections 3.1 to 3.3 and Algorithm 2. The same forward pass gives μ, Σ and, through its
graph, the gradient; the published code runs it twice with identical results. Direct guidance, the
paper's future work, asks a noise-aware CLIP about x_t itself and needs no graph of the U-Net.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from inference.augment import augmented, resized
from inference.clip import spherical_distance
from inference.diffusion import Coefficients, log_variance, predicted_x0
from inference.noise import RandomStreams

__all__ = [
    "Guidance",
    "NoisyTextTerm",
    "Prediction",
    "RangeTerm",
    "Score",
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
        x_t: the noised picture.
        level: f, the share of noise in x_t.
    """

    x0: Tensor
    x_in: Tensor
    x_t: Tensor
    level: float


Score = Callable[[], Tensor]  # asked for, since most steps are shown to nobody


class Term(Protocol):
    """One loss term: a value for each candidate, and a score to show for it if it has one."""

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Score | None]:
        """The weighted loss, shape (B,), and what tells the score, shape (B,), lower is better."""
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

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Score | None]:
        """See Term. The score is the distance of the unwarped first view."""
        views = self._views(view.x_in, streams)
        embeddings = self.embed(views.flatten(0, 1)).reshape(*views.shape[:2], -1)
        loss, distance = self._pull(embeddings)
        first = distance[:, 0].detach()
        return loss, lambda: first

    def _views(self, pictures: Tensor, streams: RandomStreams) -> Tensor:
        return augmented(pictures * self.mask, self.augmentations, self.size, streams)

    def _pull(self, embeddings: Tensor) -> tuple[Tensor, Tensor]:
        """The weighted loss, shape (B,), and the distance of every view, shape (B, N)."""
        distance = spherical_distance(embeddings, self.target)
        loss = distance.mean(dim=1)
        if self.negative is not None:
            away = spherical_distance(embeddings, self.negative).mean(dim=1)
            loss = loss - self.negative_weight * away
        return self.weight * loss, distance


@dataclass(frozen=True, kw_only=True)
class NoisyTextTerm(TextTerm):
    """λ_text mean_n D(CLIP(A_n(x_t ⊙ m), √(1 − ᾱ_t)), CLIP(d)): CLIP looks through the noise.

    Attributes:
        embed_noisy: as embed, of noised pictures and their noise level.
    """

    embed_noisy: Callable[[Tensor, float], Tensor]

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Score | None]:
        """See Term. The score is that of a TextTerm, to compare with it and with the result's."""
        views = self._views(view.x_t, streams)
        embeddings = self.embed_noisy(views.flatten(0, 1), view.level)
        loss, _ = self._pull(embeddings.reshape(*views.shape[:2], -1))
        x_in = view.x_in.detach()

        @torch.no_grad()
        def score() -> Tensor:
            seen = self.embed(resized(x_in * self.mask, self.size))
            return spherical_distance(seen, self.target)

        return loss, score


@dataclass(frozen=True)
class RangeTerm:
    """λ_range mean((x̂_0 − clamp(x̂_0, −1, 1))²): keeps colours where pictures have them."""

    weight: float

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Score | None]:
        """See Term."""
        del streams
        excess = view.x0 - view.x0.clamp(-1, 1)
        return self.weight * excess.square().mean(dim=(1, 2, 3)), None


@dataclass(frozen=True)
class Guidance:
    """The loss L of a run, a sum of terms. Without terms the run is plain inpainting.

    Attributes:
        direct: the gradient does not run through the network. Where a term asks for x̂_0 all the
            same, √ᾱ_t stands for ∂x̂_0/∂x_t: what it would be for pictures of independent values
            of variance 1. With ε̂ held fixed it would be 1/√ᾱ_t, which is right in the last steps
            only and enormous in the first.
    """

    terms: tuple[Term, ...]
    direct: bool = False

    def __call__(self, view: View, streams: RandomStreams) -> tuple[Tensor, Score | None]:
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
        score: tells the text distance of the unwarped view, shape (B,); None where there is none.
    """

    epsilon: Tensor
    log_variance: Tensor
    x0: Tensor
    gradient: Tensor | None
    score: Score | None

    def distances(self) -> list[float] | list[None]:
        """The score of every row, which waits for a GPU; None where there is none."""
        return self.score().tolist() if self.score is not None else [None] * len(self.x0)


def predict(
    unet: Callable[[Tensor, Tensor], Tensor],
    x_t: Tensor,
    c: Coefficients,
    guidance: Guidance | None,
    streams: RandomStreams,
) -> Prediction:
    """Evaluate the network once and, in a guided run, differentiate the loss.

    Args:
        unet: (x_t, timesteps) → ε̂ and v, shape (B, 6, S, S).
        x_t: noised pictures, shape (B, 3, S, S).
    """
    timesteps = torch.full((len(x_t),), c.timestep, device=x_t.device)
    through = guidance is not None and not guidance.direct
    x = x_t.detach().requires_grad_(guidance is not None)
    with torch.set_grad_enabled(through):
        epsilon, v = unet(x, timesteps).chunk(2, dim=1)
        x0 = predicted_x0(x, epsilon, c.alpha_bar)
    gradient, score = None, None
    if guidance is not None:
        with torch.enable_grad():
            if guidance.direct:
                x0 = x0 + math.sqrt(c.alpha_bar) * (x - x.detach())  # the value stays
            f = math.sqrt(1 - c.alpha_bar)
            losses, score = guidance(View(x0, f * x0 + (1 - f) * x, x, f), streams)
            (gradient,) = torch.autograd.grad(losses.sum(), x)
    return Prediction(epsilon.detach(), log_variance(v.detach(), c), x0.detach(), gradient, score)
