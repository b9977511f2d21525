"""The region: a square crop around the mask, to the model's size and back through the exact mask.

Nothing outside the mask changes, at any resolution: a candidate carries alpha 0 wherever the mask
is 0, and every paste is checked.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from inference.alpha import over
from inference.errors import InferenceError
from inference.events import Box
from inference.region_geometry import mask_box, place_region, significant

__all__ = ["Region", "mask_box", "paste", "plan_region", "significant", "soft_alpha"]

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Region:
    """A square of the picture; it reaches beyond the picture only where the picture is too small.

    Attributes:
        left, top: its corner in the picture, in pixels; negative where it reaches beyond.
        side: its side in pixels of the picture.
        model_size: its side in pixels of the model.
    """

    left: int
    top: int
    side: int
    model_size: int

    @property
    def box(self) -> Box:
        """Its place in the picture."""
        return Box(self.left, self.top, self.side, self.side)

    @property
    def scale(self) -> float:
        """Pixels of the picture for one pixel of the model."""
        return self.side / self.model_size

    def crop(self, picture: Pixels) -> Pixels:
        """The region at model size, (S, S, 3); what lies beyond the picture is mirrored in."""
        square = Image.fromarray(self.cut(picture, "symmetric"))
        size = (self.model_size, self.model_size)
        return np.asarray(square.resize(size, Image.Resampling.BICUBIC))

    def model_mask(self, mask: Pixels) -> NDArray[np.bool_]:
        """Where the model may change something, (S, S): every pixel that the mask touches.

        Never less than the mask, so that no old content is left to show through at its border.
        """
        cut = self.cut(mask, "constant")
        starts = np.arange(self.model_size) * self.side // self.model_size
        touched = np.maximum.reduceat(np.maximum.reduceat(cut, starts, axis=0), starts, axis=1)
        return touched > 0

    def enlarge(self, result: Pixels, box: Box) -> Pixels:
        """The part of a model-sized result that fills a box of the picture, at its resolution.

        Args:
            result: (S, S, 3).
            box: in the picture, inside the region; the answer is (box.height, box.width, 3).
        """
        left, top = (box.left - self.left) / self.scale, (box.top - self.top) / self.scale
        right, bottom = left + box.width / self.scale, top + box.height / self.scale
        size = (self.model_size, self.model_size)
        part = (left, top, min(right, size[0]), min(bottom, size[1]))
        enlarged = Image.fromarray(result).resize(
            (box.width, box.height), Image.Resampling.BICUBIC, box=part
        )
        return np.asarray(enlarged)

    def cut(self, array: Pixels, mode: str) -> Pixels:
        """The region at the picture's resolution, (side, side, ...).

        Args:
            array: of the picture's size, (H, W, ...).
            mode: numpy.pad's, for what lies beyond the picture.
        """
        height, width = array.shape[:2]
        right, bottom = self.left + self.side, self.top + self.side
        inside = array[max(0, self.top) : bottom, max(0, self.left) : right]
        beyond = [
            (max(0, -self.top), max(0, bottom - height)),
            (max(0, -self.left), max(0, right - width)),
        ] + [(0, 0)] * (array.ndim - 2)
        return np.pad(inside, beyond, mode=mode)  # type: ignore[call-overload]


def plan_region(mask: Pixels, model_size: int, min_mask_share: float) -> Region:
    """The crop around a mask; see place_region.

    Args:
        mask: shape (H, W), uint8, not empty.
        model_size: side of the model's pictures.
        min_mask_share: see Tuning.
    """
    height, width = mask.shape
    place = place_region(mask_box(mask), width, height, model_size, min_mask_share)
    return Region(place.left, place.top, place.width, model_size)


def soft_alpha(mask: Pixels, width: float) -> Pixels:
    """The mask faded inwards over ``width`` pixels; 0 stays 0, a thin part fades over half of it.

    The picture's border is no edge of the mask: nothing fades there.
    """
    if width <= 0 or mask.all() or not mask.any():
        return mask
    # One row of zeros around the mask is as near as any zero farther out, so the rest is not
    # looked at: on 96 million pixels that would take 18 seconds.
    box, (height, picture_width) = mask_box(mask), mask.shape
    rows = slice(max(0, box.top - 1), min(height, box.top + box.height + 1))
    columns = slice(max(0, box.left - 1), min(picture_width, box.left + box.width + 1))
    alpha = np.zeros_like(mask)
    alpha[rows, columns] = _faded(mask[rows, columns], width)
    return alpha


def _faded(mask: Pixels, width: float) -> Pixels:
    inside = np.pad(mask > 0, 1, mode="edge")
    distance = ndimage.distance_transform_edt(inside)[1:-1, 1:-1]
    thickness = ndimage.maximum_filter(distance, 2 * math.ceil(width) + 1)
    reach = np.minimum(width, thickness / 2)
    return np.rint(mask * np.clip(distance / (reach + 1), 0, 1)).astype(np.uint8)


def paste(picture: Pixels, pixels: Pixels, box: Box, mask: Pixels | None) -> Pixels:
    """The picture with a candidate's pixels over it.

    Args:
        picture: (H, W, 3) or (H, W, 4), uint8; transparency is kept where alpha is 0.
        pixels: RGBA, (box.height, box.width, 4).
        box: where they belong.
        mask: checked afterwards: no pixel where it is 0 may differ. None skips the check, for the
            baseline that changes its background by design.

    Raises:
        InferenceError: the contract was broken. This is a fault of the program.
    """
    result = picture.copy()
    rows, columns = slice(box.top, box.top + box.height), slice(box.left, box.left + box.width)
    under = result[rows, columns]
    under[...] = np.where(pixels[..., 3:] > 0, over(pixels, under), under)
    if mask is not None and not np.array_equal(result[mask == 0], picture[mask == 0]):
        raise InferenceError("A pixel outside the mask would have changed; the result is dropped.")
    return result
