"""PNG as OpenRaster's layers need it: quickly written, carefully read."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from editor.document.openraster_archive import Unreadable
from editor.document.words import translate

__all__ = ["HEADER_BYTES", "PngHeader", "decode_png", "encode_png", "read_png_header"]

Array = NDArray[np.uint8]
SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_BYTES = 29
GREY, RGBA = 0, 6  # PNG's numbers for what a pixel holds
CHANNELS = {GREY: 1, 2: 3, 3: 1, 4: 2, RGBA: 4}
DIFFERENCE_FROM_ABOVE = 2  # PNG's number of the filter
MAX_SIDE = 1_000_000
STRIP = 64  # rows that are compressed at a time


class PngHeader(NamedTuple):
    """What a PNG says of itself in its first bytes.

    Attributes:
        depth: bits per channel.
        raw_bytes: what its pixels take before they are compressed.
    """

    width: int
    height: int
    depth: int
    raw_bytes: int

    @property
    def max_bytes(self) -> int:
        """A file of more than this hides something; profiles and texts take room too."""
        return self.raw_bytes * 51 // 50 + 2**20


def encode_png(array: Array) -> Iterator[bytes]:
    """Straight RGBA, (H, W, 4), or grey, (H, W), as the pieces of a PNG.

    A third of Pillow's time for the same size: one filter for all rows is enough at level 1.
    In pieces, for joining large ones would keep other threads from running.
    """
    height, width = array.shape[:2]
    kind = GREY if array.ndim == 2 else RGBA
    yield SIGNATURE
    yield _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
    rows = array.reshape(height, -1)
    packer = zlib.compressobj(1)
    for top in range(0, height, STRIP):
        content = packer.compress(_filtered(rows, top).data)
        if content:
            yield _chunk(b"IDAT", content)
    yield _chunk(b"IDAT", packer.flush())
    yield _chunk(b"IEND", b"")


def _filtered(rows: Array, top: int) -> Array:
    """Some rows, each as its filter's number and its difference from the row above."""
    strip = rows[top : top + STRIP]
    filtered = np.empty((len(strip), 1 + strip.shape[1]), np.uint8)
    filtered[:, 0] = DIFFERENCE_FROM_ABOVE
    filtered[0, 1:] = strip[0] - rows[top - 1] if top else strip[0]
    np.subtract(strip[1:], strip[:-1], out=filtered[1:, 1:])
    return filtered


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(name))
    return b"".join((struct.pack(">I", len(content)), name, content, struct.pack(">I", checksum)))


def read_png_header(data: bytes) -> PngHeader:
    """Read the first HEADER_BYTES of a PNG.

    Raises:
        Unreadable: it is no PNG, or has sides that no picture has.
    """
    if len(data) < HEADER_BYTES or not data.startswith(SIGNATURE) or data[12:16] != b"IHDR":
        raise Unreadable(translate("Projects", "it is not a PNG picture"))
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        text = translate("Projects", "its size, {width} × {height}, is impossible")
        raise Unreadable(text.format(width=width, height=height))
    if kind not in CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise Unreadable(translate("Projects", "its PNG header is damaged"))
    row = 1 + -(-width * CHANNELS[kind] * depth // 8)
    return PngHeader(width, height, depth, height * row)


def decode_png(data: bytes, mode: Literal["L", "RGBA"]) -> Array:
    """Decode a PNG whose header was found good, 16 bits reduced to 8: (H, W, 4) or (H, W).

    Raises:
        Unreadable: it is damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's complaints about damaged metadata
            # Not Image.open: its limit on pixels is fixed, ours goes by the free memory.
            with PngImageFile(io.BytesIO(data)) as picture:
                picture.load()
                return np.asarray(_narrowed(picture).convert(mode))
    except MemoryError as error:
        raise Unreadable(translate("Projects", "it does not fit into the free memory")) from error
    except Exception as error:
        # Pillow's decoder raises nearly anything at damaged data.
        raise Unreadable(translate("Projects", "its PNG data are damaged")) from error


def _narrowed(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits, which Pillow would clip rather than scale, as 8 bits."""
    if not picture.mode.startswith("I"):
        return picture
    return Image.fromarray((np.asarray(picture).astype(np.uint16) >> 8).astype(np.uint8))
