"""Cases by themselves: the balance of a period, what is open and how long, what was decided and not carried out.

*Open* is a case without a decision or another end; its *age* in days runs from receipt to the as-of day and falls into
one of the *bands* in which dialogue reports count. Every grouping of open cases adds up to the open cases: what is not
recorded is a group of its own (the empty code), never left out. Bodies are institutions; nothing here is about a
person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from gis.insight.flow import OF_A_FLOW, Flow, flow, within_competence
from gis.insight.situation import Selection, Situation
from gis.insight.standing import STANDINGS
from gis.law.terms import Rules, column
from gis.period import Period

BANDS: Final = (0, 31, 61, 91, 181, 366)
"""First day of each band of age; the last has no end."""

NOT_RECORDED: Final = ""
"""Stands for a code that is not recorded."""

GROUPS: Final = ("subject", "level", "within_competence", "deciding_body", "preparing_unit")
"""What open cases are grouped by."""

_OPEN_COLUMNS: Final = ("ward", *GROUPS, "age", "standing")


@dataclass(frozen=True)
class Balance:
    """Carried over + received − resolved = left, over one period.

    Parameters
    ----------
    whole
        All cases.
    within
        Those known to lie within competence.
    overdue, past_unverified
        Open cases past a verified limit, and past only one whose text nobody has checked, on the situation's day.
    unexecuted
        Decisions in effect and not carried out on that day.
    """

    whole: Flow
    within: Flow
    overdue: int
    past_unverified: int
    unexecuted: int


def balance(selection: Selection, period: Period) -> Balance | None:
    """Work out the balance of a period; None where no case was ever recorded."""
    if not selection.situation.recorded("case"):
        return None
    cases = selection["open_case"]
    throughout = selection.throughout.columns("case_history", *OF_A_FLOW)
    return Balance(
        whole=flow(throughout, period),
        within=flow(within_competence(throughout), period),
        overdue=int(cases["overdue"].sum()),
        past_unverified=int(cases["past_unverified"].sum()),
        unexecuted=len(unexecuted(selection)),
    )


def open_cases(selection: Selection) -> pd.DataFrame:
    """Answer the open cases with the columns that groupings need, and ``band``: the number of the band, −1 unknown."""
    found = selection["open_case"][list(_OPEN_COLUMNS)]
    return found.assign(band=band_of(found["age"]))


def band_of(age: pd.Series) -> np.ndarray:
    """Answer the number of the band of each age in days; −1 where the age is not known or before its beginning."""
    days = age.to_numpy(dtype="float64", na_value=-1)
    return np.searchsorted(BANDS, days, side="right") - 1


def by_age(cases: pd.DataFrame) -> pd.DataFrame:
    """Count open cases by standing and band.

    Returns
    -------
    (6, 7) frame of int64: `STANDINGS` by number of the band, the unknown (−1) last.
    """
    bands = [*range(len(BANDS)), -1]
    return _crossed(cases["band"].astype(pd.CategoricalDtype(bands)), cases["standing"]).T.reindex(list(STANDINGS))


def by_group(cases: pd.DataFrame, group: str) -> pd.DataFrame:
    """Count open cases of each value of a column, and those of them past a verified limit.

    Returns
    -------
    (k, 2) frame of int64 with ``open`` and ``overdue``, most cases first, indexed by code as text.
    """
    late = (cases["standing"] == "overdue").to_numpy(dtype=bool)
    ones = pd.DataFrame({"open": 1, "overdue": late.astype("int64")}, index=cases.index)
    counts = ones.groupby(cases[group], observed=True, dropna=False).sum()
    return _by_code(counts).sort_values("open", ascending=False, kind="stable")


def in_full(now: Situation, codes: Sequence[str]) -> pd.DataFrame:
    """Answer cases in full by their codes, open or closed, in this order; those that are not known are left out."""
    rows, wanted = now.snapshot.rows("case"), list(dict.fromkeys(codes))
    places = rows.whose("code", wanted) if wanted else np.empty(0, dtype=np.int64)
    found = rows.frame(among=places)
    return found.loc[[code for code in wanted if code in found.index]]


def unexecuted(selection: Selection) -> pd.DataFrame:
    """Answer the cases whose decision has taken effect and is not yet carried out; see `Situation`."""
    return selection.throughout["unexecuted"]


def counted(cases: pd.DataFrame, group: str) -> pd.Series:
    """Count cases of each value of a column, most first; what is not recorded stands under `NOT_RECORDED`."""
    counts = cases.groupby(group, observed=True, dropna=False).size().to_frame("cases")
    return _by_code(counts)["cases"].sort_values(ascending=False, kind="stable")


def _by_code(counts: pd.DataFrame) -> pd.DataFrame:
    """Name the groups by their codes as text."""
    return counts.set_axis([NOT_RECORDED if pd.isna(code) else str(code) for code in counts.index])


def _crossed(rows: pd.Series, columns: pd.Series) -> pd.DataFrame:
    """Count pairs of two categoricals, all categories of both."""
    kinds, wide = columns.cat.categories, len(columns.cat.categories)
    pairs = rows.cat.codes.to_numpy(dtype="int64") * wide + columns.cat.codes.to_numpy()
    counts = np.bincount(pairs, minlength=len(rows.cat.categories) * wide).reshape(-1, wide)
    return pd.DataFrame(counts, index=list(rows.cat.categories), columns=list(kinds))


def by_ward(selection: Selection) -> pd.DataFrame:
    """Count, for each ward the choice of places keeps, open cases by standing and decisions not carried out.

    Returns
    -------
    (w, 8) frame indexed by ``ward``: ``open_cases``, `STANDINGS` (which add up to it), ``unexecuted``.
    """
    cases = open_cases(selection)
    table = _crossed(cases["ward"], cases["standing"]).reindex(
        index=selection.wards, columns=list(STANDINGS), fill_value=0
    )
    waiting = unexecuted(selection)["ward"].value_counts().reindex(selection.wards, fill_value=0)
    table = table.assign(unexecuted=waiting.to_numpy())
    table.insert(0, "open_cases", table[list(STANDINGS)].sum(axis=1))
    return table.rename_axis("ward")


def listed(selection: Selection, rules: Rules, *, most: int) -> pd.DataFrame:
    """Answer the open cases longest past their limit, then those nearest to it, then those without by age.

    Parameters
    ----------
    selection
        Whose cases.
    rules
        The rules of law the situation was judged by.
    most
        At most so many rows.

    Returns
    -------
    (≤ most, ...) rows of the frame of cases, indexed by code, with ``past`` (Int64, days past the due day of the clock
    under way, negative before it), ``used`` and ``limit`` (Int64, calendar days of that clock so far and in all, days
    of suspension included); all three missing where no clock is under way.
    """
    cases, as_of = selection["open_case"], selection.situation.as_of
    late = _days(as_of, cases["next_due"])
    age = cases["age"].to_numpy(dtype="float64", na_value=-1)
    order = np.lexsort((-age, -np.nan_to_num(late, nan=-np.inf)))[:most]
    rows = cases.iloc[order].set_index("code")
    start = _starts(rows, rules)
    used = pd.Series(_days(as_of, start), index=rows.index)
    past = pd.Series(late[order], index=rows.index)
    return rows.assign(past=past.astype("Int64"), used=used.astype("Int64"), limit=(used - past).astype("Int64"))


def _days(as_of: pd.Timestamp, days: pd.Series) -> np.ndarray:
    found: np.ndarray = (as_of - days).dt.days.to_numpy(dtype="float64", na_value=np.nan)
    return found


def _starts(rows: pd.DataFrame, rules: Rules) -> pd.Series:
    """Answer the day on which the clock under way started."""
    started = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    for clock in rows["next_clock"].dropna().unique():
        days = rows[column(rules.of(str(clock))[0].starts)]
        started = started.mask(rows["next_clock"] == clock, days)
    return started


def top(counts: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part a grouping into its first rows and the rest, when there are more than `most`."""
    return (counts, counts.iloc[:0]) if len(counts) <= most else (counts.iloc[: most - 1], counts.iloc[most - 1 :])
