"""Makes the bytes of picture files: PNG, JPEG, WebP, TIFF and BMP, with metadata and profile."""

import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageFile
from PIL.PngImagePlugin import PngInfo

from editor.document.errors import FileError
from editor.document.words import number, translate
from inference.metadata import NO_METADATA, Metadata, profile_facts
from inference.pictures import flatten
from inference.provenance import Provenance, xmp_packet

__all__ = [
    "FORMATS",
    "ExportOptions",
    "FileFormat",
    "encode_picture",
    "format_of",
    "has_own_profile",
]

Pixels = NDArray[np.uint8]
# What Pillow's encoders raise at pictures and metadata that a format cannot hold.
ENCODER_ERRORS = (OSError, ValueError, RuntimeError, SyntaxError, struct.error)
_buffer_lock = threading.Lock()


@dataclass(frozen=True)
class FileFormat:
    """A format that pictures are written in.

    Attributes:
        name: Pillow's name of it.
        suffixes: lower case, with the dot, the usual one first.
        label: for a file dialog.
        quality: the usual one, 1 … 100; None for a format without.
        max_side: the greatest width and height in pixels; None if there is no limit to meet.
    """

    name: str
    suffixes: tuple[str, ...]
    label: str
    has_alpha: bool
    can_keep_metadata: bool
    quality: int | None = None
    max_side: int | None = None

    @property
    def has_quality(self) -> bool:
        """Whether quality can be traded for size."""
        return self.quality is not None


FORMATS = (
    FileFormat("PNG", (".png",), "PNG", has_alpha=True, can_keep_metadata=True),
    FileFormat(
        "JPEG", (".jpg", ".jpeg"), "JPEG", False, can_keep_metadata=True, quality=92, max_side=65500
    ),
    FileFormat(
        "WEBP",
        (".webp",),
        "WebP",
        has_alpha=True,
        can_keep_metadata=True,
        quality=90,
        max_side=16383,
    ),
    FileFormat("TIFF", (".tif", ".tiff"), "TIFF", has_alpha=True, can_keep_metadata=True),
    FileFormat("BMP", (".bmp",), "BMP", has_alpha=False, can_keep_metadata=False),
)


@dataclass(frozen=True)
class ExportOptions:
    """How a picture is written.

    Attributes:
        quality: 1 … 100; None for the format's usual one.
        lossless: WebP only.
        matte: what shows through where the format has no transparency.
        keep_metadata: EXIF, XMP and resolution of the file that was opened.
        profile: "srgb", or "own" for the RGB profile of the file that was opened.
        provenance: whether to say that a model had a part in it, if one had.

    Raises:
        ValueError: the quality is out of range.
    """

    format: FileFormat
    quality: int | None = None
    lossless: bool = False
    matte: tuple[int, int, int] = (255, 255, 255)
    keep_metadata: bool = True
    profile: Literal["srgb", "own"] = "srgb"
    provenance: bool = True

    def __post_init__(self) -> None:
        """Check the quality."""
        if self.quality is not None and not 1 <= self.quality <= 100:
            raise ValueError(f"The quality is between 1 and 100, not {self.quality}.")


def format_of(path: Path) -> FileFormat | None:
    """The format that a file name stands for."""
    suffix = path.suffix.lower()
    return next((each for each in FORMATS if suffix in each.suffixes), None)


def has_own_profile(metadata: Metadata) -> bool:
    """Whether a picture can be written in the colours of its own RGB profile."""
    facts = profile_facts(metadata.icc_profile) if metadata.icc_profile else None
    return facts is not None and facts[1] == "RGB"


def encode_picture(
    pixels: Pixels,
    options: ExportOptions,
    metadata: Metadata = NO_METADATA,
    provenance: Provenance | None = None,
) -> bytes:
    """The bytes of a picture file.

    Args:
        pixels: (H, W, 4) straight RGBA in sRGB.
        metadata: of the file that was opened.
        provenance: of the edits that a model made, if any.

    Raises:
        FileError: the format cannot hold the picture.
    """
    height, width = pixels.shape[:2]
    limit = options.format.max_side
    if limit is not None and max(width, height) > limit:
        text = translate(
            "Files",
            "{format} holds at most {limit} pixels a side and this picture is "
            "{width} × {height}; choose PNG or make it smaller.",
        )
        sides = {"limit": number(limit), "width": number(width), "height": number(height)}
        raise FileError(text.format(format=options.format.label, **sides))
    buffer = io.BytesIO()
    try:
        picture, profile = _coloured(pixels, options, metadata)
        arguments = _arguments(options) | _extras(picture, options, metadata, provenance, profile)
        with _room_for(8 * width * height):
            picture.save(buffer, options.format.name, **arguments)
    except (*ENCODER_ERRORS, ImageCms.PyCMSError) as error:
        text = translate(
            "Files",
            "The picture cannot be written as {format} ({why}); choose another format, or sRGB "
            "without the file's metadata.",
        )
        raise FileError(text.format(format=options.format.label, why=error)) from error
    return buffer.getvalue()


def _coloured(
    pixels: Pixels, options: ExportOptions, metadata: Metadata
) -> tuple[Image.Image, bytes | None]:
    """The picture in the mode and colours that it is written in, and the profile to embed."""
    if (pixels[..., 3] == 255).all():
        picture = Image.fromarray(np.ascontiguousarray(pixels[..., :3]))
    elif options.format.has_alpha:
        picture = Image.fromarray(pixels)
    else:
        picture = Image.fromarray(flatten(pixels, options.matte))
    own = metadata.icc_profile
    if own is None or not options.format.can_keep_metadata:
        return picture, None
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    facts = profile_facts(own)
    if options.profile == "srgb" or facts is None or facts[1] != "RGB":
        return picture, srgb.tobytes()
    if "srgb" not in facts[0].lower():
        target = ImageCms.ImageCmsProfile(io.BytesIO(own))
        ImageCms.profileToProfile(picture, srgb, target, inPlace=True)
    return picture, own


def _arguments(options: ExportOptions) -> dict[str, Any]:
    """What Pillow's encoder of the format is told."""
    quality = options.quality or options.format.quality or 0
    match options.format.name:
        case "PNG":
            return {"compress_level": 4}
        case "JPEG":
            subsampling = 0 if quality >= 90 else 2
            return {"quality": quality, "subsampling": subsampling, "progressive": True}
        case "WEBP":
            return {"quality": quality, "lossless": options.lossless, "exact": options.lossless}
        case _:
            return {}


def _extras(
    picture: Image.Image,
    options: ExportOptions,
    metadata: Metadata,
    provenance: Provenance | None,
    profile: bytes | None,
) -> dict[str, Any]:
    """Metadata and profile as Pillow's encoder of the format takes them."""
    if not options.format.can_keep_metadata:
        return {"dpi": metadata.dpi} if options.keep_metadata and metadata.dpi else {}
    kept = metadata if options.keep_metadata else NO_METADATA
    exif = _exif_of_size(kept.exif, picture, own=profile == metadata.icc_profile)
    xmp = kept.xmp
    if options.provenance and provenance is not None:
        xmp = xmp_packet(provenance, xmp)
    extras: dict[str, Any] = {"icc_profile": profile, "dpi": kept.dpi}
    match options.format.name:
        case "PNG" if xmp:
            extras["pnginfo"] = PngInfo()
            extras["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp.decode("utf-8", "replace"))
        case "TIFF":
            # Pillow's compressed TIFF cannot hold EXIF data of a camera.
            extras["compression"] = "raw" if exif else "tiff_deflate"
            if xmp:
                exif[ExifTags.Base.XMLPacket] = xmp
        case "JPEG" | "WEBP" if xmp:
            extras["xmp"] = xmp
    if exif:
        extras["exif"] = exif
    return {name: value for name, value in extras.items() if value is not None}


def _exif_of_size(data: bytes, picture: Image.Image, *, own: bool) -> Image.Exif:
    """EXIF data of an upright picture, with its size and, unless it has its own profile, sRGB."""
    exif = Image.Exif()
    if data:
        exif.load(data)
        exif[ExifTags.Base.Orientation] = 1
        details = exif.get_ifd(ExifTags.IFD.Exif)
        if details:
            details[ExifTags.Base.ExifImageWidth] = picture.width
            details[ExifTags.Base.ExifImageHeight] = picture.height
            if not own:
                details[ExifTags.Base.ColorSpace] = 1
    return exif


@contextmanager
def _room_for(size: int) -> Iterator[None]:
    """Let Pillow's encoders buffer so many bytes.

    A progressive JPEG is made in one piece, for which Pillow sets aside one byte a pixel; noise at
    a high quality takes more than three, and failed.
    """
    with _buffer_lock:
        usual = ImageFile.MAXBLOCK
        ImageFile.MAXBLOCK = max(usual, size)
        try:
            yield
        finally:
            ImageFile.MAXBLOCK = usual
