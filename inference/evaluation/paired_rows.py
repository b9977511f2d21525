"""Rows of figures from runs that differ in one setting, for small reports."""

from collections.abc import Sequence
from statistics import fmean
from typing import Any

__all__ = ["Row", "mean_of", "shown"]

Row = dict[str, Any]


def mean_of(rows: Sequence[Row], columns: Sequence[str], **wanted: object) -> list[str]:
    """The mean of each column over the rows that have the wanted values."""
    chosen = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return [shown(fmean(row[name] for row in chosen)) for name in columns]


def shown(value: float) -> str:
    """A figure to three digits that count."""
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
