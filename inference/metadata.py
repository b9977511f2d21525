"""What a picture file says besides its pixels: EXIF, XMP, colour profile, dpi. Plain Python."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, ImageCms

__all__ = ["NO_METADATA", "Metadata", "profile_facts", "read_dpi", "read_exif", "read_xmp"]

Info = Mapping[str | tuple[int, int], Any]  # of a picture that Pillow opened
# How a file stores its pixels, in TIFF tags: not true of any other file.
STORAGE = {
    *range(254, 260),
    262,
    263,
    266,
    273,
    *range(277, 282),
    284,
    292,
    293,
    301,
    *range(317, 321),
}
STORAGE |= {*range(322, 326), 330, *range(338, 342), 347, *range(512, 522), *range(529, 533)}
STORAGE |= {700, 33723, 34377, 34675, 37724}  # other metadata in a TIFF; image data of Photoshop


@dataclass(frozen=True)
class Metadata:
    """What a file says besides its pixels.

    Attributes:
        exif: with the orientation of the upright picture, without thumbnails; may be empty.
        icc_profile: the file's own; pixels are read into sRGB all the same.
        dpi: across and down.
    """

    exif: bytes = b""
    icc_profile: bytes | None = None
    dpi: tuple[float, float] | None = None
    xmp: bytes | None = None


NO_METADATA = Metadata()


def read_exif(picture: Image.Image, notices: list[str]) -> bytes:
    """A picture's EXIF data, told upright, without what describes only its file.

    Args:
        picture: as opened, not yet turned.
        notices: gets a sentence if the data are damaged.
    """
    try:
        tags = Image.Exif()
        tags.load(picture.getexif().tobytes())
        for tag in STORAGE.intersection(tags):
            del tags[tag]
        if not tags:
            return b""
        tags[ExifTags.Base.Orientation] = 1
        return tags.tobytes()
    except Exception:  # noqa: BLE001  Pillow raises nearly anything here; the picture is whole
        notices.append("Its EXIF data could not be read and was left out.")
        return b""


def read_dpi(info: Info) -> tuple[float, float] | None:
    """The resolution across and down, if the file tells one."""
    try:
        across, down = (float(value) for value in info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if 1 < across < 1e5 and 1 < down < 1e5 else None


def read_xmp(info: Info) -> bytes | None:
    """The XMP packet without thumbnails: they would still show what was edited away."""
    packet = info.get("xmp")
    if not isinstance(packet, bytes):
        return None
    before, start, rest = packet.rstrip(b"\0 ").partition(b"<xmp:Thumbnails>")
    _, end, after = rest.rpartition(b"</xmp:Thumbnails>")
    return (before + after if end else before + start + rest) or None


def profile_facts(profile: bytes) -> tuple[str, str] | None:
    """An ICC profile's description and colour space ("RGB", "CMYK", "GRAY"); None if damaged."""
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        name = ImageCms.getProfileDescription(opened).strip()
        return name, opened.profile.xcolor_space.strip()
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
