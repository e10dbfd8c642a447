"""In which unit the figures of a column stand, where its heading does not say it.

Official tables state the unit once, above the headings: "Đơn vị tính: triệu đồng", "ĐVT: ha; 1.000 đồng". It holds for
every column of that kind whose heading states none. Where nobody states a unit and the sums are too small to be đồng,
nobody knows them: a sum that is a million times too small is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import pandas as pd

from gis.areas.names import fold
from gis.errors import Finding
from gis.intake.forms import Form, Rows
from gis.intake.table import Table
from gis.intake.values import figure
from gis.intake.vocabulary import UNITS, meaning
from gis.records.declaration import Kind
from gis.words import Phrase

_STATED: Final = re.compile(r"(?:đơn vị tính|đv tính|đvt)\b\W*(.*)")
_BARE: Final = re.compile(r"đơn vị\s*:\s*(.*)")
"""Also said of offices ("Đơn vị: UBND xã …"), so nothing but units may follow."""

_LEAST_SUM: Final = 1_000_000
"""Đồng: half the sums of a list of compensations are never below it, while sums in millions or thousands are."""


@dataclass(frozen=True)
class Headed:
    """Headings of the columns of a form with the units that hold for their figures.

    Parameters
    ----------
    headings
        Name of a column → its heading in the file, with a unit wherever one is known.
    findings
        Units that were taken from above the table, and those that are not clear.
    """

    headings: Mapping[str, str]
    findings: tuple[Finding, ...]


def headed(table: Table, form: Form, places: Mapping[str, int]) -> Headed:
    """Complete headings with the unit that stands above the table.

    Parameters
    ----------
    table
        As it was read.
    form
        What kind of file it is.
    places
        Name of a column → its place in the table.
    """
    headings = {name: table.headings[place] for name, place in places.items()}
    findings: dict[str, Finding] = {}
    for name, heading in headings.items():
        kind = form[name].field.kind
        stated = _stated(table.title, kind) if kind in UNITS and not meaning(heading).unit else ()
        if len({UNITS[kind][unit] for unit in stated}) > 1:
            findings[kind] = _finding("unclear_unit", table, heading, units=", ".join(stated))
        elif stated:
            headings[name] = f"{heading} ({stated[0]})"
            if UNITS[kind][stated[0]] != 1:
                findings[kind] = _finding("stated_unit", table, "", unit=stated[0])
    return Headed(headings, tuple(findings.values()))


def _stated(title: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
    """Answer the units of a kind that lines above a table state, each once, in their order."""
    found = (unit for line in title for unit in _units_in(fold(line), kind))
    return tuple(dict.fromkeys(found))


def _units_in(line: str, kind: Kind) -> Iterable[str]:
    stated = _STATED.search(line)
    if stated:
        return _unit(kind).findall(stated[1])
    bare = _BARE.search(line)
    return _unit(kind).findall(bare[1]) if bare and not _any_unit().sub("", bare[1]).strip(" ,;/()&-") else ()


@cache
def _unit(kind: Kind) -> re.Pattern[str]:
    return _one_of(UNITS[kind])


@cache
def _any_unit() -> re.Pattern[str]:
    return _one_of([unit for units in UNITS.values() for unit in units] + ["và", "hộ", "người"])


def _one_of(units: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(set(units), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def without_tiny_sums(rows: Rows, form: Form, table: Table, units: Mapping[str, str]) -> tuple[Rows, list[Finding]]:
    """Blank the columns of sums that state no unit and are too small to be đồng.

    Parameters
    ----------
    rows
        Each cell read.
    form
        What kind of file it is.
    table
        As it was read.
    units
        Name of a column of the file → its heading, as `headed` answers it.
    """
    blank: dict[str, Any] = {}
    found = []
    for name, heading in units.items():
        if form[name].field.kind != "money" or meaning(heading).unit:
            continue
        sums = pd.to_numeric(rows.values[name], errors="coerce").astype("float64")
        sums = sums[sums > 0]
        worded = rows.written[name].str.contains(r"[^\W\d]", regex=True).any()
        if len(sums) and sums.median() < _LEAST_SUM and not worded:
            blank[name] = None
            found.append(_finding("tiny_sums", table, heading, near=figure(float(sums.median()))))
    return replace(rows, values=rows.values.assign(**blank)), found


def _finding(code: str, table: Table, heading: str, **values: Any) -> Finding:
    return Finding(code, Phrase(f"intake.finding.{code}", values), table.header_row, heading)
