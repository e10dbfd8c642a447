"""Form 01/TCD of a period, filled from the sittings that are recorded, with the arithmetic it has to satisfy.

The columns are those that are kept (`gis.records.entities.reports`); the current circular was not read. A line is for
delegates on ordinary days; two are for the heads, periodic and sudden.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from gis.insight.receptions import COUNTS, FORM, KINDS, held, within
from gis.insight.situation import Selection
from gis.period import Period
from gis.records.entities.reports import WAYS_ALWAYS, WAYS_OF_HEAD, WAYS_SOMETIMES

LINES: Final = (*KINDS, "unrecorded")
"""The last holds the sittings of heads whose kind is not recorded, so that the lines always add up to the total."""
CHECKS: Final = ("no_kind", "turns_people", "crowds_turns", "crowd_people", "crowd_size", "cases_turns", "no_turns")
"""What a sitting may break; see `faults`."""


def form(receptions: pd.DataFrame) -> pd.DataFrame:
    """Fill form 01/TCD from the sittings that were held.

    Parameters
    ----------
    receptions
        What `within` answered.

    Returns
    -------
    (4, 7) frame of Int64: `LINES` by ``sittings`` and `COUNTS`; missing where sittings were held and none of them says
    how many came.
    """
    found = held(receptions)
    kinds = found["kind"].astype("object").mask(found["role"].eq("other"), "regular").fillna("unrecorded")
    groups = found.groupby(kinds)
    lines = groups[list(COUNTS)].sum(min_count=1).assign(sittings=groups.size()).reindex(list(LINES))
    return lines.mask(lines["sittings"].isna(), 0)[["sittings", *COUNTS]].astype("Int64")


def faults(receptions: pd.DataFrame, *, crowd_size: int) -> pd.DataFrame:
    """Hold the sittings against the arithmetic of form 01/TCD.

    Parameters
    ----------
    receptions
        What `within` answered.
    crowd_size
        People from which a party counts as a crowd.

    Returns
    -------
    (k, 3) frame of the sittings that break a rule, with ``check`` (of `CHECKS`), ``ward`` and ``code``: fewer people
    than turns; more crowds than turns; more people in crowds than people; crowds smaller than a crowd; more cases than
    turns. What is not recorded breaks none of these, but is told itself: the kind of a head's sitting, and its turns.
    """
    found = held(receptions)
    broken = {
        "no_kind": found["kind"].isna() & ~found["role"].eq("other"),
        "turns_people": found["people"] < found["turns"],
        "crowds_turns": found["crowds"] > found["turns"],
        "crowd_people": found["crowd_people"] > found["people"],
        "crowd_size": found["crowd_people"] < found["crowds"] * crowd_size,
        "cases_turns": found["first_cases"] + found["repeated_cases"] > found["turns"],
        "no_turns": found["turns"].isna(),
    }
    parts = [_broken(found[rule.fillna(value=False).astype(bool)], check) for check, rule in broken.items()]
    return pd.concat(parts, ignore_index=True)


def _broken(found: pd.DataFrame, check: str) -> pd.DataFrame:
    return pd.DataFrame({"check": check, "ward": found["ward"].astype("object"), "code": found.index.astype("object")})


def sent(selection: Selection, period: Period) -> pd.DataFrame:
    """Set the totals that wards sent on form 01/TCD for periods inside this one beside what is recorded by sitting.

    A form that states no total of an item tells it by its parts, if it states all of them: what was received on
    ordinary days and by the head (periodic and sudden), and by deputies and delegates where it has any. Of forms of one
    ward whose periods overlap, as those of a quarter and of nine months do, the longest counts, and of the others those
    that lie beside it.

    Returns
    -------
    (6, 2) frame of Int64, `COUNTS` by ``recorded`` and ``sent``, over the same wards and days: those of the forms that
    tell the item.
    """
    stated, sittings = _stated(selection["periodic_form"], period), held(within(selection, period))
    rows = [_beside(_apart(_whole(stated, item)), sittings, item) for item in COUNTS]
    return pd.DataFrame(rows, index=pd.Index(COUNTS, name="item"), columns=["recorded", "sent"]).astype("Int64")


def _stated(forms: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Answer what each form inside the period states: ward, first and last day by item."""
    inside = (forms["period_start"] >= pd.Timestamp(period.start)) & (forms["period_end"] <= pd.Timestamp(period.end))
    mine = forms[forms["form"].eq(FORM) & forms["value"].notna() & inside]
    keys = [mine["ward"].astype("object"), mine["period_start"], mine["period_end"], mine["item"].astype("object")]
    return mine["value"].astype("float64").groupby(keys).last().unstack("item")


def _whole(stated: pd.DataFrame, item: str) -> pd.Series:
    """Answer the total of an item in each form that tells it."""
    ways = (*WAYS_ALWAYS, *WAYS_OF_HEAD, *WAYS_SOMETIMES)
    told = stated.reindex(columns=[item, *(f"{way}_{item}" for way in ways)]).set_axis(["whole", *ways], axis=1)
    head = told["head"].fillna(told[[*WAYS_OF_HEAD]].sum(axis=1, min_count=len(WAYS_OF_HEAD)))
    parts = told.assign(head=head)[[*WAYS_ALWAYS]].sum(axis=1, min_count=len(WAYS_ALWAYS))
    return told["whole"].fillna(parts + told[[*WAYS_SOMETIMES]].sum(axis=1)).dropna()


def _apart(totals: pd.Series) -> pd.Series:
    """Keep of each ward the longest forms that do not overlap."""
    spans = totals.index.to_frame(index=False)
    length = spans["period_end"] - spans["period_start"]
    taken: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    kept = []
    for place in length.sort_values(ascending=False, kind="stable").index:
        ward, first, last = spans.loc[place, ["ward", "period_start", "period_end"]]
        mine = taken.setdefault(ward, [])
        if all(last < start or first > end for start, end in mine):
            mine.append((first, last))
            kept.append(place)
    return totals.iloc[sorted(kept)]


def _beside(totals: pd.Series, sittings: pd.DataFrame, item: str) -> tuple[float, float]:
    """Sum an item over the sittings in the wards and days of forms, and over the forms; NaN where there is none."""
    dates = sittings[["held_on", item]].assign(ward=sittings["ward"].astype("object"))
    joined = dates.merge(totals.index.to_frame(index=False), on="ward")
    inside = joined["held_on"].between(joined["period_start"], joined["period_end"])
    recorded = joined.loc[inside, item].astype("float64").sum(min_count=1)
    return float(recorded), round(float(totals.sum(min_count=1)), 0)
