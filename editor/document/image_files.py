"""Reads picture files into straight RGBA, and writes PNG, JPEG, WebP, TIFF and BMP whole or not.

Decoding is inference.pictures, encoding image_encoding; this adds the guard before the one and the
atomic replacement after the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO

import numpy as np
import psutil
from numpy.typing import NDArray

from editor.document.atomic import write_atomically
from editor.document.errors import FileError
from editor.document.image_encoding import (
    FORMATS,
    ExportOptions,
    FileFormat,
    encode_picture,
    format_of,
    has_own_profile,
)
from editor.document.library_words import in_users_words
from editor.document.words import number, translate
from inference.errors import RequestError
from inference.metadata import NO_METADATA, Metadata
from inference.pictures import ImageInfo, read_header, read_picture
from inference.provenance import Provenance

__all__ = [
    "FORMATS",
    "ExportOptions",
    "FileFormat",
    "ImageInfo",
    "Metadata",
    "OpenedPicture",
    "Provenance",
    "Verdict",
    "check_size",
    "encode_picture",
    "format_of",
    "has_own_profile",
    "memory_needed",
    "open_picture",
    "probe",
    "write_picture",
]

Pixels = NDArray[np.uint8]
ASK_ABOVE, REFUSE_ABOVE = 0.25, 0.60  # shares of the free memory


class Verdict(Enum):
    """Whether a picture of some size should be opened."""

    OK = "ok"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, eq=False)
class OpenedPicture:
    """A picture file, upright and in 8-bit sRGB.

    Attributes:
        pixels: (H, W, 4) straight RGBA; the caller's own.
        opaque: whether it is opaque everywhere.
        notices: what was converted, a sentence each.
    """

    pixels: Pixels
    opaque: bool
    notices: tuple[str, ...]
    metadata: Metadata


def memory_needed(width: int, height: int, layers: int) -> int:
    """Bytes that a document of so many layers takes while it is worked on."""
    return width * height * 4 * (layers + 2)


def check_size(width: int, height: int, layers: int, available: int) -> Verdict:
    """Whether a document of that size fits the bytes of memory that are free."""
    share = memory_needed(width, height, layers) / max(1, available)
    if share > REFUSE_ABOVE:
        return Verdict.REFUSE
    return Verdict.ASK if share > ASK_ABOVE else Verdict.OK


def probe(path: Path) -> ImageInfo:
    """Read what a picture file says of itself, without decoding it.

    Raises:
        FileError: it is missing, no picture, or has more pixels than can be opened.
    """
    with _as_file_errors():
        return read_header(path)


def open_picture(path: Path) -> OpenedPicture:
    """Read a picture file of any common format.

    Raises:
        FileError: it is missing, no picture, damaged or too large for the free memory.
    """
    info, available = probe(path), psutil.virtual_memory().available
    if check_size(info.width, info.height, 1, available) is Verdict.REFUSE:
        needed = number(memory_needed(info.width, info.height, 1) / 2**30, 1)
        text = translate(
            "Files",
            "{path} needs {needed} GB of memory and {free} GB are free; "
            "close something or make it smaller.",
        )
        raise FileError(text.format(path=path, needed=needed, free=number(available / 2**30, 1)))
    with _as_file_errors():
        picture = read_picture(path)
    height, width, channels = picture.pixels.shape
    pixels = np.full((height, width, 4), 255, np.uint8)
    for channel in range(channels):  # four times as fast as all at once
        pixels[..., channel] = picture.pixels[..., channel]
    opaque = channels == 3 or bool(pixels[..., 3].min(initial=255) == 255)
    notices = tuple(in_users_words(notice) for notice in picture.notices)
    return OpenedPicture(pixels, opaque, notices, picture.metadata)


@contextmanager
def _as_file_errors() -> Iterator[None]:
    try:
        yield
    except RequestError as error:
        raise FileError(in_users_words(str(error))) from error


def write_picture(
    path: Path,
    pixels: Pixels,
    options: ExportOptions,
    metadata: Metadata = NO_METADATA,
    provenance: Provenance | None = None,
) -> None:
    """Write a picture file whole or not at all.

    The arguments besides the path are those of encode_picture.

    Raises:
        FileError: the format cannot hold the picture, or the file cannot be written.
    """
    data = encode_picture(pixels, options, metadata, provenance)

    def write(file: BinaryIO) -> None:
        file.write(data)

    write_atomically(path, write)
