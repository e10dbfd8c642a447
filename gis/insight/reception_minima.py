"""How many reception days are missing to the minimum that a rule sets.

The rules are handed over as `Minimum`; none stands here. A week or month is held against a rule only where it lies
wholly in the period and in the rule's validity, and only where something is reported of its month: a silent ward is
unknown, not short.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gis.insight.receptions import held, states, within
from gis.insight.situation import Selection
from gis.period import Period


@dataclass(frozen=True)
class Minimum:
    """How many days a role has to receive at least, while a rule is in force.

    Parameters
    ----------
    role
        Of `DUTIES`.
    days
        Days in each week or month.
    per
        ``"week"`` (Monday to Sunday) or ``"month"``.
    valid_from, valid_to
        Both days included; no ``valid_to``: still in force.
    """

    role: str
    days: int
    per: str
    valid_from: dt.date
    valid_to: dt.date | None = None


def short(selection: Selection, period: Period, minima: Sequence[Minimum]) -> pd.DataFrame:
    """Count the days that are missing to the minimum of each duty, by ward.

    Parameters
    ----------
    selection
        What is chosen.
    period
        The days.
    minima
        The rules.

    Returns
    -------
    (w, d) frame of Int64, a column for each duty that any rule is about; missing where no month could be judged.
    """
    roles = dict.fromkeys(rule.role for rule in minima)
    found = {role: _short(selection, period, [rule for rule in minima if rule.role == role], role) for role in roles}
    return pd.DataFrame(found, index=selection.wards).astype("Int64")


def _short(selection: Selection, period: Period, rules: Sequence[Minimum], role: str) -> pd.Series:
    mine = held(within(selection, period))
    dates = mine.loc[mine["role"].eq(role), ["ward", "held_on"]].drop_duplicates()
    known = ~states(selection, role, period).isin(["unreported"])
    missing = [_against(dates, known, period, rule) for rule in rules]
    return pd.concat(missing, axis=1).sum(axis=1, min_count=1)


def _against(dates: pd.DataFrame, known: pd.DataFrame, period: Period, rule: Minimum) -> pd.Series:
    frequency = "M" if rule.per == "month" else "W-SUN"
    first = max(period.start, rule.valid_from)
    last = min(period.end, rule.valid_to or period.end)
    spans: Any = pd.period_range(pd.Timestamp(first), pd.Timestamp(last), freq=frequency) if first <= last else ()
    whole = [span for span in spans if span.start_time.date() >= first and span.end_time.date() <= last]
    if not whole:
        return pd.Series(np.nan, index=known.index)
    columns = pd.PeriodIndex(whole)
    counted = _in_spans(dates, known.index, columns)
    told = np.stack([known[pd.Period(span.start_time, "M")].to_numpy() for span in columns], axis=1)
    gaps = np.where(told, np.maximum(rule.days - counted, 0), np.nan)
    return pd.DataFrame(gaps, index=known.index).sum(axis=1, min_count=1)


def _in_spans(dates: pd.DataFrame, wards: pd.Index, columns: pd.PeriodIndex) -> np.ndarray:
    counted = np.zeros((len(wards), len(columns)), dtype="int64")
    ward = wards.get_indexer(pd.Index(dates["ward"].astype("object")))
    span = columns.get_indexer(pd.Index(dates["held_on"].dt.to_period(columns.freqstr)))
    inside = (ward >= 0) & (span >= 0)
    np.add.at(counted, (ward[inside], span[inside]), 1)
    return counted
