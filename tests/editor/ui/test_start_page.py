"""The start page: buttons, samples, recent files and their thumbnails, at any width."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.document.document import Document, Origin
from editor.document.openraster import write_project
from editor.document.pixels import Pixels
from editor.document.settings import Settings, add_recent_file, recent_files
from editor.ui import start_page
from editor.ui.file_thumbnails import thumbnail
from editor.ui.picture_cards import PictureCard
from editor.ui.start_page import StartPage
from resources import resource
from tests.editor.ui.hands import press, shown

NewPage = Callable[[], StartPage]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of their own file."""
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def new_page(qtbot: QtBot, settings: Settings) -> Iterator[NewPage]:
    """Makes and shows pages, 1100 × 700, and closes them."""
    pages: list[StartPage] = []

    def new() -> StartPage:
        page = StartPage(settings)
        page.resize(1100, 700)
        pages.append(shown(qtbot, page))
        return page

    yield new
    for page in pages:
        page.close()


def photo(path: Path, colour: str = "red", size: tuple[int, int] = (900, 600)) -> Path:
    Image.new("RGB", size, colour).save(path)
    return path


def names(page: StartPage) -> list[str]:
    return [card.path.name for card in page.recent.cards]


def settled(qtbot: QtBot, page: StartPage) -> None:
    qtbot.waitUntil(lambda: not page._background.busy)


def test_buttons(new_page: NewPage, qtbot: QtBot) -> None:
    page = new_page()
    with qtbot.waitSignal(page.open_wanted):
        press(page, "Open…")
    with qtbot.waitSignal(page.new_wanted):
        press(page, "New…")


def test_samples_with_thumbnails(new_page: NewPage, qtbot: QtBot) -> None:
    page = new_page()
    assert [card.path.name for card in page.samples.cards][:2] == ["meadow.jpg", "dogs.jpg"]
    assert page.samples.cards[0].accessibleName() == "Open Meadow"
    settled(qtbot, page)
    assert not any(card.image.isNull() for card in page.samples.cards)
    with qtbot.waitSignal(page.chosen) as chosen:
        QTest.mouseClick(page.samples.cards[1], Qt.MouseButton.LeftButton)
    assert chosen.args == [resource("samples", "dogs.jpg")]


def test_samples_without_a_list(
    new_page: NewPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(tmp_path / "lake.jpg")
    monkeypatch.setattr(start_page, "resource", lambda *_parts: tmp_path)
    page = new_page()
    assert [card.path for card in page.samples.cards] == [tmp_path / "lake.jpg"]
    settled(qtbot, page)


def test_recent_files(new_page: NewPage, qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    page = new_page()
    assert not page.recent.isVisible()
    page.hide()
    for name in ("one.png", "two.png"):
        add_recent_file(settings, photo(tmp_path / name, "blue"))
    page.show()
    assert names(page) == ["two.png", "one.png"]
    assert page.recent.isVisible()
    settled(qtbot, page)
    card = page.recent.cards[0]
    shown_colour = card.grab().toImage().pixelColor(card.width() // 2, card.height() // 3)
    assert shown_colour == QColor("blue")
    with qtbot.waitSignal(page.chosen) as chosen:
        QTest.keyClick(card, Qt.Key.Key_Return)
    assert chosen.args == [tmp_path / "two.png"]


def test_missing_files_leave(
    new_page: NewPage, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    add_recent_file(settings, photo(tmp_path / "there.png"))
    add_recent_file(settings, tmp_path / "gone.png")
    page = new_page()
    qtbot.waitUntil(lambda: names(page) == ["there.png"])
    assert recent_files(settings) == [tmp_path / "there.png"]
    settled(qtbot, page)


def test_damaged_files_stay(
    new_page: NewPage, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    for name in ("bad.png", "bad.ora"):
        (tmp_path / name).write_bytes(b"no picture")
        add_recent_file(settings, tmp_path / name)
    page = new_page()
    settled(qtbot, page)
    assert names(page) == ["bad.ora", "bad.png"]
    assert all(card.image.isNull() for card in page.recent.cards)


def test_thumbnails_are_made_once_until_the_file_changes(
    new_page: NewPage,
    qtbot: QtBot,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Path] = []

    def counted(path: Path, width: int, height: int) -> QImage:
        made.append(path)
        return thumbnail(path, width, height)

    monkeypatch.setattr(start_page, "thumbnail", counted)
    file = photo(tmp_path / "one.png", "red")
    add_recent_file(settings, file)
    page = new_page()
    settled(qtbot, page)
    assert len(made) == len(set(made)) == 1 + len(page.samples.cards)
    page.hide()
    page.show()
    settled(qtbot, page)
    assert made.count(file) == 1
    page.hide()
    changed = file.stat().st_mtime_ns + 5_000_000_000
    photo(file, "blue")
    os.utime(file, ns=(changed, changed))
    page.show()
    settled(qtbot, page)
    assert made.count(file) == 2
    assert page.recent.cards[0].image.pixelColor(5, 5) == QColor("blue")


@pytest.mark.parametrize(("width", "columns"), [(700, 3), (1100, 5), (1440, 5), (3840, 5)])
def test_any_width(new_page: NewPage, qtbot: QtBot, width: int, columns: int) -> None:
    page = new_page()
    page.resize(width, 800)
    settled(qtbot, page)
    grid = page.samples
    assert grid.columns == columns
    assert all(card.geometry().right() < grid.width() for card in grid.cards)
    assert not any(
        one.geometry().intersects(other.geometry())
        for one in grid.cards
        for other in grid.cards
        if one is not other
    )
    assert all(grid.rect().contains(card.geometry()) for card in grid.cards)
    inside = page.widget()
    assert inside is not None
    assert inside.width() <= page.viewport().width()
    middle = grid.mapTo(page, grid.rect().center()).x()
    assert abs(middle - page.viewport().width() / 2) <= 8


def test_arrows_go_from_card_to_card(new_page: NewPage, qtbot: QtBot) -> None:
    page = new_page()
    page.resize(700, 800)
    page.activateWindow()
    cards = page.samples.cards
    cards[0].setFocus()
    for key, at in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 4),
        (Qt.Key.Key_Down, 4),
        (Qt.Key.Key_Left, 3),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Left, 0),
    ):
        focused = page.focusWidget()
        assert isinstance(focused, PictureCard)
        QTest.keyClick(focused, key)
        assert cards[at].hasFocus()
    with qtbot.waitSignal(page.chosen):
        QTest.keyClick(cards[0], Qt.Key.Key_Space)
    settled(qtbot, page)


def test_close_ends_the_thread(new_page: NewPage) -> None:
    page = new_page()
    threads = page._background._pool._threads
    page.close()
    assert threads
    assert not any(thread.is_alive() for thread in threads)


class TestThumbnail:
    def test_covers_what_is_asked_for(self, tmp_path: Path) -> None:
        for size in ((900, 600), (600, 900), (4000, 600)):
            image = thumbnail(photo(tmp_path / "x.jpg", size=size), 300, 200)
            assert image.width() >= 300
            assert image.height() >= 200
            assert image.width() == 300 or image.height() == 200

    def test_small_stays(self, tmp_path: Path) -> None:
        assert thumbnail(photo(tmp_path / "x.png", size=(9, 7)), 300, 200).size() == QSize(9, 7)

    def test_upright(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.new("RGB", (90, 60), "red").save(tmp_path / "x.jpg", exif=exif)
        assert thumbnail(tmp_path / "x.jpg", 300, 200).size() == QSize(60, 90)

    def test_of_a_project(self, tmp_path: Path) -> None:
        pixels = Pixels.empty(600, 400)
        pixels.array[...] = (0, 0, 255, 255)
        write_project(tmp_path / "x.ora", Document.of_picture(pixels, "x").state, Origin())
        image = thumbnail(tmp_path / "x.ora", 300, 200)
        assert image.width() == 256
        assert image.pixelColor(9, 9) == QColor("red")

    def test_giant_is_not_decoded(self, tmp_path: Path) -> None:
        photo(tmp_path / "x.png", size=(9000, 9000))
        with pytest.raises(ValueError, match="too large"):
            thumbnail(tmp_path / "x.png", 300, 200)
