"""What a crash has left is taken up again whole, once, and one bad entry stops no other."""

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from editor.document.document import Origin
from editor.document.recovery import snapshot
from editor.document.state import State
from editor.ui.dialogs.recovery_dialog import RecoveryDialog
from tests.editor.window.driver import Driver
from tests.editor.window.scripted_studio import ScriptedStudio
from tests.editor.window.studio import MEADOW

DEAD = 2**22 + 1  # larger than any process's number


def leave(driver: Driver, name: str, state: State, title: str) -> Path:
    """An entry that a process which is gone has left; the file that tells of it."""
    store = driver.editor.store
    store.keep(name, state, Origin(source=MEADOW), title, None)
    journal = store.folder / f"{name}.json"
    journal.write_text(json.dumps({**json.loads(journal.read_text()), "pid": DEAD}))
    return journal


def recover(driver: Driver, before: Callable[[], object] = lambda: None) -> None:
    """Take up all that is offered; ``before`` is called while the question stands."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, RecoveryDialog):
            QTimer.singleShot(20, answer)
            return
        before()
        dialog.all.click()

    QTimer.singleShot(0, answer)
    driver.editor.offer_recovery()


def kept(driver: Driver) -> list[str]:
    return sorted(path.stem for path in driver.editor.store.folder.glob("*.ora"))


def settled(driver: Driver) -> None:
    driver.until(lambda: not driver.context.background.busy)


def test_a_recovered_picture_that_is_saved_is_not_offered_again(
    driver: Driver, tmp_path: Path
) -> None:
    driver.open(MEADOW)
    leave(driver, "a", driver.state, "meadow.jpg")
    recover(driver)
    assert driver.document.modified
    driver.drag((500, 400), (700, 400))
    driver.window.autosave.keep()
    settled(driver)
    assert kept(driver) == ["a"]
    driver.window.saving.write(driver.document, tmp_path / "work.ora")
    driver.until(lambda: not driver.document.modified)
    settled(driver)
    assert list(driver.editor.store.folder.glob("*.ora")) == []
    assert list(driver.editor.store.folder.glob("*.json")) == []


def test_an_entry_that_is_gone_does_not_stop_the_others(driver: Driver) -> None:
    driver.open(MEADOW)
    leave(driver, "a", driver.state, "first.jpg")
    leave(driver, "b", driver.state, "second.jpg")
    gone = leave(driver, "c", driver.state, "third.jpg")  # the latest comes first
    recover(driver, gone.unlink)
    assert {each.title for each in driver.window.documents} == {
        "meadow.jpg",
        "first.jpg",
        "second.jpg",
    }
    message = driver.context.messages.message
    assert message is not None
    assert "third.jpg" in message.text


def test_a_recovered_photo_has_its_candidates(
    make_studio: Callable[[], ScriptedStudio],
) -> None:
    before = make_studio()
    before.made(candidates=2)
    state = snapshot(before.state)
    before.close()
    after = make_studio()
    leave(after, "a", state, "meadow.jpg")
    recover(after)
    assert after.document.origin.source == MEADOW
    after.until(lambda: len(after.items) == 2 and all(r.ended for r in after.window.store.runs))
    assert after.document.modified


def test_a_copy_that_could_not_be_written_is_written_later(driver: Driver) -> None:
    folder, messages = driver.editor.store.folder, driver.context.messages
    driver.open(MEADOW)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    driver.drag((500, 400), (700, 400))
    driver.window.autosave.keep()
    driver.until(lambda: messages.message is not None)
    messages.dismiss()
    driver.window.autosave.keep()
    settled(driver)
    assert messages.message is None  # it is told but once
    folder.unlink()
    driver.window.autosave.keep()
    settled(driver)
    assert len(kept(driver)) == 1
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("in the way again")
    driver.drag((500, 500), (700, 500))
    driver.window.autosave.keep()
    driver.until(lambda: messages.message is not None)
    folder.unlink()
