"""What the prompt bar is set to, as a value."""

from dataclasses import dataclass, replace

from editor.ui.prompt_bar.modes import Mode
from inference.request import PRESETS, EditSettings

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

    @property
    def settings(self) -> EditSettings:
        """As the engine takes them."""
        return replace(
            PRESETS[self.preset],
            model=self.model,
            strength=self.strength,
            soft_edge=self.soft_edge,
        )
