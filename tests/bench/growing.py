"""How what is measured grows with the number of cases: a table with slopes, and a picture on two logarithmic scales."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from tests.bench import report

SHOWN: Final[Mapping[str, str]] = {
    "click": "filter click on the map page",
    "first_page": "first page on a warm server",
    "snapshot": "snapshot of another day",
    "hotspots": "early dialogues of a day",
    "backtest": "backtest with its card",
    "import": "a file of 1,000 cases",
}
"""What is measured → in words."""
_STYLES: Final = ("-o", "--s", "-.^", ":D", "-v", "--P")
"""Lines are told apart without colour."""


@dataclass(frozen=True)
class Growth:
    """Seconds of each thing, by size.

    Parameters
    ----------
    cases
        Column → cases in the store.
    spread
        Columns of stores that hold many provinces: shown, but no part of a slope, since a reader sees one of them.
    took
        What → column → seconds.
    """

    cases: dict[str, int] = field(default_factory=dict)
    spread: set[str] = field(default_factory=set)
    took: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, cases: int, took: Mapping[str, float], *, provinces: int = 1) -> None:
        """Add what was measured on a store of so many cases of so many provinces."""
        column = f"{cases:,}" if provinces == 1 else f"{cases:,} of {provinces} provinces"
        self.cases[column] = cases
        if provinces > 1:
            self.spread.add(column)
        for what, seconds in took.items():
            self.took.setdefault(what, {})[column] = seconds

    def slope(self, what: str) -> float | None:
        """Answer by which power of the cases the time grows; None where fewer than two sizes were measured.

        0: not at all; 1: twice the cases take twice the time. Least squares of the logarithms.
        """
        found = list(self._points(what))
        if len(found) < 2:
            return None
        return linear_regression(*zip(*((math.log(n), math.log(took)) for n, took in found), strict=True)).slope

    def _points(self, what: str) -> Iterator[tuple[int, float]]:
        mine = self.took.get(what, {})
        yield from ((self.cases[column], mine[column]) for column in self.cases if column in mine.keys() - self.spread)

    def table(self) -> str:
        """Write what was measured, in seconds, with the slopes."""
        rows: list[list[Any]] = [
            [words, *(self.took[what].get(column) for column in self.cases), self.slope(what)]
            for what, words in SHOWN.items()
            if what in self.took
        ]
        return report.table(("seconds of", *self.cases, "slope"), rows)

    def draw(self, path: Path) -> None:
        """Draw lines over one-province stores, and single marks of stores with many provinces."""
        with mpl.rc_context({"svg.hashsalt": "growth", "font.size": 9}):
            figure = Figure(figsize=(8, 4.5), layout="constrained")
            axes = figure.subplots()
            axes.set(xscale="log", yscale="log", xlabel="cases in the store", ylabel="seconds")
            axes.grid(visible=True, which="major", linewidth=0.4)
            for (what, words), style in zip(SHOWN.items(), _STYLES, strict=True):
                if found := list(self._points(what)):
                    (line,) = axes.plot(*zip(*found, strict=True), style, label=words)
                    many = [(self.cases[name], self.took[what][name]) for name in self.spread & self.took[what].keys()]
                    for n, took in many:
                        axes.plot(n, took, style[-1], color=line.get_color(), fillstyle="none")
            figure.legend(loc="outside right center", frameon=False)
            figure.savefig(path, metadata={"Date": None})
