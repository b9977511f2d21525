"""Preferences and shortcuts: changes hold at once and are kept; conflicts are asked about."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QMainWindow, QSpinBox
from pytestqt.qtbot import QtBot

from editor.document.settings import SETTINGS, Settings
from editor.ui.actions import Actions
from editor.ui.dialogs.parts import ColourButton
from editor.ui.dialogs.preferences import PreferencesDialog
from editor.ui.dialogs.shortcuts import ShortcutsDialog, apply_saved_shortcuts
from editor.ui.theme import LIGHT, Theme
from tests.editor.ui.hands import press, shown, type_into

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of their own file."""
    return Settings(tmp_path / "settings.json")


class TestPreferences:
    @pytest.fixture
    def dialog(self, qtbot: QtBot, settings: Settings, theme: Theme) -> PreferencesDialog:
        return shown(qtbot, PreferencesDialog(settings, theme))

    def test_every_setting_has_its_row(self, dialog: PreferencesDialog) -> None:
        texts = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
        for setting in SETTINGS.values():
            assert {setting.title, setting.help, setting.group} <= texts
            control = dialog.controls[setting.key]
            assert control.accessibleName() == setting.title
            assert control.isVisible()

    def test_rows_are_not_cut(self, dialog: PreferencesDialog) -> None:
        for label in dialog.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()), label.text()

    def test_theme_changes_at_once(
        self, dialog: PreferencesDialog, settings: Settings, theme: Theme
    ) -> None:
        box = dialog.controls["theme"]
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findData("light"))
        assert settings.get("theme") == "light"
        assert theme.colours is LIGHT
        assert not dialog._restart.isVisible()

    def test_language_says_when(self, dialog: PreferencesDialog, settings: Settings) -> None:
        box = dialog.controls["language"]
        assert isinstance(box, QComboBox)
        assert not dialog._restart.isVisible()
        box.setCurrentIndex(box.findData("de"))
        assert settings.get("language") == "de"
        assert "started again" in dialog._restart.text()
        assert dialog._restart.isVisible()

    def test_number_and_colour(self, dialog: PreferencesDialog, settings: Settings) -> None:
        number = dialog.controls["mask_opacity"]
        assert isinstance(number, QSpinBox)
        assert (number.minimum(), number.maximum()) == (10, 90)
        type_into(number, "77")
        assert settings.get("mask_opacity") == 77
        colour = dialog.controls["mask_colour"]
        assert isinstance(colour, ColourButton)
        colour.colour = (1, 2, 3)
        colour.colour_changed.emit()
        assert settings.get("mask_colour") == "#010203"

    def test_reset_all(self, dialog: PreferencesDialog, settings: Settings, theme: Theme) -> None:
        settings.set("mask_opacity", 30)
        settings.set("mask_colour", "#000000")
        box = dialog.controls["theme"]
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findData("light"))
        press(dialog, "Reset All")
        assert all(settings.get(key) == each.default for key, each in SETTINGS.items())
        assert theme.mode == "system"
        number, colour = dialog.controls["mask_opacity"], dialog.controls["mask_colour"]
        assert isinstance(number, QSpinBox)
        assert isinstance(colour, ColourButton)
        assert number.value() == 45
        assert QColor(*colour.colour).name() == SETTINGS["mask_colour"].default

    def test_escape_closes(self, dialog: PreferencesDialog) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


class TestShortcuts:
    @pytest.fixture
    def window(self, qtbot: QtBot) -> QMainWindow:
        return shown(qtbot, QMainWindow())

    @pytest.fixture
    def actions(self, window: QMainWindow) -> Actions:
        actions = Actions(window)
        for name, text, keys in (
            ("duplicate", "&Duplicate Layer", ["Ctrl+J"]),
            ("clear", "Clear Mask", ["Ctrl+D", "Ctrl+Shift+A"]),
            ("grow", "Grow Mask…", []),
            ("brush", "Mask Brush", ["B"]),
        ):
            actions.add(name, text, lambda: None, icon_name="brush", keys=keys)
        return actions

    @pytest.fixture
    def dialog(
        self, qtbot: QtBot, window: QMainWindow, actions: Actions, settings: Settings
    ) -> ShortcutsDialog:
        return shown(qtbot, ShortcutsDialog(actions, settings, window))

    def record(
        self,
        dialog: ShortcutsDialog,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        dialog.field.setFocus()
        QTest.keyClick(dialog.field, key, modifier)

    def test_press_keys(
        self, dialog: ShortcutsDialog, actions: Actions, settings: Settings
    ) -> None:
        dialog.choose("grow")
        assert dialog.command.text() == "Grow Mask"
        self.record(dialog, Qt.Key.Key_G)
        assert actions.keys("grow") == ("G",)
        assert dialog._items["grow"].text(1) == "G"
        assert settings.state("shortcuts") == {"grow": ["G"]}

    def test_conflict_is_asked_about(
        self, dialog: ShortcutsDialog, actions: Actions, settings: Settings
    ) -> None:
        dialog.choose("grow")
        self.record(dialog, Qt.Key.Key_J, CTRL)
        assert dialog.conflict.text() == "Ctrl+J belongs to Duplicate Layer."
        assert dialog.conflict.isVisible()
        assert actions.keys("grow") == ()
        press(dialog, "Take It")
        assert not dialog.conflict.isVisible()
        assert actions.keys("grow") == ("Ctrl+J",)
        assert actions.keys("duplicate") == ()
        assert settings.state("shortcuts") == {"grow": ["Ctrl+J"], "duplicate": []}

    def test_going_elsewhere_drops_the_conflict(
        self, dialog: ShortcutsDialog, actions: Actions
    ) -> None:
        dialog.choose("grow")
        self.record(dialog, Qt.Key.Key_J, CTRL)
        dialog.choose("brush")
        assert not dialog.take_button.isVisible()
        assert actions.keys("duplicate") == ("Ctrl+J",)

    def test_one_of_two_keys_is_taken(self, dialog: ShortcutsDialog, actions: Actions) -> None:
        dialog.choose("grow")
        self.record(dialog, Qt.Key.Key_D, CTRL)
        press(dialog, "Take It")
        assert actions.keys("clear") == ("Ctrl+Shift+A",)

    def test_clear_and_reset(
        self, dialog: ShortcutsDialog, actions: Actions, settings: Settings
    ) -> None:
        dialog.choose("clear")
        assert not dialog.reset_button.isEnabled()
        press(dialog, "Clear")
        assert actions.keys("clear") == ()
        assert not dialog.clear_button.isEnabled()
        press(dialog, "Reset")
        assert actions.keys("clear") == ("Ctrl+D", "Ctrl+Shift+A")
        assert settings.state("shortcuts") is None

    def test_reset_asks_before_it_takes(self, dialog: ShortcutsDialog, actions: Actions) -> None:
        dialog.choose("duplicate")
        press(dialog, "Clear")
        dialog.choose("grow")
        self.record(dialog, Qt.Key.Key_J, CTRL)
        dialog.choose("duplicate")
        press(dialog, "Reset")
        assert dialog.conflict.text() == "Ctrl+J belongs to Grow Mask."
        press(dialog, "Take It")
        assert actions.keys("grow") == ()
        assert actions.keys("duplicate") == ("Ctrl+J",)

    def test_reset_all(self, dialog: ShortcutsDialog, actions: Actions, settings: Settings) -> None:
        dialog.choose("grow")
        self.record(dialog, Qt.Key.Key_J, CTRL)
        press(dialog, "Take It")
        press(dialog, "Reset All")
        assert all(
            actions.keys(each.objectName()) == actions.default_keys(each.objectName())
            for each in actions
        )
        assert settings.state("shortcuts") is None
        assert dialog._items["duplicate"].text(1) == "Ctrl+J"

    def test_search(self, dialog: ShortcutsDialog) -> None:
        def found() -> set[str]:
            return {name for name, item in dialog._items.items() if not item.isHidden()}

        QTest.keyClicks(dialog.search, "mask gr")
        assert found() == {"grow"}
        assert dialog.command.text() == "Grow Mask"
        type_into(dialog.search, "ctrl+j")
        assert found() == {"duplicate"}
        type_into(dialog.search, "xyz")
        assert found() == set()
        assert dialog.command.text() == "Nothing found"
        assert not dialog.field.isEnabled()
        dialog.search.clear()
        assert len(found()) == 4

    def test_escape_in_the_field_closes(self, dialog: ShortcutsDialog) -> None:
        dialog.field.setFocus()
        QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    @pytest.mark.parametrize(
        "kept",
        [None, [], "x", 3, {"grow": "G"}, {"grow": [1]}, {"gone": ["G"]}, {"grow": ["", "No+Key"]}],
    )
    def test_what_makes_no_sense_is_passed_over(
        self, actions: Actions, settings: Settings, kept: object
    ) -> None:
        settings.set_state("shortcuts", kept)
        apply_saved_shortcuts(actions, settings)
        assert actions.keys("duplicate") == ("Ctrl+J",)
        assert actions.keys("grow") == ()

    def test_kept_shortcuts_come_back(self, actions: Actions, settings: Settings) -> None:
        settings.set_state("shortcuts", {"grow": ["ctrl+j"], "duplicate": []})
        apply_saved_shortcuts(actions, settings)
        assert actions.keys("grow") == ("Ctrl+J",)
        assert actions.keys("duplicate") == ()
