"""The look of the editor: its colours, dark and light, its font and its style sheet."""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from editor.ui.icons import icon_svg
from resources import resource

__all__ = [
    "DARK",
    "LIGHT",
    "SECONDARY_SIZE",
    "SMALL_SIZE",
    "TEXT_SIZE",
    "TITLE_SIZE",
    "Colours",
    "Mode",
    "Theme",
    "colours_for",
    "text_font",
]

Mode = Literal["system", "dark", "light"]

TITLE_SIZE, TEXT_SIZE, SECONDARY_SIZE, SMALL_SIZE = 14, 13, 12, 11
"""Heights of type in device independent pixels."""

FONT = "Inter"

PLACE = re.compile(r"@(icon\((?P<icon>[a-z0-9-]+), (?P<drawn_in>[a-z_]+)\)|(?P<colour>[a-z_]+))")
"""What the style sheet leaves open: @colour or @icon(name, colour)."""


@dataclass(frozen=True)
class Colours:
    """Every colour on screen, as "#rrggbb".

    Text on window, panel and raised has a contrast of 4.5 : 1 or more (except ``disabled``), what
    outlines or fills a control 3 : 1 or more.
    """

    window: str
    panel: str
    raised: str
    hover: str
    pressed: str
    border: str  # divides areas; nobody has to see it
    outline: str  # of a control: what shows where it is
    knob: str
    text: str
    secondary: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    canvas: str
    mask: str
    good: str
    warning: str
    error: str
    on_error: str


DARK = Colours(
    window="#1b1c1f",
    panel="#232529",
    raised="#2c2f34",
    hover="#353940",
    pressed="#3f444b",
    border="#383c43",
    outline="#747b86",
    knob="#e8eaed",
    text="#e8eaed",
    secondary="#9aa1ac",
    disabled="#646b76",
    accent="#6ea8fe",
    accent_hover="#8abaff",
    accent_pressed="#5b97f0",
    on_accent="#0d1726",
    canvas="#141517",
    mask="#ff4d6d",
    good="#57c98a",
    warning="#f0b429",
    error="#f26d6d",
    on_error="#2a0d0d",
)

LIGHT = Colours(
    window="#f1f2f4",
    panel="#ffffff",
    raised="#eef0f3",
    hover="#e4e7eb",
    pressed="#d9dde3",
    border="#d7dae0",
    outline="#7f8691",
    knob="#ffffff",
    text="#1f2328",
    secondary="#5b6370",
    disabled="#9aa1ac",
    accent="#2563d9",
    accent_hover="#1f56c0",
    accent_pressed="#1a49a6",
    on_accent="#ffffff",
    canvas="#c9ccd1",
    mask="#ff4d6d",
    good="#1f7a4a",
    warning="#8a5a00",
    error="#c4302b",
    on_error="#ffffff",
)


def colours_for(mode: Mode, scheme: Qt.ColorScheme) -> Colours:
    """The colours of a mode, on a system that has this scheme; an unknown one counts as dark."""
    if mode == "system":
        return LIGHT if scheme is Qt.ColorScheme.Light else DARK
    return LIGHT if mode == "light" else DARK


def text_font(size: int = TEXT_SIZE, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The bundled font with figures of one width, for text that a widget paints by itself.

    Args:
        size: height in device independent pixels.
        weight: Normal, Medium and DemiBold are bundled.
    """
    font = QFont(FONT)
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


class Theme(QObject):
    """The present colours, and who follows them: palette, style sheet, and all who heed `changed`.

    Create one after the application and before its first window.
    """

    changed = Signal()

    def __init__(self, mode: Mode = "system", parent: QObject | None = None) -> None:
        """A theme in this mode. Nothing looks different until `apply`."""
        super().__init__(parent)
        self._mode = mode
        self._reduced_motion = False
        self._images = QTemporaryDir()
        self._app: QApplication | None = None
        hints = QGuiApplication.styleHints()
        self._colours = colours_for(mode, hints.colorScheme())
        hints.colorSchemeChanged.connect(self._follow)

    @property
    def colours(self) -> Colours:
        """The colours on screen now."""
        return self._colours

    @property
    def mode(self) -> Mode:
        """What was chosen: one of the two looks, or the system's."""
        return self._mode

    @property
    def reduced_motion(self) -> bool:
        """Whether things jump into place instead of moving; Qt 6.11 cannot ask the system."""
        return self._reduced_motion

    @reduced_motion.setter
    def reduced_motion(self, wanted: bool) -> None:
        self._reduced_motion = wanted

    def set_mode(self, mode: Mode) -> None:
        """Choose a look; what is on screen changes at once."""
        self._mode = mode
        self._follow()

    def apply(self, app: QApplication) -> None:
        """Give the application its style, font, palette and style sheet, now and on each change."""
        self._app = app
        app.setStyle("Fusion")
        for file in sorted(resource("fonts").glob("*.otf")):
            QFontDatabase.addApplicationFont(str(file))
        app.setFont(text_font())
        self._show(app)

    @Slot()
    def _follow(self) -> None:
        colours = colours_for(self._mode, QGuiApplication.styleHints().colorScheme())
        if colours is self._colours:
            return
        self._colours = colours
        if self._app is not None:
            self._show(self._app)
        self.changed.emit()

    def _show(self, app: QApplication) -> None:
        app.setPalette(_palette(self._colours))
        app.setStyleSheet(self.style_sheet())

    def style_sheet(self) -> str:
        """The style sheet with the present colours, and files of icons drawn in them.

        Raises:
            KeyError: the template names a colour or an icon that does not exist.
        """
        template = resource("styles", "editor.qss").read_text(encoding="utf-8")
        colours = asdict(self._colours)

        def value(found: re.Match[str]) -> str:
            if found["icon"]:
                return f'url("{self._image(found["icon"], colours[found["drawn_in"]])}")'
            return colours[found["colour"]]

        return PLACE.sub(value, template)

    def _image(self, name: str, colour: str) -> str:
        """The path of an icon in one colour; Qt's style sheets read images from files only."""
        path = self._images.filePath(f"{name}-{colour[1:]}.svg")
        if not Path(path).exists():
            Path(path).write_bytes(icon_svg(name, colour))
        return path


def _palette(colours: Colours) -> QPalette:
    """What Fusion and widgets that paint themselves draw with."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in {
        role.Window: colours.panel,
        role.Base: colours.raised,
        role.AlternateBase: colours.panel,
        role.Button: colours.raised,
        role.ToolTipBase: colours.raised,
        role.WindowText: colours.text,
        role.Text: colours.text,
        role.ButtonText: colours.text,
        role.ToolTipText: colours.text,
        role.BrightText: colours.error,
        role.PlaceholderText: colours.secondary,
        role.Highlight: colours.accent,
        role.Accent: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Light: colours.hover,
        role.Midlight: colours.hover,
        role.Mid: colours.border,
        role.Dark: colours.border,
        role.Shadow: colours.canvas,
    }.items():
        palette.setColor(name, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for name in (
        role.WindowText,
        role.Text,
        role.ButtonText,
        role.BrightText,
        role.PlaceholderText,
        role.HighlightedText,
    ):
        palette.setColor(disabled, name, QColor(colours.disabled))
    palette.setColor(disabled, role.Highlight, QColor(colours.border))
    return palette
