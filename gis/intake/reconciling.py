"""Totals that a file states, held against the rows it lists.

A row of totals is no record, but it says what its sender believes the rows to add up to. It may be the sum of all rows
above it or of those since the total before it; where it is neither, a row is missing, repeated or wrong, and both
figures are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from gis.errors import Finding
from gis.intake.cells import read_column
from gis.intake.forms import Form, Rows
from gis.intake.rows import names_total
from gis.intake.table import Cell, Table, as_text
from gis.intake.units import headed
from gis.intake.values import figure
from gis.words import Phrase

SUMMED: Final = frozenset({"count", "money", "hectares", "square_metres"})
"""Kinds of field of which a total is a sum."""
_NEAR: Final = 1e-3
"""Share of a sum that rounding in its rows may make up; counts are exact."""


def differing(table: Table, form: Form, places: Mapping[str, int], rows: Rows) -> Iterator[Finding]:
    """Name the totals of a file that its rows do not add up to.

    Parameters
    ----------
    table
        As it was read.
    form
        What kind of file it is.
    places
        Name of a column → its place in the table.
    rows
        Its rows, each cell read.
    """
    rows_of_totals = zip(table.totals.index, table.totals.to_numpy(), strict=True)
    totals = [int(row) for row, cells in rows_of_totals if _is_total(cells)]
    headings = headed(table, form, places).headings
    for name, place in places.items():
        column = form[name]
        if column.field.kind not in SUMMED or not totals:
            continue
        # marks of thousands are understood from the whole column, so its totals are read among its rows
        cells = pd.concat([table.cells[place], table.totals.loc[totals, place]])
        stated = read_column(column, cells, headings[name], {}).values[-len(totals) :]
        values = pd.to_numeric(rows.values[name], errors="coerce")
        exact = column.field.kind == "count"
        for row, before, total in zip(totals, [0, *totals], stated, strict=False):
            above = values[values.index < row]
            sums = (float(above.sum()), float(above[above.index > before].sum()))
            if total is not None and not any(_same(float(total), one, exact=exact) for one in sums):
                yield _finding(table, row, place, float(total), sums[0])


def _is_total(cells: Iterable[Cell]) -> bool:
    return any(names_total(as_text(cell)) for cell in cells if isinstance(cell, str))


def _same(stated: float, found: float, *, exact: bool) -> bool:
    return abs(stated - found) <= (0 if exact else _NEAR * max(abs(stated), abs(found)))


def _finding(table: Table, row: int, place: int, stated: float, found: float) -> Finding:
    said: dict[str, Any] = {"stated": figure(stated), "found": figure(found), "difference": figure(stated - found)}
    what = Phrase("intake.finding.total_differs", said)
    return Finding("total_differs", what, row, table.headings[place], as_text(table.totals[place].to_dict()[row]))
