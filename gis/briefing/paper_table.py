"""A table as it stands on a paper: texts, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table of a briefing, as it is read.

    Parameters
    ----------
    title
        What it shows.
    headings
        Of its columns; the first names the rows.
    rows
        As many cells as headings each.
    total
        The line of totals; empty where the rows do not add up.
    note
        What a reader must know of it.
    texts
        Places of the columns that hold text, to be set from the left and broken into lines; the others hold numbers.
        The first column always holds text; where none is named, the columns of numbers share the page evenly.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    note: str = ""
    texts: tuple[int, ...] = ()
