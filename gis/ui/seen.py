"""What of a few counts the reader may read on a page; see `gis.briefing.told`, which says the same for files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pandas as pd
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import EXACT, Shown, as_it_stands, shown
from gis.briefing.told import REST, Seen, Wholes, last, note, of
from gis.ui import process
from gis.ui.here import Here

Answer = TypeVar("Answer")

__all__ = ["Seen", "footnote", "hides", "large", "last", "looked", "note", "of", "table", "told"]


def hides() -> bool:
    """Answer whether small counts are hidden from the reader on screen."""
    return process.reader().role not in EXACT


def looked(found: pd.DataFrame, telling: Sequence[str], *, wholes: Wholes = ()) -> Shown:
    """Look at a table of counts, the totals of whose columns are known, as the reader may.

    Parameters
    ----------
    found
        (n, ...) counts.
    telling
        Columns in which a small count might single somebody out.
    wholes
        Column → columns that are parts of it, in every row; what they leave of it is hidden as they are.
    """
    if not hides():
        return as_it_stands(found, telling)
    lines = [(whole, list(parts), f"{REST}{place}") for place, (whole, parts) in enumerate(wholes)]
    rests = {rest: found[whole] - found[parts].sum(axis=1) for whole, parts, rest in lines}
    sums = [(whole, [*parts, rest]) for whole, parts, rest in lines]
    limit = settings.current().suppress_below
    return shown(found.assign(**rests), process.reader(), counts=[*telling, *rests], threshold=limit, sums=sums)


def table(found: pd.DataFrame, telling: Sequence[str], here: Here) -> pd.DataFrame:
    """Write a table of counts as the reader may read it; see `looked`.

    Returns
    -------
    Same shape, of text.
    """
    exact = found.map(lambda n: words.number(n, here.language))
    told = looked(found, telling).display(here.language)
    return exact.assign(**{name: told[name] for name in telling})


def large(*numbers: float | None) -> bool:
    """Answer whether none of some counts is small to the reader."""
    limit = settings.current().suppress_below
    return not hides() or not any(pd.notna(n) and 0 < n < limit for n in numbers)


def told(value: Callable[[Answer], int | None]) -> Callable[[Answer], int | None]:
    """Answer the same figure of an answer, unknown where it is small to the reader: for how it changed."""

    def kept(one: Answer) -> int | None:
        n = value(one)
        return n if large(n) else None

    return kept


def footnote(here: Here) -> Markup:
    """Write the note under what it is about; nothing where nothing is hidden from the reader."""
    return Markup('<p class="hint">{}</p>').format(note(here)) if hides() else Markup()
