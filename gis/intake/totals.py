"""Tables of totals: a row of an official table holds many figures, and each becomes a record.

A *wide* table has a column for each step and measure ("Đã phê duyệt phương án – Số hộ"), or for each column of an
official form, which 01/TCD splits by way of reception ("Tiếp thường xuyên – Số lượt tiếp"); a *long* one has a row for
each. Both are understood, also in one file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

import pandas as pd

from gis.errors import Finding
from gis.intake.adding_up import parts_differ
from gis.intake.forms import Column, Form, Gathered, Rows
from gis.intake.frames import blank, joined, typed
from gis.intake.lists import columns_of
from gis.intake.table import Cell, as_text
from gis.intake.values import Heading
from gis.intake.vocabulary import headings_of, joinable, meaning
from gis.records.declaration import Entity, Field, describe
from gis.records.entities.cases import DENUNCIATION_COUNT
from gis.records.entities.reports import ITEMS, PERIODIC_FORM, PROGRESS_REPORT, RECEIVED, SPLIT, STEPS
from gis.words import Label, Phrase

MEASURES: Final = ("area", "households", "organisations", "graves", "money")
_BETWEEN: Final = "__"
_MONTH: Final = re.compile(r"(?:tháng\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})-(\d{1,2})", re.IGNORECASE)
_DECEMBER: Final = 12


def _progress_columns() -> Iterator[Column]:
    for column in columns_of(PROGRESS_REPORT):
        yield replace(column, required=column.required and column.name != "step")
    for step in STEPS:
        for measure in MEASURES:
            field, label = PROGRESS_REPORT[measure], step.label
            named = Label(f"{label.vi} – {field.label.vi}", f"{label.en} – {field.label.en}")
            name = f"{step.code}{_BETWEEN}{measure}"
            parts = (("steps", step.code), ("measures", measure))
            yield Column(name, Field(name, field.kind, named, minimum=field.minimum), parts=parts)


def _form_columns() -> Iterator[Column]:
    for column in columns_of(PERIODIC_FORM):
        yield replace(column, required=column.required and column.name not in ("form", "item"))
    for item in (item for items in ITEMS.values() for item in items):
        yield Column(item.code, Field(item.code, "count", item.label, minimum=0), parts=_PARTS.get(item.code, ()))


_PARTS: Final = {item.code: (("ways", "total"), ("counts", item.code)) for item in RECEIVED} | {
    item: (("ways", way.code), ("counts", count.code)) for item, (way, count) in SPLIT.items()
}
"""Column of form 01/TCD → how it is headed: whose reception it counts, and what."""


def gather_progress(rows: Rows) -> Gathered:
    """Make a record of each step of which a row tells anything."""
    shared = ["project", "ward", "round", "reported_on"]
    parts = [_part(rows, shared, {one: one for one in MEASURES}, step=None)]
    for step in STEPS:
        names = {f"{step.code}{_BETWEEN}{one}": one for one in MEASURES}
        parts.append(_part(rows, shared, names, step=step.code))
    return _gathered(rows, pd.concat(parts), PROGRESS_REPORT, needs="step")


def _part(rows: Rows, shared: list[str], names: Mapping[str, str], *, step: str | None) -> pd.DataFrame:
    told = [name for name in names if rows.has(name)]
    figures = rows.values[told].dropna(how="all").rename(columns=names)
    kept = [name for name in (*shared, *(() if step else ("step",))) if rows.has(name)]
    found = rows.values.loc[figures.index, kept].join(figures)
    return found.assign(step=step) if step else found


def gather_periodic(rows: Rows) -> Gathered:
    """Make a record of each figure of a row; a figure of an official form needs no name of the form."""
    shared = ["ward", "period_start", "period_end"]
    long = rows.values[rows.values["value"].notna()] if rows.has("value") else rows.values.head(0)
    parts = [_named(long[[name for name in (*shared, "form", "item", "value") if name in long]])]
    for form, items in ITEMS.items():
        for item in (item.code for item in items if rows.has(item.code)):
            figures = rows.values[item].dropna()
            parts.append(
                rows.values.loc[figures.index, shared].assign(form=form, item=item, value=figures.astype(float))
            )
    told = pd.concat(parts)
    told = told.assign(form=told.get("form", blank(told.index)))
    nameless = told.index[told["form"].isna()]
    gathered = _gathered(rows.without(set(nameless)), told.drop(index=nameless), PERIODIC_FORM, needs="item")
    findings = (*gathered.findings, *map(_no_form, nameless.unique()), *_other_form(rows, told), *parts_differ(rows))
    return replace(gathered, findings=findings)


def _named(long: pd.DataFrame) -> pd.DataFrame:
    """Take an item that is written as the heading of a column of an official form for that column, and name the form.

    Where the row says another form, the item stays as it is written.
    """
    if "item" not in long:
        return long
    known = _items_by_heading()
    found = [known.get(joinable(meaning(str(text)).name)) for text in long["item"]]
    stated = long.get("form", blank(long.index))
    meant = [one if one and form in (None, one[0]) else None for one, form in zip(found, stated, strict=True)]
    forms = [one[0] if one else form for one, form in zip(meant, stated, strict=True)]
    items = [one[1] if one else text for one, text in zip(meant, long["item"], strict=True)]
    return long.assign(form=pd.Series(forms, long.index, dtype=object), item=pd.Series(items, long.index, dtype=object))


@cache
def _items_by_heading() -> Mapping[str, tuple[str, str]]:
    """Answer every heading of a column of an official form → its form and its item."""
    return {
        wording: (form, item.code)
        for form, items in ITEMS.items()
        for item in items
        for wording in headings_of("periodic", item.code, PERIODIC[item.code].field, _PARTS.get(item.code, ()))
    }


def _no_form(row: Any) -> Finding:
    return Finding("no_form", Phrase("intake.finding.no_form"), int(row), refused=True)


def _other_form(rows: Rows, told: pd.DataFrame) -> Iterator[Finding]:
    """Tell once of columns that belong to another form than the one the file says it is."""
    stated = rows.values.get("form", blank(rows.values.index)).reindex(told.index)
    other = told["form"].notna().to_numpy() & stated.notna().to_numpy() & (told["form"] != stated).to_numpy()
    if other.any():
        said: dict[str, Any] = {
            "stated": Heading("", {}, describe(stated[other].iloc[0], PERIODIC_FORM["form"])),
            "found": Heading("", {}, describe(told["form"][other].iloc[0], PERIODIC_FORM["form"])),
        }
        yield Finding("other_form", Phrase("intake.finding.other_form", said), 0)


def gather_denunciations(rows: Rows) -> Gathered:
    """Make a record of each month."""
    return _gathered(rows, rows.values, DENUNCIATION_COUNT, needs="received")


def _gathered(rows: Rows, records: pd.DataFrame, entity: Entity, *, needs: str) -> Gathered:
    records = records[records[needs].notna()] if needs in records else records.head(0)
    keys = joined(records, [name for name in entity.key if name in records])
    again = keys.duplicated().to_numpy()
    twice = dict(zip(records.index[again], keys[again], strict=True))
    first = pd.Series(records.index, keys.to_numpy())
    first = first[~first.index.duplicated()]
    findings = [_repeated(row, int(first[key])) for row, key in twice.items()]
    findings += [_nothing(int(row)) for row in rows.values.index.difference(records.index)]
    kept = records[~records.index.isin(list(twice))].sort_index(kind="stable")
    frame = typed(kept.assign(**{name: None for name in entity.key if name not in kept}), entity)
    return Gathered({entity.name: frame}, pd.DataFrame({entity.name: range(len(frame))}, kept.index), tuple(findings))


def _repeated(row: Any, first: int) -> Finding:
    return Finding("same_total", Phrase("intake.finding.same_total", {"first": str(first)}), int(row), refused=True)


def _nothing(row: int) -> Finding:
    return Finding("no_figure", Phrase("intake.finding.no_figure"), row, refused=True)


def last_of_month(cell: Cell) -> Cell:
    """Answer the last day of a month that is written as ``9/2026`` or ``Tháng 9/2026``, or by any of its days."""
    if isinstance(cell, dt.date):
        return _last(cell.year, cell.month)
    found = _MONTH.fullmatch(as_text(cell).strip())
    if not found:
        return cell
    month, year = int(found[1] or found[4]), int(found[2] or found[3])
    return _last(year, month) if 1 <= month <= _DECEMBER and year else cell


def _last(year: int, month: int) -> dt.date:
    return dt.date(year + month // _DECEMBER, month % _DECEMBER + 1, 1) - dt.timedelta(days=1)


PROGRESS: Final = Form(
    "progress", (PROGRESS_REPORT,), tuple(_progress_columns()), gather_progress, spare=frozenset({"step", *MEASURES})
)
PERIODIC: Final = Form(
    "periodic",
    (PERIODIC_FORM,),
    tuple(_form_columns()),
    gather_periodic,
    spare=frozenset({"form", "item", "value", *SPLIT}),
    about=("ward", "form", "period_start", "period_end"),
)
DENUNCIATIONS: Final = Form(
    "denunciations",
    (DENUNCIATION_COUNT,),
    (
        Column("month_end", DENUNCIATION_COUNT["month_end"], required=True, adapt=last_of_month),
        Column("received", DENUNCIATION_COUNT["received"], required=True),
    ),
    gather_denunciations,
    missing="intake.denunciation_rows",
)
