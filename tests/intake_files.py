"""Files as offices send them, written for the tests of `gis.intake`; wards are those of the drawn city."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from gis import intake
from gis.intake import Checked, templates
from gis.intake.forms import Column, Form
from gis.intake.references import Known
from gis.intake.table import Table, as_frame, heading, rows_below
from gis.records.entities import ENTITIES
from tests import city

HEADINGS = (
    "Mã xã, phường",
    "Xã, phường",
    "Tên dự án",
    "Mục đích",
    "Đơn vị",
    "Diện tích (ha)",
    "Diện tích thu hồi (ha)",
)
ROAD = ("00001", "Phường An", "Đường Vẽ 1", "Giao thông", "UBND phường An", "2,5", "1,25")
SCHOOL = ("00003", "Xã Cát", "Trường mầm non Cát", "Giáo dục", "UBND xã Cát", "0,96", "0,96")

Row = Sequence[Any]


def sheet(path: Path, rows: Sequence[Row], name: str = "Danh sách") -> Path:
    """Write rows into a workbook: text stays text, numbers are numbers."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(name)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if hasattr(cell, "year"):
                    page.write_datetime(place, column, cell, day)
                elif cell is not None:
                    page.write(place, column, cell)
    return path


def text(path: Path, rows: Sequence[Row], *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """Write rows as delimited text; no cell may hold the delimiter."""
    lines = (delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def checked(path: Path) -> Checked:
    """Read and check a list of projects of the drawn city."""
    return intake.projects(intake.read_table(path), city.areas(), province="99")


def listed(folder: Path, *rows: Row, headings: Row = HEADINGS) -> Checked:
    """Check a list of projects of these rows; the first stands in row 2."""
    return checked(text(folder / "list.csv", [headings, *rows]))


def replaced(row: Row, **cells: Any) -> Row:
    """Answer a row of `HEADINGS` with some cells replaced, by short names."""
    names = ("code", "ward", "name", "purpose", "agency", "area", "recover")
    return tuple(cells.get(name, cell) for name, cell in zip(names, row, strict=True))


def codes(found: Checked) -> list[tuple[int, str, bool]]:
    """Answer row, code and whether the row stays out, of every finding."""
    return [(finding.row, finding.code, finding.refused) for finding in found.findings]


@cache
def known() -> Known:
    """What is recorded of the drawn city; made once, nobody changes it."""
    return Known({name: city.frame(name, city.ROWS.get(name, ())) for name in ENTITIES})


def looked_at(kind: str, *rows: Row, mapping: intake.ColumnMapping | None = None, **more: Any) -> Checked:
    """Check a table of any kind, given as its headings (row 1) and rows, against the drawn city on its day."""
    width = max(map(len, rows))
    grid = [[*row, *[None] * (width - len(row))] for row in rows]
    cells = as_frame(rows_below(grid, 0), width)
    table = Table("list.csv", "", 1, tuple(map(heading, grid[0])), cells)
    about = {"province": "99", "known": known(), "today": city.AS_OF} | more
    return intake.check(table, intake.FORMS[kind], city.areas(), mapping=mapping, **about)


def rows_of(kind: str, rng: random.Random, n: int) -> pd.DataFrame:
    """Draw rows of a kind that nothing is wrong with: a column per column of its template."""
    form = intake.FORMS[kind]
    return pd.DataFrame(
        [{column.name: _cell(column, form, at, rng) for column in templates.offered(form)} for at in range(n)],
        dtype=object,
    )


_CODES = {"area": "00001", "project": "P1", "plan": "L1", "case": "K1", "dialogue": "D1", "resettlement_site": "S1"}
_NAMES = {"ward_name": "Phường An", "project_name": "Đường vành đai Vẽ"}

_FILLED = {*_NAMES, "longitude", "latitude"}


def _cell(column: Column, form: Form, at: int, rng: random.Random) -> Any:  # noqa: C901, PLR0911 — a case a kind
    field = column.field
    day = city.AS_OF - dt.timedelta(days=700 - at)  # one day for all events of a row, so that none is out of order
    if not (column.required or column.name in _FILLED) and (column.name == "purpose" or (rng.random() < 0.5)):
        return None
    match field.kind:
        case "text":
            return _NAMES.get(column.name, f"Cơ quan {at}")
        case "code":
            return f"{column.name}-{at}"
        case "ref":
            return _CODES[field.refers_to]
        case "choice":
            return rng.choice([one.code for one in field.choices])
        case "flag":
            return rng.random() < 0.5
        case "event" if column.name == "month_end":
            return dt.date(2010 + at, 12, 31)
        case "event" | "plan":
            return day
        case "count":
            # cases are those received for the first time and again; two parts are no more than their whole
            part = any(column.name in parts for _, parts in form.entity.within)
            return (at + 11) * (2 if column.name == "cases" else 1) // (2 if part else 1)
        case "number" if column.name in ("longitude", "latitude"):
            return {"longitude": 105.85, "latitude": 21.05}[column.name]
    return float(rng.randint(100, 199) if form.name != "projects" else 100)


def told(found: Checked, frame: str) -> list[dict[str, Any]]:
    """Answer the records of a frame as plain values, without what is unknown."""
    rows = found.frames[frame].astype(object).to_dict("records")
    return [{name: value for name, value in row.items() if not pd.isna(value)} for row in rows]
