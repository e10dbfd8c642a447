"""Workbooks that go back to whoever sent a file: the file with its faulty cells marked, or with the codes made for it.

They are made in memory for the sender and kept nowhere. Every cell is written as what it is and never as a formula, so
that nothing a file holds can act when it is opened. Rows and columns stand where they stood.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gis.errors import Finding
from gis.intake.checking import Checked
from gis.intake.forms import Form
from gis.intake.table import Cell, Table, as_text
from gis.words import DEFAULT, Language, say

_CREATED: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Stands in every workbook, so that the same rows make the same bytes."""

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}
_OUT: Final = {"bg_color": "#F4B6B0"}
_LOOK: Final = {"bg_color": "#FBE7A1"}
_HEAD: Final = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
_WIDTH: Final = 18


@contextmanager
def workbook(content: io.BytesIO) -> Iterator[xlsxwriter.Workbook]:
    """Open a workbook in which nothing that is written can act, and whose bytes follow from its cells alone."""
    with xlsxwriter.Workbook(content, dict(_OPTIONS)) as book:
        book.set_properties({"created": _CREATED.replace(tzinfo=None)})
        yield book


class Formats:
    """The formats of a workbook: each is made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def of(self, *parts: Mapping[str, Any]) -> Format:
        """Answer the format with these properties together."""
        whole = {name: value for part in parts for name, value in part.items()}
        return self._made.setdefault(repr(whole), self._book.add_format(whole))


def findings_workbook(table: Table, checked: Checked, language: Language = DEFAULT) -> bytes:
    """Answer the sender's file with the cells marked that a person should look at.

    Only the columns that were read are in it; cells about persons and rows of denunciations are blank. A cell in red
    keeps its row out, one in yellow went in; both carry what is wrong and what would be right. The second sheet lists
    everything.

    Parameters
    ----------
    table
        As it was read.
    checked
        What was found in it.
    language
        Of the remarks.
    """
    content = io.BytesIO()
    with workbook(content) as book:
        formats = Formats(book)
        page = book.add_worksheet(say("intake.table.marked", language))
        places = sorted(set(checked.places.values()))
        at: dict[tuple[int, str], list[Finding]] = {}
        for finding in checked.findings:
            at.setdefault((finding.row, finding.column if _read(table, places, finding.column) else ""), []).append(
                finding
            )
        _write_rows(page, table, places, checked, at, formats, language)
        _list(book.add_worksheet(say("intake.table.list", language)), checked.findings, formats, language)
    return content.getvalue()


def _read(table: Table, places: list[int], heading: str) -> bool:
    return any(table.headings[place] == heading for place in places)


def _write_rows(
    page: Worksheet,
    table: Table,
    places: list[int],
    checked: Checked,
    at: Mapping[tuple[int, str], list[Finding]],
    formats: Formats,
    language: Language,
) -> None:
    top = max(table.header_row - 1, 0)
    page.write_string(top, 0, say("intake.table.state", language), formats.of(_HEAD))
    page.set_column(0, len(places), _WIDTH)
    page.freeze_panes(top + 1, 1)
    for column, place in enumerate(places, 1):
        page.write_string(top, column, table.headings[place], formats.of(_HEAD))
    for row, cells in zip(table.cells.index, table.cells[places].to_numpy(), strict=True):
        whole = at.get((int(row), ""), [])
        _mark(page, _place(table, row), 0, None, whole, formats, language)
        for column, (place, cell) in enumerate(zip(places, cells, strict=True), 1):
            found = at.get((int(row), table.headings[place]), [])
            shown = None if row in checked.silent or _is_hidden(cell, found) else cell
            _mark(page, _place(table, row), column, shown, found, formats, language)


def _place(table: Table, row: Any) -> int:
    """Answer where a row is written, from 0: where its reader sees it, or, of a map, below headings that it has not."""
    return int(row) - (1 if table.header_row else 0)


def _is_hidden(cell: Cell, found: list[Finding]) -> bool:
    """Answer whether a finding keeps its cell to itself, so that the workbook must too."""
    return bool(as_text(cell)) and any(not finding.value for finding in found)


def _mark(
    page: Worksheet, row: int, column: int, cell: Cell, found: list[Finding], formats: Formats, language: Language
) -> None:
    if cell is None and not found:
        return
    colour: Mapping[str, Any] = _OUT if any(one.refused for one in found) else _LOOK if found else {}
    write(page, row, column, cell, formats, colour)
    if found:
        page.write_comment(
            row, column, "\n".join(one.what.say(language) for one in found), {"x_scale": 2, "y_scale": 2}
        )


def write(
    page: Worksheet, row: int, column: int, cell: Any, formats: Formats, look: Mapping[str, Any] | None = None
) -> None:
    """Write a cell as what it is: a day as a day, a number as a number, everything else as text."""
    look = look or {}
    if cell is None:
        page.write_blank(row, column, None, formats.of(look))
    elif isinstance(cell, dt.date):
        day = cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell
        page.write_datetime(row, column, day, formats.of({"num_format": "dd/mm/yyyy"}, look))
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        page.write_number(row, column, cell, formats.of(look))
    else:
        page.write_string(row, column, as_text(cell), formats.of({"num_format": "@"}, look))


def _list(page: Worksheet, findings: tuple[Finding, ...], formats: Formats, language: Language) -> None:
    names = ("row", "column", "value", "state", "message")
    for column, name in enumerate(names):
        page.write_string(0, column, say(f"intake.table.{name}", language), formats.of(_HEAD))
    page.set_column(1, 3, _WIDTH)
    page.set_column(4, 4, 5 * _WIDTH)
    for row, finding in enumerate(findings, 1):
        state = say("intake.table.stays_out" if finding.refused else "intake.table.look", language)
        cells = (finding.row or None, finding.column, finding.value, state, finding.what.say(language))
        for column, cell in enumerate(cells):
            write(
                page,
                row,
                column,
                cell,
                formats,
                {"text_wrap": True, "valign": "top"} if column == len(cells) - 1 else None,
            )


def with_codes(table: Table, checked: Checked, form: Form, language: Language = DEFAULT) -> bytes:
    """Answer the sender's own file with a column of the codes that were made, to be used next month.

    It holds everything the sender wrote, columns about persons included, and is for the sender alone. Codes stand in
    the file's own column of codes where it has one, else in a new first column.

    Raises
    ------
    KeyError
        Records of the form have no code.
    """
    heading = form["code"].field.label.say(language)
    own = checked.places.get("code")
    shift = int(own is None)
    top = max(table.header_row - 1, 0)
    content = io.BytesIO()
    with workbook(content) as book:
        formats, page = Formats(book), book.add_worksheet()
        page.set_column(0, len(table.headings), _WIDTH)
        page.write_string(top, own or 0, heading, formats.of(_HEAD))
        for place, text in enumerate(table.headings):
            page.write_string(top, place + shift, text, formats.of(_HEAD))
        for row, cells in zip(table.cells.index, table.cells.to_numpy(), strict=True):
            for place, cell in enumerate(cells):
                if cell is not None:
                    write(page, _place(table, row), place + shift, cell, formats)
            if code := checked.made.get(int(row)):
                write(page, _place(table, row), own or 0, code, formats)
    return content.getvalue()
