"""How many reception days are missing to the minimum that a rule sets.

The *minimum* of a month is that of the rule in force throughout it (as far as the month lies in the period); where the
rules change within a month none is held against it. A month is *judged* only where it lies wholly in the period and
something is reported of it: a silent ward is unknown, not short. By a minimum of weeks, the weeks from Monday to Sunday
are judged that lie wholly in the period and in the rule's validity; each belongs to the month of its Monday. A week
without any working day, as at Tết, asks for nothing: this is our reading, the article was not found to say so.

A day counts however many sittings it had, those that somebody else held for the head included. A minimum whose text
nobody has checked is told and never counts as missed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gis.insight.once import once
from gis.insight.receptions import DUTIES, held, months, states, within
from gis.insight.situation import Selection
from gis.law import days as law_days
from gis.law.minimums import Minimum, Role, minimum_on
from gis.period import Period

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True, eq=False)
class Months:
    """What the holders of one office did, ward by ward and month by month.

    Parameters
    ----------
    rules
        (m,) the minimum of each month; None where none is known or the rules change within it.
    judged
        (m,) whether the month, or a week of it, lies wholly in the period and can be held against its minimum.
    states
        (w, m) of `gis.insight.receptions.STATES`, by month.
    days
        (w, m) int64: days on which somebody was received; 0 where nothing is reported, which `states` tells apart.
    short
        (w, m) Int64: days missing to the minimum, checked or not; missing where the month is not judged.
    """

    rules: tuple[Minimum | None, ...]
    judged: tuple[bool, ...]
    states: pd.DataFrame
    days: pd.DataFrame
    short: pd.DataFrame

    @property
    def counting(self) -> pd.DataFrame:
        """The judged columns of ``short`` whose minimum was read or checked: only they may be held against anybody."""
        checked = [rule is not None and rule.verified for rule in self.rules]
        return self.short.loc[:, [each and judged for each, judged in zip(checked, self.judged, strict=True)]]


def by_month(selection: Selection, period: Period, role: Role) -> Months:
    """Hold the reception days of one duty against its minimum, by ward and month.

    Parameters
    ----------
    selection
        What is chosen; its situation has the rules.
    period
        The days.
    role
        Of `DUTIES`.
    """
    columns, told = months(period), states(selection, role, period)
    counted = _counted(selection, period, role)
    known = ~told.isin(["unreported"]).to_numpy(dtype=bool)
    rules = tuple(_rule(selection.situation.rules.minimums, role, month, period) for month in columns)
    spans = [_spans(month, period, rule) if rule else [] for month, rule in zip(columns, rules, strict=True)]
    gaps = [
        _short(counted, known, columns, period, rule.days if rule else 0, mine)
        for rule, mine in zip(rules, spans, strict=True)
    ]
    days = [_between(counted, period, *_inside(month, period)) for month in columns]
    return Months(
        rules=rules,
        judged=tuple(map(bool, spans)),
        states=told,
        days=pd.DataFrame(np.stack(days, axis=1), selection.wards, columns),
        short=pd.DataFrame(np.stack(gaps, axis=1), selection.wards, columns).astype("Int64"),
    )


def short(selection: Selection, period: Period) -> pd.DataFrame:
    """Count the days that are missing to the minimum of each duty, by ward.

    Returns
    -------
    (w, 2) frame of Int64, `DUTIES` as columns; missing where no month could be judged.
    """
    found = {role: by_month(selection, period, role).counting.sum(axis=1, min_count=1) for role in DUTIES}
    return pd.DataFrame(found, index=selection.wards).astype("Int64")


@once("reception", "submission")
def missing(selection: Selection, period: Period) -> pd.Series:
    """Count the days that are known to be missing to both duties together, by ward.

    Returns
    -------
    (w,) Series of Int64 named ``reception_missing``: a lower bound, as months that are not reported may hold more of
    them. It is zero only where everything that could be judged was reported, and missing where nothing is known to be
    missing and something is not reported.
    """
    judged = pd.concat([by_month(selection, period, role).counting for role in DUTIES], axis=1)
    known = judged.sum(axis=1, min_count=1).astype("Int64")
    unsure = known.eq(0).fillna(value=False) & judged.isna().any(axis=1)
    return known.mask(unsure.astype(bool)).rename("reception_missing")


def _rule(minimums: Sequence[Minimum], role: Role, month: pd.Period, period: Period) -> Minimum | None:
    first, last = _inside(month, period)
    rule = minimum_on(minimums, role, "commune", first)
    return rule if rule and rule.in_force(last) else None


def _inside(month: pd.Period, period: Period) -> Span:
    """Answer the first and the last day of a month within the period."""
    return max(month.start_time.date(), period.start), min(month.end_time.date(), period.end)


def _counted(selection: Selection, period: Period, role: str) -> np.ndarray:
    """Count the reception days of each ward up to each day of the period: (w, d + 1), the first column is zero."""
    sittings = held(within(selection, period))
    dates = sittings.loc[sittings["role"].eq(role), ["ward", "held_on"]].drop_duplicates()
    ward = selection.wards.get_indexer(pd.Index(dates["ward"].astype("object")))
    place = (dates["held_on"] - pd.Timestamp(period.start)).dt.days.to_numpy()
    found = np.zeros((len(selection.wards), period.days + 1), dtype="int64")
    np.add.at(found, (ward[ward >= 0], place[ward >= 0] + 1), 1)
    return found.cumsum(axis=1)


def _between(counted: np.ndarray, period: Period, first: dt.date, last: dt.date) -> np.ndarray:
    begin, end = ((day - period.start).days for day in (first, last))
    return np.asarray(counted[:, end + 1] - counted[:, begin])


def _short(
    counted: np.ndarray, known: np.ndarray, columns: pd.PeriodIndex, period: Period, least: int, spans: Sequence[Span]
) -> np.ndarray:
    """Sum what is missing over the spans of one month of which something is reported: (w,), NaN where there is none."""
    gaps = [np.full(len(counted), np.nan)]
    for span in spans:
        told = np.take(known, columns.get_indexer(pd.PeriodIndex(span, freq="M")), axis=1).all(axis=1)
        gaps.append(np.where(told, np.maximum(least - _between(counted, period, *span), 0), np.nan))
    summed: np.ndarray = pd.DataFrame(np.stack(gaps, axis=1)).sum(axis=1, min_count=1).to_numpy()
    return summed


def _spans(month: pd.Period, period: Period, rule: Minimum) -> list[Span]:
    """Answer the month, or its weeks, as far as they lie wholly in the period and in the rule's validity."""
    first, last = month.start_time.date(), month.end_time.date()
    spans = [(first, last)]
    if rule.per == "week":
        mondays = pd.date_range(first, last, freq="W-MON")
        spans = [(monday.date(), monday.date() + dt.timedelta(days=6)) for monday in mondays]
    whole = [span for span in _working(spans) if period.start <= span[0] and span[1] <= period.end]
    return [span for span in whole if rule.in_force(span[0]) and rule.in_force(span[1])]


def _working(spans: Sequence[Span]) -> list[Span]:
    """Keep the spans that have a working day."""
    eve = np.array([first - dt.timedelta(days=1) for first, _ in spans], dtype="datetime64[D]")
    last = np.array([last for _, last in spans], dtype="datetime64[D]")
    worked = law_days.between(eve, last, "working_day")
    return [span for span, n in zip(spans, worked, strict=True) if n]
