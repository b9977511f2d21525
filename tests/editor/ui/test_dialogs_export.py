"""Exporting: what the dialog asks for, refuses, says and remembers, and the estimated size."""

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageCms
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from editor.document.document import Document, Origin
from editor.document.image_files import FORMATS, ExportOptions, FileFormat, encode_picture
from editor.document.pixels import Pixels
from editor.ui.dialogs.export_choices import ExportChoices
from editor.ui.dialogs.export_dialog import ExportDialog
from editor.ui.dialogs.export_estimate import SizeEstimate, estimated_size, readable_size
from editor.ui.dialogs.export_target import suggested_path, with_suffix
from inference.metadata import NO_METADATA, Metadata
from resources import resource
from tests.conftest import random_picture
from tests.editor.ui.hands import press, shown, tick, type_into

PNG, JPEG, WEBP, TIFF, BMP = FORMATS
NAMES = st.text(st.sampled_from("ab. jpgnif"), min_size=1, max_size=12)
NOT_CANCELLED = threading.Event()


@pytest.fixture
def photo(tmp_path: Path) -> Document:
    """An opened photo, tmp_path/photo.jpg."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"not read")
    pixels = Pixels.from_straight(random_picture(40, 60))
    return Document.of_picture(pixels, "photo.jpg", Origin(source=path))


def with_metadata(document: Document, metadata: Metadata) -> Document:
    document.origin = Origin(source=document.origin.source, metadata=metadata)
    return document


def opened(
    qtbot: QtBot, document: Document, *, with_results: bool = False, remembered: object = None
) -> ExportDialog:
    dialog = shown(qtbot, ExportDialog(document, with_results, remembered))
    qtbot.waitUntil(lambda: "about" in dialog.facts.text() or "not known" in dialog.facts.text())
    return dialog


def choose(dialog: ExportDialog, name: str) -> None:
    dialog.format.setCurrentText(name)


def options_of(dialog: ExportDialog) -> ExportOptions:
    return dialog.options


def prompts_go_in(dialog: ExportDialog) -> bool:
    return dialog.with_prompts


class TestName:
    def test_suggests_a_name_beside_the_photo_but_not_its_own(
        self, qtbot: QtBot, photo: Document, tmp_path: Path
    ) -> None:
        dialog = opened(qtbot, photo)
        assert dialog.form is JPEG
        assert dialog.path == tmp_path / "photo edited.jpg"
        assert dialog.target.name.selectedText() == "photo edited"
        dialog.reject()

    def test_a_sample_goes_elsewhere(self, tmp_path: Path) -> None:
        origin = Origin(source=resource("samples", "room.jpg"))
        sample = Document.of_picture(Pixels.empty(4, 4), "room.jpg", origin)
        assert suggested_path(sample, PNG, str(tmp_path)) == tmp_path / "room.png"

    def test_suffix_follows_the_format(self, qtbot: QtBot, photo: Document, tmp_path: Path) -> None:
        dialog = opened(qtbot, photo)
        for form in FORMATS:
            choose(dialog, form.label)
            assert dialog.path == tmp_path / f"photo edited{form.suffixes[0]}"
            assert dialog.target.name.text() == dialog.path.name
        dialog.reject()

    def test_format_follows_the_suffix_that_is_typed(
        self, qtbot: QtBot, photo: Document, tmp_path: Path
    ) -> None:
        dialog = opened(qtbot, photo)
        type_into(dialog.target.name, "a.b.webp")
        assert dialog.form is WEBP
        assert dialog.path == tmp_path / "a.b.webp"
        type_into(dialog.target.name, "a.b")
        assert dialog.path == tmp_path / "a.b.webp"
        dialog.reject()

    def test_folder_that_is_typed(self, qtbot: QtBot, photo: Document, tmp_path: Path) -> None:
        (tmp_path / "deep").mkdir()
        dialog = opened(qtbot, photo)
        type_into(dialog.target.name, "deep/x")
        assert dialog.path == tmp_path / "deep" / "x.jpg"
        choose(dialog, "PNG")
        dialog.format.setFocus()
        assert dialog.path == tmp_path / "deep" / "x.png"
        type_into(dialog.target.name, "nowhere/x")
        assert not dialog.accept_button.isEnabled()
        assert "nowhere" in dialog.message.text()
        dialog.reject()

    def test_nothing_typed(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        dialog.target.name.selectAll()
        QTest.keyClick(dialog.target.name, Qt.Key.Key_Delete)
        assert "Type a name" in dialog.message.text()
        QTest.keyClick(dialog.target.name, Qt.Key.Key_Return)
        assert dialog.isVisible()
        dialog.reject()

    @given(NAMES.filter(lambda name: bool(name.strip(" ."))), st.sampled_from(FORMATS))
    def test_suffix_law(self, name: str, form: FileFormat) -> None:
        path = with_suffix(Path(name), form)
        assert path.suffix.lower() in form.suffixes
        assert with_suffix(path, form) == path


class TestReplacing:
    def test_says_so_first(self, qtbot: QtBot, photo: Document, tmp_path: Path) -> None:
        (tmp_path / "old.jpg").touch()
        dialog = opened(qtbot, photo)
        type_into(dialog.target.name, "old")
        assert dialog.accept_button.text() == "Replace"
        assert dialog.message.text() == "old.jpg exists and will be replaced."
        type_into(dialog.target.name, "new")
        assert dialog.accept_button.text() == "Export"
        assert not dialog.message.isVisible()
        dialog.reject()

    def test_names_the_photo(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        type_into(dialog.target.name, "photo.jpg")
        assert "the photo that you opened" in dialog.message.text()
        press(dialog, "Replace")
        assert dialog.result() == QDialog.DialogCode.Accepted
        assert dialog.path == photo.origin.source

    def test_a_file_that_came_meanwhile_is_not_taken_unasked(
        self, qtbot: QtBot, photo: Document
    ) -> None:
        dialog = opened(qtbot, photo)
        dialog.path.touch()
        QTest.keyClick(dialog.target.name, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert dialog.accept_button.text() == "Replace"
        QTest.keyClick(dialog.target.name, Qt.Key.Key_Return)
        assert not dialog.isVisible()

    def test_typed_suffix_shows_it_before_enter(
        self, qtbot: QtBot, photo: Document, tmp_path: Path
    ) -> None:
        (tmp_path / "old.png").touch()
        dialog = opened(qtbot, photo)
        type_into(dialog.target.name, "old.png")
        assert dialog.accept_button.text() == "Replace"
        dialog.reject()


class TestOptions:
    def test_enter_exports_and_escape_does_not(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        QTest.keyClick(dialog.target.name, Qt.Key.Key_Return)
        assert dialog.result() == QDialog.DialogCode.Accepted
        dialog = opened(qtbot, photo)
        QTest.keyClick(dialog.target.name, Qt.Key.Key_Escape)
        assert dialog.result() == QDialog.DialogCode.Rejected

    def test_quality(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        assert options_of(dialog).quality == 92
        type_into(dialog.quality_field, "40")
        assert options_of(dialog).quality == dialog.quality.value() == 40
        choose(dialog, "WebP")
        assert options_of(dialog).quality == 90
        choose(dialog, "JPEG")
        assert options_of(dialog).quality == 40
        choose(dialog, "PNG")
        assert options_of(dialog).quality is None
        assert not dialog.quality.isVisible()
        dialog.reject()

    def test_lossless_is_for_webp(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        assert not dialog.lossless.isVisible()
        choose(dialog, "WebP")
        tick(dialog.lossless)
        assert options_of(dialog).lossless
        assert not dialog.quality.isVisible()
        choose(dialog, "JPEG")
        assert not options_of(dialog).lossless
        dialog.reject()

    def test_matte_where_something_shines_through(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        assert not dialog.matte.isVisible()
        dialog.reject()
        clear = Document.of_picture(Pixels.empty(8, 8), "clear", photo.origin)
        dialog = opened(qtbot, clear)
        assert dialog.matte.isVisible()
        dialog.matte.colour = (9, 8, 7)
        assert options_of(dialog).matte == (9, 8, 7)
        choose(dialog, "PNG")
        assert not dialog.matte.isVisible()
        dialog.reject()

    def test_provenance_only_with_results(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        assert not dialog.note.isVisible()
        assert not options_of(dialog).provenance
        dialog.reject()
        dialog = opened(qtbot, photo, with_results=True)
        assert dialog.note.isVisible()
        assert options_of(dialog).provenance
        assert not prompts_go_in(dialog)
        tick(dialog.prompts)
        assert prompts_go_in(dialog)
        dialog.note.click()
        assert not options_of(dialog).provenance
        assert not prompts_go_in(dialog)
        assert not dialog.prompts.isEnabled()
        dialog.reject()

    def test_metadata_and_profile(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        assert not dialog.keep.isVisible()
        assert not dialog.profile.isVisible()
        dialog.reject()
        icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        dialog = opened(qtbot, with_metadata(photo, Metadata(icc_profile=icc, dpi=(300, 300))))
        assert dialog.keep.isVisible()
        assert dialog.profile.isVisible()
        assert options_of(dialog).profile == "srgb"
        dialog.profile.setCurrentIndex(1)
        assert options_of(dialog).profile == "own"
        dialog.keep.click()
        assert not options_of(dialog).keep_metadata
        choose(dialog, "BMP")
        assert not dialog.keep.isVisible()
        assert not dialog.profile.isVisible()
        dialog.reject()

    def test_side_that_a_format_cannot_hold(self, qtbot: QtBot) -> None:
        long = Document.of_picture(Pixels.empty(16_384, 1), "long")
        dialog = opened(qtbot, long, remembered={"format": "WEBP"})
        assert not dialog.accept_button.isEnabled()
        assert "16,383" in dialog.message.text()
        choose(dialog, "PNG")
        assert dialog.accept_button.isEnabled()
        dialog.reject()


class TestRemembering:
    def test_goes_on_with_what_was(self, qtbot: QtBot, photo: Document, tmp_path: Path) -> None:
        dialog = opened(qtbot, photo, with_results=True)
        choose(dialog, "WebP")
        dialog.quality.setValue(33)
        dialog.lossless.click()
        dialog.note.click()
        dialog.prompts.click()
        dialog.matte.colour = (1, 2, 3)
        kept = json.loads(json.dumps(dialog.remembered))
        dialog.accept()
        again = opened(qtbot, photo, with_results=True, remembered=kept)
        assert again.form is WEBP
        assert again.quality.value() == 33
        assert again.lossless.isChecked()
        assert not again.note.isChecked()
        assert not again.prompts.isChecked()  # asked each time
        assert again.matte.colour == (1, 2, 3)
        again.reject()
        untitled = Document.of_picture(Pixels.empty(4, 4), "Untitled")
        other = opened(qtbot, untitled, remembered=kept)
        assert other.path == tmp_path / "Untitled.webp"
        other.reject()

    @pytest.mark.parametrize(
        "part",
        [
            {"format": "GIF"},
            {"quality": {"JPEG": 0, "WEBP": 101, "PNG": 5, "GIF": 5}},
            {"quality": {"JPEG": True, "WEBP": "90"}},
            {"quality": [92]},
            {"lossless": 1},
            {"matte": [0, 0, 256]},
            {"matte": "#ffffff"},
            {"profile": "cmyk"},
            {"provenance": None},
            {"folder": 3},
            {"prompts": True},
        ],
        ids=str,
    )
    def test_what_cannot_be_is_as_at_first(self, part: object) -> None:
        assert ExportChoices.from_json(part) == ExportChoices()

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=4),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from([*ExportChoices().to_json(), "PNG", "JPEG", "x"]), inner
                )
            ),
        )
    )
    def test_anything_can_be_remembered(self, garbage: object) -> None:
        choices = ExportChoices.from_json(garbage)
        assert ExportChoices.from_json(json.loads(json.dumps(choices.to_json()))) == choices
        for form in FORMATS:
            ExportOptions(form, quality=choices.quality_of(form), matte=choices.matte)


class TestEstimate:
    @pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
    def test_is_exact_for_a_small_picture(self, form: FileFormat) -> None:
        pixels = Pixels.from_straight(random_picture(90, 70)).straight()
        options = ExportOptions(form)
        size = len(encode_picture(pixels, options))
        assert estimated_size(pixels, options, NO_METADATA, NOT_CANCELLED) == size

    @pytest.mark.parametrize("form", [PNG, JPEG, BMP], ids=lambda form: form.name)
    def test_is_near_for_a_large_one(self, form: FileFormat) -> None:
        rows, columns = np.mgrid[0:2000, 0:1600].astype(np.float32)
        wave = (127 + 100 * np.sin(rows / 90) * np.cos(columns / 70)).astype(np.uint8)
        noise = np.random.default_rng(1).integers(0, 20, wave.shape, dtype=np.uint8)
        grey = wave + noise
        pixels = np.stack([grey, grey, noise, np.full_like(grey, 255)], axis=2)
        options = ExportOptions(form)
        size = len(encode_picture(pixels, options))
        about = estimated_size(pixels, options, NO_METADATA, NOT_CANCELLED)
        assert about == pytest.approx(size, rel=0.1)

    def test_can_be_cancelled(self) -> None:
        cancelled = threading.Event()
        cancelled.set()
        pixels = Pixels.empty(4, 4).straight()
        assert estimated_size(pixels, ExportOptions(PNG), NO_METADATA, cancelled) is None

    def test_follows_the_last_options_only(self, qtbot: QtBot, photo: Document) -> None:
        parent = QObject()
        estimate = SizeEstimate(photo.state, NO_METADATA, parent)
        sizes: list[int] = []
        estimate.ready.connect(sizes.append)
        for quality in range(10, 100, 10):
            estimate.ask(ExportOptions(JPEG, quality=quality))
        qtbot.waitUntil(lambda: bool(sizes) and not estimate._timer.isActive())
        pixels = Pixels(photo.state.layers[0].pixels.array).straight()
        assert sizes[-1] == len(encode_picture(pixels, ExportOptions(JPEG, quality=90)))
        estimate.close()

    def test_dialog_shows_it(self, qtbot: QtBot, photo: Document) -> None:
        dialog = opened(qtbot, photo)
        first = dialog.facts.text()
        assert first.startswith("60 × 40 pixels · about")
        dialog.quality.setValue(1)
        assert "working" in dialog.facts.text()
        qtbot.waitUntil(lambda: "about" in dialog.facts.text())
        assert dialog.facts.text() != first
        dialog.reject()

    @pytest.mark.parametrize(
        ("size", "text"),
        [(0, "0 B"), (999, "999 B"), (1_234, "1.2 KB"), (99_400, "99 KB"), (1_250_000, "1.2 MB")],
    )
    def test_words(self, size: int, text: str) -> None:
        assert readable_size(size) == text
