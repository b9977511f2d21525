"""Joins what says how far the picture is expanded: the chip, the numbers and the canvas."""

from PySide6.QtCore import QObject, Slot

from editor.document.document import Changed
from editor.ui.context import Context
from editor.ui.prompt_bar.bar import PromptBar
from editor.ui.prompt_bar.expand_row import quarter
from editor.ui.prompt_bar.modes import Mode
from editor.ui.tool_actions import ToolActions

__all__ = ["Expanding"]

TOOL, FIRST_TOOL = "expand", "mask-brush"


class Expanding(QObject):
    """The mode takes the tool in hand, and the tool turns the mode on; numbers and frame agree."""

    def __init__(self, context: Context, tools: ToolActions, bar: PromptBar) -> None:
        super().__init__(context.window)
        self._context = context
        self._tools = tools
        self._bar = bar
        self._before = FIRST_TOOL  # the tool that comes back with another mode
        context.actions.add(
            "expand-quarter",
            self.tr("Expand by a Quarter"),
            self.expand_by_a_quarter,
            icon_name="expand",
            tip=self.tr("Get ready to add a quarter of the picture on its left and its right"),
            usable=context.has_document,
        )
        bar.modes.chosen.connect(self._on_mode)
        bar.expand.changed.connect(self._on_numbers)
        tools.chosen.connect(self._on_tool)
        tools.expand.notifier.changed.connect(self._on_frame)
        context.current.replaced.connect(self._look)
        context.current.changed.connect(self._on_changed)

    def expand_by_a_quarter(self) -> None:
        """Take the tool in hand with a quarter on both sides."""
        self._tools.choose(TOOL)
        self._tools.expand.set_values(quarter(self._context.state.rect))

    @Slot()
    def _on_mode(self) -> None:
        expands, in_hand = self._bar.mode is Mode.EXPAND, self._tools.name == TOOL
        if expands and not in_hand:
            self._tools.choose(TOOL)
        elif in_hand and not expands:
            self._tools.choose(self._before)

    @Slot(str)
    def _on_tool(self, name: str) -> None:
        if name != TOOL:
            self._before = name
        elif self._bar.mode is not Mode.EXPAND:
            self._bar.modes.choose(Mode.EXPAND)

    @Slot()
    def _on_numbers(self) -> None:
        self._tools.expand.set_values(self._bar.expand.extent)

    @Slot()
    def _on_frame(self) -> None:
        self._bar.expand.show_extent(self._tools.expand.values)

    @Slot()
    def _look(self) -> None:
        self._tools.expand.look()

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if changed.structure:
            self._look()
