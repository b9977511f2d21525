"""The tools: which there are, which is in hand, and the keys that change them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup

from editor.canvas.tool_settings import Target
from editor.canvas.tools.base import Tool
from editor.canvas.tools.brush import BrushTool
from editor.canvas.tools.crop import CropTool
from editor.canvas.tools.expand import ExpandTool
from editor.canvas.tools.eyedropper import EyedropperTool
from editor.canvas.tools.fill import FillTool
from editor.canvas.tools.hand import HandTool
from editor.canvas.tools.lasso import LassoTool
from editor.canvas.tools.move import MoveTool
from editor.canvas.tools.polygon import PolygonTool
from editor.canvas.tools.reveal import RevealTool
from editor.canvas.tools.shapes import EllipseTool, RectangleTool
from editor.canvas.tools.transform import TransformTool
from editor.canvas.tools.wand import WandTool
from editor.canvas.tools.zoom import ZoomTool
from editor.ui.context import Context

__all__ = ["TOOL_GROUPS", "ToolActions"]

TOOL_GROUPS = (
    ("mask-brush", "eraser", "rectangle", "ellipse", "lasso", "polygon", "wand"),
    ("paint-brush", "fill", "eyedropper", "reveal"),
    ("move", "transform", "crop", "expand"),
    ("hand", "zoom"),
)
"""Names of the tools' actions as they stand in the tool bar."""

SIZE_FACTOR, HARDNESS_STEP = 1.15, 0.1
LARGEST = 2000.0
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


class ToolActions(QObject):
    """Makes the tools and their actions, and keeps the buttons true to the tool in hand.

    Signals:
        chosen: another tool, or the same one for another target, is in hand (the action's name).
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        view = context.view
        self.brush, self.eraser = BrushTool(view, erase=False), BrushTool(view, erase=True)
        self.transform, self.crop = TransformTool(view), CropTool(view)
        self.expand = ExpandTool(view)
        self._tools: dict[str, Tool] = {
            "mask-brush": self.brush,
            "paint-brush": self.brush,
            "eraser": self.eraser,
            "rectangle": RectangleTool(view),
            "ellipse": EllipseTool(view),
            "lasso": LassoTool(view),
            "polygon": PolygonTool(view),
            "wand": WandTool(view),
            "fill": FillTool(view),
            "eyedropper": EyedropperTool(view),
            "reveal": RevealTool(view),
            "move": MoveTool(view),
            "transform": self.transform,
            "crop": self.crop,
            "expand": self.expand,
            "hand": HandTool(view),
            "zoom": ZoomTool(view),
        }
        self._group = QActionGroup(self)
        self._chosen = ""
        self._add_tools()
        self._add_keys()
        self.choose("mask-brush")

    @property
    def name(self) -> str:
        """The action of the tool in hand."""
        return self._chosen

    def choose(self, name: str) -> None:
        """Take a tool in hand."""
        settings = self._context.tool_settings
        if name in ("mask-brush", "rectangle", "ellipse", "lasso", "polygon", "wand"):
            settings.set(target=Target.MASK)
        elif name in ("paint-brush", "reveal"):
            settings.set(target=Target.PICTURE)
        self._context.view.set_tool(self._tools[name])
        self._context.actions[name].setChecked(True)
        self._chosen = name
        self._context.view.refresh()
        self.chosen.emit(name)

    def _add_tools(self) -> None:
        add = self._add_tool
        add("mask-brush", self.tr("Mask Brush"), "brush", "B", self.tr("Paint where it may change"))
        add("eraser", self.tr("Eraser"), "eraser", "E", self.tr("Erase mask or colour"))
        add("rectangle", self.tr("Rectangle Mask"), "rectangle", "M")
        add("ellipse", self.tr("Ellipse Mask"), "ellipse", "Shift+M")
        add("lasso", self.tr("Lasso Mask"), "lasso", "L", self.tr("Mask a freehand shape"))
        add("polygon", self.tr("Polygon Mask"), "polygon", "Shift+L")
        add("wand", self.tr("Magic Wand"), "wand", "W", self.tr("Mask similar colours"))
        add(
            "paint-brush",
            self.tr("Paint Brush"),
            "paint",
            "P",
            self.tr("Scribble in colour on a layer of its own"),
        )
        add("fill", self.tr("Fill"), "fill", "G", self.tr("Fill an area of similar colour"))
        add("eyedropper", self.tr("Eyedropper"), "eyedropper", "I", self.tr("Take a colour"))
        add(
            "reveal",
            self.tr("Reveal Brush"),
            "reveal",
            "Shift+E",
            self.tr("Paint in what was erased of a result"),
        )
        add("move", self.tr("Move Layer"), "move", "V")
        add(
            "transform",
            self.tr("Transform Layer"),
            "transform",
            "Ctrl+T",
            self.tr("Scale, rotate and flip the layer"),
        )
        add("crop", self.tr("Crop"), "crop", "C", self.tr("Cut the picture, or add room around it"))
        add(
            "expand",
            self.tr("Expand"),
            "expand",
            "Shift+C",
            self.tr("Make the picture larger, and let what is new be filled"),
        )
        add("hand", self.tr("Pan"), "hand", "H", self.tr("Move the view; or hold Space"))
        add("zoom", self.tr("Zoom"), "zoom", "Z", self.tr("Zoom in; with Alt, zoom out"))

    def _add_tool(self, name: str, text: str, icon: str, key: str, tip: str = "") -> None:
        def take() -> None:
            self.choose(name)

        action = self._context.actions.add(
            name,
            text,
            take,
            icon_name=icon,
            keys=[key],
            tip=tip,
            checkable=True,
            usable=self._context.has_document,
        )
        self._group.addAction(action)

    def _add_keys(self) -> None:
        add = self._add_key
        add("quick-mask", self.tr("Switch Mask and Picture"), self.switch_target, "Q")
        add("brush-larger", self.tr("Larger Brush"), self.larger, "]", "plus")
        add("brush-smaller", self.tr("Smaller Brush"), self.smaller, "[", "minus")
        add("brush-harder", self.tr("Harder Brush"), self.harder, "Shift+]", "plus")
        add("brush-softer", self.tr("Softer Brush"), self.softer, "Shift+[", "minus")
        add("swap-colours", self.tr("Swap Colours"), self.swap_colours, "X")
        add("reset-colours", self.tr("Black and White"), self.reset_colours, "D")

    def _add_key(
        self, name: str, text: str, run: Callable[[], None], key: str, icon: str = ""
    ) -> QAction:
        return self._context.actions.add(
            name,
            text,
            run,
            icon_name=icon or name,
            keys=[key],
            usable=self._context.has_document,
        )

    # -- keys

    def switch_target(self) -> None:
        """From painting the mask to painting the picture, and back, with the same kind of tool."""
        settings = self._context.tool_settings
        to_picture = settings.values.target is Target.MASK
        if self._chosen == "eraser":
            settings.set(target=Target.PICTURE if to_picture else Target.MASK)
            self.chosen.emit(self._chosen)
        else:
            self.choose("paint-brush" if to_picture else "mask-brush")

    def larger(self) -> None:
        """A brush a little larger."""
        size = self._context.tool_settings.values.brush.size
        self._resize(max(size + 1, size * SIZE_FACTOR))

    def smaller(self) -> None:
        """A brush a little smaller."""
        size = self._context.tool_settings.values.brush.size
        self._resize(min(size - 1, size / SIZE_FACTOR))

    def _resize(self, size: float) -> None:
        self._context.tool_settings.set_brush(size=float(round(min(max(size, 1.0), LARGEST))))
        self._context.view.refresh()

    def harder(self) -> None:
        """A crisper edge."""
        self._harden(HARDNESS_STEP)

    def softer(self) -> None:
        """A softer edge."""
        self._harden(-HARDNESS_STEP)

    def _harden(self, by: float) -> None:
        settings = self._context.tool_settings
        hardness = round(settings.values.brush.hardness + by, 2)
        settings.set_brush(hardness=min(max(hardness, 0.0), 1.0))

    def swap_colours(self) -> None:
        """Paint with the other colour."""
        values = self._context.tool_settings.values
        self._context.tool_settings.set(colour=values.other_colour, other_colour=values.colour)

    def reset_colours(self) -> None:
        """Paint with black, swap with white."""
        self._context.tool_settings.set(colour=BLACK, other_colour=WHITE)
