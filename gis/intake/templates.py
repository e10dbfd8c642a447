"""Templates: an empty file of a kind, made from its form, that comes in without findings once it is filled.

The first sheet has the headings, an example row that is skipped when the file comes in, pick-lists and formats; the
second explains every column. Lists longer than Excel takes in a cell stand on a hidden sheet.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from gis.areas.names import Named
from gis.intake.books import Formats, workbook, write
from gis.intake.forms import Column, Form
from gis.intake.kinds import FORMS
from gis.intake.samples import sample
from gis.records.declaration import Kind
from gis.words import DEFAULT, Language, say

ROWS: Final = 2_000
"""Rows that get pick-lists and formats."""

_FORMATS: Final[Mapping[Kind, str]] = {
    "code": "@",
    "ref": "@",
    "text": "@",
    "choice": "@",
    "flag": "@",
    "count": "0",
    "money": "#,##0",
    "hectares": "#,##0.0000",
    "square_metres": "#,##0.0",
    "number": "General",
    "event": "dd/mm/yyyy",
    "plan": "dd/mm/yyyy",
}
_HEAD: Final = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EEF4"}
_EXAMPLE: Final = {"italic": True, "font_color": "#7A7A7A", "bg_color": "#F3F3F3"}
_WIDTH: Final = 20
_LONGEST: Final = 31
"""Letters of a sheet's name."""


def template(
    kind: str, language: Language = DEFAULT, *, areas: Named | None = None, rows: pd.DataFrame | None = None
) -> bytes:
    """Make the template of a kind of file.

    Parameters
    ----------
    kind
        Name of a form.
    language
        Of headings, pick-lists and explanations; a file in either comes in.
    areas
        Whose wards are offered in a pick-list; None: no list of wards.
    rows
        (n, …) rows to be filled in below the example: a column per column of the form, codes for entries of pick-lists.

    Raises
    ------
    KeyError
        There is no such form.
    """
    form = FORMS[kind]
    content = io.BytesIO()
    with workbook(content) as book:
        formats = Formats(book)
        page = book.add_worksheet(form.label.say(language)[:_LONGEST])
        columns = offered(form)
        _headings(page, columns, formats, language)
        _formats(page, columns, formats)
        _lists(book, page, columns, areas, language)
        _example(page, form, formats, areas, language)
        if rows is not None:
            _fill(page, columns, rows, formats, language)
        _explain(book.add_worksheet(say("intake.template.explained", language)), columns, formats, language)
    return content.getvalue()


def offered(form: Form) -> tuple[Column, ...]:
    """Answer the columns that a template offers."""
    return tuple(column for column in form.columns if column.field.kind != "shape" and column.name not in form.spare)


def entries(column: Column, language: Language = DEFAULT, areas: Named | None = None) -> list[str]:
    """Answer what may be picked in a column; empty where anything may be written."""
    if column.field.kind == "flag":
        return [say("intake.template.yes", language), say("intake.template.no", language)]
    if column.name == "ward_name" and areas is not None:
        return [str(name) for name in areas.wards["full_name"]]
    return [choice.label.say(language) for choice in column.field.choices]


def _headings(page: Worksheet, columns: Sequence[Column], formats: Formats, language: Language) -> None:
    page.write_string(0, 0, say("intake.template.number", language), formats.of(_HEAD))
    for place, column in enumerate(columns, 1):
        mark = " *" if column.required else ""
        page.write_string(0, place, column.field.label.say(language) + mark, formats.of(_HEAD))
    page.freeze_panes(1, 0)


def _formats(page: Worksheet, columns: Sequence[Column], formats: Formats) -> None:
    page.set_column(0, 0, _WIDTH)
    for place, column in enumerate(columns, 1):
        page.set_column(place, place, _WIDTH, formats.of({"num_format": _FORMATS[column.field.kind]}))


def _lists(
    book: xlsxwriter.Workbook, page: Worksheet, columns: Sequence[Column], areas: Named | None, language: Language
) -> None:
    name = say("intake.template.lists", language)
    hidden = book.add_worksheet(name)
    hidden.very_hidden()
    for place, column in enumerate(columns, 1):
        listed = entries(column, language, areas)
        for row, text in enumerate(listed):
            hidden.write_string(row, place, text)
        if listed:
            letters = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
            source = f"='{name}'!{letters}$1:{letters}${len(listed)}"
            page.data_validation(1, place, ROWS, place, {"validate": "list", "source": source})


def _example(page: Worksheet, form: Form, formats: Formats, areas: Named | None, language: Language) -> None:
    write(page, 1, 0, say("intake.template.example", language), formats, _EXAMPLE)
    for place, column in enumerate(offered(form), 1):
        listed = entries(column, language)
        look = _EXAMPLE | {"num_format": _FORMATS[column.field.kind]}
        write(page, 1, place, listed[0] if listed else sample(column, form, language, areas), formats, look)


def _fill(page: Worksheet, columns: Sequence[Column], rows: pd.DataFrame, formats: Formats, language: Language) -> None:
    for place, column in enumerate(columns, 1):
        if column.name not in rows:
            continue
        look = {"num_format": _FORMATS[column.field.kind]}
        for row, value in enumerate(rows[column.name], 2):
            if not pd.isna(value):
                write(page, row, place, _shown(column, value, language), formats, look)


def _shown(column: Column, value: Any, language: Language) -> Any:
    if column.field.kind == "flag":
        return entries(column, language)[int(not value)]
    if column.field.choices:
        return next(one.label.say(language) for one in column.field.choices if one.code == value)
    if column.field.kind in ("code", "ref", "text"):
        return str(value)
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _explain(page: Worksheet, columns: Sequence[Column], formats: Formats, language: Language) -> None:
    names = ("column", "required", "how", "entries")
    for place, name in enumerate(names):
        page.write_string(0, place, say(f"intake.template.{name}", language), formats.of(_HEAD))
    page.set_column(0, 3, 2 * _WIDTH)
    for row, column in enumerate(columns, 1):
        needed = "or_instead" if column.required and column.instead else "needed" if column.required else "may_be_blank"
        note = column.field.note.say(language) if column.field.note else ""
        how = "; ".join(filter(None, (say(f"records.dictionary.kind.{column.field.kind}", language), note)))
        texts = (
            column.field.label.say(language),
            say(f"intake.template.{needed}", language),
            how,
            "; ".join(entries(column, language)),
        )
        for place, text in enumerate(texts):
            page.write_string(row, place, text, formats.of({"text_wrap": True, "valign": "top"}))
