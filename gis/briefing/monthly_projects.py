"""The clearance table by project of a reporting period's paper: its rows, their counts, and how they add up.

The largest projects stand one by one, the rest added up in one row, so that the rows always add up to the totals. A
count is named by its project (``project.P1.paid``), a total by its column (``now.progress.paid``). What may be read of
them is decided once a choice, beside the totals on which all papers agree: a project's own sheet follows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from gis.access.together import Elsewhere
from gis.briefing import agreed, told
from gis.briefing.count_names import OF_PROGRESS, OF_SHEETS
from gis.briefing.progress_columns import PARTS, counts
from gis.briefing.reading import Reading
from gis.insight import compensation
from gis.insight.situation import Selection

MOST: Final = 40
"""So many projects stand one by one; the table of the page of projects has all of them."""
REST: Final = ""
"""Stands for all other projects."""
TOTALS: Final = {f"now.progress.{name}": total for name, total in OF_PROGRESS.items()}
"""Total → what `gis.briefing.agreed` calls it."""
_ON_SHEET: Final = tuple(name for name in OF_PROGRESS if name in OF_SHEETS)
"""Columns that the sheet of a project tells by the same name."""


def every(selection: Selection) -> pd.DataFrame:
    """Answer the progress table of a selection (`gis.insight.compensation.projects`), worked out once for all."""
    if "progress" not in selection.answers:
        selection.answers["progress"] = compensation.projects(selection)
    found: pd.DataFrame = selection.answers["progress"]
    return found


def listed(selection: Selection) -> pd.DataFrame | None:
    """Answer the rows of the table; None where no project is chosen.

    Returns
    -------
    (≤ `MOST` + 1, ...) the columns of `gis.insight.compensation.projects` by project, largest area first, and `REST`
    with how many it stands for in ``projects``.
    """
    table = every(selection)
    if table.empty:
        return None
    first, rest = table.head(MOST), table.iloc[MOST:]
    if rest.empty:
        return first.assign(projects=1)
    line = compensation.totals(rest).to_frame(REST).T.reindex(columns=first.columns)
    return pd.concat([first.astype("object").assign(projects=1), line.assign(projects=len(rest))])


def numbers(table: pd.DataFrame) -> dict[str, int | None]:
    """Answer the counts of all rows by name; None where one is unknown."""
    return {
        f"project.{code}.{name}": None if pd.isna(n) else int(n)
        for name in counts()
        for code, n in zip(table.index, table[name], strict=True)
    }


def wholes(table: pd.DataFrame, known: dict[str, int | None]) -> Iterator[tuple[str, list[str]]]:
    """Answer which counts are parts of which: of the totals, and of each other in a row; what is unknown is none."""
    for name in counts():
        parts = [cell for code in table.index if known[cell := f"project.{code}.{name}"] is not None]
        if known.get(f"now.progress.{name}") is not None and parts:
            yield f"now.progress.{name}", parts
    for code in table.index:
        for part, whole in PARTS:
            cells = f"project.{code}.{whole}", f"project.{code}.{part}"
            if all(known[cell] is not None for cell in cells):
                yield cells[0], [cells[1]]


def decided(reading: Reading) -> Elsewhere:
    """Answer what may be read of the rows and totals of a choice; worked out once."""
    answers = reading.selection.answers
    if "projects agreed" not in answers:
        answers["projects agreed"] = _decided(reading)
    found: Elsewhere = answers["projects agreed"]
    return found


def _decided(reading: Reading) -> Elsewhere:
    if not reading.situation.recorded("project"):
        return Elsewhere()
    table = listed(reading.selection)
    if table is None:
        return Elsewhere()
    sums = compensation.totals(every(reading.selection))
    known = numbers(table) | {
        f"now.progress.{name}": None if pd.isna(sums[name]) else int(sums[name]) for name in counts()
    }
    bound = [*wholes(table, known), *(_inside(known))]
    seen = told.of(known, reading, wholes=bound, elsewhere=agreed.of(reading).elsewhere(known, TOTALS))
    return told.elsewhere(seen, known, reading)


def _inside(known: dict[str, int | None]) -> Iterator[tuple[str, list[str]]]:
    for part, whole in PARTS:
        names = f"now.progress.{whole}", f"now.progress.{part}"
        if all(known.get(name) is not None for name in names):
            yield names[0], [names[1]]


def row(project: str, reading: Reading) -> Elsewhere:
    """Answer what is decided of the row of a project, by the names of its sheet."""
    whole = decided(reading)
    cells = {f"project.{project}.{name}": name for name in _ON_SHEET}
    hidden = {name: whole.hidden[cell] for cell, name in cells.items() if cell in whole.hidden}
    return Elsewhere(frozenset(), hidden)
