"""What of a few counts a reader may read, where they stand in a card, a sentence or a row instead of a long table.

Leaders and officers read exact counts on screen: a selection never holds more than their own areas. Others, and whoever
reads a file, find a mark in the place of a small count, and of a larger one that would give a small one away. What
follows from a hidden count (a change, a share, a sum of money, the length of a bar, a place in an order) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from gis import words
from gis.access import together
from gis.access.together import Elsewhere, Wholes
from gis.briefing.reading import Reading

Answer = TypeVar("Answer")


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


def of(
    numbers: Mapping[str, int | None], reading: Reading, *, wholes: Wholes = (), elsewhere: Elsewhere | None = None
) -> Seen:
    """Answer counts as the reader may read them.

    Parameters
    ----------
    numbers
        Name → count; None where it is unknown.
    reading
        Who reads.
    wholes
        Count → others that are parts of it and of each other's rest; what they leave of it is hidden as they are. A
        count may be a whole in several ways.
    elsewhere
        What another paper tells of the same counts.
    """
    if not reading.hides:
        return Seen({name: words.number(n, reading.language) for name, n in numbers.items()}, frozenset())
    below = reading.desk.suppress_below
    found = together.hidden(numbers, wholes, threshold=below, elsewhere=elsewhere)
    texts = {name: words.number(n, reading.language) for name, n in numbers.items()}
    for name in found.names:
        texts[name] = reading.say("access.below" if name in found.small else "access.hidden", n=below)
    return Seen(texts, found.names)


def in_a_sentence(name: str, seen: Seen, reading: Reading) -> str | None:
    """Answer a count where it leads a sentence; None where it is hidden for others' sake: a mark is no beginning."""
    text = seen[name]
    return text if seen.tells(name) or text == reading.say("access.below", n=reading.desk.suppress_below) else None


def elsewhere(seen: Seen, numbers: Mapping[str, int | None], reading: Reading) -> Elsewhere:
    """Answer what is read of some counts, for another paper of which they stand as well."""
    small = reading.say("access.below", n=reading.desk.suppress_below)
    known = [name for name, n in numbers.items() if n is not None]
    hidden = {name: seen[name] == small for name in known if not seen.tells(name)}
    return Elsewhere(frozenset(known) - hidden.keys(), hidden)


def large(reading: Reading, *numbers: float | None) -> bool:
    """Answer whether none of some counts is small to the reader."""
    limit = reading.desk.suppress_below
    return not reading.hides or not any(pd.notna(n) and 0 < n < limit for n in numbers)


def told(value: Callable[[Answer], int | None], reading: Reading) -> Callable[[Answer], int | None]:
    """Answer the same figure of an answer, unknown where it is small to the reader: for how it changed."""

    def kept(one: Answer) -> int | None:
        n = value(one)
        return n if large(reading, n) else None

    return kept


def last(names: Iterable[str], counts: Seen) -> list[str]:
    """Put what is hidden behind the rest, by name: a place in an order would tell a count."""
    given = list(names)
    return [name for name in given if counts.tells(name)] + sorted(name for name in given if not counts.tells(name))


def note(reading: Reading) -> str:
    """Say what the marks mean, to whom any are shown; empty to others."""
    return reading.say("access.note", n=reading.desk.suppress_below) if reading.hides else ""
