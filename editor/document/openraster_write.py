"""Writes OpenRaster projects, whole or not at all."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from editor.document.atomic import write_atomically
from editor.document.compositor import TILE, Composite
from editor.document.document import Origin
from editor.document.errors import FileError
from editor.document.geometry import EMPTY, Rect
from editor.document.kept_runs import KeptRun
from editor.document.layer import Blend, Layer
from editor.document.openraster_names import (
    IDENTIFIER,
    MAX_LAYERS,
    MEDIA_TYPE,
    MERGED,
    MIMETYPE,
    NAMESPACE,
    OURS,
    STACK,
    THUMBNAIL,
    VERSION,
    for_xml,
    is_reserved,
)
from editor.document.openraster_ours import our_part
from editor.document.openraster_png import encode_png
from editor.document.openraster_runs import run_parts
from editor.document.pixels import Pixels
from editor.document.resample import resized
from editor.document.state import State
from editor.document.words import translate

__all__ = ["write_project"]

THUMBNAIL_SIDE = 256
ZIP64_ABOVE = 2**30  # bytes; a zip's own fields end at four times as much

ET.register_namespace("blendbrush", NAMESPACE)


def write_project(path: Path, state: State, origin: Origin, runs: Sequence[KeptRun] = ()) -> None:
    """Write a project file. It may run in any thread on a state that nobody changes meanwhile.

    Args:
        origin: its project entries and metadata go into the file.
        runs: whose candidates the file keeps.

    Raises:
        FileError: the file cannot be written, or the project has too many parts.
    """
    if len(state.layers) > MAX_LAYERS:
        text = translate("Projects", "A project holds {most} layers; merge some of them first.")
        raise FileError(text.format(most=MAX_LAYERS))
    others = {name: data for name, data in origin.project.items() if not is_reserved(name)}
    mask, *sources = _new_names(["mask", *_numbered("layer", state)], set(others))
    originals = _originals(state, sources, set(others))
    stack = _stack_xml(state, sources, origin)
    ours = our_part(state, mask, origin, originals)

    def write(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            _put(archive, MIMETYPE, MEDIA_TYPE, zipfile.ZIP_STORED)
            _put(archive, STACK, stack)
            for place, (layer, source) in enumerate(zip(state.layers, sources, strict=True)):
                _put_png(archive, source, layer.pixels.straight())
                if layer.original is not None and originals[place] != source:
                    _put_png(archive, originals[place], layer.original.straight())
            _put_png(archive, mask, state.mask.array)
            _put(archive, OURS, ours)
            merged = _merged(state)
            _put_png(archive, MERGED, merged.straight())
            _put_png(archive, THUMBNAIL, _thumbnail(merged).straight())
            for name, data in others.items():
                _put(archive, name, data)
            for name, data in run_parts(runs):
                _put(archive, name, data, _compression(name))

    write_atomically(path, write)


def _put(
    archive: zipfile.ZipFile, name: str, data: bytes, compression: int = zipfile.ZIP_DEFLATED
) -> None:
    archive.writestr(_entry(name, compression), data)


def _put_png(archive: zipfile.ZipFile, name: str, array: NDArray[np.uint8]) -> None:
    entry = _entry(name, zipfile.ZIP_STORED)  # it is compressed already
    with archive.open(entry, "w", force_zip64=array.nbytes > ZIP64_ABOVE) as file:
        for piece in encode_png(array):
            file.write(piece)


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of no date: the same picture gives the same bytes
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


def _compression(name: str) -> int:
    return zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED


def _new_names(wishes: Sequence[str], taken: set[str]) -> list[str]:
    """Names like these that no part of another program has."""
    names = []
    for wanted in wishes:
        name, number = f"data/{wanted}.png", 2
        while name in taken:
            name, number = f"data/{wanted}-{number}.png", number + 1
        names.append(name)
    return names


def _numbered(word: str, state: State) -> list[str]:
    return [f"{word}{place}" for place in range(len(state.layers))]


def _originals(state: State, sources: list[str], taken: set[str]) -> dict[int, str]:
    """The parts with layers' original pixels; the layer's own where nobody has changed it."""
    names = _new_names(_numbered("original", state), taken)
    return {
        place: sources[place] if _as_it_was(layer) else names[place]
        for place, layer in enumerate(state.layers)
        if layer.original is not None
    }


def _as_it_was(layer: Layer) -> bool:
    return layer.original is not None and np.array_equal(layer.original.array, layer.pixels.array)


def _merged(state: State) -> Pixels:
    """What the compositor shows, put together tile by tile.

    QPainter keeps other threads from running Python; one call for all would freeze the window.
    """
    composite = Composite(state)
    for column, row in state.rect.tiles(TILE):
        composite.region(Rect(column * TILE, row * TILE, TILE, TILE))
    return composite.region(EMPTY)


def _thumbnail(merged: Pixels) -> Pixels:
    share = min(1.0, THUMBNAIL_SIDE / max(merged.width, merged.height))
    size = (max(1, round(side * share)) for side in (merged.width, merged.height))
    return Pixels(resized(merged.array, *size))


def _stack_xml(state: State, sources: list[str], origin: Origin) -> bytes:
    size = {"version": VERSION, "w": str(state.width), "h": str(state.height)}
    if origin.metadata.dpi:
        across, down = origin.metadata.dpi
        size |= {"xres": str(round(across)), "yres": str(round(down))}
    image = ET.Element("image", size)
    stack = ET.SubElement(image, "stack")
    for place in reversed(range(len(state.layers))):
        layer = state.layers[place]
        attributes = _attributes(layer, sources[place], selected=layer.number == state.active)
        ET.SubElement(stack, "layer", attributes | {IDENTIFIER: str(place)})
    return ET.tostring(image, "UTF-8", xml_declaration=True)


def _attributes(layer: Layer, source: str, *, selected: bool) -> dict[str, str]:
    attributes = dict(layer.extra)
    operation = attributes.pop("composite-op", layer.blend.value)
    if layer.blend is not Blend.NORMAL:  # chosen here, in the place of one unknown to us
        operation = layer.blend.value
    attributes |= {
        "name": for_xml(layer.name),
        "src": source,
        "x": str(layer.x),
        "y": str(layer.y),
        "opacity": str(float(layer.opacity)),
        "visibility": "visible" if layer.visible else "hidden",
        "composite-op": operation,
    }
    if selected:
        attributes["selected"] = "true"
    if layer.locked:
        attributes["edit-locked"] = "true"
    return attributes
