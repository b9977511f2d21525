"""Beginning and ending: without torch, with bad arguments, after a crash, with unsaved work."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from editor.app import Editor, application
from editor.document.compositor import flattened
from editor.ui.recent_menu import RecentMenu
from resources import resource
from tests.editor.window.driver import Driver

MEADOW = resource("samples", "meadow.jpg")
ROOT = Path(__file__).resolve().parents[3]


def _run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def test_the_window_opens_and_closes_without_torch() -> None:
    done = _run(
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from editor import app\n"
        "a = app.application()\n"
        "QTimer.singleShot(300, a.closeAllWindows)\n"
        "code = app.run([])\n"
        "heavy = {'torch', 'open_clip', 'kornia', 'scipy'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    assert done.returncode == 0, done.stderr


def test_a_file_that_is_not_there_is_one_line_and_code_2() -> None:
    done = _run("import main, sys; sys.exit(main.main())", "nowhere.jpg")
    assert done.returncode == 2
    assert done.stderr == ("blendbrush: There is no file or command nowhere.jpg; see --help.\n")


def test_twenty_thousand_signals_leave_no_reference_behind() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference of True for every emit, and aborts."""
    done = _run(
        "import sys\n"
        "from PySide6.QtCore import QObject, Signal\n"
        "class Sender(QObject):\n"
        "    sent = Signal(object)\n"
        "sender, seen = Sender(), []\n"
        "sender.sent.connect(seen.append)\n"
        "before = sys.getrefcount(True)\n"
        "for _ in range(20_000):\n"
        "    sender.sent.emit(None)\n"
        "    seen.clear()\n"
        "sys.exit(abs(sys.getrefcount(True) - before) > 100)"
    )
    assert done.returncode == 0, done.stderr


CRASHING = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from editor.app import Editor, application
editor = Editor(application())
window = editor.window
window.resize(1200, 800)
window.show()
window.opening.open([Path(sys.argv[1])])
while not window.context.has_document():
    QTest.qWait(10)
view = window.context.view
for x, y in ((500, 400), (600, 450)):
    place = view.viewport.to_view.map(QPointF(x, y)).toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
window.autosave.keep()
while window.context.background.busy:
    QTest.qWait(10)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_after_a_kill_the_next_start_offers_the_work(qtbot: QtBot) -> None:
    done = _run(CRASHING, str(MEADOW))
    assert done.returncode == -signal.SIGKILL, done.stderr
    editor = Editor(application())
    editor.window.show()
    QTimer.singleShot(0, lambda: _recover_all(qtbot))
    editor.offer_recovery()
    document = editor.window.context.document
    assert document.title == "meadow.jpg"
    assert document.modified
    assert document.state.mask.array[400, 500] == 255
    assert flattened(document.state).opaque
    document.history.mark_saved(document.history.present)
    editor.window.close()
    editor.end()
    assert editor.store.offers() == []


def _recover_all(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    buttons = dialog.findChildren(QPushButton)
    next(b for b in buttons if b.isVisible() and "Recover" in b.text()).click()


def _answer(button: QMessageBox.StandardButton) -> None:
    box = QApplication.activeModalWidget()
    if not isinstance(box, QMessageBox):
        QTimer.singleShot(20, lambda: _answer(button))
        return
    box.button(button).click()


@pytest.mark.parametrize("button", ["Cancel", "Discard"])
def test_closing_with_unsaved_work_asks(driver: Driver, button: str) -> None:
    driver.open(MEADOW)
    driver.drag((500, 400), (700, 400))
    QTimer.singleShot(0, lambda: _answer(QMessageBox.StandardButton[button]))
    driver.window.close()
    if button == "Cancel":
        driver.until(lambda: QApplication.activeModalWidget() is None)
        assert driver.window.isVisible()
        assert driver.document.modified
    else:
        driver.until(lambda: not driver.window.isVisible())


def test_layout_and_recent_files_are_remembered(driver: Driver, qtbot: QtBot) -> None:
    driver.open(MEADOW)
    driver.window.clipart_dock.hide()
    driver.window.close()
    driver.editor.end()
    again = Editor(application())
    again.window.show()
    with qtbot.waitSignal(again.window.context.current.replaced):
        again.window.opening.open([resource("samples", "bowl.jpg")])
    assert not again.window.clipart_dock.isVisible()
    menu = again.window.findChild(RecentMenu)
    assert menu is not None
    menu.fill()
    assert [action.text() for action in menu.actions()] == ["bowl.jpg", "meadow.jpg"]
    again.window.close()
    again.end()
