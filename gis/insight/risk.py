"""Nguy cơ kéo dài: of each place and project, how many open cases are likely to be prolonged, why, and what is due.

The number is an expected one with an interval (`gis.insight.expected`), worked out by the rule that the verdict of
the backtest allows: the additive model, or the age of cases alone. It is about a place or a project, never about a
person; of a case nothing is told but duties that are late. *Reasons* are the plain counts of `gis.insight.reasons`,
each opening its records; where the model is used those come first whose group moves its number most. What is to be
done stands in the list of duties, not in coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gis.filters import Filters
from gis.insight import duties, expected, features, reasons
from gis.insight.backtest import Rule
from gis.insight.crossed import Crossed
from gis.insight.features import Scored
from gis.insight.reasons import Kind, Reason
from gis.insight.situation import Situation

PLACES: Final = ("ward", "project")
GROUPS: Final[Mapping[Kind, str]] = {
    "overdue": "limit",
    "payment": "payment",
    "commitment": "commitment",
    "dialogue": "dialogue",
    "decision": "limit",
    "waiting": "age",
}
"""Reason → the group of features that is told by it."""


@dataclass(frozen=True, eq=False)
class Risk:
    """The risk of one day.

    Parameters
    ----------
    rule
        By which it was worked out.
    places
        ``"ward"`` and ``"project"`` → (k, 6) frame; see `gis.insight.expected.by_place`.
    moved
        The same → (k, g) frame: how far each group of features moves the log odds of the cases of a place, on average;
        without columns where the age alone is used.
    scored
        The risk set, and who stands out of it.
    """

    rule: Rule
    places: dict[str, pd.DataFrame]
    moved: dict[str, pd.DataFrame]
    scored: Scored


def of_day(now: Situation, model: Crossed, *, rule: Rule, spread: float) -> Risk:
    """Work out the risk of a day.

    Parameters
    ----------
    now
        The situation.
    model
        Fitted to what was known by then; of the age alone where the rule says so.
    rule
        Which it is.
    spread
        How far wards differ beyond chance, from the backtest.
    """
    return of_scored(features.of_cases(now), model, rule=rule, spread=spread)


def of_scored(scored: Scored, model: Crossed, *, rule: Rule, spread: float) -> Risk:
    """Work out the risk of a risk set whose features are known; see `of_day`."""
    rows = scored.rows
    plain = rule == "age"
    said, moved = (model.probabilities(rows), pd.DataFrame(index=rows.index)) if plain else model.told(rows)
    return Risk(
        rule=rule,
        places={name: expected.by_place(said, rows[name], spread=spread) for name in PLACES},
        moved={name: moved.groupby(rows[name].astype("object")).mean() for name in PLACES},
        scored=scored,
    )


@dataclass(frozen=True, eq=False)
class Why:
    """Why a place is where it is, and what is due there.

    Parameters
    ----------
    reasons
        Plain counts, the weightiest first; ``overdue`` is out of ``open_cases``.
    open_cases, overdue
        All open cases of the place, and those past their limit.
    owed
        Its duties, the gravest first; see `gis.insight.duties.due`.
    """

    reasons: tuple[Reason, ...]
    open_cases: int
    overdue: int
    owed: pd.DataFrame


def whys(now: Situation, risk: Risk, which: str, codes: Sequence[str], *, most: int = 3) -> dict[str, Why]:
    """Answer why places or projects are where they are, all at once.

    Parameters
    ----------
    now
        The situation.
    risk
        What was worked out of it.
    which, codes
        ``"ward"`` or ``"project"``, and their codes.
    most
        So many reasons and duties.
    """
    selection = now.select(Filters())
    owed, cases = duties.due(selection), selection["open_case"]
    found = reasons.by_place(selection, owed, which)
    places = cases[which].astype("object")
    counted, late = places.value_counts(), cases["overdue"].fillna(0).astype("int64").groupby(places).sum()
    due = dict(list(owed.groupby(owed[which].astype("object"))))
    told = {}
    for code in codes:
        ordered = _ordered(found.get(code, ()), risk.moved[which], code)
        mine = duties.gravest(due.get(code, owed.iloc[:0]), most)
        told[code] = Why(ordered[:most], int(counted.get(code, 0)), int(late.get(code, 0)), mine)
    return told


def _ordered(found: Sequence[Reason], moved: pd.DataFrame, code: str) -> tuple[Reason, ...]:
    """Put reasons first whose group moves the number of the place most."""
    weights = moved.loc[code].to_dict() if code in moved.index else {}
    return tuple(sorted(found, key=lambda one: -float(weights.get(GROUPS.get(one.kind, ""), 0.0))))
