"""What follows from judgments: which files have let a clock run out, and which day comes next.

A *judgment* is what `gis.law.clocks.run` says of a file and a clock. Only a *verified* clock (its article was read) may
call a file overdue; of the others it is only said, in grey, that they are past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.law.clocks import OPEN, STATES, category, run_all
from gis.law.files import NO_DAY
from gis.law.terms import Rules

_OVERDUE: Final = STATES.index("overdue")
_NEVER: Final = np.datetime64("9999-12-31", "s")
_BEHIND: Final = np.timedelta64(2_000_000, "D").astype("timedelta64[s]")
"""Puts an own target behind every limit of the law, and nothing under way behind both."""
_NOT_BEHIND: Final = np.timedelta64(0, "s")


def overdue(cases: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> pd.Series[bool]:
    """Answer which open cases have let a verified clock run out.

    Returns
    -------
    (n,) Series named ``overdue`` with the same index.
    """
    return judge(cases, rules, as_of=as_of)["overdue"]


def past_unverified(cases: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> pd.Series[bool]:
    """Answer which open cases have let only a clock run out whose article nobody has read: the grey count.

    Returns
    -------
    (n,) Series named ``past_unverified`` with the same index; never true together with `overdue`.
    """
    return judge(cases, rules, as_of=as_of)["past_unverified"]


def judge(cases: pd.DataFrame, rules: Rules, *, as_of: dt.date) -> pd.DataFrame:
    """Answer `overdue` and `past_unverified` in one go; see `past`."""
    return past(run_all(cases, "case", rules, as_of=as_of, due_soon_days=0), rules)


def statutory(judged: Mapping[str, pd.DataFrame], rules: Rules) -> dict[str, pd.DataFrame]:
    """Answer the judgments by clocks of the law, without those by an office's own targets."""
    return {group: table for group, table in judged.items() if group not in rules.own_groups}


def past(judged: Mapping[str, pd.DataFrame], rules: Rules) -> pd.DataFrame:
    """Answer which files have let a clock run out: a verified one, or only clocks whose article nobody has read.

    Parameters
    ----------
    judged
        What `gis.law.clocks.run_all` answered.
    rules
        The rules it was judged by; an office's own targets are not looked at.

    Returns
    -------
    (n, 2) frame of bool with the columns ``overdue`` and ``past_unverified``, never both true.
    """
    index = next(iter(judged.values())).index
    red, grey = np.zeros(len(index), dtype=bool), np.zeros(len(index), dtype=bool)
    for table in statutory(judged, rules).values():
        late = table["state"].cat.codes.to_numpy() == _OVERDUE
        verified = table["verified"].to_numpy()
        red |= late & verified
        grey |= late & ~verified
    return pd.DataFrame({"overdue": red, "past_unverified": grey & ~red}, index=index)


def next_due(judged: Mapping[str, pd.DataFrame], rules: Rules) -> pd.DataFrame:
    """Answer each file's first due day among the clocks still under way.

    An office's own target is told only where no limit of the law is under way.

    Parameters
    ----------
    judged
        What `gis.law.clocks.run_all` answered.
    rules
        The rules it was judged by.

    Returns
    -------
    (n, 4) frame with the columns ``clock``, ``due``, ``state`` and ``verified`` of `gis.law.clocks.run`; empty where
    nothing is due.
    """
    tables = list(judged.values())
    due = np.stack([np.where(table["state"].isin(OPEN), table["due"], _NEVER) for table in tables])
    behind = np.array([_BEHIND if group in rules.own_groups else _NOT_BEHIND for group in judged])
    first, nothing = (due + behind[:, None]).argmin(axis=0), (due == _NEVER).all(axis=0)
    names = [name for table in tables for name in table["clock"].cat.categories]
    found = {
        "clock": category(np.where(nothing, -1, _nth(first, [_codes_among(names, table) for table in tables])), names),
        "due": np.where(nothing, NO_DAY, np.take_along_axis(due, first[None, :], axis=0)[0]).astype("datetime64[s]"),
        "state": category(np.where(nothing, -1, _nth(first, [table["state"].cat.codes for table in tables])), STATES),
        "verified": _nth(first, [table["verified"] for table in tables]) & ~nothing,
    }
    return pd.DataFrame(found, index=tables[0].index)


def _nth(first: NDArray[np.intp], columns: Sequence[pd.Series]) -> NDArray[Any]:
    """Answer, for each row, the value of the column whose number stands in `first`."""
    return np.choose(first, [values.to_numpy() for values in columns])


def _codes_among(names: Sequence[str], table: pd.DataFrame) -> pd.Series:
    return table["clock"].cat.set_categories(names).cat.codes
