"""Other sizes and places for pixels, as Pillow does best: Lanczos, bicubic, masks bilinear."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from editor.document.geometry import Affine, Rect
from editor.document.pixels import Pixels

__all__ = ["resized", "transformed"]

MARGIN = 2  # pixels around a turned layer that bicubic filtering reaches


def resized(array: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """An array (H, W) or premultiplied (H, W, 4) at another size."""
    # Lanczos rings: beside a mask's edge that would be faint stripes where nothing may change.
    rule = Image.Resampling.LANCZOS if array.ndim == 3 else Image.Resampling.BILINEAR
    result = np.array(_picture(array).resize((width, height), rule))
    return _within_alpha(result)


def transformed(pixels: Pixels, x: int, y: int, affine: Affine) -> tuple[Pixels, int, int]:
    """A layer's pixels under a map of picture coordinates, and their new place.

    Raises:
        ValueError: nothing is left of them.
    """
    across, down = math.hypot(affine.a, affine.b), math.hypot(affine.c, affine.d)
    placed = Rect(x, y, pixels.width, pixels.height)
    if min(across * placed.w, down * placed.h) < 0.5 or abs(affine.determinant) < 1e-9:
        raise ValueError("nothing left")
    if _moves_by_whole_pixels(affine):
        return pixels, x + round(affine.e), y + round(affine.f)
    # Looking pixels up skips some of them when shrinking, so shrink first.
    width = max(1, round(placed.w * min(1.0, across)))
    height = max(1, round(placed.h * min(1.0, down)))
    source = pixels.array
    if (width, height) != (placed.w, placed.h):
        source = resized(source, width, height)
    straight = _is_straight(affine)
    bounds = affine.bounds(placed).padded(0 if straight else 1)
    back = (
        Affine(e=bounds.x, f=bounds.y)
        .then(affine.inverted())
        .then(Affine(e=-x, f=-y))
        .then(Affine(a=width / placed.w, d=height / placed.h, e=MARGIN, f=MARGIN))
    )
    # The edge goes on outwards, or bicubic filtering would make a bright rim of it.
    roomy = np.pad(source, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), mode="edge")
    turned = _looked_up(roomy, bounds, back, Image.Resampling.BICUBIC)
    if not straight:  # an upright edge stays crisp; a slanting one fades around it
        inside = np.pad(np.full((height, width), 255, np.uint8), MARGIN)
        cover = _looked_up(inside, bounds, back, Image.Resampling.BILINEAR)
        turned = ImageChops.multiply(turned, Image.merge("CMYK", [cover] * 4))
    return Pixels(_within_alpha(np.array(turned))), bounds.x, bounds.y


def _looked_up(
    array: NDArray[np.uint8], bounds: Rect, back: Affine, rule: Image.Resampling
) -> Image.Image:
    """What ``bounds`` shows of an array, given the map from there back to the array."""
    return _picture(array).transform(
        (bounds.w, bounds.h),
        Image.Transform.AFFINE,
        (back.a, back.c, back.e, back.b, back.d, back.f),
        rule,
    )


def _picture(array: NDArray[np.uint8]) -> Image.Image:
    """The array as Pillow sees it: four bands that it filters each by itself."""
    return Image.fromarray(np.ascontiguousarray(array), "CMYK" if array.ndim == 3 else "L")


def _within_alpha(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Overshoot of the filter must not make a colour stronger than its alpha."""
    if array.ndim == 3:
        np.minimum(array[..., :3], array[..., 3:], out=array[..., :3])
    return array


def _moves_by_whole_pixels(affine: Affine) -> bool:
    whole = Affine(e=round(affine.e), f=round(affine.f))
    return max(abs(a - b) for a, b in zip(affine, whole, strict=True)) < 1e-6


def _is_straight(affine: Affine) -> bool:
    """Whether edges stay level and upright."""
    return max(abs(affine.b), abs(affine.c)) < 1e-9 or max(abs(affine.a), abs(affine.d)) < 1e-9
