"""Small pictures of files, photos and projects; may be made in a thread."""

from pathlib import Path

from PIL import Image, ImageOps
from PySide6.QtGui import QImage

from editor.document.openraster import PROJECT_SUFFIX, read_thumbnail
from inference.pictures import read_header

__all__ = ["project_thumbnail", "thumbnail"]

MOST_PIXELS = 80_000_000  # of a photo; decoding more takes too long for a small picture


def thumbnail(path: Path, width: int, height: int) -> QImage:
    """A small picture of a photo or a project, upright.

    Args:
        width, height: device pixels that it covers, unless the file itself has fewer.

    Raises:
        EditorError, RequestError, OSError, ValueError: the file is missing, damaged or too large;
            Pillow raises yet other errors at damaged files.
    """
    if path.suffix.lower() == PROJECT_SUFFIX:
        return project_thumbnail(path)
    info = read_header(path)
    if info.width * info.height > MOST_PIXELS:
        raise ValueError(f"{path} is too large for a thumbnail")
    with Image.open(path) as opened:
        opened.draft("RGB", (2 * width, 2 * height))  # decodes a fraction of a large JPEG
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
    scale = max(width / picture.width, height / picture.height)
    if scale < 1:
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    shared = QImage(
        picture.tobytes(),
        picture.width,
        picture.height,
        picture.width * 4,
        QImage.Format.Format_RGBA8888,
    )
    return shared.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def project_thumbnail(path: Path) -> QImage:
    """The small picture that a project holds, 256 pixels a side at most.

    Raises:
        FileError: there is none, or it is damaged.
    """
    return read_thumbnail(path).image.copy()
