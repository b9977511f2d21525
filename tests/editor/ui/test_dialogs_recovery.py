"""The recovery offer: what is recovered, what is deleted, and what is kept for later."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from editor.document.document import Document, Origin
from editor.document.openraster import write_project
from editor.document.pixels import Pixels
from editor.document.recovery import Offer
from editor.ui.dialogs.about import AboutDialog
from editor.ui.dialogs.recovery_dialog import RecoveryDialog, told_ago
from tests.editor.ui.hands import shown

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LEFT = Qt.MouseButton.LeftButton


def offer(folder: Path, name: str) -> Offer:
    """An offer of a red picture."""
    pixels = Pixels.empty(64, 48)
    pixels.array[...] = (0, 0, 255, 255)
    project = folder / f"{name}.ora"
    write_project(project, Document.of_picture(pixels, name).state, Origin())
    saved_at = datetime.now(UTC) - timedelta(minutes=10, seconds=5)
    return Offer(name, f"{name}.jpg", None, saved_at, project)


@pytest.fixture
def offers(tmp_path: Path) -> list[Offer]:
    """Three."""
    return [offer(tmp_path, name) for name in ("a", "b", "c")]


@pytest.fixture
def dialog(qtbot: QtBot, offers: list[Offer]) -> RecoveryDialog:
    """All three offered."""
    return shown(qtbot, RecoveryDialog(offers))


def test_says_what_and_when(dialog: RecoveryDialog) -> None:
    texts = [label.text() for label in dialog.rows[1].findChildren(QLabel)]
    assert texts == ["b.jpg", "10 minutes ago, never saved"]


def test_shows_the_picture(dialog: RecoveryDialog) -> None:
    image = dialog.rows[0].grab().toImage()
    colour = image.pixelColor(52, image.height() // 2)
    assert colour == QColor("#ff0000")


def test_without_a_picture(qtbot: QtBot, tmp_path: Path) -> None:
    gone = Offer("x", "x.jpg", Path("/there/x.ora"), datetime.now(UTC), tmp_path / "x.ora")
    dialog = shown(qtbot, RecoveryDialog([gone]))
    texts = [label.text() for label in dialog.rows[0].findChildren(QLabel)]
    assert texts == ["x.jpg", "just now, in /there"]
    dialog.reject()


def test_recover_one_delete_one_keep_one(dialog: RecoveryDialog, offers: list[Offer]) -> None:
    first, second, _ = dialog.rows
    QTest.mouseClick(second.recover, LEFT)
    QTest.mouseClick(first.delete, LEFT)
    assert dialog.discarded == []
    QTest.mouseClick(first.really, LEFT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.recovered == [offers[1]]
    assert dialog.discarded == [offers[0]]
    assert not dialog.isVisible()


def test_deleting_can_be_thought_over(dialog: RecoveryDialog) -> None:
    row = dialog.rows[0]
    QTest.mouseClick(row.delete, LEFT)
    assert row.keep.hasFocus()
    assert not row.recover.isVisible()
    QTest.keyClick(row.keep, Qt.Key.Key_Space)
    assert row.recover.isVisible()
    assert not row.really.isVisible()
    dialog.reject()
    assert dialog.discarded == []


def test_recover_all(dialog: RecoveryDialog, offers: list[Offer]) -> None:
    QTest.mouseClick(dialog.rows[2].recover, LEFT)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.recovered == [offers[2], offers[0], offers[1]]


def test_closes_with_the_last(dialog: RecoveryDialog) -> None:
    for row in list(dialog.rows):
        QTest.mouseClick(row.recover, LEFT)
    assert not dialog.isVisible()
    assert len(dialog.recovered) == 3


def test_one_alone_has_one_button(qtbot: QtBot, offers: list[Offer]) -> None:
    dialog = shown(qtbot, RecoveryDialog(offers[:1]))
    assert dialog.all.text() == "Recover"
    assert not dialog.rows[0].recover.isVisible()
    QTest.mouseClick(dialog.rows[0].delete, LEFT)
    QTest.mouseClick(dialog.rows[0].keep, LEFT)
    assert not dialog.rows[0].recover.isVisible()
    QTest.mouseClick(dialog.all, LEFT)
    assert dialog.recovered == offers[:1]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-3, "just now"),
        (0.9, "just now"),
        (1, "1 minute ago"),
        (59.9, "59 minutes ago"),
        (60, "1 hour ago"),
        (23 * 60 + 59, "23 hours ago"),
        (24 * 60, "yesterday"),
        (48 * 60, "2 days ago"),
    ],
)
def test_how_long_ago(minutes: float, words: str) -> None:
    assert told_ago(NOW - timedelta(minutes=minutes), NOW) == words


class TestAbout:
    def test_tells_what_it_has_to(self, qtbot: QtBot) -> None:
        dialog = shown(qtbot, AboutDialog())
        texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
        for part in ("0.1.0", "arxiv.org/abs/2111.14818", "MIT", "LGPL", "OFL", "Tabler"):
            assert part in texts
        for part in ("Berasategi", "Open Clip Art", "editor.log"):
            assert part in texts
        dialog.reject()

    def test_nothing_is_cut(self, qtbot: QtBot, theme: object) -> None:
        dialog = shown(qtbot, AboutDialog())
        for label in dialog.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()), label.text()
        layout = dialog.layout()
        assert layout is not None
        assert dialog.height() == layout.totalHeightForWidth(dialog.width())
        dialog.reject()
