"""Which action stands in which menu."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar

from editor.document.words import QT_TRANSLATE_NOOP
from editor.ui.actions import Actions

__all__ = ["LAYER_MENU", "MENUS", "build_menus"]

SEPARATOR = ""


LAYER_MENU = (
    "layer-add",
    "layer-duplicate",
    "layer-delete",
    SEPARATOR,
    "layer-raise",
    "layer-lower",
    "layer-visible",
    "layer-lock",
    SEPARATOR,
    "layer-flip-horizontal",
    "layer-flip-vertical",
    "layer-merge-down",
    "mask-from-layer",
    SEPARATOR,
    "layer-run-again",
    "layer-vary",
    "layer-edit-prompt",
    "layer-soft-edge",
    "layer-keep-masked",
    "layer-bring-back",
    "layer-paint-in",
)
"""Actions of a layer, for the context menu of the Layers panel."""

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Menus", "&File"),
        (
            "new",
            "open",
            "open-recent",
            "layer-from-file",
            SEPARATOR,
            "save",
            "save-as",
            "keep-candidates",
            "export",
            "export-story",
            SEPARATOR,
            "close",
            "quit",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&Edit"),
        (
            "undo",
            "redo",
            SEPARATOR,
            "copy",
            "copy-picture",
            "paste",
            SEPARATOR,
            "search-commands",
            "models",
            "shortcuts",
            "preferences",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&View"),
        (
            "zoom-in",
            "zoom-out",
            "zoom-fit",
            "zoom-100",
            SEPARATOR,
            "view-turn-left",
            "view-turn-right",
            "view-upright",
            SEPARATOR,
            "mask-show",
            "mask-outline",
            SEPARATOR,
            "compare-before",
            "compare-wipe",
            "compare-two",
            "compare-four",
            "compare-difference",
            SEPARATOR,
            "panels",
            "full-screen",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&Picture"),
        (
            "picture-resize",
            "picture-canvas",
            "crop",
            "expand",
            "expand-quarter",
            SEPARATOR,
            "picture-rotate-left",
            "picture-rotate-right",
            "picture-flip-horizontal",
            "picture-flip-vertical",
            SEPARATOR,
            "picture-flatten",
        ),
    ),
    (QT_TRANSLATE_NOOP("Menus", "&Layer"), (*LAYER_MENU, SEPARATOR, "move", "transform")),
    (
        QT_TRANSLATE_NOOP("Menus", "&Mask"),
        (
            "mask-all",
            "mask-clear",
            "mask-invert",
            SEPARATOR,
            "mask-grow",
            "mask-shrink",
            "mask-feather",
            SEPARATOR,
            "mask-from-layer",
            "mask-from-scribble",
            SEPARATOR,
            "mask-open",
            "mask-save",
        ),
    ),
    (QT_TRANSLATE_NOOP("Menus", "&Generate"), ("generate", "cancel-run")),
    (
        QT_TRANSLATE_NOOP("Menus", "&Tools"),
        (
            "mask-brush",
            "eraser",
            "rectangle",
            "ellipse",
            "lasso",
            "polygon",
            "wand",
            SEPARATOR,
            "paint-brush",
            "fill",
            "eyedropper",
            "reveal",
            SEPARATOR,
            "hand",
            "zoom",
            SEPARATOR,
            "quick-mask",
            "brush-larger",
            "brush-smaller",
            "brush-harder",
            "brush-softer",
            "swap-colours",
            "reset-colours",
        ),
    ),
    (QT_TRANSLATE_NOOP("Menus", "&Help"), ("open-log", "about")),
)


def build_menus(bar: QMenuBar, actions: Actions, submenus: dict[str, QMenu]) -> None:
    """Fill the menu bar.

    Args:
        submenus: menus that stand in the place of a name.
    """
    for title, names in MENUS:
        menu = bar.addMenu(QCoreApplication.translate("Menus", title))
        for name in names:
            if name == SEPARATOR:
                menu.addSeparator()
            elif name in submenus:
                menu.addMenu(submenus[name])
            else:
                menu.addAction(actions[name])
