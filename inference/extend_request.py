"""What an extension is asked to do: a picture, how far each side moves out, and what comes there.

The paper's text-guided image extrapolation (appendix B.5.2). Plain Python and numpy.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.errors import RequestError
from inference.events import Box
from inference.request import (
    EditSettings,
    check_candidates,
    check_picture,
    check_prompts,
    check_seed,
)

__all__ = ["MAX_SIDE", "SIDES", "ExtendRequest", "Side"]

SIDES = ("left", "right", "top", "bottom")  # also the order in which they are done
MAX_SIDE = 30_000  # pixels; what the pictures of the document may have


@dataclass(frozen=True)
class Side:
    """One direction.

    Attributes:
        pixels: how far the picture grows there, 0 … MAX_SIDE.
        prompt: what should be there; empty continues what the picture shows.
    """

    pixels: int = 0
    prompt: str = ""


@dataclass(frozen=True, eq=False)
class ExtendRequest:
    """Everything that an extension needs. Equal requests give equal candidates.

    Attributes:
        picture: what the user sees, sRGB, shape (H, W, 3), uint8. None of it changes.
        left, right, top, bottom: what is added, in this order; a later side is as long as the
            earlier ones have made the picture.
        negative, seed, candidates, settings: as in EditRequest; the strength is that of the last
            part of each side, the parts before it are gentler.
        parts: how many parts to make, as the recipe of a stopped extension says; None for all.
    """

    picture: NDArray[np.uint8]
    left: Side = field(default_factory=Side)
    right: Side = field(default_factory=Side)
    top: Side = field(default_factory=Side)
    bottom: Side = field(default_factory=Side)
    negative: str = ""
    seed: int = 0
    candidates: int = 1
    settings: EditSettings = field(default_factory=EditSettings)
    parts: int | None = None

    def __post_init__(self) -> None:
        """Raises RequestError with a sentence that says what is wrong and what to do."""
        check_picture(self.picture)
        check_candidates(self.candidates)
        check_seed(self.seed)
        check_prompts(self.negative, *(side.prompt for side in self.sides.values()))
        if self.settings.method != "blended":
            raise RequestError("A picture is extended by the method “blended” only.")
        for name, side in self.sides.items():
            if not 0 <= side.pixels <= MAX_SIDE:
                raise RequestError(f"{name} must lie between 0 and {MAX_SIDE} pixels.")
        if self.parts is not None and self.parts < 1:
            raise RequestError("parts must be at least 1; leave it out to make all of them.")
        if not any(side.pixels for side in self.sides.values()):
            raise RequestError("Nothing is to be added; say how far at least one side moves out.")
        if max(self.box.width, self.box.height) > MAX_SIDE:
            raise RequestError(f"The extended picture may have at most {MAX_SIDE} pixels a side.")

    @property
    def sides(self) -> dict[str, Side]:
        """The directions by name, in the order in which they are done."""
        return {name: getattr(self, name) for name in SIDES}

    @property
    def box(self) -> Box:
        """The extended picture, in pixels of the picture: left and top are negative or 0."""
        height, width = self.picture.shape[:2]
        return Box(
            -self.left.pixels,
            -self.top.pixels,
            self.left.pixels + width + self.right.pixels,
            self.top.pixels + height + self.bottom.pixels,
        )
