"""Spreadsheets: Excel's and OpenDocument's, read without ever computing anything in them.

A small file can unfold into more than a machine holds, by packing or by a single cell far out in an empty sheet. Both
are measured before the sheet is unfolded. A formula is its last computed value; nothing is run, no link is followed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from gis.errors import IntakeError
from gis.intake.headers import Merge
from gis.intake.table import Grid, shared

UNPACKED: Final = 400_000_000
"""Bytes all parts of a spreadsheet may have when unpacked."""

CELLS: Final = 6_000_000
"""Cells a sheet may span, empty ones included: 200,000 rows of 30 columns."""

_LIKED: Final = 3
"""Liking from which a file is known well enough to speak of its other sheets."""

_PIECE: Final = 4_000_000
_TAIL: Final = 64
"""Bytes of a piece looked at again with the next, so that no cell is cut in two."""

_CELL: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
_REPEATED: Final = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"[^>]*?value-type=')


@dataclass(frozen=True)
class Sheet:
    """One sheet of a spreadsheet.

    Parameters
    ----------
    name
        As the tab says.
    grid
        All rows from the first, blank ones too; what stands in cells merged downward is repeated.
    merges
        Merged cells: first and last row, first and last column, from 0.
    """

    name: str
    grid: Grid
    merges: tuple[Merge, ...] = ()


def read_sheet(
    content: bytes, name: str, *, sheet: str | None, best: Callable[[Grid], float]
) -> tuple[Sheet, list[str]]:
    """Read one sheet of a spreadsheet into cells.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for messages.
    sheet
        Name of the sheet; None: the visible one that `best` likes most, the first of equals.
    best
        Answers how much a sheet looks like a table.

    Returns
    -------
    The sheet, and the names of others that are liked at least half as much.

    Raises
    ------
    IntakeError
        The file is damaged, locked with a password or too large, or there is no such sheet.
    """
    guard(content, name)
    with _opened(content, name) as book:
        sheets = [_sheet(book, one, name) for one in _wanted(book, sheet, name)]
    liked = [best(one.grid) for one in sheets]
    found = sheets[liked.index(max(liked))]
    others = [one.name for one, much in zip(sheets, liked, strict=True) if one is not found and much >= max(liked) / 2]
    return found, [one for one in others if max(liked) >= _LIKED]


def sheet_names(content: bytes, name: str) -> tuple[str, ...]:
    """Name the visible sheets of a spreadsheet.

    Raises
    ------
    IntakeError
        The file is damaged, locked with a password or too large.
    """
    guard(content, name)
    with _opened(content, name) as book:
        return tuple(_wanted(book, None, name))


def _opened(content: bytes, name: str) -> CalamineWorkbook:
    try:
        return load_workbook(io.BytesIO(content))
    except PasswordError as error:
        raise IntakeError("intake.password", file=name) from error
    except CalamineError as error:
        raise IntakeError("intake.damaged", file=name) from error


def _wanted(book: CalamineWorkbook, sheet: str | None, name: str) -> Sequence[str]:
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in sheets]
    if sheet is not None and sheet not in names:
        raise IntakeError("intake.no_sheet", file=name, sheet=sheet, sheets=", ".join(names))
    shown = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    if not (sheet or shown):
        raise IntakeError("intake.empty", file=name)
    return [sheet] if sheet is not None else shown


def _sheet(book: CalamineWorkbook, sheet: str, name: str) -> Sheet:
    try:
        found = book.get_sheet_by_name(sheet)
        if found.total_height * found.total_width > CELLS:
            raise IntakeError("intake.too_wide", file=name, sheet=sheet)
        rows: list[list[Any]] = found.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise IntakeError("intake.damaged", file=name) from error
    grid = shared(rows)
    merges = tuple(_within(grid, found.merged_cell_ranges or ()))
    if sum(bottom - top for top, bottom, left, right in merges if left == right) > CELLS:
        raise IntakeError("intake.too_wide", file=name, sheet=sheet)
    return Sheet(sheet, _filled(grid, merges), merges)


def _within(grid: Grid, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[Merge]:
    """Answer merged cells as far as they lie where anything stands: blank ones often reach far beside a table."""
    height, width = len(grid), max(map(len, grid), default=0)
    for (top, left), (bottom, right) in ranges:
        last, outer = min(bottom, height - 1), min(right, width - 1)
        if top <= last and left <= outer and (top, left) != (last, outer):
            yield top, last, left, outer


def _filled(grid: Grid, merges: Sequence[Merge]) -> Grid:
    """Repeat what stands in cells merged downward: official lists write a ward once beside all its rows."""
    for top, bottom, column, right in merges:
        for row in grid[top + 1 : bottom + 1] if column == right else ():
            row[column] = grid[top][column]
    return grid


def guard(content: bytes, name: str) -> None:
    """Refuse a packed file that is damaged or unfolds into too much.

    Raises
    ------
    IntakeError
        It is.
    """
    if not content.startswith(b"PK"):
        return
    with _unpacking(content, name) as pack:
        if sum(part.file_size for part in pack.infolist()) > UNPACKED:
            raise IntakeError("intake.too_large", file=name)
        for part in pack.infolist():
            _measure(pack, part, name)


def parts(content: bytes, name: str) -> list[str]:
    """Name the parts of a packed file, none of which is unpacked for it.

    Raises
    ------
    IntakeError
        It is damaged.
    """
    with _unpacking(content, name) as pack:
        return pack.namelist()


@contextmanager
def _unpacking(content: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            yield pack
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise IntakeError("intake.damaged", file=name) from error


def _measure(pack: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    # Reading to the end checks what the part says of its own size, which a hostile file may understate.
    rows = columns = 0
    tail = b""
    with pack.open(part) as stream:
        while piece := stream.read(_PIECE):
            seen, tail = tail + piece, piece[-_TAIL:]
            if not part.filename.endswith(".xml"):
                continue
            if len(piece) == _PIECE and b"<" not in piece:
                raise IntakeError("intake.too_large", file=name)  # a single text without end
            cells = _CELL.findall(seen)
            rows = max([rows, *map(int, {row for _, row in cells}), *map(int, _ROW.findall(seen))])
            columns = max([columns, *(_number(column) for column in {column for column, _ in cells})])
            if rows * columns > CELLS or any(int(times) > CELLS // 1000 for times in _REPEATED.findall(seen)):
                raise IntakeError("intake.too_wide", file=name, sheet=part.filename)


def _number(letters: bytes) -> int:
    """Answer the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
