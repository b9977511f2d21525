"""A report of one page and its figures, without pictures, named after what it is about."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from inference.errors import RequestError
from inference.evaluation.report import Report

__all__ = ["write_small_report"]


def write_small_report(folder: Path, name: str, title: str, fill: Callable[[Report], None]) -> None:
    """Write NAME.md and NAME.json into a folder, which is made where it is missing.

    Raises:
        RequestError: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".report-", dir=folder) as scratch:
            report = Report(title, Path(scratch))
            fill(report)
            page, figures = report.finish()
            report.path(page).replace(folder / f"{name}.md")
            report.path(figures).replace(folder / f"{name}.json")
    except OSError as error:
        raise RequestError(
            f"The report could not be written to {folder}: {error.strerror or error}."
        ) from error
    sys.stdout.write(f"The report is {folder / name}.md\n")
