"""A workbook: everything a briefing draws, on sheets of Excel, and one sheet that says what it is.

Numbers are numbers; a mark in the place of a hidden count stays a mark. Every sheet says what it is about, up to which
day, and whether the data are invented, on the screen and on each page that is printed.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final

import xlsxwriter

from gis.areas import Areas
from gis.briefing import as_tables
from gis.briefing.cells import Cell, cell
from gis.briefing.columns import holds_figures
from gis.briefing.content import Briefing
from gis.briefing.paper_table import Table
from gis.briefing.sealed import sealed
from gis.maps.palette import LIGHT
from gis.words import say

_A4: Final = 9
"""What Excel calls the paper."""
_MANY: Final = 6
"""Tables with more columns are printed across."""
_NARROWEST, _WIDEST = 13, 60
"""Width of a column, in digits."""
_LINE: Final = 15.0
"""Height of a line, in points."""
_LONGEST_LINK: Final = 2_000
"""Longer links are no links to Excel."""
_HEADER: Final = 80
"""So many letters of a text stand in the header of a printed page, which holds 255 of all."""


def written(briefing: Briefing, areas: Areas, *, moment: dt.datetime) -> bytes:
    """Write a briefing as a workbook.

    Parameters
    ----------
    briefing, areas, moment
        As for `gis.briefing.formats.written`; of the wards only their names are written.

    Returns
    -------
    XLSX; the same bytes for the same arguments.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        made = _Book(book, briefing, moment)
        for name, tables, lines in _sheets(briefing, areas):
            made.add(name, tables, lines)
        made.explain()
    return sealed(out.getvalue(), moment)


def _sheets(briefing: Briefing, areas: Areas) -> Iterable[tuple[str, Sequence[Table], Sequence[str]]]:
    """Answer the sheets: what each is called, its tables from top to bottom, and the lines above them."""
    language, why = briefing.language, tuple(f"• {reason}" for reason in briefing.reasons)
    lines = [as_tables.nothing(briefing), *briefing.paragraphs, *_told(say("briefing.reasons", language), why)]
    yield say("briefing.figures", language), [as_tables.figures(briefing)], [line for line in lines if line]
    if briefing.blocks:
        yield say("briefing.written.blocks", language), as_tables.blocks(briefing), ()
    for number, table in enumerate(briefing.tables, start=1):
        yield f"{say('tables.sheet', language)} {number}", [table], ()
    drawn = as_tables.map_tables(briefing, areas)
    if drawn:
        yield say("briefing.map", language), drawn, ()


def _told(heading: str, lines: Sequence[str]) -> tuple[str, ...]:
    return (f"{heading}:", *lines) if lines else ()


class _Book:
    """A workbook in the making, and the briefing it is made of."""

    def __init__(self, book: Any, briefing: Briefing, moment: dt.datetime) -> None:
        self.book, self.briefing, self.moment = book, briefing, moment
        self.demo = as_tables.demo(briefing)
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.note = book.add_format({"font_color": LIGHT.muted, "italic": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.warning = book.add_format({"bold": True, "font_color": LIGHT.warning})
        self.bold = book.add_format({"bold": True, "font_size": 12})
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": LIGHT.raised}
        )
        self.forms: dict[tuple[str, bool, bool], Any] = {}
        self._describe()

    def _describe(self) -> None:
        """Say in the properties of the file what it is."""
        said = self.briefing
        self.book.set_properties(
            {
                "title": as_tables.title(said),
                "subject": said.filters,
                "author": said.unit,
                "keywords": f"{said.digest} {said.data}",
                "comments": self.demo,
                "created": self.moment.astimezone(dt.UTC).replace(tzinfo=None),
            }
        )

    def add(self, name: str, tables: Sequence[Table], lines: Sequence[str]) -> None:
        """Add a sheet with tables under one another; the headings of a single one stay when it is scrolled."""
        sheet = self._sheet(name)
        row = self._head(sheet, lines)
        widest = max((len(table.headings) for table in tables), default=1)
        widths = _widths(tables)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for table in tables:
            first = row + 1
            row = self._table(sheet, table, row, widths) + 1
            if len(tables) == 1:
                sheet.freeze_panes(first + 1, 1)
                sheet.repeat_rows(first)
        if widest > _MANY:
            sheet.set_landscape()

    def explain(self) -> None:
        """Add the sheet of filters and definitions."""
        sheet = self._sheet(say("briefing.written.about", self.briefing.language))
        row = self._head(sheet, ())
        widths = (26, 96)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for label, text in as_tables.around(self.briefing, self.moment):
            sheet.write_string(row, 0, label, self.heading)
            self._text(sheet, row, text)
            sheet.set_row(row, _tall((label, text), widths))
            row += 1

    def _text(self, sheet: Any, row: int, text: str) -> None:
        if text == self.briefing.link and text.startswith("http") and len(text) <= _LONGEST_LINK:
            sheet.write_url(row, 1, text, self.plain, text)
        else:
            sheet.write_string(row, 1, text, self.plain)

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        said = self.briefing
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_printed(said.unit)}&C&B{_printed(self.demo)}&R&B{_printed(said.mark)}")
        page = say("briefing.page", said.language)
        foot = as_tables.foot(said, self.moment)
        sheet.set_footer(f"&L&8{_printed(foot, 2 * _HEADER)}&R&8{page} &P/&N")
        return sheet

    def _head(self, sheet: Any, lines: Sequence[str]) -> int:
        """Write what the sheet is about; answer the row below."""
        said = self.briefing
        about = (
            (self.demo, self.warning), (said.mark, self.bold), (as_tables.title(said), self.title),
            *((line, None) for line in (said.filters, f"{said.as_of} · {said.period}", *lines)),
        )  # fmt: skip
        told = [(text, form) for text, form in about if text]
        for row, (text, form) in enumerate(told):
            sheet.write_string(row, 0, text, form)
        return len(told) + 1

    def _table(self, sheet: Any, table: Table, top: int, widths: Sequence[int]) -> int:
        """Write a table; answer the row below it."""
        sheet.set_row(top + 1, _tall(table.headings, widths))
        sheet.write_string(top, 0, table.title, self.bold)
        for column, heading in enumerate(table.headings):
            sheet.write_string(top + 1, column, heading, self.heading)
        row, columns = top + 2, range(len(table.headings))
        right = [holds_figures(table, column, self.briefing.language) for column in columns]
        for cells in (*table.rows, *((table.total,) if table.total else ())):
            self._row(sheet, row, cells, right, last=cells is table.total)
            sheet.set_row(row, _tall(cells, widths))
            row += 1
        if table.note:
            sheet.write_string(row, 0, table.note, self.note)
            row += 1
        return row

    def _row(self, sheet: Any, row: int, cells: Sequence[str], right: Sequence[bool], *, last: bool) -> None:
        for column, text in enumerate(cells):
            # the first column names the row, whatever its name looks like
            held = cell(text, self.briefing.language) if column else Cell(text)
            form = self._form(held.form, right=right[column], last=last)
            if isinstance(held.value, str):
                sheet.write_string(row, column, held.value, form)
            elif isinstance(held.value, dt.date):
                sheet.write_datetime(row, column, dt.datetime.combine(held.value, dt.time()), form)
            else:
                sheet.write_number(row, column, held.value, form)

    def _form(self, form: str, *, right: bool, last: bool) -> Any:
        """Answer the format of a cell; a line of totals is bold, under a line."""
        key = (form, right, last)
        if key not in self.forms:
            look = {"num_format": form} if form else {"text_wrap": True, "num_format": "@"}
            look |= {"valign": "top", "align": "right" if right else "left"}
            self.forms[key] = self.book.add_format(look | ({"bold": True, "top": 1} if last else {}))
        return self.forms[key]


def _widths(tables: Sequence[Table]) -> list[int]:
    """Answer how wide each column is for what stands in it, within bounds; headings break between words."""
    found = []
    for column in range(max((len(table.headings) for table in tables), default=0)):
        texts = [row[column] for table in tables for row in (*table.rows, table.total) if column < len(row)]
        words = [word for table in tables for word in " ".join(table.headings[column : column + 1]).split()]
        wide = max((len(text) + 1 for text in (*texts, *words)), default=_NARROWEST)
        found.append(min(max(wide, _NARROWEST), _WIDEST))
    return found


def _tall(cells: Sequence[str], widths: Sequence[int]) -> float:
    """Answer how high a row is whose texts break between words: not every program works that out itself."""
    lines = (len(textwrap.wrap(text, width)) for text, width in zip(cells, widths, strict=False))
    return _LINE * max(1, *lines)


def _printed(text: str, most: int = _HEADER) -> str:
    """Answer a text as it stands in the header of a printed page, where ``&`` begins a command."""
    return (text if len(text) <= most else text[: most - 1] + "…").replace("&", "&&")
