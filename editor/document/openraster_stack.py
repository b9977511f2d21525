"""Reads stack.xml: which layers there are, where they lie and how they mix."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from editor.document.layer import Blend
from editor.document.openraster_archive import Unreadable
from editor.document.openraster_names import IDENTIFIER, LAYER_ATTRIBUTES, MAX_DEPTH, MAX_LAYERS
from editor.document.words import translate

__all__ = ["LayerEntry", "Notes", "Stack", "parse_stack"]

FURTHEST = 1_000_000  # pixels; more would only be forged
TRUE = ("true", "1")
BLENDS = {blend.value: blend for blend in Blend}


@dataclass
class Notes:
    """What the user should know of a file that was read.

    Attributes:
        damaged: something in it could not be read.
    """

    sentences: list[str] = field(default_factory=list)
    damaged: bool = False

    def tell(self, sentence: str) -> None:
        """Something is different now; each thing is told once."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    def lost(self, sentence: str) -> None:
        """Something could not be read."""
        self.damaged = True
        self.tell(sentence)


@dataclass(frozen=True, eq=False)
class LayerEntry:
    """A layer as stack.xml tells of it; the fields are those of Layer.

    Attributes:
        src: the part of the zip with its pixels; empty where none is named.
        identifier: under which our own part tells more; empty in files of other programs.
    """

    src: str
    name: str
    x: int
    y: int
    opacity: float
    visible: bool
    locked: bool
    selected: bool
    blend: Blend
    identifier: str
    extra: Mapping[str, str]

    @property
    def quoted(self) -> str:
        """Its name as a sentence quotes it."""
        return _short(self.name)


@dataclass(frozen=True)
class Stack:
    """What stack.xml tells.

    Attributes:
        layers: from the top to the bottom.
        dpi: across and down.
    """

    width: int
    height: int
    layers: tuple[LayerEntry, ...]
    dpi: tuple[float, float] | None


@dataclass(frozen=True)
class _Group:
    """What layers inherit from the stacks that they lie in."""

    x: int = 0
    y: int = 0
    opacity: float = 1.0
    visible: bool = True
    locked: bool = False


def parse_stack(data: bytes, notes: Notes) -> Stack:
    """Read stack.xml; nested stacks become plain layers.

    Raises:
        Unreadable: it is damaged, hostile, or tells of no possible picture.
    """
    try:
        image = fromstring(data, forbid_dtd=True)
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(translate("Projects", "its list of layers is damaged")) from error
    root = image.find("stack")
    if image.tag != "image" or root is None:
        raise Unreadable(translate("Projects", "its list of layers is damaged"))
    width, height = (_side(image.get(name, "")) for name in ("w", "h"))
    reader = _Reader(notes)
    layers = tuple(reader.layers(root, _Group(), 1))
    dpi = _side_or_none(image.get("xres")), _side_or_none(image.get("yres"))
    return Stack(width, height, layers, (dpi[0], dpi[1]) if dpi[0] and dpi[1] else None)


def _side_or_none(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 1 < value < 1e5 else None


def _side(text: str) -> int:
    try:
        side = int(text)
    except ValueError as error:
        raise Unreadable(
            translate("Projects", "it does not tell how large the picture is")
        ) from error
    if not 0 < side <= FURTHEST:
        raise Unreadable(translate("Projects", "the size of its picture is impossible"))
    return side


class _Reader:
    """Walks through the elements and collects what has to be told."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._count = 0
        self._flattened = False

    def layers(self, stack: Element, group: _Group, depth: int) -> Iterator[LayerEntry]:
        """The layers in a stack and in the stacks in it."""
        if depth > MAX_DEPTH:
            text = translate("Projects", "its groups of layers are nested more than {most} deep")
            raise Unreadable(text.format(most=MAX_DEPTH))
        for element in stack:
            if element.tag == "layer":
                self._count += 1
                if self._count > MAX_LAYERS:
                    text = translate("Projects", "it has more than {most} layers")
                    raise Unreadable(text.format(most=MAX_LAYERS))
                yield self._layer(element, group)
            elif element.tag == "stack":
                yield from self.layers(element, self._group(element, group), depth + 1)
            else:
                text = translate("Projects", "Something other than a layer was left out: {tag}.")
                self._notes.lost(text.format(tag=element.tag[:40]))

    def _group(self, element: Element, outer: _Group) -> _Group:
        if not self._flattened:
            self._flattened = True
            self._notes.tell(
                translate("Projects", "Groups of layers were taken apart into single layers.")
            )
        if element.get("composite-op", Blend.NORMAL.value) != Blend.NORMAL.value:
            text = translate(
                "Projects", "The group {name} had a blend mode of its own, which is not kept."
            )
            self._notes.tell(text.format(name=_short(element.get("name", ""))))
        return self._placed(element, outer)

    def _placed(self, element: Element, outer: _Group) -> _Group:
        """Place, opacity, visibility and lock of an element, with what it inherits."""
        return _Group(
            self._whole(element, "x", outer.x),
            self._whole(element, "y", outer.y),
            self._opacity(element) * outer.opacity,
            element.get("visibility", "visible") != "hidden" and outer.visible,
            element.get("edit-locked") in TRUE or outer.locked,
        )

    def _layer(self, element: Element, group: _Group) -> LayerEntry:
        name = element.get("name", "")
        placed = self._placed(element, group)
        extra = {key: text for key, text in element.items() if key not in LAYER_ATTRIBUTES}
        operation = element.get("composite-op", Blend.NORMAL.value)
        if operation not in BLENDS:
            text = translate("Projects", "The layer {name} has the unknown blend mode {mode}.")
            self._notes.tell(text.format(name=_short(name), mode=_short(operation)))
            extra["composite-op"] = operation
        if len(element):
            text = translate("Projects", "The layer {name} had details that were left out.")
            self._notes.lost(text.format(name=_short(name)))
        return LayerEntry(
            element.get("src", ""),
            name,
            placed.x,
            placed.y,
            placed.opacity,
            placed.visible,
            placed.locked,
            element.get("selected") in TRUE,
            BLENDS.get(operation, Blend.NORMAL),
            element.get(IDENTIFIER, ""),
            extra,
        )

    def _whole(self, element: Element, key: str, start: int) -> int:
        value = self._number(element, key, 0.0)
        if math.isnan(value) or abs(value) > FURTHEST:
            text = translate("Projects", "{name} had an impossible place, which was mended.")
            self._notes.tell(text.format(name=_short(element.get("name", ""))))
            value = 0.0 if math.isnan(value) else math.copysign(FURTHEST, value)
        return min(max(round(value) + start, -FURTHEST), FURTHEST)

    def _opacity(self, element: Element) -> float:
        value = self._number(element, "opacity", 1.0)
        if not 0 <= value <= 1:
            text = translate("Projects", "{name} had an impossible opacity, which was mended.")
            self._notes.tell(text.format(name=_short(element.get("name", ""))))
            value = 1.0 if math.isnan(value) else min(max(value, 0.0), 1.0)
        return value

    @staticmethod
    def _number(element: Element, key: str, usual: float) -> float:
        text = element.get(key)
        try:
            return usual if text is None else float(text)
        except ValueError:
            return math.nan


def _short(text: str) -> str:
    """A name as a sentence quotes it."""
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
