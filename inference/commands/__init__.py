"""The commands that run without a window, and how they end.

Exit codes: 0 done; 1 the run failed; 2 bad input; 130 stopped with Ctrl+C. A failure is one line on
stderr; what a developer needs goes to the log file. Nothing heavy is imported before it is needed.
"""

import argparse
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from typing import NoReturn

from platformdirs import user_log_path

from inference.commands import arguments
from inference.errors import Cancelled, InferenceError, ModelError, RequestError

__all__ = ["run"]

DONE, FAILED, BAD_INPUT, CANCELLED = 0, 1, 2, 130

log = logging.getLogger(__name__)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        """Print the complaint and exit with the code for bad input."""
        self.exit(BAD_INPUT, f"{self.prog}: {message}; see {self.prog} --help\n")


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = arguments.build(Parser)
    try:
        options = parser.parse_args(argv)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else BAD_INPUT
    with log_to_file():
        return _ended(options)


def _ended(options: argparse.Namespace) -> int:
    try:
        return int(options.run(options))
    except (Cancelled, KeyboardInterrupt) as stopped:
        return _told(str(stopped) or "Stopped.", CANCELLED)
    except (RequestError, ModelError) as error:
        return _told(str(error), BAD_INPUT)
    except InferenceError as error:
        log.warning("failed", exc_info=True)
        return _told(str(error), FAILED)
    except OSError as error:
        log.warning("failed", exc_info=True)
        if isinstance(error, BrokenPipeError):
            return FAILED  # the reader of our output went away; there is nobody to tell
        where = f"{error.filename}: " if error.filename else ""
        return _told(f"{where}{error.strerror or error}.", FAILED)
    except Exception as error:
        log.exception("unexpected")
        return _told(f"Something unexpected happened: {error!r}. See {log_file()}.", FAILED)


def log_file() -> str:
    """Where the details of a failure are."""
    return str(user_log_path("Blendbrush", False) / "blendbrush.log")


def _told(sentence: str, code: int) -> int:
    line = " ".join(sentence.split())
    sys.stderr.write(f"blendbrush: {line}\n".encode("utf-8", "replace").decode())
    return code


@contextmanager
def log_to_file() -> Iterator[None]:
    """Keep what a developer needs, in a file of bounded size."""
    try:
        folder = user_log_path("Blendbrush", False, ensure_exists=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "blendbrush.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        # A read-only home is no reason not to work, nor to print a traceback instead.
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
