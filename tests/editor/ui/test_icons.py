"""Icons: each drawing is sound, and each is drawn in the palette's colours at the right size."""

import re
from dataclasses import asdict

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from editor.ui.icon_label import IconLabel
from editor.ui.icons import icon, icon_names, icon_svg
from editor.ui.theme import DARK, LIGHT, Colours, Mode, Theme
from resources import resource

LOOKS: list[tuple[Mode, Colours]] = [("dark", DARK), ("light", LIGHT)]
Normal, Disabled, Selected = QIcon.Mode.Normal, QIcon.Mode.Disabled, QIcon.Mode.Selected
Off, On = QIcon.State.Off, QIcon.State.On


def drawn_in(image: QImage) -> str:
    """The colour of the most opaque pixel of a picture that is drawn in one colour."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha).name()


def near(colour: str, other: str, distance: int = 4) -> bool:
    """Whether two colours are the same but for the rounding of premultiplied pixels, or more."""
    a, b = QColor(colour), QColor(other)
    parts = zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)  # type: ignore[index]
    return all(abs(one - two) <= distance for one, two in parts)


@pytest.mark.parametrize("name", sorted(icon_names()))
def test_drawing_is_sound(qapp: QApplication, name: str) -> None:
    svg = icon_svg(name, "#112233")
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    assert renderer.defaultSize() == QSize(20, 20)
    assert b"currentColor" not in svg
    image = icon(name).pixmap(QSize(20, 20), 2.0).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(40) for y in range(40))


def test_icons_of_the_style_sheet_exist() -> None:
    template = resource("styles", "editor.qss").read_text(encoding="utf-8")
    used = re.findall(r"@icon\(([^,]+), ([^)]+)\)", template)
    assert used
    assert {name for name, _ in used} <= icon_names()
    assert {colour for _, colour in used} <= asdict(DARK).keys()


@pytest.mark.parametrize("name", ["", "nothing", "../icons/brush", "LICENSE-tabler"])
def test_unknown_name(name: str) -> None:
    for ask in (icon, lambda name: icon_svg(name, "#000000")):
        with pytest.raises(KeyError) as caught:
            ask(name)
        assert caught.value.args == (name,)


@pytest.mark.parametrize(("mode", "colours"), LOOKS)
def test_colours_follow_the_theme(theme: Theme, mode: Mode, colours: Colours) -> None:
    kept = icon("brush")  # made in the dark theme
    theme.set_mode(mode)
    for icon_mode, state, expected in [
        (Normal, Off, colours.text),
        (Selected, Off, colours.text),
        (Normal, On, colours.on_accent),
        (Disabled, Off, colours.disabled),
        (Disabled, On, colours.disabled),
    ]:
        image = kept.pixmap(QSize(48, 48), 1.0, icon_mode, state).toImage()
        assert near(drawn_in(image), expected), (icon_mode, state)


def test_role_of_the_palette(theme: Theme) -> None:
    for role, expected in [
        (QPalette.ColorRole.HighlightedText, DARK.on_accent),
        (QPalette.ColorRole.PlaceholderText, DARK.secondary),
        (QPalette.ColorRole.BrightText, DARK.error),
    ]:
        image = icon("error", role).pixmap(48, 48)
        assert near(drawn_in(image.toImage()), expected)
        greyed = icon("error", role).pixmap(QSize(48, 48), 1.0, Disabled)
        assert near(drawn_in(greyed.toImage()), DARK.disabled)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_size_in_pixels(qapp: QApplication, scale: float) -> None:
    pixmap = icon("layer").pixmap(QSize(20, 20), scale)
    assert pixmap.size() == QSize(round(20 * scale), round(20 * scale))
    assert pixmap.devicePixelRatio() == scale


def test_scales_do_not_share_pixels(qapp: QApplication) -> None:
    small, large = (icon("layer").pixmap(QSize(s, s), 40 / s) for s in (20, 40))
    assert small.size() == large.size() == QSize(40, 40)
    assert small.devicePixelRatio() == 2.0
    assert large.devicePixelRatio() == 1.0


def test_wide_box_keeps_the_shape(qapp: QApplication) -> None:
    assert icon("layer").actualSize(QSize(60, 20)) == QSize(20, 20)
    image = icon("layer").pixmap(QSize(60, 20), 1.0).toImage()
    assert not any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20))
    assert any(image.pixelColor(x, y).alpha() for x in range(20, 40) for y in range(20))


def test_checked_button_is_filled_with_its_icon_on_it(theme: Theme, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("stop"))
    button.setIconSize(QSize(20, 20))
    button.setCheckable(True)
    button.setChecked(True)
    for mode, colours in LOOKS:
        theme.set_mode(mode)
        image = button.grab().toImage()
        middle = [image.pixelColor(x, 14).name() for x in range(4, image.width() - 4)]
        assert colours.accent in middle
        assert any(near(colour, colours.on_accent, distance=40) for colour in middle)
        assert not any(near(colour, colours.panel, distance=4) for colour in middle[:4])


def test_icon_outlives_its_copies(qapp: QApplication) -> None:
    """Changing one copy makes Qt clone the engine: neither clone nor original may go too early."""
    for _ in range(50):
        first = icon("save")
        second = QIcon(first)
        second.addFile("ignored.svg")
        del first
        assert second.pixmap(20, 20).size() == QSize(20, 20)


def test_an_icon_label_follows_the_theme(theme: Theme, qtbot: QtBot) -> None:
    label = IconLabel("brush", 20)
    qtbot.addWidget(label)
    dark = label.grab().toImage()
    theme.set_mode("light")
    assert label.grab().toImage() != dark
