"""The columns of a table on paper or a slide: how wide each is, and which hold figures.

Measured with the packaged typeface, which is wider than those of office programs. Measures are in millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gis.briefing.cells import reads_as_figure
from gis.briefing.measuring import lines as lines_of
from gis.briefing.measuring import longest_word, narrowest, wide
from gis.briefing.paper_table import Table
from gis.words import Language

SIDE: Final = 1.6
"""Room at the left and the right of a cell."""
_FIRST: Final = 0.24
"""The column that names the rows may ask for this share of the width."""
_WIDEST: Final = 45.0
"""A column of texts asks for no more."""
_TRIFLE: Final = 0.5
_PADDING: Final = 2 * SIDE + _TRIFLE
_CALM: Final = 3
"""A heading takes no more lines than this where there is room to spare."""
_FOR_HEADINGS: Final = 0.08
"""This part of the width headings may have where texts want more than there is."""
_BY_LENGTH: Final = 0.7
"""How far the room of a column follows the length of its texts: by 1 all cells of a row would take as many lines, by 0
all columns would be as wide."""
_NAME_LINES: Final = 2
"""Most names of rows take no more lines than this, as long as their column is no wider than `_FIRST`."""

_SPEAK: Final = 200
"""So many rows tell how a table breaks into lines."""
_TRIES: Final = 8
"""So often the room of a column is halved until it is known to some tenths of a millimetre."""
_HALVINGS: Final = 40
"""So often a range is halved until what fits is known to a hair."""


@dataclass(frozen=True)
class Takes:
    """What a column takes, in any measure of length.

    Parameters
    ----------
    least
        Its longest word: narrower, words would be broken.
    most
        Its longest line: wider, it would be no lower. Figures are not broken: their least is their most.
    length
        Of a middling cell written in one line.
    """

    least: float
    most: float
    length: float


def shared_out(columns: Sequence[Takes], room: float) -> tuple[float, ...]:
    """Share a room out among columns, so that long texts do not become towers beside empty cells.

    Parameters
    ----------
    columns
        What each takes.
    room
        Of all of them.

    Returns
    -------
    How wide each is: its longest word at least, its longest line at most, in between by the length of its texts. They
    fill the room unless it is too narrow for the words, or wider than all lines.
    """

    def at(scale: float) -> tuple[float, ...]:
        return tuple(min(each.most, max(each.least, scale * each.length**_BY_LENGTH)) for each in columns)

    low, top = 0.0, max((each.most / each.length**_BY_LENGTH for each in columns), default=0.0)
    for _ in range(_HALVINGS):
        middle = (low + top) / 2
        low, top = (low, middle) if sum(at(middle)) > room else (middle, top)
    return at(top)


def settled(
    texts: Sequence[Sequence[str]], least: Sequence[float], given: Sequence[float], points: float
) -> list[float]:
    """Take from columns of texts the room that saves none of their lines, and give it where it saves the most.

    Parameters
    ----------
    texts
        The cells of each column, row by row; of many rows the first ones speak for the rest.
    least
        How wide each column must be.
    given
        How wide each is without the room beside the texts, in millimetres.
    points
        Size of the type. At that of one millimetre all widths are in ems.

    Returns
    -------
    How wide each is instead; together they are as wide as before.
    """
    told = [column[:_SPEAK] for column in texts]

    def high(widths: Sequence[float]) -> int:
        return sum(
            max(lines_of(text, points, width) for text, width in zip(row, widths, strict=True))
            for row in zip(*told, strict=True)
        )

    def tight(place: int, width: float) -> float:
        most = [lines_of(text, points, width) for text in told[place]]
        low, top = least[place], width
        for _ in range(_TRIES):
            middle = (low + top) / 2
            fits = all(lines_of(text, points, middle) <= n for text, n in zip(told[place], most, strict=True))
            low, top = (low, middle) if fits else (middle, top)
        return top

    widths = [tight(place, width) for place, width in enumerate(given)]
    for _ in given:
        spare = sum(given) - sum(widths)
        tries = [[*widths[:place], width + spare, *widths[place + 1 :]] for place, width in enumerate(widths)]
        heights = [high(each) for each in tries]
        best = heights.index(min(heights))
        if heights[best] >= high(widths):
            break
        widths[best] = tight(best, tries[best][best])
    return [each * sum(given) / sum(widths) for each in widths]


def naming(names: Takes, room: float) -> Takes:
    """Let most names of rows have few lines: half a word more than the part of a middling one, since words stay whole.

    Parameters
    ----------
    names
        What the column of names takes.
    room
        Of all columns.
    """
    few = min(names.length / _NAME_LINES + names.least / 2, _FIRST * room)
    return replace(names, least=min(names.most, max(names.least, few)))


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
    places = range(len(table.headings))
    takes = [_takes(table, column, language, points) for column in places]
    takes[:1] = [naming(each, width) for each in takes[:1]]
    if sum(each.least for each in takes) > width:
        return _squeezed([_asked(table, column, language, points) for column in places], width)
    given = shared_out(_calmed(table, takes, width, points), width)
    return tuple(each * width / sum(given) for each in given)


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


def _calmed(table: Table, takes: Sequence[Takes], width: float, points: float) -> list[Takes]:
    """Widen columns whose headings would take many lines, as far as there is room: a heading sets no type size."""
    calm = (narrowest(text, points, _CALM, bold=True) + _PADDING for text in table.headings)
    wished = [max(0.0, room - each.most) for room, each in zip(calm, takes, strict=True)]
    room = width - sum(each.least for each in takes)
    spare = max(width - sum(each.most for each in takes), min(room, _FOR_HEADINGS * width))
    part = min(1.0, spare / sum(wished)) if any(wished) else 0.0
    return [
        replace(each, least=each.least + part * wish, most=each.most + part * wish)
        for each, wish in zip(takes, wished, strict=True)
    ]


def _takes(table: Table, column: int, language: Language, points: float) -> Takes:
    """Answer what a column takes; one of figures takes one thing only, since figures are not broken."""
    cells = [row[column] for row in lines(table)]
    word = max(longest_word(text, points, bold=True) for text in (table.headings[column], *cells)) + _PADDING
    line = max((wide(text, points, bold=True) for text in cells), default=0.0) + _PADDING
    most = max(word, line)
    if all(reads_as_figure(text, language) for text in cells):
        return Takes(most, most, most)
    whole = sum(wide(part, points, bold=True) for text in cells for part in text.split("\n"))
    return Takes(word, most, max(word, whole / len(cells)))


def _asked(table: Table, column: int, language: Language, points: float) -> float:
    cells = [row[column] for row in lines(table)]
    word = max(longest_word(text, points, bold=True) for text in (table.headings[column], *cells))
    line = max((wide(text, points, bold=True) for text in cells), default=0.0)
    figures = all(reads_as_figure(text, language) for text in cells)
    return max(word, line if figures else min(line, _WIDEST)) + _PADDING
