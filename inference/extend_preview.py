"""What an extension shows of itself on its way: the whole picture, made small."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.events import Box
from inference.region import Region

__all__ = ["Thumbnail"]

Pixels = NDArray[np.uint8]
LONGEST = 256  # pixels of the longer side


class Thumbnail:
    """A canvas made small once for a part, which then shows every step of that part.

    Args:
        canvas: (H, W, 3).
        region: what the model sees, in pixels of the canvas.
        box: what it makes there, inside the region.
    """

    def __init__(self, canvas: Pixels, region: Region, box: Box) -> None:
        height, width = canvas.shape[:2]
        scale = min(1.0, LONGEST / max(width, height))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        self._whole = Image.fromarray(canvas).resize(size, Image.Resampling.BOX)
        across, down = size[0] / width, size[1] / height
        right, bottom = box.left + box.width, box.top + box.height
        self._place = (
            min(math.floor(box.left * across), size[0] - 1),
            min(math.floor(box.top * down), size[1] - 1),
            math.ceil(right * across),
            math.ceil(bottom * down),
        )
        self._part = (
            (box.left - region.left) / region.scale,
            (box.top - region.top) / region.scale,
            min((right - region.left) / region.scale, region.model_size),
            min((bottom - region.top) / region.scale, region.model_size),
        )

    def showing(self, result: Pixels) -> Pixels:
        """The whole with a result of the model, (S, S, 3), in its place."""
        left, top, right, bottom = self._place
        part = Image.fromarray(result).resize(
            (right - left, bottom - top), Image.Resampling.BILINEAR, box=self._part
        )
        whole = self._whole.copy()
        whole.paste(part, (left, top))
        return np.asarray(whole)
