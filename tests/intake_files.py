"""Files as offices send them, written for the tests of `gis.intake`; wards are those of the drawn city."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from gis import intake
from gis.intake import Checked
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


def known() -> Known:
    """What is recorded of the drawn city."""
    return Known({name: city.frame(name, city.ROWS.get(name, ())) for name in ENTITIES})


def looked_at(kind: str, *rows: Row, mapping: intake.ColumnMapping | None = None, **more: Any) -> Checked:
    """Check a table of any kind, given as its headings (row 1) and rows, against the drawn city on its day."""
    width = max(map(len, rows))
    grid = [[*row, *[None] * (width - len(row))] for row in rows]
    cells = as_frame(rows_below(grid, 0), width)
    table = Table("list.csv", "", 1, tuple(map(heading, grid[0])), cells)
    about = {"province": "99", "known": known(), "today": city.AS_OF} | more
    return intake.check(table, intake.FORMS[kind], city.areas(), mapping=mapping, **about)


def told(found: Checked, frame: str) -> list[dict[str, Any]]:
    """Answer the records of a frame as plain values, without what is unknown."""
    rows = found.frames[frame].astype(object).to_dict("records")
    return [{name: value for name, value in row.items() if not pd.isna(value)} for row in rows]
