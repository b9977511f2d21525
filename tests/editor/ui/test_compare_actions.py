"""Comparing from the window: actions, keys that are held, and what is compared."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from editor.canvas.comparison import Comparison, MaskPart, Mode
from editor.canvas.tool_settings import ToolSettings
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.document.geometry import Rect
from editor.document.layer import Layer
from editor.document.pixels import Pixels
from editor.document.settings import Settings
from editor.ui.actions import Actions
from editor.ui.background import Background
from editor.ui.candidates.items import Item, ItemState, Run
from editor.ui.compare_actions import CompareActions
from editor.ui.context import Context
from editor.ui.current import Current
from editor.ui.messages import MessageBar
from tests.editor.canvas.seeing import as_rgb
from tests.editor.conftest import picture_document

NAMES = ("compare-before", "compare-wipe", "compare-two", "compare-four", "compare-difference")
Key = Qt.Key


class Scripted(QObject):
    """Candidates without a panel: whatever a test says."""

    changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.run = Run("run", 1, "a boat", None, 8)
        self.previewed: Item | None = None
        self.gone: set[Item] = set()
        self.layers: dict[Item, Layer] = {}
        self.masks: dict[Item, MaskPart] = {}

    def add(self, count: int) -> list[Item]:
        for _ in range(count):
            index = len(self.run.items)
            item = Item(self.run, index, index, state=ItemState.FINISHED, rank=index + 1)
            colour = np.full((40, 60, 3), 40 * index + 20, np.uint8)
            self.layers[item] = Layer(Pixels.from_straight(colour), "", x=50, y=40)
            self.run.items[index] = item
        return list(self.run.items.values())

    def preview(self, item: Item | None) -> None:
        """Show a candidate in the document, as the window does."""
        self.previewed = item
        state = self.document.state
        if item is not None:
            state = state.replaced(layers=(*state.layers, self.layers[item]))
        self.document.preview(None if item is None else state)
        self.changed.emit()

    def best(self, item: Item) -> Sequence[Item]:
        return sorted(item.run.items.values(), key=lambda one: one.rank or 0)

    def layer(self, item: Item) -> Layer | None:
        return None if item in self.gone else self.layers[item]

    def mask(self, item: Item) -> MaskPart | None:
        return self.masks.get(item)


class Bench:
    """A window with a canvas, a list and a field, and the actions."""

    def __init__(self, qtbot: QtBot, context: Context, candidates: Scripted) -> None:
        self.qtbot = qtbot
        self.context = context
        self.window = context.window
        self.view = context.view
        self.candidates = candidates
        self.actions = CompareActions(context, candidates)
        self.list, self.field = QListView(), QLineEdit()
        column = QVBoxLayout(self.window)
        for widget in (self.view, self.list, self.field):
            column.addWidget(widget)
        self.window.resize(600, 600)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.view.setFocus()

    @property
    def comparison(self) -> Comparison | None:
        return self.view.comparison

    @property
    def mode(self) -> Mode | None:
        return None if self.comparison is None else self.comparison.mode

    @property
    def labels(self) -> list[str]:
        return [] if self.comparison is None else [p.label for p in self.comparison.pictures]

    @property
    def on(self) -> set[str]:
        return {name for name in NAMES if self.context.actions[name].isChecked()}

    def seen(self) -> NDArray[np.uint8]:
        return as_rgb(self.view.grab())

    def choose(self, name: str) -> None:
        self.context.actions[name].trigger()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Bench:
    """Five candidates, of which the best is previewed."""
    window = QWidget()
    qtbot.addWidget(window)
    document = picture_document(200, 150)
    settings = ToolSettings(window)
    context = Context(
        window=window,
        actions=Actions(window),
        current=Current(window),
        view=CanvasView(document, settings),
        tool_settings=settings,
        settings=Settings(tmp_path / "settings.json"),
        background=Background(window),
        messages=MessageBar(window),
    )
    context.current.set_document(document)
    bench = Bench(qtbot, context, Scripted(document))
    bench.candidates.preview(bench.candidates.add(5)[0])
    return bench


def test_without_a_preview_nothing_can_be_compared(bench: Bench) -> None:
    actions = bench.context.actions
    assert all(actions[name].isEnabled() for name in NAMES)
    bench.candidates.preview(None)
    assert not any(actions[name].isEnabled() for name in NAMES)
    actions.refresh()
    assert not any(actions[name].isEnabled() for name in NAMES)
    bench.candidates.preview(bench.candidates.run.items[2])
    assert all(actions[name].isEnabled() for name in NAMES)
    bench.context.current.set_document(None)
    assert not any(actions[name].isEnabled() for name in NAMES)


@pytest.mark.parametrize(
    ("keys", "mode", "labels"),
    [
        ("Alt+W", Mode.WIPE, ["Before", "1"]),
        ("Alt+2", Mode.SIDE_BY_SIDE, ["1", "2"]),
        ("Alt+4", Mode.SIDE_BY_SIDE, ["1", "2", "3", "4"]),
        ("Alt+D", Mode.DIFFERENCE, ["Before", "1"]),
    ],
)
def test_each_key_compares_and_ends_it_again(
    bench: Bench, keys: str, mode: Mode, labels: list[str]
) -> None:
    plain = bench.seen()
    QTest.keySequence(bench.view, keys)
    assert (bench.mode, bench.labels) == (mode, labels)
    assert not np.array_equal(bench.seen(), plain)
    QTest.keySequence(bench.view, keys)
    assert bench.comparison is None
    assert np.array_equal(bench.seen(), plain)


def test_only_one_way_to_compare_is_on(bench: Bench) -> None:
    for name in NAMES[1:]:
        bench.choose(name)
        assert bench.on == {name}


def test_beside_a_lower_one_stand_the_best_of_the_others(bench: Bench) -> None:
    items = bench.candidates.run.items
    bench.candidates.preview(items[3])
    bench.choose("compare-four")
    assert bench.labels == ["4", "1", "2", "3"]
    bench.candidates.gone = {items[0]}
    bench.candidates.changed.emit()
    assert bench.labels == ["4", "2", "3", "5"]


def test_where_there_are_too_few_before_stands_beside(bench: Bench) -> None:
    items = bench.candidates.run.items
    bench.candidates.gone = {items[3], items[4]}
    bench.choose("compare-four")
    assert bench.labels == ["Before", "1", "2", "3"]
    bench.candidates.gone = set(items.values())
    bench.choose("compare-two")
    assert bench.labels == ["Before", "1"]


def test_pictures_are_the_states_of_the_candidates(bench: Bench) -> None:
    bench.choose("compare-two")
    assert bench.comparison is not None
    first, second = bench.comparison.pictures
    document, layers = bench.candidates.document, bench.candidates.layers
    assert first.state is document.shown
    assert second.state.layers == (
        *document.state.layers,
        layers[bench.candidates.run.items[1]],
    )


def test_the_mask_of_the_run_goes_with_the_difference(bench: Bench) -> None:
    mask = MaskPart(Rect(50, 40, 60, 40), np.full((40, 60), 255, np.uint8))
    bench.candidates.masks[bench.candidates.run.items[0]] = mask
    bench.choose("compare-difference")
    assert bench.comparison is not None
    assert bench.comparison.mask is mask


def test_captions_have_the_themes_colours(bench: Bench) -> None:
    palette = bench.window.palette()
    palette.setColor(QPalette.ColorRole.WindowText, "#102030")
    palette.setColor(QPalette.ColorRole.Window, "#f0f1f2")
    bench.window.setPalette(palette)
    bench.choose("compare-wipe")
    assert bench.comparison is not None
    look = bench.comparison.look
    assert (look.text, look.ground) == ("#102030", "#f0f1f2")


# -- following


def test_the_comparison_follows_the_preview(bench: Bench) -> None:
    bench.choose("compare-wipe")
    bench.candidates.preview(bench.candidates.run.items[2])
    assert (bench.mode, bench.labels) == (Mode.WIPE, ["Before", "3"])
    assert bench.on == {"compare-wipe"}


def test_a_new_look_of_the_preview_is_compared_too(bench: Bench) -> None:
    document = bench.candidates.document
    bench.choose("compare-wipe")
    newer = Layer(Pixels.from_straight(np.full((40, 60, 3), 250, np.uint8)), "", x=50, y=40)
    document.preview(document.state.replaced(layers=(*document.state.layers, newer)))
    assert bench.comparison is not None
    assert bench.comparison.pictures[1].state is document.shown


def test_it_ends_with_the_preview(bench: Bench) -> None:
    bench.choose("compare-wipe")
    bench.candidates.preview(None)
    assert bench.comparison is None
    assert bench.on == set()
    bench.candidates.preview(bench.candidates.run.items[0])
    assert bench.comparison is None


def test_it_ends_with_the_document(bench: Bench) -> None:
    bench.choose("compare-wipe")
    bench.context.current.set_document(None)
    bench.view.set_document(picture_document(30, 30))
    assert bench.comparison is None
    assert bench.on == set()


@pytest.mark.parametrize("where", ["view", "list", "field"])
def test_escape_ends_it_wherever_the_focus_is(bench: Bench, where: str) -> None:
    widget: QWidget = getattr(bench, where)
    bench.choose("compare-wipe")
    widget.setFocus()
    keys: list[int] = []
    widget.installEventFilter(spy := _Spy(keys))
    QTest.keyClick(widget, Key.Key_Escape)
    assert bench.comparison is None
    assert bench.on == set()
    assert Key.Key_Escape not in keys
    QTest.keyClick(widget, Key.Key_Escape)
    assert Key.Key_Escape in keys
    widget.removeEventFilter(spy)


class _Spy(QObject):
    """Writes down the keys that reach a widget."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__()
        self._keys = keys

    def eventFilter(  # noqa: N802  Qt's name
        self, _watched: QObject, event: QEvent
    ) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._keys.append(event.key())
        return False


def test_escape_on_the_canvas_alone_takes_the_actions_along(bench: Bench) -> None:
    bench.choose("compare-two")
    bench.view.set_comparison(None)
    assert bench.on == set()


# -- the key that is held


@pytest.mark.parametrize("where", ["view", "list"])
def test_before_is_seen_while_the_key_is_held(bench: Bench, where: str) -> None:
    widget: QWidget = getattr(bench, where)
    widget.setFocus()
    plain = bench.seen()
    QTest.keyPress(widget, Key.Key_Backslash)
    assert (bench.mode, bench.labels) == (Mode.BEFORE, ["Before"])
    QTest.keyRelease(widget, Key.Key_Backslash)
    assert bench.comparison is None
    assert bench.on == set()
    assert np.array_equal(bench.seen(), plain)


def test_in_a_text_the_key_writes(bench: Bench) -> None:
    bench.field.setFocus()
    QTest.keyClick(bench.field, Key.Key_Backslash)
    assert bench.field.text() == "\\"
    assert bench.comparison is None


def test_a_repeating_key_is_held_on(bench: Bench) -> None:
    QTest.keyPress(bench.view, Key.Key_Backslash)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        again = QKeyEvent(kind, Key.Key_Backslash, Qt.KeyboardModifier.NoModifier, "\\", True)
        QApplication.sendEvent(bench.view, again)
        assert bench.mode is Mode.BEFORE
    QTest.keyRelease(bench.view, Key.Key_Backslash)
    assert bench.comparison is None


def test_other_keys_meanwhile_do_not_end_it(bench: Bench) -> None:
    QTest.keyPress(bench.view, Key.Key_Backslash)
    for key in (Key.Key_Space, Key.Key_Left, Key.Key_Shift):
        QTest.keyClick(bench.view, key)
        assert bench.mode is Mode.BEFORE, key
    QTest.keyRelease(bench.view, Key.Key_Backslash)
    assert bench.comparison is None


def test_a_key_that_needed_a_modifier_is_let_go_under_its_other_name(bench: Bench) -> None:
    QTest.keyPress(bench.view, Key.Key_Backslash)
    for key, mode in ((Key.Key_AltGr, Mode.BEFORE), (Key.Key_ssharp, None)):
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(bench.view, QKeyEvent(QEvent.Type.KeyRelease, key, none))
        assert bench.mode is mode


def test_before_comes_over_a_wipe_and_leaves_it_as_it_was(bench: Bench) -> None:
    bench.choose("compare-wipe")
    QTest.keyClick(bench.view, Key.Key_Right)
    split = bench.view._comparing.split
    for _ in range(2):
        QTest.keyPress(bench.view, Key.Key_Backslash)
        assert bench.labels == ["Before"]
        QTest.keyRelease(bench.view, Key.Key_Backslash)
        assert bench.labels == ["Before", "1"]
    assert bench.view._comparing.split == split
    assert bench.on == {"compare-wipe"}


def test_from_the_menu_before_stays_until_it_is_chosen_again(bench: Bench) -> None:
    bench.choose("compare-before")
    QTest.keyRelease(bench.view, Key.Key_Return)
    QTest.keyClick(bench.view, Key.Key_Space)
    assert bench.mode is Mode.BEFORE
    bench.choose("compare-before")
    assert bench.comparison is None


def test_a_window_that_loses_the_keyboard_lets_go(bench: Bench) -> None:
    QTest.keyPress(bench.view, Key.Key_Backslash)
    QApplication.sendEvent(bench.window, QEvent(QEvent.Type.WindowDeactivate))
    assert bench.comparison is None
