"""Which column of a file is which column of a form.

Headings are compared by their known wordings. Where one wording may mean two columns ("code"), the cells decide. A
column about a person is never read, whatever else its heading says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.areas.names import Named, fold
from gis.errors import Finding, IntakeError
from gis.intake.forms import Column, Form
from gis.intake.table import Table, as_text
from gis.intake.vocabulary import headings_of, is_personal, meaning
from gis.words import Phrase

_ORDINALS: Final = frozenset(
    map(fold, ("STT", "TT", "Số TT", "Số thứ tự", "No", "No.", "#", "Ghi chú", "Note", "Notes"))
)
"""Headings that every list has and nobody misses."""


@dataclass(frozen=True)
class Matched:
    """The columns of a file that a form knows.

    Parameters
    ----------
    places
        Name of a column → its place in the table.
    findings
        Columns that are not read, and why.
    """

    places: Mapping[str, int]
    findings: tuple[Finding, ...]


def match_columns(table: Table, form: Form, areas: Named) -> Matched:
    """Find the columns of a form in a table.

    Raises
    ------
    IntakeError
        A required column is missing; the message lists what was found.
    """
    places: dict[str, int] = {}
    findings = []
    for place, heading in enumerate(table.headings):
        if is_personal(heading):
            findings.append(_about(table, place, "personal_column"))
            continue
        column = _column_for(table, place, form, areas, taken=places)
        if column:
            places[column.name] = place
        elif (heading or not table.cells[place].isna().all()) and fold(heading) not in _ORDINALS:
            known = any(meaning(heading).name in _wordings(form, one) for one in form.columns)
            findings.append(_about(table, place, "second_column" if known else "unknown_column"))
    _check_required(table, form, places)
    return Matched(places, tuple(findings))


def _column_for(table: Table, place: int, form: Form, areas: Named, *, taken: Mapping[str, int]) -> Column | None:
    name = meaning(table.headings[place]).name
    fitting = [
        column for column in form.columns if name and name in _wordings(form, column) and column.name not in taken
    ]
    if len(fitting) < 2:  # noqa: PLR2004 — one of one needs no choosing
        return fitting[0] if fitting else None
    codes = _holds_wards(table.cells[place], areas)
    return next((column for column in fitting if _is_ward_code(column) == codes), fitting[0])


def _is_ward_code(column: Column) -> bool:
    return column.field.refers_to == "area" and column.field.kind == "ref"


def _wordings(form: Form, column: Column) -> frozenset[str]:
    return headings_of(form.name, column.name, column.field)


def _holds_wards(cells: pd.Series, areas: Named) -> bool:
    texts = cells.dropna().map(as_text)
    return bool(texts.str.fullmatch(r"\d{3,5}").mean() > 0.5) and bool(texts.str.zfill(5).isin(areas.wards.index).any())  # noqa: PLR2004 — more than half


def _about(table: Table, place: int, code: str) -> Finding:
    heading = table.headings[place] or _letters(place)
    return Finding(code, Phrase(f"intake.finding.{code}"), row=table.header_row, column=heading)


def _letters(place: int) -> str:
    """Name a column as spreadsheets do: A, B, … AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _check_required(table: Table, form: Form, places: Mapping[str, int]) -> None:
    missing = [
        column
        for column in form.columns
        if column.required and column.name not in places and column.instead not in places
    ]
    if missing:
        raise IntakeError(
            "intake.missing_columns",
            file=table.source,
            row=str(table.header_row),
            missing="; ".join(column.field.label.vi for column in missing),
            found="; ".join(heading for heading in table.headings if heading) or "–",
        )
