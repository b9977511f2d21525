"""What a run is asked to do, checked before anything starts. Plain Python and numpy."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from inference.errors import RequestError

__all__ = [
    "PRESETS",
    "REFINE",
    "EditRequest",
    "EditSettings",
    "GuidanceName",
    "Method",
    "SamplerName",
]

Method = Literal["blended", "local-guided", "naive"]
SamplerName = Literal["ddpm", "ddim"]
GuidanceName = Literal["model", "published", "direct"]

MAX_CANDIDATES = 1000
REFINE = 0.15  # a usual strength of a refinement
MAX_SEED = 2**63 - 1
MAX_PROMPT = 20_000


@dataclass(frozen=True)
class EditSettings:
    """How a run is done.

    Attributes:
        model: a name of the catalogue or a model's folder.
        method: Algorithm 2 ("blended"), Algorithm 1 ("local-guided") or the naive blend.
        sampler: "ddpm" or "ddim".
        steps: T, the length of the respaced schedule, 1 … 1000.
        strength: k/T in (0, 1]: how far back into noise the source is taken.
        augmentations: N, the views that CLIP sees in each step; 1 is none.
        text_weight, range_weight: λ_text and λ_range; None leaves it to the model.
        negative_weight: how strongly a negative prompt repels, as a share of λ_text.
        mse_weight, perceptual_weight: background terms of Algorithm 1.
        soft_edge: width of the inward fade at the mask's border, in pixels of the model; 0 … 64.
        preview_every: stream a preview each so many steps; 0 streams none.
        shrink_mask: in the first steps thicken a mask that is thin at the model's size, see
            thin_mask; "blended" only. Recipes that do not say mean False.
        refine: strength in [0, 1] of a second run over tiles at the picture's own resolution, see
            refine; 0 is none, 0.15 a usual value.
        stop_weak: let the weaker ones of the candidates that are computed together go half-way,
            see halving; what is left rounds a little differently. Extensions pass it over.
        guidance: how CLIP steers: by x̂_0, through the network ("published"), by x_t without it
            ("direct", for a noise-aware CLIP), or the way that the model's tuning names ("model").
        label_weight: how much a network that knows classes goes by the one that the prompt is
            about, see LabelledUNet; None leaves it to the model, and is 0, as published, where
            published guidance is asked for.
    """

    model: str = "starter"
    method: Method = "blended"
    sampler: SamplerName = "ddpm"
    steps: int = 100
    strength: float = 0.75
    augmentations: int = 8
    text_weight: float | None = None
    range_weight: float | None = None
    negative_weight: float = 0.5
    mse_weight: float = 10_000.0
    perceptual_weight: float = 1000.0
    soft_edge: float = 1.0
    preview_every: int = 1
    shrink_mask: bool = False
    refine: float = 0.0
    stop_weak: bool = False
    guidance: GuidanceName = "model"
    label_weight: float | None = None

    @property
    def start(self) -> int:
        """k: how many of the T steps are run."""
        return max(1, round(self.strength * self.steps))

    def __post_init__(self) -> None:
        """Raises RequestError with a sentence for the first value out of range."""
        ranges: tuple[tuple[str, float, float], ...] = (
            ("steps", 1, 1000),
            ("augmentations", 1, 64),
            ("negative_weight", 0, 10),
            ("mse_weight", 0, 1e9),
            ("perceptual_weight", 0, 1e9),
            ("soft_edge", 0, 64),
            ("preview_every", 0, 1000),
            ("refine", 0, 1),
            ("text_weight", 0, 1e9),
            ("range_weight", 0, 1e9),
            ("label_weight", 0, 100),
        )
        for name, low, high in ranges:
            value = getattr(self, name)
            if value is not None and not low <= value <= high:  # NaN fails too
                words = name.replace("_", " ")
                raise RequestError(f"{words} must lie between {low:g} and {high:g}.")
        if not 0 < self.strength <= 1:
            raise RequestError("strength must lie above 0 and not above 1 (0.75 is the paper's).")
        kinds = (("method", Method), ("sampler", SamplerName), ("guidance", GuidanceName))
        for name, kind in kinds:
            if getattr(self, name) not in get_args(kind):
                raise RequestError(f"{name} must be one of {', '.join(get_args(kind))}.")
        if self.refine and self.method == "local-guided":
            raise RequestError("refine needs the method blended or naive; leave one of them out.")


PRESETS: Mapping[str, EditSettings] = MappingProxyType(
    {
        "paper": EditSettings(),
        "fast": EditSettings(steps=50),
        # A draft's steps are short, and to tell a preview's score costs a pass of CLIP.
        "draft": EditSettings(steps=25, augmentations=4, preview_every=2),
    }
)


@dataclass(frozen=True, eq=False)
class EditRequest:
    """Everything that a run needs. Equal requests give equal candidates.

    Attributes:
        picture: what the user sees, sRGB, shape (H, W, 3), uint8.
        mask: 0 where nothing may change, up to 255 where the result shows fully, (H, W), uint8.
        prompt: what should be there; empty removes what is there.
        negative: what should not be there; empty is none.
        seed: decides every random number of the run, 0 … 2⁶³ − 1.
        candidates: how many results, 1 … 1000.
    """

    picture: NDArray[np.uint8]
    mask: NDArray[np.uint8]
    prompt: str = ""
    negative: str = ""
    seed: int = 0
    candidates: int = 8
    settings: EditSettings = EditSettings()

    def __post_init__(self) -> None:
        """Raises RequestError with a sentence that says what is wrong and what to do."""
        check_picture(self.picture)
        _check_mask(self.mask, self.picture)
        check_candidates(self.candidates)
        check_seed(self.seed)
        check_prompts(self.prompt, self.negative)


def check_candidates(candidates: int) -> None:
    """Raises RequestError for a number of candidates that no run may have."""
    if not 1 <= candidates <= MAX_CANDIDATES:
        raise RequestError(f"candidates must lie between 1 and {MAX_CANDIDATES}.")


def check_seed(seed: int) -> None:
    """Raises RequestError for what is no seed."""
    if not 0 <= seed <= MAX_SEED:
        raise RequestError(f"seed must be a whole number from 0 to {MAX_SEED}.")


def check_prompts(*prompts: str) -> None:
    """Raises RequestError for a prompt that is too long."""
    if max(map(len, prompts)) > MAX_PROMPT:
        raise RequestError(f"a prompt may have at most {MAX_PROMPT} characters.")


def check_picture(picture: NDArray[np.uint8]) -> None:
    """Raises RequestError for what is no 8-bit RGB picture."""
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8:
        raise RequestError("the picture must be 8-bit RGB, height × width × 3.")
    if picture.size == 0:
        raise RequestError("the picture has no pixels.")


def _check_mask(mask: NDArray[np.uint8], picture: NDArray[np.uint8]) -> None:
    if mask.ndim != 2 or mask.dtype != np.uint8:
        raise RequestError("the mask must be 8-bit grey, height × width.")
    if mask.shape != picture.shape[:2]:
        (mask_h, mask_w), (height, width) = mask.shape, picture.shape[:2]
        raise RequestError(
            f"The mask is {mask_w} × {mask_h} pixels but the picture is {width} × {height}; "
            "make the mask at the picture's size."
        )
    if not mask.any():
        raise RequestError("The mask is empty, so nothing may change; paint white where it may.")
