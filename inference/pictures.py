"""Reads picture and mask files into arrays, telling what had to be converted. Plain Python.

Content decides what a file is, not its name. Files are only ever read here.
"""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from inference.errors import RequestError

__all__ = ["Picture", "read_mask", "read_picture"]

Pixels = NDArray[np.uint8]
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY = 128  # what a model sees where a picture is transparent
WIDE_MODES = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture file, upright and in 8-bit sRGB.

    Attributes:
        pixels: (H, W, 3), or (H, W, 4) where the file has transparency; uint8.
        notices: what was converted, a sentence each.
    """

    pixels: Pixels
    notices: tuple[str, ...]

    @property
    def flattened(self) -> Pixels:
        """Without transparency, over grey: what a model sees, (H, W, 3)."""
        if self.pixels.shape[2] == 3:
            return self.pixels
        alpha = self.pixels[..., 3:].astype(np.uint16)
        blend = (self.pixels[..., :3] * alpha + GREY * (255 - alpha) + 127) // 255
        return blend.astype(np.uint8)


def read_picture(path: Path) -> Picture:
    """Read a picture of any common format.

    Raises:
        RequestError: it is missing, no picture, damaged or too large.
    """
    opened, notices = _opened(path)
    if opened.mode in ("CMYK", "LAB", "YCbCr", "HSV"):
        notices.append(f"{opened.mode} was converted to sRGB.")
    has_alpha = "A" in opened.getbands() or "transparency" in opened.info
    profile = opened.info.get("icc_profile")
    if opened.mode in WIDE_MODES:
        notices.append("16-bit colours were reduced to 8 bits.")
        opened = _narrowed(opened)
    converted = _to_srgb(opened, profile, has_alpha, notices)
    return Picture(np.asarray(converted.convert("RGBA" if has_alpha else "RGB")), tuple(notices))


def read_mask(path: Path) -> Pixels:
    """Read a mask, (H, W): white where the picture may change; transparency counts as black.

    Raises:
        RequestError: as for a picture.
    """
    opened, _ = _opened(path)
    if opened.mode in WIDE_MODES:
        opened = _narrowed(opened)
    if "A" in opened.getbands() or "transparency" in opened.info:
        grey, alpha = opened.convert("RGBA").convert("LA").split()
        product = np.asarray(grey).astype(np.uint16) * np.asarray(alpha)
        return ((product + 127) // 255).astype(np.uint8)
    return np.asarray(opened.convert("L"))


def _opened(path: Path) -> tuple[Image.Image, list[str]]:
    """The decoded first frame, turned upright."""
    data = _content(path)
    notices: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own complaints about damaged metadata
            picture = Image.open(io.BytesIO(data))
            picture.load()
    except Image.DecompressionBombError as error:
        raise RequestError(
            f"{path} has more pixels than can be opened; make it smaller."
        ) from error
    except UnidentifiedImageError as error:
        what = "is not a picture that can be read" if data else "is empty"
        raise RequestError(f"{path} {what}; use PNG, JPEG, WebP, TIFF or AVIF.") from error
    except MemoryError as error:
        raise RequestError(f"{path} is too large for this machine's memory.") from error
    except Exception as error:
        # Pillow's decoders raise nearly anything at damaged data.
        raise RequestError(f"{path} is damaged and cannot be opened ({error}).") from error
    frames = getattr(picture, "n_frames", 1)
    if frames > 1:
        notices.append(f"Only the first of {frames} frames is used.")
    if data.startswith(PNG_SIGNATURE) and data[24] == 16 and picture.mode not in WIDE_MODES:
        notices.append("16-bit colours were reduced to 8 bits.")
    return _upright(picture, notices), notices


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            raise RequestError(f"There is no file {path}.")
        if not path.is_file():
            raise RequestError(f"{path} is not a picture file.")
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
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        name = ImageCms.getProfileDescription(source).strip()
        if "srgb" in name.lower():
            return picture
        mode = "RGBA" if has_alpha and picture.mode == "RGBA" else "RGB"
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        notices.append("Its colour profile is damaged and was ignored.")
        return picture
    notices.append(f"Colours were converted from {name or 'its profile'} to sRGB.")
    return converted if converted is not None else picture
