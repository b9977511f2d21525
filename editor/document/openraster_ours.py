"""The part of a project that only Blendbrush writes: kinds, recipes, exact names, metadata."""

import base64
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from editor.document.document import Origin
from editor.document.errors import FileError
from editor.document.image_files import Metadata
from editor.document.kept_runs import values_in
from editor.document.layer import Kind, Layer
from editor.document.openraster_archive import Archive, Unreadable
from editor.document.openraster_names import MAX_OURS, OURS, for_xml
from editor.document.openraster_stack import Notes
from editor.document.state import State
from editor.document.words import translate
from inference.metadata import NO_METADATA

__all__ = ["Ours", "our_part", "parse_json", "read_ours"]

MAX_VALUES = 500_000  # numbers, texts and the like
NO_ORIGINALS: Mapping[int, str] = MappingProxyType({})
KINDS = {kind.value: kind for kind in Kind}


def our_part(
    state: State, mask: str, origin: Origin, originals: Mapping[int, str] = NO_ORIGINALS
) -> bytes:
    """What OpenRaster has no place for, as JSON; layers go by their place from the bottom.

    Args:
        mask: the part of the zip that holds the mask.
        originals: the parts that hold layers' original pixels, by the layers' places.

    Raises:
        FileError: it is more than will be read again.
    """
    ours: dict[str, Any] = {"version": 1, "mask": mask, "metadata": _packed(origin.metadata)}
    ours["layers"] = {
        str(place): _more(layer, originals.get(place, ""))
        for place, layer in enumerate(state.layers)
    }
    data = json.dumps(ours).encode()
    if len(data) > MAX_OURS or values_in(data) > MAX_VALUES:
        raise FileError(
            translate(
                "Projects", "The picture's metadata are too large for a project; remove some first."
            )
        )
    return data


def _more(layer: Layer, original: str) -> dict[str, Any]:
    more: dict[str, Any] = {"kind": layer.kind.value}
    if original:
        more["original"] = original
    if layer.recipe:
        more["recipe"] = dict(layer.recipe)
    if for_xml(layer.name) != layer.name:
        more["name"] = layer.name
    return more


def _packed(metadata: Metadata) -> dict[str, Any]:
    fields: dict[str, Any] = {"dpi": metadata.dpi}
    for name in ("exif", "icc_profile", "xmp"):
        value = getattr(metadata, name)
        fields[name] = None if value is None else base64.b64encode(value).decode()
    return fields


@dataclass(frozen=True)
class Ours:
    """Our own part of a file; empty for files of other programs.

    Attributes:
        mask: the part of the zip that holds the mask; empty where there is none.
    """

    mask: str = ""
    metadata: Metadata | None = None
    layers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def kind(self, identifier: str) -> Kind:
        """What the layer is for."""
        kind = self._of(identifier).get("kind")
        return KINDS.get(kind, Kind.PICTURE) if isinstance(kind, str) else Kind.PICTURE

    def recipe(self, identifier: str) -> Mapping[str, Any]:
        """How the layer was made."""
        recipe = self._of(identifier).get("recipe")
        return recipe if isinstance(recipe, dict) else {}

    def original(self, identifier: str) -> str:
        """The part with the layer's original pixels; empty where it has none."""
        part = self._of(identifier).get("original")
        return part if isinstance(part, str) else ""

    def name(self, identifier: str, name: str) -> str:
        """The layer's exact name, unless another program has renamed it."""
        exact = self._of(identifier).get("name")
        return exact if isinstance(exact, str) and for_xml(exact) == name else name

    def _of(self, identifier: str) -> Mapping[str, Any]:
        more = self.layers.get(identifier)
        return more if isinstance(more, dict) else {}


def read_ours(archive: Archive, notes: Notes) -> Ours:
    """Read our own part of a file, as far as it is what we would write."""
    if OURS not in archive.names:
        return Ours()
    try:
        content = parse_json(archive.read(OURS, MAX_OURS))
    except Unreadable:
        notes.lost(
            translate("Projects", "The mask and what the layers were made of could not be read.")
        )
        return Ours()
    mask, layers = content.get("mask"), content.get("layers")
    return Ours(
        mask if isinstance(mask, str) else "",
        _unpacked(content["metadata"], notes) if "metadata" in content else None,
        layers if isinstance(layers, dict) else {},
    )


def parse_json(data: bytes) -> dict[str, Any]:
    """Parse a JSON object that may be hostile.

    Raises:
        Unreadable: it is none, or holds too much.
    """
    if values_in(data) > MAX_VALUES:
        raise Unreadable("too much in it")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if not isinstance(content, dict):
        raise Unreadable("not an object")
    return content


def _unpacked(fields: Any, notes: Notes) -> Metadata:  # noqa: ANN401  whatever the file holds
    try:
        exif, profile, xmp = (
            None if fields[name] is None else base64.b64decode(fields[name], validate=True)
            for name in ("exif", "icc_profile", "xmp")
        )
        return Metadata(exif or b"", profile, _resolution(fields["dpi"]), xmp)
    except (KeyError, TypeError, ValueError, OverflowError):
        notes.lost(
            translate(
                "Projects", "What the picture's file told besides its pixels could not be read."
            )
        )
        return NO_METADATA


def _resolution(dpi: Any) -> tuple[float, float] | None:  # noqa: ANN401  as above
    if dpi is None:
        return None
    across, down = (float(value) for value in dpi)
    if not (math.isfinite(across) and math.isfinite(down)):
        raise ValueError(dpi)
    return across, down
