"""What every command shares at the terminal: Ctrl+C, and sentences beside a progress bar."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Flag

from tqdm import tqdm

__all__ = ["interruptible", "say", "undisturbed"]


@contextmanager
def interruptible() -> Iterator[Flag]:
    """The first Ctrl+C sets the flag, a second one interrupts at once."""
    flag = Flag()

    def stop(signum: int, frame: object) -> None:
        del signum, frame
        if flag.is_set():
            raise KeyboardInterrupt
        flag.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield flag
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """While results are written, Ctrl+C would lose them; it is passed over."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def say(sentence: str) -> None:
    """Tell the user something beside the results, without disturbing a progress bar."""
    tqdm.write(f"blendbrush: {sentence}", file=sys.stderr)
