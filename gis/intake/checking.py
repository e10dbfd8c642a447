"""From a table to records: match the columns, read every cell, gather everything that is wrong, drop nothing silently.

A *row* is a row of the file that holds anything. It *goes in* or *stays out*; every row that stays out has a refused
finding that says why, so rows that went in and rows that stayed out add up to all. The row that a template marks as its
example is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from gis.areas.names import Named, fold
from gis.errors import Finding, IntakeError
from gis.intake.cells import distinct
from gis.intake.coding import coded
from gis.intake.columns import read_rows
from gis.intake.footprints import derived
from gis.intake.forms import Form, Rows
from gis.intake.frames import blank
from gis.intake.gate import Limits, alike, judged
from gis.intake.mapping import ColumnMapping
from gis.intake.matching import Matched, match_columns, propose
from gis.intake.pieces import same_but_for_shape
from gis.intake.places import ward_finder
from gis.intake.reconciling import differing
from gis.intake.references import Known, resolved
from gis.intake.table import Table, as_text
from gis.intake.values import Heading, trouble
from gis.intake.vocabulary import words
from gis.records.horizon import VIETNAM
from gis.words import Phrase

_TOP: Final = 5
"""Rows among which a template's example stands."""


@dataclass(frozen=True, eq=False)
class Checked:
    """The records of a file, and everything a person should look at.

    Parameters
    ----------
    frames
        Entity → (m, …) records with declared columns only, ready for a batch.
    rows
        Rows of the file.
    refused
        Rows that stayed out.
    findings
        By row; each row that stayed out has at least one that is refused.
    links
        (k, e) by number of each row that went in, once for each record it became: the place of the record in the frame
        of each entity.
    places
        Name of a form's column → place of the column of the file that was read as it.
    silent
        Rows of which nothing is ever repeated.
    made
        (m,) by number of each row that had no code: the code that was made for it.
    about
        (n, …) of every row the columns that say whose report it is; see `Form.about`.
    """

    frames: Mapping[str, pd.DataFrame]
    rows: int
    refused: int
    findings: tuple[Finding, ...]
    links: pd.DataFrame
    places: Mapping[str, int] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    made: Mapping[int, str] = field(default_factory=dict)
    about: pd.DataFrame = field(default_factory=pd.DataFrame)


def check(
    table: Table,
    form: Form,
    areas: Named,
    *,
    province: str,
    mapping: ColumnMapping | None = None,
    known: Known | None = None,
    today: dt.date | None = None,
    historical: bool = False,
) -> Checked:
    """Read the rows of a table as records.

    Parameters
    ----------
    table
        As it stands in the file.
    form
        What kind of file it is.
    areas
        Whose wards may be named.
    province
        Two-digit code of the province the records are for.
    mapping
        What a person decided about the columns; the rest is proposed from their headings.
    known
        What is recorded already; None: whatever a row refers to is taken to exist.
    today
        No event lies after it; None: today in Việt Nam.
    historical
        Whether the rows tell of years past.

    Raises
    ------
    IntakeError
        The file lacks a required column, has no rows, or the wards are of another province.
    """
    _same_province(areas, province)
    table = without_example(table)
    if not len(table):
        raise IntakeError("intake.no_rows", file=table.source, row=str(table.header_row))
    mapping = (mapping or ColumnMapping()).over(propose(table, form, areas))
    matched = match_columns(table, form, mapping)
    denounced = _denunciations(table, mapping, matched)
    silent = frozenset(finding.row for finding in denounced)
    today = today or dt.datetime.now(VIETNAM).date()
    limits = Limits(today, getattr(areas, "bounds", None), historical, table.crs)
    rows, findings = read_rows(table.without(silent), form, mapping, matched)
    findings += differing(table, form, matched.places, rows)
    rows, more = _judged(rows, form, areas, known, limits)
    findings = [*denounced, *findings, *more]
    findings += _missing(rows, form, _refused(findings))
    rows, made = _coded(rows, form, findings, known)
    gathered = form.gather(rows.without(_refused(findings)))
    told = _in_order(table, (*table.notes, *matched.findings, *findings, *gathered.findings))
    went_in = set(gathered.links.index)
    refused = len(table) - len(went_in)
    made = {row: code for row, code in made.items() if row in went_in}
    about = rows.values[[name for name in form.about if rows.has(name)]].reindex(columns=list(form.about))
    return Checked(gathered.frames, len(table), refused, told, gathered.links, matched.places, silent, made, about)


def _same_province(areas: Named, province: str) -> None:
    held = getattr(areas, "province", province)
    if held != province:
        raise IntakeError("intake.other_province", held=held, province=province)


def _judged(rows: Rows, form: Form, areas: Named, known: Known | None, limits: Limits) -> tuple[Rows, list[Finding]]:
    rows, *named = _understood(rows, form, areas, known)
    rows, judgements = judged(rows, form, limits)
    return rows, [*(one for some in named for one in some), *judgements]


def _refused(findings: Iterable[Finding]) -> set[int]:
    return {finding.row for finding in findings if finding.refused}


def _in_order(table: Table, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as a reader meets them: by row, and within it from left to right."""
    order = {heading: place for place, heading in enumerate(table.headings)}
    return tuple(sorted(findings, key=lambda finding: (finding.row, order.get(finding.column, -1))))


def without_example(table: Table) -> Table:
    """Leave out the rows that a template marks as its example."""
    top = table.cells.head(_TOP)
    examples = words("example", "words")
    marked = [
        int(str(row))
        for row, cells in zip(top.index, top.to_numpy(), strict=True)
        if any(isinstance(cell, str) and fold(cell) in examples for cell in cells)
    ]
    return table.without(marked)


def _denunciations(table: Table, mapping: ColumnMapping, matched: Matched) -> list[Finding]:
    """Name the rows of denunciations, which are never brought in, whatever else they say."""
    found: dict[int, Finding] = {}
    for name, place in matched.places.items():
        marks = words("denunciation", name)
        if not marks:
            continue
        cells = distinct(table.cells[place])
        meant = {fold(text): value for text, value in mapping.values.get(name, {}).items()}
        texts = [fold(as_text(cell)) for cell in cells.cells]
        about = [_denounces(meant.get(text, text), marks) for text in texts]
        for row in table.cells.index[np.array([*about, False])[cells.places]]:
            what = Phrase("intake.finding.denunciation")
            found[int(row)] = Finding("denunciation", what, int(row), table.headings[place], refused=True)
    return list(found.values())


def _denounces(text: str, marks: frozenset[str]) -> bool:
    return fold(text) in marks or any(text.startswith(mark + " ") for mark in marks)


def _understood(rows: Rows, form: Form, areas: Named, known: Known | None) -> tuple[Rows, list[Finding], list[Finding]]:
    """Put codes where wards and other records are named."""
    rows, wards = _placed(rows, form, areas)
    rows, drawn = _derived(rows, form, areas)
    rows, references = resolved(rows, form, known)
    return rows, [*wards, *drawn], references


def _derived(rows: Rows, form: Form, areas: Named) -> tuple[Rows, list[Finding]]:
    """Put the ward in which most of its shape lies where a row names none."""
    name = next((column.name for column in form.columns if column.derived_from), "")
    if not name:
        return rows, []
    rows = replace(rows, pieces=same_but_for_shape(rows, form))
    drawn, findings = derived(rows, form, areas)
    most = drawn.drop_duplicates("row").set_index("row")["ward"]
    most = most.reindex(rows.first()).set_axis(rows.values.index)
    stated = rows.values.get(name, blank(rows.values.index))
    values = rows.values.assign(**{name: stated.where(stated.notna(), most.astype(object).where(most.notna(), None))})
    return replace(rows, values=values, drawn=drawn), findings


def _placed(rows: Rows, form: Form, areas: Named) -> tuple[Rows, list[Finding]]:
    """Put the code of the ward where its code and name stood."""
    names = [column.name for column in form.columns if column.field.refers_to == "area" and rows.has(column.name)]
    if not names:
        return rows, []
    wanted = next(column for column in form.columns if column.field.refers_to == "area")
    find = ward_finder(areas)
    code, name = (rows.values.get(one, blank(rows.values.index)) for one in (wanted.name, wanted.instead))
    found = [find(one or "", other or "") for one, other in zip(code, name, strict=True)]
    findings = []
    for row, place in zip(rows.values.index, found, strict=True):
        if place.trouble:
            by_name = wanted.instead in names and not (place.by_code and wanted.name in names)
            at = wanted.instead if by_name else wanted.name
            refused = not place.code
            findings.append(rows.finding(place.trouble.code, int(row), at, place.trouble.what, refused=refused))
    codes = pd.Series([place.code or None for place in found], rows.values.index, dtype=object)
    return replace(rows, values=rows.values.drop(columns=names).assign(**{wanted.name: codes})), findings


def _missing(rows: Rows, form: Form, out: Iterable[int]) -> Iterator[Finding]:
    """Name the rows that lack a required cell and have no other reason to stay out."""
    stay_out = set(out)
    for column in (column for column in form.columns if column.required):
        for row in rows.values.index[rows.values[column.name].isna()]:
            if row not in stay_out:
                what = trouble("missing", column=Heading("", {}, column.field.label))
                heading = rows.heading(column.name) or rows.heading(column.instead)
                yield Finding(what.code, what.what, int(row), heading, refused=True)


def _coded(rows: Rows, form: Form, findings: list[Finding], known: Known | None) -> tuple[Rows, dict[int, str]]:
    """Make the codes that are missing, and say so; adds to the findings."""
    if form.coding is None:
        return rows, {}
    rows, made, more = coded(rows, form.coding)
    findings += more
    if made.any():
        what = Phrase("intake.finding.codes_made", {"n": int(made.sum())})
        findings.append(Finding("codes_made", what, 0, rows.heading("code")))
    findings += alike(rows, form, known.frames.get(form.entity.name) if known else None)
    codes = rows.values["code"][made]
    return rows, {int(str(row)): str(code) for row, code in codes.items()}
