"""Tables as files: Excel and CSV, each with what it shows, up to which day, and whether the data are invented.

Small counts are suppressed in every file (`gis.access.suppression`). The order of rows follows what is shown, never the
true counts: a place in a ranking would tell a hidden count. Text that a spreadsheet would take for a formula is kept
as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
import xlsxwriter

from gis.access.suppression import TOTAL, Shown, shown
from gis.briefing.exporting import Content
from gis.insight.wards import NOWHERE
from gis.scope import Scope
from gis.words import Language, date, say

Kind = Literal["xlsx", "csv"]
ColumnKind = Literal["count", "share", "money", "days", "hectares", "day", "number", "text", "lines"]

MIME: Final[Mapping[Kind, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}

_FORMATS: Final[Mapping[ColumnKind, str]] = {
    "count": "#,##0",
    "share": "0.0%",
    "money": "#,##0.0",
    "days": "#,##0",
    "hectares": "#,##0.0",
    "day": "dd/mm/yyyy",
    "number": "#,##0.0#",
    "text": "@",
    "lines": "@",
}
_BILLION: Final = 1e9
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", *"＝＋－＠")


@dataclass(frozen=True, eq=False)
class Total:
    """The line of totals under a table.

    Parameters
    ----------
    heading
        What stands in its first column.
    values
        Column → total, for columns that are not counts; counts are taken from the suppressed table.
    """

    heading: str
    values: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class TableFile:
    """A table on its way out.

    Parameters
    ----------
    title, caption
        What it shows, and for which choice of filters and day.
    first
        Heading of the first column.
    names
        Index of the table → what stands in the first column.
    columns, kinds
        Column → heading, and how its values are written; sums in đồng are written in tỷ đồng.
    table
        The suppressed table.
    sort_by
        Column whose shown values order the rows, highest first.
    demo
        Whether the data are invented.
    language
        Of headings and numbers.
    total
        The line of totals, if the rows add up.
    """

    title: str
    caption: str
    first: str
    names: Mapping[str, str]
    columns: Mapping[str, str]
    kinds: Mapping[str, ColumnKind]
    table: Shown
    sort_by: str
    demo: bool
    language: Language
    total: Total | None = None


def suppressed(
    table: pd.DataFrame,
    *,
    scope: Scope,
    threshold: int,
    counts: Sequence[str],
    derived: Mapping[str, Sequence[str]],
    parts: Sequence[tuple[str, str]] = (),
    beside: Shown | None = None,
) -> Shown:
    """Hide the small counts of a table that leaves the screen, and what would reveal them.

    Parameters
    ----------
    table
        (n, ...) what is written.
    scope, threshold
        Who asks for the file; least count that may stand in it.
    counts
        Columns that count households, cases or promises; projects are public.
    derived
        Column → the counts it would reveal.
    parts
        (part, whole) where one count is part of another: what is left of the whole is a count too, and as telling as
        either. A column that follows from part or whole follows from what is left as well.
    beside
        Another table of the same columns whose reader may hold this one too: see `gis.access.suppression.shown`.

    Columns that the table lacks are left out of all three.
    """
    pairs = [(part, whole) for part, whole in parts if part in table and whole in table]
    rest = {f"{whole} - {part}": (table[whole] - table[part]).clip(lower=0) for part, whole in pairs}
    counted = [name for name in counts if name in table] + list(rest)
    sums = [(whole, (part, name)) for (part, whole), name in zip(pairs, rest, strict=True)]
    telling = [{part, whole, name} for (part, whole), name in zip(pairs, rest, strict=True)]
    revealing = {
        name: tuple({*needs, *(other for each in telling if each & set(needs) for other in each if other in rest)})
        for name, needs in derived.items()
        if name in table
    }
    whole_table = table.assign(**rest)
    return shown(
        whole_table,
        scope,
        counts=counted,
        threshold=threshold,
        sums=sums,
        derived=revealing,
        for_file=True,
        beside=beside,
    )


def written(content: TableFile, kind: Kind) -> Content:
    """Write the file.

    Returns
    -------
    Its bytes: an Excel workbook with one sheet, or CSV in UTF-8 with a byte-order mark, as Excel expects it.
    """
    return Content(_xlsx(content) if kind == "xlsx" else _csv(content), rows=len(content.table.values))


def _notices(content: TableFile) -> list[str]:
    """Answer the lines above the table, so that it cannot travel without them."""
    demo = [say("tables.demo", content.language)] if content.demo else []
    hidden = [content.table.note(content.language)] if content.table.any_hidden else []
    return [*demo, content.title, content.caption, *hidden]


def _rows(content: TableFile) -> list[list[Any]]:
    """Answer the rows as they are written: names, values, and marks in the place of hidden cells."""
    shown_rows = ordered(content.table, content.sort_by)
    marks = content.table.marks(content.language).reindex(shown_rows.index)
    columns = [[content.names[str(code)] for code in shown_rows.index]]
    for name, kind in content.kinds.items():
        values = shown_rows[name] / _BILLION if kind == "money" else shown_rows[name]
        hidden = marks[name] if name in marks else pd.Series("", index=shown_rows.index)
        columns.append([mark or _plain(value, kind) for value, mark in zip(values, hidden, strict=True)])
    rows = [list(row) for row in zip(*columns, strict=True)]
    return [*rows, _total_row(content, content.total)] if content.total else rows


def ordered(table: Shown, sort_by: str) -> pd.DataFrame:
    """Order rows by what is shown, most first; of equals, those with hidden cells by code: their order would tell them.

    Parameters
    ----------
    table
        The suppressed table.
    sort_by
        Its column that decides. What stands in no ward (`gis.insight.wards.NOWHERE`) comes last whatever it says.
    """
    values, hiding = table.values, table.hidden.any(axis=1)
    apart = pd.concat([values[~hiding], values[hiding].sort_index()])
    ranked = apart.sort_values(sort_by, ascending=False, na_position="last", kind="stable")
    lost = ranked.index == NOWHERE
    return pd.concat([ranked[~lost], ranked[lost]]) if lost.any() else ranked


def _total_row(content: TableFile, total: Total) -> list[Any]:
    """Answer the line of totals; one that would tell a hidden cell of its column stays empty."""
    row: list[Any] = [total.heading]
    for name, kind in content.kinds.items():
        value, mark = total_of(content.table, name, total, content.language)
        scaled = value / _BILLION if kind == "money" and pd.notna(value) else value
        row.append(mark or _plain(scaled, kind))
    return row


def total_of(table: Shown, name: str, total: Total, language: Language) -> tuple[Any, str]:
    """Answer the total of a column, and what stands in its place when it is hidden."""
    counted = table.totals
    if counted is not None and name in counted.values:
        return counted.values.at[TOTAL, name], str(counted.marks(language).at[TOTAL, name])
    telling = name in table.hidden and bool(table.hidden[name].any())
    return (None if telling else total.values.get(name)), ""


def _plain(value: Any, kind: ColumnKind) -> Any:
    if pd.isna(value):
        return None
    if kind == "day":
        return pd.Timestamp(value).to_pydatetime()
    if kind == "text":
        return str(value)
    if kind == "lines":
        return str(value).replace("\n", "; ")
    if kind in ("count", "days"):
        return int(value)
    # a sum to the last đồng of few households would tell one household's sum
    return round(float(value), 1) if kind == "money" else float(value)


def _xlsx(content: TableFile) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(say("tables.sheet", content.language))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        notices = _notices(content)
        for row, line in enumerate(notices):
            sheet.write_string(row, 0, line, book.add_format({"bold": row == 0}))
        top = len(notices) + 1
        for column, heading in enumerate((content.first, *content.columns.values())):
            sheet.write_string(top, column, heading, bold)
        styles = [None, *(book.add_format({"num_format": _FORMATS[kind]}) for kind in content.kinds.values())]
        for row, values in enumerate(_rows(content), start=top + 1):
            for column, value in enumerate(values):
                sheet.write(row, column, value, styles[column])
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, len(content.columns), 15)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
    return buffer.getvalue()


def _csv(content: TableFile) -> bytes:
    """Write CSV as the spreadsheets of the reader's country open it: semicolons and decimal commas in Vietnamese."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter(content.language))
    comma = "," if content.language == "vi" else "."
    writer.writerows([text(line, comma)] for line in _notices(content))
    writer.writerow([content.first, *content.columns.values()])
    writer.writerows([text(value, comma) for value in row] for row in _rows(content))
    return buffer.getvalue().encode("utf-8-sig")


def delimiter(language: Language) -> str:
    """Answer what stands between the cells of CSV where a language is spoken."""
    return ";" if language == "vi" else ","


def sheet(frame: pd.DataFrame) -> bytes:
    """Write a frame as CSV for other programs: commas, points and ISO days, the names of the columns as they are."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(frame.columns)
    for row in frame.astype(object).itertuples(index=False):
        writer.writerow([_machine(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def _machine(value: Any) -> str:
    if pd.isna(value):
        return ""
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else text(_unboxed(value), ".")


def _unboxed(value: Any) -> Any:
    """Answer a flag as the text it is written as; whatever else as it is."""
    return str(value).lower() if isinstance(value, (bool, np.bool_)) else value


def text(value: Any, comma: str = ".") -> str:
    """Write a cell of CSV; text that would start a formula gets an apostrophe, as spreadsheets understand it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    return date(value) if hasattr(value, "year") else f"{value:.10g}".replace(".", comma)
