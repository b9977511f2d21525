"""The model manager: real widgets, real files, a loopback server that does what it should not."""

import hashlib
import multiprocessing
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from editor.document.settings import Settings
from editor.jobs.messages import EngineInfo, EngineState, JobEnded, JobState
from editor.jobs.runner import Runner
from editor.ui.dialogs.models import child
from editor.ui.dialogs.models.choices import chosen_device, chosen_model
from editor.ui.dialogs.models.dialog import ModelsDialog
from editor.ui.dialogs.models.downloads import Downloads
from editor.ui.dialogs.models.estimate import estimate
from editor.ui.dialogs.models.first_words import first_words
from editor.ui.dialogs.models.meter import Meter
from editor.ui.dialogs.models.model_row import ModelRow
from editor.ui.dialogs.models.status import ModelState
from editor.ui.dialogs.models.wire import Answer, Order, Stop
from editor.ui.runs.pace import Paces
from editor.ui.theme import Theme
from inference.models import catalog
from inference.models.catalog import PUBLIC_MODELS
from inference.models.spec import ModelFile, ModelSpec, UNetConfig
from inference.request import PRESETS
from inference.unet import UNet
from tests.editor.ui.hands import shown
from tests.inference.test_store import Faults, server, small_spec

__all__ = ["server"]  # the fixture

UNET = UNetConfig(32, 64, (1, 2), 1, (16,), 16)
BLOCK = 1 << 20
WAIT_MS = 30_000
CPU = EngineInfo(EngineState.READY, "cpu", "float32", "starter")


class ThreadWork:
    """What StoreProcess does, but in a thread of this process, which begins at once."""

    def __init__(self, order: Order) -> None:
        self._connection, theirs = multiprocessing.Pipe()
        self._thread = threading.Thread(target=child.serve, args=(theirs, order))
        self._thread.start()

    def receive(self) -> Answer | None:
        try:
            return self._connection.recv() if self._connection.poll() else None
        except OSError as error:
            raise EOFError from error

    def stop(self) -> None:
        self._connection.send(Stop())

    def kill(self) -> None:
        self._connection.close()

    def close(self) -> None:
        self._connection.close()
        self._thread.join()


class Gate:
    """Holds a download after each block until it is told to go on."""

    def __init__(self) -> None:
        self.blocks = threading.Semaphore(0)
        self.open = threading.Event()

    def hold(self, told: Callable[[], bool]) -> bool:
        """Wait for leave to go on, or to be told to stop."""
        while not (told() or self.open.is_set() or self.blocks.acquire(timeout=0.01)):
            pass
        return told()


class NotedRunner(Runner):
    """Starts nothing; notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []
        self.working = False

    @property
    def busy(self) -> bool:
        return self.working

    def warm_up(self, model: str = "starter") -> None:
        self.told.append(model)

    def set_device(self, device: str | None, precision: str | None) -> None:
        self.told.append((device, precision))

    def tell(self, info: EngineInfo) -> None:
        self._engine = info
        self.engine_changed.emit()


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network's file of several blocks."""
    path = tmp_path_factory.mktemp("checkpoint") / "small.pt"
    torch.save(UNet(UNET).state_dict(), path)
    assert path.stat().st_size > 4 * BLOCK
    return path


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A download that failed is tried again at once."""
    monkeypatch.setattr("inference.models.download.time", SimpleNamespace(sleep=lambda _: None))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Closed; without this fixture nothing is held."""
    made, stopped = Gate(), child.Reporter.stopped
    monkeypatch.setattr(child, "TELL_SECONDS", 0.0)
    monkeypatch.setattr(
        child.Reporter, "stopped", lambda reporter: made.hold(lambda: stopped(reporter))
    )
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def spec(
    server: tuple[str, Faults], checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> ModelSpec:
    """A small model that the server has."""
    url, faults = server
    faults.content = checkpoint.read_bytes()
    digest = hashlib.sha256(faults.content).hexdigest()
    made = replace(
        small_spec(url), unet=UNET, file=ModelFile(url, len(faults.content), digest), about="Some."
    )
    monkeypatch.setitem(catalog.PUBLIC_MODELS, "small", made)
    return made


@pytest.fixture
def downloads(tmp_path: Path, spec: ModelSpec) -> Iterator[Downloads]:
    """Two models of the same file."""
    specs = {"small": spec, "other": replace(spec, name="other", title="Other")}
    made = Downloads(tmp_path / "models", specs, ThreadWork)
    yield made
    made.close()


@pytest.fixture
def runner() -> NotedRunner:
    made = NotedRunner()
    made._engine = CPU
    return made


@pytest.fixture
def dialog(
    qtbot: QtBot, theme: Theme, settings: Settings, runner: NotedRunner, downloads: Downloads
) -> ModelsDialog:
    return shown(qtbot, ModelsDialog(settings, runner, downloads))


def press(row: ModelRow, text: str) -> None:
    """Click the row's visible button with this text."""
    [found] = [b for b in row.findChildren(QPushButton) if b.isVisible() and b.text() == text]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def offered(row: ModelRow) -> list[str]:
    """The texts of the row's visible buttons."""
    return [b.text() for b in row.findChildren(QPushButton) if b.isVisible()]


def in_state(downloads: Downloads, state: ModelState, name: str = "small") -> Callable[[], bool]:
    return lambda: downloads.status(name).state is state


def install(qtbot: QtBot, downloads: Downloads) -> None:
    downloads.download("small")
    qtbot.waitUntil(in_state(downloads, ModelState.INSTALLED), timeout=WAIT_MS)


class TestDownload:
    def test_to_the_end(self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads) -> None:
        row = dialog.rows["small"]
        assert row.said.text() == "Not installed"
        assert "to download, and CLIP at first use" in row.facts.text()
        assert not row.radio.isEnabled()
        press(row, "Download")
        qtbot.waitUntil(lambda: row.said.text() == "Installed", timeout=WAIT_MS)
        assert "on disk" in row.facts.text()
        assert "licence: MIT" in row.facts.text()
        assert row.radio.isEnabled()
        assert offered(row) == ["Verify", "Remove"]
        assert {p.name for p in (downloads.root / "small").iterdir()} == {
            "unet.safetensors",
            "installed.json",
        }

    def test_progress_pause_and_resume_fetch_nothing_twice(
        self,
        qtbot: QtBot,
        dialog: ModelsDialog,
        downloads: Downloads,
        server: tuple[str, Faults],
        gate: Gate,
    ) -> None:
        row, faults = dialog.rows["small"], server[1]
        whole = len(faults.content)
        press(row, "Download")
        gate.blocks.release()
        qtbot.waitUntil(lambda: downloads.status("small").done == 2 * BLOCK, timeout=WAIT_MS)
        assert row.said.text().startswith(f"{200 * BLOCK // whole} % · ")
        assert "/s" in row.said.text()
        assert row.said.text().endswith("s left")
        assert row.bar.isVisible()
        assert row.bar.value() == 1000 * 2 * BLOCK // whole
        press(row, "Pause")
        qtbot.waitUntil(in_state(downloads, ModelState.PAUSED), timeout=WAIT_MS)
        assert row.said.text() == f"Paused at {200 * BLOCK // whole} %"
        assert (downloads.root / "small" / "download.pt.part").stat().st_size == 2 * BLOCK
        gate.open.set()
        press(row, "Resume")
        qtbot.waitUntil(in_state(downloads, ModelState.INSTALLED), timeout=WAIT_MS)
        assert faults.ranges == [None, f"bytes={2 * BLOCK}-"]

    def test_cancel_asks_and_deletes(
        self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads, gate: Gate
    ) -> None:
        row = dialog.rows["small"]
        press(row, "Download")
        qtbot.waitUntil(lambda: downloads.status("small").done == BLOCK, timeout=WAIT_MS)
        press(row, "Cancel")
        assert row.said.text() == "Delete the 1.0 MB that have arrived?"
        press(row, "Keep")
        assert offered(row) == ["Cancel", "Pause"]
        press(row, "Cancel")
        press(row, "Delete")
        qtbot.waitUntil(in_state(downloads, ModelState.ABSENT), timeout=WAIT_MS)
        assert not (downloads.root / "small").exists()
        assert offered(row) == ["Import…", "Download"]

    def test_one_after_the_other(
        self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads, gate: Gate
    ) -> None:
        press(dialog.rows["small"], "Download")
        press(dialog.rows["other"], "Download")
        qtbot.waitUntil(lambda: downloads.status("small").done == BLOCK, timeout=WAIT_MS)
        assert dialog.rows["other"].said.text() == "Waits for the download before it"
        gate.open.set()
        qtbot.waitUntil(in_state(downloads, ModelState.INSTALLED, "other"), timeout=WAIT_MS)
        assert downloads.status("small").state is ModelState.INSTALLED
        assert not downloads.busy

    def test_one_that_waits_can_be_taken_back(
        self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads, gate: Gate
    ) -> None:
        press(dialog.rows["small"], "Download")
        press(dialog.rows["other"], "Download")
        press(dialog.rows["other"], "Cancel")
        assert dialog.rows["other"].said.text() == "Not installed"
        gate.open.set()
        qtbot.waitUntil(in_state(downloads, ModelState.INSTALLED), timeout=WAIT_MS)
        assert downloads.status("other").state is ModelState.ABSENT

    def test_a_closed_dialog_lets_it_go_on(
        self,
        qtbot: QtBot,
        settings: Settings,
        dialog: ModelsDialog,
        downloads: Downloads,
        runner: NotedRunner,
        gate: Gate,
    ) -> None:
        press(dialog.rows["small"], "Download")
        qtbot.waitUntil(lambda: downloads.status("small").done == BLOCK, timeout=WAIT_MS)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        again = shown(qtbot, ModelsDialog(settings, runner, downloads))
        assert again.rows["small"].said.text().endswith(" %")
        assert offered(again.rows["small"]) == ["Cancel", "Pause"]
        gate.open.set()
        qtbot.waitUntil(lambda: again.rows["small"].said.text() == "Installed", timeout=WAIT_MS)


class TestFaults:
    def test_a_cut_connection_is_taken_up_again(
        self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads, server: tuple[str, Faults]
    ) -> None:
        server[1].cut_after = [2 * BLOCK, BLOCK]
        press(dialog.rows["small"], "Download")
        qtbot.waitUntil(in_state(downloads, ModelState.INSTALLED), timeout=WAIT_MS)
        assert len(server[1].ranges) == 3

    def test_a_connection_that_is_always_cut_leaves_a_part_to_resume(
        self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads, server: tuple[str, Faults]
    ) -> None:
        row = dialog.rows["small"]
        server[1].cut_after = [2 * BLOCK, 0, 0, 0]
        press(row, "Download")
        qtbot.waitUntil(row.error.isVisible, timeout=WAIT_MS)
        assert row.error.text() == (
            "127.0.0.1 cannot be reached; check the network, or import a file."
        )
        assert row.said.text().startswith("Paused at ")
        press(row, "Resume")
        qtbot.waitUntil(in_state(downloads, ModelState.INSTALLED), timeout=WAIT_MS)
        assert not row.error.isVisible()

    def test_a_wrong_file(
        self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads, server: tuple[str, Faults]
    ) -> None:
        row = dialog.rows["small"]
        server[1].content = server[1].content[:-1] + b"!"
        press(row, "Download")
        qtbot.waitUntil(row.error.isVisible, timeout=WAIT_MS)
        assert "its SHA-256 differs" in row.error.text()
        assert downloads.status("small").state is ModelState.ABSENT

    def test_a_server_without_the_file(
        self, qtbot: QtBot, dialog: ModelsDialog, server: tuple[str, Faults]
    ) -> None:
        row = dialog.rows["small"]
        server[1].status = [404]
        press(row, "Download")
        qtbot.waitUntil(row.error.isVisible, timeout=WAIT_MS)
        assert row.error.text() == (
            "127.0.0.1 does not give the file (404); try again later, or import a file."
        )

    def test_no_network(
        self, qtbot: QtBot, theme: Theme, settings: Settings, runner: Runner, tmp_path: Path
    ) -> None:
        spec = replace(small_spec("http://127.0.0.1:9/none"), unet=UNET)
        downloads = Downloads(tmp_path / "models", {"small": spec}, ThreadWork)
        row = shown(qtbot, ModelsDialog(settings, runner, downloads)).rows["small"]
        press(row, "Download")
        qtbot.waitUntil(row.error.isVisible, timeout=WAIT_MS)
        assert "cannot be reached; check the network, or import a file." in row.error.text()
        assert offered(row) == ["Import…", "Download"]
        downloads.close()

    def test_a_full_disk(
        self, qtbot: QtBot, dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        row = dialog.rows["small"]
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000))
        press(row, "Download")
        qtbot.waitUntil(row.error.isVisible, timeout=WAIT_MS)
        assert "GB of free space" in row.error.text()
        assert row.said.text() == "Not installed"

    def test_an_error_that_nobody_expected(
        self, qtbot: QtBot, dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError

        row = dialog.rows["small"]
        monkeypatch.setattr("inference.models.store.download", fail)
        press(row, "Download")
        qtbot.waitUntil(row.error.isVisible, timeout=WAIT_MS)
        assert row.error.text().startswith("Something unexpected happened; try again")


class TestFiles:
    def give(self, monkeypatch: pytest.MonkeyPatch, file: Path | None) -> None:
        chosen = (str(file) if file else "", "")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)

    def test_import(
        self,
        qtbot: QtBot,
        dialog: ModelsDialog,
        checkpoint: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        row = dialog.rows["small"]
        self.give(monkeypatch, checkpoint)
        press(row, "Import…")
        assert row.said.text() == "Checking and importing…"
        assert offered(row) == []
        qtbot.waitUntil(lambda: row.said.text() == "Installed", timeout=WAIT_MS)

    def test_nothing_chosen(self, dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch) -> None:
        self.give(monkeypatch, None)
        press(dialog.rows["small"], "Import…")
        assert dialog.rows["small"].said.text() == "Not installed"

    def test_import_of_another_file(
        self, qtbot: QtBot, dialog: ModelsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        row = dialog.rows["small"]
        (tmp_path / "other.pt").write_bytes(b"something else")
        self.give(monkeypatch, tmp_path / "other.pt")
        press(row, "Import…")
        qtbot.waitUntil(row.error.isVisible, timeout=WAIT_MS)
        assert row.error.text() == "other.pt is not the published file: its SHA-256 differs."
        assert row.said.text() == "Not installed"

    def test_remove_asks_in_its_place(
        self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads
    ) -> None:
        row = dialog.rows["small"]
        install(qtbot, downloads)
        row.buttons["remove"].setFocus()
        QTest.keyClick(row.buttons["remove"], Qt.Key.Key_Space)
        assert row.said.text().startswith("Remove ")
        assert row.said.text().endswith(" MB?")
        assert row.keep.hasFocus()
        press(row, "Keep")
        assert row.said.text() == "Installed"
        press(row, "Remove")
        press(row, "Remove")
        qtbot.waitUntil(in_state(downloads, ModelState.ABSENT), timeout=WAIT_MS)
        assert not (downloads.root / "small").exists()

    def test_verify(
        self, qtbot: QtBot, dialog: ModelsDialog, downloads: Downloads, settings: Settings
    ) -> None:
        row = dialog.rows["small"]
        install(qtbot, downloads)
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(300, 12))
        press(row, "Verify")
        qtbot.waitUntil(lambda: row.error.text() == "Its file is unharmed.", timeout=WAIT_MS)
        assert chosen_model(settings, downloads) == "small"
        path = downloads.root / "small" / "unet.safetensors"
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
        press(row, "Verify")
        qtbot.waitUntil(in_state(downloads, ModelState.DAMAGED), timeout=WAIT_MS)
        assert "has changed since it was installed" in row.error.text()
        assert not row.radio.isEnabled()
        assert settings.state("model") == "starter"
        assert dialog.rows["starter"].radio.isChecked()
        press(row, "Download")
        qtbot.waitUntil(in_state(downloads, ModelState.INSTALLED), timeout=WAIT_MS)

    def test_the_folder_is_shown(
        self, dialog: ModelsDialog, downloads: Downloads, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[QUrl] = []
        monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
        assert dialog.place.path.text() == str(downloads.root)
        assert dialog.place.free.text().endswith(" free")
        QTest.mouseClick(dialog.place.open_button, Qt.MouseButton.LeftButton)
        assert [url.toLocalFile() for url in opened] == [str(downloads.root)]
        assert downloads.root.is_dir()


class TestChoosing:
    def test_model(
        self,
        qtbot: QtBot,
        dialog: ModelsDialog,
        downloads: Downloads,
        settings: Settings,
        runner: NotedRunner,
    ) -> None:
        assert dialog.rows["starter"].radio.isChecked()
        assert offered(dialog.rows["starter"]) == []
        install(qtbot, downloads)
        radio = dialog.rows["small"].radio
        with qtbot.waitSignal(dialog.model_chosen) as told:
            QTest.mouseClick(radio, Qt.MouseButton.LeftButton, pos=QPoint(8, radio.height() // 2))
        assert told.args == ["small"]
        assert settings.state("model") == "small"
        assert runner.told == ["small"]
        assert not dialog.rows["starter"].radio.isChecked()

    def test_a_card_that_is_not_installed_cannot_be_chosen(
        self, dialog: ModelsDialog, settings: Settings
    ) -> None:
        QTest.mouseClick(dialog.rows["small"], Qt.MouseButton.LeftButton, pos=QPoint(300, 12))
        assert settings.state("model") is None

    def test_device_and_precision(
        self, qtbot: QtBot, dialog: ModelsDialog, settings: Settings, runner: NotedRunner
    ) -> None:
        assert dialog.engine.said.text() == "The engine computes on cpu in float32."
        pick(dialog.engine.device, "cpu")
        qtbot.waitUntil(lambda: runner.told == [("cpu", None), "starter"])
        pick(dialog.engine.precision, "bfloat16")  # past two others: the engine starts once
        qtbot.waitUntil(lambda: runner.told[-1] == "starter" and len(runner.told) > 2)
        assert runner.told[-2] == ("cpu", "bfloat16")
        assert runner.told.count("starter") == 2
        assert chosen_device(settings) == ("cpu", "bfloat16")
        pick(dialog.engine.device, None)
        assert chosen_device(settings) == (None, "bfloat16")

    def test_a_busy_engine_starts_again_later(
        self, dialog: ModelsDialog, runner: NotedRunner
    ) -> None:
        runner.working = True
        pick(dialog.engine.device, "cpu")
        assert runner.told == [("cpu", None)]
        assert "Takes effect when the engine starts again" in dialog.engine.said.text()
        runner.working = False
        runner.ended.emit(JobEnded(1, JobState.FINISHED))
        assert runner.told[1:] == ["starter"]
        assert "Takes effect" not in dialog.engine.said.text()
        runner.ended.emit(JobEnded(2, JobState.FINISHED))
        assert len(runner.told) == 2

    def test_what_the_engine_says_is_shown(self, dialog: ModelsDialog, runner: NotedRunner) -> None:
        runner.tell(EngineInfo(EngineState.UNAVAILABLE, sentence="No such device."))
        assert dialog.engine.said.text() == "No such device."
        assert dialog.engine.said.property("role") == "error"

    def test_devices_are_those_that_the_engine_found(
        self, dialog: ModelsDialog, runner: NotedRunner, settings: Settings
    ) -> None:
        assert dialog.engine.device.findData("cuda") >= 0  # until it has looked
        pick(dialog.engine.device, "cpu")
        found = (("cuda:0", "Big Card, 79 GB"), ("cuda:1", "Small Card, 8 GB"), ("cpu", "CPU"))
        runner.tell(EngineInfo(EngineState.READY, "cpu", "float32", devices=found))
        box = dialog.engine.device
        assert [box.itemText(number) for number in range(box.count())] == [
            "Best there is",
            "Big Card, 79 GB",
            "Small Card, 8 GB",
            "CPU",
        ]
        assert box.currentData() == "cpu"
        pick(box, "cuda:1")
        assert chosen_device(settings)[0] == "cuda:1"

    def test_settings_of_another_machine(
        self, qtbot: QtBot, theme: Theme, settings: Settings, runner: Runner, downloads: Downloads
    ) -> None:
        settings.set_state("device", "cuda:3")
        settings.set_state("precision", 7)
        settings.set_state("model", ["what"])
        dialog = shown(qtbot, ModelsDialog(settings, runner, downloads))
        assert dialog.engine.device.currentData() == "cuda:3"
        assert dialog.engine.precision.currentData() is None
        assert dialog.rows["starter"].radio.isChecked()


def pick(box: QComboBox, value: str | None) -> None:
    """Walk to a value with the arrow keys."""
    values = [box.itemData(number) for number in range(box.count())]
    way = values.index(value) - box.currentIndex()
    box.setFocus()
    for _ in range(abs(way)):
        QTest.keyClick(box, Qt.Key.Key_Down if way > 0 else Qt.Key.Key_Up)
    assert box.currentData() == value


class TestClosing:
    def test_a_process_of_its_own_installs(
        self, qtbot: QtBot, tmp_path: Path, spec: ModelSpec
    ) -> None:
        downloads = Downloads(tmp_path / "models", {"small": spec})
        install(qtbot, downloads)
        assert not multiprocessing.active_children()
        downloads.close()

    def test_a_stalled_download_ends_within_a_second_and_keeps_its_part(
        self, qtbot: QtBot, tmp_path: Path, spec: ModelSpec, checkpoint: Path
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            downloads, connection = self.begin(listener, tmp_path, spec, checkpoint)
            qtbot.waitUntil(lambda: downloads.status("small").done == BLOCK, timeout=WAIT_MS)
            start = time.monotonic()
            downloads.close()
            assert time.monotonic() - start < 1.0
            connection.close()
        assert not multiprocessing.active_children()
        assert (tmp_path / "models/small/download.pt.part").stat().st_size == BLOCK
        again = Downloads(tmp_path / "models", {"small": spec})
        assert again.status("small").state is ModelState.PAUSED
        assert again.status("small").done == BLOCK

    def test_a_stalled_download_can_be_paused(
        self, qtbot: QtBot, tmp_path: Path, spec: ModelSpec, checkpoint: Path
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            downloads, connection = self.begin(listener, tmp_path, spec, checkpoint)
            qtbot.waitUntil(lambda: downloads.status("small").done == BLOCK, timeout=WAIT_MS)
            downloads.pause("small")
            qtbot.waitUntil(in_state(downloads, ModelState.PAUSED), timeout=WAIT_MS)
            connection.close()
        assert downloads.status("small").sentence == ""
        assert not multiprocessing.active_children()
        downloads.close()

    def test_a_process_that_is_killed_is_noticed(
        self, qtbot: QtBot, tmp_path: Path, spec: ModelSpec, checkpoint: Path
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            downloads, connection = self.begin(listener, tmp_path, spec, checkpoint)
            qtbot.waitUntil(lambda: downloads.status("small").done == BLOCK, timeout=WAIT_MS)
            [process] = multiprocessing.active_children()
            process.kill()
            qtbot.waitUntil(in_state(downloads, ModelState.PAUSED), timeout=WAIT_MS)
            connection.close()
        assert downloads.status("small").sentence.startswith("It stopped unexpectedly")
        downloads.close()

    @staticmethod
    def begin(
        listener: socket.socket, tmp_path: Path, spec: ModelSpec, checkpoint: Path
    ) -> tuple[Downloads, socket.socket]:
        """A download that is given a block and a half, and then nothing."""
        content = checkpoint.read_bytes()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/model.pt"
        file = ModelFile(address, len(content), hashlib.sha256(content).hexdigest())
        downloads = Downloads(tmp_path / "models", {"small": replace(spec, file=file)})
        downloads.download("small")
        connection, _ = listener.accept()
        connection.recv(4096)
        head = f'HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\nETag: "one"\r\n\r\n'
        connection.sendall(head.encode() + content[: BLOCK + BLOCK // 2])
        return downloads, connection


class TestEstimates:
    def test_a_cpu_is_warned_of_what_is_hopeless(
        self, dialog: ModelsDialog, settings: Settings, runner: NotedRunner
    ) -> None:
        big = PUBLIC_MODELS["adm-256"]
        guessed = estimate("adm-256", big, CPU, settings)
        assert guessed.hopeless
        assert not guessed.measured
        row = dialog.rows["small"]
        row.show_estimate(replace(guessed, seconds=50 * 60, present=0))
        assert row.forecast.text().startswith(
            "About 50 min for one candidate without a GPU (estimated)"
        )
        assert row.forecast.property("role") == "warning"
        row.show_estimate(replace(guessed, present=1))
        assert "It needs 5.4 GB of memory" in row.forecast.text()
        runner.tell(EngineInfo(EngineState.READY, "cuda:0", "float16"))
        assert row.forecast.property("role") == "secondary"

    def test_what_was_measured_counts(self, settings: Settings) -> None:
        big, run = PUBLIC_MODELS["adm-256"], replace(PRESETS["fast"], model="adm-256")
        Paces(settings).learn("cpu", run, 100, 250.0)
        found = estimate("adm-256", big, CPU, settings)
        assert found.measured
        assert found.seconds == pytest.approx(2.5 * 38)
        Paces(settings).learn("cpu", run, 1, 100.0)
        assert estimate("adm-256", big, CPU, settings).hopeless
        elsewhere = estimate("adm-256", big, replace(CPU, device="cuda:0"), settings)
        assert not elsewhere.hopeless
        assert not elsewhere.measured

    def test_the_starters_pace_tells_of_others_on_a_cpu(self, settings: Settings) -> None:
        starter = replace(PRESETS["fast"], model="starter", strength=0.9)
        big = PUBLIC_MODELS["adm-256"]
        Paces(settings).learn("cpu", starter, 1, 0.1)
        quick = estimate("adm-256", big, CPU, settings).seconds
        Paces(settings).learn("cpu", starter, 1, 0.2)
        slow = estimate("adm-256", big, CPU, settings).seconds
        assert quick is not None
        assert slow == pytest.approx(2 * quick)

    def test_nothing_is_said_before_the_engine_is_known(
        self, settings: Settings, dialog: ModelsDialog, runner: NotedRunner
    ) -> None:
        runner.tell(EngineInfo())
        assert "once the engine is ready" in dialog.rows["small"].forecast.text()
        assert first_words(EngineInfo(), settings) == ""

    def test_first_words(self, settings: Settings) -> None:
        told = first_words(CPU, settings)
        assert told.startswith("This machine computes without a GPU: one candidate takes about ")
        assert first_words(replace(CPU, device="cuda:0"), settings) == ""

    def test_speed_is_that_of_the_last_seconds(self) -> None:
        meter = Meter()
        assert meter.speed is None
        for second in range(20):
            meter.add(second, second * 100)
        for second in range(20, 40):
            meter.add(second, 2000 + (second - 20) * 10)
        assert meter.speed == pytest.approx(10)
        assert meter.seconds_left(meter._marks[-1][1] + 50) == pytest.approx(5)
        meter.add(41, 0)
        assert meter.speed is None


def test_every_control_has_a_name(dialog: ModelsDialog) -> None:
    for button in dialog.findChildren(QPushButton):
        assert button.accessibleName() or button.text()
    for row in dialog.rows.values():
        assert row.radio.accessibleName()
        assert row.bar.accessibleName()
    for label in dialog.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
