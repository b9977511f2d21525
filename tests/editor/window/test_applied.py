"""What a person does with applied candidates: run again, vary, edit, soften, combine."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.document.geometry import Affine
from editor.document.layer import Kind, Layer
from editor.document.operations import resize_picture, transform_layer
from editor.ui.dialogs.amount_dialog import AmountDialog
from editor.ui.menus import LAYER_MENU
from editor.ui.prompt_bar.modes import Mode
from tests.editor.window.scripted_engine import COLOURS
from tests.editor.window.scripted_studio import ScriptedStudio

ACTIONS = ("layer-run-again", "layer-vary", "layer-edit-prompt", "layer-soft-edge")


def apply(studio: ScriptedStudio, index: int = 0) -> Layer:
    """Apply a candidate as a person does; its layer."""
    item = next(item for item in studio.window.store.runs[-1].items.values() if item.index == index)
    studio.click_candidate(item)
    QTest.keyClick(studio.view_of_candidates, Qt.Key.Key_Return)
    return studio.state.layers[-1]


def soften(studio: ScriptedStudio, keys: str) -> list[np.ndarray]:
    """Choose Soft Edge, type a width and accept; what was shown meanwhile."""
    shown: list[np.ndarray] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AmountDialog)
        dialog.field.selectAll()
        QTest.keyClicks(dialog.field, keys)
        studio.until(lambda: studio.document.shown is not studio.state)
        shown.append(studio.colours)
        assert not studio.view.mask_shown
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    studio.trigger("layer-soft-edge")
    return shown


def told(studio: ScriptedStudio, text: str) -> bool:
    """Whether a message says so, others before it dismissed."""
    while studio.message and text not in studio.message:
        studio.context.messages.dismiss()
    return text in studio.message


def test_only_a_result_has_them(studio: ScriptedStudio) -> None:
    studio.made()
    actions = studio.context.actions
    assert set(ACTIONS) < set(LAYER_MENU)
    assert not any(actions[name].isEnabled() for name in ACTIONS)
    layer = apply(studio)
    assert all(actions[name].isEnabled() for name in ACTIONS)
    studio.trigger("layer-lock")
    assert [actions[name].isEnabled() for name in ACTIONS] == [True, True, True, False]
    assert not actions["layer-keep-masked"].isEnabled()
    studio.keys("Ctrl+Z", studio.view)
    studio.keys("Ctrl+Z", studio.view)
    assert layer.number not in [one.number for one in studio.state.layers]
    assert not any(actions[name].isEnabled() for name in ACTIONS)


def test_run_again_and_vary(studio: ScriptedStudio) -> None:
    studio.made()
    layer = apply(studio)
    studio.trigger("mask-clear")
    studio.trigger("layer-run-again")
    studio.until_idle()
    studio.trigger("layer-vary")
    studio.until_idle()
    first, again, alike = studio.engine.requests
    assert len({request.seed for request in studio.engine.requests}) == 3
    for request in (again, alike):
        assert request.prompt == first.prompt
        assert np.array_equal(request.mask, first.mask)
        assert request.candidates == first.candidates
    assert again.settings == first.settings
    assert np.array_equal(again.picture, first.picture)
    assert alike.settings.strength == first.settings.strength / 2
    assert tuple(alike.picture[520, 700]) == COLOURS[0]
    assert studio.state.layer(layer.number) is not None


def test_after_reopening_it_can_still_be_run(studio: ScriptedStudio, tmp_path: Path) -> None:
    studio.made()
    apply(studio)
    path = tmp_path / "work.ora"
    studio.window.saving.write(studio.document, path)
    studio.until(lambda: not studio.document.modified)
    studio.window.saving.close(studio.document)
    studio.open(path)
    studio.trigger("mask-clear")
    studio.trigger("layer-run-again")
    studio.until_idle()
    first, again = studio.engine.requests
    assert np.array_equal(first.mask, again.mask)
    assert np.array_equal(first.picture, again.picture)
    before = studio.colours
    soften(studio, "12")
    assert not np.array_equal(studio.colours, before)


def test_edit_prompt_puts_everything_back(studio: ScriptedStudio) -> None:
    studio.ready("a red apple", 1)
    studio.bar.advanced.put("a lemon", 0.6, 7, "starter", 2.0)
    studio.bar.preset.setCurrentIndex(1)
    studio.trigger("generate")
    studio.until_idle()
    apply(studio)
    mask = studio.state.mask.array.copy()
    wish = studio.bar.wish
    studio.trigger("mask-clear")
    QTest.mouseClick(studio.bar.modes.chip(Mode.ADD), Qt.MouseButton.LeftButton)
    studio.bar.advanced.put("", 1.0, 8, "starter", 0.0)
    studio.bar.preset.setCurrentIndex(0)
    studio.type("grapes")
    studio.view.setFocus()
    steps = len(studio.document.history.steps)
    studio.trigger("layer-edit-prompt")
    assert studio.bar.wish == wish
    assert wish.seed == 7
    assert studio.focused is studio.bar.prompt
    assert np.array_equal(studio.state.mask.array, mask)
    assert len(studio.document.history.steps) == steps + 1
    studio.keys("Ctrl+Z", studio.view)
    assert not studio.state.mask.array.any()


def test_edit_prompt_of_a_background_masks_what_is_kept(studio: ScriptedStudio) -> None:
    studio.ready("grass", 1)
    QTest.mouseClick(studio.bar.modes.chip(Mode.BACKGROUND), Qt.MouseButton.LeftButton)
    studio.trigger("generate")
    studio.until_idle()
    apply(studio)
    mask = studio.state.mask.array.copy()
    studio.trigger("mask-clear")
    QTest.mouseClick(studio.bar.modes.chip(Mode.FILL), Qt.MouseButton.LeftButton)
    studio.trigger("layer-edit-prompt")
    assert studio.bar.mode is Mode.BACKGROUND
    assert np.array_equal(studio.state.mask.array, mask)


def test_the_soft_edge_afterwards(studio: ScriptedStudio) -> None:
    studio.made()
    before, outside = studio.colours, studio.state.mask.array == 0
    layer = apply(studio)
    hard = studio.colours
    (shown,) = soften(studio, "24")
    soft = studio.colours
    assert np.array_equal(shown, soft)
    assert studio.document.shown is studio.state
    assert studio.view.mask_shown
    assert np.array_equal(soft[outside], before[outside])
    now = studio.state.layer(layer.number)
    assert now is not None
    assert (now.pixels.array[..., 3] < layer.pixels.array[..., 3]).sum() > 1000
    assert studio.document.history.steps[-1].label == "Soft edge"
    soften(studio, "0")
    now = studio.state.layer(layer.number)
    assert now is not None
    assert np.array_equal(now.pixels.array, layer.pixels.array)
    assert np.array_equal(studio.colours, hard)
    studio.trigger("undo")  # the keyboard has not come back from the dialog off the screen
    assert np.array_equal(studio.colours, soft)


def test_a_scaled_layer_is_a_sentence(studio: ScriptedStudio) -> None:
    studio.made()
    layer = apply(studio)
    bigger = Affine.about((700, 500), (1.5, 1.5), 0.0)
    studio.document.change("Scale", transform_layer(studio.state, layer.number, bigger))
    studio.trigger("layer-run-again")
    assert told(studio, "its mask does not fit it any more")
    assert len(studio.engine.requests) == 1
    studio.document.change("Resize", resize_picture(studio.state, 800, 532))
    studio.trigger("layer-soft-edge")
    assert QApplication.activeModalWidget() is None


def test_a_layer_moved_out_of_the_picture_is_a_sentence(studio: ScriptedStudio) -> None:
    studio.made()
    layer = apply(studio)
    studio.document.change("Move", studio.state.with_layer(layer.number, x=9000))
    studio.trigger("layer-vary")
    assert told(studio, "lies outside the picture")
    assert len(studio.engine.requests) == 1


def test_two_candidates_are_combined_through_a_mask(studio: ScriptedStudio) -> None:
    studio.made()
    run_mask = studio.state.mask.array.copy()
    apply(studio, 0)
    below = studio.colours
    upper = apply(studio, 1)
    assert upper.kind is Kind.RESULT
    above = studio.colours
    studio.trigger("mask-clear")
    studio.drag((750, 500), (760, 500))
    mask = studio.state.mask.array
    studio.trigger("layer-keep-masked")
    both = studio.colours
    assert np.array_equal(both[mask == 0], below[mask == 0])
    assert np.array_equal(both[mask == 255], above[mask == 255])
    assert tuple(both[500, 760, 2::-1]) == COLOURS[1]
    assert tuple(both[500, 610, 2::-1]) == COLOURS[0]
    assert run_mask[500, 610] == 255
    studio.keys("Ctrl+Z", studio.view)
    assert np.array_equal(studio.colours, above)
