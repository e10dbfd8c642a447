"""The counts of all sheets of an atlas, looked at together and beside the overview of the same choice.

Whoever holds the atlas holds every sheet, so what one hides must not follow from the others: the sheets of all wards
add up to the totals that stand at the head of the overview. What its table hides is hidden on the sheets too, and what
it tells cannot be kept back here. A count is named by its ward (``00070.open``), a total by itself (``.open``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from gis.access.suppression import TOTAL, Shown
from gis.access.together import Elsewhere
from gis.briefing import sheet_counts, told
from gis.briefing.count_names import SHEETS_IN_FIGURES, SHEETS_IN_TABLE
from gis.briefing.reading import Reading
from gis.briefing.sheet_blocks import Gathered
from gis.briefing.told import Seen

_HEAD: Final = tuple(name for name in SHEETS_IN_FIGURES if name not in SHEETS_IN_TABLE)
"""Counts whose totals stand at the head of the overview, and in no table."""
_TOTALS: Final = (*SHEETS_IN_TABLE, *_HEAD, "pending")
"""Counts whose totals may be known; the last from the report of the period only."""

Numbers = dict[str, int | None]


def counts(found: Mapping[str, Gathered], table: Shown, head: Seen, reading: Reading) -> dict[str, Seen]:
    """Answer the counts of every sheet as they may be read.

    Parameters
    ----------
    found
        Ward → what its sheet is told from.
    table
        The ward table of the overview as it leaves the building.
    head
        The counts of its figures, of `gis.briefing.key_figures.key_counts`.
    reading
        Who reads.

    Returns
    -------
    Ward → its counts, named as `gis.briefing.sheet_counts.told` names them.
    """
    numbers: Numbers = {}
    wholes: list[tuple[str, list[str]]] = []
    for ward, one in found.items():
        mine, bound = _on_paper(one)
        numbers |= {f"{ward}.{name}": n for name, n in mine.items()}
        wholes += [(f"{ward}.{whole}", [f"{ward}.{part}" for part in parts]) for whole, parts in bound]
    totals = dict(_totals(numbers, tuple(found)))
    lines = [(f".{name}", _column(name, tuple(found))) for name in _TOTALS if f".{name}" in totals]
    other = _elsewhere(found, table, head)
    seen = told.of(numbers | totals, reading, wholes=[*wholes, *lines], elsewhere=other)
    return {ward: _of_sheet(ward, seen) for ward in found}


def _on_paper(one: Gathered) -> tuple[Numbers, list[tuple[str, list[str]]]]:
    """Answer the counts of a sheet that stand on its paper: the screen lists projects and duties as well."""
    everything, wholes = sheet_counts.bound(one.brief, one.owed, one.why)
    duties = sheet_counts.duty_numbers(one.owed)
    numbers = {name: n for name, n in everything.items() if name not in duties and not name.startswith("project_")}
    bound = [(whole, [part for part in parts if part in numbers]) for whole, parts in wholes if whole in numbers]
    return numbers, [(whole, parts) for whole, parts in bound if parts]


def _column(name: str, wards: tuple[str, ...]) -> list[str]:
    return [f"{ward}.{name}" for ward in wards]


def _totals(numbers: Numbers, wards: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for name in _TOTALS:
        known = [numbers.get(cell) for cell in _column(name, wards)]
        if known and None not in known:
            yield f".{name}", sum(n or 0 for n in known)


def _elsewhere(found: Mapping[str, Gathered], table: Shown, head: Seen) -> Elsewhere:
    """Answer what the figures and the ward table of the overview tell of the same counts."""
    cells = [cell for ward in found for cell in _cells(f"{ward}.", ward, table)]
    cells += list(_cells(".", TOTAL, table.totals)) if table.totals is not None else []
    cells += [(f".{name}", not head.tells(name), False) for name in _HEAD]
    hidden = {name: small for name, is_hidden, small in cells if is_hidden}
    return Elsewhere(frozenset(name for name, is_hidden, _ in cells if not is_hidden), hidden)


def _cells(prefix: str, row: str, table: Shown) -> Iterator[tuple[str, bool, bool]]:
    for name, column in SHEETS_IN_TABLE.items():
        if (row in table.values.index and not pd.isna(table.values[column].get(row))) or table.hidden.at[row, column]:
            yield f"{prefix}{name}", bool(table.hidden.at[row, column]), bool(table.small.at[row, column])


def _of_sheet(ward: str, seen: Seen) -> Seen:
    start = f"{ward}."
    texts = {name.removeprefix(start): text for name, text in seen.texts.items() if name.startswith(start)}
    return Seen(texts, frozenset(name.removeprefix(start) for name in seen.hidden if name.startswith(start)))
