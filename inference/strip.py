"""A chain of edits as one picture: before and after every step, side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from inference.pictures import GREY, flatten
from inference.provenance import Provenance, xmp_packet
from resources import resource

__all__ = ["Frame", "write_strip"]

Pixels = NDArray[np.uint8]
SIDE, GAP, CAPTION, COLUMNS = 384, 12, 24, 4
GROUND, TEXT = (27, 28, 31), (232, 234, 237)
TEXT_SIZE = 14


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment of a chain, small enough to keep.

    Attributes:
        picture: no side is longer than SIDE pixels.
        label: what was just done.
    """

    picture: Image.Image
    label: str

    @classmethod
    def of(cls, pixels: Pixels, label: str) -> "Frame":
        """From a whole picture, (H, W, 3 or 4) with straight alpha."""
        opaque = pixels if pixels.shape[2] == 3 else flatten(pixels, GREY)
        picture = Image.fromarray(np.ascontiguousarray(opaque))
        scale = SIDE / max(picture.size)
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        return cls(picture.resize(size, Image.Resampling.LANCZOS), label)


def write_strip(path: Path, frames: Sequence[Frame], told: Provenance | None) -> None:
    """Write the moments of a chain, the first one its beginning, as a PNG.

    Args:
        told: which models took part, for its metadata; None where none did.

    Raises:
        OSError: it cannot be written.
    """
    columns = min(len(frames), COLUMNS)
    rows = math.ceil(len(frames) / columns)
    height = max(frame.picture.height for frame in frames)
    width = max(frame.picture.width for frame in frames)
    size = (columns * (width + GAP) + GAP, rows * (height + CAPTION + GAP) + GAP)
    strip = Image.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(strip)
    font = ImageFont.truetype(resource("fonts", "Inter-Regular.otf"), TEXT_SIZE)
    for number, frame in enumerate(frames):
        left = GAP + number % columns * (width + GAP)
        top = GAP + number // columns * (height + CAPTION + GAP)
        strip.paste(frame.picture, (left, top))
        caption = f"{number} · {frame.label}" if number else frame.label
        draw.text((left, top + height + 4), _fitting(caption, font, width), TEXT, font)
    info = PngInfo()
    if told is not None:
        info.add_itxt("XML:com.adobe.xmp", xmp_packet(told).decode())
    strip.save(path, pnginfo=info, compress_level=4)


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """As much of a text as fits one line."""
    line = " ".join(text.encode("utf-8", "replace").decode().split())[:SIDE]
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + "…") > width:
        line = line[:-1]
    return line + "…"
