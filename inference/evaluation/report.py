"""A report: Markdown with its pictures beside it, and the figures once more as JSON."""

import json
import math
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from inference.errors import RequestError
from inference.evaluation.statistics import Interval

__all__ = ["Report", "figure", "share", "write_report"]

PAGE, FIGURES = "report.md", "report.json"


def share(value: Interval) -> str:
    """A share in per cent with its interval: "62 % (53–70)"."""
    if math.isnan(value.value):
        return "–"
    if math.isnan(value.low):
        return f"{value.value:.0%}".replace("%", " %")
    return f"{value.value:.0%} ({value.low * 100:.0f}–{value.high * 100:.0f})".replace("%", " %")


def figure(value: Interval, digits: int = 3) -> str:
    """A figure with its interval: "0.123 (0.101–0.144)"."""
    if math.isnan(value.value):
        return "–"
    if math.isnan(value.low):
        return f"{value.value:.{digits}f}"
    low, high = f"{value.low:.{digits}f}", f"{value.high:.{digits}f}"
    return f"{value.value:.{digits}f} ({low} to {high})"


class Report:
    """Collects a report; nothing of it is in its folder before write.

    Args:
        scratch: an empty folder for pictures.
    """

    def __init__(self, title: str, scratch: Path) -> None:
        self.scratch = scratch
        self.names: list[str] = []
        self._lines = [f"# {title}"]
        self._figures: dict[str, Any] = {}

    def heading(self, text: str) -> None:
        """Begin a section."""
        self._lines.append(f"## {text}")

    def text(self, *sentences: str) -> None:
        """A paragraph."""
        self._lines.append(" ".join(sentences))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table; the first column holds names, the others figures."""
        marks = ["---", *["---:"] * (len(heads) - 1)]
        lines = [heads, marks, *rows]
        self._lines.append("\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines))

    def picture(self, name: str, picture: Image.Image | None, caption: str) -> None:
        """Show a picture; None where a plot has been put at ``path(name)`` already."""
        if picture is not None:
            picture.save(self.path(name), optimize=True)
        self.names.append(name)
        self._lines.append(f"![{caption}]({name})\n\n*{caption}*")

    def path(self, name: str) -> Path:
        """Where a plot is to be put."""
        return self.scratch / name

    def keep(self, name: str, value: object) -> None:
        """A figure, or a structure of them, for the JSON."""
        self._figures[name] = _plain(value)

    def finish(self) -> list[str]:
        """Write page and JSON to the scratch folder; the names of all files, the JSON last."""
        page = "\n\n".join(self._lines) + "\n"
        (self.scratch / PAGE).write_text(page, encoding="utf-8")
        names = [PAGE, *self.names, FIGURES]
        text = json.dumps(self._figures, indent=1, ensure_ascii=False, allow_nan=False)
        (self.scratch / FIGURES).write_text(text + "\n", encoding="utf-8")
        return names


def write_report(folder: Path, title: str, fill: Callable[[Report], None]) -> Path:
    """Let ``fill`` make a report, then put all of it into the folder; the path of its page.

    Raises:
        RequestError: the folder cannot be written to.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".report-", dir=folder) as scratch:
            report = Report(title, Path(scratch))
            fill(report)
            for name in report.finish():
                report.path(name).replace(folder / name)
    except OSError as error:
        raise RequestError(
            f"The report could not be written to {folder}: {error.strerror or error}."
        ) from error
    return folder / PAGE


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|")


def _plain(value: object) -> Any:  # noqa: ANN401  JSON has no common type
    """Dataclasses as dictionaries, numbers rounded, NaN as null."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value
