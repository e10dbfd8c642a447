"""The wards in a briefing: the first few beside the map, all of them in the annex, as in the file of the table.

Small counts are hidden with what would tell them; rows are ordered by what is shown, never by what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from gis import words
from gis.access.suppression import TOTAL, Shown
from gis.briefing import pictures, tables
from gis.briefing.paper_table import Table
from gis.briefing.reading import Reading
from gis.insight.wards import MEASURES, NOWHERE
from gis.words import Language

TOP: Final = 10
"""So many wards stand beside the map."""
COLUMNS: Final = (
    "open_cases",
    "overdue_cases",
    "oldest_age",
    "broken_commitments",
    "projects",
    "households",
    "approved_households",
    "paid_households",
    "handed_over_households",
)
"""Columns of the annex, in reading order; the measure of the map comes first."""

_BESIDE: Final = ("open_cases", "overdue_cases", "households", "paid_households")
_BILLION: Final = 1e9


def ward_list(table: pd.DataFrame, reading: Reading) -> tuple[Table, ...]:
    """Answer the table beside the map and the annex; none where no ward is left.

    Parameters
    ----------
    table
        What `gis.insight.wards.table` answered for the selection and period of the reading.
    reading
        Who reads.
    """
    if table.empty:
        return ()
    seen = pictures.seen(table, reading)
    shown = tables.ordered(seen, reading.view.measure)
    first = shown.drop(index=NOWHERE, errors="ignore").head(TOP)
    ways = (("briefing.beside", _BESIDE, first), ("briefing.annex", COLUMNS, shown))
    made = (_table(title, _named(columns, reading), rows, seen, reading) for title, columns, rows in ways)
    return tuple(made) if len(table) > TOP else tuple(made)[1:]


def _named(columns: tuple[str, ...], reading: Reading) -> list[str]:
    """Put the measure first."""
    return list(dict.fromkeys((reading.view.measure, *columns)))


def _table(title: str, names: list[str], rows: pd.DataFrame, seen: Shown, reading: Reading) -> Table:
    marks = seen.marks(reading.language)
    cells = [[ward_name(str(code), reading) for code in rows.index]]
    for name in names:
        hidden = marks[name].reindex(rows.index) if name in marks else pd.Series("", index=rows.index)
        cells.append(
            [mark or written(value, name, reading.language) for mark, value in zip(hidden, rows[name], strict=True)]
        )
    return Table(
        title=reading.say(title, measure=reading.say(f"ranking.column.{reading.view.measure}").lower(), n=_wards(rows)),
        headings=(reading.say("ranking.column.ward"), *(reading.say(f"ranking.column.{name}") for name in names)),
        rows=tuple(zip(*cells, strict=True)),
        total=(reading.say("briefing.total"), *(_total(name, seen, reading.language) for name in names)),
        note=reading.say("ranking.note"),
    )


def ward_name(code: str, reading: Reading) -> str:
    """Name a row of the ward list: a ward, or what stands in none."""
    return reading.say("briefing.nowhere") if code == NOWHERE else reading.name("ward", code)


def _wards(rows: pd.DataFrame) -> int:
    return len(rows) - int(NOWHERE in rows.index)


def _total(name: str, seen: Shown, language: Language) -> str:
    """Answer the total of a count, or the mark in its place; of anything else there is none."""
    totals = seen.totals
    if totals is None or name not in totals.hidden:
        return ""
    return str(totals.display(language).at[TOTAL, name])


def written(value: Any, column: str, language: Language) -> str:
    """Write a value of the ward table as it is read.

    Parameters
    ----------
    value
        What the table holds; missing is unknown.
    column
        Its column, which decides the unit.
    language
        Of the reader.
    """
    if pd.isna(value):
        return words.NOTHING
    kind = "money" if column in ("approved_sum", "paid_sum") else MEASURES[column].kind if column in MEASURES else ""
    return _WAYS.get(kind, words.number)(value, language)


_WAYS: Final[Mapping[str, Callable[[Any, Language], str]]] = {
    "share": words.percent,
    "money": lambda value, language: words.number(value / _BILLION, language, digits=1),
    "hectares": lambda value, language: words.number(value, language, digits=1),
}
