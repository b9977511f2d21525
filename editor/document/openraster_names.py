"""What an OpenRaster file is made of: names of its parts, and how large they may be."""

import re
from pathlib import PurePosixPath

__all__ = [
    "IDENTIFIER",
    "LAYER_ATTRIBUTES",
    "MAX_DEPTH",
    "MAX_LAYERS",
    "MAX_OTHERS",
    "MAX_OURS",
    "MAX_STACK",
    "MEDIA_TYPE",
    "MERGED",
    "MIMETYPE",
    "NAMESPACE",
    "OURS",
    "RUNS",
    "RUNS_FOLDER",
    "STACK",
    "THUMBNAIL",
    "VERSION",
    "for_xml",
    "is_reserved",
    "is_safe",
]

MIMETYPE, MEDIA_TYPE = "mimetype", b"image/openraster"
VERSION = "0.0.5"
STACK = "stack.xml"
MERGED = "mergedimage.png"
THUMBNAIL = "Thumbnails/thumbnail.png"
OURS = "data/blendbrush.json"  # all that OpenRaster has no place for
RUNS = "blendbrush/candidates.json"
RUNS_FOLDER = "blendbrush/candidates/"
RESERVED = frozenset({MIMETYPE, STACK, MERGED, THUMBNAIL, OURS, RUNS})

NAMESPACE = "urn:blendbrush:1"
IDENTIFIER = f"{{{NAMESPACE}}}id"  # of a layer, under which OURS tells more of it
LAYER_ATTRIBUTES = frozenset(
    {"name", "src", "x", "y", "opacity", "visibility", "composite-op", "selected", "edit-locked"}
) | {IDENTIFIER}

MAX_STACK = 2**20  # bytes of stack.xml
MAX_OURS = 2**25  # bytes of our own part
MAX_OTHERS = 64_000_000  # bytes of all that belongs to other programs
MAX_DEPTH, MAX_LAYERS = 32, 500

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def for_xml(text: str) -> str:
    """The text with a mark for each character that no XML can hold."""
    return NOT_IN_XML.sub("\ufffd", text)


def is_reserved(name: str) -> bool:
    """Whether a part is one that every project of ours has, or one of its runs."""
    return name in RESERVED or name.startswith(RUNS_FOLDER)


def is_safe(name: str) -> bool:
    """Whether a name stays inside the zip for every program that may unpack it."""
    if not name or name.startswith("/") or "\\" in name or ":" in name or "\0" in name:
        return False
    return ".." not in name.split("/") and str(PurePosixPath(name)) == name
