"""Opens OpenRaster projects: whole, in part with a notice, or not at all with one sentence."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
import psutil

from editor.document.document import Origin
from editor.document.errors import FileError
from editor.document.image_files import Metadata, Verdict, check_size, memory_needed
from editor.document.kept_runs import KeptRun
from editor.document.layer import Layer
from editor.document.openraster_archive import Archive, Unreadable, open_archive
from editor.document.openraster_names import (
    MAX_OTHERS,
    MAX_STACK,
    MERGED,
    STACK,
    THUMBNAIL,
    is_reserved,
    is_safe,
)
from editor.document.openraster_ours import Ours, read_ours
from editor.document.openraster_png import HEADER_BYTES, PngHeader, decode_png, read_png_header
from editor.document.openraster_runs import read_runs
from editor.document.openraster_stack import LayerEntry, Notes, Stack, parse_stack
from editor.document.pixels import Mask, Pixels
from editor.document.state import State
from editor.document.words import number, translate

__all__ = ["ProjectFile", "check_project", "read_project", "read_project_runs", "read_thumbnail"]

LARGEST_THUMBNAIL = 1024


@dataclass(frozen=True, eq=False)
class ProjectFile:
    """A project that was opened.

    Attributes:
        notices: what is different from the file, a sentence each.
        damaged: parts could not be read: saving over the file would lose them for good.
        runs: those whose candidates it keeps, oldest first.
    """

    state: State
    origin: Origin
    notices: tuple[str, ...]
    damaged: bool
    runs: tuple[KeptRun, ...] = ()


def read_project(path: Path) -> ProjectFile:
    """Open a project file of this or another program.

    Raises:
        FileError: it is missing, no OpenRaster file, hostile, too large, or wholly damaged.
    """
    notes = Notes()
    with _opening(path) as archive:
        stack = parse_stack(archive.read(STACK, MAX_STACK), notes)
        return _Reader(archive, stack, notes).project()


def check_project(path: Path) -> None:
    """Read only as much of a project as shows that it can be opened.

    Raises:
        FileError: it cannot.
    """
    with _opening(path) as archive:
        parse_stack(archive.read(STACK, MAX_STACK), Notes())


def read_project_runs(path: Path) -> tuple[KeptRun, ...]:
    """The runs in a project file, as far as they can be read.

    Raises:
        FileError: it is missing, or no OpenRaster file.
    """
    with _opening(path) as archive:
        return read_runs(archive, Notes())


def read_thumbnail(path: Path) -> Pixels:
    """The small picture in a project file.

    Raises:
        FileError: there is none that can be read.
    """
    with _opening(path) as archive:
        header = read_png_header(archive.beginning(THUMBNAIL, HEADER_BYTES))
        if max(header.width, header.height) > LARGEST_THUMBNAIL:
            raise Unreadable(translate("Projects", "its thumbnail is too large"))
        return _decoded(archive, THUMBNAIL, header)


@contextmanager
def _opening(path: Path) -> Iterator[Archive]:
    try:
        with open_archive(path) as archive:
            yield archive
    except Unreadable as error:
        text = translate("Projects", "{path} cannot be opened: {why}; choose another file.")
        raise FileError(text.format(path=path, why=error)) from error


def _decoded(archive: Archive, name: str, header: PngHeader) -> Pixels:
    return Pixels.from_straight(decode_png(archive.read(name, header.max_bytes), "RGBA"))


class _Reader:
    """Builds a state from an archive; what cannot be read is left out and told."""

    def __init__(self, archive: Archive, stack: Stack, notes: Notes) -> None:
        self._archive = archive
        self._stack = stack
        self._notes = notes
        self._used = set[str]()

    def project(self) -> ProjectFile:
        """All of it."""
        headers = self._headers()
        ours = read_ours(self._archive, self._notes)
        twice = [header for entry, header in headers.items() if ours.original(entry.identifier)]
        self._check_memory([*headers.values(), *twice])
        layers, active = self._layers(headers, ours)
        mask = self._mask(ours.mask)
        state = State(self._stack.width, self._stack.height, layers, active, mask)
        metadata = ours.metadata or Metadata(dpi=self._stack.dpi)
        origin = Origin(metadata=metadata, project=self._others())
        runs = read_runs(self._archive, self._notes)
        return ProjectFile(state, origin, tuple(self._notes.sentences), self._notes.damaged, runs)

    def _headers(self) -> dict[LayerEntry, PngHeader]:
        """The headers of all layers' pictures that have a good one."""
        headers = {}
        for entry in self._stack.layers:
            try:
                headers[entry] = self._header(entry.src)
            except Unreadable as error:
                self._notes.lost(_left_out(entry, error))
        return headers

    def _header(self, source: str) -> PngHeader:
        if not is_safe(source) or not source.startswith("data/"):
            raise Unreadable(translate("Projects", "it names no proper place for its picture"))
        return read_png_header(self._archive.beginning(source, HEADER_BYTES))

    def _check_memory(self, headers: Iterable[PngHeader]) -> None:
        width, height = self._stack.width, self._stack.height
        area = sum(header.width * header.height for header in headers)
        layers = ceil(area / (width * height))
        available = psutil.virtual_memory().available
        if check_size(width, height, layers, available) is Verdict.REFUSE:
            needed = number(memory_needed(width, height, layers) / 2**30, 1)
            text = translate("Projects", "it needs {needed} GB of memory and {free} GB are free")
            raise Unreadable(text.format(needed=needed, free=number(available / 2**30, 1)))

    def _layers(
        self, headers: Mapping[LayerEntry, PngHeader], ours: Ours
    ) -> tuple[tuple[Layer, ...], int]:
        """The layers from the bottom to the top, and the number of the active one."""
        layers: list[Layer] = []
        active = 0
        for entry in reversed(self._stack.layers):
            layer = self._layer(entry, headers[entry], ours) if entry in headers else None
            if layer is not None:
                layers.append(layer)
                active = layer.number if entry.selected else active
        if self._stack.layers and not layers:
            layers.append(self._merged())
        if layers and not active:
            active = layers[-1].number
        return tuple(layers), active

    def _layer(self, entry: LayerEntry, header: PngHeader, ours: Ours) -> Layer | None:
        try:
            pixels = _decoded(self._archive, entry.src, header)
        except Unreadable as error:
            self._notes.lost(_left_out(entry, error))
            return None
        if header.depth == 16:
            text = translate("Projects", "The layer {name} was reduced from 16 bits to 8 bits.")
            self._notes.tell(text.format(name=entry.quoted))
        self._used.add(entry.src)
        return Layer(
            pixels,
            ours.name(entry.identifier, entry.name),
            entry.x,
            entry.y,
            entry.opacity,
            entry.visible,
            entry.locked,
            entry.blend,
            ours.kind(entry.identifier),
            ours.recipe(entry.identifier),
            entry.extra,
            original=self._original(entry, pixels, ours.original(entry.identifier)),
        )

    def _original(self, entry: LayerEntry, pixels: Pixels, name: str) -> Pixels | None:
        """What a layer looked like before somebody erased some of it, where that is kept."""
        if not name:
            return None
        if name == entry.src:
            return pixels.copy()
        try:
            size, why = (pixels.width, pixels.height), translate("Projects", "its size is another")
            original = _decoded(self._archive, name, self._header_of(name, size, why))
        except Unreadable as error:
            text = translate("Projects", "What was erased of the layer {name} is lost: {why}.")
            self._notes.lost(text.format(name=entry.quoted, why=error))
            return None
        self._used.add(name)
        return original

    def _merged(self) -> Layer:
        """What is left where no layer can be read."""
        try:
            header = read_png_header(self._archive.beginning(MERGED, HEADER_BYTES))
            self._check_memory([header])
            pixels = _decoded(self._archive, MERGED, header)
        except Unreadable as error:
            raise Unreadable(translate("Projects", "none of its layers can be read")) from error
        self._notes.lost(
            translate(
                "Projects", "No layer could be read; this is the picture that they made together."
            )
        )
        return Layer(pixels, translate("Projects", "Merged"))

    def _mask(self, name: str) -> Mask:
        width, height = self._stack.width, self._stack.height
        if not name:
            return Mask.empty(width, height)
        try:
            size, why = (width, height), translate("Projects", "its size is not the picture's")
            header = self._header_of(name, size, why)
            grey = decode_png(self._archive.read(name, header.max_bytes), "L")
        except Unreadable as error:
            text = translate("Projects", "The mask was left out: {why}.")
            self._notes.lost(text.format(why=error))
            return Mask.empty(width, height)
        self._used.add(name)
        return Mask(np.array(grey))

    def _header_of(self, name: str, size: tuple[int, int], why: str) -> PngHeader:
        header = self._header(name)
        if (header.width, header.height) != size:
            raise Unreadable(why)
        return header

    def _others(self) -> dict[str, bytes]:
        """What belongs to other programs, or could not be used: it goes back into the file."""
        others: dict[str, bytes] = {}
        left, dropped = MAX_OTHERS, False
        for name in self._archive.names:
            if name in self._used or is_reserved(name) or name.endswith("/"):
                continue
            size = self._archive.size(name)
            if not is_safe(name) or size > left:
                dropped = True
                continue
            left -= size
            try:
                others[name] = self._archive.read(name, size)
            except Unreadable:
                dropped = True
        if dropped:
            self._notes.lost(
                translate(
                    "Projects", "Parts that other programs put into the file could not be kept."
                )
            )
        return others


def _left_out(entry: LayerEntry, why: Unreadable) -> str:
    text = translate("Projects", "The layer {name} was left out: {why}.")
    return text.format(name=entry.quoted, why=why)
