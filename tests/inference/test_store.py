"""Models on disk: downloads that break, imports that lie, files that were tampered with."""

import hashlib
import json
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
import torch
from filelock import FileLock

from inference.device import choose_device
from inference.errors import Cancelled, DownloadError, ModelError
from inference.models import catalog
from inference.models.download import download
from inference.models.load import load_clip, load_unet, read_checkpoint, read_weights, write_weights
from inference.models.spec import ClipSpec, ModelFile, ModelSpec, StepCost, UNetConfig
from inference.models.store import ModelStore
from inference.unet import UNet
from tests.conftest import TINY_UNET, write_tiny_model

CONTENT = bytes(range(256)) * 12_000  # 3 MB: several chunks
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Faults:
    """What the server does wrong, and what it was asked."""

    def __init__(self) -> None:
        self.content = CONTENT
        self.tag = '"one"'
        self.cut_after: list[int] = []
        self.ignores_range = False
        self.wrong_offset = False
        self.status: list[int] = []
        self.ranges: list[str | None] = []


@pytest.fixture
def server() -> Iterator[tuple[str, Faults]]:
    """A loopback server with faults to order."""
    faults = Faults()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            faults.ranges.append(self.headers.get("Range"))
            if faults.status:
                self.send_error(faults.status.pop(0))
                return
            start = self._start()
            body = faults.content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", faults.tag)
            if start:
                told = start + 7 if faults.wrong_offset else start
                last = len(faults.content)
                self.send_header("Content-Range", f"bytes {told}-{last - 1}/{last}")
            self.end_headers()
            self.wfile.write(body[: faults.cut_after.pop(0)] if faults.cut_after else body)

        def _start(self) -> int:
            asked = self.headers.get("Range")
            fresh = self.headers.get("If-Range") == faults.tag
            if asked is None or not fresh or faults.ignores_range:
                return 0
            return int(asked.removeprefix("bytes=").removesuffix("-"))

        def log_message(self, *_: object) -> None:
            """Tests need no log."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that hangs up is part of the tests."""

    http = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}/model.pt", faults
    http.shutdown()
    thread.join()
    http.server_close()


def fetch(url: str, target: Path, sha256: str | None = DIGEST, **values: Any) -> list[int]:
    told: list[int] = []
    source = ModelFile(url, None, sha256)
    download(source, target, lambda done, _: told.append(done), pause=0.0, **values)
    return told


def test_a_whole_download(server: tuple[str, Faults], tmp_path: Path) -> None:
    told = fetch(server[0], tmp_path / "model.pt")
    assert (tmp_path / "model.pt").read_bytes() == CONTENT
    assert told[-1] == len(CONTENT)
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["model.pt"]


def test_a_cut_download_is_resumed(server: tuple[str, Faults], tmp_path: Path) -> None:
    url, faults = server
    faults.cut_after = [2_000_000, 500_000]
    fetch(url, tmp_path / "model.pt")
    assert (tmp_path / "model.pt").read_bytes() == CONTENT
    assert faults.ranges[0] is None
    resumed = [int(str(asked)[6:-1]) for asked in faults.ranges[1:]]
    assert resumed[0] >= 1_000_000
    assert resumed == sorted(resumed)


def test_a_file_that_changed_meanwhile_is_fetched_anew(
    server: tuple[str, Faults], tmp_path: Path
) -> None:
    url, _ = server
    (tmp_path / "model.pt.part").write_bytes(b"old" * 1000)
    (tmp_path / "model.pt.part.json").write_text(json.dumps({"tag": '"zero"'}))
    fetch(url, tmp_path / "model.pt")
    assert (tmp_path / "model.pt").read_bytes() == CONTENT


@pytest.mark.parametrize("fault", ["ignores_range", "wrong_offset"])
def test_a_server_that_resumes_wrongly_does_no_harm(
    server: tuple[str, Faults], tmp_path: Path, fault: str
) -> None:
    url, faults = server
    faults.cut_after = [2_000_000]
    setattr(faults, fault, True)
    fetch(url, tmp_path / "model.pt")
    assert (tmp_path / "model.pt").read_bytes() == CONTENT


def test_a_damaged_part_is_found_by_the_hash(server: tuple[str, Faults], tmp_path: Path) -> None:
    (tmp_path / "model.pt.part").write_bytes(b"x" * 1_500_000)
    (tmp_path / "model.pt.part.json").write_text(json.dumps({"tag": '"one"'}))
    with pytest.raises(DownloadError, match="SHA-256 differs"):
        fetch(server[0], tmp_path / "model.pt")
    assert list(tmp_path.glob("model*")) == []
    fetch(server[0], tmp_path / "model.pt")
    assert (tmp_path / "model.pt").read_bytes() == CONTENT


def test_a_wrong_file_never_counts_as_fetched(server: tuple[str, Faults], tmp_path: Path) -> None:
    server[1].content = CONTENT[:-1] + b"!"
    with pytest.raises(DownloadError, match="not the published file"):
        fetch(server[0], tmp_path / "model.pt")
    assert not (tmp_path / "model.pt").exists()


def test_a_server_in_trouble_is_asked_again(server: tuple[str, Faults], tmp_path: Path) -> None:
    server[1].status = [503, 500]
    fetch(server[0], tmp_path / "model.pt")
    assert (tmp_path / "model.pt").read_bytes() == CONTENT


def test_a_missing_file_and_no_network_are_one_sentence(
    server: tuple[str, Faults], tmp_path: Path
) -> None:
    server[1].status = [404]
    with pytest.raises(DownloadError, match="the server answered 404"):
        fetch(server[0], tmp_path / "model.pt")
    with pytest.raises(DownloadError, match="models import"):
        fetch("http://127.0.0.1:9/none", tmp_path / "other.pt")


def test_a_cancelled_download_is_kept_and_goes_on(
    server: tuple[str, Faults], tmp_path: Path
) -> None:
    with pytest.raises(Cancelled):
        fetch(server[0], tmp_path / "model.pt", cancelled=lambda: True)
    assert (tmp_path / "model.pt.part").stat().st_size >= 1 << 20
    fetch(server[0], tmp_path / "model.pt")
    assert server[1].ranges[-1] == f"bytes={1 << 20}-"


def test_a_part_that_is_already_whole_is_only_checked(
    server: tuple[str, Faults], tmp_path: Path
) -> None:
    (tmp_path / "model.pt.part").write_bytes(CONTENT)
    (tmp_path / "model.pt.part.json").write_text(json.dumps({"tag": '"one"'}))
    source = ModelFile(server[0], len(CONTENT), DIGEST)
    download(source, tmp_path / "model.pt", lambda *_: None, pause=0.0)
    assert (tmp_path / "model.pt").read_bytes() == CONTENT
    assert server[1].ranges == []


def test_too_little_room_is_said_beforehand(server: tuple[str, Faults], tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=r"needs .* GB of free space"):
        download(ModelFile(server[0], 10**18), tmp_path / "m.pt", lambda *_: None)
    assert not (tmp_path / "m.pt").exists()


# Installing. A small network of the published layout stands for the big ones.


def small_spec(url: str = "", sha256: str | None = None) -> ModelSpec:
    return ModelSpec(
        name="small",
        title="Small",
        about="",
        licence="MIT",
        unet=TINY_UNET,
        clip=ClipSpec(name="ViT-B-16-quickgelu", pretrained="openai"),
        cost=StepCost(1e9, 1, 1),
        file=ModelFile(url, None, sha256),
    )


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    """A .pt file as published: a plain state dict."""
    torch.manual_seed(3)
    path = tmp_path / "small.pt"
    torch.save(UNet(TINY_UNET).state_dict(), path)
    return path


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "store")


def test_download_install_load(
    server: tuple[str, Faults],
    checkpoint: Path,
    store: ModelStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server[1].content = checkpoint.read_bytes()
    spec = small_spec(server[0], hashlib.sha256(server[1].content).hexdigest())
    monkeypatch.setitem(catalog.PUBLIC_MODELS, "small", spec)
    with pytest.raises(ModelError, match="models download small"):
        store.locate("small")
    assert store.fetch(spec, lambda *_: None).published
    assert store.verify("small")
    assert {p.name for p in (store.root / "small").iterdir()} == {
        "unet.safetensors",
        "installed.json",
    }
    _, folder = store.locate("small")
    unet = load_unet(spec.unet, folder / "unet.safetensors", choose_device("cpu", "float32"))
    wanted = torch.load(checkpoint, weights_only=True)
    for name, value in unet.state_dict().items():
        assert torch.allclose(value, wanted[name], atol=1e-3), name
    assert unet.time_embed[0].weight.dtype == torch.float32
    store.remove(spec)
    assert not store.is_installed(spec)


def test_import_of_a_file_that_the_user_has(checkpoint: Path, store: ModelStore) -> None:
    before = checkpoint.read_bytes()
    record = store.import_file(small_spec(), checkpoint)
    assert not record.published
    assert store.is_installed(small_spec())
    assert checkpoint.read_bytes() == before


def test_a_file_that_is_not_the_published_one(checkpoint: Path, store: ModelStore) -> None:
    with pytest.raises(ModelError, match="not the published file"):
        store.import_file(small_spec(sha256="0" * 64), checkpoint)
    assert not store.is_installed(small_spec())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda state: state.pop("out.2.bias"), "out.2.bias is missing"),
        (lambda state: state.update(extra=torch.zeros(1)), "also holds extra"),
        (
            lambda state: state.update({"out.2.bias": torch.zeros(3)}),
            r"out.2.bias has \(3,\), not \(6,\)",
        ),
    ],
)
def test_another_architecture_is_named(
    tmp_path: Path, store: ModelStore, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    state = UNet(TINY_UNET).state_dict()
    change(state)
    torch.save(dict(state), tmp_path / "other.pt")
    with pytest.raises(ModelError, match=words):
        store.import_file(small_spec(), tmp_path / "other.pt")
    assert not store.is_installed(small_spec())


class Evil:
    """A pickle that would create a file when it is opened."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Path.touch, (self.marker,)


@pytest.mark.parametrize("kind", ["torch", "pickle", "nested"])
def test_a_hostile_checkpoint_runs_nothing(tmp_path: Path, store: ModelStore, kind: str) -> None:
    path, marker = tmp_path / "evil.pt", tmp_path / "marker"
    evil = Evil(marker)
    if kind == "pickle":
        path.write_bytes(pickle.dumps(evil))
    else:
        torch.save({"out.2.bias": evil} if kind == "nested" else evil, path)
    with pytest.raises(ModelError, match="more than plain tensors"):
        store.import_file(small_spec(), path)
    assert not marker.exists()


@pytest.mark.parametrize(
    "content", [b"", b"<html>not found</html>", b"PK\x03\x04 half a zip", b"\x80\x02}"]
)
def test_files_that_are_no_checkpoints(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.pt"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"damaged|no network"):
        read_checkpoint(path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"\xff" * 8 + data[8:],
        lambda data: data[:8] + b"x" + data[9:],
        lambda data: data + b"more",
    ],
)
def test_a_spoilt_safetensors_file_is_refused(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    folder = write_tiny_model(tmp_path / "tiny")
    path = folder / "unet.safetensors"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ModelError, match="damaged; install the model again"):
        read_weights(path)


def test_others_may_read_weights_as_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_weights(tmp_path / "weights.safetensors", torch.nn.Linear(2, 2))
    finally:
        os.umask(before)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_tampered_value_is_found_by_verify(
    checkpoint: Path, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(catalog.PUBLIC_MODELS, "small", small_spec())
    store.import_file(small_spec(), checkpoint)
    path = store.root / "small" / "unet.safetensors"
    assert store.verify("small")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert not store.verify("small")


def test_two_processes_do_not_install_at_once(checkpoint: Path, store: ModelStore) -> None:
    store.root.mkdir()
    with (
        FileLock(store.root / "small.lock"),
        pytest.raises(ModelError, match="Another Blendbrush is installing"),
    ):
        store.import_file(small_spec(), checkpoint)


def test_clip_that_is_neither_here_nor_reachable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="is not on this machine"):
        load_clip(small_spec().clip, tmp_path, choose_device("cpu"))


def test_a_512_network_with_label_embedding_runs_without_a_class() -> None:
    config = UNetConfig(64, 64, (0.5, 1, 1, 2), 1, (16, 8), num_classes=10)
    unet = UNet(config)
    output = unet(torch.randn(1, 3, 64, 64), torch.tensor([10]))
    assert output.shape == (1, 6, 64, 64)
    assert "label_emb.weight" in unet.state_dict()
