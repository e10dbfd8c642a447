"""A small table to read, not to work with: everything in it is escaped, numbers stand to the right."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

import pandas as pd
from markupsafe import Markup

_CELL = Markup("<{tag}{style}>{text}</{tag}>")
_NUMBER = Markup(' class="number"')
_TABLE = Markup('<div class="scroll"><table class="plain{}">{}<tbody>{}</tbody></table></div>')
_HEADING = Markup("--c{}:'{}'")
_PRINTED: Final = str.maketrans({"'": "’", "\\": "⧵", "\n": " "})
_STACKED = Markup(' stacked" style="{}')


def plain_table(table: pd.DataFrame, *, numbers: int | Collection[int] | None = None, stacked: bool = False) -> Markup:
    """Write a table as HTML.

    Parameters
    ----------
    table
        (n, ...) of text that is written as it stands; its column names are the headings.
    numbers
        Position of the column that holds numbers, or positions of several.
    stacked
        Whether each row becomes a card on a phone, because the table is too wide for one.
    """
    places = {numbers} if isinstance(numbers, int) else set(numbers or ())
    head = Markup("<thead>{}</thead>").format(_row("th", list(table.columns), places))
    body = Markup().join(_row("td", list(values), places) for values in table.itertuples(index=False))
    return _TABLE.format(_STACKED.format(headings(table.columns)) if stacked else "", head, body)


def headings(names: Iterable[object]) -> Markup:
    """Hand the headings of a table to the style sheet, which writes them beside each cell on a phone.

    A straight quotation mark or a backslash would end the words there; they are written as letters of print.
    """
    printed = (str(name).translate(_PRINTED) for name in names)
    return Markup(";").join(_HEADING.format(place, name) for place, name in enumerate(printed, start=1))


def _row(tag: str, texts: list[object], numbers: Collection[int]) -> Markup:
    cells = (
        _CELL.format(tag=tag, style=_NUMBER if place in numbers else "", text=text) for place, text in enumerate(texts)
    )
    return Markup("<tr>{}</tr>").format(Markup().join(cells))
