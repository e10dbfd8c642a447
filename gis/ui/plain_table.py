"""A small table to read, not to work with: everything in it is escaped, numbers stand to the right."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from markupsafe import Markup

_CELL = Markup("<{tag}{style}>{text}</{tag}>")
_NUMBER = Markup(' class="number"')


def plain_table(table: pd.DataFrame, *, numbers: int | Collection[int] | None = None) -> Markup:
    """Write a table as HTML.

    Parameters
    ----------
    table
        (n, ...) of text that is written as it stands; its column names are the headings.
    numbers
        Position of the column that holds numbers, or positions of several.
    """
    places = {numbers} if isinstance(numbers, int) else set(numbers or ())
    head = _row("th", list(table.columns), places)
    body = Markup().join(_row("td", list(values), places) for values in table.itertuples(index=False))
    return Markup('<div class="scroll"><table class="plain"><thead>{}</thead><tbody>{}</tbody></table></div>').format(
        head, body
    )


def _row(tag: str, texts: list[object], numbers: Collection[int]) -> Markup:
    cells = (
        _CELL.format(tag=tag, style=_NUMBER if place in numbers else "", text=text) for place, text in enumerate(texts)
    )
    return Markup("<tr>{}</tr>").format(Markup().join(cells))
