"""Where the cells of a form's columns come from.

A column of the file has them, or a value that holds for every row; the shapes of a layer of points; or, for the ward,
the row that opens the section a record stands in.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gis.errors import Finding, IntakeError
from gis.intake.cells import Read, column_findings, people_of, read_column
from gis.intake.forms import Column, Form, Rows
from gis.intake.lists import WARD_NAME
from gis.intake.mapping import ColumnMapping
from gis.intake.matching import Matched
from gis.intake.points import of_layer
from gis.intake.table import GEOMETRY_HEADING, Table
from gis.intake.units import headed, without_tiny_sums
from gis.intake.values import Heading
from gis.words import Phrase


def read_rows(table: Table, form: Form, mapping: ColumnMapping, matched: Matched) -> tuple[Rows, list[Finding]]:
    """Read every cell that a form wants.

    Parameters
    ----------
    table
        As it stands in the file.
    form
        What kind of file it is.
    mapping
        What holds for every row, and what the words of the file mean.
    matched
        Which column of the file is which column of the form.

    Returns
    -------
    The rows, and what is wrong with their cells.

    Raises
    ------
    IntakeError
        A value that is to hold for every row cannot be read.
    """
    index = table.cells.index
    headings = {name: table.headings[place] for name, place in matched.places.items()}
    with_units = headed(table, form, matched.places)
    read = {
        name: read_column(form[name], table.cells[place], with_units.headings[name], mapping.values.get(name, {}))
        for name, place in matched.places.items()
    }
    read |= {name: _constant(form[name], text, index) for name, text in mapping.constants.items()}
    placed = _of_layer(table, form)
    carried, findings = _of_sections(table, form, read)
    headings |= dict.fromkeys(placed, GEOMETRY_HEADING) | dict.fromkeys(carried, "")
    rows = _rows(read | placed | carried, headings, index, people_of(table.cells[list(matched.people)]))
    troubles = [one for name in matched.places for one in column_findings(form[name], rows, read[name].troubles)]
    rows, tiny = without_tiny_sums(rows, form, table, with_units.headings)
    return rows, [*with_units.findings, *findings, *troubles, *tiny]


def _rows(read: dict[str, Read], headings: dict[str, str], index: pd.Index, people: pd.Series) -> Rows:
    return Rows(
        pd.DataFrame({name: one.values for name, one in read.items()}, index, dtype=object),
        pd.DataFrame({name: read[name].written for name in headings}, index, dtype=object),
        headings,
        pd.DataFrame({name: one.clock for name, one in read.items() if one.clock is not None}, index),
        people,
    )


def _constant(column: Column, text: str, index: pd.Index) -> Read:
    found = read_column(column, pd.Series([text], dtype=object), "", {})
    if found.troubles:
        what = found.troubles[0].what
        raise IntakeError("intake.constant", column=Heading("", {}, column.field.label), value=text, what=what)
    return Read(np.repeat(found.values, len(index)), np.repeat(found.written, len(index)), {}, None)


def _of_layer(table: Table, form: Form) -> dict[str, Read]:
    """Take longitude and latitude from a layer of points; where they stand is never repeated."""
    nothing = np.full(len(table), "", object)
    return {name: Read(values, nothing, {}, None) for name, values in of_layer(table, form).items()}


def _of_sections(table: Table, form: Form, read: dict[str, Read]) -> tuple[dict[str, Read], list[Finding]]:
    """Carry down the wards that open sections, where nothing else says the ward."""
    wards = [column.name for column in form.columns if column.field.refers_to == "area"]
    if not table.within or not wards or not read.keys().isdisjoint(wards):
        return {}, []
    named = np.array([table.within.get(int(row)) for row in table.cells.index], object)
    written = np.array([ward or "" for ward in named], object)
    what = Phrase("intake.finding.section_wards", {"n": sum(ward is not None for ward in named)})
    return {WARD_NAME.name: Read(named, written, {}, None)}, [Finding("section_wards", what)]
