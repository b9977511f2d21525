"""Rectangles of whole pixels and affine maps, as plain values."""

import math
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["EMPTY", "Affine", "Rect"]


class Rect(NamedTuple):
    """A rectangle of pixels: those with x ≤ column < x + w and y ≤ row < y + h."""

    x: int
    y: int
    w: int
    h: int

    @classmethod
    def around(cls, left: float, top: float, right: float, bottom: float) -> "Rect":
        """The smallest rectangle of whole pixels that holds these edges."""
        x, y = math.floor(left), math.floor(top)
        return cls(x, y, math.ceil(right) - x, math.ceil(bottom) - y)

    @property
    def right(self) -> int:
        """The first column past it."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row past it."""
        return self.y + self.h

    @property
    def empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.w <= 0 or self.h <= 0

    @property
    def area(self) -> int:
        """How many pixels it holds."""
        return 0 if self.empty else self.w * self.h

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an array with; it must lie inside the array."""
        return slice(self.y, self.y + self.h), slice(self.x, self.x + self.w)

    def intersected(self, other: "Rect") -> "Rect":
        """What both hold; EMPTY where they hold nothing in common."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        if right <= left or bottom <= top:
            return EMPTY
        return Rect(left, top, right - left, bottom - top)

    def united(self, other: "Rect") -> "Rect":
        """The smallest rectangle that holds both."""
        if self.empty:
            return other
        if other.empty:
            return self
        left, top = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Rect(left, top, right - left, bottom - top)

    def moved(self, dx: int, dy: int) -> "Rect":
        """The same rectangle elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def padded(self, margin: int) -> "Rect":
        """Larger by ``margin`` on every side."""
        return Rect(self.x - margin, self.y - margin, self.w + 2 * margin, self.h + 2 * margin)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def tiles(self, side: int) -> Iterator[tuple[int, int]]:
        """Column and row of every tile of a grid of ``side`` pixels that it touches."""
        if self.empty:
            return
        for row in range(self.y // side, (self.bottom - 1) // side + 1):
            for column in range(self.x // side, (self.right - 1) // side + 1):
                yield column, row


EMPTY = Rect(0, 0, 0, 0)


class Affine(NamedTuple):
    """The map (x, y) → (a x + c y + e, b x + d y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def about(
        cls,
        centre: tuple[float, float],
        scale: tuple[float, float],
        degrees: float,
        move: tuple[float, float] = (0.0, 0.0),
    ) -> "Affine":
        """Scale, then turn (clockwise on screen) about a centre, then move."""
        (x, y), (scale_x, scale_y), (dx, dy) = centre, scale, move
        # Rounded, so that quarter turns are exact.
        radians = math.radians(degrees)
        cos, sin = round(math.cos(radians), 15), round(math.sin(radians), 15)
        a, b, c, d = cos * scale_x, sin * scale_x, -sin * scale_y, cos * scale_y
        return cls(a, b, c, d, x + dx - a * x - c * y, y + dy - b * x - d * y)

    @property
    def determinant(self) -> float:
        """How many times larger an area becomes; negative where it is mirrored."""
        return self.a * self.d - self.b * self.c

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: "Affine") -> "Affine":
        """This map followed by another."""
        return Affine(
            other.a * self.a + other.c * self.b,
            other.b * self.a + other.d * self.b,
            other.a * self.c + other.c * self.d,
            other.b * self.c + other.d * self.d,
            *other.apply(self.e, self.f),
        )

    def inverted(self) -> "Affine":
        """The map back.

        Raises:
            ZeroDivisionError: it flattens the plane.
        """
        det = self.determinant
        a, b, c, d = self.d / det, -self.b / det, -self.c / det, self.a / det
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))

    def bounds(self, rect: Rect) -> Rect:
        """The whole pixels that a rectangle covers after the map."""
        corners = [self.apply(x, y) for x in (rect.x, rect.right) for y in (rect.y, rect.bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        # A turn by 90° must not gain a row from the last bit of a cosine.
        tidy = [round(value, 6) for value in (min(xs), min(ys), max(xs), max(ys))]
        return Rect.around(*tidy)
