"""Plots for reports. matplotlib is an extra and imported only here, when a report is made."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from inference.errors import RequestError
from inference.evaluation.statistics import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["check_plots", "plot_bars", "plot_curves"]

SIZE, DOTS = (6.4, 3.4), 120
INK, QUIET = "#2b6cb0", "#9aa2ac"


def check_plots() -> None:
    """Raises RequestError where matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        raise RequestError(
            "A report needs matplotlib, which is not installed; run: pip install -e '.[report]'."
        )


def plot_bars(path: Path, title: str, bars: Mapping[str, Interval], unit: str) -> None:
    """A horizontal bar with its interval for each figure, the first at the top."""
    figure, axes = _canvas(title)
    names = list(bars)
    for row, name in enumerate(names):
        value = bars[name]
        axes.barh(row, value.value, color=INK if row == 0 else QUIET, height=0.6)
        reach = [[value.value - value.low], [value.high - value.value]]
        axes.errorbar(value.value, row, xerr=reach, color="black", capsize=3, linewidth=1)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    figure.savefig(path)


def plot_curves(
    path: Path,
    title: str,
    curves: Mapping[str, Sequence[tuple[float, Interval]]],
    labels: tuple[str, str],
) -> None:
    """Lines through (x, figure), with their intervals where there are any.

    Args:
        labels: of the axes, across and up.
    """
    figure, axes = _canvas(title)
    for name, points in curves.items():
        x = [place for place, _ in points]
        y = [value.value for _, value in points]
        low = [value.value - value.low for _, value in points]
        high = [value.high - value.value for _, value in points]
        axes.errorbar(x, y, yerr=[low, high], marker="o", markersize=4, capsize=3, label=name)
    axes.set_xticks(sorted({place for points in curves.values() for place, _ in points}))
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    if len(curves) > 1:
        axes.legend(frameon=False)
    figure.savefig(path)


def _canvas(title: str) -> "tuple[Figure, Axes]":
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)
    return figure, axes
