"""What of a few counts the reader may read, where they stand in a card, a sentence or a row instead of a long table.

Leaders and officers read exact counts: a selection never holds more than their own areas. Others read a mark in the
place of a small count, and of a larger one that would give a small one away. What follows from a hidden count (a
change, a share, a sum of money, the length of a bar, a place in an order) is left out with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import pandas as pd
from markupsafe import Markup

from gis import settings, words
from gis.access.suppression import EXACT, Shown, as_it_stands, shown
from gis.ui import process
from gis.ui.here import Here

Answer = TypeVar("Answer")
Wholes = Iterable[tuple[str, Sequence[str]]]

_REST: Final = "rest of "


@dataclass(frozen=True, eq=False)
class Seen:
    """Counts as the reader may read them.

    Parameters
    ----------
    texts
        Name → what is written: the number, or a mark in its place.
    hidden
        Names of those in whose place a mark stands.
    """

    texts: Mapping[str, str]
    hidden: frozenset[str]

    def __getitem__(self, name: str) -> str:
        """Answer what is written of a count."""
        return self.texts[name]

    def tells(self, *names: str) -> bool:
        """Answer whether all these counts may be read, and with them what follows from them."""
        return self.hidden.isdisjoint(names)


def hides() -> bool:
    """Answer whether small counts are hidden from the reader on screen."""
    return process.reader().role not in EXACT


def of(numbers: Mapping[str, int | None], here: Here, *, wholes: Wholes = ()) -> Seen:
    """Answer counts as the reader may read them.

    Parameters
    ----------
    numbers
        Name → count; None where it is unknown.
    here
        Who reads.
    wholes
        Count → others that are parts of it and of each other's rest; what they leave of it is hidden as they are. A
        count may be a whole in several ways.
    """
    if not hides():
        return Seen({name: words.number(n, here.language) for name, n in numbers.items()}, frozenset())
    cells, sums = dict(numbers), []
    for place, (whole, parts) in enumerate(wholes):
        rest = _rest(numbers, whole, parts)
        if rest is not None:
            cells[f"{_REST}{place}"] = rest
            sums.append((whole, [*parts, f"{_REST}{place}"]))
    table, limit = pd.DataFrame([cells]).astype("Int64"), settings.current().suppress_below
    told = shown(table, process.reader(), counts=tuple(cells), threshold=limit, sums=sums)
    texts, marked = told.display(here.language).iloc[0], told.hidden.iloc[0]
    return Seen({name: str(texts[name]) for name in numbers}, frozenset(name for name in numbers if marked[name]))


def _rest(numbers: Mapping[str, int | None], whole: str, parts: Sequence[str]) -> int | None:
    """Answer what parts leave of a whole; None where that is unknown, or they are no parts of it."""
    known = [n for n in (numbers[whole], *(numbers[part] for part in parts)) if n is not None]
    rest = known[0] - sum(known[1:]) if len(known) > len(parts) else -1
    return rest if rest >= 0 else None


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
    lines = [(whole, list(parts), f"{_REST}{place}") for place, (whole, parts) in enumerate(wholes)]
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


def last(names: Iterable[str], counts: Seen) -> list[str]:
    """Put what is hidden behind the rest, by name: a place in an order would tell a count."""
    given = list(names)
    return [name for name in given if counts.tells(name)] + sorted(name for name in given if not counts.tells(name))


def note(here: Here) -> str:
    """Say what the marks mean, to whom any are shown; empty to others."""
    return here.say("access.note", n=settings.current().suppress_below) if hides() else ""


def footnote(here: Here) -> Markup:
    """Write the note under what it is about; nothing where nothing is hidden from the reader."""
    return Markup('<p class="hint">{}</p>').format(note(here)) if hides() else Markup()
