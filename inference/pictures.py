"""Reads picture and mask files into arrays, telling what had to be converted. Plain Python.

Content decides what a file is, not its name. Files are only ever read here.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.TiffImagePlugin import TiffImageFile

from inference.alpha import multiplied
from inference.errors import RequestError
from inference.metadata import NO_METADATA, Metadata, profile_facts, read_dpi, read_exif, read_xmp

__all__ = [
    "ImageInfo",
    "Picture",
    "flatten",
    "read_header",
    "read_mask",
    "read_picture",
]

Pixels = NDArray[np.uint8]
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY = (128, 128, 128)  # what a model sees where a picture is transparent
WIDE_MODES = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}
# Not every format that Pillow knows: some start other programs.
READABLE = ("AVIF", "BMP", "GIF", "ICO", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP")


@dataclass(frozen=True)
class ImageInfo:
    """What a file says of its picture before it is decoded.

    Attributes:
        mode: Pillow's name of how pixels are stored, such as "RGB".
        format: Pillow's name of the format, such as "JPEG".
    """

    width: int
    height: int
    mode: str
    format: str
    frames: int


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture file, upright and in 8-bit sRGB.

    Attributes:
        pixels: (H, W, 3), or (H, W, 4) where the file has transparency; uint8.
        notices: what was converted, a sentence each.
        metadata: what else the file says.
    """

    pixels: Pixels
    notices: tuple[str, ...]
    metadata: Metadata = NO_METADATA

    @property
    def flattened(self) -> Pixels:
        """Without transparency, over grey: what a model sees, (H, W, 3)."""
        return self.pixels if self.pixels.shape[2] == 3 else flatten(self.pixels, GREY)


def flatten(pixels: Pixels, colour: tuple[int, int, int]) -> Pixels:
    """Pixels with straight alpha, (H, W, 4), over a colour: (H, W, 3)."""
    alpha = pixels[..., 3:]
    ground = ((255 - alpha.astype(np.uint16)) * np.array(colour, np.uint16) + 127) // 255
    return (multiplied(pixels[..., :3], alpha) + ground).astype(np.uint8)


def read_header(path: Path) -> ImageInfo:
    """Read what a file says of its picture, without decoding it.

    Raises:
        RequestError: it is missing, no picture, damaged or has more pixels than can be opened.
    """
    _check_file(path)
    with _opening(path, path) as picture:
        frames = getattr(picture, "n_frames", 1)
        return ImageInfo(*picture.size, picture.mode, picture.format or "", frames)


def read_picture(path: Path) -> Picture:
    """Read a picture of any common format.

    Raises:
        RequestError: it is missing, no picture, damaged or too large.
    """
    opened, exif, notices = _opened(path)
    info = opened.info
    if opened.mode in ("CMYK", "LAB", "YCbCr", "HSV"):
        notices.append(f"{opened.mode} was converted to sRGB.")
    has_alpha = "A" in opened.getbands() or "transparency" in info
    profile = info.get("icc_profile") or None
    if opened.mode in WIDE_MODES:
        notices.append("16-bit colours were reduced to 8 bits.")
        opened = _narrowed(opened)
    converted = _to_srgb(opened, profile, has_alpha, notices)
    pixels = np.asarray(converted.convert("RGBA" if has_alpha else "RGB"))
    return Picture(pixels, tuple(notices), Metadata(exif, profile, read_dpi(info), read_xmp(info)))


def read_mask(path: Path) -> Pixels:
    """Read a mask, (H, W): white where the picture may change; transparency counts as black.

    Raises:
        RequestError: as for a picture.
    """
    opened, _, _ = _opened(path)
    if opened.mode in WIDE_MODES:
        opened = _narrowed(opened)
    if "A" in opened.getbands() or "transparency" in opened.info:
        grey, alpha = opened.convert("RGBA").convert("LA").split()
        product = np.asarray(grey).astype(np.uint16) * np.asarray(alpha)
        return ((product + 127) // 255).astype(np.uint8)
    return np.asarray(opened.convert("L"))


@contextmanager
def _opening(path: Path, source: Path | io.BytesIO) -> Iterator[Image.Image]:
    """The picture, not yet decoded; what goes wrong while it is open becomes a sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own complaints about damaged metadata
            with Image.open(source, formats=READABLE) as picture:
                yield picture
    except Image.DecompressionBombError as error:
        raise RequestError(
            f"{path} has more pixels than can be opened; make it smaller."
        ) from error
    except UnidentifiedImageError as error:
        raise RequestError(
            f"{path} is not a picture that can be read; use PNG, JPEG, WebP, TIFF or AVIF."
        ) from error
    except MemoryError as error:
        raise RequestError(f"{path} is too large for this machine's memory.") from error
    except Exception as error:
        # Pillow's decoders raise nearly anything at damaged data.
        raise RequestError(f"{path} is damaged and cannot be opened ({error}).") from error


def _opened(path: Path) -> tuple[Image.Image, bytes, list[str]]:
    """The decoded first frame, turned upright, with its EXIF data and what was converted."""
    data = _content(path)
    notices: list[str] = []
    with _opening(path, io.BytesIO(data)) as picture:
        picture.load()
        frames = getattr(picture, "n_frames", 1)
        if frames > 1:
            notices.append(f"Only the first of {frames} frames is used.")
        if picture.mode not in WIDE_MODES and _was_wide(picture, data):
            notices.append("16-bit colours were reduced to 8 bits.")
        exif = read_exif(picture, notices)
        return _upright(picture, notices), exif, notices


def _was_wide(picture: Image.Image, data: bytes) -> bool:
    """Whether Pillow dropped the lower bits of colours without a word."""
    if isinstance(picture, TiffImageFile):
        return max(picture.tag_v2.get(258, (8,))) > 8
    return data.startswith(PNG_SIGNATURE) and data[24] == 16


def _check_file(path: Path) -> None:
    try:
        if not path.exists():
            raise RequestError(f"There is no file {path}.")
        if not path.is_file():
            raise RequestError(f"{path} is not a picture file.")
        if not path.stat().st_size:
            raise RequestError(f"{path} is empty; use PNG, JPEG, WebP, TIFF or AVIF.")
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror}.") from error


def _content(path: Path) -> bytes:
    _check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror}.") from error


def _upright(picture: Image.Image, notices: list[str]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001  as above; the picture itself is whole
        notices.append("Its orientation could not be read and was ignored.")
        return picture


def _narrowed(picture: Image.Image) -> Image.Image:
    """A picture of wide integers or floats as 8-bit grey."""
    values = np.asarray(picture).astype(np.float64)
    if picture.mode == "F":
        scale = 255.0 if values.max(initial=0) <= 1 else 1.0
    else:
        scale = 255 / 65535 if values.max(initial=0) > 255 else 1.0
    return Image.fromarray(np.clip(np.nan_to_num(values) * scale, 0, 255).round().astype(np.uint8))


def _to_srgb(
    picture: Image.Image, profile: bytes | None, has_alpha: bool, notices: list[str]
) -> Image.Image:
    if not profile:
        return picture
    if picture.mode in ("P", "PA") or (picture.mode == "RGB" and has_alpha):
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    if picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    facts = profile_facts(profile)
    if facts is not None and "srgb" in facts[0].lower():
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        notices.append("Its colour profile is damaged and was ignored.")
        return picture
    name = facts[0] if facts else ""
    notices.append(f"Colours were converted from {name or 'its profile'} to sRGB.")
    return converted if converted is not None else picture
