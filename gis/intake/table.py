"""A `Table`: what stands in a file, cell by cell, before anybody decides what it means.

A *cell* is None, text, a number, a truth value or a day, exactly as the file holds it; in text files every cell is
text. In map files the last column holds shapes. A *heading* is the text above a column, made one line and freed of the
marks that only decorate it. Rows keep the number their reader sees beside them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final

import numpy.typing as npt
import pandas as pd
import shapely

from gis.errors import Finding
from gis.words import Phrase

Cell = str | float | int | bool | dt.date | dt.datetime | None
Grid = list[list[Cell]]
"""Rows of cells from the first row of the file on; the row at place i is the reader's row i + 1."""

GEOMETRY_HEADING: Final = "geometry"
"""Heading of the column that holds the shapes of a map file (shapely, in EPSG:4326, longitude first)."""

_MARKS: Final = re.compile(r"[*†‡]+|\(\s*[*†‡]+\s*\)")
_SPACES: Final = re.compile(r"\s+")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@dataclass(frozen=True, eq=False)
class Table:
    """What stands in one sheet or text file.

    Parameters
    ----------
    source
        Name of the file.
    sheet
        Name of the sheet; empty for a text file.
    header_row
        Row of the headings, as the reader sees it; the last of several, 0 for a map.
    headings
        One per column, on one line; empty where there is none.
    cells
        (n, c) cells of the records below, by the reader's row number; columns are places 0 to c - 1.
    notes
        What a person should know about how the file was read.
    totals
        (t, c) rows of totals and sections among them, which are no records, by the reader's row number.
    title
        Lines above the headings: the office, what the list is, of which period.
    within
        The ward named by the row that opens the section of a record, by the number of the record.
    crs
        Coordinate system that somebody said its columns of coordinates are in; empty: nobody did.
    """

    source: str
    sheet: str
    header_row: int
    headings: tuple[str, ...]
    cells: pd.DataFrame
    notes: tuple[Finding, ...] = ()
    totals: pd.DataFrame = field(default_factory=pd.DataFrame)
    title: tuple[str, ...] = ()
    within: Mapping[int, str] = field(default_factory=dict)
    crs: str = ""

    def __len__(self) -> int:
        return len(self.cells)

    def without(self, rows: Collection[int]) -> Table:
        """Answer the table but for some rows, by the reader's numbers."""
        return replace(self, cells=self.cells.drop(index=list(rows))) if rows else self


def shared(rows: Iterable[Iterable[Cell]]) -> Grid:
    """Answer rows in which equal texts are one and the same and empty ones are None: lists repeat themselves."""
    kept: dict[str, str | None] = {"": None}
    keep = kept.setdefault
    return [[keep(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def cells_of(rows: Iterable[Iterable[Cell]]) -> set[Cell]:
    """Answer the different cells of rows; of ``1`` and ``True``, which are equal, only one."""
    return set(chain.from_iterable(rows))


def tidy(text: str) -> str:
    """Bring text to one Unicode form and one line, without invisible marks and outer spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # what the rest would come to, for most cells
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE)).strip()


def heading(cell: Cell) -> str:
    """Write a cell as a heading: one line, without asterisks."""
    return tidy(_MARKS.sub(" ", as_text(cell)))


def as_text(cell: Cell | shapely.Geometry) -> str:
    """Write a cell as text: a code that Excel holds as a number keeps no ``.0``, a day reads as on screen.

    A shape, which may have thousands of corners, is told by its kind: ``Polygon``.
    Zeros that Excel has already dropped from the front of a code cannot be brought back here.
    """
    if isinstance(cell, str):
        return tidy(cell)
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return cell.geom_type if isinstance(cell, shapely.Geometry) else tidy(str(cell))


def is_blank(cell: Cell) -> bool:
    """Answer whether a cell holds nothing a reader can see."""
    if not isinstance(cell, str):
        return cell is None
    return not cell or not (cell[0].isalnum() or tidy(cell))


def as_frame(rows: Mapping[int, list[Any]], width: int) -> pd.DataFrame:
    """Put rows of cells into a frame, by row number."""
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=range(width), dtype=object)


def rows_below(grid: Grid, header: int) -> dict[int, list[Any]]:
    """Answer the rows below the headings at place `header`, by the reader's row number, all of one width.

    Rows without anything in them are left out, and so is the row of column numbers that official forms print below
    their headings.
    """
    width = max(map(len, grid), default=0)
    blanks = {cell for cell in cells_of(grid) if is_blank(cell)}
    return {
        place + 1: [None if cell in blanks else cell for cell in row] + [None] * (width - len(row))
        for place, row in enumerate(grid)
        if place > header and not blanks.issuperset(row) and not (place == header + 1 and is_numbering(row))
    }


def rows_note(code: str, rows: Sequence[int] | npt.NDArray[Any]) -> Finding:
    """Make a note about rows: how many, and the numbers of the first."""
    return Finding(
        code, Phrase(f"intake.finding.{code}", {"n": len(rows), "rows": listed_rows(rows)}), row=int(rows[0])
    )


def listed_rows(rows: Sequence[int] | npt.NDArray[Any]) -> str:
    """Write the numbers of the first of some rows."""
    return ", ".join(str(row) for row in rows[:_NAMED]) + (", …" if len(rows) > _NAMED else "")


_NAMED: Final = 10
"""Rows that a note about many names."""

_NUMBERING: Final = re.compile(r"\(?(\d{1,2}|[A-Z]|MS)\)?(\s*=.*)?")


def is_numbering(row: list[Any]) -> bool:
    """Answer whether a row only numbers the columns: ``(1) (2) (3)``, ``A B 1 2``, ``MS 1 2``, ``5=3+4``."""
    filled = [as_text(cell) for cell in row if not is_blank(cell)]
    matches = [_NUMBERING.fullmatch(text) for text in filled]
    numbers = [int(match[1]) for match in matches if match and match[1].isdigit()]
    return (
        len(filled) > 1
        and all(matches)
        and bool(numbers)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )
