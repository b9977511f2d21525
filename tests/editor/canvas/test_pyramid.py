"""Halved copies: equal to copies halved independently, at first and after changes."""

import numpy as np
import pytest
from numpy.typing import NDArray

from editor.canvas.pyramid import Pyramid, at_level, level_for
from editor.document.geometry import Rect
from editor.document.pixels import Pixels

LEVELS = 5


def halved(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The rounded mean of each four pixels, an edge repeated where a side is odd."""
    height, width = array.shape[:2]
    even = np.pad(array, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge").astype(int)
    total = even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]
    return ((total + 2) // 4).astype(np.uint8)


def noise(width: int, height: int) -> Pixels:
    values = np.random.default_rng(width).integers(0, 256, (height, width, 4), dtype=np.uint8)
    return Pixels(values)


@pytest.mark.parametrize("size", [(1, 1), (601, 3), (512, 512), (1030, 517)])
def test_each_level_is_half_of_the_one_before(size: tuple[int, int]) -> None:
    pixels = noise(*size)
    pyramid = Pyramid(lambda _rect: pixels, *size)
    expected = pixels.array
    for level in range(1, LEVELS):
        expected = halved(expected)
        copy = pyramid.region(level, Rect(0, 0, 5000, 5000))
        assert np.array_equal(copy.array, expected)


def test_changes_reach_every_level() -> None:
    pixels = noise(1030, 517)
    pyramid = Pyramid(lambda _rect: pixels, 1030, 517)
    rng = np.random.default_rng(1)
    for _ in range(30):
        x, y = int(rng.integers(0, 1000)), int(rng.integers(0, 500))
        rect = Rect(x, y, int(rng.integers(1, 30)), int(rng.integers(1, 17)))
        pixels.array[rect.slices] = rng.integers(0, 256, 4, dtype=np.uint8)
        pyramid.mark(rect)
        level = int(rng.integers(1, LEVELS))
        expected = pixels.array
        for _ in range(level):
            expected = halved(expected)
        part = at_level(rect, level)
        inside = part.intersected(Rect(0, 0, expected.shape[1], expected.shape[0]))
        copy = pyramid.region(level, part)
        assert np.array_equal(copy.array[inside.slices], expected[inside.slices])
    everything = pyramid.region(2, Rect(0, 0, 5000, 5000))
    assert np.array_equal(everything.array, halved(halved(pixels.array)))


def test_only_what_is_looked_at_is_asked_for() -> None:
    pixels = noise(1024, 1024)
    asked: list[Rect] = []

    def source(rect: Rect) -> Pixels:
        asked.append(rect)
        return pixels

    pyramid = Pyramid(source, 1024, 1024)
    pyramid.region(1, Rect(0, 0, 10, 10))
    assert asked == [Rect(0, 0, 512, 512)]
    pyramid.region(1, Rect(0, 0, 10, 10))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("scale", "level"), [(8, 0), (1, 0), (0.51, 0), (0.5, 1), (0.3, 1), (0.25, 2), (1 / 64, 6)]
)
def test_a_copy_is_never_enlarged(scale: float, level: int) -> None:
    assert level_for(scale) == level
    assert scale * 2**level <= max(1, scale)
