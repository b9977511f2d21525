"""CLIP through open_clip: pictures and words to unit vectors, and their distance.

A noise-aware CLIP is also told how noisy its pictures are: a fourth channel of its input holds the
noise level √(1 − ᾱ_t) everywhere. At level 0 it is an ordinary CLIP.
"""

from dataclasses import dataclass
from typing import Any

import open_clip
import torch
import torch.nn.functional as F
from torch import Tensor, nn

__all__ = ["Clip", "TokenCount", "new_clip", "spherical_distance", "with_level"]

NOISE_AWARE = "noise_aware"  # beside the keys that open_clip knows


def new_clip(config: dict[str, Any]) -> nn.Module:
    """An untrained open_clip CLIP.

    Args:
        config: in open_clip's own format; with ``"noise_aware": true`` in it the image tower takes
            what with_level makes.
    """
    plain = {key: value for key, value in config.items() if key != NOISE_AWARE}
    network = open_clip.CLIP(**plain)
    if config.get(NOISE_AWARE):
        first = network.visual.conv1
        network.visual.conv1 = nn.Conv2d(
            first.in_channels + 1,
            first.out_channels,
            first.kernel_size,
            first.stride,
            first.padding,
            bias=first.bias is not None,
        )
    return network


def with_level(pictures: Tensor, levels: Tensor) -> Tensor:
    """Pictures, shape (B, 3, S, S), and their noise levels, shape (B,), as (B, 4, S, S)."""
    plane = levels[:, None, None, None].expand(-1, 1, *pictures.shape[2:])
    return torch.cat([pictures, plane], dim=1)


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

    @property
    def noise_aware(self) -> bool:
        """Whether it can tell what is in a noisy picture, x_t."""
        return int(self.network.visual.conv1.in_channels) > len(self._mean.flatten())

    def encode_pictures(self, pictures: Tensor, level: float = 0.0) -> Tensor:
        """Embeddings, float32.

        Args:
            pictures: in [-1, 1], or noised ones, shape (B, 3, image_size, image_size).
            level: their noise, √(1 − ᾱ_t); other than 0 only where it is noise-aware.
        """
        normalised = ((pictures + 1) / 2 - self._mean) / self._std
        if self.noise_aware:
            normalised = with_level(normalised, normalised.new_full((len(pictures),), level))
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
