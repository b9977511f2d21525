"""CLIP through open_clip: pictures and words to unit vectors, and their distance."""

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

__all__ = ["Clip", "TokenCount", "spherical_distance"]


def spherical_distance(u: Tensor, v: Tensor) -> Tensor:
    """D(u, v) = 2 arcsin²(‖û − v̂‖ / 2), the squared great-circle distance, over the last axis."""
    chord = F.normalize(u, dim=-1) - F.normalize(v, dim=-1)
    return 2 * torch.arcsin(chord.norm(dim=-1) / 2).square()


@dataclass(frozen=True)
class TokenCount:
    """How much of a prompt CLIP reads.

    Attributes:
        used: tokens read, start and end marks left out.
        limit: the most it can read.
        ignored: the end of the prompt that it does not see; "" where all of it is read.
    """

    used: int
    limit: int
    ignored: str


class Clip:
    """A frozen open_clip network with its tokenizer.

    Args:
        network: an open_clip CLIP, on its device.
        tokenizer: the matching open_clip tokenizer.
        mean, std: channel statistics that its pictures are normalised with, of [0, 1] pictures.
    """

    def __init__(
        self,
        network: nn.Module,
        tokenizer: Any,  # noqa: ANN401  open_clip's tokenizers have no common type
        mean: tuple[float, ...],
        std: tuple[float, ...],
    ) -> None:
        network.eval().requires_grad_(requires_grad=False)
        self.network: Any = network
        self._tokenizer = tokenizer
        size: int | tuple[int, int] = self.network.visual.image_size  # type: ignore[union-attr, assignment]
        self.image_size = size if isinstance(size, int) else size[0]
        device = next(network.parameters()).device
        self._mean = torch.tensor(mean, device=device).reshape(1, -1, 1, 1)
        self._std = torch.tensor(std, device=device).reshape(1, -1, 1, 1)

    def encode_pictures(self, pictures: Tensor) -> Tensor:
        """Embeddings, float32, of pictures in [-1, 1], shape (B, 3, image_size, image_size)."""
        normalised = ((pictures + 1) / 2 - self._mean) / self._std
        dtype = self.network.visual.conv1.weight.dtype
        embedding: Tensor = self.network.encode_image(normalised.to(dtype))
        return embedding.float()

    @torch.no_grad()
    def encode_text(self, text: str) -> Tensor:
        """Embedding of one prompt, float32, shape (D,). What is past the limit is ignored."""
        tokens = self._tokenizer([text]).to(self._mean.device)
        embedding: Tensor = self.network.encode_text(tokens)[0]
        return embedding.float()

    def count_tokens(self, text: str) -> TokenCount:
        """What CLIP reads of a prompt, and what it ignores."""
        limit = self._tokenizer.context_length - 2
        tokens = self._tokenizer.encode(text)
        ignored = self._tokenizer.decode(tokens[limit:]).strip()
        return TokenCount(min(len(tokens), limit), limit, ignored)
