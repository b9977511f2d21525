"""What a person does with candidates and layers that made the picture larger."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtTest import QTest

from editor.document.expanding import Extent
from editor.ui.candidates.commands import COMMANDS
from editor.ui.prompt_bar.modes import Mode
from inference.extend_request import Side
from resources import resource
from tests.editor.window.expanding import apply, chip, expand_mode, made, write
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import MEADOW, STROKE

BOWL = resource("samples", "bowl.jpg")


def test_again_and_no_more_like_this(studio: ScriptedStudio) -> None:
    made(studio, 1)
    (item,) = studio.items
    usable = {command.name: command.usable(item) for command in COMMANDS}
    assert usable["again"]
    assert not usable["more-like-this"]
    menu = studio.view_of_candidates.menu_of(item)
    greyed = next(action for action in menu.actions() if not action.isEnabled() and action.text())
    assert "expanded" in greyed.toolTip()
    menu.deleteLater()
    studio.want("again", item)
    studio.until_idle()
    first, second = studio.engine.extensions
    assert first.seed != second.seed
    assert (first.left, first.bottom) == (second.left, second.bottom)


def test_the_layer_says_what_cannot_be_done_and_puts_its_prompt_back(
    studio: ScriptedStudio,
) -> None:
    expand_mode(studio)
    write(studio, left=200, top=120)
    QTest.keyClicks(studio.bar.expand.words("top"), "a blue sky")
    studio.type("a meadow")
    studio.trigger("generate")
    studio.until_idle()
    apply(studio)
    actions = studio.context.actions
    for name in ("layer-run-again", "layer-vary", "layer-soft-edge", "layer-keep-masked"):
        assert not actions[name].isEnabled()
        assert "expanded the picture" in actions[name].toolTip()
    chip(studio, Mode.FILL)
    studio.trigger("layer-edit-prompt")
    wish = studio.bar.wish
    assert wish.mode is Mode.EXPAND
    assert wish.sides == {"left": Side(200, "a meadow"), "top": Side(120, "a blue sky")}
    assert studio.window.tools.expand.values == Extent(left=200, top=120)
    studio.view.setFocus()
    studio.keys("Ctrl+Z", studio.view)
    assert "expanded the picture" not in actions["layer-vary"].toolTip()


def test_it_is_saved_whole_as_a_file(studio: ScriptedStudio, tmp_path: Path) -> None:
    made(studio, 1)
    before = studio.colours
    taking = studio.window.generating._taking
    candidate = taking.result(studio.items[0])
    assert candidate is not None
    taking.save_to(candidate, studio.document, tmp_path / "wide.png")
    studio.until((tmp_path / "wide.png").exists)
    studio.until(lambda: not studio.context.background.busy)
    with Image.open(tmp_path / "wide.png") as saved:
        pixels = np.asarray(saved.convert("RGB"))
    assert pixels.shape == (1165, 1800, 3)
    assert np.array_equal(pixels[:1065, 200:], before[..., 2::-1])


def test_after_a_restart_it_is_there_again(
    make_studio: Callable[[], ScriptedStudio], studio: ScriptedStudio
) -> None:
    made(studio, 1)
    studio.close()
    again = make_studio()
    again.open(MEADOW)
    again.until(lambda: bool(again.items))
    again.until(lambda: again.window.store.runs[0].ended)
    assert again.items[0].run.expands
    thumbnail = again.items[0].thumbnail
    assert thumbnail is not None
    assert thumbnail[60, 90, 1] > thumbnail[60, 90, 2] + 20  # the meadow, not a grey hole
    apply(again)
    assert (again.state.width, again.state.height) == (1800, 1165)
    assert again.state.layers[-1].recipe["extend"] == {"left": 200, "bottom": 100}


def test_a_project_keeps_it(studio: ScriptedStudio, tmp_path: Path) -> None:
    made(studio, 2)
    apply(studio, 0)
    shown = studio.colours
    path = tmp_path / "work.ora"
    studio.window.saving.write(studio.document, path)
    studio.until(lambda: not studio.document.modified)
    studio.window.saving.close(studio.document)
    studio.open(path)
    assert np.array_equal(studio.colours, shown)
    assert studio.state.layers[-1].recipe["extend"] == {"left": 200, "bottom": 100}
    actions = studio.context.actions
    assert actions["layer-edit-prompt"].isEnabled()


def test_a_project_keeps_its_candidates(studio: ScriptedStudio, tmp_path: Path) -> None:
    made(studio, 2)
    studio.drag((300, 300))
    studio.window.saving.write(studio.document, tmp_path / "work.ora")
    studio.until(lambda: not studio.document.modified and not studio.context.background.busy)
    studio.window.saving.close(studio.document)
    studio.open(tmp_path / "work.ora")
    studio.until(lambda: len(studio.items) == 2 and studio.window.store.runs[0].ended)
    apply(studio, 1)
    assert (studio.state.width, studio.state.height) == (1800, 1165)


def test_another_document_in_front_ends_it(studio: ScriptedStudio) -> None:
    made(studio, 1)
    studio.view.zoom_to(2.0)
    home, document = studio.view.viewport, studio.document
    studio.click_candidate(studio.items[0])
    studio.open(BOWL)
    assert document.shown is document.state
    studio.window.documents.bring(document)
    seen = studio.view.viewport  # in less room, below the tabs
    assert (seen.zoom, seen.centre) == (home.zoom, home.centre)


def test_a_stroke_after_all_is_where_the_hand_is(studio: ScriptedStudio) -> None:
    made(studio, 1)
    apply(studio)
    chip(studio, Mode.FILL)
    studio.drag(*STROKE)
    x, y = STROKE[0]
    assert studio.state.mask.array[y, x] == 255
