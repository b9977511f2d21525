"""Scale, turn, mirror and move the active layer by a frame of handles, or by numbers."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from editor.canvas.tools.base import Host, Pointer
from editor.canvas.tools.frame_tool import FrameTool, Held
from editor.canvas.tools.handles import Box
from editor.document.geometry import Affine
from editor.document.layer import Layer
from editor.document.operations import transform_layer
from editor.document.state import State

__all__ = ["TransformTool", "TransformValues"]

translate = QCoreApplication.translate


@dataclass(frozen=True)
class TransformValues:
    """Where a layer shall be.

    Attributes:
        x, y: the top left corner before the layer is turned, in picture pixels.
        width, height: its sides, from 1.
        degrees: by which it is turned about its centre, clockwise.
        flipped_h, flipped_v: left and right, top and bottom change places.
    """

    x: float
    y: float
    width: float
    height: float
    degrees: float = 0.0
    flipped_h: bool = False
    flipped_v: bool = False

    @classmethod
    def of_layer(cls, layer: Layer) -> "TransformValues":
        """Where a layer is."""
        return cls(layer.x, layer.y, layer.pixels.width, layer.pixels.height)

    @property
    def box(self) -> Box:
        """The same as a frame."""
        middle = (self.x + self.width / 2, self.y + self.height / 2)
        return Box(*middle, self.width, self.height, self.degrees)

    def with_box(self, box: Box) -> "TransformValues":
        """Another frame, mirrored as before."""
        return replace(
            self,
            x=box.x - box.width / 2,
            y=box.y - box.height / 2,
            width=box.width,
            height=box.height,
            degrees=box.degrees,
        )

    def affine_from(self, layer: Layer) -> Affine:
        """The map of picture coordinates that brings a layer there."""
        before, after = TransformValues.of_layer(layer).box, self.box
        across = after.width / before.width * (-1 if self.flipped_h else 1)
        down = after.height / before.height * (-1 if self.flipped_v else 1)
        move = (after.x - before.x, after.y - before.y)
        return Affine.about((before.x, before.y), (across, down), self.degrees, move)


class TransformTool(FrameTool):
    """Transforms the active layer; shown live, and one step once it is confirmed."""

    name = "transform"
    turns = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._layer: Layer | None = None
        self._values: TransformValues | None = None
        self._previewed: State | None = None

    @property
    def values(self) -> TransformValues | None:
        """Where the layer is shown; None where there is none that can be transformed."""
        return self._values

    def set_values(self, values: TransformValues) -> None:
        """Show the layer elsewhere; sides below 1 become 1."""
        if self._layer is None:
            return
        width, height = max(1.0, values.width), max(1.0, values.height)
        self._values = replace(values, width=width, height=height)
        self._preview()
        self._changed()

    def flip(self, *, horizontally: bool) -> None:
        """Mirror the layer in its frame."""
        if self._values is None:
            return
        if horizontally:
            self.set_values(replace(self._values, flipped_h=not self._values.flipped_h))
        else:
            self.set_values(replace(self._values, flipped_v=not self._values.flipped_v))

    @property
    def box(self) -> Box | None:
        """The frame around the layer as it is shown."""
        return None if self._values is None else self._values.box

    @property
    def busy(self) -> bool:
        """Whether the layer is shown elsewhere than it is."""
        return self._previewed is not None

    def press(self, pointer: Pointer) -> None:
        """Hold what lies under the pointer, or say why nothing can be held."""
        if self._layer is None:
            self.host.say(_why_not(self.host.document.state.active_layer))
        super().press(pointer)

    def finish(self) -> None:
        """Transform the layer, as one step."""
        if self._layer is None or self._values is None or not self.busy:
            return
        document, number = self.host.document, self._layer.number
        affine = self._values.affine_from(self._layer)
        self._previewed = None
        label = translate("Tools", "Transform layer")
        document.change(label, transform_layer(document.state, number, affine))

    def cancel(self) -> None:
        """Show the layer where it is."""
        if self.busy:
            self._previewed = None
            self.host.document.preview(None)

    def _take(self, box: Box) -> None:
        if self._values is not None:
            self.set_values(self._values.with_box(box))

    def _ratio(self, held: Held, pointer: Pointer) -> float | None:
        keep = self.host.settings.values.keep_ratio is not pointer.shift
        return held.box.width / held.box.height if keep and held.grip.corner else None

    def _preview(self) -> None:
        if self._layer is None or self._values is None:
            return
        document = self.host.document
        if self._values == TransformValues.of_layer(self._layer):
            self._previewed = None
            document.preview(None)
            return
        affine = self._values.affine_from(self._layer)
        # Noted first: the document tells of the preview while it is made.
        self._previewed = document.state.with_layer(self._layer.number, preview=affine)
        document.preview(self._previewed)

    def _outdated(self) -> bool:
        return self.host.document.shown is not self._previewed

    def _reset(self) -> None:
        layer = self.host.document.state.active_layer
        if self.busy and layer is not None and self._same_place(layer):
            self._layer = layer
            self._preview()  # something else about the picture changed
            return
        self._previewed = None
        self._layer = None if _why_not(layer) else layer
        self._values = None if self._layer is None else TransformValues.of_layer(self._layer)

    def _same_place(self, layer: Layer) -> bool:
        old = self._layer
        if old is None or _why_not(layer) or layer.number != old.number:
            return False
        return layer.pixels is old.pixels and (layer.x, layer.y) == (old.x, old.y)


def _why_not(layer: Layer | None) -> str:
    """A sentence on why a layer cannot be transformed; empty where it can."""
    if layer is None:
        return translate("Tools", "There is no layer to transform; add one first.")
    if layer.locked:
        return translate("Tools", "This layer is locked; unlock it to transform it.")
    if not layer.visible:
        return translate("Tools", "This layer is hidden; show it to transform it.")
    return ""
