"""The legal limits of a few cases: every clock that applies to one, with its start, its last day and where it stands.

A *limit* is one clock of one case, told whether it is still under way or over; `gis.law.clocks` says what its states
mean. An office's own targets are told beside the limits of the law, marked as such by their rule.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from gis.insight.situation import Situation
from gis.law import clocks
from gis.law.clocks import OPEN
from gis.law.terms import column

COLUMNS: Final = ("code", "clock", "started", "due", "state", "days_left", "verified")


def of_cases(now: Situation, cases: pd.DataFrame, *, due_soon_days: int) -> pd.DataFrame:
    """Answer the limits of some cases.

    Parameters
    ----------
    now
        The situation, for its rules and its day.
    cases
        (n, ...) cases in full, indexed by code; some dozen at most.
    due_soon_days
        Days before its last day from which a limit is due soon.

    Returns
    -------
    (k, 7) frame of `COLUMNS`, in the order of the cases and then of the rules: ``code``, ``clock`` (id), ``started``
    and ``due`` (days; missing where not known), ``state`` (of `gis.law.clocks.STATES`), ``days_left`` (Int32, negative
    when late) and ``verified`` (whether its text was read or checked).
    """
    judged = clocks.run_all(cases, "case", now.rules, as_of=now.snapshot.as_of, due_soon_days=due_soon_days)
    tables = [_applying(cases, table, now) for table in judged.values()]
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    order = found["code"].map({code: place for place, code in enumerate(cases.index)})
    return found.loc[order.sort_values(kind="stable").index].reset_index(drop=True)[list(COLUMNS)]


def _applying(cases: pd.DataFrame, table: pd.DataFrame, now: Situation) -> pd.DataFrame:
    mine = table[table["clock"].notna()].astype({"clock": "object", "state": "object"})
    starts = [column(now.rules.of(str(clock))[0].starts) for clock in mine["clock"]]
    started = [cases[start].to_dict()[code] for code, start in zip(mine.index, starts, strict=True)]
    told = mine.assign(code=mine.index, started=pd.to_datetime(pd.Series(started, index=mine.index, dtype="object")))
    return told.reset_index(drop=True)[list(COLUMNS)]


def under_way(limits: pd.DataFrame) -> pd.DataFrame:
    """Keep the limits by which something is still to be done, or of which the start is not known; the nearest first."""
    kept = limits[limits["state"].isin([*OPEN, "unknown_start", "stopped"])]
    return kept.sort_values("due", kind="stable", na_position="last", ignore_index=True)
