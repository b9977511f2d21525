"""Where an extension is made: its parts, in order, each a square that the model looks at.

Every side moves out in layers of at most a quarter of the square (the paper's quarters); a layer
whose edge is longer than the square is made in overlapping pieces along that edge; a finished side
is denoised once more, unguided. Coordinates are those of the extended picture. Plain
Python and numpy.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inference.events import Box
from inference.extend_request import ExtendRequest
from inference.region import Region
from inference.request import EditSettings

__all__ = ["Part", "box_after", "final_steps", "plan_parts"]

GAP = 0.25  # of the square: what one layer adds
OVERLAP = 0.125  # of the square: shared by neighbouring parts, faded from one to the other
LARGEST_SCALE = 24  # pixels of the picture for one of the model, at most
REACH = 2.0  # the square's side, at most, as a multiple of what is known across the edge
GENTLEST = 0.35  # strength of a side's first layer, as a share of the request's
GROWING = 4  # layers until the request's strength is reached
DENOISING = 0.15  # k/T of the final pass
FINAL_STEPS = 100  # its T, at least

Span = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """One run of Algorithm 2.

    Attributes:
        side: "left", "right", "top" or "bottom".
        region: the square that the model sees; beyond the picture so far it is mirrored.
        work: the picture so far and the layer being made.
        mask: where the model may change something; where it touches the border of ``work`` it
            covers whatever of the region lies beyond.
        box: what is kept of it.
        fades: width of the transition to what is already there, in pixels, at the box's left,
            top, right and bottom.
        fill: the layer to fill by reflection first; None where that is done.
        start: k, the number of steps.
        denoises: whether it goes over what is made, unguided.
        known: the picture that is whole once this part is done.
    """

    side: str
    region: Region
    work: Box
    mask: Box
    box: Box
    fades: tuple[int, int, int, int]
    fill: Box | None
    start: int
    denoises: bool
    known: Box

    @property
    def model_mask(self) -> NDArray[np.bool_]:
        """The mask at the model's size, (S, S): every pixel that it touches."""
        region, mask, work = self.region, self.mask, self.work
        columns = _touched(
            (mask.left - region.left, mask.width),
            (work.left - region.left, work.width),
            region,
        )
        rows = _touched(
            (mask.top - region.top, mask.height), (work.top - region.top, work.height), region
        )
        touched = np.zeros((region.model_size, region.model_size), np.bool_)
        touched[rows, columns] = True
        return touched


def plan_parts(request: ExtendRequest, model_size: int) -> list[Part]:
    """All parts of an extension, or as many as the request wants.

    Args:
        model_size: side of the model's pictures.
    """
    height, width = request.picture.shape[:2]
    known = Box(request.left.pixels, request.top.pixels, width, height)
    parts: list[Part] = []
    for name, side in request.sides.items():
        if side.pixels:
            plan = _Side(request, name, side.pixels, known, model_size)
            parts += [*plan.layers(), *plan.denoising()]
            known = plan.all
    return parts[: request.parts]


def final_steps(settings: EditSettings) -> int:
    """T of the final pass: short schedules leave noise, and its few steps are cheap."""
    return max(settings.steps, FINAL_STEPS)


def box_after(request: ExtendRequest, parts: list[Part]) -> Box:
    """The picture that is whole after these parts, in pixels of the request's picture."""
    left, top = request.left.pixels, request.top.pixels
    height, width = request.picture.shape[:2]
    known = parts[-1].known if parts else Box(left, top, width, height)
    return Box(known.left - left, known.top - top, known.width, known.height)


class _Side:
    """One side's parts. "Out" runs away from the picture, "along" runs along the edge."""

    def __init__(
        self, request: ExtendRequest, name: str, pixels: int, known: Box, model_size: int
    ) -> None:
        self.settings, self.name, self.pixels = request.settings, name, pixels
        self.known, self.model_size = known, model_size
        self.upright = name in ("left", "right")
        if self.upright:
            edge, across = known.height, known.width
            self.along = (known.top, known.top + known.height)
        else:
            edge, across = known.width, known.height
            self.along = (known.left, known.left + known.width)
        wanted = min(edge, round(REACH * across), LARGEST_SCALE * model_size)
        self.square = max(model_size, wanted)
        self.overlap = round(OVERLAP * self.square)
        self.all = _union(known, self._at((0, pixels), self.along))

    def layers(self) -> Iterator[Part]:
        """The new area from the picture outwards."""
        cuts = _cuts((0, self.pixels), GAP * self.square)
        for number, (near, far) in enumerate(cuts):
            before = _union(self.known, self._at((0, near), self.along))
            fill = self._at((near, far), self.along)
            after = _union(before, fill)
            # Beside the picture a part fades into the reflection, which continues it.
            inner = min(self.overlap, near - cuts[number - 1][0] if number else far // 2)
            out = (near - inner if number else 0, far)
            pieces = self._pieces()
            for index, piece in enumerate(pieces):
                first = self.overlap if index else 0
                along = (piece[0] - first, piece[1])
                yield Part(
                    side=self.name,
                    region=self._region(far - self.square, along),
                    work=after,
                    mask=self._at(out, (along[0], self.along[1])),
                    box=self._at(out, along),
                    fades=self._placed(inner, first),
                    fill=None if index else fill,
                    start=self._start(number),
                    denoises=False,
                    known=after if index == len(pieces) - 1 else before,
                )

    def denoising(self) -> Iterator[Part]:
        """The new area once more."""
        for near, far in _cuts((0, self.pixels), self.square / 2):
            inner = min(self.overlap, near or far // 2)
            out = (max(0, near - inner), far)
            corner = min((out[0] + far - self.square) // 2, self.pixels - self.square)
            for index, piece in enumerate(self._pieces()):
                first = self.overlap if index else 0
                along = (piece[0] - first, piece[1])
                box = self._at(out, along)
                yield Part(
                    side=self.name,
                    region=self._region(corner, along),
                    work=self.all,
                    mask=box,
                    box=box,
                    fades=self._placed(inner, first),
                    fill=None,
                    start=max(1, round(DENOISING * final_steps(self.settings))),
                    denoises=True,
                    known=self.all,
                )

    def _start(self, number: int) -> int:
        """Steps of a layer: few in the first, the request's from the fourth on."""
        share = GENTLEST + (1 - GENTLEST) * min(1, number / (GROWING - 1))
        return max(1, round(share * self.settings.start))

    def _pieces(self) -> list[Span]:
        """The edge, cut so that each piece has neighbours within its square."""
        if self.along[1] - self.along[0] <= self.square:
            return [self.along]
        return _cuts(self.along, self.square - 2 * self.overlap)

    def _region(self, near: int, along: Span) -> Region:
        """A square from ``near`` outwards around a piece of the edge, within the edge if it can."""
        first, last = self.along
        corner = (along[0] + along[1] - self.square) // 2
        if last - first >= self.square:
            corner = min(max(corner, first), last - self.square)
        box = self._at((near, near + self.square), (corner, corner + self.square))
        return Region(box.left, box.top, self.square, self.model_size)

    def _at(self, out: Span, along: Span) -> Box:
        """A box in the extended picture."""
        known, length = self.known, out[1] - out[0]
        corner = {
            "left": known.left - out[1],
            "right": known.left + known.width + out[0],
            "top": known.top - out[1],
            "bottom": known.top + known.height + out[0],
        }[self.name]
        if self.upright:
            return Box(corner, along[0], length, along[1] - along[0])
        return Box(along[0], corner, along[1] - along[0], length)

    def _placed(self, inner: int, first: int) -> tuple[int, int, int, int]:
        """Fades towards the picture and at the beginning of the edge, in the order of a Part."""
        return {
            "left": (0, first, inner, 0),
            "right": (inner, first, 0, 0),
            "top": (first, 0, 0, inner),
            "bottom": (first, inner, 0, 0),
        }[self.name]


def _touched(mask: Span, work: Span, region: Region) -> slice:
    """Pixels of the model that a mask touches on one axis.

    Args:
        mask, work: where it begins in the region, and how long it is. A mask that ends where
            ``work`` does goes on to the region's end.
    """
    first, last = mask[0], mask[0] + mask[1]
    begin = 0 if first == work[0] else math.floor(first / region.scale)
    end = region.side if last == work[0] + work[1] else last
    return slice(max(0, begin), math.ceil(end / region.scale))


def _cuts(span: Span, largest: float) -> list[Span]:
    """A span in equal pieces of at most ``largest``."""
    first, last = span
    count = max(1, math.ceil((last - first) / max(1.0, largest)))
    marks = [first + (last - first) * i // count for i in range(count + 1)]
    return list(pairwise(marks))


def _union(one: Box, other: Box) -> Box:
    """The smallest box around both."""
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    bottom = max(one.top + one.height, other.top + other.height)
    return Box(left, top, right - left, bottom - top)
