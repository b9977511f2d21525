"""What the prompt bar is set to, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from editor.ui.prompt_bar.modes import Mode
from inference.extend_request import Side
from inference.request import PRESETS, EditSettings, GuidanceName

__all__ = ["Wish"]


@dataclass(frozen=True)
class Wish:
    """What the user wants.

    Attributes:
        prompt, negative: in one line, without spaces around.
        candidates: 1 … 64.
        preset: a key of PRESETS.
        strength: in (0, 1].
        seed: None for a new one each time.
        model: a name of the catalogue.
        soft_edge: in pixels of the model.
        sides: how far the picture is expanded by name of the side, and what comes there; a side
            without words of its own has the prompt.
        guidance: how CLIP steers.
        stop_weak: whether weaker candidates are stopped early.
        refine: strength of a refinement at full resolution; 0 is none.
    """

    mode: Mode
    prompt: str
    negative: str
    candidates: int
    preset: str
    strength: float
    seed: int | None
    model: str
    soft_edge: float
    sides: Mapping[str, Side] = field(default_factory=dict)
    guidance: GuidanceName = "model"
    stop_weak: bool = False
    refine: float = 0.0

    @property
    def settings(self) -> EditSettings:
        """As the engine takes them."""
        return replace(
            PRESETS[self.preset],
            model=self.model,
            strength=self.strength,
            soft_edge=self.soft_edge,
            guidance=self.guidance,
            stop_weak=self.stop_weak,
            shrink_mask=True,
            refine=self.refine,
        )
