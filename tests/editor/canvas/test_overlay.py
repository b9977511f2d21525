"""The tint over the picture and the outline around the mask, pixel by pixel."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from editor.canvas.outline import MaskOutline
from editor.canvas.overlay import MaskLook, Tinted
from editor.canvas.viewport import Viewport
from editor.document.geometry import Rect
from editor.document.pixels import Mask, Pixels
from tests.editor.canvas.seeing import as_rgb

SIZE = 400, 300
RED = np.array([255, 77, 109])  # of MaskLook


def outline(mask: Mask, zoom: float, turn: float = 0.0, ratio: float = 1.0) -> NDArray[np.float64]:
    """How much of each pixel the outline covers, 0 … 1, where the mask's middle is in view."""
    image = QImage(round(SIZE[0] * ratio), round(SIZE[1] * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("black"))
    viewport = Viewport(QSizeF(*SIZE), QPointF(mask.width / 2, mask.height / 2), zoom, turn)
    with QPainter(image) as painter:
        line = MaskOutline(mask, QColor("white"))
        line.paint(painter, viewport, QRect(0, 0, *SIZE), ratio, 0)
    return as_rgb(image)[..., 0] / 255


def half_mask(side: int) -> Mask:
    """Full in its left half."""
    mask = Mask.empty(side, side)
    mask.array[:, : side // 2] = 255
    return mask


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize(("zoom", "side"), [(8, 200), (1, 1000), (0.7, 1000), (0.25, 4000)])
def test_outline_is_a_view_pixel_and_a_half_wide(zoom: float, side: int, ratio: float) -> None:
    cover = outline(half_mask(side), zoom, ratio=ratio)
    across = cover[round(150 * ratio)]
    assert across.sum() / ratio == pytest.approx(1.5, abs=0.05)
    assert np.average(np.arange(across.size) + 0.5, weights=across) / ratio == pytest.approx(200, 1)


def test_outline_goes_around_the_mask_and_nowhere_else() -> None:
    mask = Mask.empty(100, 80)
    mask.array[20:50, 30:70] = 255
    mask.array[0:5, 0:5] = 255  # touches the picture's edge
    cover = outline(mask, 2)
    left, top = 200 - 100, 150 - 80
    for x, y in ((30, 35), (70, 35), (50, 20), (50, 50), (0, 3), (3, 0), (5, 2), (2, 5)):
        near = cover[top + y * 2 - 2 : top + y * 2 + 3, left + x * 2 - 2 : left + x * 2 + 3]
        assert near.max() > 0.7, (x, y)
    assert cover[top + 70, left + 100] == 0
    assert cover.sum() == pytest.approx(1.5 * 2 * (2 * (40 + 30) + 20), rel=0.05)


def test_outline_of_a_turned_view_is_as_long() -> None:
    mask = Mask.empty(100, 100)
    mask.array[30:70, 30:70] = 255
    assert outline(mask, 1.5, 31).sum() == pytest.approx(1.5 * 160 * 1.5, rel=0.05)


def test_outline_follows_changes() -> None:
    mask = Mask.empty(300, 300)
    line = MaskOutline(mask, QColor("white"))
    rng = np.random.default_rng(0)
    viewport = Viewport(QSizeF(*SIZE), QPointF(150, 150), 1)
    for _ in range(40):
        rect = Rect(*map(int, rng.integers(0, 280, 2)), *map(int, rng.integers(1, 20, 2)))
        mask.array[rect.slices] = rng.choice([0, 255])
        line.mark(rect)
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor("black"))
        with QPainter(image) as painter:
            line.paint(painter, viewport, QRect(0, 0, *SIZE), 1, 0)
        assert np.array_equal(as_rgb(image)[..., 0] / 255, outline(mask, 1))


@pytest.mark.parametrize("rect", [Rect(120, 60, 8, 8), Rect(60, 120, 8, 8), Rect(128, 128, 9, 9)])
def test_outline_follows_changes_at_the_edge_of_a_tile(rect: Rect) -> None:
    mask = Mask.empty(300, 300)
    line = MaskOutline(mask, QColor("white"))
    viewport = Viewport(QSizeF(*SIZE), QPointF(150, 150), 1)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    for value in (0, 255):
        mask.array[rect.slices] = value
        line.mark(rect)
        image.fill(QColor("black"))
        with QPainter(image) as painter:
            line.paint(painter, viewport, QRect(0, 0, *SIZE), 1, 0)
    assert np.array_equal(as_rgb(image)[..., 0] / 255, outline(mask, 1))


def test_marching_stripes_are_black_and_white_and_move() -> None:
    mask = half_mask(100)
    pictures = []
    for zoom, phase in ((8, 0), (8, 2), (0.5, 0)):
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor("#808080"))
        viewport = Viewport(QSizeF(*SIZE), QPointF(50, 50), zoom)
        with QPainter(image) as painter:
            MaskOutline(mask, None).paint(painter, viewport, QRect(0, 0, *SIZE), 1, phase)
        pictures.append(as_rgb(image)[140:160, 199, 0].astype(int))
    still, moved, small = pictures
    for line in (still, small):
        dark = line < 100
        assert 0.3 < dark.mean() < 0.7
        assert np.array_equal(dark[:-8], dark[8:]), "a period of 8 view pixels at any zoom"
    assert not np.array_equal(still, moved)


@pytest.mark.parametrize("opacity", [0.0, 0.45, 1.0])
def test_tint_mixes_the_picture_with_the_mask_colour(opacity: float) -> None:
    rng = np.random.default_rng(2)
    rgb = rng.integers(0, 256, (140, 300, 3), dtype=np.uint8)
    pixels = Pixels.from_straight(rgb)
    mask = Mask(rng.integers(0, 256, (140, 300), dtype=np.uint8))
    tinted = Tinted(lambda _rect: pixels, mask, MaskLook(opacity=opacity))
    share = mask.array[..., None] / 255 * opacity
    expected = rgb * (1 - share) + RED * share
    seen = tinted.region(Rect(0, 0, 300, 140)).array[..., 2::-1]
    assert np.abs(seen - expected).max() <= 2


def test_tint_follows_changes_of_picture_and_mask() -> None:
    pixels = Pixels.from_straight(np.zeros((300, 300, 3), np.uint8))
    mask = Mask.empty(300, 300)
    tinted = Tinted(lambda _rect: pixels, mask, MaskLook())
    assert not tinted.region(mask.rect).array[..., :3].any()
    mask.array[200:210, 5:10] = 255
    tinted.mark(Rect(5, 200, 5, 10))
    assert tinted.region(Rect(0, 200, 20, 20)).array[205, 7, 2] == pytest.approx(115, abs=1)
    pixels.array[200:210, 5:10, :3] = 255
    tinted.mark(Rect(5, 200, 5, 10))
    assert tinted.region(Rect(0, 200, 20, 20)).array[205, 7, 2] == 255


def test_nothing_is_tinted_before_it_is_looked_at() -> None:
    pixels, asked = Pixels.empty(1000, 1000), []

    def source(rect: Rect) -> Pixels:
        asked.append(rect)
        return pixels

    tinted = Tinted(source, Mask.empty(1000, 1000), MaskLook())
    assert asked == []
    tinted.region(Rect(300, 300, 10, 10))
    tinted.region(Rect(300, 300, 10, 10))
    assert asked == [Rect(256, 256, 128, 128)]
