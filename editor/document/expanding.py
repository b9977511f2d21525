"""A picture that grows at its edges: how far, and how it looks with more around it."""

from dataclasses import dataclass

from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.document.operations import crop
from editor.document.state import State

__all__ = ["LONGEST_SIDE", "Extent", "framed", "placed", "to_ratio", "with_result"]

LONGEST_SIDE = 30_000  # pixels; Qt draws no picture beyond 32,767


@dataclass(frozen=True)
class Extent:
    """How far each edge of a picture moves out, in pixels; none is below 0."""

    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0

    def __bool__(self) -> bool:
        """Whether any edge moves."""
        return any((self.left, self.right, self.top, self.bottom))

    @classmethod
    def of_frame(cls, frame: Rect, picture: Rect) -> "Extent":
        """What makes ``frame`` of a picture; where it lies inside, that edge stays."""
        sides = (
            picture.x - frame.x,
            frame.right - picture.right,
            picture.y - frame.y,
            frame.bottom - picture.bottom,
        )
        return cls(*(max(0, side) for side in sides))

    def limited(self, picture: Rect) -> "Extent":
        """As much of it as keeps both sides of the picture within LONGEST_SIDE."""
        across, down = max(0, LONGEST_SIDE - picture.w), max(0, LONGEST_SIDE - picture.h)
        left, top = min(self.left, across), min(self.top, down)
        return Extent(left, min(self.right, across - left), top, min(self.bottom, down - top))

    def frame(self, picture: Rect) -> Rect:
        """What a picture becomes, in its own coordinates."""
        return Rect(
            picture.x - self.left,
            picture.y - self.top,
            self.left + picture.w + self.right,
            self.top + picture.h + self.bottom,
        )


def to_ratio(picture: Rect, ratio: float) -> Extent:
    """What gives a picture this width to height: two opposite edges move out by the same."""
    across = max(0, round(picture.h * ratio) - picture.w)
    down = max(0, round(picture.w / ratio) - picture.h) if not across else 0
    left, top = across // 2, down // 2
    return Extent(left, across - left, top, down - top)


def framed(state: State, frame: Rect) -> State:
    """A picture as seen in a frame; what is new in it is transparent and under no mask."""
    return state if frame == state.rect else crop(state, frame)


def with_result(state: State, layer: Layer, frame: Rect) -> State:
    """A layer above all others, and the active one, in a picture that is enlarged for it.

    Args:
        layer: in coordinates of the picture as it was.
        frame: what becomes the whole picture, in the same coordinates.
    """
    seen = framed(state, frame)
    return seen.replaced(layers=(*seen.layers, placed(layer, frame)), active=layer.number)


def placed(layer: Layer, frame: Rect) -> Layer:
    """A layer in coordinates of a frame; the very same one where these are the picture's."""
    if (frame.x, frame.y) == (0, 0):
        return layer
    return layer.replaced(x=layer.x - frame.x, y=layer.y - frame.y)
