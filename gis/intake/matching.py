"""Which column of a file is which column of a form.

Headings are compared by their known wordings. Where one wording may mean two columns ("code"), the cells decide. A
column about a person is never read, whatever its heading or a mapping says; neither is the text of a petition.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd

from gis.areas.names import Named, fold
from gis.errors import Finding, IntakeError
from gis.intake.forms import Column, Form
from gis.intake.gate import Headings
from gis.intake.lists import WARD_NAME
from gis.intake.mapping import ColumnMapping, letters, place_of, reference
from gis.intake.personal import is_personal_column
from gis.intake.points import of_layer
from gis.intake.table import GEOMETRY_HEADING, Table, as_text
from gis.intake.vocabulary import headings_of, is_personal, joinable, meaning, words
from gis.words import Phrase

_WORDED: Final = frozenset({"code", "ref", "text", "choice", "flag"})
"""Kinds of field whose cells may turn out to be names or numbers of persons."""


@dataclass(frozen=True)
class Matched:
    """The columns of a file that a form knows.

    Parameters
    ----------
    places
        Name of a column → its place in the table.
    findings
        Columns that are not read, and why.
    people
        Places of the columns that are never read and still tell rows apart: about persons, and the text of petitions.
    """

    places: Mapping[str, int]
    findings: tuple[Finding, ...]
    people: tuple[int, ...]


def propose(table: Table, form: Form, areas: Named) -> ColumnMapping:
    """Propose what the columns of a file mean, going by their headings."""
    found: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        if not (is_personal(heading) or _is_petition_text(heading)):
            column = _column_for(table, place, form, areas, taken=found)
            if column:
                found[column.name] = place
    return ColumnMapping({name: reference(table, place) for name, place in found.items()})


def match_columns(table: Table, form: Form, mapping: ColumnMapping) -> Matched:
    """Find the columns that a mapping names, and say of every other column why it is not read.

    Raises
    ------
    IntakeError
        A required column is missing, or one that is named; the message lists what was found.
    """
    places = {name: _named(table, named, name) for name, named in mapping.columns.items()}
    people = [place for place in range(len(table.headings)) if _is_about_people(table, place, form, places)]
    read = {name: place for name, place in places.items() if place not in people}
    findings = [_about(table, place, "personal_column") for place in people]
    ignored = {fold(heading) for heading in mapping.ignored} | ({GEOMETRY_HEADING} if of_layer(table, form) else set())
    for place, heading in enumerate(table.headings):
        filled = not table.cells[place].isna().all()
        wanted = filled or (heading and not _is_remarks(heading))
        known = fold(heading) in words("ordinals", "words") or fold(heading) in ignored
        if place not in (*places.values(), *people) and wanted and not known:
            findings.append(_about(table, place, _why(heading, form)))
    carried = {WARD_NAME.name} if table.within else set()
    _check_required(table, form, frozenset({*read, *mapping.constants, *carried}))
    texts = [place for place, one in enumerate(table.headings) if _is_petition_text(one) and place not in read.values()]
    return Matched(read, tuple(findings), (*people, *texts))


def _why(heading: str, form: Form) -> str:
    if _is_petition_text(heading):
        return "petition_text"
    if _is_remarks(heading):
        return "remarks_column"
    known = joinable(meaning(heading).name) in _all_wordings(form)
    return "second_column" if known else "unknown_column"


def _named(table: Table, named: str, name: str) -> int:
    place = place_of(table, named)
    if place is None:
        found = "; ".join(heading for heading in table.headings if heading) or "–"
        raise IntakeError("intake.mapped_column_missing", file=table.source, heading=named, column=name, found=found)
    return place


def _is_about_people(table: Table, place: int, form: Form, places: Mapping[str, int]) -> bool:
    heading = table.headings[place]
    if is_personal(heading):
        return True
    read = next((form[name] for name, one in places.items() if one == place), None)
    if read and (read.field.kind not in _WORDED or read.field.refers_to == "area"):
        return False
    if read is None and pd.api.types.infer_dtype(table.cells[place], skipna=True) not in ("string", "mixed"):
        return False
    return is_personal_column(table.cells[place].dropna().unique())


def _is_petition_text(heading: str) -> bool:
    return joinable(meaning(heading).name) in words("petition_text", "words")


def _is_remarks(heading: str) -> bool:
    return fold(heading) in words("remarks", "words")


def _column_for(table: Table, place: int, form: Form, areas: Named, *, taken: Mapping[str, int]) -> Column | None:
    name = joinable(meaning(table.headings[place]).name)
    free = [column for column in form.columns if column.name not in taken]
    fitting = [column for column in free if name and name in _wordings(form, column)]
    if not fitting and table.headings[place].isascii() and (letters_only := _bare(table.headings[place])):
        fitting = [column for column in free if letters_only in _bare_wordings(form, column)]
    if len(fitting) < 2:  # noqa: PLR2004 — one of one needs no choosing
        return fitting[0] if fitting else None
    codes = _holds_wards(table.cells[place], areas)
    return next((column for column in fitting if _is_ward_code(column) == codes), fitting[0])


def _is_ward_code(column: Column) -> bool:
    return column.field.refers_to == "area" and column.field.kind == "ref"


def _wordings(form: Form, column: Column) -> frozenset[str]:
    return headings_of(form.name, column.name, column.field, column.parts)


@cache
def _bare_wordings(form: Form, column: Column) -> frozenset[str]:
    return frozenset(map(_bare, _wordings(form, column)))


@cache
def _bare(heading: str) -> str:
    """Write a heading as columns of a Shapefile are named, without marks: "TEN_DU_AN", "dt_thuhoi"."""
    spelt = meaning(heading.replace("_", " ")).name.replace("đ", "d")
    return "".join(letter for letter in unicodedata.normalize("NFD", spelt) if letter.isalnum())


@cache
def _all_wordings(form: Form) -> frozenset[str]:
    return frozenset().union(*(_wordings(form, column) for column in form.columns))


def _holds_wards(cells: pd.Series, areas: Named) -> bool:
    texts = cells.dropna().map(as_text)
    return bool(texts.str.fullmatch(r"\d{3,5}").mean() > 0.5) and bool(texts.str.zfill(5).isin(areas.wards.index).any())  # noqa: PLR2004 — more than half


def _about(table: Table, place: int, code: str) -> Finding:
    heading = table.headings[place] or letters(place)
    return Finding(code, Phrase(f"intake.finding.{code}"), row=table.header_row, column=heading)


def _check_required(table: Table, form: Form, found: frozenset[str]) -> None:
    missing = [
        column
        for column in form.columns
        if column.required and found.isdisjoint({column.name, column.instead, column.derived_from})
    ]
    if missing:
        plain = "intake.missing_columns" if table.header_row else "intake.missing_attributes"
        raise IntakeError(
            form.missing or plain,
            file=table.source,
            row=str(table.header_row),
            missing=Headings("", {}, tuple(column.field.label for column in missing)),
            found="; ".join(heading for heading in table.headings if heading) or "–",
        )
