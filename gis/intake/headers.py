"""Where the headings stand: official tables begin with the name of the office, a title and the unit of the figures."""

from __future__ import annotations

from typing import Final

from gis.intake.table import Cell, Grid, heading, is_blank
from gis.intake.vocabulary import known_headings, meaning

DEPTH: Final = 40
"""Rows looked at from the top; titles and notes above a table are shorter."""

_ENOUGH: Final = 2
"""Known headings from which a row is taken for the headings; one may be a coincidence."""

_FULL: Final = 0.6
"""Share of the table's width that a row of unknown headings must fill."""


def header_place(grid: Grid) -> int:
    """Find the row of headings: the first with the most known ones, else the first that fills most of the width.

    Parameters
    ----------
    grid
        Rows from the first; at least one holds something.
    """
    scores = [_known(row) for row in grid[:DEPTH]]
    if max(scores) >= _ENOUGH:
        return scores.index(max(scores))
    filled = [sum(not is_blank(cell) for cell in row) for row in grid[:DEPTH]]
    wanted = max(_FULL * max(filled), min(_ENOUGH, max(filled)))
    return next(place for place, count in enumerate(filled) if count >= wanted)


def likeness(grid: Grid) -> float:
    """Answer how much a sheet looks like a table we know: its known headings, and a little for having anything."""
    known = max(map(_known, grid[:DEPTH]), default=0)
    return known + 0.5 * any(not is_blank(cell) for row in grid for cell in row)


def _known(row: list[Cell]) -> int:
    found = {meaning(heading(cell)).name for cell in row if isinstance(cell, str)}
    return len(found & known_headings())
