"""The layer of a result that expanded the picture: what can be done with it, and why no more."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from editor.document.document import Changed
from editor.document.story_expand import is_expansion
from editor.ui.context import Context
from inference.extend_request import Side

__all__ = ["ExpandedLayerTips", "in_common"]

NOT_FOR_IT = ("layer-run-again", "layer-vary", "layer-soft-edge", "layer-keep-masked")


class ExpandedLayerTips(QObject):
    """Says why the actions of a result are not for the active layer, where that is such a one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._tips = {name: context.actions[name].statusTip() for name in NOT_FOR_IT}
        context.current.replaced.connect(self._show)
        context.current.changed.connect(self._on_changed)

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if changed.structure:
            self._show()

    @Slot()
    def _show(self) -> None:
        document = self._context.current.document
        expands = document is not None and is_expansion(document.state.active_layer)
        why = self.tr("Not for a layer that expanded the picture: undo that, and expand it anew")
        for name, tip in self._tips.items():
            self._context.actions.set_tip(name, why if expands else tip)


def in_common(sides: Mapping[str, Side]) -> tuple[str, dict[str, Side]]:
    """One prompt for all sides, and the sides without it; "" where they differ."""
    prompts = {side.prompt for side in sides.values()}
    if len(prompts) == 1:
        return prompts.pop(), {name: Side(side.pixels) for name, side in sides.items()}
    return "", dict(sides)
