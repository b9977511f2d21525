"""Makes OpenRaster files for tests: good ones and hand-built ones."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from editor.document.document import Origin
from editor.document.layer import Layer
from editor.document.openraster import write_project
from editor.document.pixels import Mask, Pixels
from editor.document.state import State

MEDIA_TYPE = b"image/openraster"
Parts = Mapping[str, bytes]


def colours(width: int, height: int, seed: int = 0) -> Pixels:
    """Random colours of random alpha."""
    rng = np.random.default_rng(seed)
    return Pixels.from_straight(rng.integers(0, 256, (height, width, 4), dtype=np.uint8))


def png(width: int, height: int, colour: tuple[int, ...] = (200, 30, 40, 255)) -> bytes:
    """A PNG of one colour, as Pillow writes it."""
    return picture_png(Image.new("RGBA", (width, height), colour))


def picture_png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def stack_xml(layers: str, size: str = 'w="40" h="30"') -> bytes:
    """A stack.xml around some elements."""
    return f'<image version="0.0.3" {size}><stack>{layers}</stack></image>'.encode()


def zipped(path: Path, parts: Parts, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip file of these parts, in their order."""
    with zipfile.ZipFile(path, "w", compression, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def foreign(path: Path, layers: str, parts: Parts, size: str = 'w="40" h="30"') -> Path:
    """A file as another program writes it."""
    start = {"mimetype": MEDIA_TYPE, "stack.xml": stack_xml(layers, size)}
    return zipped(path, {**start, **parts})


def small_state(width: int = 40, height: int = 30) -> State:
    """Two layers and a mask."""
    below, above = Layer(colours(width, height), "Below"), Layer(colours(9, 7, 1), "Above", x=-3)
    mask = Mask.empty(width, height)
    mask.array[3:9, 4:20] = 200
    return State(width, height, (below, above), above.number, mask)


def good_file(path: Path) -> bytes:
    """The bytes of a small project."""
    write_project(path, small_state(), Origin(project={"data/other.bin": b"keep me"}))
    return path.read_bytes()


def array_of(pixels: Pixels | Mask) -> NDArray[np.uint8]:
    return pixels.array
