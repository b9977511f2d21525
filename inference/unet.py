"""The ADM U-Net, with the parameter names and shapes of the public checkpoints.

Dhariwal and Nichol, "Diffusion Models Beat GANs on Image Synthesis" (arXiv 2105.05233). The module
tree is laid out so that a published state dict loads strictly, without renaming.
"""

import math
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.models.spec import UNetConfig

__all__ = ["NO_LABEL", "UNet"]

NO_LABEL = -1

ConvT = TypeVar("ConvT", nn.Conv1d, nn.Conv2d)


def timestep_embedding(timesteps: Tensor, dim: int) -> Tensor:
    """Sinusoidal embedding, shape (B, dim), float32, of timesteps with shape (B,)."""
    half = dim // 2
    rates = torch.arange(half, dtype=torch.float32, device=timesteps.device) / half
    args = timesteps[:, None].float() * torch.exp(-math.log(10000) * rates)[None]
    return torch.cat([torch.cos(args), torch.sin(args)], dim=-1)


def zero_init(conv: ConvT) -> ConvT:
    """Start a residual branch as the identity, which is what makes deep training stable."""
    for parameter in conv.parameters():
        nn.init.zeros_(parameter)
    return conv


class Norm(nn.GroupNorm):
    """Group normalisation computed in float32 whatever the torso's precision."""

    def forward(self, x: Tensor) -> Tensor:
        h = F.group_norm(x.float(), self.num_groups, self.weight, self.bias, self.eps)
        return h.to(x.dtype)


class ResBlock(nn.Module):
    """Residual block; the time embedding scales and shifts its second normalisation.

    ``resample`` is "up", "down" or None; up- and downsampling happen inside the block.
    """

    def __init__(
        self,
        channels: int,
        out_channels: int,
        config: UNetConfig,
        resample: str | None = None,
    ) -> None:
        super().__init__()
        self.resample = resample
        self.in_layers = nn.Sequential(
            Norm(config.norm_groups, channels),
            nn.SiLU(),
            nn.Conv2d(channels, out_channels, 3, padding=1),
        )
        self.emb_layers = nn.Sequential(
            nn.SiLU(), nn.Linear(4 * config.model_channels, 2 * out_channels)
        )
        self.out_layers = nn.Sequential(
            Norm(config.norm_groups, out_channels),
            nn.SiLU(),
            nn.Identity(),  # the published code has dropout at this place
            zero_init(nn.Conv2d(out_channels, out_channels, 3, padding=1)),
        )
        self.skip_connection: nn.Module = (
            nn.Identity() if channels == out_channels else nn.Conv2d(channels, out_channels, 1)
        )

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        h = self.in_layers[1](self.in_layers[0](x))
        h = self.in_layers[2](self._resampled(h))
        scale, shift = self.emb_layers(emb)[:, :, None, None].to(h.dtype).chunk(2, dim=1)
        h = self.out_layers[0](h) * (1 + scale) + shift
        h = self.out_layers[3](self.out_layers[1](h))
        return self.skip_connection(self._resampled(x)) + h

    def _resampled(self, x: Tensor) -> Tensor:
        if self.resample == "up":
            return F.interpolate(x, scale_factor=2, mode="nearest")
        return F.avg_pool2d(x, 2) if self.resample == "down" else x


class AttentionBlock(nn.Module):
    """Self-attention over the positions of a feature map, head by head."""

    def __init__(self, channels: int, config: UNetConfig) -> None:
        super().__init__()
        self.head_channels = config.head_channels
        self.norm = Norm(config.norm_groups, channels)
        self.qkv = nn.Conv1d(channels, channels * 3, 1)
        self.proj_out = zero_init(nn.Conv1d(channels, channels, 1))

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        del emb  # blocks share one signature
        batch, channels, height, width = x.shape
        flat = x.reshape(batch, channels, height * width)
        # The published order: heads first, then q, k, v within each head.
        qkv = self.qkv(self.norm(flat)).reshape(batch, -1, 3, self.head_channels, height * width)
        q, k, v = (part.transpose(-1, -2) for part in qkv.unbind(2))  # (B, heads, HW, c)
        h = F.scaled_dot_product_attention(q, k, v)
        h = h.transpose(-1, -2).reshape(batch, channels, height * width)
        return (flat + self.proj_out(h)).reshape(x.shape)


class Stem(nn.Conv2d):
    """The first convolution; takes and ignores the time embedding."""

    def forward(self, x: Tensor, emb: Tensor | None = None) -> Tensor:
        del emb
        return super().forward(x)


class Stage(nn.ModuleList):
    """Blocks run one after another, each given the time embedding."""

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        for block in self:
            x = block(x, emb)
        return x


class UNet(nn.Module):
    """ε̂ and v for noised pictures.

    ``forward(x, timesteps, labels)``: x in about [-1, 1], shape (B, 3, S, S), float32; timesteps
    are the original timestep numbers (0 … 999), shape (B,); labels are classes of the label
    embedding, shape (B,), int64, or NO_LABEL. Returns (B, out_channels, S, S), float32. Without
    labels the embedding is left out, as where the published 512 x 512 class-conditional network is
    run without a class.
    """

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        self.config = config
        width = config.model_channels
        emb = width * 4
        self.time_embed = nn.Sequential(nn.Linear(width, emb), nn.SiLU(), nn.Linear(emb, emb))
        if config.num_classes:
            self.label_emb = nn.Embedding(config.num_classes, emb)
        self._build_torso()
        first = int(config.channel_mult[0] * width)
        self.out = nn.Sequential(
            Norm(config.norm_groups, first),
            nn.SiLU(),
            zero_init(nn.Conv2d(first, config.out_channels, 3, padding=1)),
        )

    def _build_torso(self) -> None:
        config = self.config
        widths = [int(mult * config.model_channels) for mult in config.channel_mult]
        side, channels = config.image_size, widths[0]
        self.input_blocks = nn.ModuleList([Stage([Stem(3, channels, 3, padding=1)])])
        skips = [channels]
        for level, width in enumerate(widths):
            for _ in range(config.num_res_blocks):
                self.input_blocks.append(self._stage(channels, width, side))
                channels = width
                skips.append(channels)
            if level + 1 < len(widths):
                self.input_blocks.append(Stage([ResBlock(channels, channels, config, "down")]))
                skips.append(channels)
                side //= 2
        self.middle_block = Stage(
            [
                ResBlock(channels, channels, config),
                AttentionBlock(channels, config),
                ResBlock(channels, channels, config),
            ]
        )
        self.output_blocks = nn.ModuleList()
        for level, width in reversed(list(enumerate(widths))):
            for index in range(config.num_res_blocks + 1):
                stage = self._stage(channels + skips.pop(), width, side)
                channels = width
                if level and index == config.num_res_blocks:
                    stage.append(ResBlock(channels, channels, config, "up"))
                    side *= 2
                self.output_blocks.append(stage)

    def _stage(self, channels: int, width: int, side: int) -> Stage:
        stage = Stage([ResBlock(channels, width, self.config)])
        if side in self.config.attention_resolutions:
            stage.append(AttentionBlock(width, self.config))
        return stage

    @property
    def torso_dtype(self) -> torch.dtype:
        """Precision of the convolutions; embeddings, norms and the output stay in float32."""
        first: Stage = self.input_blocks[0]  # type: ignore[assignment]
        return next(first.parameters()).dtype

    def set_torso_dtype(self, dtype: torch.dtype) -> None:
        """Convert the torso's convolutions, in place. The public weights were made for fp16."""
        wanted = self.torso_parameters()
        for name, parameter in self.named_parameters():
            if name in wanted:
                parameter.data = parameter.data.to(dtype)

    def torso_parameters(self) -> set[str]:
        """Names of the parameters that may be kept in half precision."""
        return {
            f"{prefix}.{name}"
            for prefix, module in self.named_modules()
            if isinstance(module, nn.Conv1d | nn.Conv2d) and not prefix.startswith("out.")
            for name, _ in module.named_parameters()
        }

    def forward(self, x: Tensor, timesteps: Tensor, labels: Tensor | None = None) -> Tensor:
        emb = self.time_embed(timestep_embedding(timesteps, self.config.model_channels))
        if labels is not None:
            known = (labels != NO_LABEL)[:, None]
            emb = emb + self.label_emb(labels.clamp_min(0)) * known
        h = x.to(self.torso_dtype)
        skips = []
        for stage in self.input_blocks:
            h = stage(h, emb)
            skips.append(h)
        h = self.middle_block(h, emb)
        for stage in self.output_blocks:
            h = stage(torch.cat([h, skips.pop()], dim=1), emb)
        return self.out(h.to(x.dtype))
