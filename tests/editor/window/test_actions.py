"""Laws of all actions, and each of them triggered once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QSlider,
    QWidget,
)

from editor.log import log_folder
from editor.ui.menus import MENUS
from resources import resource
from tests.editor.window.driver import Driver

MEADOW = resource("samples", "meadow.jpg")
SUBMENUS = {"open-recent", "panels"}


def _menu_actions(driver: Driver) -> set[str]:
    found = set[str]()
    waiting: list[QMenu] = [a.menu() for a in driver.window.menuBar().actions()]  # type: ignore[misc]
    while waiting:
        for action in waiting.pop().actions():
            if action.menu() is not None:
                waiting.append(action.menu())  # type: ignore[arg-type]
            found.add(action.objectName())
    return found


def test_every_action_has_text_tooltip_icon_and_a_place_in_a_menu(driver: Driver) -> None:
    listed = _menu_actions(driver)
    for action in driver.context.actions:
        name = action.objectName()
        assert action.text(), name
        assert action.toolTip(), name
        assert not action.icon().isNull(), name
        assert name in listed, f"{name} is in no menu"


def test_menus_name_actions_that_exist(driver: Driver) -> None:
    known = {action.objectName() for action in driver.context.actions} | SUBMENUS | {""}
    assert {name for _, names in MENUS for name in names} <= known


def test_no_two_actions_share_a_shortcut(driver: Driver) -> None:
    owners: dict[str, str] = {}
    for action in driver.context.actions:
        for sequence in action.shortcuts():
            text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
            assert owners.setdefault(text, action.objectName()) == action.objectName()


def test_without_a_picture_only_what_needs_none_can_be_used(driver: Driver) -> None:
    usable = {a.objectName() for a in driver.context.actions if a.isEnabled()}
    assert {"open", "new", "quit", "preferences", "search-commands"} <= usable
    assert not usable & {"save", "export", "undo", "mask-invert", "layer-add", "mask-brush"}


def test_every_control_has_an_accessible_name(driver: Driver) -> None:
    driver.open(MEADOW)
    unnamed = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in driver.window.findChildren(QWidget)
        if isinstance(widget, (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider, QLineEdit))
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox, QLineEdit))
        and not _accessible_name(widget)
    ]
    assert not unnamed


def _accessible_name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _names(driver: Driver) -> list[str]:
    return [action.objectName() for action in driver.context.actions]


# They end or leave the window, or need a run; tested elsewhere.
# They end or leave the window, or need a run; each is tested elsewhere.
QUIET = {
    "quit",
    "full-screen",
    "open-log",
    "cancel-run",
    "layer-run-again",
    "layer-vary",
    "layer-edit-prompt",
    "layer-soft-edge",
    "layer-keep-masked",
    "layer-bring-back",
    "layer-paint-in",
    "compare-before",
    "compare-wipe",
    "compare-two",
    "compare-four",
    "compare-difference",
}


@pytest.fixture
def no_questions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever asks something is dismissed."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(f"PySide6.QtWidgets.QFileDialog.{name}", lambda *_: ("", ""))
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileNames", lambda *_: ([], ""))
    closer = QTimer()
    closer.timeout.connect(_reject_dialogs)
    closer.start(20)
    yield
    closer.stop()


@pytest.mark.usefixtures("no_questions")
def test_every_action_can_be_triggered(driver: Driver) -> None:
    """With a scribble, a mask and three layers, so that everything is usable."""
    driver.open(MEADOW)
    for name in _names(driver):
        if name in QUIET | {"close"}:
            continue
        _make_usable(driver)
        if name == "redo":
            driver.document.undo()
        if name in ("layer-raise", "paste"):
            _lower_active(driver)
        driver.context.actions.refresh()
        action: QAction = driver.context.actions[name]
        assert action.isEnabled(), name
        action.trigger()
        QApplication.processEvents()
    message = driver.context.messages.message
    assert message is None or message.kind == "info"


def _make_usable(driver: Driver) -> None:
    """A photo below, a scribble on it, a layer above, a mask."""
    while driver.document.history.position:
        driver.document.undo()
    driver.window.tools.choose("paint-brush")
    driver.drag((300, 300), (400, 350))
    driver.trigger("layer-add")
    driver.window.tools.choose("mask-brush")
    driver.drag((500, 300), (600, 350))


def _lower_active(driver: Driver) -> None:
    driver.document.adopt(driver.state.replaced(active=driver.state.layers[1].number))


def _reject_dialogs() -> None:
    dialog = QApplication.activeModalWidget() or QApplication.activePopupWidget()
    if dialog is not None:
        dialog.close()


def test_full_screen_and_back(driver: Driver) -> None:
    driver.trigger("full-screen")
    assert driver.window.isFullScreen()
    driver.trigger("full-screen")
    assert not driver.window.isFullScreen()


def test_where_the_log_is_is_said_where_no_file_manager_opens(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _url: False)
    driver.trigger("open-log")
    message = driver.context.messages.message
    assert message is not None
    assert str(log_folder()) in message.text


def test_close_and_quit(driver: Driver) -> None:
    driver.open(MEADOW)
    driver.trigger("close")
    assert not driver.context.has_document()
    driver.trigger("quit")
    assert not driver.window.isVisible()
