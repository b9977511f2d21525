"""Orders finished candidates by their distance to the prompt (the paper, section 3.4)."""

from collections.abc import Sequence

import torch
from torch import Tensor

from inference.augment import resized
from inference.clip import Clip, spherical_distance
from inference.events import Candidate, Scores

__all__ = ["order", "score"]


@torch.no_grad()
def score(clip: Clip, results: Tensor, mask: Tensor, target: Tensor) -> list[Scores]:
    """Both distances of every result, in one batched pass.

    Normalised as for guidance; the published code forgets that here. The second score is ours:
    the first looks at the edited area alone, where a fragment of a thing can score high.

    Args:
        results: in [-1, 1], shape (B, 3, S, S).
        mask: m, shape (1, 1, S, S).
        target: the prompt's embedding, shape (D,).
    """
    views = resized(torch.cat([results * mask, results]), clip.image_size)
    distances = spherical_distance(clip.encode_pictures(views), target)
    masked, context = distances.reshape(2, len(results)).tolist()
    return [Scores(m, c) for m, c in zip(masked, context, strict=True)]


def order(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """Indices of the candidates, best first; in the order of making where nothing was scored."""

    def key(candidate: Candidate) -> tuple[float, int]:
        scores = candidate.scores
        return (scores.combined if scores is not None else 0.0, candidate.index)

    return tuple(candidate.index for candidate in sorted(candidates, key=key))
