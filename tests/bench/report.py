"""What was measured, as tables a reader can hold against the promises."""

from __future__ import annotations

import datetime as dt
import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Final

from tests.bench.clicks import Clicks
from tests.bench.tab import Traffic

_LIBRARIES: Final = ("streamlit", "streamlit-folium", "folium", "pandas", "playwright")
_MEGABYTE: Final = 1_000_000


def machine(browser: str, cores: int | None) -> str:
    """Say when and on what it was measured."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    now = dt.datetime.now().astimezone()
    return (
        f"{now:%Y-%m-%d %H:%M %z} · {cores} cores, {platform.system()} {platform.machine()} · "
        f"Python {sys.version.split()[0]}, {libraries} · Chromium {browser}"
    )


def table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Write a Markdown table."""
    lines = [list(heads)]
    lines.append(["---", *["---:"] * (len(lines[0]) - 1)])
    lines += [[_written(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _written(cell: Any) -> str:
    if cell is None:
        return "–"
    return f"{cell:,.2f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else str(cell)


CLICK_HEADS: Final = (
    "page, filter",
    "cases",
    "ms",
    "an empty page, ms",
    "more than empty, ms",
    "times empty",
    "bytes",
    "of them the map",
    "heaviest click",
)


def click_row(name: str, cases: int, found: Clicks, empty: Clicks) -> list[Any]:
    """Set clicks beside those on the empty page of the same run."""
    ratio = found.ms / empty.ms
    gap = round(found.ms - empty.ms)
    return [name, cases, round(found.ms), round(empty.ms), gap, ratio, found.whole, found.map, found.most]


def parts(found: Clicks) -> str:
    """Write what a middling click carried, heaviest first."""
    middling: Traffic = sorted(found.all, key=lambda click: click.traffic.whole)[len(found.all) // 2].traffic
    return table(("part of the message", "bytes"), [[f"`{kind}`", n] for kind, n in middling.by_kind.most_common(8)])


def megabytes(size: float | None) -> int | None:
    """Write bytes in millions."""
    return None if size is None else round(size / _MEGABYTE)
