"""The counts of a view on the screen, looked at beside the ward table that is handed out with it.

Head, sheet, map and table of a view tell of the same counts. What the table hides is hidden at the head and on the
sheet too, and what it tells cannot be kept back there: each hides what protects it in its own place, and without
knowing of each other the two together would tell it. A sheet of the whole is bound to the head as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from gis.access.suppression import TOTAL, Shown
from gis.access.together import Elsewhere
from gis.briefing import pictures, sheet_counts, told
from gis.briefing.count_names import FIGURES_IN_TABLE, SHEETS_IN_FIGURES, SHEETS_IN_TABLE
from gis.briefing.key_figures import key_counts
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.insight import overview, wards
from gis.insight.overview import Figures
from gis.insight.reasons import Reason
from gis.insight.sheets import Brief

Cells = Iterator[tuple[str, bool, bool]]


def head(now: Figures, reading: Reading) -> Seen:
    """Answer the counts at the head of a view as the reader may read them.

    Parameters
    ----------
    now
        What `gis.insight.overview.figures` answered for the selection and period of the reading.
    reading
        Who reads.
    """
    beside = _elsewhere(_row(TOTAL, FIGURES_IN_TABLE, reading)) if reading.hides else None
    return key_counts(now, reading, elsewhere=beside)


def sheet(brief: Brief, owed: pd.DataFrame, why: Iterable[Reason], reading: Reading) -> Seen:
    """Answer the counts of the sheet beside a view as the reader may read them.

    Parameters
    ----------
    brief, owed, why
        See `gis.briefing.sheet_counts.told`.
    reading
        Who reads.
    """
    opened = reading.view.sheet
    if not reading.hides:
        return sheet_counts.told(brief, owed, why, reading)
    if opened is not None and opened.kind == "project":
        return _of_project(brief, owed, why, reading)
    row = _row(opened.code if opened else TOTAL, SHEETS_IN_TABLE, reading)
    beside = row if opened else [*row, *_of_head(reading)]
    return sheet_counts.told(brief, owed, why, reading, elsewhere=_elsewhere(beside))


def _of_project(brief: Brief, owed: pd.DataFrame, why: Iterable[Reason], reading: Reading) -> Seen:
    """Look at the counts of a project as parts of what the table tells of the whole, and of the project's wards."""
    numbers, wholes = sheet_counts.bound(brief, owed, why)
    around: dict[str, int] = {}
    bound = []
    for name, column in SHEETS_IN_TABLE.items():
        for which, n in (("whole", _told(column, [TOTAL], reading)), ("wards", _told(column, brief.wards, reading))):
            if n is not None and numbers.get(name) is not None:
                around[f"{which}.{name}"] = n
                bound.append((f"{which}.{name}", [name]))
    return told.of({**numbers, **around}, reading, wholes=[*wholes, *bound], elsewhere=Elsewhere(frozenset(around)))


def _told(column: str, rows: Sequence[str], reading: Reading) -> int | None:
    """Answer what some rows of the ward table add up to; None where one of them is hidden, unknown or not there."""
    cells = {row: [cell for cell in _row(str(row), {column: column}, reading) if not cell[1]] for row in rows}
    if not cells or not all(cells.values()):
        return None
    table = _table(reading)
    looked = [table.totals if row == TOTAL else table for row in cells]
    return sum(int(one.values[column].to_dict()[row]) for row, one in zip(cells, looked, strict=True) if one)


def _row(row: str, names: Mapping[str, str], reading: Reading) -> Cells:
    """Answer of each count whether the ward table hides it, and whether it says that it is small."""
    if not len(reading.selection.wards):
        return
    table = _table(reading)
    looked = table.totals if row == TOTAL else table
    if looked is None or row not in looked.hidden.index:
        return
    for name, column in names.items():
        hidden = bool(looked.hidden.at[row, column])
        if hidden or pd.notna(looked.values[column].to_dict()[row]):
            yield name, hidden, bool(looked.small.at[row, column])


def _table(reading: Reading) -> Shown:
    return pictures.seen(wards.table(reading.selection, reading.period), reading)


def _of_head(reading: Reading) -> Cells:
    counts = head(overview.figures(reading.selection, reading.period), reading)
    below = reading.say("access.below", n=reading.desk.suppress_below)
    for mine, name in SHEETS_IN_FIGURES.items():
        if name in counts.texts:
            yield mine, not counts.tells(name), counts[name] == below


def _elsewhere(cells: Iterable[tuple[str, bool, bool]]) -> Elsewhere:
    """Gather what is told and what is hidden; hidden in one place and told in another is told."""
    found = list(cells)
    told = frozenset(name for name, hidden, _ in found if not hidden)
    return Elsewhere(told, {name: small for name, hidden, small in found if hidden and name not in told})
