"""A person's session in the real window, by mouse and keys."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.document.clipart import library
from editor.document.compositor import flattened
from editor.document.layer import Kind
from editor.document.openraster import read_project
from editor.ui.clipart_model import CLIPART_MIME
from editor.ui.dialogs.amount_dialog import AmountDialog
from resources import resource
from tests.editor.window.driver import Driver

MEADOW = resource("samples", "meadow.jpg")


def _bytes(driver: Driver) -> bytes:
    return flattened(driver.state).array.tobytes() + driver.state.mask.array.tobytes()


def test_a_photo_is_opened_locked_whole_and_with_the_mask_brush_in_hand(driver: Driver) -> None:
    driver.open(MEADOW)
    (layer,) = driver.state.layers
    assert layer.locked
    assert driver.window.tools.name == "mask-brush"
    assert driver.window.windowTitle().startswith("meadow.jpg")
    view = driver.view.viewport.view_rect(driver.state.rect)
    assert driver.view.rect().contains(view.adjusted(2, 2, -2, -2))


def test_painting_a_mask_undoing_and_doing_it_again(driver: Driver) -> None:
    driver.open(MEADOW)
    before = _bytes(driver)
    driver.drag((500, 400), (600, 450), (700, 400))
    after = _bytes(driver)
    assert driver.state.mask.array[440, 600] == 255
    assert driver.window.isWindowModified()
    driver.keys("Ctrl+Z")
    assert _bytes(driver) == before
    assert not driver.window.isWindowModified()
    driver.keys("Ctrl+Y")
    assert _bytes(driver) == after


def test_keys_choose_tools_sizes_and_targets(driver: Driver) -> None:
    driver.open(MEADOW)
    driver.view.setFocus()
    for key, name in (
        ("M", "rectangle"),
        ("L", "lasso"),
        ("W", "wand"),
        ("V", "move"),
        ("C", "crop"),
        ("P", "paint-brush"),
        ("B", "mask-brush"),
    ):
        driver.keys(key)
        assert driver.window.tools.name == name
    size = driver.context.tool_settings.values.brush.size
    driver.keys("]")
    assert driver.context.tool_settings.values.brush.size > size
    driver.keys("Q")
    assert driver.window.tools.name == "paint-brush"


def test_scribbling_makes_a_layer_of_its_own(driver: Driver) -> None:
    driver.open(MEADOW)
    photo = driver.state.layers[0].pixels.array.copy()
    driver.view.setFocus()
    driver.keys("P")
    driver.drag((300, 300), (420, 330))
    assert [layer.kind for layer in driver.state.layers] == [Kind.PICTURE, Kind.SCRIBBLE]
    assert np.array_equal(driver.state.layers[0].pixels.array, photo)
    driver.trigger("mask-from-layer")
    assert driver.state.mask.array[300, 300] > 0


@pytest.mark.parametrize("action", ["mask-shrink", "mask-grow", "mask-feather"])
def test_a_mask_of_the_whole_picture_has_no_edge_to_move_and_says_so(
    driver: Driver, action: str
) -> None:
    driver.open(MEADOW)
    driver.trigger("mask-all")
    step = driver.document.history.present

    def accept() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AmountDialog)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    QTimer.singleShot(0, accept)
    driver.trigger(action)
    message = driver.context.messages.message
    assert message is not None
    assert "covers the whole picture" in message.text
    assert driver.document.history.present is step


def test_clip_art_lands_on_a_layer_with_handles_and_enter_confirms(driver: Driver) -> None:
    driver.open(MEADOW)
    driver.window.add_clipart(library()[0])
    driver.until(lambda: len(driver.state.layers) == 2)
    layer = driver.state.layers[1]
    assert layer.kind is Kind.CLIP_ART
    assert driver.window.tools.name == "transform"
    bounds = layer.bounds
    corner = (bounds.right, bounds.bottom)
    driver.drag(corner, (corner[0] - 40, corner[1] - 40))
    assert driver.view.tool is not None
    assert driver.view.tool.busy
    driver.view.setFocus()
    QTest.keyClick(driver.view, Qt.Key.Key_Return)
    assert driver.state.layers[1].bounds.w < bounds.w
    driver.keys("Ctrl+Z")
    assert driver.state.layers[1].bounds == bounds


def test_pasting_and_dropping_pictures(driver: Driver) -> None:
    driver.open(MEADOW)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    QGuiApplication.clipboard().setImage(image)
    driver.keys("Ctrl+V")
    assert [layer.name for layer in driver.state.layers] == ["meadow.jpg", "Pasted picture"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(library()[1].file))])
    data.setData(CLIPART_MIME, library()[1].file.name.encode())
    at = driver.view.mapTo(driver.window, driver.at(400, 400))
    driver.window.dropEvent(
        QDropEvent(
            QPointF(at),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    driver.until(lambda: len(driver.state.layers) == 3)
    bounds = driver.state.layers[2].bounds
    assert abs(bounds.x + bounds.w / 2 - 400) < 3
    assert driver.state.layers[2].name == library()[1].name


def test_saving_a_project_and_opening_it_again(driver: Driver, tmp_path: Path) -> None:
    driver.open(MEADOW)
    driver.drag((500, 400), (700, 400))
    driver.view.setFocus()
    driver.keys("P")
    driver.drag((300, 300), (420, 330))
    before = _bytes(driver)
    path = tmp_path / "work.ora"
    driver.window.saving.write(driver.document, path)
    driver.until(lambda: not driver.document.modified)
    assert driver.window.windowTitle().startswith("work.ora")
    again = read_project(path).state
    assert flattened(again).array.tobytes() + again.mask.array.tobytes() == before
    driver.window.saving.close(driver.document)
    assert driver.context.current.document is None
    driver.open(path)
    assert _bytes(driver) == before


def test_what_is_painted_while_saving_is_not_called_saved(driver: Driver, tmp_path: Path) -> None:
    driver.open(MEADOW)
    driver.drag((500, 400), (700, 400))
    driver.window.saving.write(driver.document, tmp_path / "work.ora")
    driver.drag((500, 600), (700, 600))
    driver.until(lambda: driver.document.path is not None)
    assert driver.document.modified


def test_a_failed_save_leaves_the_document_open_and_says_so(driver: Driver, tmp_path: Path) -> None:
    driver.open(MEADOW)
    driver.drag((500, 400), (700, 400))
    driver.window.saving.write(driver.document, tmp_path / "gone" / "work.ora")
    driver.until(lambda: driver.context.messages.message is not None)
    message = driver.context.messages.message
    assert message is not None
    assert message.kind == "error"
    assert driver.document.modified
    assert driver.document.path is None


def test_two_pictures_are_tabs_that_keep_their_place(driver: Driver) -> None:
    first = driver.open(MEADOW)
    driver.view.zoom_to(2.0)
    zoomed = driver.view.viewport.zoom
    driver.open(resource("samples", "trail.jpg"))
    assert driver.window.documents.tabs.isVisible()
    assert driver.view.viewport.zoom != zoomed
    driver.window.documents.tabs.setCurrentIndex(0)
    assert driver.document is first
    assert driver.view.viewport.zoom == zoomed


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(
    driver: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "notes.png"
    path.write_text("no picture")
    driver.window.opening.open([path])
    driver.until(lambda: driver.context.messages.message is not None)
    message = driver.context.messages.message
    assert message is not None
    assert "notes.png" in message.text
    assert not message.details


def test_a_file_that_is_asked_for_twice_is_opened_once(driver: Driver, tmp_path: Path) -> None:
    work, damaged = tmp_path / "work.ora", tmp_path / "damaged.ora"
    driver.open(MEADOW)
    driver.window.saving.write(driver.document, work)
    driver.until(lambda: driver.document.path == work)
    driver.window.saving.close(driver.document)
    for count, path in enumerate((MEADOW, work), 1):
        driver.window.opening.open([path])
        driver.window.opening.open([path])
        driver.until(lambda: not driver.context.background.busy)
        assert len(driver.window.documents) == count
    damaged.write_text("no project")
    driver.window.opening.open([damaged])
    driver.until(lambda: not driver.context.background.busy)
    damaged.write_bytes(work.read_bytes())
    driver.window.opening.open([damaged])  # one that could not be read may be tried again
    driver.until(lambda: len(driver.window.documents) == 3)


def test_an_unexpected_error_is_told_and_the_document_lives_on(driver: Driver) -> None:
    driver.open(MEADOW)
    driver.drag((500, 400), (700, 400))
    before = _bytes(driver)
    driver.editor.failed.emit("Traceback …\nZeroDivisionError")
    message = driver.context.messages.message
    assert message is not None
    assert "ZeroDivisionError" in message.details
    assert _bytes(driver) == before
    offers_folder = driver.editor.store
    driver.until(lambda: not driver.context.background.busy)
    assert offers_folder.offers() == []  # this process lives, so nothing is offered to it


def test_undo_while_drawing_takes_back_the_stroke_at_hand(driver: Driver) -> None:
    driver.open(MEADOW)
    before = _bytes(driver)
    QTest.mousePress(driver.view, Qt.MouseButton.LeftButton, pos=driver.at(500, 400))
    QTest.mouseMove(driver.view, driver.at(600, 420))
    assert _bytes(driver) != before
    driver.window.editing.undo()
    assert _bytes(driver) == before
    QTest.mouseRelease(driver.view, Qt.MouseButton.LeftButton, pos=driver.at(600, 420))
    assert _bytes(driver) == before
    assert driver.document.history.position == 0


def test_exporting_the_story_of_a_picture(driver: Driver, tmp_path: Path) -> None:
    driver.open(MEADOW)
    driver.view.setFocus()
    driver.keys("P")
    driver.drag((300, 300), (420, 330))
    folder = tmp_path / "story"
    driver.window.saving.export_story(folder)
    driver.until(lambda: driver.context.messages.message is not None)
    assert (folder / "recipe.json").exists()
    assert (folder / "strip.png").exists()
