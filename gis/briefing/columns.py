"""The columns of a table on paper or a slide: how wide each is, and which hold figures.

Measured with the packaged typeface, which is wider than those of office programs. Measures are in millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gis.briefing.cells import reads_as_figure
from gis.briefing.measuring import longest_word, narrowest, wide
from gis.briefing.paper_table import Table
from gis.words import Language

SIDE: Final = 1.6
"""Room at the left and the right of a cell."""
_FIRST: Final = 0.24
"""The column that names the rows takes at least this share of the width."""
_WIDEST: Final = 45.0
"""A column of texts asks for no more."""
_TRIFLE: Final = 0.5
_CALM: Final = 3
"""A heading takes no more lines than this where there is room to spare."""


def lines(table: Table) -> tuple[tuple[str, ...], ...]:
    """Answer the rows of a table with the line of totals, if there is one, at the end."""
    return (*table.rows, *((table.total,) if table.total else ()))


def holds_figures(table: Table, column: int, language: Language) -> bool:
    """Whether a column holds figures, which stand at its right; the first one names the rows."""
    return column > 0 and all(reads_as_figure(row[column], language) for row in lines(table))


def widths(table: Table, language: Language, width: float, points: float) -> tuple[float, ...]:
    """Share a width out: figures get what they need, then headings few lines, the names of the rows and texts the rest.

    Parameters
    ----------
    table
        What stands in the columns.
    language
        How its numbers are written.
    width
        Of all columns.
    points
        Size of the type.
    """
    asked = [_asked(table, column, language, points) for column in range(len(table.headings))]
    if sum(asked) > width:
        return _squeezed(asked, width)
    asked = _calmed(table, asked, width, points)
    return tuple(need * width / sum(asked) for need in asked)


def largest(table: Table, language: Language, width: float, sizes: Sequence[float]) -> float:
    """Answer the largest of some sizes at which no cell of a table must be squeezed; the least where none does."""
    columns = range(len(table.headings))
    fits = (size for size in sizes if sum(_asked(table, each, language, size) for each in columns) <= width)
    return next(fits, sizes[-1])


def _squeezed(asked: Sequence[float], width: float) -> tuple[float, ...]:
    """Give every column a fair part, or what it asks for if that is less, and share out the rest by what is asked."""
    fair = [max(width * _FIRST, width / len(asked)), *[width * (1 - _FIRST) / len(asked)] * (len(asked) - 1)]
    least = [min(need, part) for need, part in zip(asked, fair, strict=True)]
    over = [need - low for need, low in zip(asked, least, strict=True)]
    share = max(0.0, width - sum(least)) / sum(over)
    wide_ = [low + part * share for low, part in zip(least, over, strict=True)]
    return tuple(each * width / sum(wide_) for each in wide_)


def _calmed(table: Table, asked: Sequence[float], width: float, points: float) -> list[float]:
    """Widen columns whose headings would take many lines, as far as there is room: a heading sets no type size."""
    calm = (narrowest(text, points, _CALM, bold=True) + 2 * SIDE + _TRIFLE for text in table.headings)
    wished = [max(0.0, room - need) for room, need in zip(calm, asked, strict=True)]
    part = min(1.0, (width - sum(asked)) / sum(wished)) if any(wished) else 0.0
    return [need + part * wish for need, wish in zip(asked, wished, strict=True)]


def _asked(table: Table, column: int, language: Language, points: float) -> float:
    cells = [row[column] for row in lines(table)]
    word = max(longest_word(text, points, bold=True) for text in (table.headings[column], *cells))
    line = max((wide(text, points, bold=True) for text in cells), default=0.0)
    figures = all(reads_as_figure(text, language) for text in cells)
    return max(word, line if figures else min(line, _WIDEST)) + 2 * SIDE + _TRIFLE
