"""The counts on which all papers of one choice agree, so that no two of them together tell a small one.

Several papers are made of one view, and whoever holds two may subtract. So what more than one of them tells is decided
once: the *ward table* of the choice first, where wards are a part of all wards beside the table of all; then the
*figures* and the *duties by kind* beside its totals. Every paper takes these decisions as given
(`gis.access.together.Elsewhere`) and keeps back, of what it alone tells, whatever would follow from both.

A total is named as in `gis.briefing.count_names` or as in `gis.insight.duties` (``open_cases``, ``resolved``,
``case_past``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.access.suppression import TOTAL, Shown
from gis.access.together import Elsewhere
from gis.briefing import pictures, told
from gis.briefing.count_names import OF_FIGURES
from gis.briefing.reading import Reading
from gis.briefing.told import Seen
from gis.briefing.ward_table import COUNTS
from gis.insight import cases, duties, overview, wards
from gis.insight.overview import Figures
from gis.insight.situation import Selection

Numbers = Mapping[str, int | None]

_BESIDE: Final = (
    ("open_cases", "past_unverified"),
    ("to_resolve", "resolved"),
    ("overdue_cases", "case_past"),
    ("past_unverified", "case_past_unverified"),
    ("late_households", "payment_past"),
    ("broken_commitments", "commitment_past"),
    ("missed_dialogues", "dialogue_past"),
    ("unexecuted", "decision_waiting"),
)
"""Pairs of which the smaller is a part of the larger."""
_FLOW: Final = ("to_resolve", "resolved")
_NO_ROWS: Final[Mapping[str, tuple[str, str]]] = {}


@dataclass(frozen=True, eq=False)
class Agreed:
    """What was decided.

    Parameters
    ----------
    numbers, seen
        The totals, and how they may be read.
    table
        The ward table as it leaves the building.
    below
        The mark of a count that is small itself.
    """

    numbers: Numbers
    seen: Seen
    table: Shown
    below: str

    def figures(self) -> Seen:
        """Answer the counts at the head of a paper as they may be read, by the names of `Figures`."""
        known = {mine: name for mine, name in OF_FIGURES.items() if name in self.seen.texts}
        texts = {mine: self.seen[name] for mine, name in known.items()}
        return Seen(texts, frozenset(mine for mine, name in known.items() if not self.seen.tells(name)))

    def elsewhere(
        self, counted: Numbers, same: Mapping[str, str], rows: Mapping[str, tuple[str, str]] = _NO_ROWS
    ) -> Elsewhere:
        """Answer what is decided of the counts of a paper.

        Parameters
        ----------
        counted
            Its counts by name.
        same
            Name → the total that it may be; it is, where it is as large: a paper may count another period or choice.
        rows
            Name → ward and column of the ward table.
        """
        found = dict(self._of_totals(counted, same)) | dict(self._of_rows(counted, rows))
        hidden = {name: small for name, (is_hidden, small) in found.items() if is_hidden}
        return Elsewhere(frozenset(found.keys() - hidden.keys()), hidden)

    def _of_totals(self, counted: Numbers, same: Mapping[str, str]) -> Iterator[tuple[str, tuple[bool, bool]]]:
        for mine, total in same.items():
            n = self.numbers.get(total)
            if n is not None and counted.get(mine) == n:
                yield mine, (not self.seen.tells(total), self.seen[total] == self.below)

    def _of_rows(
        self, counted: Numbers, rows: Mapping[str, tuple[str, str]]
    ) -> Iterator[tuple[str, tuple[bool, bool]]]:
        hidden, small, values = self.table.hidden, self.table.small, self.table.values
        for mine, (ward, column) in rows.items():
            if ward not in hidden.index or counted.get(mine) is None:
                continue
            is_hidden = bool(hidden.at[ward, column])
            if is_hidden or values.at[ward, column] == counted[mine]:
                yield mine, (is_hidden, bool(small.at[ward, column]))


def of(reading: Reading) -> Agreed:
    """Answer what is decided of the choice of a reading that leaves the building; worked out once a choice."""
    asked = ("agreed", reading.period)
    if asked not in reading.selection.answers:
        reading.selection.answers[asked] = _decided(reading)
    found: Agreed = reading.selection.answers[asked]
    return found


def _decided(reading: Reading) -> Agreed:
    selection = reading.selection
    table, figures = wards.table(selection, reading.period), overview.figures(selection, reading.period)
    shown = pictures.seen(table, reading)
    numbers = dict(_of_figures(figures)) | _left(figures, reading) | _columns(table, selection) | _others(reading)
    below = reading.say("access.below", n=reading.desk.suppress_below)
    seen = told.of(numbers, reading, wholes=list(_wholes(numbers)), elsewhere=_fixed(shown, numbers))
    return Agreed(numbers, seen, shown, below)


def _of_figures(figures: Figures) -> Iterator[tuple[str, int | None]]:
    for mine, name in OF_FIGURES.items():
        source = figures.flow if mine in _FLOW else figures
        yield name, None if source is None else getattr(source, mine)


def _left(figures: Figures, reading: Reading) -> dict[str, int | None]:
    """Answer the open cases within competence, which everybody can work out: to resolve − resolved."""
    same = reading.selection.throughout.filters == reading.selection.filters
    return {"within_left": figures.flow.left if figures.flow is not None and same else None}


def _columns(table: pd.DataFrame, selection: Selection) -> dict[str, int | None]:
    """Answer the totals of the ward table, with what stands in no ward; none without a ward."""
    if table.empty:
        return {}
    whole = pd.concat([table, wards.nowhere(selection)]).reindex(columns=list(COUNTS)).sum(min_count=1)
    return {str(name): None if pd.isna(n) else int(n) for name, n in whole.items()}


def _others(reading: Reading) -> dict[str, int | None]:
    """Answer the counts that stand in no ward table: of decisions, and of duties by kind and state."""
    selection = reading.selection
    waiting = len(cases.unexecuted(selection)) if reading.situation.recorded("case") else None
    rows = zip(duties.KINDS, duties.counts(duties.due(selection)).to_numpy(), strict=True)
    owed = {f"{kind}_{state}": int(n) for kind, row in rows for state, n in zip(duties.STATES, row, strict=True)}
    return {"unexecuted": waiting, **owed}


def _fixed(shown: Shown, numbers: Numbers) -> Elsewhere:
    """Answer what the totals of the ward table decide."""
    totals = shown.totals
    if totals is None or shown.values.empty:
        return Elsewhere()
    known = [name for name in COUNTS if name in totals.hidden and numbers.get(name) is not None]
    hidden = {name: bool(totals.small.at[TOTAL, name]) for name in known if totals.hidden.at[TOTAL, name]}
    return Elsewhere(frozenset(known) - hidden.keys(), hidden)


def _wholes(numbers: Numbers) -> Iterator[tuple[str, list[str]]]:
    if numbers.get("within_left") is not None:
        yield "to_resolve", ["resolved", "within_left"]
        yield "open_cases", ["within_left"]
    yield "open_cases", [name for name in ("overdue_cases", "past_unverified") if numbers.get(name) is not None]
    for one, other in _BESIDE:
        first, second = numbers.get(one), numbers.get(other)
        if first is not None and second is not None:
            yield (one, [other]) if second <= first else (other, [one])
