"""The counts of the paper of duties: by kind, body and how late, all looked at together and beside other papers.

A count of a row is named by its place in the table (``3.past_month``), a total by its kind (``case_past``), as other
papers name it too (`gis.briefing.agreed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.briefing import agreed, told
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.insight import duties

COLUMNS: Final = ("past", *duties.BY_BODY)
_RANKED: Final = ("past", "waiting")
"""What orders the bodies of a kind."""


@dataclass(frozen=True, eq=False)
class Counted:
    """The counts of duties.

    Parameters
    ----------
    table
        (b, ...) what `gis.insight.duties.by_body` answered, with ``past``: all that is past, however late.
    seen
        The counts as the reader may read them.
    """

    table: pd.DataFrame
    seen: Seen

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds there are, in their order."""
        there = set(self.table["kind"])
        return tuple(kind for kind in duties.KINDS if kind in there)

    def of_kind(self, kind: str, column: str) -> str:
        """Answer a total of a kind as it is read."""
        return self.seen[f"{kind}_{column}"]

    def of_row(self, place: int, column: str) -> str:
        """Answer a count of a body as it is read."""
        return self.seen[f"{place}.{column}"]

    def ordered(self) -> list[int]:
        """Order the rows by kind and what may be read; those with a hidden cell by name: a place would tell a count."""
        told = [self.seen.tells(*(f"{place}.{name}" for name in _RANKED)) for place in self.table.index]
        hiding = ~pd.Series(told, index=self.table.index, dtype="bool")
        first = self.table[list(_RANKED)].sum(axis=1).mask(hiding, 0)
        place = self.table["kind"].map({kind: place for place, kind in enumerate(duties.KINDS)})
        keys = self.table.assign(place=place, first=first, hiding=hiding)
        order = ["place", "first", "hiding", "body"]
        return list(keys.sort_values(order, ascending=[True, False, False, True], kind="stable").index)


def counted(found: pd.DataFrame, reading: Reading) -> Counted:
    """Look at all counts of duties together.

    Parameters
    ----------
    found
        What `gis.insight.duties.due` answered.
    reading
        Who reads.
    """
    table = duties.by_body(found)
    table = table.assign(past=table[list(duties.LATENESS)].sum(axis=1))
    sums = table.groupby("kind", observed=True)[list(COLUMNS)].sum()
    numbers = {f"{kind}_{name}": int(n) for name in COLUMNS for kind, n in sums[name].items()}
    numbers |= {f"{place}.{name}": int(n) for name in COLUMNS for place, n in table[name].items()}
    decided = agreed.of(reading).elsewhere(numbers, {name: name for name in numbers})
    return Counted(table, told.of(numbers, reading, wholes=list(_wholes(table)), elsewhere=decided))


def _wholes(table: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    for kind, rows in table.groupby("kind", observed=True).groups.items():
        yield from ((f"{kind}_{name}", [f"{place}.{name}" for place in rows]) for name in COLUMNS)
        yield f"{kind}_past", [f"{kind}_{late}" for late in duties.LATENESS]
    for place in table.index:
        yield f"{place}.past", [f"{place}.{late}" for late in duties.LATENESS]
