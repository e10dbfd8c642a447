"""A briefing as CSV: its tables under one another, as the spreadsheets of the reader's country open it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence

from gis.briefing import as_tables, tables
from gis.briefing.cells import is_number, ungrouped
from gis.briefing.content import Briefing
from gis.briefing.paper_table import Table
from gis.words import Language, say

Row = Sequence[str]


def written(briefing: Briefing, *, moment: dt.datetime) -> bytes:
    """Write a briefing as CSV.

    Returns
    -------
    UTF-8 with a byte-order mark; semicolons and decimal commas in Vietnamese, commas and points in English. An empty
    line parts the tables. Numbers stand without marks between their thousands; text that a spreadsheet would take for
    a formula is kept as text.
    """
    out = io.StringIO()
    csv.writer(out, delimiter=tables.delimiter(briefing.language)).writerows(_rows(briefing, moment))
    return out.getvalue().encode("utf-8-sig")


def _rows(briefing: Briefing, moment: dt.datetime) -> Iterator[Row]:
    language = briefing.language
    if briefing.demo:
        yield _safe(say("tables.demo", language))
    yield _safe(as_tables.title(briefing))
    yield from (_safe(*pair) for pair in as_tables.around(briefing, moment))
    lines = (as_tables.nothing(briefing), *briefing.paragraphs, *briefing.reasons)
    yield from (_safe(line) for line in lines if line)
    for table in (as_tables.figures(briefing), *as_tables.blocks(briefing), *briefing.tables):
        yield ()
        yield from _table(table, language)


def _table(table: Table, language: Language) -> Iterator[Row]:
    yield _safe(table.title)
    yield _safe(*table.headings)
    for row in (*table.rows, *((table.total,) if table.total else ())):
        yield [*_safe(row[0]), *(_figure(text, language) for text in row[1:])]
    if table.note:
        yield _safe(table.note)


def _safe(*texts: str) -> Row:
    return [tables.text(text) for text in texts]


def _figure(text: str, language: Language) -> str:
    """Write a number, which may begin with a minus, or a text that is no formula."""
    return ungrouped(text, language) if is_number(text, language) else tables.text(text)
