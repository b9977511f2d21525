"""What a model is: a diffusion network and a CLIP, described, not loaded. Plain Python."""

from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["ClipSpec", "CriticConfig", "ModelFile", "ModelSpec", "StepCost", "Tuning", "UNetConfig"]


@dataclass(frozen=True)
class UNetConfig:
    """What distinguishes one ADM U-Net from another.

    Attributes:
        image_size: side of the pictures it was trained on, in pixels.
        model_channels: width of the first level; a multiple of 32.
        channel_mult: width of each level as a multiple of model_channels.
        num_res_blocks: residual blocks a level.
        attention_resolutions: feature-map sides (pixels) that carry attention.
        head_channels: channels of one attention head.
        num_classes: rows of the label embedding, 0 where the network has none.
        norm_groups: groups of every normalisation; 32 in the published networks. A level as narrow
            as its groups are many would be normalised channel by channel, which takes the mean
            colour out of the picture for good; a network 32 channels wide needs fewer groups.
        out_channels: 6: predicted noise ε̂ (3) and variance interpolation v (3).
    """

    image_size: int
    model_channels: int
    channel_mult: tuple[float, ...]
    num_res_blocks: int
    attention_resolutions: tuple[int, ...]
    head_channels: int = 64
    num_classes: int = 0
    norm_groups: int = 32
    out_channels: int = 6

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "UNetConfig":
        """The inverse of dataclasses.asdict after a trip through JSON (lists become tuples)."""
        fields: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
        }
        return cls(**fields)


@dataclass(frozen=True)
class ClipSpec:
    """A CLIP: either a name that open_clip fetches, or a configuration with weights beside it.

    Attributes:
        name, pretrained: open_clip's architecture and weights; "" where config is given.
        config: as new_clip takes it: open_clip's own format, and whether it is noise-aware.
        mean, std: channel statistics of its pictures in [0, 1].
    """

    name: str = ""
    pretrained: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    mean: tuple[float, float, float] = (0.48145466, 0.4578275, 0.40821073)
    std: tuple[float, float, float] = (0.26862954, 0.26130258, 0.27577711)

    @property
    def noise_aware(self) -> bool:
        """Whether it can steer on x_t itself."""
        return bool(self.config.get("noise_aware", False))


@dataclass(frozen=True)
class CriticConfig:
    """What distinguishes one critic from another.

    Attributes:
        classes: the model's labels, and one more for what is none of them.
        size: side of its pictures, in pixels.
        widths: channels at 1/2, 1/4, 1/8 … of the size.
    """

    classes: int
    size: int = 64
    widths: tuple[int, ...] = (32, 64, 128, 192)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "CriticConfig":
        """The inverse of dataclasses.asdict after a trip through JSON (lists become tuples)."""
        return cls(data["classes"], data["size"], tuple(data["widths"]))


@dataclass(frozen=True)
class Tuning:
    """Values that suit a model; a request may override the weights.

    Attributes:
        text_weight, range_weight: λ_text and λ_range.
        guidance: "published" or "direct", see EditSettings.
        direct_text_weight: λ_text of direct guidance.
        labelled_text_weight: λ_text of direct guidance where the label of a thing steers, too;
            None: the same.
        materials: the labels, each by its first name, that are no things; beside them λ_text is
            direct_text_weight.
        strength: k/T to begin with.
        min_mask_share: the smallest side of the mask's box, as a share of the region's side, that
            the network makes something of. A smaller mask gets a tighter region.
        label_weight: how much of the label that a prompt names, see LabelledUNet.
        label_interval: where a weight above 1 holds, see LabelledUNet.
    """

    text_weight: float = 1000.0
    range_weight: float = 50.0
    strength: float = 0.75
    min_mask_share: float = 0.125
    guidance: Literal["published", "direct"] = "published"
    direct_text_weight: float = 1000.0
    label_weight: float = 0.0
    labelled_text_weight: float | None = None
    materials: tuple[str, ...] = ()
    label_interval: tuple[float, float] | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Tuning":
        """The inverse of dataclasses.asdict after a trip through JSON (lists become tuples).

        Raises:
            TypeError, ValueError: it is none.
        """
        fields = data | {"materials": tuple(data.get("materials", ()))}
        if data.get("label_interval") is not None:
            lowest, highest = map(float, data["label_interval"])
            fields["label_interval"] = lowest, highest
        return cls(**fields)


@dataclass(frozen=True)
class StepCost:
    """What one guided step costs a candidate; counted by inference.cost, checked by a test.

    Attributes:
        flops: of the U-Net, in the way that its tuning asks for, and CLIP forward and backward on
            8 views.
        activation_bytes: what the U-Net keeps for its backward pass, at the precision of use.
        weight_bytes: both networks.
    """

    flops: float
    activation_bytes: int
    weight_bytes: int


@dataclass(frozen=True)
class ModelFile:
    """A public checkpoint. ``sha256`` and ``size`` (bytes) are None where none was published."""

    url: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class ModelSpec:
    """One entry of the catalogue.

    Attributes:
        labels: name and synonyms of each class of the network, "" where an empty prompt asks for
            it; empty where a prompt says nothing of them.
        critic: what finds the best result of a label; None where CLIP alone ranks.
    """

    name: str
    title: str
    about: str
    licence: str
    unet: UNetConfig
    clip: ClipSpec
    cost: StepCost
    tuning: Tuning = Tuning()
    labels: tuple[tuple[str, ...], ...] = ()
    file: ModelFile | None = None
    critic: CriticConfig | None = None
