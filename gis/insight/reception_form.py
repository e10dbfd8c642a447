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

    Returns
    -------
    (6, 2) frame of Int64, `COUNTS` by ``recorded`` and ``sent``, over the same wards and days: those of the forms.
    """
    forms = selection["periodic_form"]
    mine = forms[forms["form"].eq(FORM) & forms["item"].isin(COUNTS) & forms["value"].notna()]
    inside = (mine["period_start"] >= pd.Timestamp(period.start)) & (mine["period_end"] <= pd.Timestamp(period.end))
    mine = mine[inside]
    spans = mine[["ward", "period_start", "period_end"]].drop_duplicates()
    sums = mine.groupby(mine["item"].astype("object"))["value"].sum()
    recorded = _recorded(held(within(selection, period)), spans)
    table = pd.DataFrame({"recorded": recorded, "sent": sums.round()}, index=pd.Index(COUNTS, name="item"))
    return table.astype("Int64")


def _recorded(found: pd.DataFrame, spans: pd.DataFrame) -> pd.Series:
    """Sum the sittings that lie in any of the spans of their ward."""
    joined = found.assign(ward=found["ward"].astype("object")).reset_index(names="sitting")
    joined = joined.merge(spans.assign(ward=spans["ward"].astype("object")), on="ward")
    inside = joined["held_on"].between(joined["period_start"], joined["period_end"])
    return joined[inside].drop_duplicates("sitting")[list(COUNTS)].sum(min_count=1)
