"""How large a picture file will be, found out by encoding the picture's own pixels in a thread."""

import threading
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.document.compositor import flattened
from editor.document.errors import EditorError
from editor.document.image_files import ExportOptions, Metadata, encode_picture
from editor.document.state import State
from editor.document.words import number
from editor.ui.background import Background

__all__ = ["SizeEstimate", "estimated_size", "readable_size"]

Array = NDArray[np.uint8]
WAIT_MS = 200
WHOLE = 2_000_000  # pixels: a picture of more is encoded in part
BANDS, BAND_PIXELS = 8, 250_000


def readable_size(size: int) -> str:
    """Bytes in a unit that suits them, with two figures: "1.2 MB"."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if size >= scale:
            value = size / scale
            return f"{number(value, 1 if value < 10 else 0)} {unit}"
    return f"{size} B"


def estimated_size(
    pixels: Array, options: ExportOptions, metadata: Metadata, cancelled: threading.Event
) -> int | None:
    """Bytes that the file will have, about; None where it was cancelled.

    A large picture is encoded in bands spread over its height, which takes a fraction of a second
    and leaves the work in small pieces.

    Args:
        pixels: (H, W, 4) straight RGBA.

    Raises:
        FileError: the format cannot hold the picture.
    """
    height, width = pixels.shape[:2]
    overhead = len(encode_picture(pixels[:1, :1], options, metadata))
    content = rows = 0
    for band in _bands(height, width):
        if cancelled.is_set():
            return None
        content += len(encode_picture(pixels[band], options, metadata)) - overhead
        rows += band.stop - band.start
    return overhead + max(0, content) * height // rows


def _bands(height: int, width: int) -> list[slice]:
    """Rows to encode: all, or some at equal distances from the top to the bottom."""
    if height * width <= WHOLE:
        return [slice(0, height)]
    rows = min(max(1, BAND_PIXELS // width), height // BANDS or 1)
    starts = np.linspace(0, height - rows, BANDS).astype(int).tolist()
    return [slice(start, start + rows) for start in dict.fromkeys(starts)]


class SizeEstimate(QObject):
    """Keeps the estimate up to date with the options, some time after they settle.

    Args:
        state: the picture; nothing may change it meanwhile.

    Signals:
        flat: the picture was put together; whether it is opaque.
        ready: an estimate in bytes; -1 where the format cannot hold the picture.
    """

    flat = Signal(bool)
    ready = Signal(object)

    def __init__(self, state: State, metadata: Metadata, parent: QObject) -> None:
        super().__init__(parent)
        self._metadata = metadata
        self._options: ExportOptions | None = None
        self._pixels: Array | None = None
        self._cancelled = threading.Event()
        self._background = Background(self)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._begin)
        self._background.run(lambda: flattened(state).straight(), self._on_flat, self._on_failed)

    def ask(self, options: ExportOptions) -> None:
        """Find out for these options; an answer to earlier ones no longer comes."""
        self._options = options
        self._cancelled.set()
        self._timer.start()

    def close(self) -> None:
        """Stop, and let go of the picture."""
        self._timer.stop()
        self._cancelled.set()
        self._background.close()
        self._pixels = None

    def _on_flat(self, pixels: Array) -> None:
        self._pixels = pixels
        self.flat.emit(bool((pixels[..., 3] == 255).all()))
        self._begin()

    @Slot()
    def _begin(self) -> None:
        if self._pixels is None or self._options is None:
            return
        self._timer.stop()
        cancelled = self._cancelled = threading.Event()
        work = partial(estimated_size, self._pixels, self._options, self._metadata, cancelled)
        self._background.run(work, partial(self._on_size, cancelled), self._on_failed)

    def _on_size(self, cancelled: threading.Event, size: int | None) -> None:
        if size is not None and not cancelled.is_set():
            self.ready.emit(size)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, EditorError):
            raise error  # the application's hook keeps and tells it
        self.ready.emit(-1)
