"""Every setting that the user can change: its default, its bounds and its words."""

import re
from dataclasses import dataclass
from typing import Literal

from editor.document.words import QT_TRANSLATE_NOOP

__all__ = ["SETTINGS", "Choice", "Setting", "Value"]

Value = int | str
COLOUR = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Choice:
    """One of several values, and its title."""

    value: str
    title: str


@dataclass(frozen=True)
class Setting:
    """One setting; its texts are to be translated in the context "Settings".

    Attributes:
        low, high: bounds of an integer, both included.
        unit: shown after an integer.
        choices: of a choice.
    """

    key: str
    default: Value
    title: str
    help: str
    kind: Literal["choice", "integer", "colour"]
    group: str
    low: int = 0
    high: int = 0
    unit: str = ""
    choices: tuple[Choice, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether this can be its value."""
        if self.kind == "integer":
            return type(value) is int and self.low <= value <= self.high
        if self.kind == "colour":
            return isinstance(value, str) and COLOUR.fullmatch(value) is not None
        return any(choice.value == value for choice in self.choices)


LOOK = QT_TRANSLATE_NOOP("Settings", "Look")
SAFETY = QT_TRANSLATE_NOOP("Settings", "Safety")
MASK = QT_TRANSLATE_NOOP("Settings", "Mask")
SYSTEM = Choice("system", QT_TRANSLATE_NOOP("Settings", "As the system"))

SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting(
            "theme",
            "system",
            QT_TRANSLATE_NOOP("Settings", "Theme"),
            QT_TRANSLATE_NOOP("Settings", "Colours of the window."),
            "choice",
            LOOK,
            choices=(
                SYSTEM,
                Choice("dark", QT_TRANSLATE_NOOP("Settings", "Dark")),
                Choice("light", QT_TRANSLATE_NOOP("Settings", "Light")),
            ),
        ),
        Setting(
            "language",
            "system",
            QT_TRANSLATE_NOOP("Settings", "Language"),
            QT_TRANSLATE_NOOP("Settings", "Language of the window, from the next start on."),
            "choice",
            LOOK,
            choices=(SYSTEM, Choice("en", "English"), Choice("de", "Deutsch")),
        ),
        Setting(
            "undo_megabytes",
            512,
            QT_TRANSLATE_NOOP("Settings", "Memory for undo"),
            QT_TRANSLATE_NOOP(
                "Settings", "Older steps are dropped above this; 20 steps are always kept."
            ),
            "integer",
            SAFETY,
            low=64,
            high=8192,
            unit="MB",
        ),
        Setting(
            "autosave_seconds",
            45,
            QT_TRANSLATE_NOOP("Settings", "Save for recovery every"),
            QT_TRANSLATE_NOOP("Settings", "How much work a crash can cost at most."),
            "integer",
            SAFETY,
            low=10,
            high=60,
            unit="s",
        ),
        Setting(
            "mask_colour",
            "#ff4d6d",
            QT_TRANSLATE_NOOP("Settings", "Mask colour"),
            QT_TRANSLATE_NOOP("Settings", "Colour that the mask is shown in."),
            "colour",
            MASK,
        ),
        Setting(
            "mask_opacity",
            45,
            QT_TRANSLATE_NOOP("Settings", "Mask opacity"),
            QT_TRANSLATE_NOOP("Settings", "How much of the picture the mask's colour hides."),
            "integer",
            MASK,
            low=10,
            high=90,
            unit="%",
        ),
        Setting(
            "mask_style",
            "tint",
            QT_TRANSLATE_NOOP("Settings", "Mask style"),
            QT_TRANSLATE_NOOP("Settings", "How the mask is shown over the picture."),
            "choice",
            MASK,
            choices=(
                Choice("tint", QT_TRANSLATE_NOOP("Settings", "Tint")),
                Choice("outline", QT_TRANSLATE_NOOP("Settings", "Outline")),
            ),
        ),
    )
}
