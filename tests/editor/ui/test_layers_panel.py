"""The layers panel by mouse and by key; every edit is one step that undo takes back."""

import os
import subprocess
import sys
import time
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from editor.document import operations
from editor.document.document import Document
from editor.document.geometry import Rect
from editor.document.layer import Blend, Layer
from editor.document.pixels import Pixels
from editor.ui.current import Current
from editor.ui.layers_panel import LayersPanel
from editor.ui.layers_thumbnails import Thumbnails, small_image
from editor.ui.layers_view import LayersView

W = TypeVar("W", bound=QWidget)
Left = Qt.MouseButton.LeftButton
Alt = Qt.KeyboardModifier.AltModifier
EYE, LOCK, NAME = 308, 280, 100
"""Places across a row of a panel that is 344 wide."""


@pytest.fixture
def current(document: Document) -> Current:
    """Three layers: Noise (locked), Middle, Top (active)."""
    state = document.state
    for name in ("Middle", "Top"):
        state = operations.add_layer(state, Layer(Pixels.empty(40, 30), name))
    document.adopt(state)
    current = Current()
    current.set_document(document)
    return current


@pytest.fixture
def panel(current: Current, qtbot: QtBot) -> LayersPanel:
    """The panel, on screen."""
    return shown(LayersPanel(current), qtbot)


def shown(panel: LayersPanel, qtbot: QtBot) -> LayersPanel:
    panel.resize(344, 420)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def named(panel: QWidget, kind: type[W], name: str) -> W:
    """The control of that accessible name."""
    (found,) = [child for child in panel.findChildren(kind) if child.accessibleName() == name]
    return found


def view_of(panel: QWidget) -> LayersView:
    return named(panel, LayersView, "Layers")


def spot(view: LayersView, row: int, x: int) -> QPoint:
    return QPoint(x, view.visualRect(view.model().index(row, 0)).center().y())


def click(panel: QWidget, row: int, x: int) -> None:
    view = view_of(panel)
    QTest.mouseClick(view.viewport(), Left, pos=spot(view, row, x))


def press(panel: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(view_of(panel), key, modifier or Qt.KeyboardModifier.NoModifier)


def rows(panel: QWidget) -> list[str]:
    model = view_of(panel).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def names(document: Document) -> list[str]:
    return [layer.name for layer in document.state.layers]


def one_step(document: Document, label: str) -> None:
    """There is this one step, and undo takes all of it back."""
    assert [step.label for step in document.history.steps] == [label]
    document.undo()
    assert names(document) == ["Noise", "Middle", "Top"]
    assert [layer.visible for layer in document.state.layers] == [True, True, True]
    assert [layer.locked for layer in document.state.layers] == [True, False, False]
    assert {layer.opacity for layer in document.state.layers} == {1.0}
    assert {layer.blend for layer in document.state.layers} == {Blend.NORMAL}


def test_top_layer_first_and_the_active_one_is_current(panel: LayersPanel) -> None:
    assert rows(panel) == ["Top", "Middle", "Noise"]
    assert view_of(panel).currentIndex().row() == 0


def test_click_makes_a_layer_active_without_a_step(panel: LayersPanel, document: Document) -> None:
    click(panel, 2, NAME)
    assert document.state.active_layer is document.state.layers[0]
    press(panel, Qt.Key.Key_Up)
    assert document.state.active_layer is document.state.layers[1]
    assert document.history.steps == []


def test_what_is_chosen_elsewhere_is_current_here(panel: LayersPanel, document: Document) -> None:
    document.adopt(document.state.replaced(active=document.state.layers[0].number))
    assert view_of(panel).currentIndex().row() == 2


def test_the_eye_hides_without_choosing(panel: LayersPanel, document: Document) -> None:
    active = document.state.active
    click(panel, 1, EYE)
    assert not document.state.layers[1].visible
    assert document.state.active == active
    one_step(document, "Hide layer")
    document.redo()
    click(panel, 1, EYE)
    assert document.history.steps[-1].label == "Show layer"


def test_double_click_on_the_eye_is_two_clicks(panel: LayersPanel, document: Document) -> None:
    view = view_of(panel)
    QTest.mouseClick(view.viewport(), Left, pos=spot(view, 1, EYE))
    QTest.mouseDClick(view.viewport(), Left, pos=spot(view, 1, EYE))
    assert document.state.layers[1].visible == (len(document.history.steps) % 2 == 0)
    assert not view.isPersistentEditorOpen(view.model().index(1, 0))
    assert view.findChild(QLineEdit) is None


def test_space_shows_and_hides(panel: LayersPanel, document: Document) -> None:
    press(panel, Qt.Key.Key_Space)
    assert not document.state.layers[2].visible
    one_step(document, "Hide layer")


def test_the_lock_of_a_row(panel: LayersPanel, document: Document) -> None:
    click(panel, 1, LOCK)
    assert document.state.layers[1].locked
    one_step(document, "Lock layer")


def test_the_lock_above_holds_the_controls(panel: LayersPanel, document: Document) -> None:
    lock = named(panel, QToolButton, "Lock layer")
    QTest.mouseClick(lock, Left)
    assert document.state.layers[2].locked
    assert lock.accessibleName() == "Unlock layer"
    assert not named(panel, QComboBox, "Blend mode").isEnabled()
    assert not named(panel, QSlider, "Opacity").isEnabled()
    one_step(document, "Lock layer")
    assert named(panel, QSlider, "Opacity").isEnabled()


def test_rename_with_f2(panel: LayersPanel, document: Document) -> None:
    press(panel, Qt.Key.Key_F2)
    editor = named(panel, QLineEdit, "Name of the layer")
    QTest.keyClicks(editor, "Cart")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert names(document) == ["Noise", "Middle", "Cart"]
    one_step(document, "Rename layer")


def test_rename_a_locked_layer_with_a_double_click(panel: LayersPanel, document: Document) -> None:
    view = view_of(panel)
    click(panel, 2, NAME)
    QTest.mouseDClick(view.viewport(), Left, pos=spot(view, 2, NAME))
    editor = named(panel, QLineEdit, "Name of the layer")
    QTest.keyClicks(editor, "Photo")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert names(document)[0] == "Photo"
    one_step(document, "Rename layer")


@pytest.mark.parametrize("name", ["", "   ", "Top"])
def test_no_step_without_a_new_name(panel: LayersPanel, document: Document, name: str) -> None:
    index = view_of(panel).model().index(0, 0)
    assert not view_of(panel).model().setData(index, name)
    assert document.history.steps == []


def test_alt_and_arrows_move(panel: LayersPanel, document: Document) -> None:
    press(panel, Qt.Key.Key_Down, Alt)
    assert names(document) == ["Noise", "Top", "Middle"]
    assert view_of(panel).currentIndex().data() == "Top"
    one_step(document, "Lower layer")
    click(panel, 2, NAME)
    press(panel, Qt.Key.Key_Up, Alt)
    assert names(document) == ["Middle", "Noise", "Top"]
    one_step(document, "Raise layer")


def test_nothing_moves_past_the_ends(panel: LayersPanel, document: Document) -> None:
    press(panel, Qt.Key.Key_Up, Alt)
    click(panel, 2, NAME)
    press(panel, Qt.Key.Key_Down, Alt)
    assert document.history.steps == []


@pytest.mark.parametrize(
    ("across", "order", "steps"),
    [
        (NAME, ["Middle", "Top", "Bottom"], ["Reorder layers"]),
        (EYE, ["Bottom", "Middle", "Top"], ["Hide layer"]),
    ],
)
def test_drag_to_the_top(across: int, order: list[str], steps: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.editor.ui.drag_a_layer", str(across)],
        env={**os.environ, "QT_QPA_PLATFORM": "minimal"},
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )
    assert run.stdout.splitlines() == [str(order), str(steps)]


@pytest.mark.parametrize(
    ("row", "before", "order"),
    [
        (0, 3, ["Top", "Noise", "Middle"]),
        (0, 2, ["Noise", "Top", "Middle"]),
        (2, 1, ["Middle", "Noise", "Top"]),
    ],
)
def test_a_row_moves_in_front_of_another(
    panel: LayersPanel, document: Document, row: int, before: int, order: list[str]
) -> None:
    model = view_of(panel).model()
    assert model.moveRow(model.index(-1, 0), row, model.index(-1, 0), before)
    assert names(document) == order
    one_step(document, "Reorder layers")


def test_dropped_where_it_was_is_no_step(panel: LayersPanel, document: Document) -> None:
    model = view_of(panel).model()
    assert not model.moveRow(model.index(-1, 0), 1, model.index(-1, 0), 2)
    assert document.history.steps == []


def test_delete_is_asked_for(panel: LayersPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.delete_wanted, timeout=1000):
        press(panel, Qt.Key.Key_Delete)


def test_blend_mode(panel: LayersPanel, document: Document) -> None:
    combo = named(panel, QComboBox, "Blend mode")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert document.state.layers[2].blend is Blend.MULTIPLY
    one_step(document, "Blend mode")
    assert combo.currentText() == "Normal"


def test_one_drag_of_the_slider_is_one_step(panel: LayersPanel, document: Document) -> None:
    slider = named(panel, QSlider, "Opacity")
    for _ in range(2):
        slider.setSliderDown(True)
        for value in (80, 60, 50 - len(document.history.steps)):
            slider.setSliderPosition(value)
        slider.setSliderDown(False)
    assert [step.label for step in document.history.steps] == ["Layer opacity"] * 2
    assert document.state.layers[2].opacity == 0.49
    document.undo()
    assert document.state.layers[2].opacity == 0.5
    assert named(panel, QSpinBox, "Opacity").value() == 50
    document.undo()
    assert document.state.layers[2].opacity == 1.0


def test_opacity_by_number(panel: LayersPanel, document: Document) -> None:
    spin = named(panel, QSpinBox, "Opacity")
    spin.selectAll()
    QTest.keyClicks(spin, "35")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert document.state.layers[2].opacity == 0.35
    assert named(panel, QSlider, "Opacity").value() == 35
    one_step(document, "Layer opacity")


def test_what_is_half_done_is_settled_before_a_change(
    panel: LayersPanel, document: Document
) -> None:
    def settle() -> None:
        if not document.history.steps:
            document.change("Move", document.state.with_layer(document.state.active, x=7))

    panel.changing.connect(settle)
    press(panel, Qt.Key.Key_Space)
    assert [step.label for step in document.history.steps] == ["Move", "Hide layer"]
    assert document.state.layers[2].x == 7
    assert not document.state.layers[2].visible


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_menu_and_buttons_are_the_window_s_actions(panel: LayersPanel, qtbot: QtBot) -> None:
    actions = [QAction(text, panel) for text in ("New Layer", "Delete Layer")]
    panel.set_buttons(actions)
    panel.set_buttons(actions)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    with qtbot.waitSignal(actions[1].triggered, timeout=1000):
        QTest.mouseClick(named(panel, QToolButton, "Delete Layer"), Left)
    panel.set_menu_actions(actions)
    view = view_of(panel)
    at = spot(view, 1, NAME)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    (menu,) = view.findChildren(QMenu)
    assert menu.actions() == actions
    assert view.currentIndex().data() == "Middle"
    menu.close()


def test_thumbnail_waits_until_painting_rests(
    panel: LayersPanel, document: Document, qtbot: QtBot
) -> None:
    layer = document.state.layers[2]
    model = view_of(panel).model()
    before = model.thumbnails.pixmap(layer, 1.0).toImage()  # type: ignore[attr-defined]
    layer.pixels.array[...] = 255
    with qtbot.waitSignal(model.dataChanged, timeout=2000):
        document.touched(layer.pixels, Rect(0, 0, 40, 30))
        same = model.thumbnails.pixmap(layer, 1.0).toImage()  # type: ignore[attr-defined]
        assert same == before
    after = model.thumbnails.pixmap(layer, 1.0).toImage()  # type: ignore[attr-defined]
    assert after.pixelColor(20, 15).name() == "#ffffff"
    assert before.pixelColor(20, 15).name() != "#ffffff"


def test_hiding_the_panel_leaves_no_timer(panel: LayersPanel, document: Document) -> None:
    document.touched(document.state.layers[2].pixels, Rect(0, 0, 40, 30))
    assert any(timer.isActive() for timer in panel.findChildren(QTimer))
    panel.hide()
    assert not any(timer.isActive() for timer in panel.findChildren(QTimer))


@pytest.mark.parametrize("size", [(4000, 3000), (40, 400), (1, 1), (48, 36), (5000, 1)])
@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_thumbnails_fit_and_keep_the_shape(size: tuple[int, int], scale: float) -> None:
    layer = Layer(Pixels.empty(*size), "Any")
    pixmap = Thumbnails().pixmap(layer, scale)
    assert pixmap.devicePixelRatio() == scale
    assert 1 <= pixmap.width() <= 48 * scale
    assert 1 <= pixmap.height() <= 36 * scale


def test_a_layer_with_a_thumbnail_is_still_edited_in_place() -> None:
    pixels = Pixels.empty(48, 36)
    small = small_image(pixels.image, QSize(48, 36))
    pixels.image.fill(Qt.GlobalColor.white)
    assert (pixels.array == 255).all()
    assert small.pixelColor(0, 0).alpha() == 0


def test_no_document_and_no_layers(current: Current, document: Document, qtbot: QtBot) -> None:
    panel = shown(LayersPanel(current), qtbot)
    current.set_document(None)
    assert [label.text() for label in panel.findChildren(QLabel) if label.isVisible()] == [
        "Open a picture to see its layers."
    ]
    assert not named(panel, QComboBox, "Blend mode").isEnabled()
    current.set_document(document)
    assert view_of(panel).isVisible()
    document.adopt(document.state.replaced(layers=(), active=0))
    assert not view_of(panel).isVisible()
    assert not named(panel, QToolButton, "Lock layer").isEnabled()


def test_only_rows_that_differ_are_updated(panel: LayersPanel, document: Document) -> None:
    told: list[int] = []
    model = view_of(panel).model()
    model.dataChanged.connect(lambda first, _last, _roles: told.append(first.row()))
    model.modelReset.connect(lambda: told.append(-1))
    document.change(
        "Hide", document.state.with_layer(document.state.layers[1].number, visible=False)
    )
    assert told == [1]


def test_500_layers_are_quick(current: Current, document: Document, qtbot: QtBot) -> None:
    pixels = Pixels(np.zeros((600, 800, 4), np.uint8))
    layers = tuple(Layer(pixels, f"Layer {number}") for number in range(500))
    document.adopt(document.state.replaced(layers=layers, active=layers[250].number))
    panel = shown(LayersPanel(current), qtbot)
    view = view_of(panel)
    began = time.perf_counter()
    for value in range(20):
        named(panel, QSlider, "Opacity").setValue(value)
        QApplication.processEvents()
    press(panel, Qt.Key.Key_Up, Alt)
    view.scrollTo(view.model().index(499, 0), QAbstractItemView.ScrollHint.PositionAtBottom)
    view.grab()
    assert time.perf_counter() - began < 2.0
    assert document.state.index(layers[250].number) == 251
