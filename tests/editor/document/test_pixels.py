"""What numpy and Qt share: memory, formats, bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from editor.document.geometry import Rect
from editor.document.pixels import Mask, Pixels
from tests.editor.document.examples import random_pixels, within_alpha


def every_colour() -> Pixels:
    """All premultiplied values of a channel."""
    alpha, colour = np.mgrid[:256, :256].astype(np.uint8)
    colour = np.minimum(colour, alpha)
    return Pixels(np.stack([colour, colour[:, ::-1] // 255 * alpha, colour, alpha], axis=2))


def test_straight_and_back_loses_nothing() -> None:
    pixels = every_colour()
    assert within_alpha(pixels)
    assert np.array_equal(Pixels.from_straight(pixels.straight()).array, pixels.array)


def test_straight_colours_are_premultiplied_to_the_nearest() -> None:
    alpha, colour = np.mgrid[:256, :256].astype(np.uint8)
    rgba = np.stack([colour, 255 - colour, colour, alpha], axis=2)
    pixels = Pixels.from_straight(rgba)
    assert within_alpha(pixels)
    exact = rgba[..., 2::-1] * (alpha[..., None] / 255)
    assert np.abs(pixels.array[..., :3] - exact).max() < 0.51
    opaque = pixels.straight()[255]
    assert np.array_equal(opaque, rgba[255])


def test_converted_pictures_do_not_vanish_before_they_are_copied() -> None:
    # Large enough that freed memory goes back to the system: reading it would crash.
    rgba = np.random.default_rng(0).integers(0, 256, (1500, 1500, 4), dtype=np.uint8)
    rgba[..., 3] = 255
    pixels = Pixels.from_straight(rgba)
    assert np.array_equal(pixels.array, rgba[..., [2, 1, 0, 3]])
    assert np.array_equal(pixels.straight(), rgba)
    assert np.array_equal(Pixels.from_image(pixels.image).array, pixels.array)


def test_opaque_rgb_gets_full_alpha() -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (7, 5, 3), dtype=np.uint8)
    pixels = Pixels.from_straight(rgb)
    assert pixels.opaque
    assert np.array_equal(pixels.straight()[..., :3], rgb)
    pixels.array[3, 3] = (0, 0, 0, 254)
    assert not pixels.opaque


def test_painting_writes_to_the_array() -> None:
    pixels = Pixels.empty(9, 6)
    with QPainter(pixels.image) as painter:
        painter.fillRect(QRect(2, 1, 3, 4), QColor(1, 2, 3))
    assert pixels.bounds == Rect(2, 1, 3, 4)
    assert pixels.array[1, 2].tolist() == [3, 2, 1, 255]
    pixels.array[0, 0] = (30, 20, 10, 255)
    assert pixels.image.pixelColor(0, 0) == QColor(10, 20, 30)


@pytest.mark.parametrize("shape", [(6, 1), (1, 6), (5, 4)])
def test_a_copy_has_memory_of_its_own(shape: tuple[int, int]) -> None:
    pixels = random_pixels(*shape)
    for other in (pixels.copy(), Pixels.from_image(pixels.image)):
        assert np.array_equal(other.array, pixels.array)
        assert not np.shares_memory(other.array, pixels.array)


def test_an_image_with_padded_rows_is_taken_without_the_padding() -> None:
    rows = random_pixels(10, 4).array
    image = QImage(rows.data, 7, 4, 40, QImage.Format.Format_ARGB32_Premultiplied)
    assert np.array_equal(Pixels.from_image(image).array, rows[:, :7])


@pytest.mark.parametrize(
    "form",
    [QImage.Format.Format_RGB888, QImage.Format.Format_Grayscale8, QImage.Format.Format_RGB16],
)
def test_other_formats_are_converted(form: QImage.Format) -> None:
    image = QImage(5, 3, form)
    image.fill(QColor("white"))
    assert (Pixels.from_image(image).array == 255).all()


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=12), fill=st.just(0)))
def test_bounds_are_the_smallest(values: NDArray[np.uint8]) -> None:
    rows, columns = np.nonzero(values)
    expected = Rect(0, 0, 0, 0)
    if rows.size:
        left, top = int(columns.min()), int(rows.min())
        expected = Rect(left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top)
    assert Mask(values).bounds == expected
    assert Pixels(np.repeat(values[..., None], 4, axis=2)).bounds == expected


def test_sizes() -> None:
    pixels, mask = Pixels.empty(7, 5), Mask.empty(7, 5)
    assert pixels.rect == mask.rect == Rect(0, 0, 7, 5)
    assert (pixels.nbytes, mask.nbytes) == (140, 35)
    assert pixels.bounds.empty
    assert mask.bounds.empty
