"""What the blend modes are called on screen."""

from PySide6.QtCore import QCoreApplication

from editor.document.layer import Blend

__all__ = ["blend_name"]


def blend_name(blend: Blend) -> str:
    """The mode's name in the user's language."""
    translate = QCoreApplication.translate
    return {
        Blend.NORMAL: translate("Blend", "Normal"),
        Blend.MULTIPLY: translate("Blend", "Multiply"),
        Blend.SCREEN: translate("Blend", "Screen"),
        Blend.OVERLAY: translate("Blend", "Overlay"),
        Blend.DARKEN: translate("Blend", "Darken"),
        Blend.LIGHTEN: translate("Blend", "Lighten"),
        Blend.COLOR_DODGE: translate("Blend", "Colour dodge"),
        Blend.COLOR_BURN: translate("Blend", "Colour burn"),
        Blend.HARD_LIGHT: translate("Blend", "Hard light"),
        Blend.SOFT_LIGHT: translate("Blend", "Soft light"),
        Blend.DIFFERENCE: translate("Blend", "Difference"),
        Blend.ADD: translate("Blend", "Add"),
    }[blend]
