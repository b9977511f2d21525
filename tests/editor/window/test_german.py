"""The window in German: no English is left in it, and every word has the room that it needs."""

import re
from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from editor.app import application
from editor.document import words
from editor.document.settings import Settings
from editor.ui.dialogs.about import AboutDialog
from editor.ui.dialogs.amount_dialog import AmountDialog
from editor.ui.dialogs.export_dialog import ExportDialog
from editor.ui.dialogs.preferences import PreferencesDialog
from editor.ui.dialogs.recovery_dialog import RecoveryDialog
from editor.ui.dialogs.shortcuts import ShortcutsDialog
from editor.ui.dialogs.size_dialog import CanvasSizeDialog, NewDialog, PictureSizeDialog
from editor.ui.tool_actions import TOOL_GROUPS
from resources import resource
from tests.editor.test_translation import VALUE, messages
from tests.editor.window.driver import Driver

DOGS = resource("samples", "dogs.jpg")
KEYS = re.compile(r" \([^()]*\)$")  # a tooltip ends with the shortcut
SMALLEST = 1100, 700


@pytest.fixture
def german(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    """The application as somebody has it who chose German, at the smallest size it is made for."""
    settings = Settings()
    settings.set("language", "de")
    settings.save()
    monkeypatch.setattr(words, "LANGUAGE", words._Language())
    before = QLocale()
    driver: Driver = request.getfixturevalue("driver")
    driver.window.resize(*SMALLEST)
    yield driver
    for translator in driver.editor._translators:
        application().removeTranslator(translator)
    QLocale.setDefault(before)


def _forms(texts: Iterable[str]) -> re.Pattern[str]:
    """All of these texts, with anything in the places of values."""
    parts = (map(re.escape, VALUE.split(text)) for text in texts)
    return re.compile("|".join("(?:.+)".join(part) for part in parts))


def _texts(top: QWidget) -> Iterator[str]:
    """All that is to be read, pointed at or heard in a widget and what is in it."""
    for widget in (top, *top.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
        yield widget.accessibleDescription()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(widget.count()))
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(tab) for tab in range(widget.count()))
    for action in top.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.statusTip())


def _english_in(top: QWidget) -> set[str]:
    """Texts that have the form of a source, and that of no translation."""
    english, german = (_forms(texts) for texts in zip(*_pairs(), strict=True))
    plain = {text.replace("&", "") for text in _texts(top)}
    plain |= {KEYS.sub("", text) for text in plain}
    return {text for text in plain if english.fullmatch(text) and not german.fullmatch(text)}


def _pairs() -> Iterator[tuple[str, str]]:
    for each in messages():
        yield each.source.replace("&", ""), each.german.replace("&", "")


def test_the_menu_bar_and_qts_own_words_are_german(german: Driver) -> None:
    titles = [action.text().replace("&", "") for action in german.window.menuBar().actions()]
    assert titles[0] == "Datei"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    box.addButton(QDialogButtonBox.StandardButton.Cancel)
    german.qtbot.addWidget(box)
    texts = {button.text().replace("&", "") for button in box.buttons()}
    assert texts == {"Speichern", "Abbrechen"}
    assert words.number(30_000.5, 1) == "30.000,5"


def test_nothing_english_is_left_on_the_start_page(german: Driver) -> None:
    assert _english_in(german.window) == set()


def test_nothing_english_is_left_with_a_picture_whatever_is_in_hand(german: Driver) -> None:
    german.open(DOGS)
    for mode in german.window.prompt_bar.modes.findChildren(QAbstractButton):
        mode.click()
        assert _english_in(german.window) == set()
    german.drag((100, 100), (300, 300))
    for name in (name for group in TOOL_GROUPS for name in group):
        german.trigger(name)
        assert _english_in(german.window) == set(), name


def test_nothing_english_is_left_in_the_dialogs(german: Driver) -> None:
    document, window = german.open(DOGS), german.window
    dialogs: list[QDialog] = [
        AboutDialog(window),
        AmountDialog("Maske erweitern", "Erweitern um", 1, 1, 9, lambda _value: None, window),
        CanvasSizeDialog(40, 30, window),
        ExportDialog(document, True, {}, window),
        NewDialog(window),
        PictureSizeDialog(40, 30, window),
        PreferencesDialog(german.editor.settings, german.editor.theme, window),
        RecoveryDialog([], window),
        ShortcutsDialog(german.context.actions, german.editor.settings, window),
    ]
    for dialog in dialogs:
        dialog.show()
        assert _english_in(dialog) == set(), type(dialog).__name__
        assert _clipped(dialog) == []
        dialog.reject()


def test_a_refused_file_is_told_in_german(german: Driver) -> None:
    german.window.opening.open([DOGS.with_name("nowhere.jpg")])
    german.until(lambda: german.context.messages.message is not None)
    message = german.context.messages.message
    assert message is not None
    assert message.text.startswith("Es gibt keine Datei ")


# -- room


def _clipped(top: QWidget) -> list[str]:
    """What is shown and has less room than its text takes."""
    found = []
    for widget in top.findChildren(QWidget):
        if not widget.visibleRegion().isEmpty():
            room = _room(widget)
            found += [text for text, needed in _needs(widget) if needed > room]
    return found


def _room(widget: QWidget) -> int:
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return widget.style().subControlRect(control, option, field, widget).width()
    return widget.width()


def _needs(widget: QWidget) -> Iterator[tuple[str, int]]:
    """The texts of a widget and how wide each is; those that may be cut off are not told."""
    metrics = widget.fontMetrics()
    if isinstance(widget, QComboBox):
        for row in range(widget.count()):
            yield widget.itemText(row), metrics.horizontalAdvance(widget.itemText(row))
    elif isinstance(widget, QLabel):
        ignored = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
        if not (widget.wordWrap() or ignored or widget.minimumWidth() == 1):
            yield widget.text(), widget.sizeHint().width()
    elif isinstance(widget, QAbstractButton) and not _only_an_icon(widget):
        icon = 0 if widget.icon().isNull() else widget.iconSize().width()
        text = widget.text().replace("&", "")
        yield widget.text(), metrics.horizontalAdvance(text) + icon + 8


def _only_an_icon(button: QAbstractButton) -> bool:
    only = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(button, QToolButton) and button.toolButtonStyle() is only


def test_every_text_has_room_in_the_smallest_window(german: Driver) -> None:
    window = german.window
    assert _clipped(window) == []
    german.open(DOGS)
    german.drag((100, 100), (300, 300))
    assert window.menuBar().sizeHint().width() <= window.width()
    for name in (name for group in TOOL_GROUPS for name in group):
        german.trigger(name)
        QApplication.processEvents()
        assert (window.width(), window.height()) == SMALLEST
        assert window.options.sizeHint().width() <= window.width(), name
        assert _clipped(window) == [], name
