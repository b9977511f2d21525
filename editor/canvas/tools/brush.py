"""The brush and the eraser, for the mask and for colours."""

import weakref
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from editor.canvas.tool_settings import Target
from editor.canvas.tools.base import Host, Pointer, Tool
from editor.canvas.tools.eyedropper import pick
from editor.canvas.tools.surface import Surface
from editor.document.document import Document
from editor.document.layer import Layer
from editor.document.mask_operations import Combine
from editor.document.strokes import Colour, Erase, Ink, MaskAdd, MaskSubtract, Restore, Stroke

__all__ = ["BrushTool"]


@dataclass(frozen=True)
class Painting:
    """A stroke under way.

    Attributes:
        label: of the step that it will be.
        target: what it was begun for.
    """

    surface: Surface
    stroke: Stroke
    label: str
    target: Target


@dataclass(frozen=True)
class StrokeEnd:
    """Where the last stroke ended, in picture coordinates; a straight line goes on from there."""

    document: weakref.ref[Document]
    target: Target
    x: float
    y: float


class BrushTool(Tool):
    """Paints or erases, on the mask or on a layer, as the options bar's target says.

    Shift goes on from the last stroke's end in a straight line. With Alt the brush takes up the
    colour under it, where it paints colours.

    Args:
        erase: whether it takes away.
    """

    def __init__(self, host: Host, *, erase: bool) -> None:
        super().__init__(host)
        self.name = "eraser" if erase else "brush"
        self._erase = erase
        self._painting: Painting | None = None
        self._picking = False
        self._at = (0.0, 0.0)
        self._end: StrokeEnd | None = None

    @property
    def brush_size(self) -> float:
        """The tip's diameter."""
        return self.host.settings.values.brush.size

    @property
    def busy(self) -> bool:
        """Whether a stroke is under way."""
        return self._painting is not None

    # -- pointer

    def press(self, pointer: Pointer) -> None:
        """Begin a stroke, or take up a colour, or say why neither can be done."""
        self.finish()
        target = self.host.settings.values.target
        self._picking = pointer.alt and target is Target.PICTURE and not self._erase
        if self._picking:
            pick(self.host, pointer)
            return
        self._painting = self._begun(target)
        if self._painting is not None:
            if pointer.shift and self._end is not None and self._goes_on(self._end):
                self._go(self._end.x, self._end.y, pointer.pressure)
            self._go(pointer.x, pointer.y, pointer.pressure)

    def drag(self, pointer: Pointer) -> None:
        """Go on."""
        if self._picking:
            pick(self.host, pointer)
        else:
            self._go(pointer.x, pointer.y, pointer.pressure)

    def release(self, pointer: Pointer) -> None:
        """End the stroke where the button went up."""
        # A pen that is lifted has no pressure left: that would end every stroke in a hair.
        if pointer.pressure > 0:
            self.drag(pointer)
        self.finish()

    def finish(self) -> None:
        """Keep the stroke as one step."""
        self._picking = False
        painting, self._painting = self._painting, None
        if painting is not None and painting.surface.record(painting.label):
            document = weakref.ref(painting.surface.document)
            self._end = StrokeEnd(document, painting.target, *self._at)

    def cancel(self) -> None:
        """Put back what the stroke has changed."""
        self._picking = False
        painting, self._painting = self._painting, None
        if painting is not None:
            painting.surface.abandon()

    # -- the stroke

    def _begun(self, target: Target) -> Painting | None:
        """A new stroke; None where nothing can be painted on, which the user is told."""
        prepared = self._prepared(target)
        if prepared is None:
            return None
        surface, ink = prepared
        stroke = Stroke(surface.edit, self.host.settings.values.brush, ink)
        return Painting(surface, stroke, _label(ink), target)

    def _prepared(self, target: Target) -> tuple[Surface, Ink] | None:
        """What is painted on, and what with."""
        surface = self._surface(target)
        return None if surface is None else (surface, self._ink(target))

    def _surface(self, target: Target) -> Surface | None:
        document = self.host.document
        if target is Target.MASK:
            return Surface.of_mask(document)
        if not self._erase:
            return Surface.of_scribble(document)
        layer = self._editable()
        return None if layer is None else Surface.of_layer(document, layer)

    def _editable(self) -> Layer | None:
        """The active layer; None where it cannot be painted on, which the user is told."""
        layer = self.host.document.state.active_layer
        if layer is None:
            self.host.say(_no_layer())
        elif layer.locked:
            self.host.say(_locked())
        elif not layer.visible:
            self.host.say(_hidden())
        else:
            return layer
        return None

    def _ink(self, target: Target) -> Ink:
        values = self.host.settings.values
        if target is Target.MASK:
            takes_away = self._erase or values.combine is Combine.SUBTRACT
            return MaskSubtract() if takes_away else MaskAdd()
        return Erase() if self._erase else Colour(*values.colour)

    def _goes_on(self, end: StrokeEnd) -> bool:
        same = end.document() is self.host.document
        return same and end.target is self.host.settings.values.target

    def _go(self, x: float, y: float, pressure: float) -> None:
        if self._painting is None:
            return
        surface = self._painting.surface
        dirty = self._painting.stroke.to(x - surface.x, y - surface.y, pressure)
        surface.touched(dirty)
        self._at = (x, y)


def _label(ink: Ink) -> str:
    match ink:
        case MaskAdd():
            return QCoreApplication.translate("Tools", "Paint mask")
        case MaskSubtract():
            return QCoreApplication.translate("Tools", "Erase mask")
        case Restore():
            return QCoreApplication.translate("Tools", "Bring back")
        case Erase():
            return QCoreApplication.translate("Tools", "Erase")
        case _:
            return QCoreApplication.translate("Tools", "Scribble")


def _no_layer() -> str:
    return QCoreApplication.translate("Tools", "There is no layer to erase. Add one first.")


def _locked() -> str:
    return QCoreApplication.translate(
        "Tools", "This layer is locked. Unlock it in the Layers panel, or choose another."
    )


def _hidden() -> str:
    return QCoreApplication.translate(
        "Tools", "This layer is hidden. Show it in the Layers panel, or choose another."
    )
