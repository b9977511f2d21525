"""Orders finished candidates by their distance to the prompt (the paper, section 3.4)."""

from collections.abc import Sequence

import torch
from torch import Tensor

from inference.augment import resized
from inference.clip import Clip, spherical_distance
from inference.concepts import concept_of
from inference.events import Candidate, Scores
from inference.models.load import LoadedModel

__all__ = ["doubts_of", "order", "score"]


@torch.no_grad()
def score(
    clip: Clip,
    results: Tensor,
    mask: Tensor,
    target: Tensor,
    doubts: Sequence[float] | None = None,
) -> list[Scores]:
    """Both distances of every result, in one batched pass, with a critic's doubts.

    Normalised as for guidance; the published code forgets that here. The second score is ours:
    the first looks at the edited area alone, where a fragment of a thing can score high.

    Args:
        results: in [-1, 1], shape (B, 3, S, S).
        mask: m, shape (1, 1, S, S).
        target: the prompt's embedding, shape (D,).
        doubts: see doubts_of.
    """
    views = resized(torch.cat([results * mask, results]), clip.image_size)
    distances = spherical_distance(clip.encode_pictures(views), target)
    masked, context = distances.reshape(2, len(results)).tolist()
    said = doubts if doubts is not None else [None] * len(results)
    return [Scores(*row) for row in zip(masked, context, said, strict=True)]


def doubts_of(model: LoadedModel, results: Tensor, prompt: str) -> list[float] | None:
    """What the model's critic doubts of each result; None where it has nothing to say.

    Args:
        results: in [-1, 1], shape (B, 3, S, S).
    """
    label = concept_of(prompt, model.spec.labels)
    if model.critic is None or label is None:
        return None
    return model.critic.doubts(results, label)


def order(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """Indices of the candidates, best first; in the order of making where nothing was scored.

    Where an extension was stopped, some of its candidates may have met the critic and others not:
    a doubt is no distance, so those stand first.
    """

    def key(candidate: Candidate) -> tuple[int, float, int]:
        scores = candidate.scores
        if scores is None:
            return 2, 0.0, candidate.index
        return int(scores.doubt is None), scores.combined, candidate.index

    return tuple(candidate.index for candidate in sorted(candidates, key=key))
