"""What the window shows while no document is open: what to do, recent files, samples."""

import json
import logging
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from editor.document.settings import Settings, recent_files, remove_recent_file
from editor.document.words import QT_TRANSLATE_NOOP, translate
from editor.ui.background import Background
from editor.ui.dialogs.parts import button, label
from editor.ui.file_thumbnails import thumbnail
from editor.ui.icon_label import IconLabel
from editor.ui.icons import icon
from editor.ui.picture_cards import PictureCard, PictureGrid
from resources import resource

__all__ = ["StartPage"]

log = logging.getLogger(__name__)
WIDEST = 1440
SAMPLE_NAMES = (  # those in samples.json once more: lupdate reads no JSON
    QT_TRANSLATE_NOOP("Samples", "Meadow"),
    QT_TRANSLATE_NOOP("Samples", "Two dogs"),
    QT_TRANSLATE_NOOP("Samples", "Fig in a bowl"),
    QT_TRANSLATE_NOOP("Samples", "Mountain trail"),
    QT_TRANSLATE_NOOP("Samples", "Room"),
)
THUMBNAIL = 560, 374  # device pixels: a card's at a device pixel ratio of 2


class Sample(NamedTuple):
    """A photo that comes with the application."""

    path: Path
    name: str
    credit: str


class _Seen(NamedTuple):
    """A file's thumbnail, and when the file had last been changed."""

    changed_at: float
    image: QImage


def _look(path: Path, known: _Seen | None) -> _Seen:
    """Make a thumbnail in a thread, unless the file is as it was.

    Raises:
        OSError: it is not there.
        Exception: whatever Pillow raises at a damaged file.
    """
    changed_at = path.stat().st_mtime
    if known is not None and known.changed_at == changed_at:
        return known
    return _Seen(changed_at, thumbnail(path, *THUMBNAIL))


def _samples() -> list[Sample]:
    folder = resource("samples")
    listed = folder / "samples.json"
    if not listed.exists():
        return [Sample(path, path.stem.title(), "") for path in sorted(folder.glob("*.jpg"))]
    entries = json.loads(listed.read_text(encoding="utf-8"))
    return [
        Sample(folder / each["file"], translate("Samples", each["name"]), each["credit"])
        for each in entries
    ]


class StartPage(QScrollArea):
    """Leads to a first picture.

    Signals:
        open_wanted, new_wanted: a button was pressed.
        chosen: a recent file or a sample was clicked (its path).
    """

    open_wanted = Signal()
    new_wanted = Signal()
    chosen = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._seen: dict[Path, _Seen] = {}
        self._background = Background(self)
        self.recent, self.samples = PictureGrid(), PictureGrid()
        self._recent_title = label(self.tr("Recent"), "title")
        self.open_button, self.new_button = self._new_buttons()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._page())
        for grid in (self.recent, self.samples):
            grid.chosen.connect(self.chosen)
        self.samples.show_cards(
            [PictureCard(each.path, each.name, each.credit) for each in _samples()]
        )
        self._show_recent([])

    # -- putting it together

    def _new_buttons(self) -> tuple[QPushButton, QPushButton]:
        opening = button(self.tr("Open…"), "primary")
        opening.setIcon(icon("open", QPalette.ColorRole.HighlightedText))
        opening.setToolTip(self.tr("Open a photo or a project (Ctrl+O)"))
        opening.clicked.connect(self.open_wanted)
        beginning = button(self.tr("New…"))
        beginning.setFixedHeight(32)  # as the one beside it
        beginning.setIcon(icon("new"))
        beginning.setToolTip(self.tr("Begin an empty picture (Ctrl+N)"))
        beginning.clicked.connect(self.new_wanted)
        for each in (opening, beginning):
            each.setIconSize(QSize(24, 18))  # wider than the icon: room before the text
        return opening, beginning

    def _page(self) -> QWidget:
        middle = QWidget()
        middle.setMaximumWidth(WIDEST)
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(32, 40, 32, 40)
        rows.setSpacing(0)
        rows.addStretch(1)
        headline = self.tr("Edit a part of a photo by saying what should be there")
        rows.addWidget(label(headline, "display", wrap=True))
        rows.addSpacing(20)
        rows.addLayout(self._steps())
        rows.addSpacing(28)
        rows.addLayout(self._beginnings())
        for title, grid in (
            (self._recent_title, self.recent),
            (label(self.tr("Samples"), "title"), self.samples),
        ):
            rows.addSpacing(32)
            rows.addWidget(title)
            rows.addSpacing(12)
            rows.addWidget(grid)
        rows.addStretch(2)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)
        return page

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(32)
        for name, title, told in (
            ("brush", self.tr("Paint"), self.tr("where it may change")),
            ("sparkle", self.tr("Type"), self.tr("what should be there")),
            ("candidates", self.tr("Pick"), self.tr("the one you like best")),
        ):
            row.addWidget(_step(name, title, told))
        row.addStretch(1)
        return row

    def _beginnings(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.open_button)
        row.addWidget(self.new_button)
        row.addSpacing(8)
        row.addWidget(label(self.tr("or drop a picture into this window"), "secondary"))
        row.addStretch(1)
        return row

    # -- following

    def showEvent(self, event: QShowEvent) -> None:
        """List the recent files as they are now, and look for what has no thumbnail yet."""
        super().showEvent(event)
        paths = recent_files(self._settings)
        if [card.path for card in self.recent.cards] != paths:
            self._show_recent(paths)
        for card in (*self.recent.cards, *self.samples.cards):
            work = partial(_look, card.path, self._seen.get(card.path))
            self._background.run(
                work, partial(self._on_seen, card.path), partial(self._on_failed, card.path)
            )

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the thread."""
        self._background.close()
        super().closeEvent(event)

    def _show_recent(self, paths: list[Path]) -> None:
        cards = [PictureCard(path, path.name, _told_folder(path)) for path in paths]
        for card in cards:
            if card.path in self._seen:
                card.set_image(self._seen[card.path].image)
        self.recent.show_cards(cards)
        self._show_titles()

    def _show_titles(self) -> None:
        some = bool(self.recent.cards)
        self._recent_title.setVisible(some)
        self.recent.setVisible(some)

    def _on_seen(self, path: Path, seen: _Seen) -> None:
        if self._seen.get(path) is not seen:
            self._seen[path] = seen
            for card in (*self.recent.cards, *self.samples.cards):
                if card.path == path:
                    card.set_image(seen.image)

    def _on_failed(self, path: Path, error: Exception) -> None:
        """A file that is gone leaves the list; one without a thumbnail keeps its place."""
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            remove_recent_file(self._settings, path)
            self.recent.remove(path)
            self._show_titles()
        else:
            log.info("no thumbnail of %s: %s", path, error)


def _told_folder(path: Path) -> str:
    """The folder of a file, with ~ for the user's own."""
    try:
        return str(Path("~") / path.parent.relative_to(Path.home()))
    except ValueError:
        return str(path.parent)


def _step(name: str, title: str, told: str) -> QWidget:
    """One of the three steps: icon, verb, and what it is about."""
    step = QWidget()
    sign = QFrame()
    sign.setProperty("role", "card")
    sign.setFixedSize(40, 40)
    IconLabel(name, 20, sign).move(10, 10)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(title, "title"))
    words.addWidget(label(told, "secondary"))
    row = QHBoxLayout(step)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(sign)
    row.addLayout(words)
    return step
