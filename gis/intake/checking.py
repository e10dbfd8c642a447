"""From a table to records: match the columns, read every cell, gather everything that is wrong, drop nothing silently.

A *row* is a row of the file that holds anything. It *goes in* or *stays out*; every row that stays out has a refused
finding that says why, so rows that went in and rows that stayed out add up to all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from gis.areas.names import Named
from gis.errors import Finding, IntakeError
from gis.intake.forms import Column, Form, Rows
from gis.intake.frames import blank
from gis.intake.matching import match_columns
from gis.intake.places import ward_finder
from gis.intake.table import Table, as_text
from gis.intake.values import Heading, Trouble, reader, trouble
from gis.intake.vocabulary import meaning


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
        (rows - refused, e) by number of each row that went in: the place of its record in the frame of each entity.
    """

    frames: Mapping[str, pd.DataFrame]
    rows: int
    refused: int
    findings: tuple[Finding, ...]
    links: pd.DataFrame


def check(table: Table, form: Form, areas: Named, *, province: str) -> Checked:
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

    Raises
    ------
    IntakeError
        The file lacks a required column, has no rows, or the wards are of another province.
    """
    held = getattr(areas, "province", province)
    if held != province:
        raise IntakeError("intake.other_province", held=held, province=province)
    if not len(table):
        raise IntakeError("intake.no_rows", file=table.source, row=str(table.header_row))
    matched = match_columns(table, form, areas)
    rows, findings = _read(table, form, matched.places, areas)
    out = {finding.row for finding in findings if finding.refused}
    gathered = form.gather(
        replace(rows, values=rows.values.drop(index=list(out)), written=rows.written.drop(index=list(out)))
    )
    everything = sorted((*matched.findings, *findings, *gathered.findings), key=lambda finding: finding.row)
    return Checked(gathered.frames, len(table), len(table) - len(gathered.links), tuple(everything), gathered.links)


def _read(table: Table, form: Form, places: Mapping[str, int], areas: Named) -> tuple[Rows, list[Finding]]:
    findings: list[Finding] = []
    cells = table.cells[list(places.values())].set_axis(list(places), axis="columns")
    headings = {name: table.headings[place] for name, place in places.items()}
    written = cells.map(as_text)
    values = {}
    for name in places:
        column = form[name]
        read = reader(column.field, cells[name].tolist(), meaning(headings[name]).unit)
        values[name] = [read(cell) for cell in cells[name]]
        findings += _troubles(column, headings[name], written[name], values[name])
        secret = [isinstance(value, Trouble) and value.secret for value in values[name]]
        written[name] = written[name].mask(pd.Series(secret, written.index), "")
        values[name] = [None if isinstance(value, Trouble) else value for value in values[name]]
    frame = pd.DataFrame(values, index=table.cells.index, dtype=object)
    rows, more = _placed(Rows(frame, written, headings), form, areas)
    missing = _missing(rows, form, {finding.row for finding in (*findings, *more) if finding.refused})
    return rows, [*findings, *more, *missing]


def _troubles(column: Column, heading: str, written: pd.Series, values: list[object]) -> Iterator[Finding]:
    # A code or name that cannot be read leaves its row without identity; any other cell is merely unknown.
    refused = column.required or column.field.kind == "code" or column.field.refers_to != ""
    for (row, text), value in zip(written.items(), values, strict=True):
        if isinstance(value, Trouble):
            yield Finding(value.code, value.what, int(str(row)), heading, "" if value.secret else text, refused)


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
            at = (
                wanted.name
                if wanted.instead not in names or (place.by_code and wanted.name in names)
                else wanted.instead
            )
            refused = not place.code
            findings.append(rows.finding(place.trouble.code, int(row), at, place.trouble.what, refused=refused))
    codes = pd.Series([place.code or None for place in found], rows.values.index, dtype=object)
    return replace(rows, values=rows.values.drop(columns=names).assign(**{wanted.name: codes})), findings


def _missing(rows: Rows, form: Form, out: set[int]) -> Iterator[Finding]:
    """Name the rows that lack a required cell and have no other reason to stay out."""
    for column in (column for column in form.columns if column.required):
        for row in rows.values.index[rows.values[column.name].isna()]:
            if row not in out:
                what = trouble("missing", column=Heading("", {}, column.field.label))
                heading = rows.heading(column.name) or rows.heading(column.instead)
                yield Finding(what.code, what.what, int(row), heading, refused=True)
