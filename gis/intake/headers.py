"""Where the headings stand: official tables begin with the name of the office, a title and the unit of the figures.

Headings may take several rows: a *group* ("Diện tích (ha)") stands above its *sub-headings* ("Tổng", "Thu hồi"). In a
spreadsheet the group is a merged cell; in a text file the cells beside it are blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from gis.areas.names import fold
from gis.intake.table import Cell, Grid, heading, is_blank, is_numbering
from gis.intake.vocabulary import is_personal, joinable, known_headings, meaning

Merge = tuple[int, int, int, int]
"""First row, last row, first column and last column of merged cells, from 0."""

DEPTH: Final = 40
"""Rows looked at from the top; titles and notes above a table are shorter."""

_ENOUGH: Final = 2
"""Known headings from which a row is taken for the headings; one may be a coincidence."""

_FULL: Final = 0.6
"""Share of the table's width that a row of unknown headings must fill."""

_DEEPEST: Final = 5
"""Rows that headings may take."""

_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")


def header_place(grid: Grid) -> int:
    """Find the row of headings: the first with the most known ones, else the first that fills most of the width.

    Parameters
    ----------
    grid
        Rows from the first; at least one holds something.
    """
    scores = [_known(row) for row in grid[:DEPTH]]
    if max(scores) >= _ENOUGH:
        return scores.index(max(scores))
    filled = [sum(not is_blank(cell) for cell in row) for row in grid[:DEPTH]]
    wanted = max(_FULL * max(filled), min(_ENOUGH, max(filled)))
    return next((place for place, count in enumerate(filled) if count >= wanted > 0), 0)


def header_rows(grid: Grid, merges: Sequence[Merge] = ()) -> range:
    """Find the rows that headings take, from the groups to the lowest sub-headings.

    Parameters
    ----------
    grid
        Rows from the first; at least one holds something.
    merges
        Merged cells of the sheet.
    """
    first = last = header_place(grid)
    while first > 0 and last - first < _DEEPEST - 1 and _belong(grid, first - 1, merges):
        first -= 1
    while last + 1 < len(grid) and last - first < _DEEPEST - 1 and _belong(grid, last, merges):
        last += 1
    return range(first, last + 1)


def headings_of_rows(grid: Grid, rows: range, merges: Sequence[Merge] = ()) -> tuple[str, ...]:
    """Answer one heading per column.

    A sub-heading goes by its own name where that is known and no other column has it, else as "group – sub-heading", as
    it does where the two together are known: "Đã chi trả – Số hộ". A
    unit that stands with the group is handed down. A group about persons always stays, so that its columns are known
    for what they are.

    Parameters
    ----------
    grid
        All rows.
    rows
        Those of the headings.
    merges
        Merged cells of the sheet.
    """
    width = max(map(len, grid), default=0)
    levels = [_spread(grid, range(row, rows.stop), merges, width) for row in rows]
    columns = [_parts(parts) for parts in zip(*levels, strict=True)]
    times = Counter(meaning(parts[-1]).name for parts in columns if parts)
    return tuple(_joined(parts, alone=bool(parts) and times[meaning(parts[-1]).name] == 1) for parts in columns)


def likeness(grid: Grid) -> float:
    """Answer how much a sheet looks like a table we know: its known headings, and a little for having anything."""
    known = max(map(_known, grid[:DEPTH]), default=0)
    return known + 0.5 * any(not is_blank(cell) for row in grid for cell in row)


def _known(row: list[Cell]) -> int:
    found = {joinable(meaning(heading(cell)).name) for cell in row if isinstance(cell, str)}
    return len(found & known_headings())


def _belong(grid: Grid, row: int, merges: Sequence[Merge]) -> bool:
    """Answer whether a row and the next are both headings of one table: groups above, sub-headings below."""
    upper, lower = grid[row], grid[row + 1]
    if not (_is_worded(upper) and _is_worded(lower)):
        return False
    if any(top <= row < bottom for top, bottom, _, _ in merges):
        return True
    above, below = _filled(upper), _filled(lower)
    grouped = below - above
    return len(above) >= _ENOUGH and bool(above - below) and bool(grouped) and min(above) < min(grouped)


def _is_worded(row: list[Cell]) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    worded = all(isinstance(cell, str) and cell.upper() != cell.lower() for cell in filled)
    return bool(filled) and worded and not is_numbering(row)


def _filled(row: list[Cell]) -> set[int]:
    return {place for place, cell in enumerate(row) if not is_blank(cell)}


def _spread(grid: Grid, rows: range, merges: Sequence[Merge], width: int) -> list[str]:
    """Write the headings of the first of some rows, each group above all its sub-headings, however far below."""
    row = rows[0]
    texts = [*map(heading, grid[row]), *[""] * (width - len(grid[row]))]
    across = [(left, right) for top, bottom, left, right in merges if top <= row <= bottom and left < right]
    for left, right in across:
        texts[left : right + 1] = [texts[left]] * (right + 1 - left)
    if across:
        return texts
    below = set().union(*(_filled(grid[lower]) for lower in rows[1:]))
    for place in range(1, width):
        if not texts[place] and place in below:
            texts[place] = texts[place - 1]
    return texts


def _parts(texts: Sequence[str]) -> list[str]:
    """Leave out blanks and repetitions: a cell merged downward says its heading in every row."""
    return list(dict.fromkeys(text for text in texts if text))


def _joined(parts: Sequence[str], *, alone: bool) -> str:
    if len(parts) < _ENOUGH:
        return parts[0] if parts else ""
    own, groups = parts[-1], parts[:-1]
    unit = next((meaning(group).unit for group in groups if meaning(group).unit), "")
    if unit and not meaning(own).unit:
        own = f"{own} ({unit})"
    names = [_BRACKETS.sub("", group) if meaning(group).unit else group for group in groups]
    whole = " – ".join([*names, own])
    own_known, whole_known = (joinable(meaning(text).name) in known_headings() for text in (own, whole))
    return own if alone and own_known and not (whole_known or any(map(is_personal, groups))) else whole


def title_lines(grid: Grid, header: int) -> tuple[str, ...]:
    """Answer the lines above the headings, each once."""
    lines = (" ".join(dict.fromkeys(heading(cell) for cell in row if not is_blank(cell))) for row in grid[:header])
    return tuple(line for line in lines if fold(line))
