"""A table the browser writes and sorts: values go over once, packed, however many columns there are.

A grid of Streamlit's own carries every number twice, as a value and as text, and cannot keep a line of totals in place.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from gis import words
from gis.briefing.tables import ColumnKind
from gis.ui.browser_table import browser_table
from gis.ui.ranking import values
from gis.words import Language

_OWN_ORDER = -2
"""No column of the table, not even its first (−1)."""


@dataclass(frozen=True)
class Links:
    """Where the cells of one column lead.

    Parameters
    ----------
    column
        Which column.
    names
        What each row's cell leads to; empty: it is no link.
    address
        Answers the address of what a cell leads to.
    title
        What following the link does.
    """

    column: str
    names: Sequence[str]
    address: Callable[[str], str]
    title: str


@dataclass(frozen=True, eq=False)
class SortedTable:
    """What is written.

    Parameters
    ----------
    first, names
        Heading of the first column, and what stands in it, row by row.
    headings, kinds
        Column → heading, and how its values are written; sums in đồng are written in tỷ đồng.
    table
        (n, ...) the rows in the order they first stand; the index holds what opening a row answers.
    fixed
        So many rows at the head are totals: they stay in place and cannot be opened.
    sorted_by
        Column in whose order the rows first stand, largest first; None: an order of their own.
    opened
        Which row lies open.
    alt
        What the table is, for those who hear it.
    language
        Of numbers and days.
    links
        Where the cells of a column lead; None: nowhere.
    under
        Column → the column under whose cells it stands as a second line, ``""`` for the first; it is not sorted by.
    """

    first: str
    names: Sequence[str]
    headings: Mapping[str, str]
    kinds: Mapping[str, ColumnKind]
    table: pd.DataFrame
    fixed: int
    sorted_by: str | None
    opened: str | None
    alt: str
    language: Language
    links: Links | None = None
    under: Mapping[str, str] = field(default_factory=dict)


def draw(content: SortedTable, *, key: str, on_open: Callable[[str], None]) -> None:
    """Draw the table.

    Parameters
    ----------
    content
        What is written.
    key
        Name of the widget.
    on_open
        Is told the index of a row the reader chose; never that of a total.
    """

    def opened() -> None:
        code = st.session_state[key]["open"]
        if code in content.table.index[content.fixed :]:  # what comes from a browser may be anything
            on_open(str(code))

    browser_table(packed(content), key=key, on_open=opened)


def packed(content: SortedTable) -> bytes:
    """Pack a table for the browser: values rounded as they are read, compressed JSON."""
    columns = [
        [heading, content.kinds[name], _values(content.table[name], content.kinds[name])]
        for name, heading in content.headings.items()
    ]
    plain = {
        "key": content.language,
        "language": content.language,
        "nothing": words.NOTHING,
        "alt": content.alt,
        "first": content.first,
        "codes": [str(code) for code in content.table.index],
        "names": list(content.names),
        "opened": content.opened,
        "fixed": content.fixed,
        "by": _OWN_ORDER if content.sorted_by is None else list(content.headings).index(content.sorted_by),
        "columns": columns,
        "under": _under(content),
        "links": _links(content),
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), level=9)


def _under(content: SortedTable) -> dict[str, int]:
    """Pack second lines: place of a column → place of the one it stands under, −1 for the first."""
    names = list(content.headings)
    return {str(names.index(name)): names.index(on) if on else -1 for name, on in content.under.items()}


def _links(content: SortedTable) -> dict[str, object] | None:
    """Pack links: each address once, and which of them each row has (−1: none)."""
    if content.links is None:
        return None
    led = list(dict.fromkeys(name for name in content.links.names if name))
    places = {name: place for place, name in enumerate(led)}
    return {
        "column": list(content.headings).index(content.links.column),
        "title": content.links.title,
        "addresses": [content.links.address(name) for name in led],
        "rows": [places.get(name, -1) for name in content.links.names],
    }


def _values(column: pd.Series, kind: ColumnKind) -> list[float | int | str | None]:
    if kind in ("text", "lines"):
        return [None if pd.isna(text) else str(text) for text in column]
    return values(column, kind)
