"""The theme: contrast, what follows a change, the bundled font, and sizes that the style gives."""

import gc
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSlider,
    QSpinBox,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from editor.ui.icons import icon
from editor.ui.theme import DARK, LIGHT, Colours, Mode, Theme, colours_for, text_font
from resources import resource

LOOKS = pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])
GROUNDS = ("window", "panel", "raised")


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2, in [0, 1]."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in QColor(colour).getRgbF()[:3]  # type: ignore[index]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@LOOKS
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read(colours: Colours, ground: str) -> None:
    values = asdict(colours)
    for name in ("text", "secondary", "accent", "good", "warning", "error"):
        assert contrast(values[name], values[ground]) >= 4.5, name


@LOOKS
def test_text_can_be_read_on_controls(colours: Colours) -> None:
    for ground in (colours.hover, colours.pressed):
        assert contrast(colours.text, ground) >= 4.5
    for ground in (colours.accent, colours.accent_hover, colours.accent_pressed):
        assert contrast(colours.on_accent, ground) >= 4.5
    assert contrast(colours.on_error, colours.error) >= 4.5


@LOOKS
@pytest.mark.parametrize("ground", GROUNDS)
def test_controls_can_be_seen(colours: Colours, ground: str) -> None:
    values = asdict(colours)
    for name in ("outline", "accent", "accent_hover", "accent_pressed"):
        assert contrast(values[name], values[ground]) >= 3, name


@LOOKS
def test_every_colour_is_six_digits(colours: Colours) -> None:
    for name, value in asdict(colours).items():
        assert QColor(value).isValid(), name
        assert QColor(value).name() == value, name


@pytest.mark.parametrize(
    ("mode", "scheme", "expected"),
    [
        ("system", Qt.ColorScheme.Unknown, DARK),
        ("system", Qt.ColorScheme.Dark, DARK),
        ("system", Qt.ColorScheme.Light, LIGHT),
        ("dark", Qt.ColorScheme.Light, DARK),
        ("light", Qt.ColorScheme.Dark, LIGHT),
    ],
)
def test_colours_of_a_mode(mode: Mode, scheme: Qt.ColorScheme, expected: Colours) -> None:
    assert colours_for(mode, scheme) is expected


def test_change_reaches_everything(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("light")
    assert theme.colours is LIGHT
    assert theme.mode == "light"
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.panel
    assert LIGHT.accent in qapp.styleSheet()
    assert DARK.accent not in qapp.styleSheet()
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode("light")


def test_follows_the_system_only_when_told(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An offscreen screen has no scheme, so that it turns light is played."""
    chosen, following = Theme("dark"), Theme("system")
    assert following.colours is DARK
    monkeypatch.setattr(
        "editor.ui.theme.colours_for", lambda mode, _scheme: colours_for(mode, Qt.ColorScheme.Light)
    )
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert following.colours is LIGHT
    assert chosen.colours is DARK


def test_style_sheet_is_filled_in(theme: Theme) -> None:
    assert "@" not in theme.style_sheet()


def test_style_sheet_has_no_error(
    theme: Theme, qapp: QApplication, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.show()
    theme.set_mode("light")
    assert "parse" not in capfd.readouterr().err


def test_images_go_with_the_theme(qapp: QApplication) -> None:
    theme = Theme("dark")
    images = [Path(file) for file in re.findall(r'url\("([^"]+)"\)', theme.style_sheet())]
    assert images
    assert all(file.is_file() for file in images)
    del theme
    gc.collect()
    assert not any(file.exists() for file in images)


@pytest.mark.parametrize(
    ("weight", "bundled"),
    [
        (QFont.Weight.Normal, "Regular"),
        (QFont.Weight.Medium, "Medium"),
        (QFont.Weight.DemiBold, "SemiBold"),
    ],
)
def test_bundled_font_has_the_weight(theme: Theme, weight: QFont.Weight, bundled: str) -> None:
    assert resource("fonts", f"Inter-{bundled}.otf").is_file()
    shown = QFontInfo(text_font(13, weight))
    assert shown.family() == "Inter"
    assert shown.pixelSize() == 13
    assert shown.weight() == weight
    assert shown.exactMatch()


def test_weights_differ_in_width(theme: Theme) -> None:
    weights = (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold)
    widths = [QFontMetricsF(text_font(40, w)).horizontalAdvance("Generate") for w in weights]
    assert widths == sorted(set(widths))


def test_figures_have_one_width(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("1")
    label.setProperty("role", "secondary")
    qtbot.addWidget(label)
    label.ensurePolished()
    metrics = QFontMetricsF(label.font())
    assert label.font().pixelSize() == 12
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


def test_reduced_motion_is_a_choice(theme: Theme) -> None:
    assert theme.reduced_motion is False
    theme.reduced_motion = True
    assert theme.reduced_motion is True


@pytest.mark.parametrize(
    ("kind", "role", "height"),
    [
        (QPushButton, None, 28),
        (QPushButton, "primary", 32),
        (QPushButton, "quiet", 28),
        (QPushButton, "danger", 28),
        (QPushButton, "chip", 26),
        (QPushButton, "segment", 28),
        (QToolButton, None, 28),
        (QToolButton, "chip", 26),
        (QToolButton, "segment", 28),
        (QLineEdit, None, 28),
        (QSpinBox, None, 28),
        (QDoubleSpinBox, None, 28),
        (QComboBox, None, 28),
        (QCheckBox, None, 28),
    ],
)
def test_height_of_controls_with_and_without_focus(
    theme: Theme, qtbot: QtBot, kind: type[QWidget], role: str | None, height: int
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    other, control = QLineEdit(window), kind(window)
    control.setProperty("role", role)
    other.setFocus()
    with qtbot.waitExposed(window):
        window.show()
    control.adjustSize()
    assert control.height() == height
    plain = control.grab().toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(control.hasFocus)
    control.adjustSize()
    assert control.height() == height
    assert control.grab().toImage() != plain


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QSpinBox, QComboBox, QSlider, QCheckBox])
def test_disabled_looks_different(theme: Theme, qtbot: QtBot, kind: type[QWidget]) -> None:
    control = kind()
    qtbot.addWidget(control)
    control.resize(120, 28)
    enabled = control.grab().toImage()
    control.setEnabled(False)
    assert control.grab().toImage() != enabled


def test_tool_bar_is_48_wide(theme: Theme, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = QToolBar("Tools")
    bar.setProperty("role", "tools")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    brush = QAction(icon("brush"), "Mask brush", bar)
    bar.addAction(brush)
    window.addToolBar(Qt.ToolBarArea.LeftToolBarArea, bar)
    with qtbot.waitExposed(window):
        window.show()
    assert bar.width() == 48
    button = bar.widgetForAction(brush)
    assert button.size() == QSize(36, 36)
    assert button.x() == 6


def test_tabs_show_all_their_text(theme: Theme, qtbot: QtBot) -> None:
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    for name in ("Layers", "History", "Clip-art"):
        tabs.addTab(name)
    tabs.show()
    assert tabs.elideMode() is Qt.TextElideMode.ElideNone
    widths = QFontMetricsF(tabs.font())
    for place in range(tabs.count()):
        assert tabs.tabRect(place).width() >= widths.horizontalAdvance(tabs.tabText(place)) + 16
