"""Reading a file as a table, or saying kindly why not and what to send instead.

What a file is shows in its first bytes, never in its name: systems export web pages called ``.xls`` and people rename
documents.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from gis.areas.layers import PARTS
from gis.errors import Finding, IntakeError, reason
from gis.intake.headers import DEPTH, header_rows, headings_of_rows, likeness, title_lines
from gis.intake.layers import LAYERS, crs_named, layer_table
from gis.intake.legacy import modernised
from gis.intake.rows import sort_rows
from gis.intake.shapes import Box
from gis.intake.table import Grid, Table, as_frame, as_text, is_blank, rows_below
from gis.intake.texts import text_grid
from gis.intake.workbooks import CELLS, Sheet, guard, parts, read_sheet
from gis.words import Phrase

LARGEST: Final = 60_000_000
"""Bytes of a file; 100,000 household files take about 20 million."""

_HEAD: Final = 4096
_PACKED: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_WEB: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|meta|table|\?xml)", re.IGNORECASE)
_MAPS: Final = (b"SQLite format 3\0", b"\x00\x00\x27\x0a")
_WORD: Final = b"W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00"

_LOST: Final = re.compile(r"\w\?+\w|(?<!\S)\?+\w|\ufffd")
_OLD_FONT: Final = re.compile(r"[A-Za-z][®¸µ¶·¹¨»¾¼½Æ¬­§]|[®¸µ¶·¹¨»¾¼½Æ§][a-z]")
_SPOILT: Final = 0.05
"""Share of the worded cells that may show damage before the whole file is refused; fewer are findings."""

_SECRET: Final = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT", "ĐỘ MẬT: MẬT", "ĐỘ MẬT: TỐI MẬT", "ĐỘ MẬT: TUYỆT MẬT"})


def read_table(
    path: Path, *, sheet: str | None = None, layer: str | None = None, crs: str | None = None, bounds: Box | None = None
) -> Table:
    """Read a file as a table.

    Parameters
    ----------
    path
        A CSV file in any delimiter (Unicode, Windows-1258, or an encoding of old fonts), a spreadsheet (xlsx, xlsm,
        xlsb, xls, ods), or a map (GeoJSON, GeoPackage, Shapefile, KML, or a zip of one).
    sheet
        Name of the sheet; None: the visible one that most looks like a list we know.
    layer
        Name of the layer of a map; None: the only one.
    crs
        Coordinate system, such as ``"EPSG:5897"``, of a map or of columns of coordinates; None: the one the map states,
        or that in which the columns lie in the province.
    bounds
        South, west, north and east limits of the province, by which a map without a CRS is placed and its places are
        checked; None: neither.

    Raises
    ------
    IntakeError
        It cannot be read, or must not be; the message says what to send instead.
    """
    content = _content(path)
    if _is_map(content, path):
        return layer_table(path, layer=layer, crs=crs, bounds=bounds)
    page, notes = _page(content, path.name, sheet)
    if not any(not is_blank(cell) for row in page.grid for cell in row):
        raise IntakeError("intake.empty", file=path.name)
    if len(page.grid) * max(map(len, page.grid)) > CELLS:
        raise IntakeError("intake.too_wide", file=path.name, sheet=page.name or path.name)
    header = header_rows(page.grid, page.merges)
    _refuse_secret(page.grid, header[0], path.name)
    _refuse_spoilt(page.grid, path.name)
    headings = headings_of_rows(page.grid, header, page.merges)
    rows = sort_rows(rows_below(page.grid, header[-1]), headings)
    records, totals = (as_frame(part, len(headings)) for part in (rows.records, rows.totals))
    title = title_lines(page.grid, header[0])
    notes = (*notes, *rows.notes)
    return Table(
        path.name, page.name, header[-1] + 1, headings, records, notes, totals, title, rows.within, crs_named(crs)
    )


def _page(content: bytes, name: str, sheet: str | None) -> tuple[Sheet, tuple[Finding, ...]]:
    """Read cells in Unicode, and tell what had to be done for it and what was left unread."""
    others: list[str] = []
    encoding = ""
    if is_workbook(content):
        page, others = read_sheet(content, name, sheet=sheet, best=_likeness)
    else:
        grid, encoding = text_grid(content, name)
        page = Sheet("", grid)
    grid, notes = modernised(page.grid, encoding)
    if others:
        told = Phrase("intake.finding.other_sheets", {"sheet": page.name, "sheets": "; ".join(others)})
        notes = (*notes, Finding("other_sheets", told))
    return replace(page, grid=grid), notes


def is_workbook(content: bytes) -> bool:
    """Answer whether bytes may be those of a spreadsheet."""
    return content.startswith((_PACKED, _OLE)) and not _unwanted(content)


def _is_map(content: bytes, path: Path) -> bool:
    if not content.startswith(_PACKED):
        return path.suffix.lower() in (*LAYERS, *PARTS) or content.startswith(_MAPS)
    if not any(name.lower().endswith(LAYERS) for name in parts(content, path.name)):
        return False
    guard(content, path.name)
    return True


def _likeness(grid: Grid) -> float:
    return likeness(modernised(grid[:DEPTH])[0])


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise IntakeError("intake.too_large", file=path.name)
        content = path.read_bytes()
    except OSError as error:
        raise IntakeError("intake.unreadable", file=str(path), reason=reason(error)) from error
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise IntakeError("intake.empty", file=path.name)
    if unwanted := _unwanted(content):
        raise IntakeError(f"intake.{unwanted}", file=path.name)
    return content


def _unwanted(content: bytes) -> str:
    """Name the kind of a file that holds no table we can read; empty when it may hold one."""
    if content.startswith(b"%PDF"):
        return "is_pdf"
    if content.startswith(_PICTURES):
        return "is_picture"
    if content.startswith(_ARCHIVES):
        return "is_archive"
    if content.startswith(b"{\\rtf") or (content.startswith(_OLE) and _WORD in content):
        return "is_document"
    if _WEB.match(content[:_HEAD]) and b"<kml" not in content[:_HEAD]:
        return "is_web_page"
    return _packed(content) if content.startswith(_PACKED) else ""


def _packed(content: bytes) -> str:
    # Names of the parts stand in the pack's list at its end, whatever is packed in them.
    if b"word/document.xml" in content or b"application/vnd.oasis.opendocument.text" in content[:_HEAD]:
        return "is_document"
    wanted = (b"xl/workbook", b"content.xml", *map(str.encode, LAYERS))
    return "" if any(name in content.lower() for name in wanted) else "is_archive"


def _refuse_secret(grid: Grid, header: int, name: str) -> None:
    marks = {as_text(cell).upper().strip(" .[]()") for row in grid[:header] for cell in row if isinstance(cell, str)}
    if marks & _SECRET:
        raise IntakeError("intake.secret", file=name)


def _refuse_spoilt(grid: Grid, name: str) -> None:
    cells = Counter(chain.from_iterable(grid))
    worded = {cell: count for cell, count in cells.items() if isinstance(cell, str) and cell.lower() != cell.upper()}
    odd = {text: count for text, count in worded.items() if "?" in text or not text.isascii()}
    for pattern, key in ((_LOST, "lost_letters"), (_OLD_FONT, "old_font")):
        if sum(count for text, count in odd.items() if pattern.search(text)) > _SPOILT * sum(worded.values()):
            raise IntakeError(f"intake.{key}", file=name)
