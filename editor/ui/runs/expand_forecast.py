"""What can be told of a run that expands the picture before it begins: its parts and its steps."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from editor.document.state import State
from editor.ui.prompt_bar.installed import Installed
from editor.ui.prompt_bar.wish import Wish
from inference.errors import RequestError
from inference.extend_request import SIDES, ExtendRequest, Side

__all__ = ["Expansion", "Planner", "load_planner"]

UNGUIDED = 1 / 3  # a step that no prompt steers, as a share of one that goes through CLIP


@dataclass(frozen=True)
class Expansion:
    """What one candidate takes.

    Attributes:
        parts: how often the model sets to.
        steps: of all parts together.
        work: as many steps with a prompt take about as long.
    """

    parts: int
    steps: int
    work: float


Planner = Callable[[Wish, State, Installed], Expansion | None]


def load_planner() -> Planner:
    """What plans such runs; this takes a moment, and may be done in any thread."""
    from inference.extend_plan import plan_parts  # noqa: PLC0415  a second to import

    def plan(wish: Wish, state: State, model: Installed) -> Expansion | None:
        """The run that would begin now; None where nothing could."""
        # A plan asks for the picture's size alone, so this one takes no memory.
        picture = np.broadcast_to(np.uint8(0), (state.height, state.width, 3))
        try:
            left, right, top, bottom = (wish.sides.get(name, Side()) for name in SIDES)
            request = ExtendRequest(picture, left, right, top, bottom, settings=wish.settings)
        except RequestError:
            return None
        parts = plan_parts(request, model.spec.unet.image_size)
        guided = {name for name, side in wish.sides.items() if side.prompt or wish.prompt}
        work = sum(
            part.start * (1.0 if part.side in guided and not part.denoises else UNGUIDED)
            for part in parts
        )
        return Expansion(len(parts), sum(part.start for part in parts), work)

    return plan
